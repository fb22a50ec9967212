import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { mock } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import fc from 'fast-check'
import { DraftSession } from '../../../../cli/ui/screens/drafts/draftSession.ts'
import { Keeper } from '../../../../cli/ui/screens/drafts/keeper.ts'
import { LatestAnswer } from '../../../../cli/ui/screens/drafts/latestAnswer.ts'
import { openSession, settleSessions } from '../../../../cli/ui/screens/drafts/sessions.ts'
import type { DraftServices } from '../../../../cli/ui/services/drafts.ts'
import {
  forgetDraft,
  keepOnDesk,
  openDraft,
  saveDraft,
} from '../../../../cli/workflows/draftFiles.ts'
import { fakeDrafts } from '../../../support/fakeDrafts.ts'
import { fakeServices, never } from '../../../support/fakeServices.ts'
import { stoppedClock } from '../../../support/stoppedClock.ts'
import { until } from '../../../support/until.ts'
import { inNewFolder, rejectionOf } from '../../../workspace/folder.ts'

const path = 'proposals/a/proposal.yaml'
const text = '# by hand\ntitle: A\nsummary: b\nchanges: []\n'
const fee = { subject: 'WETH-A', parameter: 'stabilityFee' } as const

async function opened(own: Partial<DraftServices> = {}) {
  const drafts = fakeDrafts({ [path]: text }, own)
  let now = 0
  const world = { now: () => now, by: 'me' }
  const session = new DraftSession(drafts, await drafts.openDraft(path), world)
  const type = (...titles: readonly string[]) => {
    for (const to of titles) session.edit({ kind: 'title', to }, 'before')
  }
  return {
    drafts,
    session,
    type,
    pause: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

describe('a draft that is edited', () => {
  it('puts edits into the text one after the other, however fast they come', async () => {
    const { session, type } = await opened()
    type('AB', 'ABC', 'ABCD')
    session.edit({ kind: 'set', ...fee, to: '6%' })
    session.edit({ kind: 'summary', to: 'c' })
    await session.settled()
    expect(session.state().text).to.contain('title: ABCD\nsummary: |\n  c\nchanges:\n')
    expect(session.state().text).to.contain('to: 6%')
  })

  it('takes what is typed without a pause for one step', async () => {
    const { session, type, pause } = await opened()
    type('AB')
    await session.settled()
    type('ABC')
    await session.settled()
    pause(2_000)
    type('ABCD')
    await session.settled()
    session.undo()
    await session.settled()
    expect(session.state().text).to.contain('title: ABC\n')
    expect(session.state().put).to.deep.include({ field: 'title', text: 'before' })
    session.undo()
    await session.settled()
    expect(session.state()).to.include({ text, isSaved: true, canUndo: false, canRedo: true })
  })

  it('gives back the exact bytes, undoing and doing again', async () => {
    const edit = fc.constantFrom<Parameters<DraftSession['edit']>[0]>(
      { kind: 'title', to: 'x: y' },
      { kind: 'summary', to: 'one\ntwo' },
      { kind: 'set', ...fee, to: '6%' },
      { kind: 'remove', ...fee },
      { kind: 'expect', ...fee },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), async (edits) => {
        const { session } = await opened()
        for (const one of edits) {
          session.edit(one)
          await session.settled()
          session.leaveField()
        }
        const after = session.state().text
        for (let i = 0; i < edits.length; i += 1) session.undo()
        await session.settled()
        expect(session.state().text).to.equal(text)
        for (let i = 0; i < edits.length; i += 1) session.redo()
        await session.settled()
        expect(session.state().text).to.equal(after)
      }),
      { numRuns: 30 },
    )
  })

  it('says why an edit is refused and leaves the text', async () => {
    const { session } = await opened()
    session.edit({ kind: 'remove', ...fee })
    await session.settled()
    expect(session.state().text).to.equal(text)
    expect(session.state().refused).to.contain('does not change')
    session.edit({ kind: 'title', to: 'B' })
    await session.settled()
    expect(session.state().refused).to.equal(undefined)
  })

  it('keeps what is not written, and forgets it once the text is the file\u2019s again', async () => {
    const { session, drafts, type } = await opened()
    type('AB')
    await session.settled()
    expect(drafts.kept.get(path)).to.deep.include({ by: 'me', base: `#${text}` })
    session.undo()
    await session.settled()
    expect(drafts.kept.has(path)).to.equal(false)
  })

  it('says no more that undoing leads to the file once something was typed', async () => {
    const kept = { path, text: text.replace('A', 'B'), base: 'x', at: 1, session: 'before' }
    const { session, type } = await opened({
      openDraft: async () => ({ path, text, base: 'x', kept }),
    })
    expect(session.state().found).to.deep.equal({ at: 1, isFileNewer: false })
    type('BC')
    await session.settled()
    expect(session.state().found).to.equal(undefined)
    session.undo()
    session.undo()
    await session.settled()
    expect(session.state()).to.include({ text, isSaved: true })
  })

  it('goes on where a file was written, and keeps what is typed after that', async () => {
    const { session, drafts, type } = await opened()
    type('AB')
    await session.save()
    expect(session.state()).to.include({ isSaved: true, canUndo: true })
    type('ABC')
    await session.settled()
    expect(drafts.kept.get(path)!.base).to.equal(`#${drafts.files.get(path)}`)
    await session.save()
    expect(drafts.files.get(path)).to.contain('title: ABC\n')
  })

  it('takes a file that was changed elsewhere only if nothing would be lost', async () => {
    const { session, drafts, type } = await opened()
    drafts.files.set(path, text.replace('A', 'By hand'))
    await session.refresh()
    expect(session.state().text).to.contain('By hand')
    type('typed')
    await session.settled()
    drafts.files.set(path, text)
    await session.refresh()
    expect(session.state().text).to.contain('typed')
  })
})

describe('a draft that is written', () => {
  const slowly = (real: DraftServices, count: { saves: number }): Partial<DraftServices> => ({
    saveDraft: async (draft, options) => {
      count.saves += 1
      await setTimeout(20)
      return real.saveDraft(draft, options)
    },
  })

  it('is written once, however often it is asked for', async () => {
    const count = { saves: 0 }
    const { session, type } = await opened(slowly(fakeDrafts({ [path]: text }), count))
    type('AB')
    const [one, two] = await Promise.all([session.save(), session.save()])
    expect(count.saves).to.equal(1)
    expect(two).to.equal(one)
    type('ABC')
    await session.save()
    expect(count.saves).to.equal(2)
  })

  it('is written again with what was typed while it was written', async () => {
    const count = { saves: 0 }
    const real = fakeDrafts({ [path]: text })
    const { session, type } = await opened(slowly(real, count))
    type('AB')
    const first = session.save()
    await until(() => count.saves === 1)
    type('ABC')
    await session.save()
    await first
    expect(count.saves).to.equal(2)
    expect(real.files.get(path)).to.contain('title: ABC\n')
    expect(session.state().isSaved).to.equal(true)
  })

  it('makes a title anew that it made, and leaves one that somebody wrote', async () => {
    const bare = text.replace('title: A', 'title: ""')
    const { session, drafts, type } = await opened({
      openDraft: async () => ({ path, text: bare, base: `#${text}` }),
    })
    const writeFee = async (to: string) => {
      session.edit({ kind: 'set', ...fee, to })
      await session.save()
      await until(() => session.state().judgement.of === session.state().text)
      return drafts.files.get(path)!
    }
    expect(await writeFee('6%')).to.contain('title: Raise the stability fee of WETH-A to 6 %\n')
    expect(await writeFee('7%')).to.contain('title: Raise the stability fee of WETH-A to 7 %\n')
    expect(await writeFee('7%')).to.contain('summary: b\n')
    type('Mine')
    expect(await writeFee('8%')).to.contain('title: Mine\n')
    expect(await writeFee('9%')).to.contain('title: Mine\n')
  })

  it('makes a title anew that was made before the file was opened', async () => {
    const made = text
      .replace('title: A', 'title: Raise the stability fee of WETH-A to 6 %')
      .replace('[]', '\n  - market: WETH-A\n    parameter: stabilityFee\n    to: 6%')
    const { session, drafts } = await opened({
      openDraft: async () => ({ path, text: made, base: `#${text}` }),
    })
    session.check()
    await until(() => session.state().judgement.of === made)
    session.edit({ kind: 'set', ...fee, to: '4%' })
    await session.save()
    expect(drafts.files.get(path)).to.contain('title: Lower the stability fee of WETH-A to 4 %\n')
  })

  it('keeps a title that somebody types while one is being made', async () => {
    const real = fakeDrafts()
    const bare = text
      .replace('title: A', 'title: ""')
      .replace('[]', '\n  - market: WETH-A\n    parameter: stabilityFee\n    to: 6%')
    const asked: (() => void)[] = []
    const { session, drafts, type } = await opened({
      openDraft: async () => ({ path, text: bare, base: `#${text}` }),
      judgeDraft: async (one, now) => {
        await new Promise<void>((resolve) => asked.push(resolve))
        return real.judgeDraft(one, now)
      },
    })
    const saving = session.save()
    await until(() => asked.length === 1)
    type('Mine')
    await session.settled()
    for (const answer of asked) answer()
    await saving
    expect(drafts.files.get(path)).to.contain('title: Mine\n')
  })
})

describe('two editors of one workspace', () => {
  it('keep each their own, and taking the file forgets nothing of the other', () =>
    inNewFolder(async (folder) => {
      await mkdir('proposals/a', { recursive: true })
      await writeFile(path, text)
      const place = { folder }
      let now = 0
      const services: DraftServices = {
        ...fakeDrafts(),
        openDraft: (one) => openDraft(place, one),
        keepDraft: (draft) => keepOnDesk(place, draft, ++now),
        saveDraft: (draft, options) => saveDraft(place, draft, options),
        discardDraft: (draft, found) => forgetDraft(place, draft, found),
      }
      const open = async (by: string) =>
        new DraftSession(services, await services.openDraft(path), { now: () => 0, by })
      const [mine, other] = [await open('mine'), await open('other')]
      mine.edit({ kind: 'title', to: 'Mine' })
      await mine.settled()
      other.edit({ kind: 'title', to: 'Of the other' })
      await other.settled()
      await mine.reload()
      await mine.settled()
      expect(mine.state().text).to.equal(text)
      expect((await services.openDraft(path)).kept).to.deep.include({
        session: 'other',
        text: other.state().text,
      })
      mine.undo()
      await mine.save()
      expect(await readFile(path, 'utf8')).to.contain('title: Mine\n')
      // The other one is told, and has lost nothing.
      expect(await rejectionOf(other.save())).to.have.property('name', 'DraftChangedError')
      expect((await services.openDraft(path)).kept).to.deep.include({ session: 'other' })
      await other.reload()
      await other.settled()
      expect(other.state().text).to.contain('title: Mine\n')
      expect(await services.openDraft(path)).not.to.have.property('kept')
    }))
})

describe('a draft while the node is slow or away', () => {
  const away = async () => {
    throw new Error('the node is away')
  }

  it('takes and keeps what is typed, and waits for nothing', async () => {
    const withFee = text.replace(
      '[]',
      '\n  - market: WETH-A\n    parameter: stabilityFee\n    to: 5%',
    )
    const { session, drafts } = await opened({
      openDraft: async () => ({ path, text: withFee, base: 'x' }),
      judgeDraft: never,
      weighDraft: never,
    })
    session.check()
    session.edit({ kind: 'add', subject: 'WETH-A', parameter: 'debtCeiling' })
    session.edit({ kind: 'set', ...fee, to: '6%' })
    await session.settled()
    expect(session.state().text).to.contain('to: 6%')
    expect(session.state().reading.value!.rows[0]).to.deep.include({ ...fee, to: '6%' })
    expect(drafts.kept.get(path)!.text).to.equal(withFee.replace('5%', '6%'))
  })

  it('adds a parameter when the chain has answered, to whatever was typed meanwhile', async () => {
    const answers: (() => void)[] = []
    const real = fakeDrafts()
    const { session, type } = await opened({
      editDraft: async (one, edit) => {
        if (edit.kind === 'add') await new Promise<void>((resolve) => answers.push(resolve))
        return real.editDraft(one, edit)
      },
    })
    session.edit({ kind: 'add', ...fee })
    await until(() => answers.length === 1)
    expect(session.state().awaited).to.equal('adding WETH-A stabilityFee')
    type('typed')
    await session.settled()
    expect(session.state().text).to.contain('title: typed\n').and.not.to.contain('stabilityFee')
    answers[0]!()
    await until(() => answers.length === 2)
    answers[1]!()
    await until(() => session.state().awaited === undefined)
    expect(session.state().text).to.contain('title: typed\n').and.to.contain('stabilityFee')
    session.undo()
    await session.settled()
    expect(session.state().text).to.contain('title: typed\n').and.not.to.contain('stabilityFee')
  })

  it('says what could not be added, and why', async () => {
    const { session } = await opened({ editDraft: away })
    session.edit({ kind: 'add', ...fee })
    await until(() => session.state().refused !== undefined)
    expect(session.state().refused).to.equal(
      'Not done: adding WETH-A stabilityFee. the node is away',
    )
    expect(session.state().awaited).to.equal(undefined)
  })

  it('writes a file whose texts cannot be made yet, and nothing into them', async () => {
    const bare = text.replace('title: A', 'title: ""')
    const { session, drafts } = await opened({
      openDraft: async () => ({ path: 'proposals/new/proposal.yaml', text: bare, base: null }),
      judgeDraft: away,
    })
    await session.save()
    expect([...drafts.files.values()]).to.include(bare)
  })

  it('makes texts of what is typed by now, not of what was judged before', async () => {
    const { session, drafts } = await opened({
      openDraft: async () => ({
        path,
        text: text.replace('title: A', 'title: ""'),
        base: `#${text}`,
      }),
    })
    session.edit({ kind: 'set', ...fee, to: '6%' })
    await session.settled()
    await until(() => session.state().judgement.of === session.state().text)
    session.edit({ kind: 'set', ...fee, to: '7%' })
    await session.save()
    expect(drafts.files.get(path)).to.contain('title: Raise the stability fee of WETH-A to 7 %\n')
  })

  it('keeps the last letter when the screens are left while it is on its way', async () => {
    const real = fakeDrafts()
    const drafts = fakeDrafts(
      { [path]: text },
      {
        editDraft: async (one, edit) => {
          await setTimeout(50)
          return real.editDraft(one, edit)
        },
      },
    )
    const services = fakeServices(drafts)
    const session = await openSession(services, path, () => {})
    session.edit({ kind: 'title', to: 'AB' })
    await settleSessions(services)
    expect(drafts.kept.get(path)!.text).to.contain('title: AB\n')
  })

  it('holds nobody up who leaves while a file is not written', async () => {
    const services = fakeServices(fakeDrafts({ [path]: text }, { keepDraft: never }))
    const session = await openSession(services, path, () => {})
    session.edit({ kind: 'title', to: 'AB' })
    const clock = stoppedClock()
    try {
      const settling = settleSessions(services)
      clock.tick(999)
      await settling
    } finally {
      clock.goOn()
    }
  })
})

describe('the latest answer', () => {
  it('asks one question at a time, and the newest after it', async () => {
    const asked: number[] = []
    const told: (readonly [number | undefined, boolean])[] = []
    const ends: (() => void)[] = []
    const latest = new LatestAnswer<number, number>(
      async (question) => {
        asked.push(question)
        await new Promise<void>((resolve) => ends.push(resolve))
        return question
      },
      (end, isNewest) => told.push(['answer' in end ? end.answer : undefined, isNewest]),
    )
    for (const question of [1, 2, 3]) latest.ask(question)
    expect(asked).to.deep.equal([1])
    ends[0]!()
    await setTimeout(1)
    expect(asked).to.deep.equal([1, 3])
    ends[1]!()
    await setTimeout(1)
    expect(told).to.deep.equal([
      [1, false],
      [3, true],
    ])
  })

  it('tells no failure of a question that nobody asks any more', async () => {
    const told: string[] = []
    const latest = new LatestAnswer<number, number>(
      async (question) => {
        throw new Error(`${question}`)
      },
      (end) => told.push('error' in end ? end.error.message : 'answered'),
    )
    latest.ask(1)
    latest.ask(2)
    await setTimeout(1)
    expect(told).to.deep.equal(['2'])
  })
})

describe('the keeper', () => {
  describe('by the clock', () => {
    let now: number
    let kept: number[]
    let keeper: Keeper
    const pass = async (milliseconds: number) => {
      now += milliseconds
      mock.timers.tick(milliseconds)
      await Promise.resolve()
    }
    beforeEach(() => {
      mock.timers.enable({ apis: ['setTimeout'] })
      now = 0
      kept = []
      keeper = new Keeper(async () => void kept.push(now))
    })
    afterEach(() => mock.timers.reset())

    it('keeps within 200 ms, also while somebody types on, and once for what came together', async () => {
      for (let i = 0; i < 20; i += 1) {
        keeper.soon()
        await pass(20)
      }
      expect(kept).to.have.length(2)
      expect(kept[0]).to.be.at.most(200)
      expect(kept[1]! - kept[0]!).to.be.at.most(200)
      await keeper.now()
      await keeper.now()
      expect(kept).to.have.length(3)
    })

    it('keeps nothing any more once it is stopped', async () => {
      keeper.soon()
      await keeper.stop()
      keeper.soon()
      await keeper.now()
      await pass(1_000)
      expect(kept).to.deep.equal([])
    })
  })

  it('never keeps twice at once', async () => {
    let running = 0
    let most = 0
    const keeper = new Keeper(async () => {
      running += 1
      most = Math.max(most, running)
      await setTimeout(10)
      running -= 1
    })
    for (let i = 0; i < 5; i += 1) {
      keeper.soon()
      void keeper.now()
    }
    await keeper.now()
    expect(most).to.equal(1)
  })
})
