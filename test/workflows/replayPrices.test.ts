import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import { PriceCsvError } from '../../cli/risk/priceCsv.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import {
  type ReplayRequest,
  readPriceHistory,
  replayHistory,
} from '../../cli/workflows/replayPrices.ts'
import { PriceFileNotFoundError } from '../../cli/workspace/priceFiles.ts'
import { bookOf, market, vaultWithHealth } from '../risk/books.ts'
import { rememberEnvironment } from '../support/environment.ts'
import { inNewFolder, rejectionOf } from '../workspace/folder.ts'

const book = bookOf(market({ vaults: [vaultWithHealth(1.2)] }))
const csv = `timestamp,price
2020-03-11T23:00:00Z,200
2020-03-12T00:00:00Z,180
2020-03-12T12:00:00Z,120
2020-03-13T00:00:00Z,150
`

const replayOf = (range: Omit<ReplayRequest, 'path'> = {}) =>
  inNewFolder(async () => {
    await writeFile('eth.csv', csv)
    return replayHistory(book, await readPriceHistory({ path: 'eth.csv', ...range }))
  })
const moments = async (range: Omit<ReplayRequest, 'path'>) =>
  (await replayOf(range)).replay.before.timeline.map(({ at }) =>
    new Date(at * 1_000).toISOString().slice(0, 13),
  )

describe('readPriceHistory and replayHistory', () => {
  it('replays the whole file under its name, relative to its first price', async () => {
    const { name, replay } = await replayOf()
    expect(name).to.equal('eth.csv')
    expect(replay.before.timeline.map(({ factors }) => factors['WETH'])).to.deep.equal([
      1, 0.9, 0.6, 0.75,
    ])
    expect(replay.before.total.liquidationCount).to.be.above(0)
  })

  it('includes the price at --from and excludes the price at --to', async () => {
    expect(await moments({ from: '2020-03-12', to: '2020-03-13' })).to.deep.equal([
      '2020-03-12T00',
      '2020-03-12T12',
    ])
  })

  it('takes a time of day, in UTC', async () => {
    expect(await moments({ from: '2020-03-12T00:00:01Z' })).to.deep.equal([
      '2020-03-12T12',
      '2020-03-13T00',
    ])
  })

  it('names the range that was replayed', async () => {
    const { name } = await replayOf({ from: '2020-03-12', to: '2020-03-14' })
    expect(name).to.equal('eth.csv from 2020-03-12 to 2020-03-14')
  })

  for (const [what, range, kept] of [
    ['a range after the file', { from: '2021-01-01' }, 0],
    ['a range that ends before it begins', { from: '2020-03-13', to: '2020-03-12' }, 0],
    ['a range with a single price', { to: '2020-03-12' }, 1],
  ] as const) {
    it(`refuses ${what}, and says how many prices it has`, async () => {
      const error = await rejectionOf(replayOf(range))
      expect(error).to.be.instanceOf(UsageError)
      expect((error as UsageError).message).to.equal(
        `eth.csv has ${kept} prices in the range that was asked for.`,
      )
      expect((error as UsageError).nextStep).to.contain('--from 2020-03-12')
    })
  }

  for (const text of ['yesterday', '', '2020-02-30', '12 March 2020', '2020-3-1', '1584000000']) {
    it(`refuses "${text}", which is no UTC date`, async () => {
      const error = await rejectionOf(replayOf({ from: text }))
      expect(error).to.be.instanceOf(UsageError)
      expect((error as UsageError).message).to.equal(`"${text}" is not a date.`)
    })
  }

  it('refuses a time without its zone, which would mean another moment on another machine', async () => {
    const error = await rejectionOf(replayOf({ to: '2020-03-12T12:00:00' }))
    expect(error).to.be.instanceOf(UsageError)
    expect((error as UsageError).nextStep).to.contain('2020-03-12T10:00:00Z')
  })

  it('passes on what is wrong with the file', async () => {
    expect(await rejectionOf(readPriceHistory({ path: 'no.csv' }))).to.be.instanceOf(
      PriceFileNotFoundError,
    )
    await inNewFolder(async () => {
      await writeFile('bad.csv', 'timestamp,price\nsoon,1\n')
      const error = await rejectionOf(readPriceHistory({ path: 'bad.csv' }))
      expect(error).to.be.instanceOf(PriceCsvError)
    })
  })
})

describe('the crash of March 2020', () => {
  afterEach(rememberEnvironment('BALLAST_DATA'))
  const crash = (range: Omit<ReplayRequest, 'path'> = {}) =>
    inNewFolder(async (folder) => {
      process.env['BALLAST_DATA'] = folder
      return readPriceHistory(range)
    })

  it('is a stand-in that says so where the real data is not there, the same on every machine', async () => {
    const { name, about, pricesHash, replay } = replayHistory(book, await crash())
    expect(name).to.equal('stand-in: hourly path through the daily facts of 12–13 March 2020')
    expect(about).to.contain('This path is a stand-in.')
    expect(pricesHash).to.equal(
      '0x661a72c012aa91723f01c5c4c932e53be3dc03e8713084fe10375f3262967ed9',
    )
    expect(replay.before.timeline).to.have.length(49)
    expect(replay.before.total.liquidationCount).to.be.above(0)
  })

  it('can be cut as a file can', async () => {
    const { name, points } = await crash({ from: '2020-03-13' })
    expect(name).to.equal(
      'stand-in: hourly path through the daily facts of 12–13 March 2020 from 2020-03-13',
    )
    expect(points[0]?.price).to.equal(107.82)
  })

  it('is that of the folder of real data where there is one', () =>
    inNewFolder(async (folder) => {
      process.env['BALLAST_DATA'] = folder
      await mkdir(join(folder, 'prices'))
      const rows = csv.replace('timestamp,price', 'timestamp,close')
      await writeFile(join(folder, 'prices', 'eth-usd-hourly.csv'), rows)
      const { name, about, replay } = replayHistory(book, await readPriceHistory({}))
      expect(name).to.equal('eth-usd-hourly.csv from 2020-03-12 to 2020-03-14')
      expect(about).to.equal(undefined)
      expect(replay.after.timeline.map(({ factors }) => factors['WETH'])).to.deep.equal([
        1,
        120 / 180,
        150 / 180,
      ])
    }))

  it('is known by its prices: others have another hash', async () => {
    const hashOf = async (range: Omit<ReplayRequest, 'path'>) =>
      replayHistory(book, await crash(range)).pricesHash
    expect(await hashOf({})).to.equal(await hashOf({}))
    expect(await hashOf({ to: '2020-03-13' })).not.to.equal(await hashOf({}))
  })
})
