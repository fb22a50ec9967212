import { expect } from 'chai'
import { standInCrash } from '../../cli/risk/standInCrash.ts'

const priceAt = (iso: string) =>
  standInCrash.points.find(({ at }) => at === Date.parse(iso) / 1_000)?.price

describe('the stand-in for a crash', () => {
  it('goes through every fact of those days', () => {
    expect(
      ['12T00', '12T12', '13T00', '13T12', '14T00'].map((hour) =>
        priceAt(`2020-03-${hour}:00:00Z`),
      ),
    ).to.deep.equal([194.61, 101.2, 107.82, 86, 134.06])
  })

  it('has every hour of both days, in their order', () => {
    const { points } = standInCrash
    expect(points).to.have.length(49)
    for (const [i, { at }] of points.entries()) expect(at - points[0]!.at).to.equal(i * 3_600)
  })

  it('falls and rises by the same share every hour between two facts, to the cent', () => {
    const { points } = standInCrash
    for (const first of [0, 12, 24, 36]) {
      const part = points.slice(first, first + 13).map(({ price }) => price)
      const hourly = (part[12]! / part[0]!) ** (1 / 12)
      for (const [i, price] of part.slice(1).entries())
        expect(price).to.be.closeTo(part[i]! * hourly, 0.011)
    }
    for (const { price } of points) expect(price).to.equal(Number(price.toFixed(2)))
  })

  it('says what of it is real, and what takes its place', () => {
    const { about } = standInCrash
    for (const fact of ['194.61', '101.20', '107.82', '86.00', '134.06']) {
      expect(about).to.contain(fact)
    }
    expect(about).to.contain('--replay').and.to.contain('BALLAST_DATA')
  })
})
