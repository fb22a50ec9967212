import { ILedgerLens__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedgerLens__factory.js'
import { IOracleHub__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IOracleHub__factory.js'
import type { AddressBook } from '../governance/addressBook.ts'
import type { FeedHealth, MarketHealth } from '../governance/health.ts'
import { priceStates, sourceStatuses } from '../governance/health.ts'
import type { Chain } from './client.ts'

/** Every feed with what became of each source, at a block. */
export async function readFeedHealth(
  chain: Chain,
  book: AddressBook,
  at: number,
): Promise<readonly FeedHealth[]> {
  const hub = IOracleHub__factory.connect(book.contracts.oracleHub, chain.provider)
  return Promise.all(
    book.feeds.map(async ({ label, key }) => {
      const [[price, readings], limits] = await Promise.all([
        hub.inspect(key, { blockTag: at }),
        hub.limitsOf(key, { blockTag: at }),
      ])
      return {
        label,
        state: priceStates[Number(price.state)] ?? 'DOWN',
        maxAge: limits.maxAge,
        minSources: limits.minSources,
        sources: readings.map(({ updatedAt, status }) => ({
          updatedAt,
          status: sourceStatuses[Number(status)] ?? 'INVALID',
        })),
      }
    }),
  )
}

/** Every market's bad debt, at a block. */
export async function readMarketHealth(
  chain: Chain,
  book: AddressBook,
  at: number,
): Promise<readonly MarketHealth[]> {
  const lens = ILedgerLens__factory.connect(book.contracts.ledgerLens, chain.provider)
  return Promise.all(
    book.markets.map(async ({ label, id }) => {
      const { state } = await lens.market(id, { blockTag: at })
      return { label, badDebt: state.deficit }
    }),
  )
}
