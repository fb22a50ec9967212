import { MaxUint256 } from 'ethers'
import { ILedger__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedger__factory.js'
import { ChainlinkSource__factory } from '../../artifacts/typechain/factories/contracts/oracle/ChainlinkSource__factory.js'
import { TestFeed__factory } from '../../artifacts/typechain/factories/contracts/test/TestFeed__factory.js'
import { TestToken__factory } from '../../artifacts/typechain/factories/contracts/test/TestToken__factory.js'
import { signerOf } from '../../cli/chain/client.ts'
import { waitForReceipt } from '../../cli/chain/receipts.ts'
import { setFeedPrices } from '../../cli/chain/standIns.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { silence } from '../../cli/shared/progress.ts'
import { openKeeper } from '../../cli/workflows/keep.ts'
import { type KeeperRequest, readKeeperSettings } from '../../cli/workflows/keeperSettings.ts'
import type { Keeping } from '../../cli/workflows/keeping.ts'
import type { Acting } from '../../cli/workflows/protocol.ts'
import { peopleOf } from './acting.ts'
import type { SeededNode } from './nodes.ts'

type Place = Pick<SeededNode, 'chain' | 'book'>

const marketCalled = ({ book }: Place, label: string) => {
  const market = book.markets.find((entry) => entry.label === label)
  if (market === undefined) throw new Error(`No market ${label}.`)
  return market
}

/** Lets every source of a market's feed answer anew, at a factor of what it says. */
export async function movePrice(node: Place, label: string, factor: number): Promise<void> {
  const { chain, book } = node
  const { feed } = marketCalled(node, label)
  const entry = book.feeds.find((one) => one.label === feed)!
  const prices = await Promise.all(
    entry.sources.map(async (source) => {
      const at = await ChainlinkSource__factory.connect(source, chain.provider).AGGREGATOR()
      const [, answer] = await TestFeed__factory.connect(at, chain.provider).latestRoundData()
      return { feed: at, price: (Number(answer) / 1e8) * factor }
    }),
  )
  const { stranger } = await peopleOf(node as SeededNode)
  await setFeedPrices(chain, stranger, prices)
}

/** Opens a vault far from any liquidation and gives its owner what it issues, in whole tokens. */
export async function issueTo(node: Place, owner: Address, amount: bigint): Promise<void> {
  const { chain, book } = node
  const { id, collateral } = marketCalled(node, 'WBTC-A')
  const signer = signerOf(chain, owner)
  const token = TestToken__factory.connect(collateral, signer)
  const ledger = ILedger__factory.connect(book.contracts.ledger, signer)
  const locked = 1_000n * 10n ** 8n
  // A response's own wait asks once and then for the next block, which may never come where blocks come with transactions.
  const mined = ({ hash }: { readonly hash: string }) =>
    waitForReceipt(chain, hash, { seconds: 30 })
  await mined(await token.mint(owner, locked))
  await mined(await token.approve(book.contracts.ledger, MaxUint256))
  await mined(await ledger.adjust(id, owner, locked, amount * 10n ** 18n, owner))
}

/** A keeper in this process that asks nobody. */
export async function keeperOf(
  acting: Acting,
  request: KeeperRequest = {},
  how: { readonly dryRun?: true; readonly signal?: AbortSignal } = {},
): Promise<Keeping> {
  return openKeeper(acting, {
    settings: readKeeperSettings(request, acting.protocol.book),
    repeats: false,
    confirm: async () => (how.dryRun ? 'dry run' : 'send'),
    progress: silence,
    signal: how.signal ?? new AbortController().signal,
  })
}
