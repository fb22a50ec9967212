import { expect } from 'chai'
import { calibration, estimate, logReturns } from '../../cli/risk/calibration.ts'
import { parsePriceCsv } from '../../cli/risk/priceCsv.ts'
import { describeWithData, readData } from './realData.ts'

const seconds = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1000

describeWithData('calibration from daily closes', () => {
  const closes = calibration.sources.map(({ file }) =>
    parsePriceCsv(readData(`prices/${file}`)).filter(
      ({ at }) => at >= seconds(calibration.from) && at <= seconds(calibration.to),
    ),
  )

  it('uses the same days for every asset, without gaps', () => {
    for (const series of closes) {
      expect(series).to.have.length(calibration.returnCount + 1)
      expect(series[0]!.at).to.equal(seconds(calibration.from))
      expect(series.every(({ at }, i) => at === series[0]!.at + i * 86_400)).to.equal(true)
    }
  })

  it('gives the volatilities and correlations that are written down', () => {
    const returns = closes.map((series) => logReturns(series.map(({ price }) => price)))
    const found = estimate(
      Object.fromEntries(calibration.assets.map((asset, i) => [asset, returns[i]!])),
    )
    expect(found.assets).to.deep.equal([...calibration.assets])
    expect(found.returnCount).to.equal(calibration.returnCount)
    found.volatilities.forEach((volatility, i) => {
      expect(volatility).to.be.closeTo(calibration.volatilities[i]!, 1e-6)
    })
    found.correlation.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(value).to.be.closeTo(calibration.correlation[i]![j]!, 1e-6)
      })
    })
  })
})
