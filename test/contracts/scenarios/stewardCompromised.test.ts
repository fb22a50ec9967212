import { expect } from 'chai'
import { network } from 'hardhat'
import { startOf } from '../../../cli/governance/deploymentSpec.ts'
import { marketParameters } from '../../../cli/governance/marketParameters.ts'
import {
  defaultAllowances,
  type StewardAllowance,
} from '../../../cli/governance/stewardAllowances.ts'
import { DAY, defaultTerms, type TestMarket, wad } from '../../support/ledgerFixture.ts'
import type { StewardFixture } from '../../support/stewardFixture.ts'
import { deploySteward } from '../../support/stewardFixture.ts'

// Scenario 25. The sizes are those of live stewards: Aave's AGRS (ratios 0.5 points and caps 100 % of the value, 2026) and Sky's
// SP-BEAM (4 points of a fee in 16 h). What can go wrong was seen on 2026-03-10, when a step-limited change of Aave's CAPO moved one
// half of a coupled pair and 26 million dollars were liquidated: no key was stolen then, and none has to be.
const MONTH = 30n * BigInt(DAY)

type Direction = 'up' | 'down'

const connection = await network.create()

/** Leaves every single parameter room to walk its whole range without meeting a rule across parameters. */
const terms = {
  ...defaultTerms,
  collateralizationRatioBps: 20_000n,
  liquidationThresholdBps: 7_000n,
  maxPenaltyHealthWad: wad(0.95),
}
const startingAt = startOf(terms)
const keyOf = ({ parameter }: StewardAllowance): string =>
  marketParameters[Number(parameter)]?.key ?? ''

/** The allowances by default, and the same steps with no range but the hard bounds. */
const bounded = defaultAllowances(startingAt)
const boundless = bounded.map((allowance): StewardAllowance => {
  const spec = marketParameters[Number(allowance.parameter)]
  if (spec === undefined) throw new Error('no such parameter')
  const least = allowance.min === 0n ? 0n : 1n
  return { ...allowance, min: spec.min > least ? spec.min : least, max: spec.max }
})

async function world(allowances: readonly StewardAllowance[]) {
  const f = await deploySteward(connection)
  const market = await f.list('MONTH', f.weth.token, terms)
  await f.riskSteward.allow(market.id, [...allowances])
  await f.open(f.alice, market, [10, 10_000])
  return { f, market }
}
const worlds = {
  bounded: () => world(bounded),
  boundless: () => world(boundless),
}

/** Steps in a month that begins and ends with one. */
const stepsIn = ({ cooldown }: StewardAllowance): bigint => 1n + MONTH / cooldown

/**
 * Where all the steps of a month lead, in closed form: v + n·s or v·(1 ± r)^n, cut off at the range. Each relative step is rounded
 * down by less than a unit, which the later ones multiply: together by less than n·(1 + r)^n units.
 */
function furthest(allowance: StewardAllowance, direction: Direction) {
  const start = startingAt(keyOf(allowance))
  const { relative, maxStep, min, max } = allowance
  const count = stepsIn(allowance)
  const sign = direction === 'up' ? 1n : -1n
  const grown = (value: bigint) => (value * (10_000n + sign * maxStep) ** count) / 10_000n ** count
  const exact = relative ? grown(start) : start + sign * count * maxStep
  const inside = exact < min ? min : exact > max ? max : exact
  const slack = relative && inside === exact ? count * (grown(1n) + 1n) : 0n
  return { inside, slack }
}

/** Whatever the window allows, as soon as it allows it, for thirty days. */
async function walk(
  f: StewardFixture,
  market: TestMarket,
  going: { readonly allowance: StewardAllowance; readonly direction: Direction },
): Promise<void> {
  const { allowance, direction } = going
  const parameter = Number(allowance.parameter)
  const startsAt = BigInt(await f.now()) + 60n
  for (;;) {
    const [stored, lowest, highest, opensAt] = await f.windowOf(market, parameter)
    const next = direction === 'up' ? highest : lowest
    if (next === stored || opensAt > startsAt + MONTH) return
    await connection.networkHelpers.time.setNextBlockTimestamp(opensAt === 0n ? startsAt : opensAt)
    await f.step(market, [parameter, next])
  }
}

describe('Scenario 25: a steward compromised for 30 days', () => {
  for (const kind of ['boundless', 'bounded'] as const) {
    const allowances = { bounded, boundless }[kind]
    for (const allowance of allowances) {
      for (const direction of ['up', 'down'] as const) {
        const { inside, slack } = furthest(allowance, direction)
        const range = kind === 'bounded' ? 'the range' : 'the hard bounds'
        it(`takes ${keyOf(allowance)} ${direction} to ${inside} within ${range}, and no further`, async () => {
          const { f, market } = await connection.networkHelpers.loadFixture(worlds[kind])
          await walk(f, market, { allowance, direction })
          const reached = await f.stored(market, Number(allowance.parameter))
          expect(reached).to.be.within(inside - slack, inside + slack)
        })
      }
    }
  }

  it('would give a ceiling without a range more than two thousand million times its size', () => {
    const [ceiling] = boundless.filter((allowance) => keyOf(allowance) === 'debtCeiling')
    if (ceiling === undefined) throw new Error('no ceiling')
    expect(2n ** stepsIn(ceiling)).to.equal(2_147_483_648n)
  })

  it('with the ranges, makes no vault liquidatable that was opened and left alone', async () => {
    const { f, market } = await connection.networkHelpers.loadFixture(worlds.bounded)
    const [threshold] = bounded.filter((allowance) => keyOf(allowance) === 'liquidationThreshold')
    if (threshold === undefined) throw new Error('no threshold')
    await walk(f, market, { allowance: threshold, direction: 'down' })
    await connection.networkHelpers.time.increase(30 * DAY)
    await expect(
      f.ledger.connect(f.keeper).liquidate(market.id, f.alice, wad(1), 0, f.keeper),
    ).to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
    await f.ledger.connect(f.alice).adjust(market.id, f.alice, wad(1), 0, f.alice)
  })

  it('moves each of them no further by walking all of them at once', async () => {
    const { f, market } = await connection.networkHelpers.loadFixture(worlds.bounded)
    const endsAt = BigInt(await f.now()) + MONTH
    while (BigInt(await f.now()) < endsAt) {
      for (const { parameter } of bounded) {
        const [stored, lowest, highest, opensAt] = await f.windowOf(market, Number(parameter))
        const isOpen = opensAt <= BigInt(await f.now())
        const loosest = marketParameters[Number(parameter)]?.tightens === 'up' ? lowest : highest
        if (isOpen && loosest !== stored) await f.step(market, [Number(parameter), loosest])
      }
      await connection.networkHelpers.time.increase(8 * 3_600)
    }
    for (const allowance of bounded) {
      const reached = await f.stored(market, Number(allowance.parameter))
      const [low, high] = [furthest(allowance, 'down'), furthest(allowance, 'up')]
      expect(reached, keyOf(allowance)).to.be.within(
        low.inside - low.slack,
        high.inside + high.slack,
      )
      expect(reached, keyOf(allowance)).to.not.equal(startingAt(keyOf(allowance)))
    }
  })

  it('is over when governance takes the role away', async () => {
    const { f, market } = await connection.networkHelpers.loadFixture(worlds.bounded)
    await f.manager.revokeRole(9, f.steward)
    await expect(f.step(market, [1, 8_010n])).to.be.revertedWithCustomError(
      f.riskSteward,
      'AccessManagedUnauthorized',
    )
  })
})
