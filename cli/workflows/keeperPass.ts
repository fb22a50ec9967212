import { ChainRevertedError } from '../chain/errors.ts'
import { mostPerGas } from '../chain/fees.ts'
import { formatEther } from '../chain/funds.ts'
import { tryCall } from '../chain/keeperCalls.ts'
import { type KeeperView, readKeeperWorld } from '../chain/keeperWorld.ts'
import { NodeRefusedError } from '../chain/nodeErrors.ts'
import { bySubject, findJobs } from '../governance/keeper/findJobs.ts'
import { type Job, jobKey } from '../governance/keeper/job.ts'
import { approvalFor } from '../governance/keeper/lotJobs.ts'
import { type Judgement, judge, type Outcome } from '../governance/keeper/profit.ts'
import type { KeeperWorld } from '../governance/keeper/world.ts'
import { plural } from '../shared/format.ts'
import { silence } from '../shared/progress.ts'
import { isOld, type Round, roundAgain, roundOf, viewOf } from './keeperRound.ts'
import { endEarlier, sendJob } from './keeperSending.ts'
import { isPassing, type JobReport, type Keeping, type Pass } from './keeping.ts'

/**
 * One look at the network: what was sent before is seen to its end – read – find jobs – of each subject try every way – judge –
 * send the best – report. One transaction at a time, so that each is judged by what the one before has left.
 *
 * @throws NodeError, FeeAboveCapError, ChainRevertedError before there is anything to tell
 */
export async function keeperPass(keeping: Keeping): Promise<Pass> {
  const { settings } = keeping
  const look = keeping.repeats ? silence : keeping.progress
  look.stage('look')
  const waiting = keeping.sends ? await endEarlier(keeping) : []
  const view = viewOf(keeping)
  const world = await readKeeperWorld(view)
  const distressed = world.vaults.length
  const groups = bySubject(findJobs(world, settings.search))
  look.finish(
    `block ${world.block.number}, ${plural(world.vaultCount, 'vault')}, ${distressed} below health 1, ${plural(groups.length, 'job')}`,
  )
  const passed = { block: world.block, vaults: world.vaultCount, distressed }
  const isBehind = keeping.footing.isBehind(world.block.number)
  const goesOn = !isBehind && waiting.length === 0
  const { jobs, trouble } = goesOn ? await workOff(keeping, view, world) : { jobs: waiting }
  const all = [...keeping.untold.splice(0), ...jobs]
  if (trouble !== undefined && all.length === 0) throw trouble
  return { ...passed, jobs: all, ...(trouble === undefined ? {} : { trouble }) }
}

const isUnderWay = ({ state }: JobReport): boolean => state === 'under way'

/** Subject by subject, until there is none left, somebody wants to stop, or nothing can be asked any more. */
async function workOff(
  keeping: Keeping,
  view: KeeperView,
  world: KeeperWorld,
): Promise<Pick<Pass, 'jobs' | 'trouble'>> {
  const jobs: JobReport[] = []
  try {
    for await (const found of worked(await roundOf(keeping, view, world))) jobs.push(...found)
    return { jobs }
  } catch (error) {
    if (!isPassing(error)) throw error
    return { jobs, trouble: error }
  }
}

/** What came of each subject. One is prepared once: what does not show afterwards is not done again. */
async function* worked(first: Round): AsyncGenerator<readonly JobReport[]> {
  const { keeping } = first
  const { search } = keeping.settings
  const ended = new Set<string>()
  const prepared = new Set<string>()
  let round = first
  while (!keeping.signal.aborted) {
    if (isOld(round)) round = await roundAgain(round)
    const groups = bySubject(findJobs(round.world, search))
    const group = groups.find(([job]) => job !== undefined && !ended.has(job.subject))
    const subject = group?.[0]?.subject
    if (group === undefined || subject === undefined) return
    const { found, isHalf } = await workOn(round, group, prepared)
    yield found
    if (found.some(isUnderWay)) return
    if (isHalf) prepared.add(subject)
    else ended.add(subject)
    if (found.some(wasSent)) round = await roundAgain(round)
  }
}

const wasSent = ({ state }: JobReport): boolean => state === 'done' || state === 'failed'

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
  group: readonly Job[],
  prepared: ReadonlySet<string>,
): Promise<{ readonly found: readonly JobReport[]; readonly isHalf: boolean }> {
  const { keeping, fees } = round
  const found: JobReport[] = []
  const worth: Tried[] = []
  for (const job of group) {
    const tried = await tryJob(round, job, prepared)
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
async function tryJob(
  round: Round,
  job: Job,
  prepared: ReadonlySet<string>,
): Promise<Tried | JobReport> {
  const { keeping, world } = round
  const { kind, subject, words, hindrance } = job
  const skipped = (why: string): JobReport => ({ kind, subject, words, state: 'skipped', why })
  if (hindrance !== undefined) return skipped(hindrance)
  const wait = keeping.backoff.left(jobKey(job))
  if (wait > 0) return skipped(`it failed before; it is tried again in ${wait} s`)
  const approval = approvalFor(job, world)
  if (approval !== undefined && prepared.has(subject)) {
    return skipped('the auction house may not pull what was approved yet')
  }
  try {
    return await weighed(round, job, approval)
  } catch (error) {
    // A node that does not want to try this one may well try another.
    if (error instanceof NodeRefusedError) keeping.backoff.failed(jobKey(job))
    else if (!(error instanceof ChainRevertedError)) throw error
    return skipped(error.message)
  }
}

async function weighed(
  round: Round,
  job: Job,
  approval: ReturnType<typeof approvalFor>,
): Promise<Tried | JobReport> {
  const { view, reckoning } = round
  const { kind, subject, words } = job
  const outcome = await tryCall(view, approval?.call ?? job.call, view.account)
  const judgement = judge(job, withTake(outcome, approval), reckoning)
  const tried: Tried = {
    job,
    words: approval?.words ?? words,
    gas: outcome.gas,
    judgement: approval === undefined ? judgement : { ...judgement, call: approval.call },
  }
  if (!judgement.isWorth) {
    return { ...reportOf(tried), words, state: 'skipped', why: judgement.why ?? '' }
  }
  const poor = tooPoor(round, outcome.gas)
  return poor === undefined ? tried : { kind, subject, words, state: 'skipped', why: poor }
}

/** The node would not take it. */
function tooPoor({ fees, world: { purse } }: Round, gas: bigint): string | undefined {
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
