import { MaxUint256 } from 'ethers'
import { Derivative__factory } from '../../artifacts/typechain/factories/contracts/core/Derivative__factory.js'
import { Ledger__factory } from '../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { LedgerLens__factory } from '../../artifacts/typechain/factories/contracts/core/LedgerLens__factory.js'
import { AuctionHouse__factory } from '../../artifacts/typechain/factories/contracts/liquidation/AuctionHouse__factory.js'
import { StabilityPool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/StabilityPool__factory.js'
import { nodeAccounts, readBlock } from '../chain/client.ts'
import { advanceTo, impersonating, sendAs } from '../chain/devChain.ts'
import { seedOwner } from '../chain/seedVaults.ts'
import type { Address, Hex, MarketEntry } from '../governance/addressBook.ts'
import { sumOf } from '../governance/liquidationTerms.ts'
import type { DemoProtocol } from './protocol.ts'

/** The market of the crash, and what is left of its price: a fall that the oracle believes at once. */
const MARKET = 'WETH-A'
const FACTOR = 0.78
/** A lot starts a tenth above the price and falls by a hundredth a minute: after a quarter of an hour somebody earns by it. */
const WAIT_SECONDS = 15 * 60

/** Who is nobody in the protocol and keeps it running. */
const KEEPER = 8

/** What a fall of the price makes of a market. */
export interface Fall {
  readonly market: MarketEntry
  /** Derivative per token, WAD: the high price, which liquidations go by. */
  readonly before: bigint
  readonly after: bigint
  /** Vaults with a health factor below 1. */
  readonly unhealthy: number
  /** No event of the crash is older. */
  readonly block: number
}

/** What the pool burned and got. */
export interface Absorbed {
  readonly vaults: number
  readonly repaid: bigint
  readonly collateral: bigint
}

/** What one lot came with and brought. */
export interface Auctioned {
  readonly debt: bigint
  readonly collateral: bigint
  readonly paid: bigint
  readonly debtPaid: bigint
  /** Collateral that went back into the vault. */
  readonly returned: bigint
  /** Seconds from its start to its sale. */
  readonly seconds: number
}

/** How the protocol stands afterwards; amounts of the derivative. */
export interface Aftermath {
  readonly badDebt: bigint
  readonly fromSurplus: bigint
  readonly deficit: bigint
  readonly surplus: bigint
  readonly navWad: bigint
  readonly unhealthy: number
}

const contractsOf = ({ chain: { provider }, book: { contracts } }: DemoProtocol) => ({
  ledger: Ledger__factory.connect(contracts.ledger, provider),
  lens: LedgerLens__factory.connect(contracts.ledgerLens, provider),
  house: AuctionHouse__factory.connect(contracts.auctionHouse ?? '', provider),
  derivative: Derivative__factory.connect(contracts.derivative, provider),
})

/** The market's vaults that can be liquidated, the worst first. */
async function unhealthyVaults(protocol: DemoProtocol, { id }: MarketEntry) {
  const { ledger, lens } = contractsOf(protocol)
  const vaults = await lens.vaults(id, 0n, await ledger.ownerCount(id))
  return vaults
    .filter(({ debt, healthWad }) => debt > 0n && healthWad < 10n ** 18n)
    .toSorted((a, b) => (a.healthWad < b.healthWad ? -1 : 1))
}

/** Lets the price of one collateral fall. */
export async function fallOfPrice(protocol: DemoProtocol): Promise<Fall> {
  const market = protocol.book.markets.find(({ label }) => label === MARKET)
  if (market === undefined) throw new Error(`The demonstration has no market ${MARKET}.`)
  const { lens } = contractsOf(protocol)
  const priceNow = async () => (await lens.market(market.id)).priceHigh
  const before = await priceNow()
  const { number } = await readBlock(protocol.chain)
  await protocol.fall(market.feed, FACTOR)
  const unhealthy = (await unhealthyVaults(protocol, market)).length
  return { market, before, after: await priceNow(), unhealthy, block: number }
}

const send = async (
  { chain, book }: DemoProtocol,
  from: Address,
  call: { readonly to: Address; readonly data: Hex },
): Promise<void> => {
  await sendAs(chain, { from, ...call }, book)
}

async function keeperOf({ chain }: DemoProtocol): Promise<Address> {
  const keeper = (await nodeAccounts(chain))[KEEPER]
  if (keeper === undefined) throw new Error('The chain has too few accounts.')
  return keeper
}

/** The pool of the collateral liquidates as many vaults as its deposits are enough for, the worst first. */
export async function absorb(protocol: DemoProtocol, { market, block }: Fall): Promise<Absorbed> {
  const { chain, book } = protocol
  const entry = book.pools?.find(({ collateral }) => collateral === market.collateral)
  if (entry === undefined) throw new Error(`There is no pool for ${market.label}.`)
  const pool = StabilityPool__factory.connect(entry.address, chain.provider)
  const keeper = await keeperOf(protocol)
  for (const { owner, debt } of await unhealthyVaults(protocol, market)) {
    if (debt > (await pool.spendable())) continue
    const args: [Hex, Address, bigint] = [market.id, owner, MaxUint256]
    const data = pool.interface.encodeFunctionData('absorb', args)
    await send(protocol, keeper, { to: entry.address, data })
  }
  const events = (await pool.queryFilter(pool.filters.Absorbed(), block)).map(({ args }) => args)
  return {
    vaults: events.length,
    repaid: sumOf(events.map(({ repaid }) => repaid)),
    collateral: sumOf(events.map(({ collateral }) => collateral)),
  }
}

/** Somebody sends a vault to auction, waits, and somebody else buys all of it with derivative that circulates. */
export async function auction(protocol: DemoProtocol, { market, block }: Fall): Promise<Auctioned> {
  const { chain } = protocol
  const { house, derivative } = contractsOf(protocol)
  const to = await house.getAddress()
  const buyer = await richestOwner(protocol)
  const money = await derivative.balanceOf(buyer)
  const left = await unhealthyVaults(protocol, market)
  // The penalty comes on top of the debt, and nobody buys their own vault.
  const vault = left.find(({ owner, debt }) => owner !== buyer && debt * 2n < money)
  if (vault === undefined) throw new Error('The crash left nothing to auction.')
  await send(protocol, await keeperOf(protocol), {
    to,
    data: house.interface.encodeFunctionData('kick', [market.id, vault.owner]),
  })
  const [lotId] = await house.openLots(0n, 1n)
  if (lotId === undefined) throw new Error('The lot is not there.')
  const { startedAt, collateral, debt } = await house.lotOf(lotId)
  await advanceTo(chain, Number(startedAt) + WAIT_SECONDS)
  await impersonating(chain, [buyer], async () => {
    const approval = derivative.interface.encodeFunctionData('approve', [to, MaxUint256])
    await send(protocol, buyer, { to: await derivative.getAddress(), data: approval })
    const args: [bigint, bigint, bigint, Address, Hex] = [
      lotId,
      collateral,
      MaxUint256,
      buyer,
      '0x',
    ]
    await send(protocol, buyer, { to, data: house.interface.encodeFunctionData('take', args) })
  })
  const taken = (await house.queryFilter(house.filters.LotTaken(lotId), block)).map(
    ({ args }) => args,
  )
  const [closed] = await house.queryFilter(house.filters.LotClosed(lotId), block)
  const { timestamp } = await readBlock(chain)
  return {
    ...{ debt, collateral },
    paid: sumOf(taken.map(({ paid }) => paid)),
    debtPaid: sumOf(taken.map(({ debtPaid }) => debtPaid)),
    returned: closed?.args.leftover ?? 0n,
    seconds: timestamp - Number(startedAt),
  }
}

/** Of the owners whom the demonstration opened vaults for, the one with most derivative in its wallet. */
async function richestOwner(protocol: DemoProtocol): Promise<Address> {
  const { derivative } = contractsOf(protocol)
  let [richest, most] = [seedOwner(0), -1n]
  for (let index = 0; index < protocol.vaultCount; index += 1) {
    const owner = seedOwner(index)
    const balance = await derivative.balanceOf(owner)
    if (balance > most) [richest, most] = [owner, balance]
  }
  return richest
}

/** What the crash cost, as the Ledger says. */
export async function aftermath(
  protocol: DemoProtocol,
  { market, block }: Fall,
): Promise<Aftermath> {
  const { ledger, lens } = contractsOf(protocol)
  const { derivative } = protocol.book.contracts
  const realised = await ledger.queryFilter(ledger.filters.BadDebtRealised(market.id), block)
  return {
    badDebt: sumOf(realised.map(({ args }) => args.badDebt)),
    fromSurplus: sumOf(realised.map(({ args }) => args.fromSurplus)),
    deficit: await ledger.deficitOf(derivative),
    surplus: await ledger.surplusOf(derivative),
    navWad: await lens.navOf(derivative),
    unhealthy: (await unhealthyVaults(protocol, market)).length,
  }
}
