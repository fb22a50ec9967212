import { expect } from 'chai'
import { calibration, type Estimate, estimate, logReturns } from '../../cli/risk/calibration.ts'
import { estimateJumps, jumpCalibration } from '../../cli/risk/jumpCalibration.ts'
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

  const returns = Object.fromEntries(
    calibration.assets.map((asset, i) => [asset, logReturns(closes[i]!.map(({ price }) => price))]),
  )
  const written = (id: string): string => `gives the figures that are written down as ${id}`

  function expectClose(
    found: Pick<Estimate, 'volatilities' | 'correlation'>,
    by: typeof found,
  ): void {
    for (const [i, volatility] of found.volatilities.entries())
      expect(volatility).to.be.closeTo(by.volatilities[i]!, 1e-6)
    for (const [i, row] of found.correlation.entries())
      for (const [j, value] of row.entries())
        expect(value).to.be.closeTo(by.correlation[i]![j]!, 1e-6)
  }

  it(written(calibration.id), () => {
    const found = estimate(returns)
    expect(found.assets).to.deep.equal([...calibration.assets])
    expect(found.returnCount).to.equal(calibration.returnCount)
    expectClose(found, calibration)
  })

  it(written(jumpCalibration.id), () => {
    const found = estimateJumps(returns)
    expect(found.assets).to.deep.equal([...jumpCalibration.assets])
    expect(found.jumpDays).to.equal(jumpCalibration.jumpDays)
    expect(found.intensity).to.be.closeTo(jumpCalibration.intensity, 1e-6)
    expectClose(found, jumpCalibration)
    for (const [i, { mean, deviation }] of found.sizes.entries()) {
      expect(mean).to.be.closeTo(jumpCalibration.sizes[i]!.mean, 1e-6)
      expect(deviation).to.be.closeTo(jumpCalibration.sizes[i]!.deviation, 1e-6)
    }
  })
})
