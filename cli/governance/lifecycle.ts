/** OpenZeppelin's ProposalState, in the order of its numbers. */
export const proposalStates = [
  'Pending',
  'Active',
  'Canceled',
  'Defeated',
  'Succeeded',
  'Queued',
  'Expired',
  'Executed',
] as const
export type ProposalState = (typeof proposalStates)[number]

/** The state with that number in the Governor's ABI; undefined for a number that no Governor answers. */
export const stateOf = (number: bigint | number): ProposalState | undefined =>
  proposalStates[Number(number)]

/** The number of a state in the Governor's ABI. */
export const stateNumber = (state: ProposalState): number => proposalStates.indexOf(state)

/** A proposal on the chain and the chain's clock. Times are Unix seconds, but those of the vote are the Governor's. */
export interface ProposalStatus {
  readonly state: ProposalState
  /** The clock of the latest block. */
  readonly now: bigint
  /** What the Governor's own clock shows; absent where it shows the same. */
  readonly clock?: bigint
  /** The vote opens in the first second after this. */
  readonly voteStartsAt: bigint
  /** The last second of the vote. */
  readonly voteEndsAt: bigint
  /** When the timelock allows the execution; undefined until it is queued. */
  readonly executableAt?: bigint
}

/** What may happen next; `until` of a vote and of waiting for one is a point of the Governor's clock. */
export type NextAction =
  | { readonly kind: 'wait'; readonly for: 'vote' | 'block' | 'timelock'; readonly until: bigint }
  | { readonly kind: 'vote'; readonly until: bigint }
  | { readonly kind: 'queue' }
  | { readonly kind: 'execute' }
  | { readonly kind: 'none'; readonly why: string }

/**
 * The next action of a proposal. `state` moves only when a block is mined: when the clock has passed a boundary
 * that the state has not, the answer is to wait for a block.
 */
export function nextAction(status: ProposalStatus): NextAction {
  const { state, now, clock = now } = status
  switch (state) {
    case 'Pending':
      return clock > status.voteStartsAt
        ? { kind: 'wait', for: 'block', until: now + 1n }
        : { kind: 'wait', for: 'vote', until: status.voteStartsAt + 1n }
    case 'Active':
      return clock > status.voteEndsAt
        ? { kind: 'wait', for: 'block', until: now + 1n }
        : { kind: 'vote', until: status.voteEndsAt }
    case 'Succeeded':
      return { kind: 'queue' }
    case 'Queued':
      return status.executableAt === undefined || now < status.executableAt
        ? { kind: 'wait', for: 'timelock', until: status.executableAt ?? now + 1n }
        : { kind: 'execute' }
    case 'Canceled':
      return {
        kind: 'none',
        why: 'It was cancelled; the same text and calls can never be proposed again.',
      }
    case 'Defeated':
      return {
        kind: 'none',
        why: 'The vote or the quorum was against it; a new proposal needs another text.',
      }
    case 'Expired':
      return { kind: 'none', why: 'It was not executed in time.' }
    case 'Executed':
      return { kind: 'none', why: 'It is executed.' }
  }
}
