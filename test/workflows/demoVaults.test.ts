import { expect } from 'chai'
import { positionDistribution } from '../../cli/risk/positionDistribution.ts'
import {
  demoDelegations,
  demoGovernor,
  demoMarkets,
  demoOpeningPriceFactor,
  demoSourceSpreads,
  demoTokenSupply,
} from '../../cli/workflows/demoSpec.ts'
import { demoVaults, excludedPositions } from '../../cli/workflows/demoVaults.ts'

const vaults = demoVaults()

/** Prices in whole 1e-8 as the stand-in feeds answer them, the least favourable source of the three. */
const feedPrice = (price: number, spread: number) => BigInt(Math.floor(price * (1 + spread) * 1e8))
const lowest = Math.min(...demoSourceSpreads)

describe('demoVaults', () => {
  for (const market of demoMarkets) {
    const { label, terms, token, price } = market
    const own = vaults.filter((vault) => vault.market === label)
    /** Collateral value in derivative with 18 decimals at a price of 8 decimals, rounded down as the Ledger rounds. */
    const valueAt = (collateral: bigint, at: bigint) =>
      (collateral * at * 10n ** 10n) / 10n ** BigInt(token.decimals)

    describe(`of ${label}`, () => {
      it('are as many as the market wants', () => {
        expect(own).to.have.length(market.vaults)
      })

      it('may each be opened: above the collateralisation ratio at the low end of the opening price', () => {
        const opening = feedPrice(price * demoOpeningPriceFactor, lowest)
        for (const { collateral, debt } of own)
          expect(
            valueAt(collateral, opening) * 10_000n >= debt * terms.collateralizationRatioBps,
          ).to.equal(true)
      })

      it('are each healthy at the present price', () => {
        const present = feedPrice(price, lowest)
        for (const { collateral, debt } of own)
          expect(
            valueAt(collateral, present) * terms.liquidationThresholdBps > debt * 10_000n,
          ).to.equal(true)
      })

      it('are not all far from liquidation, or the demonstration would show nothing', () => {
        const fallen = feedPrice(price * 0.7, lowest)
        const hit = own.filter(
          ({ collateral, debt }) =>
            valueAt(collateral, fallen) * terms.liquidationThresholdBps < debt * 10_000n,
        )
        expect(hit.length).to.be.within(1, own.length - 1)
      })

      it('each owe the minimum debt at least, and together less than the ceiling', () => {
        for (const { debt } of own) expect(debt >= terms.minimumDebt).to.equal(true)
        const sum = own.reduce((total, { debt }) => total + debt, 0n)
        expect(sum < terms.debtCeiling).to.equal(true)
        expect(sum > 0n).to.equal(true)
      })
    })
  }

  it('are the same twice', () => {
    expect(demoVaults()).to.deep.equal(vaults)
  })

  it('differ from each other', () => {
    expect(new Set(vaults.map(({ collateral }) => collateral)).size).to.be.above(300)
  })
})

describe('excludedPositions', () => {
  const excluded = excludedPositions()
  const kept = Object.values(positionDistribution).reduce((sum, { counts }) => sum + counts.kept, 0)

  it('adds up to the 773 observed positions with those that are kept', () => {
    const { observed, small, unhealthy, otherCollateral } = excluded
    expect(observed).to.equal(773)
    expect(kept + small + unhealthy + otherCollateral).to.equal(773)
  })

  it('counts the 87 positions on collateral that the demonstration does not have', () => {
    expect(excluded.otherCollateral).to.equal(87)
  })

  it('gives the excluded share of all observed positions', () => {
    expect(excluded.share * 773).to.be.closeTo(773 - kept, 1e-9)
    expect(excluded.share).to.be.within(0.01, 0.99)
  })
})

describe('the delegates of the demonstration', () => {
  it('reach the quorum together and none of them alone', () => {
    const quorum = (demoTokenSupply * demoGovernor.quorumPercent) / 100n
    const votes = demoDelegations.reduce((sum, own) => sum + own, 0n)
    expect(votes >= quorum).to.equal(true)
    for (const own of demoDelegations) expect(own < quorum).to.equal(true)
  })

  it('may each propose', () => {
    for (const own of demoDelegations) expect(own >= demoGovernor.proposalThreshold).to.equal(true)
  })
})
