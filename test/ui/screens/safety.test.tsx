import { expect } from 'chai'
import { NodeUnreachableError } from '../../../cli/chain/nodeErrors.ts'
import { themeOf } from '../../../cli/ui/theme.ts'
import type { Safety } from '../../../cli/workflows/readSafety.ts'
import { feedPanel, lotPanel, poolOf, safetyOf, saleLot, wad } from '../../support/fakeSafety.ts'
import { never, readOnlySession, testNow } from '../../support/fakeServices.ts'
import { openUi, type Ui, type UiOptions } from '../../support/ui.tsx'
import { expectWholeNumbers, expectWithinWindow } from '../../support/window.ts'

const calm = (): Safety =>
  safetyOf({
    feeds: [feedPanel()],
    auctions: { lots: [], count: 0 },
    pools: [poolOf()],
    backing: {
      deficit: 0n,
      surplus: 0n,
      navWad: 10n ** 18n,
    },
  })

describe('the safety screen', () => {
  let ui: Ui
  afterEach(() => ui.close())

  const open = async (options: UiOptions & { readonly safety?: Safety } = {}) => {
    const { safety = safetyOf(), services, ...others } = options
    ui = await openUi({
      screen: 'safety',
      columns: 160,
      rows: 40,
      ...others,
      services: { readSafety: async () => safety, ...services },
    })
  }
  /** Opens a panel by its place among them. */
  const openPanel = async (
    place: number,
    options: UiOptions & { readonly safety?: Safety } = {},
  ) => {
    await open(options)
    await ui.waitFor('WETH/USD')
    for (let turns = 0; turns < place; turns += 1) await ui.press('tab')
    return ui.frame()
  }

  it('says what it reads', async () => {
    await open({ services: { readSafety: never } })
    await ui.waitFor('reading feeds, auctions and pools')
  })

  it('says what failed and what to do, and tries again', async () => {
    let isBroken = true
    const readSafety = async () => {
      if (isBroken) throw new NodeUnreachableError('http://node', 'eth_call', new Error('refused'))
      return safetyOf()
    }
    await open({ services: { readSafety } })
    await ui.waitFor('r tries again')
    isBroken = false
    await ui.press('r')
    await ui.waitFor('WETH/USD')
  })

  it('keeps what was read while a newer answer is asked for, and says so', async () => {
    let asked = 0
    const readSafety = () => (asked++ === 0 ? Promise.resolve(safetyOf()) : never<never>())
    await open({ services: { readSafety } })
    await ui.waitFor('WETH/USD')
    await ui.press('r')
    expect(await ui.waitFor('updating')).to.contain('WETH/USD')
  })

  it('says at once how many feeds are down, what is for sale, retired or not backed', async () => {
    await open()
    await ui.waitFor('\u25cf Feeds \u2716 1')
    expect(ui.frame()).to.contain('\u25cb Auctions 3')
    expect(ui.frame()).to.contain('\u25cb Pools \u2716 1')
    expect(ui.frame()).to.contain('\u25cb Backing \u2716')
    ui.close()
    await open({ safety: calm() })
    await ui.waitFor('\u25cf Feeds \u2714 1')
    expect(ui.frame()).to.contain('\u25cb Auctions 0')
    expect(ui.frame()).to.contain('\u25cb Backing \u2714')
  })

  it('goes round the panels by Tab and the arrows, and comes back to the one that was left', async () => {
    await open()
    await ui.waitFor('WSTETH/USD')
    await ui.press('tab')
    await ui.waitFor('#12')
    await ui.press('right')
    await ui.waitFor('pool-WETH')
    await ui.press('tab')
    await ui.waitFor('deficit')
    await ui.press('right')
    await ui.waitFor('WSTETH/USD')
    await ui.press('left', 'left')
    await ui.waitFor('pool-WETH')
    await ui.press('1')
    await ui.waitFor('Overview')
    await ui.press('9')
    await ui.waitFor('pool-WETH')
  })

  it('works for somebody who only looks', async () => {
    await open({ services: { session: readOnlySession } })
    await ui.waitFor('WETH/USD')
  })

  describe('price feeds', () => {
    it('have their state in a word, the price, what counts, and ages', async () => {
      const frame = await openPanel(0)
      expect(frame).to.match(/WETH\/USD +\u2714 OK +2,000\.50 bUSD 3 of 3 +12 min of 2 h 1 h ago/)
      expect(frame).to.match(/WSTETH\/USD +! DEGRADED +2,000\.50 bUSD 1 of 2/)
      expect(frame).to.match(/WBTC\/USD +\u2716 DOWN +no price 0 of 2/)
    })

    it('tell both ends, the last good price, the limits and every source', async () => {
      const frame = await openPanel(0)
      expect(frame).to.contain('OK: issuing and liquidation go on')
      expect(frame).to.match(/issuing uses +1,999\.00 bUSD, the low end/)
      expect(frame).to.match(/liquidation +2,002\.00 bUSD, the high end/)
      expect(frame).to.match(/last good +1,995\.00 bUSD, 2026-11-22 11:00 UTC \(1 h ago\)/)
      expect(frame).to.contain('2 must count')
      expect(frame).to.contain('\u2714 2,002.00 bUSD, 12 min old: counts')
      expect(frame).to.contain('0x3333\u20263333')
    })

    it('say why they are DEGRADED, which source was dropped, and what their rate says', async () => {
      await openPanel(0)
      await ui.press('j')
      await ui.waitFor('DEGRADED: 1 source counts, 2 are needed')
      const frame = ui.frame()
      expect(frame).to.contain('its rate source is')
      expect(frame).to.contain('So no issuing, no withdrawing against debt')
      expect(frame).to.match(/forced +not OK before 2026-11-22 14:00 UTC \(in 2 h\)/)
      expect(frame).to.contain('! 2,600.00 bUSD, 12 min old: dropped')
      expect(frame).to.match(/source says +nothing: it is silent/)
      expect(frame).to.match(/accepted +1\.18, refreshed/)
      expect(frame).to.match(/snapshot +1\.15/)
      expect(frame).to.contain('growth of 10 % a year')
    })

    it('say since when they are dead', async () => {
      await openPanel(0)
      await ui.press('G')
      await ui.waitFor(/dead since +2026-11-22 10:00 UTC \(2 h ago\)/)
      const frame = ui.frame()
      expect(frame).to.contain('DOWN: no source counts: 1 too old')
      expect(frame).to.contain('none: nobody has refreshed it')
      expect(frame).to.contain('WBTC-A and WBTC-B')
      expect(frame).to.contain('? no price: dropped: no usable answer')
      expect(frame).not.to.contain('issuing uses')
    })

    it('are missed where the address book names none', async () => {
      await open({ safety: safetyOf({ feeds: [] }) })
      await ui.waitFor('No price feeds')
    })

    it('grow older by the chain\u2019s clock', async () => {
      const theme = themeOf({ colour: true, unicode: true, animation: false, ticking: true })
      let now = testNow
      await open({ theme, services: { now: () => now } })
      await ui.waitFor('12 min of 2 h')
      now += 120
      await ui.waitFor('14 min of 2 h')
    })
  })

  describe('auctions', () => {
    it('have what is left, what is asked for, and the price against the oracle', async () => {
      const frame = await openPanel(1)
      expect(frame).to.match(
        /#12 +WETH-A +3\.25 WETH +4,200 bUSD +1,980\.50 bUSD +\u22120\.9 % +\u25cf in 59 min/,
      )
      expect(frame).to.match(/#11 +WBTC-A +0\.1234 WBTC .* none +! over: redo/)
      expect(frame).to.match(/#10 +a sale +50,000 BLST/)
    })

    it('tell debt, top, floor, how the price falls, and whose vault it was', async () => {
      const frame = await openPanel(1)
      expect(frame).to.match(/asks for +4,200 bUSD, of it debt 4,000 bUSD/)
      expect(frame).to.match(/oracle +2,000\.50 bUSD: the lot is \u22120\.9 % from it/)
      expect(frame).to.match(/began at +2,200\.00 bUSD, 2026-11-22 11:50 UTC \(10 min ago\)/)
      expect(frame).to.match(/floor +1,100\.00 bUSD/)
      expect(frame).to.match(/sells until +2026-11-22 12:59 UTC \(in 59 min\)/)
      expect(frame).to.match(/falls by +1 % every 60 s/)
      expect(frame).to.match(/owner +0xd{40}/)
      await ui.press('j')
      await ui.waitFor('may start it again')
      expect(ui.frame()).to.contain('no price to compare with')
      await ui.press('j')
      await ui.waitFor(/seller +0xd{40}/)
      expect(ui.frame()).not.to.contain('of it debt')
    })

    it('copy the owner', async () => {
      await openPanel(1)
      await ui.press('y')
      await ui.waitFor('copied the owner 0xdddd')
    })

    it('count down by the chain\u2019s clock, and are over when it is time', async () => {
      const theme = themeOf({ colour: true, unicode: true, animation: false, ticking: true })
      let now = testNow
      const auctions = { lots: [lotPanel()], count: 1 }
      await openPanel(1, { theme, safety: safetyOf({ auctions }), services: { now: () => now } })
      await ui.waitFor('in 59 min')
      now += 600
      await ui.waitFor('in 49 min')
      now += 3_000
      await ui.waitFor('over: redo')
    })

    it('are not started again where they are sales: whoever covers ends them', async () => {
      const ended = { ...saleLot, isOver: true, endsAt: BigInt(testNow) - 60n }
      const safety = safetyOf({ auctions: { lots: [ended], count: 1 } })
      await openPanel(1, { safety })
      await ui.waitFor(/#10 +a sale .*! over: cover/)
      expect(ui.frame().replace(/\s+/g, ' ')).to.contain('has the backstop take it back')
      ui.close()
      await openPanel(3, { safety })
      await ui.waitFor(/sale +50,000 BLST ! over: cover/)
      expect(ui.frame()).not.to.contain('redo')
    })

    it('say where there are none, where there is no house, and that there are more', async () => {
      await openPanel(1, { safety: calm() })
      await ui.waitFor('Nothing is for sale')
      ui.close()
      await openPanel(1, { safety: safetyOf({ auctions: undefined }) })
      await ui.waitFor('This deployment has no auction house')
      ui.close()
      await openPanel(1, { safety: safetyOf({ auctions: { lots: [lotPanel()], count: 601 } }) })
      await ui.waitFor('and 600 older lots')
    })
  })

  describe('stability pools', () => {
    it('have assets, share price, the collateral that they hold, what vests, and whether they are retired', async () => {
      const frame = await openPanel(2)
      expect(frame).to.match(
        /pool-WETH +1,234,567 bUSD +0\.9981 +12\.3 WETH +1,200 bUSD \u25cf open/,
      )
      expect(frame).to.match(/pool-WBTC .* nothing \u2716 retired/)
      expect(frame).to.match(/may be spent +1,234,566 bUSD/)
      expect(frame).to.match(/vesting +1,200 bUSD of yield, the last/)
      expect(frame).to.match(/cool-down +1 day/)
      expect(frame).to.match(/reward +0\.5 % for who absorbs/)
      expect(frame, 'anybody may have sent some there').to.match(/holds +12\.3 WETH: what is to be/)
      expect(frame).not.to.contain('to claim')
      await ui.press('j')
      await ui.waitFor('retired: it has lost nearly everything')
    })

    it('are missed in a deployment from before, and where none is named', async () => {
      await openPanel(2, { safety: safetyOf({ pools: undefined }) })
      await ui.waitFor('This deployment has no stability pools')
      ui.close()
      await openPanel(2, { safety: safetyOf({ pools: [] }) })
      await ui.waitFor('No stability pools')
    })
  })

  describe('the backing', () => {
    it('tells NAV, deficit, and what pays in which order', async () => {
      const frame = await openPanel(3)
      expect(frame).to.match(/NAV +0\.9988 bUSD \u2716 below 1/)
      expect(frame).to.match(/deficit +12,000 bUSD \u2716 bad debt/)
      expect(frame).to.match(/surplus +345\.6 bUSD \u25cf pays first/)
      expect(frame).to.match(/insurance +80,000 bUSD \u25cf pays second/)
      expect(frame).to.match(/backstop +900,000 BLST \u25cf pays third/)
      expect(frame).to.match(/sale +50,000 BLST \u25cf in 59 min/)
    })

    it('says how surplus is shared, and what a sale is about', async () => {
      await openPanel(3)
      await ui.press('j')
      await ui.waitFor(/standing +9,000 bUSD/)
      expect(ui.frame()).to.match(/noted +12,000 bUSD, 2026-11-22 11:30 UTC \(30 min ago\)/)
      await ui.press('j')
      await ui.waitFor('100,000 bUSD are never distributed')
      expect(ui.frame()).to.match(/treasury +30 %/)
      await ui.press('j')
      await ui.waitFor('First-loss money')
      await ui.press('j')
      await ui.waitFor(/a sale starts +2\.00 bUSD/)
      await ui.press('j')
      await ui.waitFor('Lot #10 among the auctions')
    })

    it('is calm where nothing is lacking, and says what a deployment lacks', async () => {
      await openPanel(3, { safety: calm() })
      const frame = await ui.waitFor('no bad debt')
      expect(frame).to.match(/NAV +1 bUSD \u2714 backed/)
      expect(frame).to.match(/surplus +0 bUSD \u25cb none/)
      expect(frame).to.match(/backstop +none \u25cb not deployed/)
    })

    it('tells a backstop that has nothing to sell from one that may not', async () => {
      const { backing } = safetyOf()
      const { backstop } = backing
      const idle = { ...backstop!, tokens: 0n, sale: 0n }
      await openPanel(3, { safety: safetyOf({ backing: { ...backing, backstop: idle } }) })
      await ui.waitFor(/backstop +0 BLST \u25cb empty/)
      expect(ui.frame()).to.match(/sale +none \u25cb not running/)
      ui.close()
      const unset = { ...idle, salePriceWad: 0n }
      await openPanel(3, { safety: safetyOf({ backing: { ...backing, backstop: unset } }) })
      await ui.waitFor('sells nothing')
    })
  })

  describe('on any terminal', () => {
    const sizes = [
      [160, 50],
      [100, 30],
      [80, 24],
      [60, 20],
      [40, 12],
    ] as const

    for (const [place, name] of ['feeds', 'auctions', 'pools', 'backing'].entries()) {
      it(`fits every window and cuts no number: ${name}`, async () => {
        await openPanel(place)
        for (const [columns, rows] of sizes) {
          await ui.resize(columns, rows)
          expectWithinWindow(ui.frame(), columns, rows)
          expectWholeNumbers(ui.frame())
        }
      })

      it(`opens the selected row where there is no room beside the list: ${name}`, async () => {
        await openPanel(place, { columns: 60, rows: 20 })
        await ui.press('enter')
        await ui.waitFor('Details')
        expectWholeNumbers(ui.frame())
        await ui.press('escape')
        await ui.waitFor(/\u25cf (Feeds|Auctions|Pools|Backing)/)
      })
    }

    it('draws with ASCII signs and without colour', async () => {
      const theme = themeOf({ colour: false, unicode: false, animation: false })
      await open({ theme })
      const frame = await ui.waitFor('* Feeds x 1')
      expect(frame).to.contain('+ OK')
      expect(frame).to.contain('x DOWN')
      await ui.press('tab')
      await ui.waitFor('* in 59 min')
    })

    it('is read out as sentences', async () => {
      await open({ screenReader: true })
      const frame = await ui.waitFor('selected: feed WETH/USD')
      expect(frame).to.contain('shown: Feeds 1 DOWN')
      expect(frame).to.contain('state DEGRADED')
      expect(frame).to.contain('count 1 of 2 sources')
    })
  })

  it('is exact where amounts are small, and short where they are large', async () => {
    const lot = lotPanel({
      collateral: 1_234_567_890_000_000n,
      tab: wad(12.34),
      priceWad: 5n * 10n ** 15n,
    })
    await openPanel(1, { safety: safetyOf({ auctions: { lots: [lot], count: 1 } }) })
    expect(await ui.waitFor('0.0012 WETH')).to.match(/12\.34 bUSD +0\.005 bUSD/)
  })
})
