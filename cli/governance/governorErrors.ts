import type { Result } from 'ethers'
import { shortId } from '../shared/proposalId.ts'
import { type Advice, advise, type Remedy } from '../shared/remedy.ts'
import { formatDuration } from '../shared/time.ts'
import { bitNames, capital, eitherOf, proposalWords, votesWords } from './errorNames.ts'
import type { ErrorRow } from './errorRow.ts'
import { proposalStates, stateOf } from './lifecycle.ts'
import { addressWords } from './names.ts'

const stateWords = (number: bigint): string => stateOf(number) ?? `in state ${number}`

/** An empty set of expected states is how `propose` says that the proposal is there already. */
function stateSentence([id, current, expected]: Result): string {
  const is = `${capital(proposalWords(id))} is`
  return BigInt(expected) === 0n
    ? `${is} ${stateWords(current)} already: the same calls and text cannot be proposed twice`
    : `${is} ${stateWords(current)}; this needs it to be ${eitherOf(bitNames(BigInt(expected), proposalStates))}`
}

const show = (id: bigint): Remedy => ({ act: 'show', about: shortId(id) })

const lookAt = (id: bigint): Advice => advise`Look where it stands: ${show(id)}`

/** What the Governor refuses. */
export const governorErrors: readonly ErrorRow[] = [
  {
    fragment:
      'GovernorUnexpectedProposalState(uint256 proposalId, uint8 current, bytes32 expectedStates)',
    words: (args) => stateSentence(args),
    nextStep: ([id, , expected]) =>
      BigInt(expected) === 0n
        ? advise`Another text makes another proposal. Look at the first one: ${show(id)}`
        : lookAt(id),
  },
  {
    fragment: 'GovernorNonexistentProposal(uint256 proposalId)',
    words: ([id]) => `The Governor has no ${proposalWords(id)}`,
    nextStep: () => advise`See which ones it has: ${{ act: 'list proposals' }}`,
  },
  {
    fragment:
      'GovernorInsufficientProposerVotes(address proposer, uint256 votes, uint256 threshold)',
    words: ([proposer, votes, threshold], { book }) =>
      `${addressWords(proposer, book)} has ${votesWords(votes, book)} delegated to it; proposing needs ${votesWords(threshold, book)}`,
    nextStep: () => advise`Delegate to it and propose in a later block: ${{ act: 'delegate' }}`,
  },
  {
    fragment: 'GovernorRestrictedProposer(address proposer)',
    words: ([proposer], { book }) =>
      `${addressWords(proposer, book)} may not submit this: the description ends in #proposer= and names another account`,
    nextStep: () => 'Let the named account submit it, or remove that ending.',
  },
  {
    fragment: 'GovernorUnableToCancel(uint256 proposalId, address account)',
    words: ([id, account], { book }) =>
      `${addressWords(account, book)} may not cancel ${proposalWords(id)}: its guardian may at any time, its proposer only while it is Pending`,
    nextStep: () => advise`Act as one of them: ${{ act: 'act as another' }}`,
  },
  {
    fragment: 'GovernorAlreadyCastVote(address voter)',
    words: ([voter], { book }) =>
      `${addressWords(voter, book)} has no votes left for this proposal: they are cast, or there were none when the vote began`,
    nextStep: () => 'Votes count as they were delegated when the vote began; a vote is final.',
  },
  {
    fragment:
      'GovernorExceedRemainingWeight(address voter, uint256 usedVotes, uint256 remainingWeight)',
    words: ([voter, used, left], { book }) =>
      `${addressWords(voter, book)} gives ${votesWords(used, book)} and has ${votesWords(left, book)} left`,
    nextStep: () => 'Give no more than is left, all sides together.',
  },
  {
    fragment: 'GovernorInvalidVoteType()',
    words: () => 'The vote is neither against, for, abstain nor a split of them',
  },
  {
    fragment: 'GovernorInvalidVoteParams()',
    words: () => 'The split of the vote is not three packed amounts, or a whole vote came with one',
  },
  {
    fragment: 'GovernorInvalidSignature(address voter)',
    words: ([voter], { book }) => `The ballot is not signed by ${addressWords(voter, book)}`,
  },
  {
    fragment: 'GovernorInvalidProposalLength(uint256 targets, uint256 calldatas, uint256 values)',
    words: ([targets, calldatas, values]) =>
      `A proposal needs one target, value and calldata for each call, and at least one; these are ${targets}, ${values} and ${calldatas}`,
  },
  {
    fragment: 'GovernorInvalidQuorumFraction(uint256 quorumNumerator, uint256 quorumDenominator)',
    words: ([numerator, denominator]) =>
      `A quorum of ${numerator}/${denominator} is more than all votes`,
    nextStep: () => 'Propose a quorum of at most 100 %.',
  },
  {
    fragment: 'GovernorInvalidVotingPeriod(uint256 votingPeriod)',
    words: ([period]) => `A voting period of ${formatDuration(period)} is too short`,
    nextStep: () => 'Propose a longer one.',
  },
  {
    fragment:
      'GovernorPreventLateQuorumVoteExtensionTooLarge(uint256 newVoteExtension, uint256 maxVoteExtension)',
    words: ([extension, most]) =>
      `A late quorum extension of ${formatDuration(extension)} is longer than the ${formatDuration(most)} that is allowed`,
    nextStep: ([, most]) => `Propose at most ${formatDuration(most)}.`,
  },
  {
    fragment: 'GovernorOnlyExecutor(address account)',
    words: ([account], { book }) =>
      `${addressWords(account, book)} may not do this: only the timelock may, by executing a proposal`,
    nextStep: () => advise`Propose it: ${{ act: 'draft' }}`,
  },
  {
    fragment: 'GovernorAlreadyQueuedProposal(uint256 proposalId)',
    words: ([id]) => `${capital(proposalWords(id))} is queued already`,
    nextStep: ([id]) => lookAt(id),
  },
  {
    fragment: 'GovernorProposalQueueingNotRequired(uint256 proposalId)',
    words: ([id]) => `${capital(proposalWords(id))} needs no queue: it can be executed`,
    nextStep: ([id]) => advise`Execute it: ${{ act: 'execute', about: shortId(id) }}`,
  },
  {
    fragment: 'GovernorProposalQueueingFailed(uint256 proposalId)',
    words: ([id]) => `The timelock gave no time for ${proposalWords(id)}`,
    nextStep: ([id]) => lookAt(id),
  },
  {
    fragment: 'GovernorDisabledDeposit()',
    words: () => 'The Governor takes no ETH or tokens: the timelock holds the assets',
    nextStep: () => 'Send them to the timelock.',
  },
  {
    fragment: 'ERC6372InconsistentClock()',
    words: () => 'The clock of the Governor is not the one that it was deployed with',
  },
]
