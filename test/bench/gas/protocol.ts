import { encodeBytes32String, MaxUint256 } from 'ethers'
import { ExposureCaps__factory } from '../../../artifacts/typechain/factories/contracts/core/ExposureCaps__factory.js'
import { Ledger__factory } from '../../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { TestToken__factory } from '../../../artifacts/typechain/factories/contracts/test/TestToken__factory.js'
import { nodeAccounts } from '../../../cli/chain/client.ts'
import { deployProtocol } from '../../../cli/chain/deployment.ts'
import { localDeployment } from '../../../cli/chain/deploymentJournal.ts'
import { impersonate, type RawTransaction, sendAs } from '../../../cli/chain/devChain.ts'
import { type EmbeddedChain, startEmbeddedChain } from '../../../cli/chain/embedded.ts'
import {
  deployStandInFeed,
  deployStandInToken,
  setFeedPrices,
} from '../../../cli/chain/standIns.ts'
import type { Address, AddressBook, Hex, MarketEntry } from '../../../cli/governance/addressBook.ts'
import type { MarketTerms } from '../../../cli/governance/deploymentSpec.ts'
import {
  demoChain,
  demoDerivative,
  demoFeedLimits,
  demoGovernor,
  demoMarkets,
  demoTokenSupply,
} from '../../../cli/workflows/demoSpec.ts'
import { usualMarket } from '../../chain/deployments.ts'

export const WAD = 10n ** 18n
/** Derivative per WETH before a crash. */
export const PRICE = 2_368.79

/** The two risks every market of the bench rests on: what it is, and who made it. */
const RISKS = ['WETH', 'ETHEREUM'].map((name) => encodeBytes32String(name))
const NO_RISK = encodeBytes32String('')
/** Far above what the bench issues: a cap that is in force and never reached. */
const CAP = 2_000_000_000n * WAD

/** Our own protocol, deployed as `ballast deploy` does it, with one market, and who takes part. */
export interface Protocol {
  readonly chain: EmbeddedChain
  readonly book: AddressBook
  readonly market: MarketEntry
  /** The stand-in aggregators behind the market's three sources. */
  readonly aggregators: readonly Address[]
  readonly deployer: Address
  /** Has collateral in its wallet, and no vault. */
  readonly owner: Address
  /** Has derivative in its wallet, and no collateral. */
  readonly keeper: Address
  /** Votes, steps as a steward, and calls what anybody may; holds nothing else. */
  readonly voter: Address
  readonly guardian: Address
}

const ledgers = Ledger__factory.createInterface()
const exposures = ExposureCaps__factory.createInterface()
const tokens = TestToken__factory.createInterface()

/** Terms of the demonstration's first market, with room for ten thousand vaults and the steps of its ceiling in force. */
export function terms(): MarketTerms {
  const [first] = demoMarkets
  if (first === undefined) throw new Error('The demonstration has no market.')
  return { ...first.terms, debtCeiling: 1_000_000_000n * WAD, ceilingGap: 500_000_000n * WAD }
}

/** Names of the price sources behind the market. */
export const THREE_SOURCES = ['one', 'two', 'three'] as const
export const ONE_SOURCE = ['one'] as const

export async function openProtocol(sources: readonly string[] = THREE_SOURCES): Promise<Protocol> {
  const chain = await startEmbeddedChain(demoChain)
  const [deployer, guardian, owner, keeper, voter] = (await nodeAccounts(chain)) as [
    Address,
    Address,
    Address,
    Address,
    Address,
  ]
  const collateral = await deployStandInToken(chain, deployer, {
    symbol: 'WETH',
    name: 'Wrapped Ether (stand-in)',
    decimals: 18,
  })
  const aggregators: Address[] = []
  for (const name of sources) aggregators.push(await deployStandInFeed(chain, deployer, name))
  const book = await deployProtocol(await localDeployment(chain, deployer), {
    token: { recipient: deployer, supply: demoTokenSupply },
    governor: { ...demoGovernor, proposalGuardian: guardian },
    derivative: demoDerivative,
    feeds: [{ label: 'WETH/USD', aggregators, ...demoFeedLimits, minSources: leastOf(sources) }],
    steward: voter,
    ...usualMarket({ label: 'WETH-A', collateral, feed: 'WETH/USD', terms: terms() }),
  })
  const [market] = book.markets as [MarketEntry]
  const protocol = {
    ...{ chain, book, market, aggregators },
    ...{ deployer, guardian, owner, keeper, voter },
  }
  await impersonate(chain, book.contracts.timelock as Address)
  await setPrice(protocol, PRICE)
  await capRisks(protocol)
  await equip(protocol)
  return protocol
}

/** A majority: two of three, one of one. */
const leastOf = ({ length }: readonly string[]): bigint => BigInt(Math.floor(length / 2) + 1)

/** What every source answers from now on, as fresh as the newest block. */
export const setPrice = (
  { chain, deployer, aggregators }: Pick<Protocol, 'chain' | 'deployer' | 'aggregators'>,
  price: number,
): Promise<void> =>
  setFeedPrices(
    chain,
    deployer,
    aggregators.map((feed) => ({ feed, price })),
  )

/** A call by the timelock, as if a proposal had decided it. */
export const govern = async (
  { chain, book }: Pick<Protocol, 'chain' | 'book'>,
  to: Address,
  data: string,
): Promise<void> => {
  await sendAs(chain, { from: book.contracts.timelock as Address, to, data: data as Hex })
}

export async function assignRisks(protocol: Protocol, market: string): Promise<void> {
  const data = exposures.encodeFunctionData('assignRisks', [
    market,
    [...RISKS, NO_RISK] as [string, string, string],
  ])
  await govern(protocol, protocol.book.contracts.exposureCaps, data)
}

async function capRisks(protocol: Protocol): Promise<void> {
  const { exposureCaps, derivative } = protocol.book.contracts
  await assignRisks(protocol, protocol.market.id)
  for (const risk of [NO_RISK, ...RISKS]) {
    const values: [string, string, bigint] = [derivative, risk, CAP]
    await govern(protocol, exposureCaps, exposures.encodeFunctionData('setExposureCap', values))
  }
}

/** The owner gets collateral; the keeper locks all of its own and has the derivative. */
async function equip(protocol: Protocol): Promise<void> {
  const { chain, owner, keeper } = protocol
  for (const account of [owner, keeper]) await giveCollateral(protocol, account)
  await sendAs(chain, adjustment(protocol, keeper, [1_000n * WAD, 1_000_000n * WAD]))
}

/** A thousand whole tokens, which the Ledger may pull. */
export async function giveCollateral(
  { chain, book, market: { collateral: to } }: Protocol,
  account: Address,
): Promise<void> {
  const { ledger } = book.contracts
  for (const data of [
    tokens.encodeFunctionData('mint', [account, 1_000n * WAD]),
    tokens.encodeFunctionData('approve', [ledger, MaxUint256]),
  ])
    await sendAs(chain, { from: account, to, data: data as Hex })
}

/** The transaction of an owner that changes its vault. */
export const adjustment = (
  { book, market }: Protocol,
  owner: Address,
  [collateral, debt]: readonly [bigint, bigint],
): RawTransaction => ({
  from: owner,
  to: book.contracts.ledger,
  data: ledgers.encodeFunctionData('adjust', [market.id, owner, collateral, debt, owner]) as Hex,
})
