import { expect } from 'chai'
import type { DraftFile } from '../../../../cli/workflows/listDrafts.ts'
import { fakeDrafts } from '../../../support/fakeDrafts.ts'
import { never, testNow } from '../../../support/fakeServices.ts'
import { openUi, type Ui } from '../../../support/ui.tsx'

const file = (name: string, own: Partial<DraftFile> = {}): DraftFile => ({
  path: `proposals/${name}/proposal.yaml`,
  title: `Title of ${name}`,
  changedAt: testNow - 7_200,
  isKept: false,
  isNew: false,
  ...own,
})

describe('the drafts screen', () => {
  let ui: Ui
  afterEach(() => ui.close())

  const open = async (drafts: readonly DraftFile[], own: Parameters<typeof openUi>[0] = {}) => {
    ui = await openUi({
      screen: 'drafts',
      ...own,
      services: { listDrafts: async () => drafts, ...own.services },
    })
  }

  it('says what it reads', async () => {
    ui = await openUi({ screen: 'drafts', services: { listDrafts: never } })
    await ui.waitFor('reading the drafts')
  })

  it('says what would be here and how it gets there', async () => {
    await open([])
    await ui.waitFor('No drafts yet')
    expect(ui.frame()).to.contain('n begins one').and.contain('proposals/<name>/proposal.yaml')
  })

  it('says why it cannot read, and tries again', async () => {
    let attempts = 0
    await open([], {
      services: {
        listDrafts: async () => {
          attempts += 1
          if (attempts === 1) throw new Error('no such folder')
          return [file('a')]
        },
      },
    })
    await ui.waitFor('no such folder')
    await ui.press('r')
    await ui.waitFor('Title of a')
  })

  it('marks what is not written in a symbol and a word', async () => {
    await open([file('a', { isKept: true }), file('b'), file('c', { isKept: true, isNew: true })])
    await ui.waitFor('Title of a')
    expect(ui.frame()).to.match(/● unsaved +Title of a/)
    expect(ui.frame()).to.match(/✔ file +Title of b/)
    expect(ui.frame()).to.match(/● new +Title of c/)
    expect(ui.frame()).to.contain('2 h ago')
  })

  it('shows state and title where there is little room', async () => {
    await open([file('a'), file('b', { title: '' })], { columns: 60, rows: 20 })
    await ui.waitFor('Title of a')
    expect(ui.frame()).to.contain('no title that can be read').and.not.contain('proposal.yaml')
  })

  it('shows all of it where there is much', async () => {
    await open([file('a')], { columns: 160, rows: 50 })
    await ui.waitFor('proposals/a/proposal.yaml')
  })

  it('shows foreign text as text', async () => {
    await open([file('a', { title: '\u001b[31mred\u202e' })])
    await ui.waitFor('\\u{1b}[31mred\\u{202e}')
  })

  it('opens the selected one and comes back to its row', async () => {
    const drafts = fakeDrafts({ 'proposals/b/proposal.yaml': 'title: B\nsummary: b\n' })
    ui = await openUi({
      screen: 'drafts',
      services: { ...drafts, listDrafts: async () => [file('a'), file('b')] },
    })
    await ui.waitFor('Title of b')
    await ui.press('down', 'enter')
    await ui.waitFor('✔ written')
    await ui.press('escape')
    await ui.waitFor(/▸ ✔ file +Title of b/)
  })

  it('begins a draft also where nobody acts', async () => {
    const drafts = fakeDrafts()
    ui = await openUi({
      screen: 'drafts',
      services: {
        ...drafts,
        session: { network: 'local', dao: 'DAO', isDemo: false, folder: '/work', notes: [] },
      },
    })
    await ui.waitFor('No drafts yet')
    await ui.press('n')
    await ui.waitFor('new, not written')
    await ui.press('S')
    await ui.waitFor('nobody acts')
  })
})
