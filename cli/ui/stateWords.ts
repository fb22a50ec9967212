import type { ProposalState } from '../governance/lifecycle.ts'
import type { Theme, Tone } from './theme.ts'

interface StateLook {
  readonly symbol: 'pass' | 'fail' | 'active' | 'pending'
  readonly tone: Tone
  readonly word: string
}

/** A state as people read it: never by its colour alone. */
export const stateLooks: Readonly<Record<ProposalState, StateLook>> = {
  Pending: { symbol: 'pending', tone: 'plain', word: 'pending' },
  Active: { symbol: 'active', tone: 'accent', word: 'voting' },
  Succeeded: { symbol: 'pass', tone: 'caution', word: 'succeeded' },
  Queued: { symbol: 'active', tone: 'caution', word: 'queued' },
  Executed: { symbol: 'pass', tone: 'good', word: 'executed' },
  Defeated: { symbol: 'fail', tone: 'bad', word: 'defeated' },
  Canceled: { symbol: 'fail', tone: 'muted', word: 'cancelled' },
  Expired: { symbol: 'fail', tone: 'muted', word: 'expired' },
}

/** `● voting`. */
export function stateWords(state: ProposalState, { symbols }: Pick<Theme, 'symbols'>): string {
  const { symbol, word } = stateLooks[state]
  return `${symbols[symbol]} ${word}`
}
