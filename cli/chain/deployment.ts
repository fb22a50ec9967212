import { decodeBytes32String } from 'ethers'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { Derivative__factory } from '../../artifacts/typechain/factories/contracts/core/Derivative__factory.js'
import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import {
  type Address,
  type AddressBook,
  coreContracts,
  type FeedEntry,
  type MarketEntry,
} from '../governance/addressBook.ts'
import type { DeploymentSpec, MarketSpec } from '../governance/deploymentSpec.ts'
import { printable, shortHex } from '../shared/format.ts'
import type { Chain } from './client.ts'
import { type Deployment, takeSteps } from './deploymentJournal.ts'
import { feedKey, marketId, placeOf, protocolSteps, sourceStep } from './deploymentSteps.ts'
import { assertHandedOver } from './handover.ts'

/** The contracts that a deployment puts on the chain. */
const deployedContracts = [...coreContracts, 'riskSteward'] as const

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
  const at = await takeSteps(deployment, protocolSteps(spec, account.address), onStep)
  const contracts = Object.fromEntries(
    deployedContracts.map((name) => [name, placeOf(name, at)]),
  ) as Record<(typeof deployedContracts)[number], Address>
  await assertHandedOver(
    {
      accessManager: AccessManager__factory.connect(contracts.accessManager, chain.provider),
      timelock: TimelockController__factory.connect(contracts.timelock, chain.provider),
    },
    account.address,
    spec.governor.proposalGuardian === account.address ? ['FREEZE'] : [],
  )
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
      spec.markets.map((market) => readMarket(chain, market, contracts.derivative)),
    ),
  }
}

/** The names of all its steps, in order. */
export const stepsOf = (spec: DeploymentSpec, deployer: Address): readonly string[] =>
  protocolSteps(spec, deployer).map(({ name }) => name)

async function readMarket(
  chain: Chain,
  market: MarketSpec,
  derivative: Address,
): Promise<MarketEntry> {
  const { label, collateral, feed } = market
  const token = Derivative__factory.connect(collateral, chain.provider)
  return {
    label,
    id: marketId(market, derivative),
    collateral,
    collateralSymbol: await readSymbol(chain, collateral),
    collateralDecimals: Number(await token.decimals()),
    feed,
  }
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
