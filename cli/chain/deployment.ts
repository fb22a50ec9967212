import {
  type BaseContract,
  type ContractTransactionResponse,
  encodeBytes32String,
  type Signer,
} from 'ethers'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { Derivative__factory } from '../../artifacts/typechain/factories/contracts/core/Derivative__factory.js'
import { Ledger__factory } from '../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { LedgerLens__factory } from '../../artifacts/typechain/factories/contracts/core/LedgerLens__factory.js'
import { BallastGovernor__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastGovernor__factory.js'
import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import { ChainlinkSource__factory } from '../../artifacts/typechain/factories/contracts/oracle/ChainlinkSource__factory.js'
import { OracleHub__factory } from '../../artifacts/typechain/factories/contracts/oracle/OracleHub__factory.js'
import type { AddressBook, FeedEntry, MarketEntry } from '../governance/addressBook.ts'
import { grantedRoles, roleSelectors, roles } from '../governance/roles.ts'
import { type Chain, readBlock } from './client.ts'
import type { DeploymentSpec, FeedSpec, MarketSpec } from './deploymentSpec.ts'
import { assertHandedOver } from './handover.ts'

const OPEN_EXECUTION = '0x0000000000000000000000000000000000000000'

/** What was deployed so far, as typed contracts. */
type Contracts = Awaited<ReturnType<typeof deployContracts>>

/**
 * Deploys the whole protocol and hands all power to the timelock behind the Governor. The same function
 * serves the embedded chain, tests and networks.
 *
 * @param deployer pays, and holds the listing capabilities until the handover; ends with no role at all
 * @param onStep is told each finished step, for progress
 * @returns the address book
 * @throws DeploymentUnsafeError when the deployer, or anyone but the timelock, is left with power
 */
export async function deployProtocol(
  chain: Chain,
  deployer: Signer,
  spec: DeploymentSpec,
  onStep: (step: string) => void = () => {},
): Promise<AddressBook> {
  const { number: deployedAtBlock } = await readBlock(chain)
  const contracts = await deployContracts(deployer, spec)
  onStep('contracts')
  await grantForListing(contracts, deployer)
  const feeds = await createFeeds(contracts, deployer, spec.feeds)
  onStep('feeds')
  const markets = await createMarkets(contracts, spec.markets)
  onStep('markets')
  await handOver(contracts, deployer)
  await assertHandedOver(contracts, await deployer.getAddress())
  onStep('handover')
  return addressBookOf(chain, contracts, { spec, feeds, markets, deployedAtBlock })
}

async function deployContracts(deployer: Signer, spec: DeploymentSpec) {
  const account = await deployer.getAddress()
  const token = await deployed(
    new BallastToken__factory(deployer).deploy(spec.token.recipient, spec.token.supply),
  )
  const timelock = await deployed(
    new TimelockController__factory(deployer).deploy(
      spec.governor.timelockMinDelay,
      [],
      [OPEN_EXECUTION],
      account,
    ),
  )
  const { timelockMinDelay: _, ...settings } = spec.governor
  const governor = await deployed(
    new BallastGovernor__factory(deployer).deploy(
      await addressOf(token),
      await addressOf(timelock),
      {
        ...settings,
      },
    ),
  )
  const accessManager = await deployed(new AccessManager__factory(deployer).deploy(account))
  const authority = await addressOf(accessManager)
  const oracleHub = await deployed(new OracleHub__factory(deployer).deploy(authority))
  const ledger = await deployed(
    new Ledger__factory(deployer).deploy(await addressOf(oracleHub), authority),
  )
  const ledgerLens = await deployed(
    new LedgerLens__factory(deployer).deploy(await addressOf(ledger)),
  )
  const derivative = await deployed(
    new Derivative__factory(deployer).deploy(
      spec.derivative.name,
      spec.derivative.symbol,
      await addressOf(ledger),
    ),
  )
  return { token, governor, timelock, accessManager, oracleHub, ledger, ledgerLens, derivative }
}

/** Binds every governed selector to its capability; the deployer lists feeds and markets as LIST for now. */
async function grantForListing(contracts: Contracts, deployer: Signer): Promise<void> {
  const { accessManager } = contracts
  for (const { contract, role, signatures } of roleSelectors) {
    const target = contracts[contract]
    const selectors = signatures.map((signature) => selectorOf(target, signature))
    await sent(accessManager.setTargetFunctionRole(await addressOf(target), selectors, roles[role]))
  }
  await sent(accessManager.grantRole(roles.LIST, await deployer.getAddress(), 0))
}

async function createFeeds(
  { oracleHub }: Contracts,
  deployer: Signer,
  specs: readonly FeedSpec[],
): Promise<readonly FeedEntry[]> {
  const entries: FeedEntry[] = []
  for (const { label, aggregators, maxAge, maxDeviationBps, minSources } of specs) {
    const sources: string[] = []
    for (const aggregator of aggregators) {
      const source = await deployed(new ChainlinkSource__factory(deployer).deploy(aggregator))
      sources.push(await addressOf(source))
    }
    const key = encodeBytes32String(label)
    await sent(oracleHub.createFeed(key, sources, { maxAge, maxDeviationBps, minSources }))
    entries.push({ label, key, sources })
  }
  return entries
}

async function createMarkets(
  { ledger, derivative }: Contracts,
  specs: readonly MarketSpec[],
): Promise<readonly MarketEntry[]> {
  const entries: MarketEntry[] = []
  for (const { label, collateral, feed, terms } of specs) {
    const key = {
      derivative: await addressOf(derivative),
      collateral,
      feed: encodeBytes32String(feed),
      label: encodeBytes32String(label),
    }
    const id = await ledger.createMarket.staticCall(key, terms)
    await sent(ledger.createMarket(key, terms))
    const token = Derivative__factory.connect(collateral, ledger.runner)
    entries.push({
      label,
      id,
      collateral,
      collateralSymbol: await token.symbol(),
      collateralDecimals: Number(await token.decimals()),
      feed,
    })
  }
  return entries
}

/** The timelock gets every capability and both admin roles, the Governor the timelock; the deployer keeps nothing. */
async function handOver(contracts: Contracts, deployer: Signer): Promise<void> {
  const { accessManager, timelock, governor } = contracts
  const account = await deployer.getAddress()
  const owner = await addressOf(timelock)
  for (const role of grantedRoles) {
    await sent(accessManager.grantRole(roles[role], owner, 0))
  }
  await sent(accessManager.grantRole(roles.ADMIN, owner, 0))
  await sent(accessManager.renounceRole(roles.LIST, account))
  await sent(accessManager.renounceRole(roles.ADMIN, account))

  const voters = await addressOf(governor)
  await sent(timelock.grantRole(await timelock.PROPOSER_ROLE(), voters))
  await sent(timelock.grantRole(await timelock.CANCELLER_ROLE(), voters))
  await sent(timelock.renounceRole(await timelock.DEFAULT_ADMIN_ROLE(), account))
}

async function addressBookOf(
  chain: Chain,
  contracts: Contracts,
  listed: {
    readonly spec: DeploymentSpec
    readonly feeds: readonly FeedEntry[]
    readonly markets: readonly MarketEntry[]
    readonly deployedAtBlock: number
  },
): Promise<AddressBook> {
  const { token, governor, timelock, accessManager, oracleHub, ledger, ledgerLens, derivative } =
    contracts
  return {
    chainId: chain.chainId,
    deployedAtBlock: listed.deployedAtBlock,
    contracts: {
      token: await addressOf(token),
      governor: await addressOf(governor),
      timelock: await addressOf(timelock),
      accessManager: await addressOf(accessManager),
      oracleHub: await addressOf(oracleHub),
      ledger: await addressOf(ledger),
      ledgerLens: await addressOf(ledgerLens),
      derivative: await addressOf(derivative),
    },
    derivativeSymbol: listed.spec.derivative.symbol,
    tokenSymbol: await token.symbol(),
    feeds: listed.feeds,
    markets: listed.markets,
  }
}

async function deployed<T extends BaseContract>(deploying: Promise<T>): Promise<T> {
  const contract = await deploying
  await contract.waitForDeployment()
  return contract
}

async function sent(sending: Promise<ContractTransactionResponse>): Promise<void> {
  await (await sending).wait()
}

const addressOf = (contract: BaseContract): Promise<string> => contract.getAddress()

function selectorOf(contract: BaseContract, signature: string): string {
  const fragment = contract.interface.getFunction(signature)
  if (fragment === null) throw new Error(`No function ${signature} in the compiled contract.`)
  return fragment.selector
}
