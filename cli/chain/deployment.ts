import { decodeBytes32String } from 'ethers'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { Derivative__factory } from '../../artifacts/typechain/factories/contracts/core/Derivative__factory.js'
import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import type {
  Address,
  AddressBook,
  FeedEntry,
  MarketEntry,
  PoolEntry,
} from '../governance/addressBook.ts'
import {
  type DeploymentSpec,
  type MarketSpec,
  namedRoles,
  risksOf,
} from '../governance/deploymentSpec.ts'
import { printable, shortHex } from '../shared/format.ts'
import type { Chain } from './client.ts'
import { type Deployment, takeSteps } from './deploymentJournal.ts'
import { type At, bytes32, contractsAt } from './deploymentStep.ts'
import { feedKey, marketId, protocolSteps, sourceStep } from './deploymentSteps.ts'
import { assertHandedOver } from './handover.ts'
import { pooledMarkets, poolStep, type SymbolOf } from './liquidationSteps.ts'

/**
 * Deploys the whole protocol and hands all power to the timelock behind the Governor. The same function serves the
 * embedded chain, tests and networks; a deployment that was interrupted goes on after its last finished step.
 *
 * @param deployment who pays, and holds the listing capabilities until the handover; ends with no role at all
 * @param onStep is told each finished step, for progress
 * @returns the address book
 * @throws DeploymentUnsafeError when the deployer is left with power; StepRefusedError, NodeError
 */
export async function deployProtocol(
  deployment: Deployment,
  spec: DeploymentSpec,
  onStep: (step: string) => void = () => {},
): Promise<AddressBook> {
  const { chain, account } = deployment.sender
  const symbolOf = await readSymbols(chain, spec)
  const at = await takeSteps(deployment, protocolSteps(spec, account.address, symbolOf), onStep)
  const contracts = contractsAt(at)
  await assertHandedOver(
    {
      accessManager: AccessManager__factory.connect(contracts.accessManager, chain.provider),
      timelock: TimelockController__factory.connect(contracts.timelock, chain.provider),
    },
    account.address,
    namedRoles(
      { guardian: spec.governor.proposalGuardian, steward: spec.steward },
      account.address,
    ),
  )
  const risks = risksOf(spec.markets).map((label) => ({ label, key: bytes32(label) }))
  const { startedAtBlock, spec: hash } = deployment.record()
  const token = BallastToken__factory.connect(contracts.token, chain.provider)
  return {
    chainId: chain.chainId,
    deployedAtBlock: startedAtBlock,
    ...(hash === '0x' ? {} : { spec: hash }),
    contracts,
    derivativeSymbol: spec.derivative.symbol,
    tokenSymbol: await token.symbol(),
    feeds: spec.feeds.map((feed): FeedEntry => {
      const sources = feed.aggregators.map((_, index) => at(sourceStep(feed.label, index)))
      const entry = { label: feed.label, key: feedKey(feed.label), sources }
      return feed.rate === undefined ? entry : { ...entry, rateSource: feed.rate.source }
    }),
    markets: await Promise.all(
      spec.markets.map((market) =>
        readMarket(chain, market, { derivative: contracts.derivative, symbolOf }),
      ),
    ),
    pools: poolEntries(spec, at, symbolOf),
    ...(risks.length === 0 ? {} : { risks }),
  }
}

/** The names of all its steps, in order. What tokens call themselves does not matter for them. */
export const stepsOf = (spec: DeploymentSpec, deployer: Address): readonly string[] =>
  protocolSteps(spec, deployer, () => '').map(({ name }) => name)

/** `pool-WETH`; where two tokens call themselves the same, the second is `pool-WETH-2`. */
function poolEntries(spec: DeploymentSpec, at: At, symbolOf: SymbolOf): readonly PoolEntry[] {
  const seen = new Map<string, number>()
  return pooledMarkets(spec.markets).map((market) => {
    const { collateral } = market
    const label = `pool-${symbolOf(collateral)}`
    const count = (seen.get(label) ?? 0) + 1
    seen.set(label, count)
    return {
      label: count === 1 ? label : `${label}-${count}`,
      address: at(poolStep(market)),
      collateral,
    }
  })
}

async function readMarket(
  chain: Chain,
  market: MarketSpec,
  { derivative, symbolOf }: { readonly derivative: Address; readonly symbolOf: SymbolOf },
): Promise<MarketEntry> {
  const { label, collateral, feed } = market
  const token = Derivative__factory.connect(collateral, chain.provider)
  return {
    label,
    id: marketId(market, derivative),
    collateral,
    collateralSymbol: symbolOf(collateral),
    collateralDecimals: Number(await token.decimals()),
    feed,
  }
}

async function readSymbols(chain: Chain, { markets }: DeploymentSpec): Promise<SymbolOf> {
  const symbols = new Map<Address, string>()
  for (const { collateral } of markets) symbols.set(collateral, await readSymbol(chain, collateral))
  return (collateral) => symbols.get(collateral) ?? shortHex(collateral)
}

const LONGEST_SYMBOL = 32

/** Some old tokens answer their symbol as bytes32, some have none: then the address stands for it. */
async function readSymbol(chain: Chain, token: Address): Promise<string> {
  const { interface: abi } = Derivative__factory.connect(token, chain.provider)
  const answer = await chain.provider.call({ to: token, data: abi.encodeFunctionData('symbol') })
  const readers = [
    () => String(abi.decodeFunctionResult('symbol', answer)[0]),
    () => decodeBytes32String(answer),
  ]
  for (const read of readers) {
    try {
      const symbol = printable(read())
      if (symbol !== '') return symbol.slice(0, LONGEST_SYMBOL)
    } catch {
      // Not in this form; the next reader, or the address, tells.
    }
  }
  return shortHex(token)
}
