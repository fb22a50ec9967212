import { setTimeout } from 'node:timers/promises'
import { TestFeed__factory } from '../../artifacts/typechain/factories/contracts/test/TestFeed__factory.js'
import { readFeeds } from '../../cli/chain/feeds.ts'
import { type FeedPrice, setFeedPrices } from '../../cli/chain/standIns.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { fromScale } from '../../cli/shared/amount.ts'
import type { SeededNode } from '../support/nodes.ts'

/** A node on which something happens. */
export interface LiveNode {
  /** How many there were so far. */
  readonly blocks: () => number
  readonly stop: () => Promise<void>
  /** Rejects if it stops by itself. */
  readonly failed: Promise<never>
}

const BLOCK_MS = 1_000
/** Prices go up and down by so much. */
const SWING = 0.02

/** Every second a block, and in every fifth of them other prices: every health moves. */
export async function minesEverySecond(node: SeededNode): Promise<LiveNode> {
  const { chain, book, holder } = node
  const { standIns } = await readFeeds(chain, book)
  const start = await Promise.all(standIns.map((feed) => priceIn(node, feed)))
  const movePrices = (change: number) =>
    setFeedPrices(
      chain,
      holder,
      start.map(({ feed, price }) => ({ feed, price: price * (1 + change) })),
    )
  let isWanted = true
  let blocks = 0
  const run = async (): Promise<void> => {
    while (isWanted) {
      blocks += 1
      if (blocks % 5 === 0) await movePrices(SWING * Math.sin(blocks / 50))
      else await chain.rpc.request({ method: 'evm_mine' })
      await setTimeout(BLOCK_MS)
    }
  }
  const running = run()
  return {
    blocks: () => blocks,
    failed: running.then(() => new Promise<never>(() => {})),
    async stop() {
      isWanted = false
      await running
    },
  }
}

async function priceIn({ chain }: SeededNode, feed: Address): Promise<FeedPrice> {
  const contract = TestFeed__factory.connect(feed, chain.provider)
  const [[, answer], decimals] = await Promise.all([
    contract.latestRoundData(),
    contract.decimals(),
  ])
  return { feed, price: fromScale(answer, Number(decimals)) }
}
