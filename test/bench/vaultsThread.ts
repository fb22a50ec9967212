import { answerCalls } from '../../cli/backstage/answerCalls.ts'
import type { BookReading } from '../../cli/chain/readBook.ts'
import type { Connection } from '../../cli/ui/services/session.ts'
import { vaultServicesOn } from '../support/fakeVaults.ts'
import { generatedBook } from '../support/vaultBooks.ts'
import { VAULTS } from './sizes.ts'

const BLOCK_MS = 1_000

// The office of the bench: the product's own questions about vaults, on a generated book that is newer every second.
let book = generatedBook(VAULTS)

/** The next block: every price a little lower, so that every health is another. */
function nextBook({ block, markets, ...reading }: BookReading): BookReading {
  const number = block.number + 1
  return {
    ...reading,
    block: { number, timestamp: block.timestamp + 1, hash: `0x${number.toString(16)}` },
    markets: markets.map((market) => {
      const high = (market.price.high * 9_999n) / 10_000n
      return { ...market, price: { low: high, mid: high, high } }
    }),
  }
}

const live = ({ block: { number, timestamp } }: BookReading): Connection => ({
  kind: 'live',
  by: 'subscription',
  block: { number, timestamp },
})

answerCalls({
  ...vaultServicesOn(() => book),
  watch(tell: (connection: Connection) => void) {
    tell(live(book))
    setInterval(() => {
      book = nextBook(book)
      tell(live(book))
    }, BLOCK_MS)
  },
})
