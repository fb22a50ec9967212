import { expect } from 'chai'
import fc from 'fast-check'
import { catalogue } from '../../cli/governance/catalogue.ts'
import { diffParameters } from '../../cli/governance/changes.ts'
import { parseDraft } from '../../cli/governance/draft.ts'
import { defaultRisk } from '../../cli/governance/draftRisk.ts'
import { readSettings } from '../../cli/governance/draftSettings.ts'
import { slugOf, summaryOf, titleOf } from '../../cli/governance/draftWords.ts'
import { flagProblems, type WrittenDraft, writeDraft } from '../../cli/governance/draftWriter.ts'
import type { ParameterChange, RiskSettings } from '../../cli/governance/proposal.ts'
import { formatValue } from '../../cli/governance/value.ts'
import { book, parameters, ratedBook } from './demo.ts'

const settingsOf = (...texts: string[]) => {
  const { settings, problems } = readSettings(texts, book)
  expect(problems).to.deep.equal([])
  return settings
}

const draftOf = (own: Partial<WrittenDraft> = {}): WrittenDraft => ({
  title: 'A title',
  summary: 'Why.',
  changes: settingsOf('WETH-A.liquidationThreshold=82%'),
  risk: defaultRisk,
  madeAt: 'Made in a test.',
  ...own,
})

const parse = (text: string, risk?: RiskSettings) =>
  parseDraft({ path: 'draft', slug: 'draft', text }, book, risk)

const changed = (...texts: string[]): readonly ParameterChange[] => {
  const { value } = parse(writeDraft(draftOf({ changes: settingsOf(...texts) }), book))
  return diffParameters(value, parameters(), book).value
}

/** Text as people type it, with everything that YAML might take for its own. */
const word = fc.constantFrom(
  ...['a', 'Z', '0', '82%', ' ', '  ', ':', ': ', '#', ' #', '- ', '? ', '|', '>', '"', "'", '\\'],
  ...['{', '}', '[', ']', ',', '&a', '*a', '!t', '@', '`', '%', '---', '...', '~', 'null', 'yes'],
  ...['true', '0x1F', '1e3', '.inf', '=', '<<', 'é', '中', '🙂', '\u2028', '\u00a0', '$', '0o7'],
)
const line = fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => words.join(''))
const lines = fc
  .array(fc.oneof(line, fc.constantFrom('', '\t', '   ', '\tx', '    code')), {
    minLength: 1,
    maxLength: 8,
  })
  .map((all) => all.join('\n'))
const nonEmpty = (text: string) => text.trim() !== ''

describe('writeDraft', () => {
  it('writes a file with a comment for each part that parses without a problem', () => {
    const expected = [{ ...settingsOf('WETH-A.liquidationThreshold=82%')[0]!, expect: '80%' }]
    const text = writeDraft(draftOf({ changes: expected, schema: '../schema.json' }), book)
    expect(text).to.match(
      /^# yaml-language-server: \$schema=\.\.\/schema\.json\n# Made in a test\.\n\n/,
    )
    for (const key of ['title', 'summary', 'changes', 'risk']) {
      expect(text).to.match(new RegExp(`\\n\\n# [A-Z].*\\n${key}:`))
    }
    expect(text).to.contain(
      '\n  - market: WETH-A\n    parameter: liquidationThreshold\n    to: 82%\n    expect: 80%\n',
    )
    const { value, problems } = parse(text)
    expect(problems).to.deep.equal([])
    expect(value.changes[0]).to.include({ subject: 'WETH-A', value: 8_200n, expect: 8_000n })
  })

  it('gives back whatever title and summary it was given', () => {
    fc.assert(
      fc.property(line.filter(nonEmpty), lines.filter(nonEmpty), (title, summary) => {
        fc.pre(title.trim().length <= 120)
        const { value, problems } = parse(writeDraft(draftOf({ title, summary }), book))
        expect(problems).to.deep.equal([])
        expect(value.title).to.equal(title.trim())
        expect(value.summary).to.equal(summary.trim())
        expect(value.changes).to.have.length(1)
      }),
      { numRuns: 2_000 },
    )
  })

  it('gives back every value of every parameter', () => {
    const subjects = {
      market: 'WETH-A',
      feed: 'WSTETH/USD',
      pool: 'pool-WETH',
      derivative: 'bUSD',
      risk: 'asset:ETH',
      governor: 'governor',
      timelock: 'timelock',
    }
    const spec = fc.constantFrom(...catalogue)
    const valued = spec.chain((one) =>
      fc.record({ spec: fc.constant(one), value: fc.bigInt({ min: one.min, max: one.max }) }),
    )
    fc.assert(
      fc.property(valued, ({ spec: { scope, key, unit }, value }) => {
        const to = formatValue(unit, value, book)
        const subject = subjects[scope]
        const changes = [{ flag: '', scope, subject, key, to, expect: to }]
        const text = writeDraft(draftOf({ changes }), ratedBook)
        const { value: draft, problems } = parseDraft(
          { path: 'draft', slug: 'draft', text },
          ratedBook,
        )
        expect(problems).to.deep.equal([])
        expect(draft.changes[0]).to.include({ subject, value, expect: value })
      }),
      { numRuns: 500 },
    )
  })

  it('gives back the risk settings', () => {
    const risk = {
      paths: 500,
      horizonDays: 1,
      seed: 7,
      prices: 'gbm-with-jumps',
      maxAddedBadDebt: 10n ** 21n,
    } as const
    expect(parse(writeDraft(draftOf({ risk }), book)).value.risk).to.deep.equal(risk)
    expect(parse(writeDraft(draftOf(), book)).value.risk).to.deep.equal(defaultRisk)
  })

  it('lets a text that no file may contain be a problem of its flag', () => {
    const own = { title: 'a\nb', summary: 'x\u202e', discussion: 'here' }
    const changes = settingsOf('WETH-A.targetHealth=7', 'WETH/USD.maxAge=90 bananas')
    const text = writeDraft(draftOf({ ...own, changes }), book)
    const found = flagProblems(text, changes, parse(text).problems)
    expect(found.map(({ flag }) => flag)).to.deep.equal([
      '--title',
      '--summary',
      '--discussion',
      '--set WETH-A.targetHealth=7',
      '--set WETH/USD.maxAge=90 bananas',
    ])
  })
})

describe('readSettings', () => {
  it('knows markets, feeds, the governor and the timelock', () => {
    const texts = [
      'WETH-A.stabilityFee=6%',
      'WETH/USD.maxAge = 1 h',
      'governor.votingPeriod=5 days',
      'timelock.minDelay=3 days',
    ]
    expect(settingsOf(...texts).map(({ scope, to }) => [scope, to])).to.deep.equal([
      ['market', '6%'],
      ['feed', '1 h'],
      ['governor', '5 days'],
      ['timelock', '3 days'],
    ])
  })

  it('finds every flag that cannot be understood, and suggests what was meant', () => {
    const texts = [
      'x',
      'WETH-A=82%',
      '.a=1',
      'WETH-A.=1',
      'WETH-A.a=',
      'WETH-B.a=1',
      'governer.a=1',
    ]
    const { settings, problems } = readSettings(texts, book)
    expect(settings).to.deep.equal([])
    expect(problems.map(({ flag }) => flag)).to.deep.equal(texts.map((text) => `--set ${text}`))
    expect(problems[5]!.instead).to.contain('Did you mean WETH-A?').and.contain('WETH/USD')
    expect(problems[6]!.instead).to.contain('Did you mean governor?')
  })

  it('takes one value a parameter', () => {
    const { settings, problems } = readSettings(['WETH-A.a=1', 'WETH-A.a=2'], book)
    expect(settings).to.have.length(1)
    expect(problems[0]!.message).to.equal('WETH-A a is set twice')
  })

  it('shows a flag on one printable line and never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        const { settings, problems } = readSettings(texts, book)
        for (const { flag } of [...settings, ...problems]) expect(flag).not.to.match(/\p{Cc}/u)
        expect(settings.length + problems.length).to.equal(texts.length)
      }),
    )
  })
})

describe('the words of a draft', () => {
  it('say what changes, up or down, from the chain to the file', () => {
    const changes = changed('WETH-A.liquidationThreshold=78%')
    expect(titleOf(changes, book)).to.equal('Lower the liquidation threshold of WETH-A to 78 %')
    expect(summaryOf(changes, book)).to.equal(
      'Lowers the liquidation threshold of WETH-A from 80 % to 78 %.',
    )
  })

  it('say what counts now where that is something else', () => {
    const [change] = changed('WETH-A.liquidationThreshold=82%')
    const onRamp = { ...change!, before: { stored: 8_000n, effective: 8_100n } }
    expect(summaryOf([onRamp], book)).to.contain('from 80 % (81 % counts now) to 82 %')
  })

  it('count several changes and keep the title on one short line', () => {
    const changes = changed(
      'WETH-A.stabilityFee=6%',
      'WETH/USD.maxAge=30 min',
      'governor.votingPeriod=5 days',
    )
    expect(titleOf(changes, book)).to.equal(
      'Change 3 parameters of WETH-A, WETH/USD and the governor',
    )
    expect(summaryOf(changes, book).split('\n')).to.have.length(3)
    const many = Array.from({ length: 40 }, (_, i) => ({ ...changes[0]!, subject: `MARKET-${i}` }))
    expect(titleOf(many, book)).to.equal('Change 40 parameters of 40 subjects')
  })

  it('make a folder name of any title', () => {
    expect(slugOf('Raise the WETH-A liquidation threshold to 82 %')).to.equal(
      'raise-weth-a-liquidation-threshold-to-82',
    )
    // One that is short enough keeps every word.
    expect(slugOf('Lower the WBTC-A stability fee')).to.equal('lower-the-wbtc-a-stability-fee')
    expect(slugOf('Change 3 parameters of WETH-A, WETH/USD and the governor')).to.equal(
      'change-3-parameters-weth-a-weth-usd',
    )
    expect(slugOf('of the '.repeat(9))).to.equal('proposal')
    expect(slugOf('Größe — “quoted” & café/../x')).to.equal('gro-e-quoted-cafe-x')
    expect(slugOf('提案')).to.equal('proposal')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        expect(slugOf(title)).to.match(/^[a-z0-9]+(-[a-z0-9]+)*$/)
        expect(slugOf(title).length).to.be.at.most(40)
      }),
    )
  })
})
