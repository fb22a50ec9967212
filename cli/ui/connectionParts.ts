import { printable } from '../shared/format.ts'
import { roughDuration } from '../shared/time.ts'
import type { HeaderPart } from './headerParts.ts'
import { chainClock } from './hooks/useChainClock.ts'
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
): readonly HeaderPart[] {
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
function aheadPart({ clockAhead = 0 }: { readonly clockAhead?: number }): readonly HeaderPart[] {
  if (clockAhead <= CLOCK_TOLERANCE) return []
  return [{ id: 'clock', text: `clock ${lasting(clockAhead)} ahead`, tone: 'caution', rank: 3 }]
}

/** Why the node is lost and what to do, for the line below; undefined while it is not. */
export const lostWords = (connection: Connection): string | undefined =>
  connection.kind === 'lost' ? printable(`${connection.why} ${connection.nextStep}`) : undefined

const lasting = (seconds: number): string => roughDuration(BigInt(Math.max(0, seconds)))
