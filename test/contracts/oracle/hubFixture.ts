import { type BytesLike, ZeroAddress } from 'ethers'
import type { NetworkConnection } from 'hardhat/types/network'
import type {
  FixedSource,
  IOracleHub,
  RevertingSource,
} from '../../../artifacts/typechain/index.ts'
import type { Answer, Limits, Reading, State, Status } from './hubModel.ts'

const ORACLE_ROLE = 1n
const STATES: readonly State[] = ['OK', 'DEGRADED', 'DOWN']
const STATUSES: readonly Status[] = ['USED', 'OUTLIER', 'STALE', 'INVALID']

/** More than the transactions that set up one reading need, in seconds: each takes one. */
const SETUP_SECONDS = 100

export const DAY = 86_400n
export const LIMITS: Limits = {
  maxAge: DAY,
  maxDeviationBps: 100n,
  minSources: 2n,
  maxJumpBps: 2_500n,
  maxSwitchDeviationBps: 300n,
}

/** The rate terms of a token that bears no yield. */
export const NO_RATE = { source: ZeroAddress, growthCapWad: 0n, yieldDecayWad: 0n }

/** A source that is to say `price` (18 decimals), `age` seconds after it was updated; `never` is an update time of 0. */
export type SourceCase = 'silent' | { readonly price: bigint; readonly age: bigint | 'never' }

/** A hub whose setters only `timelock` may call: it alone holds the role that they ask for. */
export async function deployHub({ ethers }: NetworkConnection) {
  const [admin, timelock, outsider] = await ethers.getSigners()
  const manager = await ethers.deployContract('AccessManager', [admin!])
  const hub = await ethers.deployContract('OracleHub', [manager])
  const setters = [
    'createFeed',
    'setSources',
    'setMaxAge',
    'setMaxDeviation',
    'setMinSources',
    'forceSources',
    'setMaxJump',
    'setMaxSwitchDeviation',
    'setRateSource',
    'setGrowthCap',
    'setYieldDecay',
  ] as const
  await manager.setTargetFunctionRole(
    hub,
    setters.map((name) => hub.interface.getFunction(name).selector),
    ORACLE_ROLE,
  )
  await manager.grantRole(ORACLE_ROLE, timelock!, 0)
  return { hub: hub.connect(timelock!), timelock: timelock!, outsider: outsider! }
}

/** A hub with five sources that say what they are told, five that revert, and a feed for every reading. */
export async function deployReader(connection: NetworkConnection) {
  const { ethers, networkHelpers } = connection
  const { hub } = await deployHub(connection)
  const fixed: FixedSource[] = []
  const reverting: RevertingSource[] = []
  // One after the other: deployments at the same time would claim the same nonce.
  for (let place = 0; place < 5; place += 1) {
    fixed.push(await ethers.deployContract('FixedSource', [0, 0]))
    reverting.push(await ethers.deployContract('RevertingSource'))
  }
  let feedCount = 0n

  /** Lists a feed of these sources and reads it, with what its sources said in the model's words. */
  async function read(cases: readonly SourceCase[], limits: Limits) {
    // The chain's clock follows the wall clock, and other tests may have run for minutes since the last block.
    await networkHelpers.mine()
    const now = BigInt(await networkHelpers.time.latest()) + BigInt(SETUP_SECONDS)
    const answers = cases.map((source): Answer => {
      if (source === 'silent') return 'silent'
      return { price: source.price, updatedAt: source.age === 'never' ? 0n : now - source.age }
    })
    for (const [place, answer] of answers.entries()) {
      if (answer !== 'silent') await fixed[place]!.set(answer.price, answer.updatedAt)
    }
    const feed = ethers.toBeHex(++feedCount, 32)
    const sources = answers.map(
      (answer, place) => (answer === 'silent' ? reverting : fixed)[place]!,
    )
    await hub.createFeed(feed, sources, limits, NO_RATE)
    await networkHelpers.time.increaseTo(now)
    return { reading: await readingOf(hub, feed), answers, now }
  }
  return { read }
}

/** `inspect` in the model's words, once it has been found to say what `peek` says. */
export async function readingOf(hub: IOracleHub, feed: BytesLike): Promise<Reading> {
  const [peeked, inspected] = await Promise.all([hub.peek(feed), hub.inspect(feed)])
  const { low, mid, high, state } = inspected.price
  if (peeked.some((value, place) => value !== inspected.price[place])) {
    throw new Error(`peek says ${peeked.join(', ')} and inspect ${inspected.price.join(', ')}`)
  }
  return {
    low,
    mid,
    high,
    state: STATES[Number(state)]!,
    statuses: inspected.readings.map(({ status }) => STATUSES[Number(status)]!),
  }
}
