import type { Account } from '../chain/account.ts'
import { ChainRevertedError } from '../chain/errors.ts'
import { mostPerGas, readFees } from '../chain/fees.ts'
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
import type { Progress } from '../shared/progress.ts'
import type { Acting } from './protocol.ts'

/** Verbs that send a transaction. */
export type ActingVerb = 'submit' | 'vote' | 'queue' | 'execute' | 'cancel' | 'delegate'

/** A line of a plan or an answer: what, and its value for people. */
export type Fact = readonly [label: string, value: string]

/** What the chain shows about an act, for people and for machines. */
export interface Shown {
  /** `Proposal 0xbbc1eb0a is queued.` */
  readonly headline: string
  readonly facts: readonly Fact[]
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
  /** @throws NotAsSentError */
  readonly readBack: (sent: Sent) => Promise<Shown>
}

/** One thing that people do to the chain. */
export interface Deed {
  readonly verb: ActingVerb
  /**
   * What the chain shows if it is done already, by whomever; undefined while it is not. `action` is what would have
   * done it: an earlier attempt of ours that was never seen to end has ended.
   */
  readonly done: () => Promise<(Shown & { readonly action?: Action }) | undefined>
  /** @throws NotNowError where the chain is not ready for it */
  readonly prepare: () => Promise<Intent>
}

/** Everything that people need to know before they agree. */
export interface Plan extends Omit<Intent, 'action' | 'readBack'> {
  readonly verb: ActingVerb
  readonly network: string
  readonly chainId: number
  readonly account: Pick<Account, 'address' | 'signsWith'>
  /** With a margin: the transaction cannot use more. */
  readonly gas: bigint
  /** The most that it can cost, wei. */
  readonly cost: bigint
}

/** Whether to send; asking, and refusing by an error, is the caller's affair. */
export type Confirm = (plan: Plan) => Promise<'send' | 'dry run'>

/** How an act ended. */
export type Acted = { readonly verb: ActingVerb } & (
  | { readonly how: 'already'; readonly shown: Shown }
  | { readonly how: 'planned'; readonly plan: Plan }
  | { readonly how: 'sent'; readonly plan: Plan; readonly sent: Sent; readonly shown: Shown }
)

/**
 * The way of every sending verb: done already? – may it be done now? – rehearse – plan – confirm – send once – read
 * back. Somebody else may do it at any moment in between; then that is the answer.
 *
 * @throws NotNowError, ChainRevertedError, NotEnoughFundsError, NotAsSentError, NodeError
 */
export async function act(
  acting: Acting,
  deed: Deed,
  { confirm, progress }: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  const { verb } = deed
  const earlier = await alreadyDone(acting, deed)
  if (earlier !== undefined) return earlier
  const intent = await deed.prepare()
  const unlessDone = async <T>(work: () => Promise<T>): Promise<T | Acted> => {
    try {
      return await work()
    } catch (error) {
      const meanwhile = error instanceof ChainRevertedError && (await alreadyDone(acting, deed))
      if (meanwhile) return meanwhile
      throw error
    }
  }
  const plan = await unlessDone(() => planOf(acting, deed, { intent, progress }))
  if ('how' in plan) return plan
  if ((await confirm(plan)) === 'dry run') return { verb, how: 'planned', plan }
  const sent = await unlessDone(() => send(acting, intent, progress))
  if ('how' in sent) return sent
  return { verb, how: 'sent', plan, sent, shown: await intent.readBack(sent) }
}

async function alreadyDone({ sender }: Acting, deed: Deed): Promise<Acted | undefined> {
  const found = await deed.done()
  if (found === undefined) return undefined
  const { action, ...shown } = found
  // An entry left behind would make a later wish of the same kind look as if it were sent.
  if (action !== undefined) {
    const { chain, account, outbox } = sender
    await outbox.remove(wishKey(chain, account.address, contentOf(action)))
  }
  return { verb: deed.verb, how: 'already', shown }
}

async function planOf(
  { protocol, sender }: Acting,
  { verb }: Deed,
  { intent, progress }: { readonly intent: Intent; readonly progress: Progress },
): Promise<Plan> {
  const { chain, account, book } = sender
  const { action, readBack: _, ...shown } = intent
  progress.stage('rehearse')
  await rehearse(chain, account.address, action, book)
  const gas = await estimateGas(chain, account.address, action, book)
  const cost = gas * mostPerGas(await readFees(chain)) + (action.value ?? 0n)
  await requireFunds(chain, account.address, cost)
  progress.finish(`the chain would accept it, ${gas} gas`)
  const { address, signsWith } = account
  const { network } = protocol
  const { chainId } = chain
  return { verb, network, chainId, account: { address, signsWith }, ...shown, gas, cost }
}

async function send({ sender }: Acting, { action }: Intent, progress: Progress): Promise<Sent> {
  progress.stage('send')
  const sent = await transact(sender, action)
  progress.finish(`block ${sent.blockNumber}`)
  return sent
}
