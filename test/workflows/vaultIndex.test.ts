import { expect } from 'chai'
import fc from 'fast-check'
import type { BookReading } from '../../cli/chain/readBook.ts'
import { bookColumns } from '../../cli/workflows/bookColumns.ts'
import { draftedTerms, nothingDrafted } from '../../cli/workflows/vaultDraft.ts'
import { type VaultSelection, vaultIndex } from '../../cli/workflows/vaultIndex.ts'
import { vaultOrders } from '../../cli/workflows/vaultOrders.ts'
import type { VaultRow } from '../../cli/workflows/vaultRow.ts'
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
const book = fc
  .tuple(...labels.map(() => fc.array(vault, { maxLength: 12 })))
  .map((vaults) => bookReading(labels.map((label, m) => marketReading(label, vaults[m] ?? []))))
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

const drafted = draftedTerms(
  'title: t\nsummary: s\nchanges:\n  - {market: WETH-A, parameter: liquidationThreshold, to: 70%}\n',
  {
    markets: labels.map((label) => ({ label, id: '0x00', collateralSymbol: 'T' })),
    feeds: [],
    derivativeSymbol: 'bUSD',
  } as never,
)

/** Every vault as the index shows it, in the book's order, without sorting or searching anything. */
const allRows = (reading: BookReading): readonly VaultRow[] => {
  const index = vaultIndex(reading, bookColumns(reading), drafted)
  return Array.from({ length: index.count }, (_, row) => index.rowAt(row))
}

const keyOf = (row: VaultRow, order: VaultSelection['order'], reading: BookReading) => {
  const { price } = reading.markets.find(({ label }) => label === row.market)!
  if (order === 'owner') return row.owner.toLowerCase()
  if (order === 'debt') return -row.debt
  if (order === 'collateral') return -(row.collateral * (Number(price.high) / 1e18))
  return order === 'after' ? (row.after ?? row).health : row.health
}

/** As somebody would write it who does not care about time. */
function naive(reading: BookReading, wanted: VaultSelection): readonly VaultRow[] {
  const words = wanted.filter.toLowerCase().split(' ').filter(Boolean)
  const found = allRows(reading).filter(
    ({ market, owner: by }) =>
      (wanted.market === undefined || market === wanted.market) &&
      words.every(
        (word) =>
          `${market}\n${by}`.toLowerCase().includes(word) ||
          (word === '0x1234…12cd' && /^0x1234.*12cd$/i.test(by)),
      ),
  )
  const sorted = found.toSorted((a, b) => {
    const [left, right] = [keyOf(a, wanted.order, reading), keyOf(b, wanted.order, reading)]
    return left < right ? -1 : left > right ? 1 : 0
  })
  return wanted.isReversed ? sorted.toReversed() : sorted
}

describe('the index of vaults', () => {
  it('finds and orders as a naive filter and sort do', () => {
    fc.assert(
      fc.property(book, selection, (reading, wanted) => {
        const index = vaultIndex(reading, bookColumns(reading), drafted)
        const { rows, totals } = index.select(wanted)
        const expected = naive(reading, wanted)
        expect(Array.from(rows, index.rowAt)).to.deep.equal(expected)
        const liquidatable = expected.filter(({ health }) => health < 1)
        const after = expected.filter((row) => (row.after ?? row).health < 1)
        expect(totals.liquidatable).to.equal(liquidatable.length)
        expect(totals.liquidatableAfter).to.equal(after.length)
        expect(totals.debt).to.be.closeTo(
          expected.reduce((sum, { debt }) => sum + debt, 0),
          1e-6,
        )
      }),
      { numRuns: 500 },
    )
  })

  it('answers the same again, and another question in between', () => {
    const reading = generatedBook(1_000)
    const index = vaultIndex(reading, bookColumns(reading), nothingDrafted)
    const ask = (isReversed: boolean) =>
      index.select({ order: 'debt', isReversed, filter: '' }).rows
    const first = Uint32Array.from(ask(false))
    expect(ask(true)).to.deep.equal(first.toReversed())
    expect(ask(false)).to.deep.equal(first)
    expect(ask(false)).to.equal(ask(false))
  })

  it('knows where a vault of the book is', () => {
    const reading = generatedBook(90)
    const index = vaultIndex(reading, bookColumns(reading), nothingDrafted)
    for (let row = 0; row < index.count; row += 1) {
      expect(index.rowOf(index.rowAt(row))).to.equal(row)
    }
    expect(index.rowOf({ market: 'WETH-A', owner: '0x00' })).to.equal(undefined)
    expect(index.rowOf({ market: 'NONE', owner: index.rowAt(0).owner })).to.equal(undefined)
  })

  it('shows the draft only beside vaults of markets that it changes', () => {
    const reading = generatedBook(30)
    for (const { market, after, health, distance } of allRows(reading)) {
      expect(after !== undefined, market).to.equal(market === 'WETH-A')
      expect(distance).to.be.closeTo(1 - 1 / health, 1e-12)
      if (after !== undefined) expect(after.health).to.be.closeTo((health * 0.7) / 0.8, 1e-9)
    }
  })
})
