import { readDomain } from '../chain/signatures.ts'
import { typedBallot } from '../governance/ballots.ts'
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
import { proposalWords, whenWords } from './lifecycleWords.ts'
import type { Acting } from './protocol.ts'
import { signedAs } from './signedAnswer.ts'
import { type ConfirmSigning, type Message, type Signed, signMessage } from './signMessage.ts'
import { signOverride } from './signOverride.ts'
import { planFacts, splitWords } from './voteWords.ts'
import { nonceFor, orderFacts, orderWarnings, type Waiting } from './waitingMessages.ts'

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
  const { protocol, voter, form, proposal, from, waiting } = matter
  const nonce = nonceFor(request.nonce, from, waiting)
  const choice = choiceFor(matter, nonce)
  const ballot = ballotOf(choice.vote, { form, proposalId: proposal.id, voter, nonce })
  const typed = typedBallot(
    ballot,
    await readDomain(protocol.chain, protocol.book.contracts.governor),
  )
  const path = ballotPath(matter, request, nonce)
  const shown = await planOf(matter, choice, { nonce, path })
  const message = { plan: shown, typed, signer: voter }
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
  const { form, from, waiting, acting, voter } = matter
  const { address } = acting.sender.account
  return {
    verb: 'vote',
    words: [`sign a ballot: ${voteWords(matter, choice)}`, 'send nothing: anybody can relay it'],
    facts: [
      ...(voter === address ? [] : [['voter', `${voter}, a contract`] as const]),
      ...votesFacts(matter, choice),
      ['written to', path],
      ...orderFacts(nonce, from, waiting),
      ['form', formWords[form]],
    ],
    warnings: [
      'Whoever has the file can cast this vote until the vote ends. To take it back, cast the votes yourself before that.',
      ...(await orderWarnings(acting, { nonce, path }, waiting)),
    ],
  }
}

function votesFacts({ moment, protocol }: BallotMatter, choice: BallotChoice): readonly Fact[] {
  const { hand, given, vote } = choice
  const { reason = '' } = vote
  if (hand !== undefined && given !== undefined) {
    return planFacts(hand, given, { reason, symbols: protocol.book })
  }
  const opens = whenWords(BigInt(moment.times.snapshot) + 1n, moment.now)
  return [
    ['votes', `those that the voter has when the vote opens, ${opens}`],
    ...(reason === '' ? [] : [['reason', reason] as const]),
    ['vote ends', whenWords(BigInt(moment.times.deadline), moment.now)],
  ]
}

const answer = (
  matter: BallotMatter,
  how: 'signed' | 'already',
  ballot: Waiting<BallotFile>,
): Signed =>
  signedAs(matter, ballot, { how, what: voteWords(matter, { vote: voteIn(ballot.file) }) })
