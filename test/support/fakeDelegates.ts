import type { DelegateList, DelegateRow } from '../../cli/workflows/readDelegates.ts'
import { testNow } from './fakeServices.ts'

/** So many thousand votes. */
export const votes = (thousands: number): bigint => BigInt(thousands) * 10n ** 21n
export const address = (digit: string): string => `0x${digit.repeat(40)}`

export const delegateOf = (
  digit: string,
  thousands: number,
  own: Partial<DelegateRow> = {},
): DelegateRow => ({
  address: address(digit),
  votes: votes(thousands),
  share: thousands / 2_000,
  isOwn: false,
  ...own,
})

/** Three delegates; the second is the own account. */
export const delegateList: DelegateList = {
  block: { number: 1_234, timestamp: testNow - 5, hash: `0x${'b'.repeat(64)}` },
  delegates: [
    delegateOf('a', 1_200, { name: 'alice' }),
    delegateOf('b', 700, { name: 'bob', isOwn: true }),
    delegateOf('c', 100),
  ],
  totalVotes: votes(2_000),
  quorum: votes(1_000),
  proposalThreshold: votes(750),
  tokenSymbol: 'BLST',
  isComplete: true,
  own: {
    address: address('b'),
    balance: votes(500),
    votes: votes(700),
    delegate: address('b'),
    delegateName: 'bob',
  },
}
