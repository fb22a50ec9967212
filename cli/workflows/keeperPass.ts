import { ChainRevertedError } from '../chain/errors.ts'
import { mostPerGas, readBaseFee, readFees } from '../chain/fees.ts'
import { formatEther } from '../chain/funds.ts'
import { tryCall } from '../chain/keeperCalls.ts'
import { afterPaying, type KeeperView, readKeeperWorld } from '../chain/keeperWorld.ts'
import { bySubject, findJobs } from '../governance/keeper/findJobs.ts'
import { type Job, jobKey } from '../governance/keeper/job.ts'
import { approvalFor } from '../governance/keeper/lotJobs.ts'
import { type Judgement, judge, type Outcome, type Reckoning } from '../governance/keeper/profit.ts'
import { feedOf, type KeeperWorld } from '../governance/keeper/world.ts'
import { plural } from '../shared/format.ts'
import { silence } from '../shared/progress.ts'
import { type Chosen, endEarlier, sendJob } from './keeperSending.ts'
import type { JobReport, Keeping, Pass } from './keeping.ts'

/** What is looked at and how it is reckoned, in one pass. */
interface Round {
  readonly keeping: Keeping
  readonly view: KeeperView
  readonly reckoning: Reckoning
  readonly fees: Chosen['ceiling']['fees']
}

/**
 * One look at the network: what was sent before is seen to its end – read – find jobs – of each subject try every way – judge –
 * send the best – report. One transaction at a time, so that each is judged by what the one before has left.
 *
 * @throws NodeError, FeeAboveCapError
 */
export async function keeperPass(keeping: Keeping): Promise<Pass> {
  const { settings } = keeping
  const look = keeping.repeats ? silence : keeping.progress
  look.stage('look')
  const earlier = keeping.sends ? await endEarlier(keeping) : []
  const view = viewOf(keeping)
  const world = await readKeeperWorld(view)
  const distressed = world.vaults.length
  const groups = bySubject(findJobs(world, settings.search))
  look.finish(
    `block ${world.block.number}, ${plural(world.vaultCount, 'vault')}, ${distressed} below health 1, ${plural(groups.length, 'job')}`,
  )
  const passed = { block: world.block, vaults: world.vaultCount, distressed }
  const isBehind = keeping.footing.isBehind(world.block.number)
  if (isBehind || earlier.some(isUnderWay)) return { ...passed, jobs: earlier }
  const { reckoning, fees } = await reckon(keeping, world)
  const jobs = await workOff({ keeping, view, reckoning, fees }, world)
  return { ...passed, jobs: [...earlier, ...jobs] }
}

const isUnderWay = ({ state }: JobReport): boolean => state === 'under way'

function viewOf({ acting, notes }: Keeping): KeeperView {
  const { chain, book } = acting.protocol
  const hub = { chainId: chain.chainId, hub: book.contracts.oracleHub }
  return {
    chain,
    book,
    account: acting.sender.account.address,
    notedAt: (feed) => notes.of(hub, feed),
  }
}

/** What a unit of gas costs now, and in derivative. @throws FeeAboveCapError, NodeError */
async function reckon({ acting, settings }: Keeping, world: KeeperWorld) {
  const { chain, feeCap } = acting.sender
  const fees = await readFees(chain, feeCap)
  const base = await readBaseFee(chain)
  const weiPerGas = fees.type === 2 ? (base ?? 0n) + fees.maxPriorityFeePerGas : fees.gasPrice
  const { haircutBps, minProfit, ignoresGas } = settings
  const gasTokenWad = settings.gasTokenWad ?? wethPrice(world)
  const { symbol } = world
  const reckoning = { weiPerGas, gasTokenWad, ignoresGas, haircutBps, minProfit, symbol }
  return { fees, reckoning }
}

/** The high price of the deployment's WETH, which stands for the token that gas is paid in. */
function wethPrice(world: KeeperWorld): bigint | undefined {
  const market = world.markets.find(({ symbol }) => symbol === 'WETH')
  const price = market === undefined ? undefined : feedOf(world, market.feed)?.price.high
  return price === 0n ? undefined : price
}

/** Subject by subject, until there is none left or somebody wants to stop. */
async function workOff(round: Round, first: KeeperWorld): Promise<readonly JobReport[]> {
  const { keeping, view } = round
  const { search } = keeping.settings
  const reports: JobReport[] = []
  const ended = new Set<string>()
  let world = first
  let groups = bySubject(findJobs(world, search))
  while (!keeping.signal.aborted) {
    const group = groups.find(([job]) => job !== undefined && !ended.has(job.subject))
    if (group === undefined) break
    const { found, isHalf } = await workOn(round, world, group)
    reports.push(...found)
    if (found.some(isUnderWay)) break
    if (!isHalf) ended.add(group[0]?.subject ?? '')
    if (found.some(({ state }) => state === 'done')) {
      world = await afterPaying(view, world)
      groups = bySubject(findJobs(world, search))
    }
  }
  return reports
}

/** A job that was tried. */
interface Tried {
  readonly job: Job
  readonly words: string
  readonly gas: bigint
  readonly judgement: Judgement
}

/** Of all ways to do something the one that brings most. `isHalf`: it was only prepared. */
async function workOn(
  round: Round,
  world: KeeperWorld,
  group: readonly Job[],
): Promise<{ readonly found: readonly JobReport[]; readonly isHalf: boolean }> {
  const { keeping, fees } = round
  const found: JobReport[] = []
  const worth: Tried[] = []
  for (const job of group) {
    const tried = await tryJob(round, world, job)
    if ('state' in tried) found.push(tried)
    else worth.push(tried)
  }
  const [best, ...others] = worth.toSorted((a, b) => compare(b.judgement, a.judgement))
  found.push(...others.map(outdone))
  if (best === undefined) return { found, isHalf: false }
  if (!keeping.sends) {
    return { found: [...found, { ...reportOf(best), state: 'would' }], isHalf: false }
  }
  const { job, words, gas, judgement } = best
  keeping.progress.stage(words)
  const { call } = judgement
  const ended = await sendJob(keeping, { job, call, words, ceiling: { gasLimit: gas, fees } })
  keeping.progress.finish(ended.state)
  const isHalf = call.does === 'approve' && ended.state === 'done'
  return { found: [...found, { ...reportOf(best), ...ended }], isHalf }
}

const outdone = (tried: Tried): JobReport => ({
  ...reportOf(tried),
  state: 'skipped',
  why: 'another way brings more',
  isOutdone: true,
})

const compare = ({ profit: a = 0n }: Judgement, { profit: b = 0n }: Judgement): number =>
  a < b ? -1 : a > b ? 1 : 0

const reportOf = ({ job, words, gas, judgement }: Tried): Omit<JobReport, 'state'> => ({
  kind: job.kind,
  subject: job.subject,
  words,
  gas,
  ...(judgement.gasCost === undefined ? {} : { gasCost: judgement.gasCost }),
  ...(judgement.profit === undefined ? {} : { profit: judgement.profit }),
})

/** Asks the chain what a job would bring, and judges it; what is not worth doing is reported at once. */
async function tryJob(round: Round, world: KeeperWorld, job: Job): Promise<Tried | JobReport> {
  const { keeping, view, reckoning } = round
  const { kind, subject, words, hindrance } = job
  const skipped = (why: string): JobReport => ({ kind, subject, words, state: 'skipped', why })
  if (hindrance !== undefined) return skipped(hindrance)
  const wait = keeping.backoff.left(jobKey(job))
  if (wait > 0) return skipped(`it failed before; it is tried again in ${wait} s`)
  try {
    const approval = approvalFor(job, world)
    const outcome = await tryCall(view, approval?.call ?? job.call, view.account)
    const judgement = judge(job, withTake(outcome, approval), reckoning)
    const tried: Tried = {
      job,
      words: approval?.words ?? words,
      gas: outcome.gas,
      judgement: approval === undefined ? judgement : { ...judgement, call: approval.call },
    }
    const poor = tooPoor(round, world, outcome.gas)
    if (judgement.isWorth && poor !== undefined) return skipped(poor)
    if (judgement.isWorth) return tried
    return { ...reportOf(tried), words, state: 'skipped', why: judgement.why ?? '' }
  } catch (error) {
    if (!(error instanceof ChainRevertedError)) throw error
    return skipped(error.message)
  }
}

/** The node would not take it. */
function tooPoor({ fees }: Round, { purse }: KeeperWorld, gas: bigint): string | undefined {
  const most = gas * mostPerGas(fees)
  if (purse.wei >= most) return undefined
  return `the account has ${formatEther(purse.wei)}, and its gas may cost ${formatEther(most)}`
}

/** Gas of a take, which cannot be asked for before the auction house may pull: what it takes at most, measured. */
const TAKE_GAS = 350_000n

function withTake(outcome: Outcome, approval: ReturnType<typeof approvalFor>): Outcome {
  if (approval === undefined) return outcome
  return { spent: approval.cost, got: approval.brings, gas: outcome.gas + TAKE_GAS }
}
