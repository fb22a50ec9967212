import { setTimeout as sleep } from 'node:timers/promises'
import { type JobKind, jobKinds } from '../governance/keeper/job.ts'
import { UsageError } from '../shared/errors.ts'
import type { Progress } from '../shared/progress.ts'
import { growingWaits } from '../shared/waits.ts'
import { keeperNotesIn } from '../workspace/keeperFile.ts'
import { keeperPass } from './keeperPass.ts'
import type { KeeperSettings } from './keeperSettings.ts'
import { isPassing, type Keeping, newBackoff, newFooting, type Pass } from './keeping.ts'
import type { Acting } from './protocol.ts'

/** What somebody agrees to before a keeper sends anything. */
export interface KeeperPlan {
  readonly network: string
  readonly chainId: number
  readonly account: Acting['sender']['account']
  readonly symbol: string
  readonly kinds: readonly JobKind[]
  readonly settings: KeeperSettings
  /** What says how much gas is worth; undefined if nothing does. */
  readonly gasPricedBy: string | undefined
  readonly repeats: boolean
}

/** Whether to send; asking, and refusing by an error, is the caller's affair. */
export type ConfirmKeeper = (plan: KeeperPlan) => Promise<'send' | 'dry run'>

/** What a keeper is opened with. */
export interface KeeperOptions {
  readonly settings: KeeperSettings
  readonly repeats: boolean
  readonly confirm: ConfirmKeeper
  readonly progress: Progress
  readonly signal: AbortSignal
}

/**
 * A keeper that may begin: the account can sign by itself, and somebody agreed to what it will send.
 *
 * @throws UsageError, and what the confirmation throws
 */
export async function openKeeper(acting: Acting, options: KeeperOptions): Promise<Keeping> {
  const { settings, repeats, progress, signal } = options
  requireSignsAlone(acting)
  const sends = (await options.confirm(planOf(acting, options))) === 'send'
  if (sends) await acting.sender.account.unlock?.()
  const notes = await keeperNotesIn(acting.folder)
  return {
    ...{ acting, settings, sends, repeats, progress, signal },
    ...{ notes, backoff: newBackoff(), footing: newFooting(), sentFor: new Map(), untold: [] },
  }
}

function requireSignsAlone({ sender: { account } }: Acting): void {
  if (account.owners === undefined && account.asksEachTime === undefined) return
  throw new UsageError(
    'A keeper signs many transactions, and nobody is asked for each: a Safe or a Ledger cannot be one.',
    'Act with an account of its own that holds what it may spend: ballast help signing.',
  )
}

function planOf({ protocol, sender }: Acting, { settings, repeats }: KeeperOptions): KeeperPlan {
  const { book, network } = protocol
  const weth = book.markets.find(({ collateralSymbol }) => collateralSymbol === 'WETH')?.feed
  return {
    network,
    chainId: sender.chain.chainId,
    account: sender.account,
    symbol: book.derivativeSymbol,
    kinds: jobKinds.map(([name]) => name).filter((name) => settings.search.kinds.includes(name)),
    settings,
    gasPricedBy: settings.gasTokenWad === undefined ? weth : '--gas-token-price',
    repeats,
  }
}

/** One pass. @throws NodeError, FeeAboveCapError if it came to nothing; later they are the pass's trouble */
export const keepOnce = (keeping: Keeping): Promise<Pass> => keeperPass(keeping)

/** How a keeper that went on ended. */
export interface Kept {
  readonly passes: number
  readonly sent: number
  readonly failed: number
  /** Transactions that were sent and not seen mined: the next start looks for them. */
  readonly underWay: readonly string[]
}

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000

/**
 * Pass after pass until somebody wants it to stop. A node that is away, or asks for more than is paid, is waited for.
 *
 * @param tell is told each pass
 */
export async function keepOn(keeping: Keeping, tell: (pass: Pass) => Promise<void>): Promise<Kept> {
  const { signal, settings, progress } = keeping
  const waits = growingWaits(FIRST_WAIT_MS, LONGEST_WAIT_MS)
  let kept: Kept = { passes: 0, sent: 0, failed: 0, underWay: [] }
  // Of which kind, not in which words: a node that is away is missed at another question each time.
  let trouble: unknown
  while (!signal.aborted) {
    try {
      const pass = await keeperPass(keeping)
      kept = counted(kept, pass)
      await tell(pass)
      if (pass.trouble !== undefined) throw pass.trouble
      if (trouble !== undefined) progress.say('It goes on.')
      trouble = undefined
      waits.reset()
      await pause(settings.intervalSeconds * 1_000, signal)
    } catch (error) {
      if (!isPassing(error)) throw error
      if (error.constructor !== trouble) progress.say(`! ${error.message} It is tried again.`)
      trouble = error.constructor
      await pause(waits.next(), signal)
    }
  }
  return kept
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => {})

function counted({ passes, sent, failed }: Kept, { jobs }: Pass): Kept {
  const count = (state: string) => jobs.filter((job) => job.state === state).length
  return {
    passes: passes + 1,
    sent: sent + count('done'),
    failed: failed + count('failed'),
    underWay: jobs
      .filter(({ state }) => state === 'under way')
      .map(({ transaction, words }) => transaction ?? words),
  }
}
