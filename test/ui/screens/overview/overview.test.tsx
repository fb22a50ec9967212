import { expect } from 'chai'
import { NodeUnreachableError } from '../../../../cli/chain/nodeErrors.ts'
import { themeOf } from '../../../../cli/ui/theme.ts'
import type { Overview } from '../../../../cli/workflows/readOverview.ts'
import { fakeConnection, liveAt } from '../../../support/fakeConnection.ts'
import { fakeServices, never, testNow } from '../../../support/fakeServices.ts'
import {
  DAY,
  feedOverview,
  HOUR,
  marketOverview,
  overviewOf,
  proposalLine,
} from '../../../support/overviews.ts'
import { openUi, type Ui, type UiOptions } from '../../../support/ui.tsx'

const WAD = 10n ** 18n

/** Two votes that are open, a third market without a price. */
const busy = overviewOf({
  proposals: [
    proposalLine({ id: 7n, voteEndsAt: testNow + 2 * DAY - 1 }),
    proposalLine({ id: 8n, voteEndsAt: testNow + 3 * HOUR - 1, title: 'Lower the fee' }),
  ],
  markets: [
    marketOverview(),
    marketOverview({ label: 'WBTC-A', collateralization: 1.3, ceilingUse: 0.97 }),
    marketOverview({
      label: 'XYZ-A',
      priceState: 'DOWN',
      collateralization: undefined,
      mostCollateralization: undefined,
      collateralValue: undefined,
      feed: 'XYZ/USD',
    }),
  ],
  feeds: [
    feedOverview(),
    feedOverview({
      label: 'XYZ/USD',
      state: 'DOWN',
      price: undefined,
      trouble: 'XYZ/USD is DOWN: of 2 sources, 1 too old and 1 without a usable answer',
      sources: [
        { updatedAt: BigInt(testNow - 3 * HOUR), status: 'STALE' },
        { updatedAt: 0n, status: 'INVALID' },
      ],
    }),
  ],
  unpriced: ['XYZ-A'],
  nav: undefined,
})

describe('the overview', () => {
  let ui: Ui
  afterEach(() => ui.close())

  const open = async (overview: Overview, options: Omit<UiOptions, 'services'> = {}) => {
    ui = await openUi({ ...options, services: { readOverview: async () => overview } })
    await ui.waitFor('What needs you now')
  }
  const selected = () => /[▸>] .*$/m.exec(ui.frame())?.[0] ?? ''
  const detail = () => ui.frame().split('\n').slice(-4, -2).join(' ')

  describe('the vaults near liquidation', () => {
    const block = { number: 1, timestamp: testNow, hash: '0x' } as const
    const none = { liquidatable: 0, near: 0, unpriced: 0 }
    const openWith = async (
      counts: { liquidatable?: number; near?: number; unpriced?: number },
      size: { columns: number; rows: number },
    ) => {
      ui = await openUi({
        ...size,
        services: {
          readOverview: async () => overviewOf(),
          countNear: async () => ({ block, markets: [{ label: 'WETH-A', ...none, ...counts }] }),
        },
      })
    }

    it('are counted once they are read, and lead to their screen', async () => {
      await openWith({ liquidatable: 0, near: 3 }, { columns: 80, rows: 24 })
      await ui.waitFor(/Backing .* \u00b7 ! 3 vaults within 10 % of liquidation/)
      await ui.press('g')
      for (let i = 0; i < 9 && !selected().includes('Backing'); i += 1) await ui.press('down')
      expect(detail()).to.contain('Enter shows the vaults, the weakest first.')
      for (let i = 0; i < 9 && !selected().includes('WETH-A'); i += 1) await ui.press('down')
      expect(detail()).to.match(/vaults?, 3 within 10 % of liquidation\./)
      for (let i = 0; i < 9 && !selected().includes('Backing'); i += 1) await ui.press('up')
      await ui.press('enter')
      await ui.waitFor('Vaults')
    })

    it('say first what can be liquidated now, and fit into a narrow window', async () => {
      await openWith({ liquidatable: 1, near: 3 }, { columns: 60, rows: 20 })
      await ui.waitFor('\u2716 1 vault liquidatable now')
      ui.close()
      await openWith({ liquidatable: 0, near: 3 }, { columns: 45, rows: 20 })
      await ui.waitFor('! 3 vaults near')
      ui.close()
      await openWith({}, { columns: 160, rows: 50 })
      await ui.waitFor('\u2714 no vault within 10 % of liquidation')
    })

    it('are not called far from it where they have no price', async () => {
      await openWith({ unpriced: 2 }, { columns: 160, rows: 50 })
      await ui.waitFor('? 2 vaults without a price: how near liquidation is not known')
      await ui.press('g')
      for (let i = 0; i < 9 && !selected().includes('WETH-A'); i += 1) await ui.press('down')
      expect(detail())
        .to.match(/vaults, 2 without a price\./)
        .and.not.to.contain('within')
      ui.close()
      await openWith({ unpriced: 1 }, { columns: 45, rows: 20 })
      await ui.waitFor('? 1 unpriced')
      ui.close()
      await openWith({ near: 3, unpriced: 1 }, { columns: 160, rows: 50 })
      await ui.waitFor('! 3 vaults within 10 % of liquidation, 1 without a price')
    })
  })

  it('says what it reads', async () => {
    ui = await openUi({ services: { readOverview: never } })
    await ui.waitFor('reading the overview')
  })

  it('says why it cannot be read, what to do, and how to try again', async () => {
    let isThere = false
    ui = await openUi({
      services: {
        readOverview: async () => {
          if (!isThere) throw new NodeUnreachableError('http://127.0.0.1:1', 'eth_call', undefined)
          return overviewOf()
        },
      },
    })
    const frame = await ui.waitFor('r tries again')
    expect(frame).to.contain('http://127.0.0.1:1 cannot be reached')
    expect(frame).to.contain('ballast devnet')
    isThere = true
    await ui.press('r')
    await ui.waitFor('Backing')
  })

  it('is friendly where nothing needs anybody, and says how to begin', async () => {
    await open(overviewOf())
    expect(ui.frame()).to.match(
      /✔ Nothing: no vote is open, prices are fresh, .*\n {2}no debt is bad\.\s/,
    )
    expect(ui.frame()).to.contain('2 shows what can be changed')
  })

  it('shows backing, NAV and bad debt', async () => {
    await open(overviewOf())
    expect(ui.frame()).to.contain('Backing 18,000,000 bUSD')
    expect(ui.frame()).to.contain('NAV     1.80 bUSD behind each bUSD')
    expect(ui.frame()).to.contain('✔ no bad debt')
    expect(ui.frame()).to.contain('Owed    10,000,000 bUSD, 9,990,000 in circulation')
  })

  it('shows bad debt in words', async () => {
    await open(overviewOf({ badDebt: 5_000n * WAD }))
    expect(ui.frame()).to.contain('✖ bad debt 5,000 bUSD')
  })

  it('draws each market against its limits, the numbers beside the bars', async () => {
    await open(overviewOf(), { columns: 80, rows: 24 })
    // From 100 % to 200 %: liquidation at 125 %, issuing at 150 %, the market at 180 %.
    expect(ui.frame()).to.match(/✔ WETH-A {5}█+│█+│█+.?░+ {2}180\.0 % {3}████░{12} {3}25\.0 %/)
  })

  it('says which limit is which', async () => {
    await open(overviewOf(), { columns: 80, rows: 24 })
    expect(ui.frame()).to.contain('│ liquidation │ issuing · ceiling used')
    await ui.resize(120, 40)
    expect(await ui.waitFor(/│ liquidation │ issuing, ceiling *$/m)).not.to.contain('limits')
  })

  it('says in words what is wrong with a market and with a price', async () => {
    await open(busy)
    expect(ui.frame()).to.match(/! WBTC-A .* 130\.0 % .* 97\.0 %/)
    expect(ui.frame()).to.match(/\? XYZ-A .* no price/)
    expect(ui.frame()).to.contain('NAV     unknown')
    expect(ui.frame()).to.contain('without XYZ-A, which has no price')
    expect(ui.frame()).to.match(/✔ WETH\/USD {4}OK {7,} 2,368\.79 bUSD .* 10 min of 2 h ✔✔✔/)
    expect(ui.frame()).to.match(/✖ XYZ\/USD {5}DOWN .* no price .* no answer ✖\?/)
  })

  it('does not call a market liquidatable that the high price keeps safe', async () => {
    const degraded = { priceState: 'DEGRADED', collateralization: 1.1 } as const
    await open(overviewOf({ markets: [marketOverview(degraded)] }))
    expect(ui.frame()).to.match(/! WETH-A .* 110\.0 %/)
    await ui.press('down')
    expect(detail()).to.contain('WETH-A: below what issuing needs.')
    await ui.close()
    const sound = { priceState: 'DEGRADED' } as const
    await open(overviewOf({ markets: [marketOverview(sound)] }))
    expect(ui.frame()).to.match(/! WETH-A .* 180\.0 %/)
    expect(detail()).to.contain('WETH-A: price DEGRADED, no issuing.')
  })

  it('lists what needs somebody, the most urgent first', async () => {
    await open(busy, { columns: 160, rows: 50 })
    const places = ['XYZ/USD is DOWN', 'vote ends in 3 h', 'vote ends in 2 days'].map((words) =>
      ui.frame().indexOf(words),
    )
    expect(places).to.deep.equal(places.toSorted((a, b) => a - b))
    expect(places[0]).to.be.greaterThan(0)
    expect(ui.frame()).to.contain('WBTC-A uses 97.0 % of its ceiling')
  })

  it('says more about what is selected: sources with their ages, limits, vaults', async () => {
    await open(overviewOf({ proposals: [proposalLine()] }))
    await ui.press('tab')
    expect(selected()).to.contain('WETH-A')
    expect(detail()).to.contain('Liquidation below 125.0 %, issuing from 150.0 %.')
    expect(detail()).to.contain('10,000,000 of 40,000,000 bUSD issued in 140 vaults')
    await ui.press('tab')
    expect(selected()).to.contain('WETH/USD')
    expect(detail()).to.contain('source 1 counts (10 min old)')
    expect(detail()).to.contain('at least 2 must count')
    await ui.press('tab')
    expect(selected()).to.contain('vote ends')
    await ui.press('shift+tab')
    expect(selected()).to.contain('WETH/USD')
  })

  it('opens the parameter behind a market, and comes back to its row', async () => {
    await open(overviewOf({ proposals: [proposalLine()] }))
    await ui.press('down', 'enter')
    await ui.waitFor('reading')
    await ui.press('escape')
    await ui.waitFor('Protocol')
    expect(selected()).to.contain('WETH-A')
  })

  it('opens what was selected a moment before, when keys arrive together', async () => {
    await open(overviewOf({ proposals: [proposalLine()] }))
    await ui.burst('\u001b[B\r')
    await ui.waitFor('Parameter')
    expect(ui.frame()).to.match(/^Parameter/)
  })

  it('keeps the selection with its row when another one comes before it', async () => {
    let overview = overviewOf({ proposals: [proposalLine()] })
    ui = await openUi({ services: { readOverview: async () => overview } })
    await ui.waitFor('Protocol')
    await ui.press('down', 'up')
    expect(selected()).to.contain('vote ends in 2 days')
    overview = busy
    await ui.press('r')
    await ui.waitFor('XYZ/USD is DOWN')
    expect(selected()).to.contain('vote ends in 2 days')
  })

  it('shows the essentials on 80×24', async () => {
    await open(busy, { columns: 80, rows: 24 })
    for (const words of ['XYZ/USD is DOWN', 'Backing', 'WETH-A', 'WBTC-A', 'XYZ-A', 'WETH/USD']) {
      expect(ui.frame()).to.contain(words)
    }
    expect(ui.frame().split('\n')).to.have.length(24)
    expect(
      Math.max(
        ...ui
          .frame()
          .split('\n')
          .map((line) => line.length),
      ),
    ).to.be.at.most(80)
  })

  it('leaves the bars out where there is little room, never the numbers', async () => {
    await open(overviewOf(), { columns: 40, rows: 20 })
    expect(ui.frame()).to.match(/✔ WETH-A +180\.0 % +25\.0 %/)
    expect(ui.frame()).not.to.contain('█')
    expect(ui.frame()).to.match(/✔ WETH\/USD +OK +10 min of/)
  })

  it('scrolls to what is selected where not all rows fit', async () => {
    await open(busy, { columns: 60, rows: 14 })
    expect(ui.frame()).to.match(/↓ \d+ more rows/)
    await ui.press('G')
    expect(selected()).to.contain('XYZ/USD')
    expect(ui.frame()).not.to.contain('more rows')
  })

  it('says where the rest of what needs somebody is, and shows it', async () => {
    await open(busy, { columns: 80, rows: 24 })
    const frame = ui.frame()
    expect(frame).to.contain('and 2 more things: Enter shows them')
    expect(frame).not.to.contain('Raise the threshold')
    await ui.press('down', 'down', 'down')
    expect(selected()).to.contain('2 more things')
    expect(detail()).to.contain('WBTC-A uses 97.0 % of its ceiling; vote ends in')
    await ui.press('enter')
    await ui.waitFor('Raise the threshold')
    expect(ui.frame()).not.to.contain('more things')
    await ui.press('G')
    expect(selected()).to.contain('XYZ/USD')
  })

  it('leaves the bars of prices room at 120 columns', async () => {
    await open(overviewOf())
    expect(ui.frame()).to.match(/bUSD [█▏▎▍▌▋▊▉░]{8,} 10 min of 2 h/)
  })

  it('wraps what needs somebody where there is room', async () => {
    const title = 'Raise the collateralisation ratio of a market with a long name to 160 %'
    await open(overviewOf({ proposals: [proposalLine({ title })] }))
    expect(ui.frame()).to.match(
      /your 800,000 BLST not .*\n {4}cast: “Raise the .*\n {4}market with a long name to 160 %”\s/,
    )
  })

  it('puts the needs beside the health where there is room', async () => {
    await open(overviewOf(), { columns: 160, rows: 50 })
    expect(ui.frame()).to.match(/local, chain 31337.* Protocol/)
  })

  it('says what there is to know about a demonstration, where there is room for all of it', async () => {
    const session = {
      network: 'demonstration',
      dao: 'bUSD DAO',
      isDemo: true,
      folder: '/tmp/demo',
      notes: ['It is gone when you leave.', 'Drafts are kept in /tmp/demo'],
    }
    ui = await openUi({
      columns: 120,
      rows: 40,
      services: { session, readOverview: async () => overviewOf() },
    })
    await ui.waitFor('It is gone when you leave.')
    expect(ui.frame()).to.contain('Drafts are kept in /tmp/demo')
    await ui.resize(120, 14)
    expect(await ui.waitFor('What needs you now')).not.to.contain('It is gone')
  })

  for (const [columns, rows] of [
    [80, 24],
    [60, 20],
  ] as const) {
    it(`tells who arrives at a demonstration of time and of other accounts on ${columns}×${rows}`, async () => {
      const { session } = fakeServices()
      const services = {
        session: { ...session, isDemo: true },
        readOverview: async () => busy,
        readParameters: never,
      }
      ui = await openUi({ columns, rows, services })
      await ui.waitFor('What needs you now')
      await ui.waitFor(/A act as {2}T clock .*\? help/)
      await ui.press('2')
      expect(ui.frame()).not.to.contain('T clock')
    })
  }

  it('says that nobody acts', async () => {
    const overview = overviewOf()
    const { account: _, ...status } = overview.status
    await open({ ...overview, status })
    expect(ui.frame()).to.contain('Nobody acts: read-only. A chooses an account.')
  })

  it('says why the account\u2019s part is missing', async () => {
    const overview = overviewOf()
    const { account: _, ...status } = overview.status
    await open({ ...overview, status: { ...status, accountTrouble: 'Your part is not shown.' } })
    expect(ui.frame()).to.contain('Your part is not shown.')
  })

  it('says what would be here without markets and feeds', async () => {
    await open(overviewOf({ markets: [], feeds: [] }))
    expect(ui.frame()).to.contain('The address book names no market.')
    expect(ui.frame()).to.contain('The address book names no feed.')
  })

  it('keeps what was read while the node is lost, and says so', async () => {
    const { watch, tell } = fakeConnection({ ...liveAt(9), by: 'subscription' })
    ui = await openUi({ services: { readOverview: async () => overviewOf(), watch } })
    await ui.waitFor('the node tells of new ones')
    tell({
      kind: 'lost',
      since: testNow - 12,
      why: 'http://127.0.0.1:1 cannot be reached.',
      nextStep: 'Start the node again.',
      block: { number: 9, timestamp: testNow },
    })
    const frame = await ui.waitFor('✖ node lost at block 9')
    expect(frame).to.contain('12 s ago, trying again')
    expect(frame).to.match(/Start the node again\.\s+http:\/\/127\.0\.0\.1:1 cannot be reached\./)
    expect(frame).to.contain('Backing 18,000,000 bUSD')
  })

  it('marks what is on the screen as updating while a slow node is asked again', async () => {
    let isSlow = false
    ui = await openUi({
      services: { readOverview: () => (isSlow ? never() : Promise.resolve(overviewOf())) },
    })
    await ui.waitFor('Backing')
    expect(ui.frame()).not.to.contain('updating')
    isSlow = true
    await ui.press('r')
    const frame = await ui.waitFor('updating')
    expect(frame).to.contain('Backing')
  })

  it('says nothing by colour or by signs that ASCII does not have', async () => {
    const theme = themeOf({ colour: false, unicode: false, animation: false })
    await open(busy, { theme, columns: 80, rows: 30 })
    expect(ui.frame()).to.match(/\+ WETH-A {5}#+\|#+\|#+\.+ {2}180\.0 %/)
    expect(ui.frame()).to.match(/x XYZ\/USD {5}DOWN/)
    expect(selected()).to.match(/^> x XYZ\/USD is DOWN/)
  })

  it('is read out as sentences, without bars', async () => {
    await open(busy, { screenReader: true })
    const frame = ui.frame()
    expect(frame).to.contain(
      'Market WBTC-A: below what issuing needs, collateralisation 130.0 %, liquidation below 125.0 %, issuing from 150.0 %, ceiling used 97.0 %.',
    )
    expect(frame).to.contain('Price feed XYZ/USD: DOWN, no price')
    expect(frame).to.contain('selected: XYZ/USD is DOWN')
    expect(frame).not.to.match(/[█░│]/)
  })
})
