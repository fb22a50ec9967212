import { nodeAccounts } from '../../cli/chain/client.ts'
import type { DevChain } from '../../cli/chain/devChain.ts'
import { deployStandInFeed, deployStandInToken } from '../../cli/chain/standIns.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import {
  type DeploymentSpec,
  type MarketSpec,
  usualLiquidation,
  withUsualAuction,
} from '../../cli/governance/deploymentSpec.ts'
import {
  demoDerivative,
  demoFeedLimits,
  demoGovernor,
  demoMarkets,
} from '../../cli/workflows/demoSpec.ts'
import { deploymentTemplate } from '../../cli/workspace/deploymentTemplate.ts'

/** A token and aggregators of somebody else, as a real deployment finds them on its chain. */
export interface Found {
  readonly collateral: Address
  readonly aggregators: readonly Address[]
}

/** Puts them there as an account that deploys nothing else. */
export async function putStandIns(chain: DevChain, count = 1): Promise<Found> {
  const from = (await nodeAccounts(chain)).at(-1)!
  const { token } = demoMarkets[0]!
  const collateral = await deployStandInToken(chain, from, token)
  const aggregators: Address[] = []
  for (let i = 0; i < count; i += 1) {
    aggregators.push(await deployStandInFeed(chain, from, `somebody's feed ${i + 1}`))
  }
  return { collateral, aggregators }
}

/** The one market of a deployment, with the usual auctions, pools and waterfall. */
export function usualMarket(
  market: Omit<MarketSpec, 'auction'>,
): Pick<DeploymentSpec, 'markets' | 'liquidation'> {
  const markets = [withUsualAuction(market)]
  return { markets, liquidation: usualLiquidation(markets) }
}

/** One market of the demonstration, on a token and a feed that are there already. */
export async function smallSpec(chain: DevChain): Promise<DeploymentSpec> {
  const [deployer, guardian] = (await nodeAccounts(chain)) as [Address, Address]
  const { label, feed, terms } = demoMarkets[0]!
  const { collateral, aggregators } = await putStandIns(chain)
  return {
    token: { recipient: deployer, supply: 10n ** 24n },
    governor: { ...demoGovernor, proposalGuardian: guardian },
    derivative: demoDerivative,
    feeds: [{ label: feed, aggregators, ...demoFeedLimits, minSources: 1n }],
    ...usualMarket({ label, collateral, feed, terms }),
  }
}

/** A deployment.yaml with one market, for a token and aggregators of this chain. */
export function deploymentYaml({ collateral, aggregators }: Found): string {
  const text = deploymentTemplate
    .replace(/ {2}WBTC\/USD:[\s\S]*?(?=\n# Each market)/, '')
    .replace(/ {2}WBTC-A:[\s\S]*?(?=\n# What may be left out)/, '')
    .replace('"0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"', `"${collateral}"`)
    .replace(
      '"0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419"',
      aggregators.map((address) => `"${address}"`).join('\n      - '),
    )
  if (!text.includes(collateral) || text.includes('WBTC')) throw new Error('The template changed.')
  return text
}
