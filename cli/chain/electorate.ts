import type { Address, AddressBook } from '../governance/addressBook.ts'
import { judgeTally, type Tally } from '../governance/tally.ts'
import { displayValue } from '../governance/value.ts'
import { askAll, viewsOf } from './askAll.ts'
import { type Chain, readBlock } from './client.ts'
import { governorAbi, governorOf, tokenAbi } from './contracts.ts'
import { type Delegate, readDelegates, readEveryDelegate } from './delegates.ts'

/** Who can still carry a proposal, and what it takes. */
export interface Electorate {
  /** Delegates who have not voted, as many of the heaviest as it takes. */
  readonly voters: readonly Delegate[]
  readonly quorum: bigint
  /** Why all of them together cannot carry it. */
  readonly why?: string
}

/** Who would propose: the heaviest delegate, if it has the votes. */
export async function readProposer(chain: Chain, book: AddressBook): Promise<Address | undefined> {
  const governor = governorOf(chain, book)
  const [threshold, [heaviest]] = await Promise.all([
    governor.proposalThreshold(),
    readDelegates(chain, book),
  ])
  return heaviest !== undefined && heaviest.weight >= threshold ? heaviest.address : undefined
}

/** The quorum of a vote, 18 decimals: that of its snapshot, or of now if its snapshot is still to come. */
export async function readQuorum(
  chain: Chain,
  book: AddressBook,
  snapshot?: number,
): Promise<bigint> {
  const governor = governorOf(chain, book)
  const past = (await readBlock(chain)).timestamp - 1
  return governor.quorum(snapshot === undefined ? past : Math.min(snapshot, past))
}

/**
 * Who carries a vote that is open: real delegates with the votes that they had at the proposal's snapshot, without
 * those who have voted. Each is asked to vote for it; nobody's vote that is cast is changed.
 */
export async function readElectorate(
  chain: Chain,
  book: AddressBook,
  id: bigint,
): Promise<Electorate> {
  const governor = governorOf(chain, book)
  const snapshot = await governor.proposalSnapshot(id)
  const [quorum, cast, delegates] = await Promise.all([
    governor.quorum(snapshot),
    governor.proposalVotes(id),
    readEveryDelegate(chain, book),
  ])
  const tally = { for: cast.forVotes, against: cast.againstVotes, abstain: cast.abstainVotes }
  const voters: Delegate[] = []
  for await (const voter of votersOf(chain, book, { id, snapshot, delegates })) {
    if (isCarried(tally, quorum)) break
    voters.push(voter)
    tally.for += voter.weight
  }
  if (isCarried(tally, quorum)) return { voters, quorum }
  return { voters, quorum, why: whyNot(tally, quorum, book) }
}

interface Ballot {
  readonly id: bigint
  readonly snapshot: bigint
  readonly delegates: readonly Delegate[]
}

/** Two questions each: as many as are asked at once. */
const MOST_IN_A_PAGE = 50

/**
 * Who of the delegates has not voted, with the votes of the snapshot, in their order. A few are asked first, which most
 * votes are carried by, then more and more together: there may be thousands.
 */
async function* votersOf(
  chain: Chain,
  book: AddressBook,
  { id, snapshot, delegates }: Ballot,
): AsyncGenerator<Delegate> {
  const ofToken = viewsOf(book.contracts.token, tokenAbi)
  const ofGovernor = viewsOf(book.contracts.governor, governorAbi)
  const at = await readBlock(chain)
  for (let from = 0, count = 4; from < delegates.length; from += count, count = twice(count)) {
    const page = delegates.slice(from, from + count)
    const answers = await askAll(
      chain,
      page.flatMap(({ address }) => [
        ofToken('getPastVotes', address, snapshot),
        ofGovernor('hasVoted', id, address),
      ]),
      at,
    )
    for (const [i, { address }] of page.entries()) {
      const weight: bigint = answers[2 * i]?.[0] ?? 0n
      const hasVoted: boolean = answers[2 * i + 1]?.[0] ?? true
      if (!hasVoted && weight > 0n) yield { address, weight }
    }
  }
}

const twice = (count: number): number => Math.min(2 * count, MOST_IN_A_PAGE)

/** Nobody else needs to vote for it. */
function isCarried(tally: Tally, quorum: bigint): boolean {
  const { hasMajority, quorumMissing } = judgeTally(tally, quorum)
  return hasMajority && quorumMissing === 0n
}

function whyNot(tally: Tally, quorum: bigint, book: AddressBook): string {
  const shown = (amount: bigint) => displayValue('votes', amount, book)
  if (tally.for + tally.abstain < quorum) {
    return `all delegates together have ${shown(tally.for + tally.abstain)} of ${shown(quorum)}`
  }
  return `${shown(tally.against)} are cast against it, and all others together have ${shown(tally.for)}`
}
