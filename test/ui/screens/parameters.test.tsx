import { expect } from 'chai'
import { NodeUnreachableError } from '../../../cli/chain/nodeErrors.ts'
import type { ParameterRow } from '../../../cli/report/parametersText.ts'
import { clipboardSequence } from '../../../cli/ui/hooks/useClipboard.ts'
import { themeOf } from '../../../cli/ui/theme.ts'
import type { ParameterList } from '../../../cli/workflows/listParameters.ts'
import { parametersBlock as block, percentChange as change } from '../../support/fakeParameters.ts'
import { never, readOnlySession, testNow } from '../../support/fakeServices.ts'
import { openUi, type Ui, type UiOptions } from '../../support/ui.tsx'

const DAY = 86_400

const percentRow = (own: Partial<ParameterRow> & { stored: bigint }): ParameterRow => ({
  subject: 'WETH-A',
  parameter: 'liquidationThreshold',
  label: 'Liquidation threshold',
  summary: 'Debt above this share of the collateral may be liquidated.',
  effective: own.stored,
  min: 5_000n,
  max: 9_000n,
  unit: 'bps',
  tightens: 'down',
  lastChange: null,
  ...own,
  shown: {
    stored: `${own.stored / 100n} %`,
    effective: `${(own.effective ?? own.stored) / 100n} %`,
    bounds: '50 % \u2026 90 %',
  },
})

const changed = percentRow({ stored: 8_000n, lastChange: change(70, 80, 3) })
const ceilingRow: ParameterRow = {
  ...percentRow({ stored: 0n }),
  parameter: 'debtCeiling',
  label: 'Debt ceiling',
  summary: 'The most that may be issued.',
  stored: 100n * 10n ** 24n,
  effective: 100n * 10n ** 24n,
  min: 0n,
  max: 2n ** 120n - 1n,
  shown: {
    stored: '100,000,000 bUSD',
    effective: '100,000,000 bUSD',
    bounds: '0 bUSD \u2026 no limit',
  },
}
const rows: readonly ParameterRow[] = [
  changed,
  ceilingRow,
  percentRow({
    stored: 8_900n,
    subject: 'WBTC-A',
    lastChange: { ...change(60, 89, 1), settlesAt: BigInt(block.timestamp + 2 * DAY) },
    effective: 6_100n,
  }),
  percentRow({
    stored: 5_400n,
    subject: 'governor',
    parameter: 'quorumNumerator',
    label: 'Quorum',
    tightens: 'up',
  }),
]
const list: ParameterList = { block, parameters: rows, isHistoryComplete: true, stopped: [] }
const history = [change(75, 70, 40), change(70, 80, 3)]

describe('the parameters screen', () => {
  let ui: Ui
  afterEach(() => ui.close())

  const asked: string[] = []
  const open = async (options: UiOptions & { readonly list?: ParameterList } = {}) => {
    asked.length = 0
    const { list: shown = list, ...others } = options
    ui = await openUi({
      screen: 'parameters',
      ...others,
      services: {
        readParameters: async () => shown,
        readHistory: async (subject, parameter) => {
          asked.push(`${subject}.${parameter}`)
          const row = shown.parameters.find(
            (one) => one.subject === subject && one.parameter === parameter,
          )
          return { ...shown, parameters: row === undefined ? [] : [row], history }
        },
        ...others.services,
      },
    })
    return ui
  }
  const selected = () => /\u25b8 (\S+ +\S+)/.exec(ui.frame())?.[1]?.replace(/ +/, ' ')

  it('says what it reads', async () => {
    ui = await openUi({ screen: 'parameters', services: { readParameters: never } })
    expect(await ui.waitFor('reading the parameters')).to.contain('Ballast DAO')
  })

  it('says what failed and what to do, and tries again', async () => {
    let isBroken = true
    const readParameters = async () => {
      if (isBroken) throw new NodeUnreachableError('http://node', 'eth_call', new Error('refused'))
      return list
    }
    await open({ services: { readParameters } })
    await ui.waitFor('\u2716')
    await ui.waitFor('r tries again')
    isBroken = false
    await ui.press('r')
    await ui.waitFor('liquidationThreshold')
  })

  it('says where there would be parameters if there are none', async () => {
    await open({ list: { ...list, parameters: [] } })
    await ui.waitFor('No parameters')
    await ui.waitFor('ballast deploy')
  })

  it('shows value, bounds as a gauge, the safer way and the last change at 80 columns', async () => {
    await open({ columns: 80, rows: 24, list: { ...list, parameters: rows.slice(0, 2) } })
    const frame = await ui.waitFor('debtCeiling')
    expect(frame).to.match(
      /WETH-A +liquidationThreshold +80 % \u2588{6}\u2591\u2591 \u2193 down +3 days ago/,
    )
    expect(frame).to.match(/debtCeiling +100,000,000 bUSD no limit \u2193 down +never/)
    expect(frame).not.to.contain('Debt above this share')
  })

  it('tells what counts now while a change is on its way', async () => {
    await open({ columns: 200, rows: 60 })
    await ui.waitFor('counts now')
    expect(ui.frame()).to.match(/WBTC-A +liquidationThreshold +\u2192 89 % +61 % +\u2588/)
    await ui.press('G', 'up')
    await ui.waitFor('61 %, on its way to 89 %')
    expect(ui.frame()).to.match(/in full +2026-11-24 12:00 UTC \(in 2 days\)/)
  })

  it('stands beside its detail from 100 columns on, history included', async () => {
    await open({ columns: 120, rows: 30 })
    await ui.waitFor('Debt above this share')
    await ui.waitFor('3 days ago: 70 % \u2192 80 %')
    expect(ui.frame()).to.contain('40 days ago: 75 % \u2192 70 %')
    expect(ui.frame()).to.match(/50 % \u2588+[^\n]*\u2591+ 90 %/)
    expect(asked).to.deep.equal(['WETH-A.liquidationThreshold'])
  })

  it('asks for no history of what was never changed, nor of rows that keys run past', async () => {
    await open({ columns: 120, rows: 30 })
    await ui.waitFor('debtCeiling')
    await ui.press('j', 'j', 'j')
    await ui.waitFor('never: it is as it was deployed')
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(asked).not.to.contain('WBTC-A.liquidationThreshold')
    expect(asked).not.to.contain('governor.quorumNumerator')
  })

  it('keeps name and value where it is narrow', async () => {
    await open({ columns: 40, rows: 12 })
    const frame = await ui.waitFor('80 %')
    expect(frame).to.contain('WETH-A')
    expect(frame).to.contain('100,000,000 bUSD')
    expect(Math.max(...frame.split('\n').map((line) => line.length))).to.be.at.most(40)
    await ui.resize(60, 20)
    await ui.waitFor('bounds')
  })

  it('finds rows by any part of subject, key and label, in any case; Esc shows all again', async () => {
    await open({ columns: 80, rows: 24 })
    await ui.waitFor('debtCeiling')
    await ui.press('/', 'QUORUM')
    await ui.waitFor('1 of 4')
    expect(selected()).to.equal('governor quorumNumerator')
    await ui.press('escape')
    await ui.waitFor('debtCeiling')
    await ui.press('/', 'wbtc liq', 'enter')
    await ui.waitFor('1 of 4')
    await ui.press('/', 'x')
    await ui.waitFor('No parameter contains that.')
  })

  it('goes through markets, and back to all of them', async () => {
    await open({ columns: 80, rows: 24 })
    await ui.waitFor('everything')
    await ui.press('m')
    await ui.waitFor('WETH-A alone')
    expect(ui.frame()).not.to.contain('WBTC-A')
    await ui.press('m', 'm')
    await ui.waitFor('governor alone')
    await ui.press('m')
    await ui.waitFor('everything')
  })

  it('orders by the newest change, by the room to the loosest bound, and turns around', async () => {
    await open({ columns: 80, rows: 24 })
    await ui.waitFor('debtCeiling')
    await ui.press('o')
    await ui.waitFor('the newest change first')
    expect(selected()).to.equal('WBTC-A liquidationThreshold')
    await ui.press('o')
    await ui.waitFor('nearest to a loose bound')
    expect(ui.frame().indexOf('WBTC-A')).to.be.below(ui.frame().indexOf('governor'))
    await ui.press('O')
    await ui.waitFor('reversed')
    expect(selected()).to.equal('WETH-A debtCeiling')
    await ui.press('o', 'O')
    await ui.waitFor('in the order of the catalogue')
    expect(selected()).to.equal('WETH-A liquidationThreshold')
  })

  it('opens a parameter with its history, and comes back to the same row and filter', async () => {
    await open({ columns: 80, rows: 24 })
    await ui.waitFor('debtCeiling')
    await ui.press('/', 'threshold', 'enter', 'j', 'enter')
    await ui.waitFor('History, the newest first')
    await ui.press('escape')
    await ui.waitFor('2 of 4')
    expect(selected()).to.equal('WBTC-A liquidationThreshold')
  })

  it('begins a draft of the selected parameter, from the list and from its own screen', async () => {
    const begun: unknown[] = []
    const newDraft = (...asked: unknown[]) => {
      begun.push(asked)
      return never<never>()
    }
    await open({ columns: 80, rows: 24, services: { newDraft } })
    await ui.waitFor('debtCeiling')
    await ui.press('j', 'e')
    await ui.waitFor('reading the present values')
    expect(JSON.stringify(begun)).to.contain('{"subject":"WETH-A","parameter":"debtCeiling"}')
    ui.close()
    const params = { subject: 'WETH-A', parameter: 'liquidationThreshold' }
    await open({ screen: 'parameter', params, services: { newDraft } })
    await ui.waitFor('History')
    await ui.press('e')
    await ui.waitFor('reading the present values')
    expect(JSON.stringify(begun[1])).to.contain(JSON.stringify(params))
  })

  it('works for somebody who only looks, drafting included', async () => {
    await open({ columns: 80, rows: 24, services: { session: readOnlySession } })
    await ui.waitFor('read-only')
    expect(ui.frame()).to.contain('e edit')
  })

  it('counts from the chain\u2019s clock, which goes on between two blocks', async () => {
    const theme = themeOf({ colour: true, unicode: true, animation: false, ticking: true })
    let now = testNow
    const services = { now: () => now }
    const lastChange = { ...change(70, 80, 0), timestamp: testNow - 39 }
    const young = { ...list, parameters: [{ ...changed, lastChange }] }
    await open({ columns: 120, rows: 30, theme, list: young, services })
    await ui.waitFor(/changed +2026-11-22 11:59 UTC \(39 s ago\)/)
    now += 141
    await ui.waitFor(/changed +2026-11-22 11:59 UTC \(3 min ago\)/)
    await ui.waitFor(/[\u2588\u2591]+ +3 min ago/)
    await ui.press('enter')
    await ui.waitFor(/changed +2026-11-22 11:59 UTC \(3 min ago\)/)
    now += 60
    await ui.waitFor('(4 min ago)')
  })

  it('admits what the node does not know', async () => {
    await open({ columns: 120, rows: 30, list: { ...list, isHistoryComplete: false } })
    await ui.waitFor('changes may be missing: this node lacks old events')
    await ui.press('j')
    await ui.waitFor('not known: this node does not')
  })

  it('draws with ASCII signs, and reads rows out as sentences', async () => {
    const theme = themeOf({ colour: false, unicode: false, animation: false })
    await open({ columns: 80, rows: 24, theme, list: { ...list, parameters: [changed] } })
    expect(await ui.waitFor('######..')).to.contain('v down')
    ui.close()
    await open({ columns: 80, rows: 24, screenReader: true })
    const frame = await ui.waitFor('selected: subject WETH-A')
    expect(frame).to.contain('bounds 50 % to 90 %')
    expect(frame).not.to.contain('\u2588')
  })

  describe('one parameter', () => {
    const params = { subject: 'WETH-A', parameter: 'liquidationThreshold' }
    const openOne = (options: UiOptions & { readonly list?: ParameterList } = {}) =>
      open({ screen: 'parameter', params, columns: 80, rows: 24, ...options })

    it('says what it reads, and what failed', async () => {
      await openOne({ services: { readHistory: never } })
      await ui.waitFor('reading WETH-A liquidationThreshold')
      ui.close()
      await openOne({ services: { readHistory: async () => Promise.reject(new Error('no way')) } })
      await ui.waitFor('no way')
    })

    it('shows every change, the newest first, with its block and when it counts in full', async () => {
      await openOne()
      const frame = await ui.waitFor('History, the newest first')
      expect(frame).to.match(/\u25b8 3 days ago +70 % \u2192 80 % +at once +1197/)
      expect(frame).to.match(/40 days ago +75 % \u2192 70 % +at once +1160/)
      expect(frame).to.contain('changed  2026-11-19 12:00 UTC (3 days ago), block 1197')
    })

    it('copies the hash of the selected change', async () => {
      await openOne()
      await ui.waitFor('History, the newest first')
      await ui.press('j', 'y')
      await ui.waitFor(`copied ${history[0]!.transactionHash}`)
      expect(ui.written()).to.contain(clipboardSequence(history[0]!.transactionHash))
    })

    it('says of what was never changed that it was not', async () => {
      const services = {
        readHistory: async () => ({ ...list, parameters: [ceilingRow], history: [] }),
      }
      await openOne({ services })
      const frame = await ui.waitFor('never: it is as it was deployed')
      expect(frame).to.contain('0 bUSD to no limit')
      expect(frame).not.to.contain('History')
      expect(frame).not.to.contain('copy')
    })

    it('says that changes may be missing where they may', async () => {
      const services = {
        readHistory: async () => ({
          ...list,
          parameters: [changed],
          isHistoryComplete: false,
          history,
        }),
      }
      await openOne({ services })
      await ui.waitFor('does not have the events of the deployment')
    })

    it('shows the value before it explains it in a window that is too small for both', async () => {
      const summary = `It ${'explains itself at length and '.repeat(9)}ends.`
      const parameters = [percentRow({ stored: 8_900n, effective: 6_100n, summary })]
      const services = { readHistory: async () => ({ ...list, parameters, history }) }
      await openOne({ columns: 40, rows: 12, services })
      const frame = await ui.waitFor('History')
      expect(frame)
        .to.match(/value +89 %/)
        .and.to.match(/counts now +61 %, on its way to 89 %/)
      expect(frame).to.match(/\u25b8 3 days ago/)
      expect(frame).to.match(/40 days ago/)
      await ui.press('d')
      expect(await ui.waitFor('explains itself')).not.to.contain('History')
      await ui.press('escape')
      await ui.waitFor('History')
      await ui.resize(100, 40)
      expect(ui.frame())
        .to.match(/explains itself.*value +89 %/s)
        .and.not.to.contain('d details')
    })

    it('scrolls what does not fit where there is no history', async () => {
      const summary = `It ${'explains itself at length and '.repeat(9)}ends.`
      const parameters = [{ ...ceilingRow, summary }]
      const services = { readHistory: async () => ({ ...list, parameters, history: [] }) }
      await openOne({ columns: 40, rows: 12, services })
      expect(await ui.waitFor(/value +100,000,000 bUSD/)).not.to.contain('ends.')
      await ui.press('G')
      await ui.waitFor('ends.')
    })

    it('has room for its history in the smallest window, and scrolls it', async () => {
      const many = Array.from({ length: 30 }, (_, i) => change(60 + (i % 2), 61 - (i % 2), 30 - i))
      const services = {
        readHistory: async () => ({ ...list, parameters: [changed], history: many }),
      }
      await openOne({ columns: 60, rows: 20, services })
      await ui.waitFor(/\u25b8 1 day ago/)
      await ui.press('G')
      await ui.waitFor(/\u25b8 30 days ago/)
      await ui.resize(40, 12)
      await ui.waitFor(/\u25b8 30 days ago/)
    })
  })
})
