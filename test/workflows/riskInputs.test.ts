import { expect } from 'chai'
import type { DryRunReading } from '../../cli/chain/dryRun.ts'
import type { BookReading, MarketReading } from '../../cli/chain/readBook.ts'
import { riskBook } from '../../cli/workflows/riskInputs.ts'
import { sound } from '../governance/checks/evidence.ts'
import { dryRunOf } from '../governance/execution.ts'

const WAD = 10n ** 18n

const market = (label: string, own: Partial<MarketReading> = {}): MarketReading => ({
  label,
  collateralSymbol: label.slice(0, -2),
  collateralDecimals: 18,
  terms: {
    collateralizationRatioBps: 15_050n,
    liquidationThresholdBps: 1n,
    liquidationPenaltyBps: 825n,
    penaltyFloorBps: 6_000n,
    maxPenaltyHealthWad: (95n * WAD) / 100n,
    targetHealthWad: (105n * WAD) / 100n,
    debtCeiling: 1n,
    minimumDebt: 2_000n * WAD,
    stabilityFeeWad: (45n * WAD) / 1_000n,
    thresholdRamp: 604_800n,
    ceilingGap: 2n ** 120n,
    ceilingDelay: 21_600n,
  },
  thresholdPath: { fromBps: 8_000n, toBps: 7_625n, startsAt: 1_000n, endsAt: 2_000n },
  ceilingPath: { current: 60_000_000n * WAD, next: 50_000n * WAD, effectiveAt: 3_000n },
  price: { low: 2_999n * WAD, mid: 3_000n * WAD, high: (300_125n * WAD) / 100n },
  priceState: 'OK',
  totalDebt: 0n,
  totalCollateral: 0n,
  deficit: 0n,
  inAuction: 0n,
  frozenUntil: 0n,
  owners: 0n,
  vaults: [],
  ...own,
})

const reading = (timestamp: number, ...markets: readonly MarketReading[]): BookReading => ({
  block: { number: 1, timestamp, hash: '0x' },
  derivativeSymbol: 'bUSD',
  markets,
})

const runOf = (executedMarkets: BookReading, controlMarkets: BookReading): DryRunReading => ({
  dryRun: dryRunOf(sound(), []),
  executedMarkets,
  controlMarkets,
  settledAt: 0,
})

const withPenalty = (label: string, liquidationPenaltyBps: bigint) => {
  const plain = market(label)
  return { ...plain, terms: { ...plain.terms, liquidationPenaltyBps } }
}

describe('riskBook', () => {
  it('maps every scale exactly: bps, WAD, seconds and amounts', () => {
    const pinned = reading(100, market('WETH-A'))
    const [model] = riskBook(pinned, runOf(pinned, pinned)).markets
    expect(model!.before).to.deep.equal({
      collateralizationRatio: 1.505,
      liquidationThreshold: { from: 0.8, to: 0.7625, startsAt: 1_000, endsAt: 2_000 },
      liquidationPenalty: 0.0825,
      penaltyFloor: 0.6,
      maxPenaltyHealth: 0.95,
      targetHealth: 1.05,
      debtCeiling: 50_000,
      minimumDebt: 2_000,
      stabilityFee: 0.045,
    })
    expect(model!.price).to.deep.equal({ low: 2_999, mid: 3_000, high: 3_001.25 })
    expect({ label: model!.label, asset: model!.asset }).to.deep.equal({
      label: 'WETH-A',
      asset: 'WETH',
    })
  })

  it('maps collateral by its own decimals, 18 and 8, and debt by 18', () => {
    const eighteen = { owner: '0x01', collateral: (1_234_567n * WAD) / 1_000n, debt: 50_000n * WAD }
    const eight = { owner: '0x02', collateral: 123_456_789n, debt: WAD / 10n }
    const pinned = reading(
      100,
      market('WETH-A', { vaults: [eighteen] }),
      market('WBTC-A', { vaults: [eight, eight], collateralDecimals: 8 }),
    )
    const [weth, wbtc] = riskBook(pinned, runOf(pinned, pinned)).markets
    expect(weth!.vaults).to.deep.equal({
      owners: ['0x01'],
      collateral: Float64Array.of(1_234.567),
      debt: Float64Array.of(50_000),
    })
    expect(wbtc!.vaults).to.deep.equal({
      owners: ['0x02', '0x02'],
      collateral: Float64Array.of(1.234_567_89, 1.234_567_89),
      debt: Float64Array.of(0.1, 0.1),
    })
  })

  it('takes terms before from the control fork and after from the executed one', () => {
    const pinned = reading(100, withPenalty('WETH-A', 100n))
    const executed = reading(500, withPenalty('WETH-A', 300n))
    const control = reading(500, withPenalty('WETH-A', 200n))
    const [model] = riskBook(pinned, runOf(executed, control)).markets
    expect(model!.before.liquidationPenalty).to.equal(0.02)
    expect(model!.after.liquidationPenalty).to.equal(0.03)
  })

  it('takes positions, prices and the present from the pinned block, the execution from the fork', () => {
    const vault = { owner: '0x01', collateral: WAD, debt: WAD }
    const later = market('WETH-A', {
      vaults: [{ ...vault, debt: 9n * WAD }, vault],
      price: { low: 1n, mid: 1n, high: 1n },
    })
    const pinned = reading(100, market('WETH-A', { vaults: [vault] }))
    const book = riskBook(pinned, runOf(reading(500, later), reading(600, later)))
    expect({ at: book.at, executesAt: book.executesAt }).to.deep.equal({ at: 100, executesAt: 500 })
    expect(book.markets[0]!.vaults.debt).to.deep.equal(Float64Array.of(1))
    expect(book.markets[0]!.price.mid).to.equal(3_000)
  })

  it('pairs markets by label, in whatever order the forks give them', () => {
    const pinned = reading(100, market('WETH-A'), market('WBTC-A'))
    const turned = reading(500, withPenalty('WBTC-A', 700n), withPenalty('WETH-A', 400n))
    const { markets } = riskBook(pinned, runOf(turned, pinned))
    expect(markets.map(({ after }) => after.liquidationPenalty)).to.deep.equal([0.04, 0.07])
  })

  it('refuses a fork that lost a market', () => {
    const pinned = reading(100, market('WETH-A'))
    expect(() => riskBook(pinned, runOf(reading(500), pinned))).to.throw(/WETH-A vanished/)
  })
})
