import { expect } from 'chai'
import fc from 'fast-check'
import type { BookReading } from '../../cli/chain/readBook.ts'
import { bookColumns } from '../../cli/workflows/bookColumns.ts'
import { draftForecast } from '../../cli/workflows/vaultForecast.ts'
import { type VaultSelection, vaultIndex } from '../../cli/workflows/vaultIndex.ts'
import { vaultOrders } from '../../cli/workflows/vaultOrders.ts'
import type { VaultRow } from '../../cli/workflows/vaultRow.ts'
import { effectOn } from '../support/fakeVaults.ts'
import { bookReading, generatedBook, marketReading } from '../support/vaultBooks.ts'

const WAD = 10n ** 18n
const labels = ['WETH-A', 'WSTETH-A', 'WBTC-A']

// Few values, so that many vaults are equal; two owners differ in their last digit only.
const owner = fc.constantFrom(
  '0xAb00000000000000000000000000000000000001',
  '0xaB00000000000000000000000000000000000002',
  '0x1234000000000000000000000000000000ab12cd',
)
const vault = fc.record({
  owner,
  collateral: fc.bigInt({ min: 0n, max: 3n }).map((tokens) => tokens * WAD),
  debt: fc.bigInt({ min: 0n, max: 3n }).map((thousands) => thousands * 2_000n * WAD),
})
const down = { price: { low: 0n, mid: 0n, high: 0n }, priceState: 'DOWN' } as const
const state = fc.constantFrom({}, { priceState: 'DEGRADED' } as const, down)
const book = fc
  .tuple(...labels.map(() => fc.tuple(fc.array(vault, { maxLength: 12 }), state)))
  .map((markets) =>
    bookReading(
      labels.map((label, m) => marketReading(label, markets[m]?.[0] ?? [], markets[m]?.[1])),
    ),
  )
const selection = fc.record({
  order: fc.constantFrom(...vaultOrders),
  isReversed: fc.boolean(),
  market: fc.option(fc.constantFrom(...labels), { nil: undefined }),
  filter: fc.constantFrom(
    'weth ab',
    '0xab eth  2',
    '',
    '0xab',
    '0xAB00',
    'ab',
    '2',
    'weth',
    'steth',
    '0x1234…12cd',
    'zz',
    ' ',
  ),
})

const draft = effectOn(
  bookReading([]),
  'title: t\nsummary: s\nchanges:\n  - {market: WETH-A, parameter: liquidationThreshold, to: 70%}\n',
)

interface Found {
  readonly row: VaultRow
  /** Healths with the draft, NaN without a price. */
  readonly execution: number
  readonly settled: number
}

/** Every vault as the index shows it, in the book's order, without sorting or searching anything. */
function allRows(reading: BookReading): readonly Found[] {
  const columns = bookColumns(reading)
  const index = vaultIndex(reading, columns, draft)
  const { execution, settled } = draftForecast(reading, columns, draft)
  return Array.from({ length: index.count }, (_, row) => ({
    row: index.rowAt(row),
    execution: execution.after[row]!,
    settled: settled!.after[row]!,
  }))
}

/** Undefined if nobody knows. */
function keyOf({ row, settled }: Found, order: VaultSelection['order'], reading: BookReading) {
  const { price, priceState } = reading.markets.find(({ label }) => label === row.market)!
  if (order === 'owner') return row.owner.toLowerCase()
  if (order === 'debt') return -row.debt
  if (order === 'after') return Number.isNaN(settled) ? undefined : settled
  if (order === 'health') return row.now?.health
  return priceState === 'DOWN' ? undefined : -(row.collateral * (Number(price.high) / 1e18))
}

/** As somebody would write it who does not care about time. */
function naive(reading: BookReading, wanted: VaultSelection): readonly Found[] {
  const words = wanted.filter.toLowerCase().split(' ').filter(Boolean)
  const found = allRows(reading).filter(
    ({ row: { market, owner: by } }) =>
      (wanted.market === undefined || market === wanted.market) &&
      words.every(
        (word) =>
          `${market}\n${by}`.toLowerCase().includes(word) ||
          (word === '0x1234…12cd' && /^0x1234.*12cd$/i.test(by)),
      ),
  )
  const keyed = found.map((one) => ({ one, key: keyOf(one, wanted.order, reading) }))
  const known = keyed.flatMap(({ one, key }) => (key === undefined ? [] : [{ one, key }]))
  const sorted = known.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return [
    ...(wanted.isReversed ? sorted.toReversed() : sorted),
    // What nobody knows is last, either way.
    ...keyed.filter(({ key }) => key === undefined),
  ].map(({ one }) => one)
}

describe('the index of vaults', () => {
  it('finds and orders as a naive filter and sort do', () => {
    fc.assert(
      fc.property(book, selection, (reading, wanted) => {
        const index = vaultIndex(reading, bookColumns(reading), draft)
        const { rows, totals } = index.select(wanted)
        const expected = naive(reading, wanted)
        expect(Array.from(rows, index.rowAt)).to.deep.equal(expected.map(({ row }) => row))
        const countOf = (isCounted: (one: Found) => boolean | undefined) =>
          expected.filter(isCounted).length
        expect(totals.liquidatable).to.equal(countOf(({ row: { now } }) => now && now.health < 1))
        expect(totals.unpriced).to.equal(countOf(({ row: { now } }) => now === undefined))
        const { execution, settled } = totals.drafted!
        expect(execution.after).to.equal(countOf((one) => one.execution < 1))
        expect(settled!.after).to.equal(countOf((one) => one.settled < 1))
        expect(totals.debt).to.be.closeTo(
          expected.reduce((sum, { row }) => sum + row.debt, 0),
          1e-6,
        )
      }),
      { numRuns: 500 },
    )
  })

  it('answers the same again, and another question in between', () => {
    const reading = generatedBook(1_000)
    const index = vaultIndex(reading, bookColumns(reading))
    const ask = (isReversed: boolean) =>
      index.select({ order: 'debt', isReversed, filter: '' }).rows
    const first = Uint32Array.from(ask(false))
    expect(ask(true)).to.deep.equal(first.toReversed())
    expect(ask(false)).to.deep.equal(first)
    expect(ask(false)).to.equal(ask(false))
  })

  it('knows where a vault of the book is', () => {
    const reading = generatedBook(90)
    const index = vaultIndex(reading, bookColumns(reading))
    for (let row = 0; row < index.count; row += 1) {
      expect(index.rowOf(index.rowAt(row))).to.equal(row)
    }
    expect(index.rowOf({ market: 'WETH-A', owner: '0x00' })).to.equal(undefined)
    expect(index.rowOf({ market: 'NONE', owner: index.rowAt(0).owner })).to.equal(undefined)
  })

  it('shows the draft only beside vaults of markets that it changes', () => {
    for (const { row } of allRows(generatedBook(30))) {
      const { market, now, drafted } = row
      expect(drafted !== undefined, market).to.equal(market === 'WETH-A')
      expect(now!.distance).to.be.closeTo(1 - 1 / now!.health, 1e-12)
      // Fees of ten days, then of the seven of the ramp, at 5 % a year.
      const grown = (days: number) => Math.exp((0.05 * days) / 365.25)
      if (drafted === undefined) continue
      expect(drafted.execution.health).to.be.closeTo(now!.health / grown(10), 1e-4)
      expect(drafted.settled!.health).to.be.closeTo((now!.health * 0.7) / 0.8 / grown(17), 1e-4)
    }
  })

  it('does not take a vault without a price for one that can be liquidated', () => {
    const vaults = [
      { owner: '0xAb00000000000000000000000000000000000001', collateral: WAD, debt: 100n * WAD },
      { owner: '0xaB00000000000000000000000000000000000002', collateral: WAD, debt: 0n },
    ]
    const reading = bookReading([marketReading('WETH-A', vaults, down)])
    const index = vaultIndex(reading, bookColumns(reading), draft)
    const { rows, totals } = index.select({ order: 'health', isReversed: false, filter: '' })
    expect(totals).to.deep.include({ liquidatable: 0, unpriced: 1 })
    expect(totals.drafted).to.deep.equal({
      execution: { before: 0, after: 0 },
      settled: { before: 0, after: 0 },
    })
    const [safe, unknown] = Array.from(rows, index.rowAt)
    expect(safe!.now).to.deep.equal({ health: Infinity, distance: 1 })
    expect(unknown).to.include({ now: undefined }).and.not.to.have.property('drafted')
  })

  it('counts a degraded price as the Ledger does: by its high end', () => {
    const one = {
      owner: '0xAb00000000000000000000000000000000000001',
      collateral: WAD,
      debt: 800n * WAD,
    }
    const price = { low: 10n * WAD, mid: 500n * WAD, high: 1_000n * WAD }
    const reading = bookReading([marketReading('WETH-A', [one], { price, priceState: 'DEGRADED' })])
    const index = vaultIndex(reading, bookColumns(reading))
    expect(index.rowAt(0).now!.health).to.equal(1)
    expect(index.select({ order: 'health', isReversed: false, filter: '' }).totals).to.deep.equal({
      debt: 800,
      liquidatable: 0,
      unpriced: 0,
    })
  })
})
