import { expect } from 'chai'
import { NodeUnreachableError } from '../../../cli/chain/nodeErrors.ts'
import type { OpenDraft } from '../../../cli/ui/hooks/useDesk.tsx'
import type { Services } from '../../../cli/ui/services.ts'
import { cutOnDesk } from '../../support/cutDraft.ts'
import { fakeConnection, liveAt } from '../../support/fakeConnection.ts'
import { never, readOnlySession } from '../../support/fakeServices.ts'
import { vaultServicesOn } from '../../support/fakeVaults.ts'
import { marketOverview, overviewOf } from '../../support/overviews.ts'
import { openUi, type Ui, type UiOptions } from '../../support/ui.tsx'
import { bookBlock, bookReading, generatedBook, marketReading } from '../../support/vaultBooks.ts'

const WAD = 10n ** 18n
const PRICE = 2_000n * WAD
const price = { low: PRICE, mid: PRICE, high: PRICE }
const owner = (n: number) => `0x${String(n).padStart(40, '0')}`

/** So many vaults of 10 WETH at 2,000, each with a thousand more of debt than the one before: the last are worst. */
const vaultsOf = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({
    owner: owner(from + i),
    collateral: 10n * WAD,
    debt: BigInt(from + i + 1) * 1_000n * WAD,
  }))
const small = (count = 17) => bookReading([marketReading('WETH-A', vaultsOf(count), { price })])
const two = () =>
  bookReading([
    marketReading('WETH-A', vaultsOf(3), { price }),
    marketReading('WSTETH-A', vaultsOf(2, 3), { price }),
  ])

describe('the vaults screen', () => {
  let ui: Ui
  afterEach(() => ui.close())

  const open = (services: Partial<Services>, options: Omit<UiOptions, 'services'> = {}) =>
    openUi({ screen: 'vaults', ...options, services })
  const openOn = async (reading = small(), options: Omit<UiOptions, 'services'> = {}) => {
    ui = await open(
      vaultServicesOn(() => reading),
      options,
    )
    return ui.waitFor('liquidatable now')
  }
  const selected = () => /[▸>] .*$/m.exec(ui.frame())?.[0] ?? ''

  it('says what it reads, and how much of it is there', async () => {
    let tell: (read: number, total: number) => void = () => {}
    ui = await open({
      findVaults: (_question, _view, onProgress) => {
        tell = onProgress
        return never()
      },
    })
    await ui.waitFor('reading the vaults')
    tell(12_500, 100_000)
    await ui.waitFor('12 %, 12,500 of 100,000 vaults')
  })

  it('says what would be there where nobody has a vault', async () => {
    ui = await open(vaultServicesOn(() => small(0)))
    await ui.waitFor('No vaults yet')
    await ui.waitFor('locks collateral and issues bUSD')
  })

  it('says why the book cannot be read, and what to do', async () => {
    const down = new NodeUnreachableError('http://127.0.0.1:8545', 'eth_call', new Error('gone'))
    ui = await open({ findVaults: () => Promise.reject(down) })
    const frame = await ui.waitFor('r tries again')
    expect(frame).to.contain('127.0.0.1:8545')
  })

  it('shows the least healthy first, with symbol and number, and what they come to', async () => {
    const frame = await openOn()
    expect(frame).to.contain('17 vaults · ✖ 1 liquidatable now · 153,000 bUSD of debt')
    const lines = frame.split('\n').filter((line) => line.includes('WETH-A  '))
    expect(lines[0]).to.match(/▸ WETH-A +0x0000…0016 +✖ 0\.94 +now +17,000 bUSD/)
    expect(lines[1]).to.match(/ WETH-A +0x0000…0015 +! 1\.00 +0\.0 % +16,000 bUSD/)
    expect(lines[2]).to.match(/0x0000…0014 +! 1\.06 +6\.2 % +15,000 bUSD/)
    expect(lines[3]).to.match(/0x0000…0013 +✔ 1\.14 +12\.5 % +14,000 bUSD/)
  })

  it('is ordered by one column after the other, and turned around', async () => {
    await openOn()
    expect(ui.frame()).to.contain('health ↑')
    await ui.press('o')
    await ui.waitFor('debt ↓')
    expect(selected()).to.contain('17,000 bUSD')
    await ui.press('O')
    await ui.waitFor('debt ↑')
    expect(selected()).to.contain(' 1,000 bUSD')
    await ui.press('o', 'o')
    await ui.waitFor('owner ↑')
    expect(selected()).to.contain('0x0000…0000')
    await ui.press('o')
    await ui.waitFor('health ↑')
  })

  it('says at once that another order is on its way, beside the rows in the one before', async () => {
    const services = vaultServicesOn(() => small())
    const answer = Promise.withResolvers<void>()
    let isHeld = false
    ui = await open({
      ...services,
      async findVaults(...args) {
        if (isHeld) await answer.promise
        return services.findVaults(...args)
      },
    })
    await ui.waitFor('health ↑')
    isHeld = true
    await ui.press('o')
    const frame = await ui.waitFor('debt …')
    expect(frame).to.contain('health ↑')
    expect(selected()).to.contain('17,000 bUSD')
    answer.resolve()
    await ui.waitFor('debt ↓')
    expect(ui.frame()).not.to.contain('health ↑')
  })

  it('shows one market after the other, then all of them again', async () => {
    await openOn(two())
    expect(ui.frame()).to.contain('5 vaults · ')
    await ui.press('m')
    await ui.waitFor('/ market WETH-A  3 of 5')
    await ui.press('m')
    await ui.waitFor('/ market WSTETH-A  2 of 5')
    await ui.press('m')
    await ui.waitFor('5 vaults · ')
    expect(ui.frame()).not.to.contain('/ market')
  })

  it('shows all markets again by Esc, after the filter is cleared', async () => {
    await openOn(two())
    await ui.press('m')
    await ui.waitFor('/ market WETH-A  3 of 5')
    await ui.press('/', '0001', 'enter')
    await ui.waitFor('1 of 5')
    await ui.press('escape')
    await ui.waitFor('/ market WETH-A  3 of 5')
    expect(ui.frame()).to.contain('Esc all markets')
    await ui.press('escape')
    await ui.waitFor('5 vaults · ')
    expect(ui.hasLeft()).to.equal(false)
  })

  describe('opened for one market', () => {
    const openFor = async (market: string) => {
      await openOn(two(), { params: { market } })
      return ui.frame()
    }

    it('shows its vaults only, and all of them after Esc', async () => {
      expect(await openFor('WSTETH-A')).to.contain('/ market WSTETH-A  2 of 5')
      expect(selected()).to.match(/▸ WSTETH-A/)
      await ui.press('escape')
      await ui.waitFor('5 vaults · ')
      expect(ui.frame()).not.to.contain('/ market')
    })

    it('goes on to the next market', async () => {
      await openFor('WETH-A')
      await ui.press('m')
      await ui.waitFor('/ market WSTETH-A  2 of 5')
    })

    it('shows it again whenever it is opened, whatever was looked at meanwhile', async () => {
      const overview = overviewOf({ markets: [marketOverview({ badDebt: 5_000n * WAD })] })
      ui = await openUi({
        services: { ...vaultServicesOn(() => two()), readOverview: async () => overview },
      })
      for (const keys of [[], ['m'], ['escape']]) {
        await ui.waitFor('What needs you now')
        await ui.press('enter')
        await ui.waitFor('/ market WETH-A  3 of 5')
        await ui.press(...keys)
        await ui.press('1')
      }
    })

    it('says that there is nothing in a market that nobody knows', async () => {
      expect(await openFor('NONE-A')).to.contain('No vault is like that')
      await ui.press('escape')
      await ui.waitFor('5 vaults · ')
    })
  })

  it('finds part of an address, and says so if nothing is like that', async () => {
    await openOn()
    await ui.press('/', '0012')
    await ui.waitFor('1 of 17')
    expect(selected()).to.contain('0x0000…0012')
    await ui.press('z')
    await ui.waitFor('No vault is like that')
    await ui.press('escape')
    await ui.waitFor('17 vaults')
  })

  it('goes to the end of a hundred thousand and back, drawing what is not there yet', async () => {
    const reading = generatedBook(100_000)
    const services = vaultServicesOn(() => reading)
    let release: () => void = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    ui = await open({
      ...services,
      readVaultPage: async (question, range) => {
        if (range.from > 90_000) await held
        return services.readVaultPage(question, range)
      },
    })
    await ui.waitFor('100,000 vaults', 20_000)
    await ui.press('G')
    // The cursor is there at once, its rows a moment later.
    expect(selected()).to.match(/▸ … +… +… +…/)
    expect(ui.frame()).to.match(/of 100,000/)
    release()
    await ui.waitFor(/▸ W\S+-A +0x/)
    await ui.press('g')
    expect(selected()).to.match(/▸ W\S+-A +0x/)
  }).timeout(60_000)

  it('asks for neighbours before somebody scrolls to them', async () => {
    const reading = generatedBook(5_000)
    const services = vaultServicesOn(() => reading)
    const asked: number[] = []
    ui = await open({
      ...services,
      readVaultPage: (question, range) => {
        asked.push(range.from)
        return services.readVaultPage(question, range)
      },
    })
    await ui.waitFor('5,000 vaults')
    for (let page = 0; page < 20; page += 1) {
      await ui.press('pagedown')
      expect(ui.frame(), `after ${page + 1} pages`).not.to.match(/^ *▸? … +…/m)
    }
    expect(new Set(asked).size, 'no page twice').to.equal(asked.length)
  })

  describe('where a feed is down', () => {
    const down = { price: { low: 0n, mid: 0n, high: 0n }, priceState: 'DOWN' } as const
    const half = () =>
      bookReading([
        marketReading('WETH-A', vaultsOf(3, 14), { price }),
        marketReading('WBTC-A', vaultsOf(3), down),
      ])

    it('does not call its vaults liquidatable, counts them, and lists them last', async () => {
      const frame = await openOn(half(), { columns: 80, rows: 24 })
      expect(frame).to.contain('6 vaults · ✖ 1 liquidatable now · ? 3 vaults without a price')
      const lines = frame.split('\n').filter((line) => /W(ETH|BTC)-A {2}/.test(line))
      expect(lines.map((line) => /W\S+-A/.exec(line)?.[0])).to.deep.equal([
        ...Array(3).fill('WETH-A'),
        ...Array(3).fill('WBTC-A'),
      ])
      expect(lines[3]).to.match(/0x0000…0000 +\? no price +unknown +1,000 bUSD/)
      await ui.press('O')
      await ui.waitFor('health ↓')
      expect(selected()).to.contain('0x0000…0014')
    })

    it('does not say that all is well where nothing is known', async () => {
      const frame = await openOn(bookReading([marketReading('WBTC-A', vaultsOf(1), down)]))
      expect(frame).to.contain('1 vault · ? 0 liquidatable now · ? 1 vault without a price')
    })

    it('says so of one owner, and shows no number of the draft', async () => {
      ui = await open(
        vaultServicesOn(() => half()),
        {
          columns: 160,
          draft: cutOnDesk({ market: 'WBTC-A' }),
        },
      )
      const frame = await ui.waitFor('liquidatable now')
      expect(frame).to.contain('? 2 → 2 liquidatable at execution, 2 → 2 after the ramp')
      await ui.press('G')
      await ui.waitFor(/Has no price: while its feed is DOWN/)
      expect(selected()).to.match(/WBTC-A .*\? no price +unknown +· +· +· /)
    })
  })

  it('keeps the cursor on its vault when a newer book has it elsewhere', async () => {
    let reading = small()
    const { watch, tell } = fakeConnection(liveAt(1_234))
    ui = await open({ ...vaultServicesOn(() => reading), watch })
    await ui.waitFor('17 vaults')
    await ui.press('down', 'down')
    expect(selected()).to.contain('0x0000…0014')
    // Three that are worse come in above it.
    const more = [...vaultsOf(17), ...vaultsOf(3, 20)]
    reading = bookReading([marketReading('WETH-A', more, { price })], {
      number: 1_235,
      timestamp: bookBlock.timestamp + 12,
      hash: '0xb10d',
    })
    tell(liveAt(1_235))
    await ui.waitFor('20 vaults')
    expect(selected()).to.contain('0x0000…0014')
    await ui.press('up')
    expect(selected()).to.contain('0x0000…0015')
  })

  it('keeps the old rows where the newest book cannot be read', async () => {
    let isDown = false
    const services = vaultServicesOn(() => small())
    ui = await open({
      ...services,
      findVaults: (...asked) =>
        isDown ? Promise.reject(new Error('The node is gone.')) : services.findVaults(...asked),
    })
    await ui.waitFor('17 vaults')
    isDown = true
    await ui.press('r')
    const frame = await ui.waitFor('as it was before')
    expect(frame).to.contain('17 vaults')
    expect(selected()).to.contain('0x0000…0016')
  })

  it('fits a narrow window', async () => {
    const frame = await openOn(small(), { columns: 60, rows: 20 })
    for (const line of frame.split('\n')) expect(line.length).to.be.at.most(60)
    expect(selected()).to.match(/▸ WETH-A +0x0000…0016 +✖ 0\.94 +now/)
    await ui.resize(42, 20)
    await ui.waitFor('0x0000…0016')
    expect(selected()).to.match(/0x0000…0016 +✖ 0\.94/)
  })

  it('shows the selected vault in full where there is room', async () => {
    await openOn(small(), { columns: 160, rows: 50 })
    await ui.waitFor(owner(16))
    await ui.waitFor(/Can be liquidated now: its health is 0\.941/)
    await ui.press('down')
    await ui.waitFor(owner(15))
    await ui.waitFor(/Is safe; the price can fall 0\.0 %/)
  })

  it('is ASCII where the terminal is', async () => {
    const { themeOf } = await import('../../../cli/ui/theme.ts')
    const theme = themeOf({ colour: false, unicode: false, animation: false })
    ui = await open(
      vaultServicesOn(() => small()),
      { theme },
    )
    await ui.waitFor('liquidatable now')
    expect(ui.frame()).to.match(/> WETH-A .*x 0\.94/)
  })

  it('is all there for somebody who only looks', async () => {
    ui = await open({ ...vaultServicesOn(() => small()), session: readOnlySession })
    await ui.waitFor('liquidatable now')
    expect(ui.frame()).to.contain('\u00b7 read-only')
    // Nothing here acts, so no key is blocked.
    expect(ui.frame().trimEnd().split('\n').at(-1)).not.to.match(/\(\w+ /)
    await ui.press('o')
    await ui.waitFor('debt ↓')
    await ui.press('i')
    await ui.waitFor('Whose vaults?')
    await ui.press('escape', 'enter')
    await ui.waitFor(`${owner(16)}, 1 vault`)
  })

  describe('read aloud', () => {
    const listen = async (reading = small(3), options: Omit<UiOptions, 'services'> = {}) => {
      await openOn(reading, { screenReader: true, ...options })
      return ui
        .frame()
        .split('\n')
        .map((line) => line.trimEnd())
    }

    it('is one sentence a vault in the order of the list, symbols and arrows in words', async () => {
      const said = await listen(small(17), { rows: 12, columns: 80 })
      expect(said.slice(1, 5)).to.deep.equal([
        '17 vaults · ✖ 1 liquidatable now · 153,000 bUSD of debt',
        'Open a draft to see here what it would do to each of them.',
        'ordered by health, the lowest first',
        'selected: market WETH-A, owner 0x0000…0016, health 0.94, liquidatable, can fall now, debt 17,000 bUSD, collateral 10.00 WETH',
      ])
      expect(said).to.include('rows 1 to 4 of 17')
      await ui.press('down', 'down')
      await ui.waitFor(
        'selected: market WETH-A, owner 0x0000…0014, health 1.06, near liquidation, can fall 6.2 %',
      )
      await ui.press('o', 'o', 'O')
      await ui.waitFor('ordered by collateral, the lowest first')
    })

    it('tells what the draft does to each, and how many it makes liquidatable', async () => {
      ui = await open(
        vaultServicesOn(() => small()),
        {
          screenReader: true,
          draft: cutOnDesk(),
        },
      )
      const frame = await ui.waitFor('liquidatable at execution')
      expect(frame).to.contain('from 2 to 2 liquidatable at execution, from 2 to 4 after the ramp')
      expect(frame).to.contain(
        'owner 0x0000…0012, health 1.23, safe, can fall 18.7 %, at execution 1.22, safe, after ramp 1.07, near liquidation, with the draft can fall 6.9 %',
      )
      expect(frame).not.to.contain('→')
    })

    it('says the selected vault in full after the list, on lines of its own', async () => {
      const said = await listen()
      const [first, ...facts] = said.slice(said.indexOf('WETH-A'))
      expect(first).to.equal('WETH-A')
      expect(facts.slice(0, 4)).to.deep.equal([
        `owner: ${owner(2)}`,
        'collateral: 10.00 WETH',
        'debt: 3,000 bUSD',
        'health: 5.33, safe, price can fall 81.2 %',
      ])
    })
  })

  it('copies the owner of the selected row', async () => {
    await openOn()
    await ui.press('y')
    await ui.waitFor(`copied the owner ${owner(16)}`)
  })

  it('opens the impact on the selected owner and comes back to the row', async () => {
    await openOn()
    await ui.press('down', 'enter')
    const frame = await ui.waitFor('No draft is open')
    expect(frame).to.contain(owner(15))
    await ui.press('escape')
    await ui.waitFor('liquidatable now')
    expect(selected()).to.contain('0x0000…0015')
  })

  it('asks for any address and says what is wrong with it', async () => {
    await openOn()
    await ui.press('i')
    await ui.waitFor('Whose vaults?')
    await ui.press('0x12')
    await ui.waitFor('38 digits are missing')
    await ui.press('enter')
    await ui.waitFor('an address is 0x and 40 digits')
    await ui.paste(owner(3).slice(4))
    await ui.press('enter')
    await ui.waitFor('has no vault in any market')
    await ui.press('i')
    await ui.paste(owner(3))
    await ui.press('enter')
    const frame = await ui.waitFor('4,000 bUSD')
    expect(frame).to.contain('Is safe; the price can fall 75.0 %, to 500')
  })

  describe('with a draft on the desk', () => {
    const openWith = async (draft: OpenDraft, options: Omit<UiOptions, 'services'> = {}) => {
      ui = await open(
        vaultServicesOn(() => small()),
        { ...options, draft },
      )
      return ui.waitFor('liquidatable now')
    }

    it('shows what it would do to each', async () => {
      const frame = await openWith(cutOnDesk(), { columns: 160 })
      expect(frame).to.contain(
        '✖ 2 → 2 liquidatable at execution, 2 → 4 after the ramp, with “Cut”',
      )
      const lines = frame.split('\n').filter((line) => line.includes('WETH-A  '))
      expect(lines[1]).to.match(/0x0000…0015 +! 1\.00 +0\.0 % +→ ✖ 0\.99 +→ ✖ 0\.87 +→ now/)
      expect(lines[4]).to.match(/0x0000…0012 +✔ 1\.23 +18\.7 % +→ ✔ 1\.22 +→ ! 1\.07 +→ 6\.9 %/)
      await ui.press('o')
      await ui.waitFor('after ramp ↑')
    })

    it('says what of it is not counted', async () => {
      const frame = await openWith(cutOnDesk({ to: '99%' }))
      expect(frame).to.contain('2 → 2 liquidatable at execution, with')
      expect(frame).to.contain('is not counted')
    })

    it('tells one owner in words', async () => {
      await openWith(cutOnDesk(), { columns: 80, rows: 24 })
      await ui.press('down', 'down', 'down', 'enter')
      const frame = await ui.waitFor('With the draft “Cut”')
      expect(frame).to.contain('executed on 2026-12-02 ')
      expect(frame).to.contain('the ramp over on 2026-12-09 ')
      expect(frame).to.contain('health        ✔ 1.14, price can fall 12.5 %')
      expect(frame).to.contain('at execution  ✔ 1.14, price can fall 12.3 %')
      expect(frame).to.contain('after ramp    ✖ 0.99, price can fall now')
      expect(frame).to.contain('Could be liquidated at today’s price')
      expect(frame).to.match(/To stay safe at today’s price: repay/)
    })
  })
})
