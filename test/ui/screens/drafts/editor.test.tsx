import process from 'node:process'
import { expect } from 'chai'
import type { ParameterRow } from '../../../../cli/report/parametersText.ts'
import type { DraftServices } from '../../../../cli/ui/services/drafts.ts'
import type { ParameterList } from '../../../../cli/workflows/listParameters.ts'
import { fakeConnection, liveAt } from '../../../support/fakeConnection.ts'
import { consequences, type FakeDrafts, fakeDrafts } from '../../../support/fakeDrafts.ts'
import { parameterList } from '../../../support/fakeParameters.ts'
import { never, readOnlySession } from '../../../support/fakeServices.ts'
import { previewData, stagedPreview } from '../../../support/previews.ts'
import { stoppedClock } from '../../../support/stoppedClock.ts'
import { openUi, type Ui, type UiOptions } from '../../../support/ui.tsx'

const path = 'proposals/raise/proposal.yaml'
const text = `# by hand
title: Raise it
summary: |
  Because.
changes:
  - market: WETH-A
    parameter: liquidationThreshold
    to: 82% # after long talks
    expect: 80%
  - market: WETH-A
    parameter: stabilityFee
    to: 6%
`

const parameter = (own: Partial<ParameterRow>): ParameterRow =>
  ({
    subject: 'WETH-A',
    parameter: 'debtCeiling',
    label: 'Debt ceiling',
    shown: { stored: '100,000,000 bUSD', effective: '', bounds: '0 … much' },
    ...own,
  }) as ParameterRow

const parameters = [parameter({}), parameter({ parameter: 'targetHealth', label: 'Target health' })]

describe('the draft editor', () => {
  let ui: Ui
  let drafts: FakeDrafts
  afterEach(() => ui.close())

  /** Opens it, whatever is to be seen of it then. */
  const opening = async (own: Partial<DraftServices> = {}, options: UiOptions = {}) => {
    drafts = fakeDrafts({ [path]: text }, own)
    ui = await openUi({
      screen: 'draft',
      params: { path },
      ...options,
      services: {
        ...drafts,
        readParameters: async () => parameterList({ parameters }),
        ...options.services,
      },
    })
  }
  /** Opens it; what it says is on the screen. */
  const open = async (...how: Parameters<typeof opening>) => {
    await opening(...how)
    await ui.waitFor('Raise it')
  }

  it('says what it reads', async () => {
    await opening({ openDraft: never })
    await ui.waitFor('reading the draft')
  })

  it('says why it cannot open a file, and tries again', async () => {
    let isGone = true
    await opening({
      openDraft: async () => {
        if (isGone) throw new Error('no such file')
        return { path, text, base: 'x' }
      },
    })
    await ui.waitFor('no such file')
    isGone = false
    await ui.press('r')
    await ui.waitFor('Raise it')
  })

  it('shows every change: before, after, and what to think of it', async () => {
    await open()
    expect(ui.frame()).to.match(/WETH-A Liquidation threshold +80 % → 82 % +! looser/)
    expect(ui.frame()).to.match(/WETH-A Stability fee +5 % → 6 % +· neither/)
    expect(ui.frame()).to.match(/50 % █+.* 97 %/)
    expect(ui.frame()).to.contain('✔ written')
  })

  it('shows what it would do to the vaults, numbers before and after', async () => {
    await open({ weighDraft: async () => consequences })
    await ui.waitFor('WETH-A at execution, 2026-11-29 12:00 UTC')
    expect(ui.frame()).to.match(/−20 % +12 → +9 +1\.20M → +900k/)
    expect(ui.frame()).to.contain('most debt by collateral value 66.7 % → 64.5 %')
    expect(ui.frame()).to.contain('of that in use 50.0 % → 52.0 %')
    expect(ui.frame()).to.contain('of the ceiling 25.0 %')
    expect(ui.frame()).to.contain('Vaults stay as they are.')
  })

  it('puts the consequences into one line where there is little room, and all of them behind d', async () => {
    await open({ weighDraft: async () => consequences }, { columns: 60, rows: 20 })
    const frame = await ui.waitFor('WETH-A −20 %: 12 → 9 vaults, 1.20M → 900k')
    expect(frame).to.contain('d shows all consequences')
    await ui.press('d')
    await ui.waitFor('WETH-A at execution')
    expect(ui.frame()).not.to.contain('Raise it')
    await ui.press('escape')
    await ui.waitFor('Raise it')
  })

  it('says nothing in brief that is of an earlier text while nobody can say it of this one', async () => {
    let isDown = false
    await open(
      {
        weighDraft: async () => {
          if (isDown) throw new Error('no node')
          return consequences
        },
      },
      { columns: 80, rows: 24 },
    )
    await ui.waitFor('12 → 9 vaults')
    isDown = true
    await ui.press('x')
    await ui.waitFor('Changes (1)')
    expect(ui.frame()).not.to.contain('12 → 9 vaults')
    await ui.press('d')
    await ui.waitFor('! as it was before: no node')
    await ui.waitFor('WETH-A at execution')
  })

  it('has its fields and the consequences beside each other in a wide window', async () => {
    await open({ weighDraft: async () => consequences }, { columns: 160, rows: 50 })
    await ui.waitFor(/Title +Raise it +│ WETH-A at execution/)
  })

  it('reads as sentences to somebody who listens', async () => {
    await open({ weighDraft: async () => consequences }, { screenReader: true })
    await ui.waitFor('WETH-A Liquidation threshold, 80 % to 82 %, looser')
    expect(ui.frame()).to.contain(
      'after a fall of 20 percent: 12 vaults liquidatable before, 9 after',
    )
  })

  it('is read aloud a field a line, suggestions told from what is written, the gauge in words', async () => {
    await open({ weighDraft: async () => consequences }, { screenReader: true })
    await ui.waitFor('most debt')
    const said = ui
      .frame()
      .split('\n')
      .map((line) => line.trimEnd())
    expect(said.slice(1, 8)).to.deep.equal([
      'written, proposals/raise/proposal.yaml',
      'Title: Raise it',
      'Summary: Because.',
      'Discussion: where it was discussed (optional), nothing written yet',
      'Changes (2)',
      'selected: WETH-A Liquidation threshold, 80 % to 82 %, looser',
      'WETH-A Stability fee, 5 % to 6 %, neither',
    ])
    expect(said).to.include('bounds 50 % to 97 %')
    // What stands beside the fields begins on a line of its own.
    expect(said).to.include('Consequences at once')
    expect(said).to.include('most debt by collateral value 66.7 % to 64.5 %')
    expect(ui.frame()).not.to.match(/[\u2588\u2591\u2502\u2192\u25b8]/)
  })

  it('says of a draft without a change that there is none yet, and which key adds one', async () => {
    const empty = 'title: ""\nsummary: ""\nchanges: []\n'
    for (const columns of [60, 120]) {
      await opening(
        { openDraft: async () => ({ path, text: empty, base: 'x' }) },
        { columns, rows: 30 },
      )
      const frame = await ui.waitFor('Changes: none yet, a adds one')
      expect(frame).to.match(/Title +one line that says what changes/)
      expect(frame).to.match(/Summary +why, in Markdown/)
      const words = await ui.waitFor('Nothing changes yet')
      expect(words)
        .to.contain('Press a to add a change.')
        .and.not.to.match(/line \d/)
      await ui.press('s')
      await ui.waitFor('! 3 problems first')
      if (columns === 120) await ui.waitFor('No sound change touches a market')
      await ui.press('a')
      await ui.waitFor('Add a change of')
      ui.close()
    }
  })

  it('edits and simulates for somebody who only looks, and says why it does not submit', async () => {
    await open({}, { columns: 80, rows: 24, services: { session: readOnlySession } })
    await ui.waitFor('! looser')
    expect(ui.frame()).to.contain('(S submit)').and.not.to.contain('(s simulate')
    await ui.press('S')
    await ui.waitFor('! read-only: choose an account with A')
    expect(ui.frame()).to.contain('Changes (2)')
    await ui.press('x', 'w')
    await ui.waitFor('Written')
    expect(drafts.files.get(path)).not.to.contain('liquidationThreshold')
  })

  it('takes a value as it is typed, letters being letters, and keeps the rest of the file', async () => {
    await open()
    await ui.press('enter', 'ctrl+u', '83%', 'enter')
    await ui.waitFor(/80 % → 83 %/)
    await ui.waitFor('● unsaved')
    await ui.press('w')
    await ui.waitFor('Written: proposals/raise/proposal.yaml')
    expect(drafts.files.get(path)).to.equal(text.replace('82% #', '83% #'))
    expect(ui.left).to.deep.equal(['Written: proposals/raise/proposal.yaml'])
  })

  it('says why a value is refused and what to write instead', async () => {
    await open()
    await ui.press('enter', 'ctrl+u', '99%')
    await ui.waitFor('✖ refused')
    expect(ui.frame()).to.contain('above the most that is allowed')
    expect(ui.frame()).to.contain('Write a value from 50% to 97%.')
    await ui.press('enter', 's')
    await ui.waitFor('1 problem first')
    await ui.press('down')
    await ui.waitFor('1 other change has problems')
  })

  it('goes from field to field with Tab while it is typed', async () => {
    await open()
    await ui.press('g', 'enter', '!', 'tab', 'tab', 'https://forum.example.org/t/1', 'escape')
    await ui.waitFor('Raise it!')
    await ui.waitFor('https://forum.example.org/t/1')
    await ui.press('w')
    await ui.waitFor('Written')
    expect(drafts.files.get(path)).to.contain('title: Raise it!\n')
    expect(drafts.files.get(path)).to.contain('\ndiscussion: https://forum.example.org/t/1\n')
  })

  it('writes a summary of several lines', async () => {
    await open()
    await ui.press('g', 'down', 'enter', 'enter', '- one', 'enter', '- two', 'escape', 'w')
    await ui.waitFor('Written')
    expect(drafts.files.get(path)).to.contain('summary: |\n  Because.\n  - one\n  - two\nchanges:')
  })

  it('undoes and does again, to the byte', async () => {
    await open()
    await ui.press('x')
    await ui.waitFor('Changes (1)')
    await ui.press('u')
    await ui.waitFor('Changes (2)')
    await ui.waitFor('✔ written')
    await ui.press('u')
    await ui.waitFor('nothing was edited')
    await ui.press('U')
    await ui.waitFor('Changes (1)')
  })

  it('puts what is typed first in the place of a value, and adds it to a title', async () => {
    await open()
    await ui.press('enter', '8', '5', '%')
    await ui.waitFor(/→ 85%/)
    await ui.press('enter', 'g', 'enter', '!')
    await ui.waitFor('Raise it!')
  })

  it('undoes inside the field that is typed into', async () => {
    await open()
    await ui.press('enter', 'end', 'backspace', 'backspace', '7')
    await ui.waitFor(/→ 87 /)
    await ui.press('ctrl+z')
    await ui.waitFor(/→ 82%/)
    await ui.press('ctrl+y')
    await ui.waitFor(/→ 87 /)
    await ui.press('%', 'escape')
    await ui.waitFor('87 %')
  })

  it('adds a parameter that is found by parts of its name, and types its value', async () => {
    await open()
    await ui.press('a')
    await ui.waitFor('Add a change of')
    await ui.press('weth target', 'enter')
    await ui.waitFor('Changes (3)')
    await ui.waitFor('Enter done')
    await ui.press('ctrl+u', '1.1', 'enter')
    await ui.waitFor(/WETH-A Target health +1.05 → 1.1 /)
    expect(ui.frame()).to.match(/Stability fee +5 % → 6 %/)
  })

  it('keeps what is typed into the search before the parameters are there', async () => {
    const answer = Promise.withResolvers<ParameterList>()
    await open({}, { services: { readParameters: () => answer.promise } })
    await ui.press('a')
    await ui.waitFor('reading the parameters')
    await ui.press('weth tar', 'enter')
    expect(ui.frame()).to.contain('weth tar')
    answer.resolve(parameterList({ parameters }))
    await ui.waitFor(/▸ WETH-A +targetHealth/)
    expect(ui.frame()).not.to.contain('debtCeiling')
    await ui.press('enter')
    await ui.waitFor('Changes (3)')
  })

  it('says why there are no parameters to choose from, and asks again', async () => {
    let isDown = true
    const readParameters = async () => {
      if (isDown) throw new Error('no node')
      return parameterList({ parameters: [parameter({})] })
    }
    await open({}, { services: { readParameters } })
    await ui.press('a')
    await ui.waitFor('no node')
    await ui.waitFor('Enter tries again')
    isDown = false
    await ui.press('r', 'enter')
    await ui.waitFor('Nothing is called that.')
    await ui.press('backspace')
    await ui.waitFor(/debtCeiling/)
  })

  it('leaves a space between every label and its text', async () => {
    for (const screenReader of [true, false]) {
      await open({}, { screenReader })
      await ui.waitFor(/Title:? +Raise it/)
      expect(ui.frame()).to.match(/Summary:? +Because/)
      expect(ui.frame()).to.match(/Discussion:? +where it was discussed/)
      await ui.press('g', 'down', 'down', 'enter', 'https://a')
      await ui.waitFor(/Discussion:? +https:\/\/a/)
      ui.close()
    }
  })

  it('takes the chain\u2019s value as expectation where the file expects another', async () => {
    await open({
      openDraft: async () => ({
        path,
        text: text.replace('expect: 80%', 'expect: 79%'),
        base: 'x',
      }),
    })
    await ui.waitFor('✖ stale')
    await ui.press('r')
    await ui.waitFor('! looser')
  })

  it('opens a draft that was kept, says so, and goes back to the file', async () => {
    const kept = { path, text: text.replace('82%', '85%'), base: `#${text}`, by: 'before' }
    await open()
    drafts.kept.set(path, kept)
    ui.close()
    ui = await openUi({ screen: 'draft', params: { path }, services: drafts })
    await ui.waitFor('typed 5 min ago and never written; u goes back to the file')
    await ui.waitFor('85 %')
    await ui.press('u')
    await ui.waitFor('82 %')
    await ui.waitFor('✔ written')
    expect(ui.frame()).not.to.contain('never written')
  })

  it('keeps what is typed within a moment', async () => {
    await open()
    const clock = stoppedClock()
    try {
      await ui.press('enter', 'ctrl+u', '83%')
      clock.tick(300)
      await ui.drawn()
    } finally {
      clock.goOn()
    }
    expect(drafts.kept.get(path)?.text).to.equal(text.replace('82%', '83%'))
    expect(drafts.kept.get(path)!.base).to.equal(`#${text}`)
  })

  it('says that what is typed is not safe', async () => {
    await open({
      keepDraft: async () => {
        throw new Error('the disk is full')
      },
    })
    await ui.press('x')
    await ui.waitFor('✖ not kept')
    await ui.waitFor('the disk is full')
  })

  it('does not write over what somebody else wrote, and offers both', async () => {
    await open()
    await ui.press('x')
    await ui.waitFor('● unsaved')
    drafts.files.set(path, text.replace('Raise it', 'By hand'))
    await ui.press('w')
    await ui.waitFor('Somebody else has changed')
    expect(drafts.files.get(path)).to.contain('By hand')
    await ui.press('r')
    await ui.waitFor('By hand')
    await ui.press('u')
    await ui.waitFor('Changes (1)')
    await ui.press('w')
    await ui.waitFor('Written')
    expect(drafts.files.get(path)).to.contain('Raise it')
  })

  it('shows what is foreign in a path, a message and a value as text', async () => {
    const odd = 'proposals/\u001b[2Jraise/proposal.yaml'
    await opening(
      {
        openDraft: async () => ({
          path: odd,
          text: text.replace('Raise', '"\\e[31mRaise'),
          base: 'x',
        }),
        weighDraft: async () => {
          throw new Error('a feed called \u001b]0;mine\u0007')
        },
      },
      { params: { path: odd } },
    )
    await ui.waitFor('cannot be understood')
    expect(ui.frame()).to.contain('\\u{1b}[2Jraise')
    ui.close()
    await open(
      {
        openDraft: async () => ({
          path: odd,
          text: text.replace('Raise it', '"\\e[31mRaise it"').replace('82%', '"\\e[2J82%"'),
          base: 'x',
        }),
        weighDraft: async () => {
          throw new Error('a feed called \u001b]0;mine\u0007')
        },
      },
      { params: { path: odd } },
    )
    await ui.waitFor('a feed called \\u{1b}]0;mine\\u{7}')
    await ui.waitFor('\\u{1b}[31mRaise it')
    await ui.waitFor('\\u{1b}[2J82%')
    drafts.files.set(odd, 'by hand')
    await ui.press('x', 'w')
    await ui.waitFor('The file has changed')
    await ui.waitFor('Somebody else has changed proposals/\\u{1b}[2Jraise/proposal.yaml')
    expect(ui.frame()).not.to.contain('\u001b[2J')
  })

  it('closes previews of an older text when it is written, and when the file is taken', async () => {
    const preview = stagedPreview()
    await open({}, { services: preview.services })
    await ui.press('s')
    await ui.waitFor('read source')
    await preview.finish(previewData())
    await ui.press('escape')
    await ui.waitFor('Changes (2)')
    await ui.press('x', 'w')
    await ui.waitFor('Written')
    expect(preview.asked).to.deep.equal(['close'])
    await ui.press('s')
    await ui.waitFor('read source')
    expect(preview.requests).to.have.length(2)
    await preview.finish(previewData())
    await ui.press('escape')
    await ui.waitFor('Changes (1)')
    await ui.press('x')
    await ui.waitFor('Changes: none yet')
    drafts.files.set(path, text)
    await ui.press('w')
    await ui.waitFor('r take the file')
    await ui.press('r')
    await ui.waitFor('Changes (2)')
    expect(preview.asked).to.deep.equal(['close', 'close'])
  })

  it('writes once and says so once, however often w is pressed', async () => {
    let count = 0
    const allowed = Promise.withResolvers<void>()
    const real = fakeDrafts({ [path]: text })
    await open({
      saveDraft: async (draft, options) => {
        count += 1
        await allowed.promise
        return real.saveDraft(draft, options)
      },
    })
    await ui.press('x')
    await ui.waitFor('● unsaved')
    await ui.burst('ww')
    allowed.resolve()
    await ui.waitFor('✔ written')
    expect(count).to.equal(1)
    expect(ui.left).to.deep.equal([`Written: ${path}`])
  })

  it('writes anyway if it is told to', async () => {
    await open()
    await ui.press('x')
    await ui.waitFor('● unsaved')
    drafts.files.set(path, text.replace('Raise it', 'By hand'))
    await ui.press('w')
    await ui.waitFor('w write anyway')
    await ui.press('w')
    await ui.waitFor('Written')
    expect(drafts.files.get(path)).to.contain('Raise it')
  })

  it('shows a file that cannot be understood with the line, and never writes to it', async () => {
    const broken = text.replace('summary: |', 'summary: "')
    const done: string[] = []
    await opening({
      openDraft: async () => ({ path, text: broken, base: 'x' }),
      saveDraft: async () => {
        done.push('saved')
        return { path, base: 'x' }
      },
      keepDraft: async () => void done.push('kept'),
    })
    await ui.waitFor('cannot be understood')
    expect(ui.frame()).to.match(/line \d+: /)
    expect(ui.frame()).to.contain('▸ ')
    const clock = stoppedClock()
    try {
      await ui.press('w', 'x', 'a', 'enter')
      // Longer than it takes until what is typed is kept.
      clock.tick(1_000)
      await ui.drawn()
    } finally {
      clock.goOn()
    }
    expect(done).to.deep.equal([])
  })

  it('begins with a parameter at its value, ready to be typed, its texts made of the change', async () => {
    await opening({}, { params: { subject: 'WETH-A', parameter: 'liquidationThreshold' } })
    await ui.waitFor('Write the value that it shall have.')
    await ui.press('ctrl+u', '78%', 'enter')
    await ui.waitFor('✔ tighter')
    await ui.waitFor('Lower the liquidation threshold of WETH-A to 78 %')
    await ui.press('w')
    await ui.waitFor('Written: proposals/2026-11-22-named/proposal.yaml')
    const written = drafts.files.get('proposals/2026-11-22-named/proposal.yaml')!
    expect(written).to.contain('title: Lower the liquidation threshold of WETH-A to 78 %')
    expect(written).to.contain('  Lowers the liquidation threshold of WETH-A from 80 % to 78 %.')
    await ui.waitFor('✔ written')
  })

  it('asks whether a parameter goes into the draft that is open', async () => {
    await opening(
      {},
      {
        params: { subject: 'governor', parameter: 'votingPeriod' },
        draft: { path, text, title: 'Raise it', isSaved: true },
      },
    )
    await ui.waitFor('The draft “Raise it” is open.')
    await ui.press('enter')
    await ui.waitFor('Changes (3)')
    await ui.waitFor('Enter done')
  })

  it('shows what is typed at once, and says what is not judged yet', async () => {
    let answer = () => {}
    let isSlow = true
    const real = fakeDrafts({ [path]: text })
    await open({
      judgeDraft: async (one, now) => {
        if (isSlow && now !== text)
          await new Promise<void>((resolve) => {
            answer = resolve
          })
        return real.judgeDraft(one, now)
      },
    })
    await ui.press('enter', 'ctrl+u', '75%', 'enter')
    await ui.waitFor('unsaved, checking')
    expect(ui.frame()).to.match(/WETH-A Liquidation threshold +80 % → 75% +○ checking/)
    // What did not change is as it was judged.
    expect(ui.frame()).to.match(/WETH-A Stability fee +5 % → 6 % +· neither/)
    isSlow = false
    answer()
    await ui.waitFor(/80 % → 75 % +✔ tighter/)
  })

  it('says that nothing is judged while the chain cannot be asked, and judges as soon as it can', async () => {
    let isDown = false
    const real = fakeDrafts({ [path]: text })
    const { watch, tell } = fakeConnection(liveAt(1))
    await open(
      {
        judgeDraft: async (one, now) => {
          if (isDown) throw new Error('the node is \u001b[31mgone')
          return real.judgeDraft(one, now)
        },
      },
      { services: { watch } },
    )
    await ui.waitFor('! looser')
    isDown = true
    tell({ kind: 'lost', since: 1, why: 'No answer.', nextStep: 'Wait.' })
    await ui.press('enter', 'ctrl+u', '75%', 'enter')
    await ui.waitFor('? not judged: node away')
    expect(ui.frame()).to.match(/WETH-A Liquidation threshold +80 % → 75% +\? not judged/)
    expect(ui.frame()).to.match(/WETH-A Stability fee +5 % → 6 % +\? not judged/)
    expect(ui.frame()).not.to.contain('✔')
    await ui.press('s')
    await ui.waitFor('not judged: the chain does not answer')
    isDown = false
    tell(liveAt(1))
    await ui.waitFor(/80 % → 75 % +✔ tighter/)
    expect(ui.frame()).not.to.contain('? not judged')
  })

  it('opens, edits and keeps a draft where no node ever answered', async () => {
    const away = async () => {
      throw new Error('no \u001b[31mnode')
    }
    await open({ judgeDraft: away, weighDraft: away })
    await ui.waitFor('? not judged: no \\u{1b}[31mnode')
    await ui.waitFor('! unknown: no \\u{1b}[31mnode')
    expect(ui.frame()).to.match(/WETH-A liquidationThreshold +→ 82% +\? not judged/)
    await ui.press('enter', 'ctrl+u', '75%', 'enter')
    await ui.waitFor(/→ 75% +\? not judged/)
    await ui.press('x')
    await ui.waitFor('Changes (1)')
    await ui.press('u', 'w')
    await ui.waitFor('Written')
    expect(drafts.files.get(path)).to.equal(text.replace('82%', '75%'))
  })

  it('takes a paste of ten thousand characters', async () => {
    await open()
    await ui.press('g', 'enter')
    // Its own work, in microseconds: what else the machine does meanwhile is not the interface's.
    const before = process.threadCpuUsage()
    await ui.paste('x'.repeat(10_000))
    await ui.waitFor('title is longer than 120 characters')
    const { user, system } = process.threadCpuUsage(before)
    expect(user + system).to.be.below(2_000_000)
    await ui.press('ctrl+z', 'escape', 'down', 'enter')
    await ui.paste('word and word\n'.repeat(800))
    await ui.press('escape')
    await ui.waitFor('Because.word and word')
    await ui.press('u')
    await ui.waitFor('✔ written')
  })

  it('is found as it was when somebody comes back, with all that can be undone', async () => {
    await open()
    await ui.press('x')
    await ui.waitFor('Changes (1)')
    await ui.press('3')
    await ui.waitFor('changed')
    await ui.press('escape')
    await ui.waitFor('Changes (1)')
    expect(ui.frame()).to.contain('● unsaved')
    await ui.press('u')
    await ui.waitFor('Changes (2)')
  })
})
