import type { Result } from 'ethers'
import { plural, shortHex } from '../shared/format.ts'
import type { EventRow } from './eventRow.ts'
import { addressWords } from './names.ts'

const governance = (fragment: string, words: EventRow['words']): EventRow => ({
  fragment: `event ${fragment}`,
  kind: 'governance',
  words,
})

const voteWords: EventRow['words'] = (args, { book }) =>
  `casts the vote of ${addressWords(args[0], book)} on the proposal ${shortHex(String(args[1]))}`

/** Acts of governance, of our governor and of any other, and delegation of votes. */
export const governanceEvents: readonly EventRow[] = [
  governance(
    'ProposalGuardianSet(address oldProposalGuardian, address newProposalGuardian)',
    (args, { book }) =>
      `replaces the proposal guardian ${addressWords(args[0], book)} by ${addressWords(args[1], book)}`,
  ),
  governance(
    'TimelockChange(address oldTimelock, address newTimelock)',
    (args, { book }) =>
      `replaces the timelock ${addressWords(args[0], book)} by ${addressWords(args[1], book)}`,
  ),
  governance(
    'ProposalCanceled(uint256 proposalId)',
    (args) => `cancels the proposal ${shortHex(String(args[0]))}`,
  ),
  governance(
    'Cancelled(bytes32 indexed id)',
    (args) => `cancels the timelock's operation ${shortHex(args[0])}`,
  ),
  governance(
    'DelegateChanged(address indexed delegator, address indexed fromDelegate, address indexed toDelegate)',
    (args, { book }) =>
      `delegates the votes of ${addressWords(args[0], book)} to ${addressWords(args[2], book)}`,
  ),
  governance(
    'ProposalCreated(uint256 proposalId, address proposer, address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, uint256 voteStart, uint256 voteEnd, string description)',
    (args, { book }) =>
      `proposes ${plural((args[2] as Result).length, 'call')} as ${addressWords(args[1], book)}, the proposal ${shortHex(String(args[0]))}`,
  ),
  governance(
    'ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline)',
    (args) => `extends the vote on the proposal ${shortHex(String(args[0]))}`,
  ),
  governance(
    'VoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason)',
    voteWords,
  ),
  governance(
    'VoteCastWithParams(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason, bytes params)',
    voteWords,
  ),
  {
    ...governance(
      'DelegateVotesChanged(address indexed delegate, uint256 previousVotes, uint256 newVotes)',
      (args, { book }) => `changes the votes of ${addressWords(args[0], book)}`,
    ),
    // Votes follow the tokens of whoever delegated them.
    alsoUnder: ['tokenMovement'],
  },
]
