import { expect } from 'chai'
import type { MarketReading } from '../../cli/chain/readBook.ts'
import { distanceText } from '../../cli/ui/screens/vaults/vaultWords.ts'
import { impactOn } from '../../cli/workflows/vaultImpact.ts'
import { bookReading, marketReading } from '../support/vaultBooks.ts'

const WAD = 10n ** 18n
const OWNER = '0x000000000000000000000000000000000000dEaD'
const PRICE = 2_000n * WAD
const price = { low: PRICE, mid: PRICE, high: PRICE }

/** 10 WETH at 2,000; a threshold of 80 % carries 16,000. Executed at once; the week of a ramp costs 0.1 % of fees. */
function wordsFor(
  debt: bigint,
  terms: Readonly<Record<string, bigint>>,
  own: Partial<MarketReading> = {},
): readonly string[] {
  const vault = { owner: OWNER, collateral: 10n * WAD, debt: debt * WAD }
  const reading = bookReading([marketReading('WETH-A', [vault], { price, ...own })])
  const changes = Object.entries(terms).map(([key, after]) => ({
    subject: 'WETH-A',
    spec: { key, scope: 'market' },
    after,
  }))
  const executesAt = reading.block.timestamp
  const draft = changes.length === 0 ? undefined : { changes, executesAt, leftOut: [] }
  return impactOn(OWNER, reading, draft).vaults[0]!.words
}

describe('the impact on one owner, in words', () => {
  it('without a draft says how far the price can fall', () => {
    expect(wordsFor(8_000n, {})).to.deep.equal(['is safe; the price can fall 50.0 %, to 1,000.'])
    expect(wordsFor(20_000n, {})).to.deep.equal(['can be liquidated now: its health is 0.800.'])
    expect(wordsFor(0n, {})).to.deep.equal(['has no debt: nothing can be liquidated.'])
  })

  it('says that an owner stays safe and how much less room there is', () => {
    expect(wordsFor(8_000n, { liquidationThreshold: 7_500n })).to.deep.equal([
      'stays safe; the price can fall 46.6 % instead of 49.9 %, to 1,068 instead of 1,001 (health 1.998 → 1.873).',
      'The threshold falls over 7 days from the execution, not at once.',
    ])
  })

  it('says what keeps an owner safe whom the draft would make liquidatable', () => {
    const [first, rescue, ramp] = wordsFor(15_600n, { liquidationThreshold: 7_500n })
    expect(first).to.equal('could be liquidated at today’s price: health 1.024 → 0.960.')
    expect(rescue).to.match(
      /^To stay safe at today’s price: repay 614\.\d\d bUSD, or add 0\.409\d+ WETH\.$/,
    )
    expect(ramp).to.contain('7 days')
  })

  it('says when a draft makes safe who is not, and when it helps nobody', () => {
    const relaxed = { liquidationThreshold: 8_200n }
    expect(wordsFor(16_200n, relaxed)).to.deep.equal([
      'can be liquidated now and would be safe with the draft: health 0.987 → 1.012.',
    ])
    expect(wordsFor(18_000n, relaxed)).to.deep.equal([
      'can be liquidated now, with the draft and without: health 0.888 → 0.911.',
    ])
  })

  it('cuts a fall as the table of vaults does', () => {
    // 1 − 8,003 / 16,000 = 49.98 %
    const now = { health: 16_000 / 8_003, distance: 1 - 8_003 / 16_000 }
    expect(distanceText(now)).to.equal('49.9 %')
    expect(wordsFor(8_003n, {})[0]).to.contain(`can fall ${distanceText(now)},`)
  })

  it('cuts health instead of rounding it up to 1', () => {
    expect(wordsFor(16_001n, {})).to.deep.equal(['can be liquidated now: its health is 0.999.'])
  })

  it('says what fee, penalty and ratio mean for this vault', () => {
    const words = wordsFor(8_000n, {
      stabilityFee: (8n * WAD) / 100n,
      liquidationPenalty: 1_000n,
      collateralizationRatio: 16_000n,
    })
    expect(words).to.deep.equal([
      'is safe; the price can fall 50.0 %, to 1,000.',
      'The stability fee becomes 8 % instead of 5 % a year: 256.13 bUSD more a year on this debt.',
      'A liquidation costs at most 10 % instead of 8 % of what is repaid.',
      'Its collateral carries 4,500 bUSD more debt instead of 5,333, as far as the ceiling allows.',
    ])
  })

  describe('without a price', () => {
    const down = { price: { low: 0n, mid: 0n, high: 0n }, priceState: 'DOWN' } as const
    const unknown =
      'has no price: while its feed is DOWN nobody can liquidate it, and nobody can say how safe it is.'

    it('does not say that a vault can be liquidated', () => {
      expect(wordsFor(8_000n, {}, down)).to.deep.equal([unknown])
      expect(wordsFor(0n, {}, down)).to.deep.equal(['has no debt: nothing can be liquidated.'])
    })

    it('says what of the draft can be said', () => {
      const drafted = { liquidationThreshold: 7_500n, collateralizationRatio: 16_000n }
      expect(wordsFor(8_000n, drafted, down)).to.deep.equal([
        unknown,
        'The liquidation threshold becomes 75 % instead of 80 %.',
        'Issuing needs collateral of 160 % instead of 150 % of the debt.',
      ])
    })
  })

  it('says what a degraded price means', () => {
    expect(wordsFor(20_000n, {}, { priceState: 'DEGRADED' })).to.deep.equal([
      'can be liquidated now: its health is 0.800.',
      'Its price is DEGRADED: liquidation counts by the highest of the sources, and until they agree again its owner can neither issue nor withdraw.',
    ])
  })

  it('does not blame the draft for what fees alone do by then', () => {
    // 15,990 are safe today; a week of fees makes them more than 16,000.
    expect(wordsFor(15_990n, { liquidationThreshold: 7_999n })[0]).to.equal(
      'could be liquidated by then, with the draft and without: health 0.999 → 0.999.',
    )
  })

  it('says nothing about what stays as it is', () => {
    const { liquidationPenaltyBps, stabilityFeeWad } = marketReading('WETH-A', []).terms
    const same = { liquidationPenalty: liquidationPenaltyBps, stabilityFee: stabilityFeeWad }
    expect(wordsFor(8_000n, { ...same, minimumDebt: WAD })).to.have.length(1)
  })
})
