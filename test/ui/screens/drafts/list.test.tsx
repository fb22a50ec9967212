import { expect } from 'chai'
import { ExitCode, RelayedError } from '../../../../cli/shared/errors.ts'
import type { DraftFile } from '../../../../cli/workflows/listDrafts.ts'
import { fakeDrafts } from '../../../support/fakeDrafts.ts'
import { never, readOnlySession, testNow } from '../../../support/fakeServices.ts'
import { openUi, type Ui } from '../../../support/ui.tsx'
import { until } from '../../../support/until.ts'

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
    let isGone = true
    await open([], {
      services: {
        listDrafts: async () => {
          if (isGone) throw new Error('no such folder')
          return [file('a')]
        },
      },
    })
    await ui.waitFor('no such folder')
    isGone = false
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
    const elsewhere = '/elsewhere/proposals/raise.yaml'
    await open([file('a'), file('b', { path: elsewhere })], { columns: 160, rows: 50 })
    await ui.waitFor(/Title of a +a +2 h ago/)
    expect(ui.frame()).to.contain(elsewhere)
  })

  it('names the folder of a file, whole where the rest of its path would not leave room', async () => {
    const slug = '2026-11-22-raise-the-wsteth-a-debt-ceiling'
    await open([file(slug, { title: 'Raise the WSTETH-A debt ceiling' })], { columns: 110 })
    await ui.waitFor(slug)
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

  it('stays with the draft that somebody looks at when another one comes before it', async () => {
    let listed = [file('a', { isKept: true }), file('b')]
    await open([], { services: { listDrafts: async () => listed } })
    await ui.waitFor(/▸ ● unsaved +Title of a/)
    listed = [file('new'), ...listed]
    await ui.press('r')
    await ui.waitFor('Title of new')
    expect(ui.frame()).to.match(/▸ ● unsaved +Title of a/)
    await ui.press('x')
    await ui.waitFor('Discard “Title of a”?')
  })

  it('is read aloud as a sentence a draft, in the order of the list', async () => {
    const drafts = [
      file('a', { isKept: true }),
      file('b'),
      file('c', { isKept: true, isNew: true }),
    ]
    await open(drafts, { screenReader: true, columns: 60, rows: 20 })
    await ui.waitFor('Title of c')
    const said = ui.frame().split('\n')
    expect(said.slice(1, 4)).to.deep.equal([
      'selected: state ● unsaved, title Title of a, file a, changed 2 h ago',
      'state ✔ file, title Title of b, file b, changed 2 h ago',
      'state ● new, title Title of c, file none yet, changed 2 h ago',
    ])
    await ui.press('down')
    await ui.waitFor('selected: state ✔ file, title Title of b')
    expect(ui.frame()).not.to.contain('selected: state ● unsaved')
  })

  it('begins a draft also where nobody acts', async () => {
    ui = await openUi({
      screen: 'drafts',
      services: { ...fakeDrafts(), session: readOnlySession },
    })
    await ui.waitFor('No drafts yet')
    await ui.press('n')
    await ui.waitFor('new, not written')
    await ui.press('S')
    await ui.waitFor('! read-only: choose an account with A')
  })

  describe('opening a file', () => {
    const mine = '/somewhere/mine.yaml'
    const openOne = async () => {
      const drafts = fakeDrafts({ [mine]: '# by hand\ntitle: Mine\nsummary: b\n' })
      await open([], {
        services: {
          ...drafts,
          listDrafts: async () => [],
          openDraft: async (path) => {
            if (drafts.files.has(path)) return drafts.openDraft(path)
            throw new RelayedError({
              kind: 'ProposalNotFoundError',
              message: `There is no proposal at ${path}.`,
              nextStep: 'Name a file or a folder.',
              exitCode: ExitCode.usage,
            })
          },
        },
      })
      await ui.waitFor('No drafts yet')
      await ui.press('f')
      await ui.waitFor('type or paste a path')
      return drafts
    }

    it('edits and writes it where it lies', async () => {
      const drafts = await openOne()
      await ui.paste(`${mine}\n`)
      await ui.press('enter')
      await ui.waitFor('✔ written')
      await ui.press('g', 'enter', ' and yours', 'enter', 'w')
      await ui.waitFor(`Written: ${mine}`)
      expect(drafts.files.get(mine)).to.equal('# by hand\ntitle: Mine and yours\nsummary: b\n')
    })

    it('says what there is not, and takes another path', async () => {
      await openOne()
      await ui.press('enter')
      await ui.waitFor('nothing is typed yet')
      await ui.press('nope.yaml', 'enter')
      await ui.waitFor('There is no proposal at nope.yaml.')
      expect(ui.frame()).to.contain('Name a file or a folder.')
      await ui.press('ctrl+u', mine)
      expect(ui.frame()).not.to.contain('There is no proposal')
      await ui.press('enter')
      await ui.waitFor('✔ written')
    })

    it('leaves whoever has thought better of it where they are', async () => {
      await openOne()
      await ui.press(mine, 'escape')
      await ui.waitFor('No drafts yet')
    })
  })

  describe('putting a draft away', () => {
    const saved = 'proposals/saved/proposal.yaml'
    const text = 'title: Saved\nsummary: b\nchanges: []\n'
    const openBegun = async (options: Parameters<typeof openUi>[0] = {}) => {
      const drafts = fakeDrafts({ [saved]: text })
      ui = await openUi({ ...options, screen: 'drafts', services: drafts })
      await ui.waitFor('Saved')
      return drafts
    }

    it('forgets what was never written, after a question, and compares with it no more', async () => {
      const drafts = await openBegun()
      await ui.press('n')
      await ui.waitFor('new, not written')
      await ui.press('g', 'enter', 'Never mind', 'enter', '5')
      await ui.waitFor('Vaults')
      await ui.press('3')
      await ui.waitFor(/● new +Never mind/)
      await ui.press('g', 'x')
      await ui.waitFor('Discard “Never mind”?')
      expect(ui.frame()).to.contain('never written to a file')
      await ui.press('escape')
      await ui.waitFor('Never mind')
      expect(drafts.kept.size).to.equal(1)
      await ui.press('x', 'enter')
      await ui.waitFor('Discarded: “Never mind”')
      await until(() => !/● new/.test(ui.frame()))
      expect(drafts.kept.size).to.equal(0)
      // Neither another parameter nor going back finds it.
      await ui.press('escape')
      await ui.waitFor('Vaults')
      await ui.press('escape', 'escape', 'escape')
      expect(ui.frame()).to.match(/✔ file +Saved/)
    })

    it('forgets what was typed into a file, which stays as it is', async () => {
      const drafts = await openBegun()
      await ui.press('enter')
      await ui.waitFor('✔ written')
      await ui.press('g', 'enter', ' and more', 'enter', 'escape')
      await ui.waitFor(/● unsaved +Saved and more/)
      await ui.press('s')
      await ui.waitFor('unsaved: open and write it')
      await ui.press('x')
      await ui.waitFor(`${saved} stays as it is`)
      await ui.press('enter')
      await ui.waitFor(/✔ file +Saved /)
      expect(drafts.files.get(saved)).to.equal(text)
      await ui.press('enter')
      await ui.waitFor('✔ written')
      expect(ui.frame()).not.to.contain('and more')
    })

    it('removes no file: it closes one that is open, and says so of another', async () => {
      const drafts = await openBegun({
        draft: { path: saved, text, title: 'Saved', isSaved: true },
      })
      await ui.press('x')
      await ui.waitFor('Closed: nothing is compared with it any more.')
      await ui.press('x')
      await ui.waitFor('all is written; remove the file by hand')
      expect(drafts.files.get(saved)).to.equal(text)
    })
  })
})
