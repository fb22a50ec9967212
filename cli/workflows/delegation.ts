import { type Holder, NOBODY, readHolder } from '../chain/votingPower.ts'
import type { Address } from '../governance/addressBook.ts'
import { displayValue } from '../governance/value.ts'
import type { Fact, Shown } from './act.ts'
import type { Protocol } from './protocol.ts'
import { NotAsSentError } from './refusals.ts'

/** Whose votes are delegated to whom. */
export interface Delegating {
  readonly protocol: Protocol
  readonly own: Address
  readonly to: Address
}

/** Both of them; they are read anew for each answer. */
export interface Delegation {
  readonly own: Holder
  readonly theirs: Holder
}

export const AFFECTED =
  'for every vote that opens from now on, those of pending proposals included; not in a vote that is open'

export async function readDelegation({ protocol, own, to }: Delegating): Promise<Delegation> {
  const { chain, book } = protocol
  const [mine, theirs] = await Promise.all([
    readHolder(chain, book, own),
    readHolder(chain, book, to),
  ])
  return { own: mine, theirs }
}

export const delegateName = (address: Address, own: Address): string =>
  address === NOBODY ? 'nobody' : address === own ? `itself (${address})` : address

/** What a holder needs to know before it delegates. */
export function delegationFacts(
  { protocol, own, to }: Delegating,
  now: Delegation,
): readonly Fact[] {
  const show = (amount: bigint) => displayValue('votes', amount, protocol.book)
  return [
    ['delegated now', `to ${delegateName(now.own.delegate, own)}`],
    ['own votes', show(now.own.votes)],
    ...(to === own || to === NOBODY
      ? []
      : [['their votes', `${show(now.theirs.votes)} before`] as const]),
    ['counts', AFFECTED],
  ]
}

export function delegationWarnings({ to }: Delegating, { own }: Delegation): readonly string[] {
  const nothing = 'The account has no tokens: nobody gets votes until it has some.'
  const nobody = 'The zero address votes for nobody: the votes count nowhere.'
  return [...(own.balance === 0n ? [nothing] : []), ...(to === NOBODY ? [nobody] : [])]
}

/** @throws NotAsSentError if the votes are delegated to somebody else */
export async function readBackDelegation(
  delegating: Delegating,
  before: Delegation,
  transactionHash: string,
): Promise<Shown> {
  const after = await readDelegation(delegating)
  const { own, to } = delegating
  if (after.own.delegate === to) return shownDelegation(delegating, after, before)
  throw new NotAsSentError(
    transactionHash,
    `the votes are delegated to ${delegateName(after.own.delegate, own)}`,
  )
}

export function shownDelegation(
  { protocol, own, to }: Delegating,
  now: Delegation,
  before?: Delegation,
): Shown {
  const show = (amount: bigint) => displayValue('votes', amount, protocol.book)
  const change = (side: keyof Delegation) =>
    before === undefined
      ? show(now[side].votes)
      : `${show(before[side].votes)} \u2192 ${show(now[side].votes)}`
  return {
    headline: `${own} delegates to ${delegateName(to, own)}.`,
    facts: [
      ['tokens', show(now.own.balance)],
      ['own votes', change('own')],
      ...(to === own || to === NOBODY ? [] : [['their votes', change('theirs')] as const]),
      ['counts', AFFECTED],
    ],
    details: {
      delegate: to,
      balance: now.own.balance,
      votes: { own: now.own.votes, delegate: now.theirs.votes },
      before:
        before === undefined
          ? null
          : { delegate: before.own.delegate, own: before.own.votes, to: before.theirs.votes },
    },
    next: { command: 'status' },
  }
}
