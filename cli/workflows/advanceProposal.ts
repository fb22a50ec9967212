import { cancelAction, executeAction, queueAction } from '../chain/governor.ts'
import type { Action, Sent } from '../chain/transaction.ts'
import { decodeCall } from '../governance/decode.ts'
import { whenWords } from '../governance/governorClock.ts'
import type { ProposalState } from '../governance/lifecycle.ts'
import type { Progress } from '../shared/progress.ts'
import { shortId } from '../shared/proposalId.ts'
import type { Acted, Confirm, Deed, Intent, Shown } from './act.ts'
import { executedSettings, requireStored } from './executedSettings.ts'
import {
  capital,
  commandWord,
  type Moment,
  momentDetails,
  proposalWords,
  readMoment,
  refusalOf,
} from './lifecycleWords.ts'
import { fileOf, type LocatedProposal, locateProposal } from './locateProposal.ts'
import { actionOf } from './nextOf.ts'
import { perform } from './perform.ts'
import type { Acting } from './protocol.ts'
import { NotAsSentError } from './refusals.ts'
import { requireOwnKind } from './requireGovernor.ts'

interface Options {
  readonly confirm: Confirm
  readonly progress: Progress
}

/** A proposal that somebody wants to move on, and what was typed for it. */
interface Matter {
  readonly acting: Acting
  readonly proposal: LocatedProposal
  readonly reference: string
}

async function locate(acting: Acting, verb: string, reference: string): Promise<Matter> {
  await requireOwnKind(acting.protocol, verb)
  return { acting, reference, proposal: await locateProposal(acting.protocol, reference) }
}

/** Puts a proposal that was voted through into the timelock. */
export async function queueProposal(
  acting: Acting,
  reference: string,
  options: Options,
): Promise<Acted> {
  const matter = await locate(acting, 'queue', reference)
  return perform(acting, advance(matter, queueing), options)
}

/** Executes a queued proposal whose delay has passed, and reads every parameter back that it sets. */
export async function executeProposal(
  acting: Acting,
  reference: string,
  options: Options,
): Promise<Acted> {
  const matter = await locate(acting, 'execute', reference)
  return perform(acting, advance(matter, executing), options)
}

/** Ends a proposal for ever: the guardian in any state before its execution, the proposer while it is pending. */
export async function cancelProposal(
  acting: Acting,
  reference: string,
  options: Options,
): Promise<Acted> {
  const matter = await locate(acting, 'cancel', reference)
  return perform(acting, advance(matter, cancelling), options)
}

/** How one of the three verbs differs from the others. */
interface Step {
  readonly verb: 'queue' | 'execute' | 'cancel'
  readonly action: typeof queueAction
  /** States in which it is done, or was done before. */
  readonly doneIn: readonly ProposalState[]
  readonly isDue: (moment: Moment) => boolean
  readonly intent: (matter: Matter) => Pick<Intent, 'words' | 'warnings' | 'handles'>
  /** Looks deeper than the state. */
  readonly verify?: (matter: Matter, sent: Sent) => Promise<void>
  readonly show: (matter: Matter, moment: Moment) => Promise<Omit<Shown, 'headline'>>
}

const handlesOf = ({ handle, id }: LocatedProposal): readonly string[] => [
  ...new Set([handle, shortId(id)]),
]

const callWords = ({ acting, proposal }: Matter): readonly string[] =>
  proposal.calls.map(
    (call, index) => `  ${index + 1}. ${decodeCall(call, acting.protocol.book).words}`,
  )

const queueing: Step = {
  verb: 'queue',
  action: queueAction,
  doneIn: ['Queued', 'Executed'],
  isDue: (moment) => actionOf(moment, moment.now).kind === 'queue',
  intent: ({ proposal }) => ({
    words: [`queue ${proposalWords(proposal)} in the timelock`],
    warnings: [],
    handles: [],
  }),
  show: async ({ proposal, reference }, moment) => {
    if (moment.state === 'Executed') return { facts: [], details: {}, next: { command: 'status' } }
    const when = whenWords(BigInt(moment.times.eta), moment.now)
    return {
      facts: [['executable', when]],
      details: {},
      next: { command: `execute ${commandWord(proposal.id, reference)}`, when: `from ${when}` },
    }
  },
}

const executing: Step = {
  verb: 'execute',
  action: executeAction,
  doneIn: ['Executed'],
  isDue: (moment) => actionOf(moment, moment.now).kind === 'execute',
  intent: (matter) => ({
    words: [`execute ${proposalWords(matter.proposal)} as the timelock:`, ...callWords(matter)],
    warnings: [],
    handles: handlesOf(matter.proposal),
  }),
  verify: ({ acting, proposal }, sent) => requireStored(acting.protocol, proposal.calls, sent),
  show: async ({ acting, proposal }) => ({
    ...(await executedSettings(acting.protocol, proposal.calls)),
    next: { command: 'params' },
  }),
}

const cancelling: Step = {
  verb: 'cancel',
  action: cancelAction,
  doneIn: ['Canceled'],
  // Who may, and when, the Governor decides: the rehearsal asks it.
  isDue: ({ state }) => state !== 'Executed' && state !== 'Expired',
  intent: (matter) => ({
    words: [
      `cancel ${proposalWords(matter.proposal)}, which would have run:`,
      ...callWords(matter),
    ],
    warnings: ['The same text and calls can never be proposed again.'],
    handles: handlesOf(matter.proposal),
  }),
  show: async () => ({ facts: [], details: {}, next: { command: 'status' } }),
}

function advance(matter: Matter, step: Step): Deed {
  const { acting, proposal } = matter
  const { protocol } = acting
  const action: Action = step.action(protocol.book, proposal.id)
  const shown = async (moment: Moment): Promise<Shown> => {
    const { facts, details, next } = await step.show(matter, moment)
    return {
      headline: `${capital(proposalWords(proposal))} is ${moment.state}.`,
      facts,
      details: { ...momentDetails(proposal.id, moment), ...details },
      next,
    }
  }
  return {
    verb: step.verb,
    ...fileOf(matter.reference),
    async done() {
      const moment = await readMoment(protocol, proposal.id)
      if (!step.doneIn.includes(moment.state)) return undefined
      return { ...(await shown(moment)), proposalId: proposal.id, action }
    },
    async prepare() {
      const moment = await readMoment(protocol, proposal.id)
      if (!step.isDue(moment)) {
        throw refusalOf(proposal, moment, { verb: step.verb, reference: matter.reference })
      }
      return {
        action,
        ...step.intent(matter),
        facts: [['state', moment.state]],
        proposalId: proposal.id,
        async readBack(sent) {
          const after = await readMoment(protocol, proposal.id)
          if (!step.doneIn.includes(after.state)) {
            throw new NotAsSentError(
              sent.transactionHash,
              `proposal ${shortId(proposal.id)} is ${after.state}`,
            )
          }
          await step.verify?.(matter, sent)
          return shown(after)
        },
      }
    },
  }
}
