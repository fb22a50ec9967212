import { expect } from 'chai'
import { renderMarkdown } from '../../cli/report/markdown.ts'
import { head, prepare } from '../governance/demo.ts'
import { assessmentOf, namedReplay, ramp, reportInput } from './reportInput.ts'

/** The part of a report under one of its titles. */
const section = (report: string, title: string): string =>
  report.split(/^## /m).find((part) => part.startsWith(title)) ?? ''

const report = renderMarkdown(reportInput())

describe('renderMarkdown', () => {
  it('begins with the title, the decision and the author\u2019s summary', () => {
    expect(report.split('\n').slice(0, 5)).to.deep.equal([
      '# A title',
      '',
      '**? inconclusive**',
      '',
      '> Why.',
    ])
  })

  it('quotes the author, so that a summary or a title cannot pass for a part of the report', () => {
    const { draft } = reportInput()
    const summary = 'Why.\n\n## Checks\r# All pass\r\n</blockquote><h2>Checks</h2>\u001b[2K\n'
    const text = renderMarkdown(
      reportInput({ draft: { ...draft, summary, title: 'T\n## Checks\u202e' } }),
    )
    expect(text.split('\n').slice(0, 10)).to.deep.equal([
      '# T\\u{a}## Checks\\u{202e}',
      '',
      '**? inconclusive**',
      '',
      '> Why.',
      '>',
      '> ## Checks',
      '> # All pass',
      '> &lt;/blockquote>&lt;h2>Checks&lt;/h2>\\u{1b}[2K',
      '',
    ])
    expect(text.match(/^## Checks$/gm)).to.have.length(1)
  })

  for (const [decision, mark] of [
    ['pass', '✔ pass'],
    ['warn', '! warn'],
    ['fail', '✖ fail'],
  ] as const) {
    it(`says ${mark} for the decision ${decision}`, () => {
      expect(renderMarkdown(reportInput({ decision })).split('\n')[2]).to.equal(`**${mark}**`)
    })
  }

  it('has a section for everything that is known, in order', () => {
    const titles = report.match(/^## .*$/gm)
    expect(titles).to.deep.equal([
      '## Changes',
      '## Calls',
      '## Checks',
      '## Dry run',
      '## Losses over 30 days from the execution',
      '## What becomes liquidatable',
      '## How to repeat this',
    ])
  })

  it('shows the changes with their units', () => {
    expect(section(report, 'Changes')).to.contain(
      '| WETH-A | Liquidation threshold | 80 % | 82 % |',
    )
  })

  it('has no section of changes when there are only calls', () => {
    const onlyCalls = prepare(
      `${head}calls:\n  - { target: ledger, signature: "accrue(bytes32)", args: ["0x${'11'.repeat(32)}"], because: x }\n`,
    )
    const text = renderMarkdown(reportInput({ ...onlyCalls }))
    expect(text).not.to.contain('## Changes')
    expect(section(text, 'Calls')).to.contain('charge the stability fee')
  })

  it('tells each call in words and where it goes', () => {
    const { calls } = reportInput().proposal
    expect(section(report, 'Calls')).to.contain(`1. ${calls[0]!.words}`)
    expect(section(report, 'Calls')).to.contain(`to \`${calls[0]!.target}\``)
  })

  describe('on the checks', () => {
    it('gives status, question and facts, an unreachable item as inconclusive', () => {
      const checks = section(report, 'Checks')
      expect(checks).to.contain('| ✔ pass | Prices can be relied on | Every price feed is OK. |')
      expect(checks).to.contain(
        '| ? inconclusive | Adds no more bad debt than accepted | Could not be checked: no prices |',
      )
    })

    it('keeps a pipe in a fact inside its cell', () => {
      const finding = { check: 'c', title: 'T', status: 'fail', summary: 'a|b', facts: ['c|d'] }
      const checks = { findings: [{ ...finding, status: 'fail' as const }], notRun: [] }
      expect(renderMarkdown(reportInput({ checks }))).to.contain('| ✖ fail | T | a\\|b<br>c\\|d |')
    })

    it('lists what was not run and what it would need', () => {
      const notRun = [{ check: 'c', title: 'A question', needs: ['chain', 'risk'] as const }]
      const text = renderMarkdown(reportInput({ checks: { findings: [], notRun } }))
      expect(section(text, 'Checks')).to.contain('- not run: A question (needs chain, risk)')
    })
  })

  describe('on the dry run', () => {
    const { dryRun } = reportInput()

    it('names the voters and the way to execution with its gas', () => {
      const [voter] = dryRun.lifecycle.voters
      expect(section(report, 'Dry run')).to.contain(
        `Voted through by \`${voter!.address}\`: Pending → Executed. Gas of the execution: 1.`,
      )
    })

    it('shows undeclared effects in bold, before the declared ones', () => {
      const effect = {
        kind: 'permission',
        subject: 'accessManager',
        words: 'grants RELAX',
      } as const
      const { verdict } = reportInput()
      const text = section(
        renderMarkdown(
          reportInput({ verdict: { ...verdict, undeclared: [{ ...effect, declared: false }] } }),
        ),
        'Dry run',
      )
      const lines = text.split('\n').filter((line) => line.startsWith('- '))
      expect(lines).to.deep.equal(['- **undeclared:** grants RELAX', '- raises the threshold'])
    })

    it('has nothing in bold when nothing is undeclared', () => {
      expect(section(report, 'Dry run')).not.to.contain('**')
    })

    it('says that the lifecycle could not be played, and why', () => {
      const lifecycle = { ...dryRun.lifecycle, inconclusive: 'nobody votes' }
      const text = renderMarkdown(reportInput({ dryRun: { ...dryRun, lifecycle } }))
      expect(section(text, 'Dry run')).to.contain('The lifecycle is inconclusive (nobody votes)')
      expect(section(text, 'Dry run')).not.to.contain('Voted through')
    })

    it('says that the execution reverts, and why', () => {
      const outcome = { kind: 'reverted', reason: 'LedgerUnknownMarket(7)' } as const
      const text = renderMarkdown(reportInput({ dryRun: { ...dryRun, outcome } }))
      expect(section(text, 'Dry run')).to.contain('The execution reverts: LedgerUnknownMarket(7).')
      expect(section(text, 'Dry run')).not.to.contain('Gas')
    })
  })

  describe('on losses', () => {
    const losses = section(report, 'Losses')

    it('states sample, horizon, prices, and every assumption of the model', () => {
      const { assessment } = reportInput()
      expect(losses).to.contain('100 paths of 30 steps')
      expect(losses).to.contain('amounts in bUSD')
      expect(losses).to.contain(`Prices: ${assessment.calibrationId}.`)
      expect(assessment.assumptions.length).to.be.above(0)
      for (const assumption of assessment.assumptions) expect(losses).to.contain(`- ${assumption}`)
    })

    it('writes the ends that the sample cannot bound as open', () => {
      expect(losses).to.match(/expected shortfall 99 % \|[^|]*\[open, open\]/)
    })

    it('admits the changes that it does not feel, and only those', () => {
      expect(losses).not.to.contain('do not feel')
      const text = renderMarkdown(reportInput({ assessment: assessmentOf({ debtCeiling: 5e7 }) }))
      expect(text).to.contain('- These figures do not feel the change of WETH-A.debtCeiling.')
    })
  })

  describe('on what becomes liquidatable', () => {
    const tables = (text: string) =>
      section(text, 'What becomes liquidatable').match(/^\| Market /gm)!.length

    it('has one ladder when nothing ramps', () => {
      expect(tables(report)).to.equal(1)
      expect(report).not.to.contain('When every ramp has ended')
    })

    it('has the ladder at the end of the ramp too when there is one', () => {
      const text = renderMarkdown(
        reportInput({ assessment: assessmentOf({ liquidationThreshold: ramp }) }),
      )
      expect(tables(text)).to.equal(2)
      expect(text).to.contain('At execution (2023-11-16 22:13 UTC)')
      expect(text).to.contain('When every ramp has ended (2023-11-23 22:13 UTC)')
    })
  })

  it('has a section of replays only when there are some', () => {
    expect(report).not.to.contain('Replay')
    const text = renderMarkdown(reportInput({ replays: [namedReplay()] }))
    expect(section(text, 'Replay of past prices')).to.contain('| x.csv | −40.0 % |')
  })

  it('says which prices were replayed, and of a stand-in what it is', () => {
    const about = 'This path is a stand-in.'
    const text = renderMarkdown(reportInput({ replays: [namedReplay({ about })] }))
    expect(section(text, 'Replay of past prices')).to.contain(about)
    expect(section(text, 'How to repeat this')).to.contain(
      `| replayed prices | x.csv: ${namedReplay().pricesHash} |`,
    )
  })

  it('names everything that is needed to repeat the figures', () => {
    const { network, chainId, block, proposalId, seed, versions, inputHash, sourceHash } =
      reportInput().provenance
    const rows = section(report, 'How to repeat this')
      .match(/^\| .* \|$/gm)!
      .slice(2)
    expect(rows).to.deep.equal([
      `| network | ${network} |`,
      `| chain | ${chainId} |`,
      `| block | ${block.number} (2026-11-18 11:06 UTC), ${block.hash} |`,
      `| proposal id | ${proposalId} |`,
      `| seed | ${seed} |`,
      `| input hash | ${inputHash} |`,
      `| proposal hash | ${sourceHash} |`,
      ...Object.entries(versions).map(([name, version]) => `| ${name} | ${version} |`),
    ])
  })

  it('gives equal bytes for equal input', () => {
    expect(renderMarkdown(reportInput({ assessment: assessmentOf() }))).to.equal(report)
  })

  it('is one text that ends with one line feed and holds no unset value', () => {
    expect(report).to.match(/[^\n]\n$/)
    expect(report).not.to.match(/undefined|NaN|\[object|null/)
  })
})
