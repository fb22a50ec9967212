import type { Account } from '../chain/account.ts'
import { ChainRevertedError } from '../chain/errors.ts'
import { type Fees, mostPerGas, readFees } from '../chain/fees.ts'
import { requireFunds } from '../chain/funds.ts'
import { wishKey } from '../chain/outbox.ts'
import {
  type Action,
  contentOf,
  estimateGas,
  rehearse,
  type Sent,
  transact,
} from '../chain/transaction.ts'
import type { Consent } from '../shared/consent.ts'
import type { Progress } from '../shared/progress.ts'
import { capital } from './lifecycleWords.ts'
import { nextSigned } from './nextSigned.ts'
import { noteLeftBehind, takeNotes } from './noteActivity.ts'
import type { Acting } from './protocol.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/** Verbs that send a transaction. */
export type ActingVerb =
  | 'submit'
  | 'vote'
  | 'queue'
  | 'execute'
  | 'cancel'
  | 'delegate'
  | 'guardian'
  | 'relay'
  | 'safe'
  | 'steward'

/** A line of a plan or an answer: what, and its value for people. */
export type Fact = readonly [label: string, value: string]

/** What the chain shows about an act, for people and for machines. */
export interface Shown {
  /** `Proposal 0xbbc1eb0a is queued.` */
  readonly headline: string
  readonly facts: readonly Fact[]
  /** What is not as it should be although the act is done. */
  readonly warnings?: readonly string[]
  /** The same for machines, beside what every answer has. */
  readonly details: Readonly<Record<string, unknown>>
  /** The command that comes next, without `ballast`, and when its time comes. */
  readonly next: { readonly command: string; readonly when?: string }
}

/** What is about to be sent, and how to find out whether it had its effect. */
export interface Intent {
  readonly action: Action
  /** What the transaction does, line by line. */
  readonly words: readonly string[]
  readonly facts: readonly Fact[]
  readonly warnings: readonly string[]
  /** What people may type to confirm a severe act: the file's slug, the id's first digits. */
  readonly handles: readonly string[]
  /** The proposal that it is about, if it is about one. */
  readonly proposalId?: bigint
  /** @throws NotAsSentError */
  readonly readBack: (sent: Sent) => Promise<Shown>
}

/** What the chain shows of something that is done already. */
export interface Done extends Shown, Pick<Intent, 'proposalId'> {
  readonly action?: Action
}

/** One thing that people do to the chain. */
export interface Deed {
  readonly verb: ActingVerb
  /**
   * What the chain shows if it is done already, by whomever; undefined while it is not. `action` is what would have
   * done it: an earlier attempt of ours that was never seen to end has ended.
   */
  readonly done: () => Promise<Done | undefined>
  /** @throws NotNowError where the chain is not ready for it */
  readonly prepare: () => Promise<Intent>
  /** The file that people named, if they named one: what has to be written about the deed is put beside it. */
  readonly file?: string
}

/** Everything that people need to know before they agree. */
export interface Plan extends Omit<Intent, 'action' | 'readBack'> {
  /** As it is typed behind `ballast`. */
  readonly verb: string
  readonly network: string
  readonly chainId: number
  readonly account: Pick<Account, 'address' | 'signsWith'>
  /** What agreeing does; absent where it sends. */
  readonly consent?: Consent
  /** With a margin: the transaction cannot use more. */
  readonly gas: bigint
  /** What it offers for a unit of gas. */
  readonly fees: Fees
  /** The most that it can cost, wei. */
  readonly cost: bigint
  /** What a wallet or a device will show of the transaction; absent where nothing new is, or owners sign something else: `facts` say it. */
  readonly signed?: SignedTransaction
}

/** What somebody agreed to, on its way. */
export interface Agreed {
  readonly intent: Intent
  readonly plan: Plan
  readonly progress: Progress
  readonly remember: (sent: Sent) => Promise<void>
}

/** Nothing was sent yet: others have to sign first. */
export interface Collected {
  readonly shown: Shown
}

/** How an act reaches the chain: by the account itself, or by the owners of a Safe. */
export interface Way {
  /** @throws ChainRevertedError if the chain would not accept it */
  readonly plan: (
    deed: Deed,
    how: { readonly intent: Intent; readonly progress: Progress },
  ) => Promise<Plan>
  readonly send: (deed: Deed, agreed: Agreed) => Promise<Sent | Collected>
  /** It is done: what was written down about earlier attempts at it is not needed any more. */
  readonly forget: (action: Action) => Promise<void>
}

/** Whether to send; asking, and refusing by an error, is the caller's affair. */
export type Confirm = (plan: Plan) => Promise<'send' | 'dry run'>

/** How an act ended. */
export type Acted = { readonly verb: ActingVerb } & (
  | { readonly how: 'already'; readonly shown: Shown }
  | { readonly how: 'planned'; readonly plan: Plan }
  | { readonly how: 'collected'; readonly plan: Plan; readonly shown: Shown }
  | { readonly how: 'sent'; readonly plan: Plan; readonly sent: Sent; readonly shown: Shown }
)

/** The account sends the transaction itself. */
const directly = (acting: Acting): Way => ({
  plan: (deed, how) => planOf(acting, deed, how),
  send: (_, agreed) => send(acting, agreed),
  async forget(action) {
    const { chain, account, outbox } = acting.sender
    await outbox.remove(wishKey(chain, account.address, contentOf(action)))
  },
})

/**
 * The way of every sending verb: done already? – may it be done now? – rehearse – plan – confirm – send once – read
 * back; what was sent is taken down in the list of activities. Somebody else may do it at any moment in between; then that is the answer.
 *
 * @param options.way how it reaches the chain; see `perform`
 * @throws NotNowError, DearerThanPlannedError, WrongChainError, ChainRevertedError, NotEnoughFundsError, NotAsSentError, NodeError
 */
export async function act(
  acting: Acting,
  deed: Deed,
  options: { readonly confirm: Confirm; readonly progress: Progress; readonly way?: Way },
): Promise<Acted> {
  const { verb } = deed
  const { confirm, progress, way = directly(acting) } = options
  const earlier = await alreadyDone(acting, deed, way)
  if (earlier !== undefined) return earlier
  const intent = await deed.prepare()
  const unlessDone = async <T>(work: () => Promise<T>): Promise<T | Acted> => {
    try {
      return await work()
    } catch (error) {
      const meanwhile =
        error instanceof ChainRevertedError && (await alreadyDone(acting, deed, way))
      if (meanwhile) return meanwhile
      throw error
    }
  }
  const plan = await unlessDone(() => way.plan(deed, { intent, progress }))
  if ('how' in plan) return plan
  if ((await confirm(plan)) === 'dry run') return { verb, how: 'planned', plan }
  // Before the account's turn is taken: a passphrase may take somebody a while.
  await acting.sender.account.unlock?.()
  const notes = await takeNotes(acting, { verb, headline: headlineOf(intent), ...about(intent) })
  const sent = await unlessDone(() =>
    notes.sending(intent.action, () =>
      way.send(deed, { intent, plan, progress, remember: notes.mined }),
    ),
  )
  if ('how' in sent) return sent
  if ('shown' in sent) return { verb, how: 'collected', plan, shown: sent.shown }
  const shown = await notes.looking(sent, () => intent.readBack(sent))
  return { verb, how: 'sent', plan, sent, shown }
}

/** What is to be done, in a line. */
const headlineOf = ({ words: [first = ''] }: Intent): string => capital(first.replace(/:$/, ''))

const about = ({ proposalId }: Pick<Intent, 'proposalId'>) =>
  proposalId === undefined ? {} : { proposalId }

async function alreadyDone(acting: Acting, deed: Deed, way: Way): Promise<Acted | undefined> {
  const found = await deed.done()
  if (found === undefined) return undefined
  const { action, proposalId, ...shown } = found
  // An entry left behind would make a later wish of the same kind look as if it were sent.
  if (action !== undefined) {
    const { headline } = shown
    await noteLeftBehind(acting, action, { verb: deed.verb, headline, ...about(found) })
    await way.forget(action)
  }
  return { verb: deed.verb, how: 'already', shown }
}

async function planOf(
  { protocol, sender }: Acting,
  { verb }: Deed,
  { intent, progress }: { readonly intent: Intent; readonly progress: Progress },
): Promise<Plan> {
  const { chain, account, book, feeCap } = sender
  const { action, readBack: _, ...shown } = intent
  progress.stage('rehearse')
  await rehearse(chain, account.address, action, book)
  const gas = await estimateGas(chain, account.address, action, book)
  const fees = await readFees(chain, feeCap)
  const cost = gas * mostPerGas(fees) + (action.value ?? 0n)
  await requireFunds(chain, account.address, cost)
  progress.finish(`the chain would accept it, ${gas} gas`)
  const { address, signsWith, caution } = account
  const { network } = protocol
  const { chainId } = chain
  const next = await nextSigned(sender, action, { gasLimit: gas, fees, book: protocol.book })
  return {
    verb,
    network,
    chainId,
    account: { address, signsWith },
    ...shown,
    ...('signed' in next
      ? { signed: next.signed }
      : { facts: [...shown.facts, ['signed', `nothing new: ${next.sent} was sent already`]] }),
    warnings: [...shown.warnings, ...(caution ?? [])],
    gas,
    fees,
    cost,
  }
}

async function send(
  { sender }: Acting,
  { intent, plan, progress, remember }: Agreed,
): Promise<Sent> {
  progress.stage('send')
  const sent = await transact(sender, intent.action, {
    remember,
    ceiling: { gasLimit: plan.gas, fees: plan.fees },
    about: `${plan.verb}: ${headlineOf(intent)}`,
  })
  progress.finish(`block ${sent.blockNumber}`)
  return sent
}
