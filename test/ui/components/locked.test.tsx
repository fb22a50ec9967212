import { expect } from 'chai'
import { ExitCode, RelayedError } from '../../../cli/shared/errors.ts'
import type { ActEnd, ActHooks } from '../../../cli/ui/services/acts.ts'
import type { Services } from '../../../cli/ui/services.ts'
import { lineIn, planOf, sentOf, statusOf, viewOf } from '../../support/fakeProposals.ts'
import { never } from '../../support/fakeServices.ts'
import { formsOfText, leaksIn } from '../../support/leaks.ts'
import { openUi, type Ui, type UiOptions } from '../../support/ui.tsx'
import { until } from '../../support/until.ts'

const PASSPHRASE = 'Correct-Horse/Battery+Staple 7'
const QUESTION = 'Passphrase of keys/alice.json: '
const won = lineIn('Succeeded')

/** What the thread behind the screens does with a keystore: it asks up to three times. */
async function unlocked({ askSecret, onStage }: ActHooks): Promise<boolean> {
  for (const count of ['', ' (2 of 3)', ' (3 of 3)']) {
    const typed = await askSecret(`Passphrase of keys/alice.json${count}: `)
    if (typed === undefined) return false
    onStage({ kind: 'stage', name: 'unlock' })
    onStage({ kind: 'step', done: 40, total: 100 })
    if (typed === PASSPHRASE) {
      onStage({ kind: 'finish', outcome: 'keystore keys/alice.json' })
      return true
    }
    onStage({ kind: 'say', sentence: 'That is not the passphrase of keys/alice.json.' })
  }
  throw new RelayedError({
    kind: 'WrongPassphraseError',
    message: 'None of what was typed is the passphrase; it stays locked.',
    nextStep: 'Try again.',
    exitCode: ExitCode.usage,
  })
}

describe('a passphrase', () => {
  let ui: Ui
  afterEach(() => ui.close())

  /** An act by an account that is locked. */
  const open = async (options: UiOptions & { readonly before?: boolean } = {}) => {
    const { before = false, services, ...others } = options
    const ends: ActEnd[] = []
    const act: Services['act'] = async (_, hooks) => {
      const end = await run(hooks)
      ends.push(end)
      return end
    }
    const run = async (hooks: ActHooks): Promise<ActEnd> => {
      const plan = planOf()
      if (before && !(await unlocked(hooks))) return { how: 'declined' }
      if (!(await hooks.confirm(plan))) return { how: 'declined' }
      if (!before && !(await unlocked(hooks))) return { how: 'declined' }
      return sentOf(plan)
    }
    ui = await openUi({
      screen: 'proposals',
      columns: 96,
      rows: 24,
      services: {
        readProposals: async () => statusOf([won]),
        readProposal: async () => viewOf(won),
        act,
        ...services,
      },
      ...others,
    })
    await ui.waitFor('Raise the WETH-A')
    await ui.press('Q')
    return ends
  }
  const isAsked = () => ui.waitFor('Passphrase of keys/alice.json')
  const agree = async () => {
    await ui.waitFor('Enter sends it')
    await ui.press('enter')
    await isAsked()
  }
  /** Nothing that was ever written to the terminal, or is left in it, has it in any form, nor any part of it. */
  const expectNoLeak = () => {
    const all = `${ui.written()}${ui.left.join('\n')}`
    expect(leaksIn(Buffer.from(all), formsOfText(PASSPHRASE))).to.deep.equal([])
    expect(all).not.to.match(/Horse|Battery|Staple|\*{3,}|\u2022{3,}/)
  }

  it('is asked for after the plan, typed unseen, and what it opens is sent', async () => {
    const ends = await open()
    await agree()
    const frame = ui.frame()
    await ui.press(PASSPHRASE)
    expect(ui.frame()).to.equal(frame)
    await ui.press('enter')
    await ui.waitFor('✔ Proposal 0xbbc1eb0a is Queued.')
    expect(ends.map(({ how }) => how)).to.deep.equal(['sent'])
    expectNoLeak()
  })

  it('is asked for before the plan where nothing else says whose key it is', async () => {
    await open({ before: true })
    await isAsked()
    await ui.press(PASSPHRASE, 'enter')
    await ui.waitFor('Esc sends nothing.')
    expectNoLeak()
  })

  it('that is wrong is said to be, and asked for again; that it is tried is seen', async () => {
    await open({ before: true })
    await isAsked()
    await ui.press('Wrong', 'enter')
    const frame = await ui.waitFor('That is not the passphrase of keys/alice.json.')
    expect(frame).to.contain('Passphrase of keys/alice.json (2 of 3)')
    await ui.paste(`${PASSPHRASE}\n`)
    await ui.press('enter')
    await ui.waitFor('queue proposal 0xbbc1eb0a in the timelock')
    expectNoLeak()
  })

  it('is waited for while it is tried, and nothing is said to have left', async () => {
    await open({
      services: {
        act: async (_, { confirm, askSecret, onStage }) => {
          await confirm(planOf())
          await askSecret(QUESTION)
          onStage({ kind: 'stage', name: 'unlock' })
          onStage({ kind: 'step', done: 40, total: 100 })
          return never()
        },
      },
    })
    await agree()
    await ui.press(PASSPHRASE, 'enter')
    const frame = await ui.waitFor('unlock, 40 %')
    expect(frame).to.contain('unlocking').and.to.contain('Nothing is sent before it is unlocked.')
    expect(frame).not.to.contain('sending')
    expectNoLeak()
  })

  it('is nobody’s after three that do not fit: nothing was sent', async () => {
    await open()
    await agree()
    for (const next of ['(2 of 3)', '(3 of 3)', 'None of what was typed']) {
      await ui.press('x', 'enter')
      await ui.waitFor(next)
    }
    expect(ui.frame()).to.contain('Nothing was sent.').and.not.to.contain('is not known')
  })

  it('need not be given: Esc sends nothing, before the plan and after it', async () => {
    for (const before of [true, false]) {
      const ends = await open({ before })
      if (before) await isAsked()
      else await agree()
      await ui.press('Correct-Horse', 'escape')
      await ui.waitFor(/[Nn]othing was sent/)
      await until(() => ends.length > 0)
      expect(ends).to.deep.equal([{ how: 'declined' }])
      expectNoLeak()
      // Nothing is on its way any more: leaving does not ask.
      await ui.press('q')
      expect(ui.hasLeft()).to.equal(true)
      ui.close()
    }
  })

  it('is not tried where nothing was typed, or everything was erased', async () => {
    await open({ before: true })
    await isAsked()
    await ui.press('enter')
    await ui.waitFor('Nothing is typed yet.')
    await ui.press('ab', 'backspace', 'backspace', 'enter')
    await ui.press('Wrong', 'ctrl+u', PASSPHRASE, 'enter')
    await ui.waitFor('queue proposal 0xbbc1eb0a in the timelock')
  })

  it('takes the letters of every key, and all at once', async () => {
    const typed: (string | undefined)[] = []
    await open({
      services: {
        act: async (_, { askSecret }) => {
          typed.push(await askSecret(QUESTION))
          return { how: 'declined' }
        },
      },
    })
    await isAsked()
    await ui.burst('q?:1Ä \u200bé')
    await ui.press('enter')
    await until(() => typed.length > 0)
    expect(typed).to.deep.equal(['q?:1Ä \u200bé'])
    expect(ui.hasLeft()).to.equal(false)
  })

  it('is asked for on a narrow window and by a voice, without a trace as well', async () => {
    for (const options of [{ columns: 60, rows: 20 }, { screenReader: true }]) {
      await open({ ...options, before: true })
      await isAsked()
      expect(ui.frame().replaceAll(/[│\s]+/g, ' ')).to.contain('What is typed is not shown.')
      await ui.press(PASSPHRASE, 'enter')
      await ui.waitFor('queue proposal 0xbbc1eb0a in the timelock')
      expectNoLeak()
      ui.close()
    }
  })
})
