import { formatUtc } from '../../../shared/time.ts'
import type { WindowRow } from '../../../workflows/readStewards.ts'
import type { Theme, Tone } from '../../theme.ts'
import { agoWords, whenWords } from '../../timeWords.ts'

/** What a window is at a time. */
export type WindowState = 'open' | 'closed' | 'unreachable'

/** @param now the chain's clock, Unix seconds */
export function windowState({ isReachable, opensAt }: WindowRow, now: number): WindowState {
  if (!isReachable) return 'unreachable'
  return now < opensAt ? 'closed' : 'open'
}

export const stateTones: Readonly<Record<WindowState, Tone>> = {
  open: 'good',
  closed: 'plain',
  unreachable: 'caution',
}

const marks = { open: 'active', closed: 'pending', unreachable: 'caution' } as const

/** `● open`, `○ in 2 days`, `! by a vote`: for a cell. */
export function stateCell(row: WindowRow, now: number, { symbols }: Theme): string {
  const state = windowState(row, now)
  const words = { open: 'open', closed: agoWords(row.opensAt, now), unreachable: 'by a vote' }
  return `${symbols[marks[state]]} ${words[state]}`
}

/** The same for somebody who listens. */
export function spokenState(row: WindowRow, now: number): string {
  const words = {
    open: 'open',
    closed: `closed, opens ${agoWords(row.opensAt, now)}`,
    unreachable: 'no step leads back, only a vote does',
  }
  return words[windowState(row, now)]
}

/** The same with the time. */
export function stateSentence(row: WindowRow, now: number): string {
  switch (windowState(row, now)) {
    case 'open':
      return 'open: a step may be made now'
    case 'closed':
      return `closed, opens ${whenWords(row.opensAt, now)}`
    case 'unreachable':
      return `no step leads back into ${row.shown.range}: only a vote does`
  }
}

/** Why nobody can step there now; undefined where stewards can. */
export function whyClosed(row: WindowRow, now: number): string | undefined {
  switch (windowState(row, now)) {
    case 'open':
      return undefined
    case 'closed':
      return `closed until ${formatUtc(row.opensAt)}`
    case 'unreachable':
      return 'no step leads back into its range: only a vote does'
  }
}

/** What counts although something else is stored: `80.6 %, ramping until 2026-11-30 12:00 UTC (in 4 days)`. */
export function settlingWords({ settling }: WindowRow, now: number): string | undefined {
  if (settling === undefined) return undefined
  const { kind, effective, settlesAt } = settling
  const until = `until ${whenWords(settlesAt, now)}`
  return kind === 'ramp' ? `${effective}, ramping ${until}` : `${effective} ${until}`
}

/** What a step does to what is on its way. */
export const replacingWords = {
  ramp: 'A step replaces the ramp: a cut starts a new one from what is in force, a raise above that counts at once.',
  delay: 'A step replaces the raise: a new one waits a whole day, a cut counts at once.',
} as const
