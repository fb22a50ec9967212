import type { PricePoint } from './priceCsv.ts'

const HOUR = 3_600
const FIRST = Date.UTC(2020, 2, 12) / 1_000

/**
 * What days are known by: ETH/USDT, spot, Binance, days in UTC. When in a day its low was does not follow from these
 * facts: each stands in the middle of its day.
 */
const facts = [
  { hour: 0, price: 194.61, of: 'close of 11 March 2020' },
  { hour: 12, price: 101.2, of: 'low of 12 March' },
  { hour: 24, price: 107.82, of: 'close of 12 March' },
  { hour: 36, price: 86, of: 'low of 13 March' },
  { hour: 48, price: 134.06, of: 'close of 13 March' },
] as const

/** A crash to replay where no real hourly prices are at hand; it says of itself that it is made up between its facts. */
export const standInCrash = {
  name: 'stand-in: hourly path through the daily facts of 12–13 March 2020',
  about:
    `This path is a stand-in. Only these prices are facts (ETH/USDT on Binance, days in UTC): ${facts
      .map(({ of, price }) => `${of} ${price.toFixed(2)}`)
      .join(', ')}. ` +
    'Between them the logarithm of the price moves in a straight line, hour by hour, rounded to the cent; each low stands ' +
    'in the middle of its day. Real hourly prices take its place where --replay names a CSV, or BALLAST_DATA a folder ' +
    'with prices/eth-usd-hourly.csv.',
  points: [
    { at: FIRST, price: facts[0].price },
    ...facts.slice(1).flatMap((to, i) => hoursBetween(facts[i] ?? to, to)),
  ],
} as const satisfies { readonly points: readonly PricePoint[] } & Record<string, unknown>

interface Fact {
  readonly hour: number
  readonly price: number
}

/** The hours after `from`, up to and with `to`. */
function hoursBetween(from: Fact, to: Fact): readonly PricePoint[] {
  const hours = to.hour - from.hour
  return Array.from({ length: hours }, (_, i) => {
    const share = (i + 1) / hours
    const price = from.price * (to.price / from.price) ** share
    return { at: FIRST + (from.hour + i + 1) * HOUR, price: Math.round(price * 100) / 100 }
  })
}
