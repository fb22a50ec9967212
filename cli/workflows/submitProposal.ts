import { announcedDifference } from '../chain/announced.ts'
import type { Chain } from '../chain/client.ts'
import { assertStored, proposeAction, readState } from '../chain/governor.ts'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { decodeCall } from '../governance/decode.ts'
import type { ProposalState } from '../governance/lifecycle.ts'
import type { Draft, Proposal, ProposalSource } from '../governance/proposal.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import { fullId, shortId } from '../shared/proposalId.ts'
import { advise } from '../shared/remedy.ts'
import type { Acted, Confirm, Deed, Shown } from './act.ts'
import { requireKnownChecks } from './checkProposal.ts'
import { type Judged, judgeProposal } from './judgeProposal.ts'
import {
  capital,
  momentDetails,
  proposalWords,
  readMoment,
  typed,
  voteTimes,
} from './lifecycleWords.ts'
import { findSubmissions, type LocatedProposal, readDraft } from './locateProposal.ts'
import { actionOf } from './nextOf.ts'
import { perform } from './perform.ts'
import { awaitProposingVotes, requireOldVotes, requireProposingVotes } from './proposingVotes.ts'
import type { Acting } from './protocol.ts'
import { recordingOf } from './recordSubmission.ts'
import { NotAsSentError, NotNowError } from './refusals.ts'
import { requireOwnKind } from './requireGovernor.ts'
import { requireVotedCalls, type SnapshotFindings } from './requireVotedCalls.ts'

/** What somebody wants to submit. */
export interface SubmitRequest {
  /** The path of a file, or of its folder. */
  readonly proposal: string
  readonly acceptInconclusive: readonly string[]
  /** Nothing is written down either. */
  readonly dryRun?: boolean
}

/** How a submission ended: the checks refused it, or it went the way of every act. */
export type Submitted = Acted | Refused

/** The checks do not let it pass; nothing was sent. */
export interface Refused {
  readonly how: 'refused'
  readonly judged: Judged
}

interface Matter {
  readonly acting: Acting
  readonly path: string
  readonly source: ProposalSource
  readonly draft: Draft
}

/**
 * Judges a proposal and hands it to the Governor, so that nobody else can submit this text: on the chain already? –
 * enough votes? – all checks – the calls that Snapshot voted on? – the way of every act – submission.json.
 *
 * @throws NotNowError, InvalidProposalError, NotAsVotedError and what `act` throws
 */
export async function submitProposal(
  acting: Acting,
  request: SubmitRequest,
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Submitted> {
  requireKnownChecks(request.acceptInconclusive)
  const { proposal: path } = request
  if (path === '-') {
    throw new UsageError(
      'A proposal is submitted from a file: submission.json is kept beside it.',
      'Save it as proposal.yaml in a folder of its own, and name the folder.',
    )
  }
  await requireOwnKind(acting.protocol, 'submit')
  const matter = { acting, path, ...(await readDraft(acting.protocol, path)) }
  const recording = recordingOf(acting, matter)
  if ((await findSubmitted(matter)) !== undefined) {
    // On the chain already: `done` answers, and nothing is judged or sent.
    const acted = await perform(acting, submitting(matter), options)
    return request.dryRun === true ? acted : recording.complete(acted)
  }
  await requireProposingVotes(acting)
  const proposer = acting.sender.account.address
  const judged = await judgeProposal(
    async () => acting.protocol,
    { ...request, proposer },
    options.progress,
  )
  const { decision } = judged.checked
  if (decision === 'fail' || decision === 'inconclusive') return { how: 'refused', judged }
  requireUnchanged(matter, judged)
  const { draft, proposal } = judged.simulated
  const voted = await requireVotedCalls(
    acting.protocol,
    { path, draft, proposal },
    options.progress,
  )
  if (request.dryRun === true) await requireOldVotes(acting)
  else await awaitProposingVotes(acting, options.progress)
  const confirm = recording.beforeSending(judged, options.confirm)
  const deed = submitting(matter, { judged, voted })
  const acted = await perform(acting, deed, { ...options, confirm })
  return recording.complete(acted)
}

/** What was looked for on the chain must be what was judged and leaves. */
function requireUnchanged({ path, draft }: Matter, { simulated }: Judged): void {
  if (simulated.draft.sourceHash === draft.sourceHash) return
  throw new UsageError(
    `${printable(path)} was changed while it was checked. Nothing was sent.`,
    'Submit again once it is as you want it.',
  )
}

const dead: readonly ProposalState[] = ['Canceled', 'Defeated', 'Expired']

/**
 * This account's own proposal on the chain that was made from the file. A dead one of somebody else stops nobody: this
 * account's text ends in its own address. One that is alive would be voted on beside this account's own.
 *
 * @throws NotNowError if this account's own is dead, or somebody else's is alive
 */
async function findSubmitted({ acting, draft }: Matter): Promise<LocatedProposal | undefined> {
  const { protocol, sender } = acting
  const { all } = await findSubmissions(protocol, draft)
  const found = await Promise.all(
    all.map(async (proposal) => ({
      ...proposal,
      state: await readState(protocol.chain, protocol.book, proposal.id),
    })),
  )
  const alive = found.filter(({ state }) => !dead.includes(state))
  const isOwn = ({ proposer }: LocatedProposal) => proposer === sender.account.address
  const buried = found.find(isOwn)
  const answer = alive.findLast(isOwn)
  const others = alive.at(-1)
  if (answer === undefined && others !== undefined) {
    const show = { act: 'show', about: shortId(others.id) } as const
    throw new NotNowError(
      `${capital(proposalWords(others))} was made from this file by ${others.proposer} and is ${others.state}; nothing of this account is on the chain.`,
      others.state === 'Executed'
        ? advise`Look at what it did: ${show}`
        : advise`Follow that one: ${show}. If it is cancelled, submit this file again.`,
    )
  }
  if (answer === undefined && buried !== undefined) {
    throw new NotNowError(
      `${capital(proposalWords(buried))} was made from this file and is ${buried.state}; the same text can never be proposed again.`,
      'Say in the summary what is different this time, and submit that.',
    )
  }
  return answer
}

/** What is known of a proposal that may be submitted. */
interface Ready {
  readonly judged: Judged
  readonly voted: SnapshotFindings
}

function submitting(matter: Matter, ready?: Ready): Deed {
  const { acting, source } = matter
  const { protocol, sender } = acting
  const { chain, book } = protocol
  return {
    verb: 'submit',
    file: matter.path,
    async done() {
      const found = await findSubmitted(matter)
      if (found === undefined) return undefined
      const { calls, announcement, id: proposalId } = found
      const shown = { ...(await shownOf(matter, found)), proposalId }
      return announcement === undefined
        ? shown
        : { ...shown, action: proposeAction(book, { calls, ...announcement }) }
    },
    async prepare() {
      if (ready === undefined) throw new Error('Nothing is submitted unjudged.')
      const { judged, voted } = ready
      const { address } = sender.account
      const { proposal } = judged.simulated
      return {
        action: proposeAction(book, proposal),
        words: [
          `propose \u201c${matter.draft.title}\u201d, which nobody but this account can submit:`,
          ...proposal.calls.map((call, index) => `  ${index + 1}. ${decodeCall(call, book).words}`),
        ],
        facts: [
          ['slug', source.slug],
          ['proposal id', shortId(proposal.id)],
          ['checks', checksWords(judged)],
          ...voted.facts,
        ],
        warnings: [...warningsOf(judged), ...voted.warnings],
        handles: [source.slug, shortId(proposal.id)],
        proposalId: proposal.id,
        async readBack({ transactionHash }) {
          await assertStored(chain, book, proposal)
          await requireAnnounced(chain, book, { proposal, proposer: address, transactionHash })
          const found = await findSubmitted(matter)
          if (found?.id !== proposal.id || found.proposer !== address) {
            throw new NotAsSentError(transactionHash, 'the proposal is not found under its file')
          }
          return shownOf(matter, found)
        },
      }
    },
  }
}

/** @throws NotAsSentError if what was announced to the voters is not what was sent, byte for byte */
async function requireAnnounced(
  chain: Chain,
  book: AddressBook,
  sent: { readonly proposal: Proposal; readonly proposer: Address; readonly transactionHash: Hex },
): Promise<void> {
  const difference = await announcedDifference(chain, book, sent)
  if (difference !== undefined) throw new NotAsSentError(sent.transactionHash, difference)
}

function checksWords({ checked }: Judged): string {
  const { decision, acceptedInconclusive } = checked
  return acceptedInconclusive.length === 0
    ? decision
    : `${decision}; inconclusive by consent: ${acceptedInconclusive.join(', ')}`
}

/** What the checks let pass with a warning: whoever agrees has read it. */
const warningsOf = ({ checked }: Judged): readonly string[] =>
  checked.checks.findings
    .filter(({ status }) => status === 'warn')
    .map(({ check, summary }) => `${check}: ${summary}`)

async function shownOf({ acting, path }: Matter, found: LocatedProposal): Promise<Shown> {
  const moment = await readMoment(acting.protocol, found.id)
  const { state } = moment
  const { opens, ends } = voteTimes(moment)
  const next = actionOf(moment, moment.now)
  return {
    headline: `${capital(proposalWords(found))} is ${state}.`,
    facts: [
      ['proposal id', fullId(found.id)],
      ['proposer', `${found.proposer} (this account)`],
      ['vote opens', opens],
      ['vote ends', ends],
    ],
    details: {
      ...momentDetails(found.id, moment),
      proposer: found.proposer,
      descriptionHash: found.descriptionHash,
    },
    next:
      next.kind === 'queue' || next.kind === 'execute'
        ? { command: `${next.kind} ${typed(path)}` }
        : state === 'Pending'
          ? { command: `vote ${typed(path)} for`, when: `from ${opens}` }
          : state === 'Active'
            ? { command: `vote ${typed(path)} for` }
            : { command: 'status' },
  }
}
