import { nodeAccounts, signerOf } from '../chain/client.ts'
import { deployProtocol } from '../chain/deployment.ts'
import type { FeedSpec, MarketSpec } from '../chain/deploymentSpec.ts'
import type { DevChain } from '../chain/devChain.ts'
import { startEmbeddedChain } from '../chain/embedded.ts'
import { seedVaults } from '../chain/seedVaults.ts'
import {
  deployStandInFeed,
  deployStandInToken,
  type FeedPrice,
  setFeedPrices,
} from '../chain/standIns.ts'
import { delegateVotes } from '../chain/token.ts'
import type { Address } from '../governance/addressBook.ts'
import { defaultRisk } from '../governance/draftRisk.ts'
import { plural } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
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

/** What the demonstration put on a chain. */
export type DemoDeployment = Pick<
  DemoProtocol,
  'book' | 'delegates' | 'vaultCount' | 'refreshFeeds'
>

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

/** Deploys the demonstration on a development chain and fills it: stand-ins, protocol, delegates, vaults. */
export async function deployDemo(chain: DevChain, progress: Progress): Promise<DemoDeployment> {
  const [deployer, guardian, ...others] = await nodeAccounts(chain)
  const delegates = others.slice(0, demoDelegations.length)
  if (deployer === undefined || guardian === undefined)
    throw new Error('The chain has no accounts.')

  progress.stage('deploy')
  const standIns = await deployStandIns(chain, deployer)
  const book = await deployProtocol(chain, signerOf(chain, deployer), {
    token: { recipient: deployer, supply: demoTokenSupply },
    governor: { ...demoGovernor, proposalGuardian: guardian },
    derivative: demoDerivative,
    feeds: standIns.map(feedSpec),
    markets: standIns.map(marketSpec),
  })
  await delegateVotes(chain, book, {
    from: deployer,
    delegations: delegates.map((delegate, i) => ({ delegate, votes: demoDelegations[i] ?? 0n })),
  })
  progress.finish(`${plural(book.markets.length, 'market')}, the timelock owns everything`)

  progress.stage('seed')
  const vaults = demoVaults()
  await setPrices(chain, deployer, { standIns, factor: demoOpeningPriceFactor })
  await seedVaults(chain, book, vaults, (opened) => progress.step(opened, vaults.length))
  const refreshFeeds = () => setPrices(chain, deployer, { standIns, factor: 1 })
  await refreshFeeds()
  progress.finish(`${plural(vaults.length, 'vault')} opened, then the feeds moved`)
  return { book, delegates, vaultCount: vaults.length, refreshFeeds }
}

async function deployStandIns(chain: DevChain, deployer: Address): Promise<readonly StandIns[]> {
  const standIns: StandIns[] = []
  for (const market of demoMarkets) {
    const token = await deployStandInToken(chain, deployer, market.token)
    const feeds: Address[] = []
    for (const index of demoSourceSpreads.keys()) {
      feeds.push(await deployStandInFeed(chain, deployer, `${market.feed} stand-in ${index + 1}`))
    }
    standIns.push({ market, token, feeds })
  }
  return standIns
}

const feedSpec = ({ market, feeds }: StandIns): FeedSpec => ({
  label: market.feed,
  aggregators: feeds,
  ...demoFeedLimits,
})

const marketSpec = ({ market, token }: StandIns): MarketSpec => ({
  label: market.label,
  collateral: token,
  feed: market.feed,
  terms: market.terms,
})

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
