import { expect } from 'chai'
import type { ParameterList } from '../../../cli/workflows/listParameters.ts'
import { percentChange as change, parameterList } from '../../support/fakeParameters.ts'
import { never, readOnlySession, testNow } from '../../support/fakeServices.ts'
import { openUi, type Ui, type UiOptions } from '../../support/ui.tsx'

const params = { subject: 'WETH-A', parameter: 'liquidationThreshold' }
const all = parameterList()
const own: ParameterList = {
  ...all,
  parameters: all.parameters.filter(
    ({ subject, parameter }) => subject === params.subject && parameter === params.parameter,
  ),
  history: [change(75, 70, 40), { ...change(70, 80, 3), settlesAt: BigInt(testNow + 86_400) }],
}

describe('one parameter, in every state', () => {
  let ui: Ui
  afterEach(() => ui.close())

  const open = async ({
    list = own,
    services,
    ...others
  }: UiOptions & { list?: ParameterList } = {}) => {
    ui = await openUi({
      screen: 'parameter',
      params,
      columns: 80,
      rows: 24,
      ...others,
      services: { readHistory: async () => list, ...services },
    })
    return ui.waitFor('WETH-A liquidationThreshold')
  }

  it('keeps a row together where there is much room', async () => {
    const frame = await open({ columns: 160, rows: 50 })
    const row = frame.split('\n').find((line) => line.includes('70 % \u2192 80 %'))!
    expect(row).to.match(/^\u25b8 3 days ago +70 % \u2192 80 % +2026-11-23 12:00 UTC +1197$/)
    expect(row.length).to.be.at.most(110)
    expect(frame).to.contain(`transaction ${own.history!.at(-1)!.transactionHash}`)
    expect(frame).to.match(/50 % \u2588+\u2502\u2588*\S*\u2591+ 97 %/)
  })

  it('is all there for somebody who only looks, drafting included', async () => {
    const frame = await open({ services: { session: readOnlySession, newDraft: never } })
    expect(frame).to.contain('\u00b7 read-only')
    expect(frame).to.contain('History, the newest first')
    // Nothing here acts on the chain, so no key is blocked.
    expect(frame.trimEnd().split('\n').at(-1)).to.match(/^y copy hash {2}e edit {2}A act as/)
    await ui.press('j', 'y')
    await ui.waitFor(`copied ${own.history![0]!.transactionHash}`)
    await ui.press('e')
    await ui.waitFor('reading the present values')
  })

  it('says that the protocol has no such parameter, and the way back', async () => {
    const frame = await open({ list: { ...own, parameters: [], history: [] } })
    expect(frame).to.contain('The protocol has no parameter WETH-A liquidationThreshold.')
    expect(frame).to.contain('Esc goes back')
  })

  it('is read aloud as a sentence a line, the gauge as its number', async () => {
    const frame = await open({ screenReader: true })
    const said = frame.split('\n').map((line) => line.trimEnd())
    expect(said.slice(1, -1)).to.deep.equal([
      'WETH-A liquidationThreshold',
      'Liquidation threshold. Share of the collateral value, at the high price, above which debt may be liquidated; a cut ramps.',
      '',
      'value: 89 %',
      'counts now: 80 %, on its way to 89 %',
      'bounds: 50 % to 97 %',
      'safer: lower',
      'changed: 2026-11-19 12:00 UTC (3 days ago), block 1197',
      '',
      '83 % of the way between the bounds',
      '',
      'History, the newest first',
      'selected: when 3 days ago, before and after 70 % to 80 %, in full 2026-11-23 12:00 UTC, block 1197',
      'when 40 days ago, before and after 75 % to 70 %, in full at once, block 1160',
      `transaction ${own.history!.at(-1)!.transactionHash}`,
      '',
    ])
  })
})
