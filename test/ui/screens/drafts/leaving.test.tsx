import { expect } from 'chai'
import { type FakeDrafts, fakeDrafts } from '../../../support/fakeDrafts.ts'
import { openUi, type Ui } from '../../../support/ui.tsx'
import { until } from '../../../support/until.ts'

const threshold = { subject: 'WETH-A', parameter: 'liquidationThreshold' }
const session = { network: 'demonstration', dao: 'DAO', folder: '/demo', notes: [] }

describe('leaving with a draft that is not written', () => {
  let ui: Ui
  let drafts: FakeDrafts
  afterEach(() => ui.close())

  const open = async (isDemo: boolean, size: { columns?: number; rows?: number } = {}) => {
    drafts = fakeDrafts()
    ui = await openUi({
      screen: 'draft',
      params: threshold,
      ...size,
      services: { ...drafts, session: { ...session, isDemo } },
    })
    await ui.waitFor('Write the value that it shall have.')
  }
  const type = () => ui.press('ctrl+u', '75%', 'enter')
  /** What is kept of drafts that are not written. */
  const kept = () => [...drafts.kept.values()].map(({ text }) => text).join()
  const written = () => [...drafts.files.values()].join()

  it('asks in a demonstration, which takes it with it, and goes on after that', async () => {
    await open(true)
    await type()
    await ui.waitFor('75')
    await ui.press('q')
    const frame = await ui.waitFor('The demonstration ends')
    expect(frame).to.contain('w in a draft writes it; what is written stays.')
    await ui.press('escape')
    await ui.waitFor('new, not written')
    expect(ui.hasLeft()).to.equal(false)
    await ui.press('q')
    await ui.waitFor('The demonstration ends')
    await ui.press('enter')
    await until(() => ui.hasLeft())
    expect(written()).to.equal('')
  })

  it('asks nothing once it is written', async () => {
    await open(true)
    await type()
    await ui.press('w')
    await ui.waitFor('Written')
    await ui.press('q')
    await until(() => ui.hasLeft())
    expect(written()).to.contain('75%')
    expect(kept()).to.equal('')
  })

  it('asks nothing where nothing was typed', async () => {
    await open(true)
    await ui.press('enter', 'q')
    await until(() => ui.hasLeft())
  })

  it('asks nothing in a workspace, where it is kept', async () => {
    await open(false)
    await type()
    await ui.press('q')
    await until(() => ui.hasLeft())
    await until(() => kept().includes('75%'))
    expect(written()).to.equal('')
  })

  it('is not called safe where there is no room to ask', async () => {
    await open(true)
    await type()
    await ui.waitFor('75')
    await ui.resize(30, 10)
    expect(await ui.waitFor('Ballast needs 40 columns')).not.to.contain('press q')
    await ui.press('q')
    expect(ui.hasLeft()).to.equal(false)
  })
})
