import { expect } from 'chai'
import type { Connection } from '../../../cli/ui/services/session.ts'
import { themeOf } from '../../../cli/ui/theme.ts'
import type { Overview } from '../../../cli/workflows/readOverview.ts'
import { fakeConnection, liveAt } from '../../support/fakeConnection.ts'
import { parameterList } from '../../support/fakeParameters.ts'
import { never, readOnlySession, testNow } from '../../support/fakeServices.ts'
import { overviewOf } from '../../support/overviews.ts'
import { stoppedClock } from '../../support/stoppedClock.ts'
import { openUi, type Ui } from '../../support/ui.tsx'

const watching = (connection: Connection) => ({ watch: fakeConnection(connection).watch })
/** Live, the clock two days ahead. */
const warped = (number: number): Connection => ({ ...liveAt(number), clockAhead: 2 * 86_400 })

const top = (ui: Ui) => ui.frame().split('\n')[0]?.trimEnd() ?? ''

describe('the header', () => {
  let ui: Ui
  afterEach(() => ui?.close())

  it('has title, DAO, network, block with its age, and account', async () => {
    ui = await openUi({ screen: 'vaults' })
    expect(top(ui)).to.equal('Vaults · Ballast DAO · local · ● block 1234 · 5 s ago · delegate-one')
  })

  it('keeps title, block and account where there is little room', async () => {
    ui = await openUi({ screen: 'vaults', columns: 40, rows: 12 })
    expect(top(ui)).to.match(/^Vaults · .*block 1234.* · delegate-one$/)
  })

  it('says that nobody can act', async () => {
    ui = await openUi({ services: { session: readOnlySession } })
    expect(top(ui)).to.match(/ · read-only$/)
  })

  it('shortens an address, and shows foreign names as what they are', async () => {
    const account = '0x00000000219ab540356cBB839Cbe05303d7705Fa'
    ui = await openUi({ services: { session: { ...readOnlySession, dao: 'Evil\u202E', account } } })
    expect(top(ui)).to.contain('Evil\\u{202e}').and.to.contain('0x0000…05Fa')
  })

  it('says that it connects, and that a node is lost', async () => {
    ui = await openUi({ services: watching({ kind: 'connecting' }) })
    expect(top(ui)).to.contain('○ connecting')
    ui.close()
    ui = await openUi({
      services: watching({ kind: 'lost', since: testNow - 65, why: 'gone', nextStep: 'start it' }),
    })
    expect(top(ui)).to.contain('✖ no node')
    expect(ui.frame()).to.contain('start it')
  })

  it('has a rule as wide as the window, of ASCII without Unicode', async () => {
    ui = await openUi({ columns: 90, rows: 24 })
    expect(ui.frame().split('\n')[1]).to.equal('─'.repeat(90))
    ui.close()
    ui = await openUi({
      columns: 90,
      rows: 24,
      theme: themeOf({ colour: true, unicode: false, animation: false }),
    })
    expect(ui.frame().split('\n')[1]).to.equal('-'.repeat(90))
  })

  for (const columns of [200, 80, 60, 40]) {
    it(`marks old data as updating, ${columns} columns wide and a warped clock beside it`, async () => {
      const { watch, tell } = fakeConnection(warped(1))
      let isSlow = false
      const readOverview = () => (isSlow ? never<Overview>() : Promise.resolve(overviewOf()))
      ui = await openUi({ services: { watch, readOverview }, columns, rows: 24 })
      await ui.waitFor('Backing')
      const before = top(ui)
      expect(ui.frame()).not.to.contain('updating')
      isSlow = true
      tell(warped(2))
      const frame = await ui.waitFor('updating')
      expect(frame.split('\n')[1]).to.match(/^─+ updating ──$/)
      expect(frame.split('\n')[1]).to.have.length(columns)
      expect(top(ui), 'nothing left for it').to.equal(before.replace('block 1', 'block 2'))
    })
  }

  it('says that old data is updating where it is read aloud, once that takes long', async () => {
    const { watch, tell } = fakeConnection(warped(1))
    let isSlow = false
    const readOverview = () => (isSlow ? never<Overview>() : Promise.resolve(overviewOf()))
    ui = await openUi({ services: { watch, readOverview }, screenReader: true })
    await ui.waitFor('Backing')
    isSlow = true
    const clock = stoppedClock()
    const pass = async (milliseconds: number) => {
      for (let passed = 0; passed < milliseconds; passed += 100) {
        clock.tick(100)
        await ui.drawn()
      }
    }
    try {
      tell(warped(2))
      await pass(1_000)
      expect(top(ui)).to.contain('connected,').and.not.to.contain('updating')
      await pass(1_500)
      expect(top(ui)).to.contain('connected, updating,')
    } finally {
      clock.goOn()
    }
  })

  const gone = {
    kind: 'lost',
    since: testNow,
    why: `http://127.0.0.1:8545 cannot be reached. It was asked for eth_chainId. ${'It did not answer. '.repeat(9)}`,
    nextStep: 'Start the node again, or correct `url` in ballast.yaml; then everything goes on.',
  } as const

  for (const [columns, rows] of [
    [80, 24],
    [60, 20],
    [40, 12],
  ] as const) {
    it(`says all that can be done about a lost node at ${columns}×${rows}`, async () => {
      const { watch, tell } = fakeConnection(warped(1))
      const readParameters = async () => parameterList()
      ui = await openUi({
        services: { watch, readParameters },
        screen: 'parameters',
        columns,
        rows,
      })
      await ui.waitFor('everything')
      tell(gone)
      const frame = await ui.waitFor('Start the node')
      const shown = frame.replace(/\s+/g, ' ')
      expect(shown).to.contain(gone.nextStep)
      if (columns >= 60) expect(shown).to.contain('http://127.0.0.1:8545 cannot be reached.')
      expect(frame).to.contain('subject').and.to.contain('▸ WETH-A')
      expect(frame).to.match(new RegExp(`1–\\d+ of ${parameterList().parameters.length}`))
    })
  }

  it('says what to do about a lost node where it is read aloud', async () => {
    ui = await openUi({ services: watching(gone), screenReader: true })
    expect(ui.frame()).to.contain('the node is lost, trying again').and.to.contain(gone.nextStep)
  })

  it('is a sentence without a block where it is read aloud', async () => {
    ui = await openUi({ screen: 'vaults', screenReader: true })
    expect(top(ui)).to.equal('Vaults. Ballast DAO, network local, connected, account delegate-one.')
  })
})
