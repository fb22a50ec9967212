import { nodeAccounts } from '../chain/client.ts'
import { deployProtocol } from '../chain/deployment.ts'
import { type Deployment, localDeployment, takeSteps } from '../chain/deploymentJournal.ts'
import type { DevChain } from '../chain/devChain.ts'
import { startEmbeddedChain } from '../chain/embedded.ts'
import { seedPools } from '../chain/seedPools.ts'
import { notYetOpened, numbered, seedVaults } from '../chain/seedVaults.ts'
import { type FeedPrice, priceFeedStep, setFeedPrices, tokenStep } from '../chain/standIns.ts'
import { delegateVotes } from '../chain/token.ts'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { specHash } from '../governance/deploymentRecord.ts'
import {
  type FeedSpec,
  type MarketSpec,
  startOf,
  usualLiquidation,
  withUsualAuction,
} from '../governance/deploymentSpec.ts'
import { defaultRisk } from '../governance/draftRisk.ts'
import { defaultAllowances } from '../governance/stewardAllowances.ts'
import { plural } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import { demoDeposits } from './demoPools.ts'
import {
  type DemoMarket,
  demoChain,
  demoDelegations,
  demoDerivative,
  demoFeedLimits,
  demoGovernor,
  demoMarkets,
  demoOpeningPriceFactor,
  demoSourceSpreads,
  demoTokenSupply,
} from './demoSpec.ts'
import { demoVaults } from './demoVaults.ts'
import type { DemoProtocol } from './protocol.ts'

/** The stand-ins of one market: its token, and its feeds in the order of `demoSourceSpreads`. */
interface StandIns {
  readonly market: DemoMarket
  readonly token: Address
  readonly feeds: readonly Address[]
}

/** Who acts in the demonstration. */
interface DemoPeople {
  /** Has the tokens that are not the delegates', and no power. */
  readonly holder: Address
  readonly guardian: Address
  /** May move parameters in small steps, and owns nothing. */
  readonly steward: Address
  readonly delegates: readonly Address[]
}

/** What the demonstration put on a chain. */
export interface DemoDeployment extends DemoPeople, Pick<DemoProtocol, 'book' | 'vaultCount'> {
  /** Makes the feeds answer as of now; on a copy of the chain, where one is named. */
  refreshFeeds(on?: DevChain): Promise<void>
  /** Makes one feed answer that part of its price, as of now. */
  fall(feed: string, factor: number): Promise<void>
}

/** The identity of the demonstration: it changes with whatever it consists of. */
export const demoSpecHash = (): Hex =>
  specHash({
    governor: demoGovernor,
    derivative: demoDerivative,
    limits: demoFeedLimits,
    supply: demoTokenSupply,
    delegations: demoDelegations,
    markets: demoMarkets.map(({ price, ...market }) => ({ ...market, price: String(price) })),
    allowances: demoMarkets.map(allowancesOf),
  })

/**
 * An in-process chain with the whole protocol on it: three markets, three sources each, a few hundred vaults,
 * three delegates. Every run gives the same blocks.
 */
export async function openDemoProtocol(progress: Progress): Promise<DemoProtocol> {
  progress.stage('start chain')
  const chain = await startEmbeddedChain(demoChain)
  progress.finish(`chain ${chain.chainId}, in this process`)
  return {
    network: 'demo',
    chain,
    risk: defaultRisk,
    ...(await deployDemo(chain, progress)),
    // Rewound after each use, so the chain itself can play the fork.
    fork: async () => ({ chain, close: async () => {} }),
    close: () => chain.close(),
  }
}

/**
 * Deploys the demonstration on a development chain and fills it: stand-ins, protocol, delegates, vaults.
 *
 * @param begun a deployment that is written down elsewhere, or that an earlier attempt left; else the node's first
 * account deploys
 */
export async function deployDemo(
  chain: DevChain,
  progress: Progress,
  begun?: Deployment,
): Promise<DemoDeployment> {
  const people = await readPeople(chain)
  const { holder, delegates } = people
  const deployment = begun ?? (await localDeployment(chain, holder))
  if (deployment.isResumed) await mineWhatWaits(chain)

  progress.stage('deploy')
  const { standIns, book } = await deployContracts(deployment, people)
  await delegateVotes(chain, book, {
    from: holder,
    delegations: delegates.map((delegate, i) => ({ delegate, votes: demoDelegations[i] ?? 0n })),
  })
  progress.finish(`${plural(book.markets.length, 'market')}, the timelock owns everything`)

  progress.stage('seed')
  const vaults = demoVaults()
  await setPrices(chain, holder, { standIns, factor: demoOpeningPriceFactor })
  const missing = deployment.isResumed ? await notYetOpened(chain, book, vaults) : numbered(vaults)
  await seedVaults(chain, book, missing, (opened) => progress.step(opened, missing.length))
  await seedPools(chain, book, demoDeposits(book))
  const refreshFeeds = (on = chain) => setPrices(on, holder, { standIns, factor: 1 })
  await refreshFeeds()
  progress.finish(`${plural(vaults.length, 'vault')} opened, pools filled, then the feeds moved`)
  const fall = (feed: string, factor: number) => {
    const fallen = standIns.filter(({ market }) => market.feed === feed)
    return setPrices(chain, holder, { standIns: fallen, factor })
  }
  return { book, ...people, vaultCount: vaults.length, refreshFeeds, fall }
}

/** The accounts of the node in their order: who holds the tokens, who guards, who votes. */
async function readPeople(chain: DevChain): Promise<DemoPeople> {
  const [holder, guardian, ...others] = await nodeAccounts(chain)
  const [steward] = others.slice(demoDelegations.length)
  if (holder === undefined || guardian === undefined || steward === undefined) {
    throw new Error('The chain has too few accounts.')
  }
  return { holder, guardian, steward, delegates: others.slice(0, demoDelegations.length) }
}

/** An attempt that was killed may have left a node that mines nothing by itself, and transactions that wait in it. */
async function mineWhatWaits(chain: DevChain): Promise<void> {
  await chain.rpc.request({ method: 'evm_setAutomine', params: [true] })
  await chain.rpc.request({ method: 'evm_mine' })
}

const tokenName = (market: DemoMarket) => `stand-in ${market.token.symbol}`
const feedNames = (market: DemoMarket): readonly string[] =>
  demoSourceSpreads.map((_, index) => `${market.feed} stand-in ${index + 1}`)

async function deployContracts(
  deployment: Deployment,
  { holder, guardian, steward }: DemoPeople,
): Promise<{ readonly standIns: readonly StandIns[]; readonly book: AddressBook }> {
  const steps = demoMarkets.flatMap((market) => [
    tokenStep(tokenName(market), market.token),
    ...feedNames(market).map((name) => priceFeedStep(name, name)),
  ])
  const at = await takeSteps(deployment, steps)
  const standIns = demoMarkets.map((market) => ({
    market,
    token: at(tokenName(market)),
    feeds: feedNames(market).map(at),
  }))
  const markets = standIns.map(marketSpec)
  const spec = {
    token: { recipient: holder, supply: demoTokenSupply },
    governor: { ...demoGovernor, proposalGuardian: guardian },
    derivative: demoDerivative,
    steward,
    feeds: standIns.map(feedSpec),
    markets,
    liquidation: usualLiquidation(markets),
  }
  return { standIns, book: await deployProtocol(deployment, spec) }
}

const feedSpec = ({ market, feeds }: StandIns): FeedSpec => ({
  label: market.feed,
  aggregators: feeds,
  ...demoFeedLimits,
})

const marketSpec = ({ market, token }: StandIns): MarketSpec =>
  withUsualAuction({
    label: market.label,
    collateral: token,
    feed: market.feed,
    terms: market.terms,
    risks: market.risks,
    allowances: allowancesOf(market),
  })

const allowancesOf = ({ terms }: DemoMarket) => defaultAllowances(startOf(terms))

async function setPrices(
  chain: DevChain,
  from: Address,
  { standIns, factor }: { readonly standIns: readonly StandIns[]; readonly factor: number },
): Promise<void> {
  const prices: FeedPrice[] = standIns.flatMap(({ market, feeds }) =>
    feeds.map((feed, i) => ({
      feed,
      price: market.price * factor * (1 + (demoSourceSpreads[i] ?? 0)),
    })),
  )
  await setFeedPrices(chain, from, prices)
}
