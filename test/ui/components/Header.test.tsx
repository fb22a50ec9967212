import { expect } from 'chai'
import type { Connection, Session } from '../../../cli/ui/services/session.ts'
import { themeOf } from '../../../cli/ui/theme.ts'
import { testNow } from '../../support/fakeServices.ts'
import { openUi, type Ui } from '../../support/ui.tsx'

const session: Session = {
  network: 'local',
  dao: 'Ballast DAO',
  isDemo: false,
  folder: '/work',
  notes: [],
}
const watching = (connection: Connection) => ({
  watch: (listener: (now: Connection) => void) => {
    listener(connection)
    return () => {}
  },
})
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
    ui = await openUi({ services: { session } })
    expect(top(ui)).to.match(/ · read-only$/)
  })

  it('shortens an address, and shows foreign names as what they are', async () => {
    const account = '0x00000000219ab540356cBB839Cbe05303d7705Fa'
    ui = await openUi({ services: { session: { ...session, dao: 'Evil\u202E', account } } })
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

  it('is a sentence without a block where it is read aloud', async () => {
    ui = await openUi({ screen: 'vaults', screenReader: true })
    expect(top(ui)).to.equal('Vaults. Ballast DAO, network local, connected, account delegate-one.')
  })
})
