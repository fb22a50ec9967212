import { expect } from 'chai'
import { render } from 'ink-testing-library'
import { Gauge } from '../../../cli/ui/components/Gauge.tsx'
import { gaugeRuns, gaugeText } from '../../../cli/ui/gauge.ts'
import { type Theme, ThemeProvider, themeOf } from '../../../cli/ui/theme.ts'

const unicode = themeOf({ colour: true, unicode: true, animation: false })
const ascii = themeOf({ colour: false, unicode: false, animation: false })

const bar = (value: number, width: number, theme: Theme = unicode) =>
  gaugeText(value, width, { theme })

describe('a gauge', () => {
  it('fills whole cells, and the cell between by eighths', () => {
    expect(bar(0.5, 4)).to.equal('██░░')
    expect(bar(0.5, 5)).to.equal('██▌░░')
    expect(bar(0.03, 4)).to.equal('▏░░░')
  })

  it('has exactly the cells that it was given, whatever its value', () => {
    for (const value of [-1, 0, 0.333, 1, 7, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(bar(value, 9), String(value)).to.have.lengthOf(9)
    }
    expect(bar(0, 3)).to.equal('░░░')
    expect(bar(7, 3)).to.equal('███')
    expect(bar(0.5, 0)).to.equal('')
  })

  it('draws with signs of ASCII where there are no others', () => {
    expect(bar(0.5, 4, ascii)).to.equal('##..')
    expect(gaugeText(0.5, 5, { theme: ascii, markers: [{ at: 1, tone: 'bad' }] })).to.equal('###.|')
  })

  it('shows a limit in its own tone, over the bar and over the track', () => {
    const markers = [
      { at: 0, tone: 'bad' },
      { at: 1, tone: 'caution' },
    ] as const
    expect(gaugeRuns({ value: 0.5, width: 6, tone: 'good', markers }, unicode)).to.deep.equal([
      { text: '│', tone: 'bad' },
      { text: '██', tone: 'good' },
      { text: '░░', tone: 'muted' },
      { text: '│', tone: 'caution' },
    ])
  })

  it('has its number beside it', () => {
    const { lastFrame, unmount } = render(
      <ThemeProvider value={ascii}>
        <Gauge value={0.25} width={8} number="25 %" label="ceiling of WETH-A" />
      </ThemeProvider>,
    )
    expect(lastFrame()).to.equal('##...... 25 %')
    unmount()
  })
})
