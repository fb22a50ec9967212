import { roughDuration } from '../shared/time.ts'
import { chainClock } from './hooks/useChainClock.ts'
import type { LinePart } from './lineParts.ts'
import { type Line, paragraph } from './lines.ts'
import type { Connection } from './services/session.ts'
import type { Theme } from './theme.ts'

/** Below this, clocks that differ are nobody's business: a development chain gains a second with each quick block. */
const CLOCK_TOLERANCE = 300

/**
 * The newest block and its age by the chain's clock, or what is wrong with the node.
 *
 * @param now the wall clock, Unix seconds
 */
export function connectionParts(
  connection: Connection,
  now: number,
  { symbols }: Pick<Theme, 'symbols'>,
): readonly LinePart[] {
  switch (connection.kind) {
    case 'connecting': {
      const words = connection.stage === undefined ? 'connecting' : `preparing: ${connection.stage}`
      return [{ id: 'standing', text: `${symbols.pending} ${words}`, tone: 'muted', rank: 1 }]
    }
    case 'live': {
      const { block } = connection
      const age = chainClock(connection, now) - block.timestamp
      return [
        { id: 'standing', text: `${symbols.active} block ${block.number}`, tone: 'good', rank: 1 },
        { id: 'age', text: `${lasting(age)} ago`, tone: 'good', rank: 2 },
        ...aheadPart(connection),
      ]
    }
    case 'lost': {
      const { block, since } = connection
      const words = block === undefined ? 'no node' : `node lost at block ${block.number}`
      const ago = block === undefined ? '' : `${lasting(now - since)} ago, `
      return [
        { id: 'standing', text: `${symbols.fail} ${words}`, tone: 'bad', rank: 1 },
        { id: 'age', text: `${ago}trying again`, tone: 'bad', rank: 2 },
      ]
    }
  }
}

/** A development chain's clock: every countdown follows it. */
function aheadPart({ clockAhead = 0 }: { readonly clockAhead?: number }): readonly LinePart[] {
  if (clockAhead <= CLOCK_TOLERANCE) return []
  return [{ id: 'clock', text: `clock ${lasting(clockAhead)} ahead`, tone: 'caution', rank: 3 }]
}

/** Rows that a lost node has at most; the second and third are taken from the screen. */
const LOST_ROWS = 3

/** What to do about a lost node, and below it why it is lost: nobody has to guess the end of the step. None while it is there. */
export function lostLines(connection: Connection, width: number): readonly Line[] {
  if (connection.kind !== 'lost') return []
  const lines = [connection.nextStep, connection.why].flatMap((text) =>
    paragraph(text, { width, tone: 'bad' }),
  )
  return lines.slice(0, LOST_ROWS)
}

const lasting = (seconds: number): string => roughDuration(BigInt(Math.max(0, seconds)))
