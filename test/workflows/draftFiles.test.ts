import { lstat, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import {
  DraftChangedError,
  type DraftOnDesk,
  forgetDraft,
  keepOnDesk,
  NotAProposalError,
  openDraft,
  putAwayDraft,
  saveDraft,
} from '../../cli/workflows/draftFiles.ts'
import { placeForNew } from '../../cli/workflows/draftPlaces.ts'
import { listDrafts } from '../../cli/workflows/listDrafts.ts'
import { ProposalNotFoundError } from '../../cli/workspace/proposalFiles.ts'
import { rememberEnvironment } from '../support/environment.ts'
import { inNewFolder, rejectionOf } from '../workspace/folder.ts'

const path = 'proposals/2026-11-20-raise/proposal.yaml'
const AT = 1_795_348_800

const inWorkspace = (work: (place: { readonly folder: string }) => Promise<void>) =>
  inNewFolder(async (folder) => {
    await mkdir('proposals/2026-11-20-raise', { recursive: true })
    await writeFile(path, 'title: Raise\n')
    await work({ folder })
  })

/** The file opened, and something typed by one editor. */
async function typed(
  place: { readonly folder: string },
  text: string,
  own: Partial<DraftOnDesk> = {},
): Promise<DraftOnDesk> {
  const { base } = await openDraft(place, path)
  const draft = { path, text, base, by: 'one', ...own }
  await keepOnDesk(place, draft, AT)
  return draft
}

describe('a file that is no proposal', () => {
  for (const [what, text, why] of [
    [
      'settings',
      'networks:\n  local: {}\n',
      'it has none of the fields title, summary, changes and calls',
    ],
    ['no map', '- title\n', 'it has no fields'],
    ['one word', 'title\n', 'it has no fields'],
    ['empty', '', 'it is empty'],
    ['only a comment', '# title:\n', 'it is empty'],
  ] as const) {
    it(`is refused, not edited, and how to begin one is told: ${what}`, () =>
      inWorkspace(async (place) => {
        await writeFile('other.yaml', text)
        const error = await rejectionOf(openDraft(place, 'other.yaml'))
        expect(error).to.be.instanceOf(NotAProposalError)
        expect((error as NotAProposalError).message).to.equal(`other.yaml is no proposal: ${why}.`)
        expect((error as NotAProposalError).nextStep).to.match(/title, a summary.*: ballast draft$/)
      }))
  }

  it('is opened all the same where somebody has typed a proposal into it', () =>
    inWorkspace(async (place) => {
      await typed(place, 'title: Raised\n')
      await writeFile(path, '')
      expect((await openDraft(place, path)).kept).to.include({ text: 'title: Raised\n' })
    }))

  it('is not one that is broken: its problems are shown', () =>
    inWorkspace(async (place) => {
      await writeFile('broken.yaml', 'tilte: "A\n')
      expect((await openDraft(place, 'broken.yaml')).text).to.equal('tilte: "A\n')
    }))
})

describe('drafts that are kept', () => {
  it('are offered when the file is opened again, by whatever path', () =>
    inWorkspace(async (place) => {
      await typed(place, 'title: Raised\n')
      for (const one of [path, 'proposals/2026-11-20-raise', resolve(path)]) {
        const opened = await openDraft(place, one)
        expect(opened.path).to.equal(path)
        expect(opened.text).to.equal('title: Raise\n')
        expect(opened.kept).to.deep.include({ text: 'title: Raised\n', at: AT })
      }
    }))

  it('are not offered once the file says the same', () =>
    inWorkspace(async (place) => {
      await typed(place, 'title: Raised\n')
      await writeFile(path, 'title: Raised\n')
      expect(await openDraft(place, path)).not.to.have.property('kept')
    }))

  it('are the newest of several editors, and none overwrites another', () =>
    inWorkspace(async (place) => {
      await typed(place, 'title: One\n')
      const { base } = await openDraft(place, path)
      await keepOnDesk(place, { path, text: 'title: Two\n', base, by: 'two' }, AT + 5)
      const { kept } = await openDraft(place, path)
      expect(kept).to.include({ text: 'title: Two\n', session: 'two' })
      await forgetDraft(place, { path, by: 'three' }, kept)
      expect((await openDraft(place, path)).kept).to.include({ text: 'title: One\n' })
    }))

  it('stay when somebody has typed on since they were found', () =>
    inWorkspace(async (place) => {
      await typed(place, 'title: One\n')
      const { kept } = await openDraft(place, path)
      await typed(place, 'title: One and more\n')
      await forgetDraft(place, { path, by: 'two' }, kept)
      expect((await openDraft(place, path)).kept!.text).to.equal('title: One and more\n')
    }))

  it('survive what is no draft in their folder', () =>
    inWorkspace(async (place) => {
      await typed(place, 'title: One\n')
      await writeFile('.ballast/drafts/half.json', '{"schema": "ballast.kept')
      await writeFile('.ballast/drafts/other.json', '{"schema": "ballast.kept-draft/9"}')
      expect((await openDraft(place, path)).kept!.text).to.equal('title: One\n')
      expect(await listDrafts(place)).to.have.length(1)
    }))

  it('are drafts of their own where there is no file', () =>
    inWorkspace(async (place) => {
      const fresh = placeForNew(place, '2026-11-22')
      expect(fresh).to.match(/^proposals\/2026-11-22-new-draft-[0-9a-f]{8}\/proposal\.yaml$/)
      await typed(place, 'title: Fresh\n', { path: fresh, base: null })
      expect(await openDraft(place, fresh)).to.deep.include({ text: '', base: null })
      const listed = await listDrafts(place)
      expect(listed.find(({ isNew }) => isNew)).to.deep.equal({
        path: fresh,
        title: 'Fresh',
        changedAt: AT,
        isKept: true,
        isNew: true,
      })
    }))

  it('are at a place of their own also while nothing is kept there', () => {
    const places = Array.from({ length: 100 }, () => placeForNew({ folder: '/w' }, '2026-11-22'))
    expect(new Set(places).size).to.equal(100)
  })

  it('are put away whoever typed them; the file stays as it is', () =>
    inWorkspace(async (place) => {
      const other = 'proposals/other/proposal.yaml'
      await typed(place, 'title: One\n')
      await typed(place, 'title: Two\n', { by: 'two' })
      await typed(place, 'title: Other\n', { path: other, base: null })
      await putAwayDraft(place, path)
      expect(await openDraft(place, path)).not.to.have.property('kept')
      expect(await readFile(path, 'utf8')).to.equal('title: Raise\n')
      expect((await listDrafts(place)).map(({ title }) => title)).to.have.members([
        'Raise',
        'Other',
      ])
      await putAwayDraft(place, other)
      expect((await listDrafts(place)).map(({ title }) => title)).to.deep.equal(['Raise'])
    }))
})

describe('listDrafts', () => {
  it('lists files and what is not saved, the newest first', () =>
    inWorkspace(async (place) => {
      await mkdir('proposals/broken')
      await writeFile('proposals/broken/proposal.yaml', 'title: "a\n\t- b')
      await mkdir('proposals/empty')
      await writeFile('proposals/template.yaml', 'title: not a draft')
      await keepOnDesk(place, { path, text: 'title: Kept\n', base: null, by: 'one' }, 4_000_000_000)
      const drafts = await listDrafts(place)
      expect(drafts.map(({ title, isKept }) => [title, isKept])).to.deep.equal([
        ['Kept', true],
        ['', false],
      ])
    }))

  it('has files that lie in no folder of their own, and not the template', () =>
    inWorkspace(async (place) => {
      await writeFile('proposals/lower.yaml', 'title: Lower\n')
      await writeFile('proposals/short.yml', 'title: Short\n')
      await writeFile('proposals/template.yaml', 'title: not a draft\n')
      await writeFile('proposals/notes.txt', 'title: not a draft\n')
      const drafts = await listDrafts(place)
      expect(drafts.map((draft) => draft.path)).to.have.members([
        path,
        'proposals/lower.yaml',
        'proposals/short.yml',
      ])
    }))

  it('is empty where there is nothing', () =>
    inNewFolder(async (folder) => {
      expect(await listDrafts({ folder })).to.deep.equal([])
    }))

  it('has the files of the workspace also from another folder', () =>
    inWorkspace(async (place) => {
      await mkdir('elsewhere')
      process.chdir('elsewhere')
      const [draft] = await listDrafts(place)
      expect(draft!.path).to.equal(join(place.folder, path))
      process.chdir(place.folder)
    }))
})

describe('openDraft', () => {
  it('opens any file, by a path from where one is, from the workspace, or from the root', () =>
    inWorkspace(async (place) => {
      await mkdir('elsewhere')
      await writeFile('mine.yaml', 'title: Mine\n')
      await writeFile('elsewhere/theirs.yaml', 'title: Theirs\n')
      process.chdir('elsewhere')
      const textAt = async (typed: string) => (await openDraft(place, typed)).text
      expect(await textAt('theirs.yaml')).to.equal('title: Theirs\n')
      expect(await textAt('mine.yaml')).to.equal('title: Mine\n')
      expect(await textAt('../mine.yaml')).to.equal('title: Mine\n')
      expect(await textAt(join(place.folder, 'mine.yaml'))).to.equal('title: Mine\n')
      expect(await textAt('proposals/2026-11-20-raise')).to.equal('title: Raise\n')
      process.chdir(place.folder)
    }))

  it('takes ~ for the folder of whoever types, where no shell has', () =>
    inWorkspace(async (place) => {
      const restoreHome = rememberEnvironment('HOME')
      process.env['HOME'] = join(place.folder, 'proposals')
      const opened = await openDraft(place, '~/2026-11-20-raise').finally(restoreHome)
      expect(opened.path).to.equal(path)
    }))

  it('says that there is nothing', () =>
    inWorkspace(async (place) => {
      const error = await rejectionOf(openDraft(place, 'proposals/none'))
      expect(error).to.be.instanceOf(ProposalNotFoundError)
    }))
})

describe('saveDraft', () => {
  it('writes the file that was opened, wherever it lies, and through a link', () =>
    inWorkspace(async (place) => {
      await writeFile('mine.yaml', '# by hand\ntitle: Mine\n')
      await symlink('mine.yaml', 'link.yaml')
      const { base, path: link } = await openDraft(place, 'link.yaml')
      const saved = await saveDraft(place, { path: link, text: 'title: Ours\n', base, by: 'one' })
      expect(saved.path).to.equal('link.yaml')
      expect(await readFile('mine.yaml', 'utf8')).to.equal('title: Ours\n')
      expect((await lstat('link.yaml')).isSymbolicLink()).to.equal(true)
    }))

  it('writes the file and forgets what was kept, by its own editor and by the one before', () =>
    inWorkspace(async (place) => {
      await typed(place, 'title: Lost\n', { by: 'killed' })
      const { kept: found } = await openDraft(place, path)
      const draft = await typed(place, 'title: Raised\n')
      await saveDraft(place, draft, { found: found! })
      expect(await readFile(path, 'utf8')).to.equal('title: Raised\n')
      expect(await readdir('.ballast/drafts')).to.deep.equal([])
      expect(await readdir('proposals/2026-11-20-raise')).to.deep.equal(['proposal.yaml'])
    }))

  it('can be repeated with what it answers', () =>
    inWorkspace(async (place) => {
      const draft = await typed(place, 'title: Raised\n')
      const { base } = await saveDraft(place, draft)
      await saveDraft(place, { ...draft, base, text: 'title: Higher\n' })
      expect(await readFile(path, 'utf8')).to.equal('title: Higher\n')
    }))

  it('refuses to write over what somebody else wrote, and keeps the draft', () =>
    inWorkspace(async (place) => {
      const draft = await typed(place, 'title: Raised\n')
      await writeFile(path, 'title: By hand\n')
      expect(await rejectionOf(saveDraft(place, draft))).to.be.instanceOf(DraftChangedError)
      expect(await readFile(path, 'utf8')).to.equal('title: By hand\n')
      expect((await openDraft(place, path)).kept!.text).to.equal('title: Raised\n')
      await saveDraft(place, draft, { isForced: true })
      expect(await readFile(path, 'utf8')).to.equal('title: Raised\n')
    }))

  it('refuses where the file was removed, and writes it anew when it is told to', () =>
    inWorkspace(async (place) => {
      const draft = await typed(place, 'title: Raised\n')
      await rm('proposals/2026-11-20-raise', { recursive: true })
      expect(await rejectionOf(saveDraft(place, draft))).to.be.instanceOf(DraftChangedError)
      await saveDraft(place, draft, { isForced: true })
      expect(await readFile(path, 'utf8')).to.equal('title: Raised\n')
    }))

  it('takes a file that says the same already as written', () =>
    inWorkspace(async (place) => {
      const draft = await typed(place, 'title: Raised\n')
      await writeFile(path, 'title: Raised\n')
      expect((await saveDraft(place, draft)).path).to.equal(path)
    }))

  it('lets one of two editors through, and loses the text of neither', () =>
    inWorkspace(async (place) => {
      const [one, two] = [
        await typed(place, 'title: One\n'),
        await typed(place, 'title: Two\n', { by: 'two' }),
      ]
      const ends = await Promise.all(
        [one, two].map((draft) => saveDraft(place, draft).catch((error: unknown) => error)),
      )
      const refused = ends.findIndex((end) => end instanceof DraftChangedError)
      expect(refused).to.be.oneOf([0, 1])
      const [winner, loser] = refused === 0 ? [two, one] : [one, two]
      expect(await readFile(path, 'utf8')).to.equal(winner.text)
      expect((await openDraft(place, path)).kept!.text).to.equal(loser.text)
    }))

  it('names the folder of a new draft by its title, beside what is there', () =>
    inWorkspace(async (place) => {
      const save = async (text: string) => {
        const fresh = await placeForNew(place, '2026-11-20')
        return (await saveDraft(place, { path: fresh, text, base: null, by: 'one' })).path
      }
      expect(await save('title: Raise\n')).to.equal('proposals/2026-11-20-raise-2/proposal.yaml')
      expect(await save('title: "提案"\n')).to.equal('proposals/2026-11-20-proposal/proposal.yaml')
    }))
})
