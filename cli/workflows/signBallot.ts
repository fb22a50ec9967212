import { readDomain, requireBallotKind } from '../chain/signatures.ts'
import { hasNonces, typedBallot } from '../governance/ballots.ts'
import { type BallotFile, writeSigned } from '../workspace/signedFiles.ts'
import type { Fact } from './act.ts'
import { type BallotChoice, choiceFor, sameWaiting } from './ballotChoice.ts'
import { ballotFileOf, ballotOf, formWords, voteIn } from './ballotFile.ts'
import {
  type BallotMatter,
  type BallotRequest,
  ballotPath,
  readBallotMatter,
} from './ballotMatter.ts'
import { ballotNonce, ballotOrder, ballotWarnings } from './ballotOrder.ts'
import { proposalWords, voteTimes } from './lifecycleWords.ts'
import type { Acting } from './protocol.ts'
import { signedAs } from './signedAnswer.ts'
import { type ConfirmSigning, type Message, type Signed, signMessage } from './signMessage.ts'
import { signOverride } from './signOverride.ts'
import { planFacts, splitWords } from './voteWords.ts'
import type { Waiting } from './waitingMessages.ts'

/**
 * Signs a vote that anybody may send; nothing goes to the chain. If a ballot with the same vote waits already, that is
 * the answer.
 *
 * @throws UsageError, InvalidSplitError, NotNowError, ForeignDomainError, NotSignedError
 */
export async function signBallot(
  acting: Acting,
  request: BallotRequest,
  confirm: ConfirmSigning,
): Promise<Signed> {
  if (request.override === true) return signOverride(acting, request, confirm)
  const matter = await readBallotMatter(acting, request)
  const same = sameWaiting(matter, request)
  if (same !== undefined) return answer(matter, 'already', same)
  const { protocol, voter, form, proposal } = matter
  const { chain, book } = protocol
  const nonce = ballotNonce(matter, request)
  const choice = choiceFor(matter, nonce)
  const ballot = ballotOf(choice.vote, { form, proposalId: proposal.id, voter, nonce })
  await requireBallotKind(chain, book.contracts.governor, ballot)
  const typed = typedBallot(ballot, await readDomain(chain, book.contracts.governor))
  const path = ballotPath(matter, request, nonce)
  const shown = await planOf(matter, choice, { nonce, path })
  const message = { plan: shown, typed, signer: voter, onlyKeys: !hasNonces(matter.form) }
  const { plan, signature } = await signMessage(acting, message, confirm)
  if (signature === undefined) return { verb: 'vote', how: 'planned', plan }
  const file = ballotFileOf(protocol, { vote: choice.vote, ballot, typed, signature })
  await writeSigned(path, file)
  return answer(matter, 'signed', { path, file, nonce })
}

/** What the vote is about, in words. */
function voteWords({ proposal, protocol }: BallotMatter, { vote, given }: BallotChoice): string {
  const what =
    given !== undefined
      ? splitWords(given, protocol.book)
      : 'split' in vote
        ? splitWords(vote.split, protocol.book)
        : `all its votes ${vote.support === 'abstain' ? 'as abstention' : vote.support}`
  return `${what} on ${proposalWords(proposal)}`
}

async function planOf(
  matter: BallotMatter,
  choice: BallotChoice,
  { nonce, path }: { readonly nonce: bigint; readonly path: string },
): Promise<Message['plan']> {
  const { form, acting, voter } = matter
  const { address } = acting.sender.account
  return {
    verb: 'vote',
    words: [`sign a ballot: ${voteWords(matter, choice)}`, 'send nothing: anybody can relay it'],
    facts: [
      ...(voter === address ? [] : [['voter', `${voter}, a contract`] as const]),
      ...votesFacts(matter, choice),
      ['written to', path],
      ...ballotOrder(matter, { nonce }),
      ['form', formWords[form]],
    ],
    warnings: [
      'Whoever has the file can cast this vote until the vote ends. To take it back, cast the votes yourself before that.',
      ...(await ballotWarnings(matter, { nonce, path })),
    ],
  }
}

function votesFacts({ moment, protocol }: BallotMatter, choice: BallotChoice): readonly Fact[] {
  const { hand, given, vote } = choice
  const { reason = '' } = vote
  if (hand !== undefined && given !== undefined) {
    return planFacts(hand, given, { reason, symbols: protocol.book })
  }
  const { opens, ends } = voteTimes(moment)
  return [
    ['votes', `those that the voter has when the vote opens, ${opens}`],
    ...(reason === '' ? [] : [['reason', reason] as const]),
    ['vote ends', ends],
  ]
}

const answer = (
  matter: BallotMatter,
  how: 'signed' | 'already',
  ballot: Waiting<BallotFile>,
): Signed =>
  signedAs(matter, ballot, { how, what: voteWords(matter, { vote: voteIn(ballot.file) }) })
