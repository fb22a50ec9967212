import { expect } from 'chai'
import { NodeUnreachableError } from '../../../cli/chain/nodeErrors.ts'
import type { ActRequest } from '../../../cli/ui/services/acts.ts'
import { themeOf } from '../../../cli/ui/theme.ts'
import type { StewardList } from '../../../cli/workflows/readStewards.ts'
import { never, readOnlySession, testNow } from '../../support/fakeServices.ts'
import { ceilingRow, stewardList, windowRow } from '../../support/fakeStewards.ts'
import { openUi, type Ui, type UiOptions } from '../../support/ui.tsx'

const { own: _, ...nobodys } = stewardList()

describe('the stewards screen', () => {
  let ui: Ui
  afterEach(() => ui.close())

  const open = async (options: UiOptions & { readonly list?: StewardList } = {}) => {
    const { list = stewardList(), services, ...others } = options
    ui = await openUi({
      screen: 'stewards',
      columns: 80,
      rows: 24,
      ...others,
      services: { readStewards: async () => list, ...services },
    })
  }
  const selected = () => /\u25b8 (\S+ +\S+)/.exec(ui.frame())?.[1]?.replace(/ +/, ' ')

  it('says what it reads', async () => {
    await open({ services: { readStewards: never } })
    await ui.waitFor('reading the windows of stewards')
  })

  it('says what failed and what to do, and tries again', async () => {
    let isBroken = true
    const readStewards = async () => {
      if (isBroken) throw new NodeUnreachableError('http://node', 'eth_call', new Error('refused'))
      return stewardList()
    }
    await open({ services: { readStewards } })
    await ui.waitFor('r tries again')
    isBroken = false
    await ui.press('r')
    await ui.waitFor('liquidationThreshold')
  })

  it('keeps what was read while a newer answer is asked for, and says so', async () => {
    let asked = 0
    const readStewards = () => (asked++ === 0 ? Promise.resolve(stewardList()) : never<never>())
    await open({ services: { readStewards } })
    await ui.waitFor('liquidationThreshold')
    await ui.press('r')
    expect(await ui.waitFor('updating')).to.contain('liquidationThreshold')
  })

  it('says where there is no RiskSteward, and where nothing is allowed', async () => {
    await open({ list: { ...nobodys, riskSteward: undefined, windows: [], stewards: [] } })
    await ui.waitFor('This deployment has no RiskSteward')
    ui.close()
    await open({ list: stewardList({ windows: [] }) })
    await ui.waitFor('Stewards may move nothing')
  })

  it('shows who may step, and each window with when it opens', async () => {
    await open({ columns: 160, rows: 40 })
    const frame = await ui.waitFor('liquidationThreshold')
    expect(frame).to.contain('stewards  alice 0xaaaa\u2026aaaa (you) and 0xbbbb\u2026bbbb')
    expect(frame).to.contain('you       may step: E')
    expect(frame).to.match(/WETH-A +liquidationThreshold +80 % +79\.5 % \u2026 80\.5 % \u25cf open/)
    expect(frame).to.match(
      /debtCeiling +\u2192 150,000,000 bUSD +0 bUSD \u2026 300,000,000 bUSD \u25cb in 22 h/,
    )
    expect(frame).to.match(/WBTC-A +targetHealth .*! by a vote/)
  })

  it('keeps value and window where it is narrow', async () => {
    await open({ columns: 60, rows: 20 })
    const frame = await ui.waitFor('liquidation')
    expect(frame).to.match(/liquidationT\S* +80 % +\u25cf open/)
    expect(frame).not.to.contain('79.5 %')
  })

  it('says everything about the selected one beside the list', async () => {
    await open({ columns: 160, rows: 40 })
    const frame = await ui.waitFor('Debt above this share')
    expect(frame).to.match(/allowed +79\.5 % \u2026 80\.5 %/)
    expect(frame).to.match(/window +open: a step may be made now/)
    expect(frame).to.match(/step +0\.5 % at most, from what is stored/)
    expect(frame).to.match(/every +3 days/)
    expect(frame).to.match(/never leaves +77 % \u2026 83 %/)
    expect(frame).to.match(/last step +none yet/)
    expect(frame).not.to.contain('in force  ')
    await ui.press('j')
    await ui.waitFor(/in force +100,000,000 bUSD until 2026-11-23 10:00 UTC/)
    expect(ui.frame()).to.match(/window +closed, opens 2026-11-23 10:00 UTC \(in 22 h\)/)
    expect(ui.frame()).to.match(/last step +2026-11-22 10:00 UTC \(2 h ago\)/)
    expect(ui.frame()).to.contain('A step replaces the raise')
    await ui.press('j')
    await ui.waitFor(/in force +80\.6 %, ramping until 2026-11-26 12:00 UTC/)
    expect(ui.frame()).to.contain('A step replaces the ramp')
    await ui.press('j')
    await ui.waitFor('no step leads back into')
  })

  it('opens the selected one where there is no room beside the list', async () => {
    await open({ columns: 60, rows: 20 })
    await ui.waitFor('debtCeiling')
    await ui.press('j', 'enter')
    await ui.waitFor('in force')
    await ui.press('G')
    await ui.waitFor('never leaves')
    await ui.press('escape')
    await ui.waitFor('may step')
    expect(selected()).to.equal('WETH-A debtCeiling')
  })

  it('counts down by the chain\u2019s clock, and opens when it is time', async () => {
    const theme = themeOf({ colour: true, unicode: true, animation: false, ticking: true })
    let now = testNow
    const list = stewardList({ windows: [windowRow({ opensAt: testNow + 7_200 })] })
    await open({ theme, list, services: { now: () => now } })
    await ui.waitFor('in 2 h')
    now += 3_601
    await ui.waitFor('in 59 min')
    now += 3_600
    await ui.waitFor('\u25cf open')
  })

  it('finds windows by market and parameter', async () => {
    await open()
    await ui.waitFor('liquidationThreshold')
    await ui.press('/', 'wbtc', 'enter')
    await ui.waitFor('2 of 4')
    expect(selected()).to.equal('WBTC-A liquidationThreshold')
    await ui.press('/', 'x')
    await ui.waitFor('No window contains that.')
  })

  it('reads rows out as sentences, and draws with ASCII signs', async () => {
    await open({ screenReader: true })
    const frame = await ui.waitFor('selected: market WETH-A')
    expect(frame).to.contain('window open')
    expect(frame).to.contain('window closed, opens in 22 h')
    expect(frame).to.contain('no step leads back, only a vote does')
    ui.close()
    const theme = themeOf({ colour: false, unicode: false, animation: false })
    await open({ theme })
    await ui.waitFor('* open')
  })

  describe('stepping', () => {
    const asked: ActRequest[] = []
    const act = (request: ActRequest) => {
      asked.push(request)
      return never<never>()
    }
    beforeEach(() => {
      asked.length = 0
    })

    it('asks for the value beside the window, and rehearses it before anything is sent', async () => {
      await open({ services: { act } })
      await ui.waitFor('E step')
      await ui.press('E')
      const frame = await ui.waitFor('Step: WETH-A liquidationThreshold')
      expect(frame).to.match(/now +80 %/)
      expect(frame).to.match(/allowed +79\.5 % \u2026 80\.5 %/)
      expect(frame).to.contain('nothing is sent before you agree')
      await ui.press('80.5%', 'enter')
      await ui.waitFor('Step as a steward in WETH-A')
      expect(asked).to.deep.equal([
        { verb: 'steward', market: 'WETH-A', settings: ['liquidationThreshold=80.5%'] },
      ])
    })

    it('begins with the stored value as it is typed, and wants one', async () => {
      await open({ services: { act } })
      await ui.waitFor('E step')
      await ui.press('E')
      await ui.waitFor('80%')
      await ui.press('backspace', 'enter')
      await ui.waitFor('no value is typed yet')
      expect(asked).to.deep.equal([])
      await ui.press('escape')
      await ui.waitFor('may step')
    })

    it('tells what is in force beside what is stored', async () => {
      const list = stewardList({ windows: [{ ...ceilingRow, opensAt: 0 }] })
      await open({ list, services: { act } })
      await ui.waitFor('E step')
      await ui.press('E')
      await ui.waitFor(/now +150,000,000 bUSD stored/)
      expect(ui.frame()).to.match(/in force +100,000,000 bUSD until/)
    })

    it('is dimmed with the reason for whoever may not, and while the window is closed', async () => {
      await open({ list: stewardList({ own: { address: '0x', mayStep: false } }) })
      await ui.waitFor('may not step: that takes STEWARD')
      await ui.press('E')
      await ui.waitFor('only who holds STEWARD may step')
      ui.close()
      await open({ list: nobodys, services: { session: readOnlySession } })
      await ui.waitFor('nobody acts here')
      await ui.press('E')
      await ui.waitFor('read-only: choose an account with A')
      ui.close()
      await open({ list: { ...nobodys, ownTrouble: '$KEY is not set. Set it.' } })
      await ui.waitFor('$KEY is not set. Set it.')
      await ui.press('E')
      await ui.waitFor('the account cannot be opened')
      ui.close()
      await open()
      await ui.waitFor('liquidationThreshold')
      await ui.press('j', 'E')
      await ui.waitFor('closed until 2026-11-23 10:00 UTC')
      await ui.press('G', 'E')
      await ui.waitFor('only a vote does')
    })

    it('leaves what needs a vote to a draft', async () => {
      await open({ services: { newDraft: never } })
      await ui.waitFor('e edit')
      await ui.press('e')
      await ui.waitFor('reading the present values')
    })
  })
})
