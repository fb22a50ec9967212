import type { OverrideVote } from '../chain/overrides.ts'
import { readDomain } from '../chain/signatures.ts'
import { typedBallot } from '../governance/ballots.ts'
import { type BallotFile, writeSigned } from '../workspace/signedFiles.ts'
import type { Fact } from './act.ts'
import { ballotFileOf, overrideBallotOf } from './ballotFile.ts'
import {
  type BallotPlace,
  type BallotRequest,
  ballotPath,
  readBallotPlace,
} from './ballotMatter.ts'
import {
  givenWords,
  type OverrideHand,
  overrideFacts,
  overrideWishOf,
  readOverrideHand,
  requireOverridable,
  requireOverrides,
  ruleWords,
} from './castOverride.ts'
import { proposalWords, typed as typedPath, voteTimes } from './lifecycleWords.ts'
import type { Acting } from './protocol.ts'
import { NotNowError } from './refusals.ts'
import { signedAs } from './signedAnswer.ts'
import { type ConfirmSigning, type Message, type Signed, signMessage } from './signMessage.ts'
import { nonceFor, orderFacts, orderWarnings, type Waiting } from './waitingMessages.ts'

/** What is signed: the side and, once the vote is open, what there is to override. */
interface Choice {
  readonly vote: OverrideVote
  readonly hand: OverrideHand | undefined
}

/**
 * Signs an override that anybody may send; nothing goes to the chain. One that waits already and says the same is the
 * answer.
 *
 * @throws NoOverrideError, UsageError, NotNowError, ForeignDomainError, NotSignedError
 */
export async function signOverride(
  acting: Acting,
  request: BallotRequest,
  confirm: ConfirmSigning,
): Promise<Signed> {
  const { protocol } = acting
  const vote = overrideWishOf(request)
  await requireOverrides(protocol)
  const place = await readBallotPlace(acting, request)
  const { voter, form, proposal, from, waiting } = place
  const same = waitingLike(place, request, vote)
  if (same !== undefined) return answer(place, 'already', same)
  const hand = await readOverrideHand(place)
  if (hand !== undefined) requireOverridable(place, hand)
  const nonce = nonceFor(request.nonce, from, waiting)
  const ballot = overrideBallotOf(vote, { form, proposalId: proposal.id, voter, nonce })
  const domain = await readDomain(protocol.chain, protocol.book.contracts.governor)
  const typed = typedBallot(ballot, domain)
  const path = ballotPath(place, request, nonce)
  const shown = await planOf(place, { vote, hand }, { nonce, path })
  const message = { plan: shown, typed, signer: voter }
  const { plan, signature } = await signMessage(acting, message, confirm)
  if (signature === undefined) return { verb: 'vote', how: 'planned', plan }
  const file = ballotFileOf(protocol, { vote, ballot, typed, signature })
  await writeSigned(path, file)
  return answer(place, 'signed', { path, file, nonce })
}

/** An override of this vote that waits and says the same. @throws NotNowError for one that says something else */
function waitingLike(
  { waiting, proposal }: BallotPlace,
  { nonce }: BallotRequest,
  { support, reason }: OverrideVote,
): Waiting<BallotFile> | undefined {
  if (nonce !== undefined) return undefined
  const other = waiting.find(
    ({ file }) => file.override === true && file.proposalId === proposal.id.toString(),
  )
  if (other === undefined) return undefined
  if (other.file.support === support && other.file.reason === reason) return other
  throw new NotNowError(
    `An override of this vote waits already, and it counts once: ${other.path}.`,
    `Relay it: ballast relay ${typedPath(other.path)}. To say something else, sign with --nonce ${other.nonce}: of two ballots with one nonce only the first that is relayed counts.`,
  )
}

async function planOf(
  place: BallotPlace,
  { vote, hand }: Choice,
  { nonce, path }: { readonly nonce: bigint; readonly path: string },
): Promise<Message['plan']> {
  const { acting, voter, protocol, from, waiting } = place
  const what =
    hand === undefined
      ? sideWords(vote.support)
      : givenWords({ ...vote, weight: hand.weight }, protocol.book)
  return {
    verb: 'vote',
    words: [
      `sign an override: ${what} on ${proposalWords(place.proposal)}`,
      ...ruleWords,
      'send nothing: anybody can relay it',
    ],
    facts: [
      ...(voter === acting.sender.account.address
        ? []
        : [['voter', `${voter}, a contract`] as const]),
      ...(hand === undefined ? unopened(place, vote) : overrideFacts({ ...place, vote }, hand)),
      ['written to', path],
      ...orderFacts(nonce, from, waiting),
    ],
    warnings: [
      'Whoever has the file can cast this override until the vote ends.',
      ...(await orderWarnings(acting, { nonce, path }, waiting)),
    ],
  }
}

const unopened = ({ moment }: BallotPlace, { reason }: OverrideVote): readonly Fact[] => [
  ['own votes', `what the voter holds when the vote opens, ${voteTimes(moment).opens}`],
  ...(reason === '' ? [] : [['reason', reason] as const]),
  ['vote ends', voteTimes(moment).ends],
]

const sideWords = (support: OverrideVote['support']): string =>
  `all its own votes ${support === 'abstain' ? 'as abstention' : support}`

function answer(
  place: BallotPlace,
  how: 'signed' | 'already',
  ballot: Waiting<BallotFile>,
): Signed {
  const side = sideWords(ballot.file.support ?? 'abstain')
  const what = `an override of its delegate: ${side} on ${proposalWords(place.proposal)}`
  return signedAs(place, ballot, { how, what })
}
