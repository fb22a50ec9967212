import { expect } from 'chai'
import { RelayedError } from '../../../cli/shared/errors.ts'
import type { Services } from '../../../cli/ui/services.ts'
import { themeOf } from '../../../cli/ui/theme.ts'
import type { Preview } from '../../../cli/workflows/preview.ts'
import { fakeServices } from '../../support/fakeServices.ts'
import { previewData, type StagedPreview, stagedPreview } from '../../support/previews.ts'
import { openUi, type Ui, type UiOptions } from '../../support/ui.tsx'

const reference = 'proposals/raise'

describe('the preview screen', () => {
  let ui: Ui
  let staged: StagedPreview
  afterEach(() => ui.close())

  const open = async (
    own: Omit<UiOptions, 'services'> & { readonly services?: Partial<Services> } = {},
  ) => {
    const { services = {}, ...options } = own
    ui = await openUi({
      screen: 'preview',
      params: { reference },
      ...options,
      services: { ...staged.services, ...services },
    })
    return ui
  }
  const ready = async (own: Partial<Preview> = {}, options: Parameters<typeof open>[0] = {}) => {
    await open(options)
    await staged.finish(previewData(own))
    await ui.waitFor('Checks:')
  }
  const pane = async (name: string) => {
    for (let i = 0; i < 6 && !ui.frame().includes(`▸ ${name}`); i += 1) await ui.press('tab')
    return ui.waitFor(`▸ ${name}`)
  }
  beforeEach(() => {
    staged = stagedPreview()
  })

  it('says how to get a preview where there is nothing to preview', async () => {
    await open({ params: {} })
    expect(await ui.waitFor('No proposal')).to.contain('s in a draft')
    expect(staged.requests).to.deep.equal([])
  })

  it('says which market has no price, wherever there are figures, and shows none where none has one', async () => {
    const note = 'WETH-A has no price at this block'
    const { risk } = previewData()
    const none = { ...risk.execution, before: [], after: [], efficiency: [] }
    const own = { unpriced: [note], losses: [], execution: none, settled: none }
    await ready({ risk: { ...risk, ...own }, replays: [] })
    for (const name of ['Risk', 'Ladder', 'Timeline']) {
      await pane(name)
      const frame = await ui.waitFor(note)
      expect(frame).not.to.match(/bad debt|At execution|liquidatable/)
    }
  })

  it('begins by itself and tells stage by stage how far it is', async () => {
    await open()
    expect(staged.requests).to.deep.equal([{ reference, acceptInconclusive: [] }])
    const first = await ui.waitFor('starting')
    for (const name of staged.services.previewStages) expect(first).to.contain(`○ ${name}`)
    await staged.news(
      { kind: 'stage', name: 'read source' },
      { kind: 'finish', outcome: 'raise' },
      { kind: 'say', sentence: '  – already on the chain' },
      { kind: 'stage', name: 'assess' },
      { kind: 'step', done: 320, total: 2_000 },
    )
    const frame = await ui.waitFor('320 of 2,000')
    expect(frame).to.contain('previewing: assess, stage 4 of 6')
    expect(frame).to.match(/✔ read source +raise/)
    expect(frame).to.match(/· parse +not needed/)
    expect(frame).to.contain('– already on the chain')
  })

  it('shows for how long it has been at it', async () => {
    let now = 1_000
    await open({ services: { now: () => now } })
    now = 1_075
    await staged.news({ kind: 'stage', name: 'dry run' })
    await ui.waitFor('1 min 15 s')
  })

  it('stops on c, says so, and starts again on s', async () => {
    await open()
    await staged.news({ kind: 'stage', name: 'dry run' })
    await ui.press('c')
    const frame = await ui.waitFor('stopped; s starts it again')
    expect(staged.asked).to.deep.equal(['cancel'])
    expect(frame).to.match(/! dry run +stopped/)
    await ui.press('p')
    await ui.waitFor('there is no preview; s starts it')
    await ui.press('s')
    await ui.waitFor('previewing')
    expect(staged.requests).to.have.length(2)
  })

  it('says what failed, why and what to do; s tries again', async () => {
    await open()
    await staged.news({ kind: 'stage', name: 'dry run' })
    await staged.fail(
      new RelayedError({
        kind: 'NodeUnreachableError',
        message: 'The node does not answer.',
        nextStep: 'Start it: ballast devnet.',
        exitCode: 4,
      }),
    )
    const frame = await ui.waitFor('✖ The node does not answer.')
    expect(frame).to.contain('Start it: ballast devnet.')
    expect(frame).to.match(/✖ dry run +failed/)
    await ui.press('s')
    await ui.waitFor('previewing')
    expect(ui.frame()).to.not.contain('does not answer')
  })

  it('goes on while somebody looks at something else, and is found again', async () => {
    await open()
    await staged.news({ kind: 'stage', name: 'dry run' })
    await ui.press('2')
    await ui.waitFor('Parameters')
    await staged.finish(previewData())
    await ui.waitFor('The preview of proposals/raise is there: inconclusive.')
    await ui.press('escape')
    await ui.waitFor('Checks:')
    expect(staged.requests).to.have.length(1)
  })

  it('has quitting ask while it runs, and not when it is there', async () => {
    await open()
    await ui.press('q')
    await ui.waitFor('The preview of proposals/raise is running; leaving stops it.')
    expect(ui.hasLeft()).to.equal(false)
    await ui.press('escape')
    await staged.finish(previewData())
    await ui.press('q')
    expect(ui.hasLeft()).to.equal(true)
    expect(staged.asked).to.deep.equal(['close'])
  })

  describe('the findings', () => {
    it('stand with sign and word, what needs attention first', async () => {
      await ready()
      const frame = ui.frame()
      expect(frame).to.contain('Checks: ? inconclusive, at least one check could not be decided')
      expect(frame).to.contain('WETH-A Liquidation threshold 80 % → 82 %')
      expect(frame).to.match(/▸ \? inconclusive Makes no vault liquidatable/)
      // As many as the stages say that there are, and what is more.
      expect(frame).to.match(/status +\d+ findings, 4 notes/)
      expect(frame.indexOf('? inconclusive Adds')).to.be.below(frame.indexOf('✔ pass'))
    })

    for (const [decision, sign] of [
      ['pass', '✔ pass, every check passes'],
      ['warn', '! warn, no check fails'],
      ['fail', '✖ fail, at least one check fails'],
    ] as const) {
      it(`say ${decision} with its sign and in words`, async () => {
        await ready({ decision })
        expect(ui.frame()).to.contain(`Checks: ${sign}`)
      })
    }

    it('tell evidence and what to do about the selected one', async () => {
      await ready()
      expect(ui.frame()).to.contain('Could not be checked: no prices')
      expect(ui.frame()).to.contain('What to do: Solve what stops the execution')
      await ui.press('G')
      expect(ui.frame()).to.match(/paths +100, seed 7/)
    })

    it('show the changes, the dry run and what else is open as rows of their own', async () => {
      const others = [
        {
          handle: '0xbbc1eb0a',
          state: 'Active',
          title: 'Another\u001b[2J one',
          calls: ['relax WETH-A'],
          executableFrom: 1_795_000_000n,
        },
      ]
      await ready({ others: { kind: 'value', value: others } })
      await ui.press('G', 'k')
      const frame = ui.frame()
      expect(frame).to.contain('0xbbc1eb0a Active, executable from 2026-11-18')
      expect(ui.rawFrame()).to.not.contain('\u001b[2J')
      expect(frame).to.contain('Another\\u{1b}[2J one')
      await ui.press('k')
      expect(ui.frame()).to.contain('Pending → Executed')
      await ui.press('k')
      expect(ui.frame()).to.match(/80 % → 82 % \(relaxes,?\s+at/)
    })

    it('open whole on d where there is no room', async () => {
      await ready({}, { columns: 60, rows: 20 })
      await ui.press('d')
      await ui.waitFor('What to do: Solve')
      await ui.press('escape')
      await ui.waitFor('▸ ? inconclusive')
    })

    it('may stay inconclusive by consent, which the next preview keeps', async () => {
      const accepted = previewData()
      staged = stagedPreview({
        accept: async (checks) => ({
          ...accepted,
          decision: 'warn',
          findings: accepted.findings.map((finding) => ({
            ...finding,
            isAccepted: checks.includes(finding.check),
          })),
        }),
      })
      await ready()
      await ui.press('enter')
      await ui.waitFor('newly-liquidatable may stay inconclusive')
      await ui.waitFor('Checks: ! warn')
      expect(staged.asked).to.deep.equal(['accept ["newly-liquidatable"]'])
      await ui.press('s')
      expect(staged.requests.at(-1)).to.deep.equal({
        reference,
        acceptInconclusive: ['newly-liquidatable'],
      })
    })
  })

  describe('the risk', () => {
    it('has figures with intervals and a histogram with numbers', async () => {
      await ready({}, { columns: 140, rows: 60 })
      const frame = await pane('Risk')
      expect(frame).to.match(/chance of any +0\.0 % \[0\.0 %, 3\.7 %\]/)
      expect(frame).to.contain('no bad debt on 100 paths, 100.0 %')
      expect(frame).to.match(/mean +[\d,]+ \[[\d,]+, [\d,]+\]/)
      expect(frame).to.match(/○ before █+.? +\d+ paths/)
    })

    it('shows one market after the other on m', async () => {
      await ready()
      await pane('Risk')
      expect(ui.frame()).to.contain('bad debt, all markets')
      await ui.press('m')
      expect(ui.frame()).to.contain('bad debt, WETH-A')
      await ui.press('m', 'm')
      expect(ui.frame()).to.contain('bad debt, all markets')
    })

    it('warns that nothing was executed', async () => {
      const dryRun = {
        ...previewData().dryRun,
        outcome: { kind: 'reverted', reason: 'AboveCeiling()' } as const,
      }
      await ready({ dryRun })
      expect(await pane('Risk')).to.contain('It was not executed on the fork')
    })
  })

  it('has the ladder at the execution and at the end of the ramps, in a window that scrolls', async () => {
    await ready({}, { columns: 110, rows: 24 })
    expect(await pane('Ladder')).to.contain('At execution')
    expect(ui.frame()).to.match(/● after {2}█+/)
    await ui.press('G')
    expect(ui.frame()).to.contain('capital efficiency')
    await ui.press('m', 'g')
    expect(ui.frame()).to.contain('WETH-A: liquidatable')
    await ui.press('G')
    expect(ui.frame()).to.not.contain('WBTC-A')
  })

  describe('the timeline', () => {
    it('has the crash with its numbers', async () => {
      await ready()
      expect(await pane('Timeline')).to.contain('crash.csv: every price moves as this one did')
    })

    it('says how to replay other prices', async () => {
      await ready()
      expect(await pane('Timeline')).to.contain('t replays other prices: a CSV file')
    })

    it('replays what somebody names on t, and says what is wrong with it', async () => {
      let isThere = false
      staged = stagedPreview({
        async replay() {
          if (isThere) return previewData()
          throw new RelayedError({
            kind: 'PriceFileNotFoundError',
            message: 'There is no price file at eth.csv.',
            nextStep: 'Name a CSV.',
            exitCode: 2,
          })
        },
      })
      await ready({ replays: [] })
      await pane('Timeline')
      await ui.press('t')
      await ui.waitFor('Replay prices')
      await ui.press('eth.csv', 'tab', '2020-03-12', 'enter')
      await ui.waitFor('There is no price file at eth.csv.')
      isThere = true
      await ui.press('enter')
      await ui.waitFor('crash.csv')
      expect(staged.asked.at(-1)).to.equal('replay {"path":"eth.csv","from":"2020-03-12"}')
      await ui.press('s')
      expect(staged.requests.at(-1)?.replay).to.deep.equal({ path: 'eth.csv', from: '2020-03-12' })
    })
  })

  it('publishes on p, says where, and leaves the paths behind', async () => {
    await ready()
    await ui.press('p')
    await ui.waitFor('Report written: proposals/raise/report.md and proposals/raise/report.json.')
    expect(ui.left).to.deep.equal([
      'Report written: proposals/raise/report.md',
      'Report written: proposals/raise/report.json',
    ])
    expect(await pane('Stages')).to.match(/✔ render report +proposals\/raise\/report\.md/)
  })

  it('says why it could not publish', async () => {
    staged = stagedPreview({
      publish: async () => {
        throw new Error('The disk is full.')
      },
    })
    await ready()
    await ui.press('p')
    await ui.waitFor('The report was not written: The disk is full.')
    expect(ui.left).to.deep.equal([])
  })

  it('submits through the window that asks for the slug', async () => {
    const requests: unknown[] = []
    await ready(
      { decision: 'pass' },
      {
        services: {
          act: (request) => {
            requests.push(request)
            return new Promise(() => {})
          },
        },
      },
    )
    await ui.press('S')
    await ui.waitFor('Submit raise')
    expect(requests).to.deep.equal([{ verb: 'submit', path: reference, acceptInconclusive: [] }])
  })

  it('does not submit what fails, or what is on the chain already', async () => {
    await ready({ decision: 'fail' })
    await ui.press('S')
    await ui.waitFor('a check fails')
    ui.close()
    staged = stagedPreview()
    const submitted = { shortId: '0xbbc1eb0a' } as NonNullable<Preview['submitted']>
    await ready({ submitted })
    await ui.press('S')
    await ui.waitFor('it is on the chain as 0xbbc1eb0a')
  })

  it('works the same for somebody without an account', async () => {
    const { account: _, ...session } = fakeServices().session
    await ready({}, { services: { session } })
    expect(ui.frame()).to.contain('read-only')
    await ui.press('p')
    await ui.waitFor('Report written')
  })

  it('lets the process of an earlier preview go when it starts again', async () => {
    await ready()
    await ui.press('s')
    await ui.waitFor('previewing')
    expect(staged.asked).to.deep.equal(['close'])
  })

  for (const [columns, rows] of [
    [60, 20],
    [80, 24],
    [160, 50],
  ] as const) {
    it(`fits into ${columns} × ${rows}, every pane of it`, async () => {
      await ready({}, { columns, rows })
      for (const name of ['Findings', 'Risk', 'Ladder', 'Timeline', 'Stages']) {
        const lines = (await pane(name)).split('\n')
        expect(lines.length, name).to.be.at.most(rows)
        expect(Math.max(...lines.map((line) => line.length)), name).to.be.at.most(columns)
        expect(lines.at(-1), name).to.contain('? help')
      }
    })
  }

  it('speaks in signs of ASCII and without colour', async () => {
    const theme = themeOf({ colour: false, unicode: false, animation: false })
    await ready({}, { theme, columns: 140 })
    expect(ui.frame()).to.contain('Checks: ? inconclusive')
    await ui.press('tab', 'tab')
    expect(ui.frame()).to.match(/\* after {2}#+/)
    expect(ui.frame()).to.not.match(/[█▏●○✔]/)
  })

  it('is read as sentences by a screen reader', async () => {
    await ready({}, { screenReader: true })
    await ui.press('tab')
    await ui.waitFor('mean: before')
    await ui.press('tab')
    await ui.waitFor(/−5 % at 2,850: before 10,003 bUSD, 33.3 %, 1 vault; after/)
    expect(ui.frame()).to.not.match(/[█▏]/)
  })
})
