import { expect } from 'chai'
import { NodeUnreachableError } from '../../../cli/chain/nodeErrors.ts'
import type { Services } from '../../../cli/ui/services.ts'
import { cutOnDesk } from '../../support/cutDraft.ts'
import { never, readOnlySession } from '../../support/fakeServices.ts'
import { vaultServicesOn } from '../../support/fakeVaults.ts'
import { openUi, type Ui, type UiOptions } from '../../support/ui.tsx'
import { bookReading, marketReading } from '../../support/vaultBooks.ts'

const WAD = 10n ** 18n
const PRICE = 2_000n * WAD
const price = { low: PRICE, mid: PRICE, high: PRICE }
const owner = `0x${'15'.padStart(40, '0')}`
const stranger = `0x${'11'.repeat(20)}`

/** Ten of the collateral at 2,000 with 16,000 of debt: just safe. */
const vault = { owner, collateral: 10n * WAD, debt: 16_000n * WAD }
const reading = bookReading([
  marketReading('WETH-A', [vault], { price }),
  marketReading('WSTETH-A', [vault], { price }),
])
const draft = cutOnDesk()

describe('the impact on one address', () => {
  let ui: Ui
  afterEach(() => ui.close())

  const open = async ({
    services,
    who = owner,
    ...others
  }: Omit<UiOptions, 'services'> & {
    readonly services?: Partial<Services>
    readonly who?: string
  } = {}) => {
    ui = await openUi({
      screen: 'impact',
      params: { owner: who },
      ...others,
      services: { ...vaultServicesOn(() => reading), ...services },
    })
    return ui
  }
  const lines = () =>
    ui
      .frame()
      .split('\n')
      .map((line) => line.trimEnd())

  it('says whose vaults it reads, and can be asked for others meanwhile', async () => {
    await open({ services: { readImpact: never } })
    await ui.waitFor('reading the vaults of 0x0000\u20260015')
    await ui.press('i')
    await ui.waitFor('Whose vaults?')
  })

  it('says of an address without a vault that it has none, and what to do next', async () => {
    await open({ who: stranger })
    const frame = await ui.waitFor('This address has no vault in any market. Press i for another')
    expect(frame).to.contain(`${stranger}, 0 vaults`)
    expect(frame).not.to.contain('the draft changes nothing')
  })

  it('says that the draft changes nothing for an address without a vault', async () => {
    await open({ who: stranger, draft })
    const frame = await ui.waitFor('no vault in any market: the draft changes nothing for it')
    expect(frame).to.contain('With the draft \u201cCut\u201d, executed on 2026-12-02')
  })

  it('says why it cannot be read and what to do, and tries again', async () => {
    let isDown = true
    const real = vaultServicesOn(() => reading)
    const readImpact: Services['readImpact'] = async (...asked) => {
      if (isDown) throw new NodeUnreachableError('http://node:8545', 'eth_call', new Error('gone'))
      return real.readImpact(...asked)
    }
    await open({ services: { readImpact } })
    const frame = await ui.waitFor('r tries again')
    expect(frame).to.contain('\u2716').and.to.contain('node:8545')
    isDown = false
    await ui.press('r')
    await ui.waitFor('16,000 bUSD')
  })

  it('says what is wrong with an address that is none', async () => {
    await open({ who: '0x12' })
    await ui.waitFor('\u2716 "0x12" is no address.')
    expect(ui.frame()).to.contain('Paste 0x and 40 hexadecimal digits')
  })

  it('tells on 60 columns what happens to whom before on which terms', async () => {
    await open({ draft, columns: 60, rows: 20 })
    const frame = await ui.waitFor('after ramp    \u2716 0.87')
    expect(frame).to.contain(`${owner}, 2 vaults`)
    expect(frame).to.contain('health        ! 1.00, price can fall 0.0 %')
    expect(frame).to.contain('Could be liquidated by then')
    expect(frame).not.to.contain('With the draft')
    await ui.press('G')
    const end = await ui.waitFor('fees are charged until then.')
    expect(end).to.contain('With the draft \u201cCut\u201d')
  })

  it('leaves nothing out in the smallest window: it scrolls to the end', async () => {
    await open({ draft, columns: 40, rows: 12 })
    await ui.waitFor(/0x0{37,38}\n0*15, 2 vaults/)
    const seen = new Set(lines())
    for (let page = 0; page < 12; page += 1) {
      await ui.press('pagedown')
      for (const line of lines()) seen.add(line)
    }
    const all = [...seen].join('\n')
    for (const part of ['WETH-A', '10.00 WETH', 'WSTETH-A', '10.00 wstETH', 'at execution']) {
      expect(all).to.contain(part)
    }
    expect(ui.frame()).to.contain('until then.')
  })

  it('keeps its lines readable where there is much room', async () => {
    await open({ draft, columns: 160, rows: 50 })
    const frame = await ui.waitFor('WSTETH-A')
    expect(frame).to.contain('fees are charged until then.')
    // All of it is there: nothing to scroll.
    expect(frame).not.to.match(/\d+\u2013\d+ of \d+/)
    const [, , ...body] = lines()
    expect(Math.max(...body.slice(0, -2).map((line) => line.length))).to.be.at.most(110)
  })

  it('works for somebody who only looks: it needs no account', async () => {
    await open({ draft, services: { session: readOnlySession } })
    await ui.waitFor('read-only')
    expect(ui.frame()).to.contain('at execution  \u2716 0.99')
    expect(ui.frame()).to.contain('y copy').and.to.contain('i other address')
    // No key is blocked: none of them acts.
    expect(lines().at(-1)).not.to.match(/\(\w+ /)
    await ui.press('y')
    await ui.waitFor(`copied the owner ${owner}`)
  })

  it('is read aloud as a sentence a line, in words instead of symbols', async () => {
    await open({ draft, screenReader: true, columns: 80, rows: 24 })
    await ui.waitFor('Could be liquidated')
    const said = lines()
    expect(said.slice(1, 11)).to.deep.equal([
      `${owner}, 2 vaults`,
      'With the draft \u201cCut\u201d, executed on 2026-12-02 11:59 UTC if it were submitted now, the ramp over on 2026-12-09 11:59 UTC. Prices stay as they are, fees are charged until then.',
      '',
      'WETH-A',
      'collateral: 10.00 WETH',
      'debt: 16,000 bUSD',
      'health: 1.00, near liquidation, price can fall 0.0 %',
      'at execution: 0.99, liquidatable, price can fall now',
      'after ramp: 0.87, liquidatable, price can fall now',
      '',
    ])
    expect(said).to.include(
      'Could be liquidated by then, with the draft and without: health 0.997 to 0.872.',
    )
    expect(ui.frame()).not.to.match(/[\u2714\u2716\u2192\u2588\u2591]/)
  })
})
