import { expect } from 'chai'
import fc from 'fast-check'
import { bonusAt, healthOf, liquidateVault, repayable } from '../../cli/risk/liquidation.ts'
import { terms, vaultWithHealth } from './books.ts'

const PRICE = 3_000
const THRESHOLD = 0.8

describe('bonusAt', () => {
  const rules = terms({ liquidationPenalty: 0.1, penaltyFloor: 0.6, maxPenaltyHealth: 0.9 })

  it('is the floor of the penalty at health 1', () => {
    expect(bonusAt(1, rules)).to.be.closeTo(0.06, 1e-15)
  })

  it('is half way between floor and penalty half way down', () => {
    expect(bonusAt(0.95, rules)).to.be.closeTo(0.08, 1e-15)
  })

  it('is the whole penalty at and below the health of the maximum', () => {
    expect(bonusAt(0.9, rules)).to.be.closeTo(0.1, 1e-15)
    expect(bonusAt(0.2, rules)).to.be.closeTo(0.1, 1e-15)
  })
})

describe('repayable', () => {
  it('follows the formula of the Ledger', () => {
    // Health 0.96, bonus = 8 % × (0.6 + 0.4 × 0.8) = 7.36 %: 100,000 × 0.09 / (1.05 − 1.0736 × 0.8).
    const amount = repayable(100_000, 0.96, THRESHOLD, terms())
    expect(amount).to.be.closeTo((100_000 * 0.09) / (1.05 - 1.0736 * 0.8), 1e-6)
  })

  it('is everything if less than the minimum debt would remain', () => {
    expect(repayable(2_500, 0.99, THRESHOLD, terms())).to.equal(2_500)
  })

  it('is everything if no repayment reaches the target', () => {
    const impossible = terms({ liquidationPenalty: 0.5, penaltyFloor: 1, minimumDebt: 0 })
    expect(repayable(100_000, 0.99, THRESHOLD, impossible)).to.equal(100_000)
  })
})

describe('liquidateVault', () => {
  const health = fc.double({ min: 0.01, max: 0.999999, noNaN: true })
  const debt = fc.double({ min: 2_000, max: 1e9, noNaN: true })

  it('does nothing to a healthy vault or one without debt', () => {
    expect(liquidateVault(vaultWithHealth(1.0001), PRICE, THRESHOLD, terms())).to.equal(undefined)
    const exact = { collateral: 5, debt: 12_000 }
    expect(healthOf(exact, PRICE, THRESHOLD)).to.equal(1)
    expect(liquidateVault(exact, PRICE, THRESHOLD, terms())).to.equal(undefined)
    expect(liquidateVault({ collateral: 1, debt: 0 }, PRICE, THRESHOLD, terms())).to.equal(
      undefined,
    )
  })

  it('leaves a large vault at its target health', () => {
    const vault = vaultWithHealth(0.97, { debt: 1e6 })
    const outcome = liquidateVault(vault, PRICE, THRESHOLD, terms())!
    expect(healthOf(outcome, PRICE, THRESHOLD)).to.be.closeTo(1.05, 1e-12)
    expect(outcome.badDebt).to.equal(0)
  })

  it('closes a vault that would be left below the minimum debt', () => {
    const vault = vaultWithHealth(0.99, { debt: 2_400 })
    const outcome = liquidateVault(vault, PRICE, THRESHOLD, terms())!
    expect(outcome.debt).to.equal(0)
    expect(outcome.repaid).to.equal(2_400)
    expect(outcome.collateral).to.be.above(0)
  })

  it('seizes everything under water and calls the rest bad debt', () => {
    // Collateral worth 4,000 pays for 4,000 / 1.08 of a debt of 10,000.
    const outcome = liquidateVault(
      { collateral: 4_000 / PRICE, debt: 10_000 },
      PRICE,
      THRESHOLD,
      terms(),
    )!
    expect(outcome.collateral).to.equal(0)
    expect(outcome.debt).to.equal(0)
    expect(outcome.repaid).to.be.closeTo(4_000 / 1.08, 1e-9)
    expect(outcome.badDebt).to.be.closeTo(10_000 - 4_000 / 1.08, 1e-9)
  })

  it('turns a vault without collateral into bad debt', () => {
    const outcome = liquidateVault({ collateral: 0, debt: 10_000 }, PRICE, THRESHOLD, terms())!
    expect(outcome).to.include({ repaid: 0, seized: 0, badDebt: 10_000 })
  })

  it('conserves debt and collateral, and pays out repayment plus bonus', () => {
    fc.assert(
      fc.property(health, debt, (startHealth, amount) => {
        const vault = vaultWithHealth(startHealth, { debt: amount })
        const outcome = liquidateVault(vault, PRICE, THRESHOLD, terms())!
        expect(outcome.repaid + outcome.badDebt + outcome.debt).to.be.closeTo(amount, 1e-9 * amount)
        expect(outcome.seized + outcome.collateral).to.be.closeTo(
          vault.collateral,
          1e-9 * vault.collateral,
        )
        const paid = outcome.repaid * (1 + outcome.bonus)
        expect(outcome.seized * PRICE).to.be.closeTo(paid, 1e-9 * amount)
        expect(
          Math.min(outcome.repaid, outcome.badDebt, outcome.debt, outcome.collateral),
        ).to.be.at.least(0)
      }),
    )
  })

  it('leaves either nothing, or the target health and at least the minimum debt', () => {
    fc.assert(
      fc.property(health, debt, (startHealth, amount) => {
        const outcome = liquidateVault(
          vaultWithHealth(startHealth, { debt: amount }),
          PRICE,
          THRESHOLD,
          terms(),
        )!
        if (outcome.debt === 0) return
        expect(outcome.debt).to.be.at.least(2_000)
        expect(healthOf(outcome, PRICE, THRESHOLD)).to.be.closeTo(1.05, 1e-9)
      }),
    )
  })

  it('leaves bad debt only where the collateral does not pay for debt and bonus', () => {
    fc.assert(
      fc.property(health, debt, (startHealth, amount) => {
        const vault = vaultWithHealth(startHealth, { debt: amount })
        const outcome = liquidateVault(vault, PRICE, THRESHOLD, terms())!
        const covered = vault.collateral * PRICE >= amount * (1 + outcome.bonus)
        if (covered) expect(outcome.badDebt).to.be.below(1e-9 * amount)
        else expect(outcome.debt).to.equal(0)
      }),
    )
  })
})
