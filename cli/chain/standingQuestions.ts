import { Interface, type Result } from 'ethers'
import type { Address } from '../governance/addressBook.ts'
import type { GovernorTraits } from '../governance/governorTraits.ts'
import type { ProposalState } from '../governance/lifecycle.ts'
import type { Tally } from '../governance/tally.ts'
import { type View, viewsOf } from './askAll.ts'
import { governorAbi } from './contracts.ts'
import { knownState, type ProposalTimes } from './governor.ts'

/** What a Governor says about a proposal. */
export interface Figures {
  readonly state: ProposalState
  readonly times: ProposalTimes
  readonly tally: Tally
}

/** How a Governor is asked where a proposal stands. */
export interface StandingQuestions {
  readonly about: (id: bigint) => readonly View<Result>[]
  /** What the answers to these say, in their order. */
  readonly figures: (answers: readonly Result[]) => Figures
  /** The votes that a vote with this snapshot needs. */
  readonly quorum: (snapshot: number) => View<Result>
}

/** What Governor Bravo has in place of OpenZeppelin's views: some of its kind have more members behind these. */
export const bravoAbi = new Interface([
  'function state(uint256 proposalId) view returns (uint8)',
  'function proposals(uint256 id) view returns (uint256 id, address proposer, uint256 eta, uint256 startBlock, uint256 endBlock, uint256 forVotes, uint256 againstVotes, uint256 abstainVotes)',
  'function quorumVotes() view returns (uint256)',
  'function proposalCount() view returns (uint256)',
  'function initialProposalId() view returns (uint256)',
  'function getReceipt(uint256 proposalId, address voter) view returns (bool hasVoted, uint8 support, uint96 votes)',
])

export const standingQuestions = (governor: Address, traits: GovernorTraits): StandingQuestions =>
  traits.rules === 'bravo' ? ofBravo(governor) : ofOpenZeppelin(governor, traits)

function ofOpenZeppelin(governor: Address, traits: GovernorTraits): StandingQuestions {
  const { tellsTally, tellsEta } = traits
  const view = viewsOf(governor, governorAbi)
  const viewOfBravo = viewsOf(governor, bravoAbi)
  return {
    about: (id) => [
      view('state', id),
      view('proposalSnapshot', id),
      view('proposalDeadline', id),
      tellsTally ? view('proposalVotes', id) : viewOfBravo('proposals', id),
      ...(tellsEta ? [view('proposalEta', id)] : []),
    ],
    figures: ([state, snapshot, deadline, votes, eta]) => ({
      state: knownState(state?.[0] ?? 0n),
      times: {
        snapshot: Number(snapshot?.[0] ?? 0n),
        deadline: Number(deadline?.[0] ?? 0n),
        eta: Number(eta?.[0] ?? 0n),
      },
      tally: tellsTally
        ? { against: votes?.[0] ?? 0n, for: votes?.[1] ?? 0n, abstain: votes?.[2] ?? 0n }
        : bravoTally(votes),
    }),
    quorum: (snapshot) => view('quorum', snapshot),
  }
}

function ofBravo(governor: Address): StandingQuestions {
  const view = viewsOf(governor, bravoAbi)
  return {
    about: (id) => [view('state', id), view('proposals', id)],
    figures: ([state, stored]) => ({
      state: knownState(state?.[0] ?? 0n),
      times: {
        snapshot: Number(stored?.[3] ?? 0n),
        deadline: Number(stored?.[4] ?? 0n),
        eta: Number(stored?.[2] ?? 0n),
      },
      tally: bravoTally(stored),
    }),
    quorum: () => view('quorumVotes'),
  }
}

const bravoTally = (stored: Result | undefined): Tally => ({
  against: stored?.['againstVotes'] ?? 0n,
  for: stored?.['forVotes'] ?? 0n,
  abstain: stored?.['abstainVotes'] ?? 0n,
})
