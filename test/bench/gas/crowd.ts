import { encodeBytes32String } from 'ethers'
import { Ledger__factory } from '../../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { feedKey, marketId } from '../../../cli/chain/deploymentSteps.ts'
import { numbered, seedVaults } from '../../../cli/chain/seedVaults.ts'
import type { Address, MarketEntry } from '../../../cli/governance/addressBook.ts'
import { assignRisks, govern, PRICE, type Protocol, setPrice, terms, WAD } from './protocol.ts'

/** Few enough to be opened before a price is too old. */
const VAULTS_BETWEEN_PRICES = 1_500

const ledgers = Ledger__factory.createInterface()

/** Opens vaults until the market has that many beside the keeper's own. */
export async function fillTo(protocol: Protocol, from: number, to: number): Promise<void> {
  const { chain, book, market } = protocol
  const vault = { market: market.label, collateral: 10n * WAD, debt: 5_000n * WAD }
  const owned = numbered(Array.from({ length: to }, () => vault)).slice(from)
  const pieces = Math.ceil(owned.length / VAULTS_BETWEEN_PRICES)
  for (let piece = 0; piece < pieces; piece += 1) {
    await setPrice(protocol, PRICE)
    const start = piece * VAULTS_BETWEEN_PRICES
    await seedVaults(chain, book, owned.slice(start, start + VAULTS_BETWEEN_PRICES))
  }
  await setPrice(protocol, PRICE)
}

/** Lists more markets like the first one, each with the same risks and a vault, until there are that many. */
export async function listTo(protocol: Protocol, count: number): Promise<void> {
  const { chain, book, market } = protocol
  const { ledger, derivative } = book.contracts
  const markets: MarketEntry[] = [market]
  for (let place = 2; place <= count; place += 1) {
    const label = `WETH-${place}`
    const key = {
      ...{ derivative, collateral: market.collateral },
      ...{ feed: feedKey(market.feed), label: encodeBytes32String(label) },
    }
    const id = marketId({ ...market, label }, derivative)
    await govern(protocol, ledger, ledgers.encodeFunctionData('createMarket', [key, terms()]))
    await assignRisks(protocol, id)
    markets.push({ ...market, label, id })
  }
  await setPrice(protocol, PRICE)
  const vaults = markets.slice(1).map(({ label }, place) => ({
    ...{ market: label, collateral: 10n * WAD, debt: 5_000n * WAD },
    owner: `0x${(place + 1).toString(16).padStart(40, '1')}` as Address,
  }))
  await seedVaults(chain, { ...book, markets }, vaults)
  await setPrice(protocol, PRICE)
}
