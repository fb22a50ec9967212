import { formatNumber, printable } from '../../../shared/format.ts'
import type { DelegateList, DelegateRow } from '../../../workflows/readDelegates.ts'

/** Everybody who has votes, and whoever acts here also without any. */
export function delegateRows({ delegates, own }: DelegateList): readonly DelegateRow[] {
  if (own === undefined || delegates.some(({ isOwn }) => isOwn)) return delegates
  return [...delegates, { address: own.address, votes: own.votes, share: 0, isOwn: true }]
}

/** `800,000 BLST`: two decimals are enough to see that there are some. */
export const votesWords = (amount: bigint, { tokenSymbol }: Pick<DelegateList, 'tokenSymbol'>) =>
  `${formatNumber(amount, 18, 2)} ${printable(tokenSymbol)}`

/** `alice (you)`. */
export function nameWords({ name, isOwn }: DelegateRow): string {
  if (!isOwn) return printable(name ?? '')
  return name === undefined ? 'you' : `${printable(name)} (you)`
}

/** One amount as a share of another, in percent: `160 %`; nothing where there is nothing to compare with. */
export const percentOf = (part: bigint, whole: bigint): string | undefined =>
  whole === 0n ? undefined : `${formatNumber((part * 1_000n) / whole, 1)} %`

/** Whether somebody may propose, or how much is missing. */
export const proposingWords = (votes: bigint, list: DelegateList): string =>
  votes >= list.proposalThreshold
    ? 'enough to propose'
    : `${votesWords(list.proposalThreshold - votes, list)} short of proposing`
