import type { Address, AddressBook } from '../governance/addressBook.ts'
import { displayValue } from '../governance/value.ts'
import { type Chain, readBlock } from './client.ts'
import { governorOf, tokenOf } from './contracts.ts'
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
  const token = tokenOf(chain, book)
  const snapshot = await governor.proposalSnapshot(id)
  const [quorum, cast, delegates] = await Promise.all([
    governor.quorum(snapshot),
    governor.proposalVotes(id),
    readEveryDelegate(chain, book),
  ])
  const tally = { for: cast.forVotes, against: cast.againstVotes, abstain: cast.abstainVotes }
  const voters: Delegate[] = []
  for (const { address } of delegates) {
    if (isCarried(tally, quorum)) break
    const [weight, hasVoted] = await Promise.all([
      token.getPastVotes(address, snapshot),
      governor.hasVoted(id, address),
    ])
    if (hasVoted || weight === 0n) continue
    voters.push({ address, weight })
    tally.for += weight
  }
  if (isCarried(tally, quorum)) return { voters, quorum }
  return { voters, quorum, why: whyNot(tally, quorum, book) }
}

interface Tally {
  readonly for: bigint
  readonly against: bigint
  readonly abstain: bigint
}

/** As GovernorCountingFractional decides: more for than against, and quorum by those for and those abstaining. */
const isCarried = (tally: Tally, quorum: bigint): boolean =>
  tally.for > tally.against && tally.for + tally.abstain >= quorum

function whyNot(tally: Tally, quorum: bigint, book: AddressBook): string {
  const shown = (amount: bigint) => displayValue('votes', amount, book)
  if (tally.for + tally.abstain < quorum) {
    return `all delegates together have ${shown(tally.for + tally.abstain)} of ${shown(quorum)}`
  }
  return `${shown(tally.against)} are cast against it, and all others together have ${shown(tally.for)}`
}
