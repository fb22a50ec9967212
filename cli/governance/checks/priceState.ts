import { type Check, inconclusive, pass } from './check.ts'

/** Risk figures rest on prices: every market's price is OK at the pinned block. */
export const priceState: Check<'chain'> = {
  name: 'price-state',
  title: 'Prices can be relied on',
  needs: ['chain'],
  judge({ chain: { prices } }) {
    const doubtful = prices.filter(({ state }) => state !== 'OK')
    return doubtful.length === 0
      ? pass('Every price feed is OK.')
      : inconclusive(
          'Figures that rest on these prices prove nothing.',
          doubtful.map(({ market, feed, state }) => `${feed} of ${market} is ${state}`),
        )
  },
}
