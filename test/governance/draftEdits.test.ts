import { expect } from 'chai'
import fc from 'fast-check'
import { catalogue } from '../../cli/governance/catalogue.ts'
import { parseDraft } from '../../cli/governance/draft.ts'
import { editChange, editText } from '../../cli/governance/draftEdits.ts'
import { type DraftEdit, isTextEdit } from '../../cli/governance/draftPlans.ts'
import { parameterId } from '../../cli/governance/parameter.ts'
import { formatValue } from '../../cli/governance/value.ts'
import { readYaml } from '../../cli/governance/yamlSource.ts'
import { commentsOf } from '../../cli/governance/yamlText.ts'
import { book, parameters } from './demo.ts'

const world = { book, current: parameters() }

const handWritten = `# yaml-language-server: $schema=../schema.json

# A title is one line.
title:   "Raise it"   # keep it short
summary: |  # Markdown
  Because.

  # a heading, no comment


# Where:
discussion: 'https://forum.example.org/t/42'

changes:   # two of them
  # The threshold first.
  - market: WETH-A
    parameter:   liquidationThreshold
    to: 82%    # after long talks
    expect: "80%"
    # not urgent
  # - feed: WETH/USD
  #   parameter: maxAge

  # Then the fee.
  - { market: WETH-A, parameter: stabilityFee, to: '6%' }   # compact
  # the end of the list

risk:
  paths: 500     # few
`

const editedText = (text: string, edit: DraftEdit) =>
  isTextEdit(edit) ? editText(text, edit) : editChange(text, edit, world)

const done = (text: string, edit: DraftEdit): string => {
  const { text: after, refused } = editedText(text, edit)
  expect(refused, refused).to.equal(undefined)
  return after
}

const refusal = (text: string, edit: DraftEdit): string => {
  const { text: after, refused } = editedText(text, edit)
  expect(after).to.equal(text)
  return refused ?? 'not refused'
}

const draftOf = (text: string) => parseDraft({ path: 'a', slug: 'a', text }, book).value

/** What differs between two texts, line by line. */
const linesBut = (before: string, after: string) => ({
  gone: before.split('\n').filter((line) => !after.split('\n').includes(line)),
  added: after.split('\n').filter((line) => !before.split('\n').includes(line)),
})

const threshold = { subject: 'WETH-A', parameter: 'liquidationThreshold' } as const
const fee = { subject: 'WETH-A', parameter: 'stabilityFee' } as const

describe('the text of a draft', () => {
  it('changes a value and nothing beside it', () => {
    const after = done(handWritten, { kind: 'set', ...threshold, to: '83%' })
    expect(linesBut(handWritten, after)).to.deep.equal({
      gone: ['    to: 82%    # after long talks'],
      added: ['    to: 83%    # after long talks'],
    })
  })

  it('keeps the quotes that somebody chose, and braces', () => {
    const after = done(handWritten, { kind: 'set', ...fee, to: '7%' })
    expect(linesBut(handWritten, after).added).to.deep.equal([
      "  - { market: WETH-A, parameter: stabilityFee, to: '7%' }   # compact",
    ])
  })

  it('lets quotes go with what needed them', () => {
    const steps = ['', '7', '75', '75%', 'a: b', '75%']
    const after = steps.reduce(
      (text, to) => done(text, { kind: 'set', ...threshold, to }),
      handWritten,
    )
    expect(after).to.equal(handWritten.replace('82%', '75%'))
  })

  it('changes the title beside its comment', () => {
    const after = done(handWritten, { kind: 'title', to: 'Lower: "it" # now' })
    expect(linesBut(handWritten, after).added).to.deep.equal([
      'title:   "Lower: \\"it\\" # now"   # keep it short',
    ])
    expect(draftOf(after).title).to.equal('Lower: "it" # now')
  })

  it('writes a summary below its bar, the comment and the blank lines around it kept', () => {
    const after = done(handWritten, { kind: 'summary', to: '  First.\n\n# Second\n' })
    expect(after).to.contain('summary: |  # Markdown\n  First.\n\n  # Second\n\n\n# Where:')
    expect(draftOf(after).summary).to.equal('First.\n\n# Second')
  })

  it('makes several lines of a summary of one', () => {
    const text = 'title: a\nsummary: short   # why\nchanges: []\n'
    const after = done(text, { kind: 'summary', to: 'one\ntwo' })
    expect(after).to.equal('title: a\nsummary: |   # why\n  one\n  two\nchanges: []\n')
  })

  it('quotes a summary where a comment would become part of it', () => {
    const text = 'title: a\nsummary: short\n  # a comment\nchanges: []\n'
    const after = done(text, { kind: 'summary', to: 'one\ntwo' })
    expect(after).to.equal('title: a\nsummary: "one\\ntwo"\n  # a comment\nchanges: []\n')
  })

  it('empties texts and fills them again', () => {
    const empty = done(done(handWritten, { kind: 'summary', to: '' }), { kind: 'title', to: ' ' })
    expect(empty).to.contain('title:   ""   # keep it short\nsummary: ""  # Markdown\n\n\n# Where:')
    const full = done(empty, { kind: 'summary', to: 'Because.\n\n# a heading, no comment' })
    expect(done(full, { kind: 'title', to: 'Raise it' })).to.equal(
      handWritten.replace('"Raise it"', 'Raise it'),
    )
  })

  it('adds a change behind the last, with what the chain has now, as the list is indented', () => {
    const text =
      'title: a\nsummary: b\nchanges:\n-   market: WETH-A\n    parameter: stabilityFee\n    to: 6%\n    # inside\n# outside\n'
    const after = done(text, { kind: 'set', ...threshold, to: '82%' })
    expect(after).to.equal(
      text.replace(
        '# outside\n',
        `# Liquidation threshold: Share of the collateral value, at the high price, above which debt may be liquidated; a cut ramps.
-   market: WETH-A
    parameter: liquidationThreshold
    to: 82%
    expect: 80%
# outside
`,
      ),
    )
  })

  it('names feeds and the governance contracts by their own fields', () => {
    let text = 'title: a\nsummary: b\n'
    text = done(text, { kind: 'set', subject: 'WETH/USD', parameter: 'maxAge', to: '30 min' })
    text = done(text, { kind: 'set', subject: 'governor', parameter: 'votingPeriod', to: '5 days' })
    text = done(text, { kind: 'set', subject: 'timelock', parameter: 'minDelay', to: '3 days' })
    expect(text).to.contain('  - feed: WETH/USD\n    parameter: maxAge\n    to: 30 min\n')
    expect(text).to.contain('  - governance: governor\n    parameter: votingPeriod\n')
    expect(text).to.contain('  - governance: timelock\n')
    expect(draftOf(text).changes.map(({ subject }) => subject)).to.deep.equal([
      'WETH/USD',
      'governor',
      'timelock',
    ])
  })

  it('removes a change with its own comments and leaves those of the list', () => {
    const after = done(handWritten, { kind: 'remove', ...threshold })
    expect(linesBut(handWritten, after)).to.deep.equal({
      gone: [
        '  # The threshold first.',
        '  - market: WETH-A',
        '    parameter:   liquidationThreshold',
        '    to: 82%    # after long talks',
        '    expect: "80%"',
        '    # not urgent',
      ],
      added: [],
    })
  })

  it('leaves an empty list behind the last change, and fills it again', () => {
    const one = done(handWritten, { kind: 'remove', ...threshold })
    const none = done(one, { kind: 'remove', ...fee })
    expect(none).to.contain('changes: []   # two of them\n  # - feed: WETH/USD')
    const again = done(none, { kind: 'set', ...fee, to: '6%' })
    expect(again).to.contain('changes:   # two of them\n')
    expect(draftOf(again).changes).to.have.length(1)
  })

  it('removes from and adds to a list in brackets', () => {
    const text =
      'title: a\nsummary: b\nchanges: [{ market: WETH-A, parameter: stabilityFee, to: 6% }] # c\n'
    const two = done(text, { kind: 'set', ...threshold, to: '82%' })
    expect(two).to.contain('to: 6% }, { market: WETH-A, parameter: liquidationThreshold, to: 82%')
    const other = done(two, { kind: 'remove', ...fee })
    expect(draftOf(other).changes.map(({ spec }) => spec.key)).to.deep.equal([
      'liquidationThreshold',
    ])
    expect(done(other, { kind: 'remove', ...threshold })).to.equal(
      'title: a\nsummary: b\nchanges: [] # c\n',
    )
  })

  it('takes the chain\u2019s value as expectation, also where none was written', () => {
    const stale = handWritten.replace('"80%"', '"79%"')
    expect(done(stale, { kind: 'expect', ...threshold })).to.equal(handWritten)
    const after = done(handWritten, { kind: 'expect', ...fee })
    expect(after).to.contain("to: '6%', expect: 5% }   # compact")
  })

  it('tells two entries of the same parameter apart by their place', () => {
    const entry = (to: string) => `  - market: WETH-A\n    parameter: stabilityFee\n    to: ${to}\n`
    const text = `title: a\nsummary: b\nchanges:\n${entry('6%')}${entry('7%')}`
    expect(done(text, { kind: 'remove', ...fee, index: 1 })).to.equal(text.replace(entry('7%'), ''))
    expect(done(text, { kind: 'remove', ...fee })).to.equal(text.replace(entry('6%'), ''))
  })

  it('adds fields in their order, apart from one another where the file does so', () => {
    const text = done('# head\n\nsummary: b\n\nrisk:\n  seed: 2\n', { kind: 'title', to: 'a' })
    expect(text).to.equal('# head\n\ntitle: a\n\nsummary: b\n\nrisk:\n  seed: 2\n')
    const full = done(text, { kind: 'set', ...fee, to: '6%' })
    expect(full).to.contain('summary: b\n\nchanges:\n  # Stability fee')
    expect(full).to.contain('expect: 5%\n\nrisk:')
  })

  it('fills a file that has nothing but comments, and a field without a value', () => {
    const text = done('# only a comment', { kind: 'title', to: 'a' })
    expect(text).to.equal('# only a comment\ntitle: a\n')
    expect(done('title:   # c\nsummary:\n', { kind: 'title', to: 'a' })).to.equal(
      'title: a   # c\nsummary:\n',
    )
    expect(done('title: a\nsummary: # c\n', { kind: 'summary', to: 'b\nc' })).to.equal(
      'title: a\nsummary: | # c\n  b\n  c\n',
    )
  })

  it('keeps the line ends of Windows', () => {
    const windows = handWritten.replaceAll('\n', '\r\n')
    for (const edit of [
      { kind: 'summary', to: 'one\ntwo' },
      { kind: 'set', subject: 'governor', parameter: 'votingPeriod', to: '5 days' },
      { kind: 'remove', ...threshold },
    ] as const) {
      const after = done(windows, edit)
      expect(after.replaceAll('\r\n', '')).not.to.match(/[\r\n]/)
      expect(after.replaceAll('\r\n', '\n')).to.equal(done(handWritten, edit))
    }
  })

  it('never touches a text that cannot be understood, and says which line', () => {
    const broken = 'title: "a\nsummary: b\nchanges:\n\t- x\n'
    expect(refusal(broken, { kind: 'title', to: 'b' })).to.match(/line \d of the file/)
    expect(refusal(`a: ${'['.repeat(200)}`, { kind: 'title', to: 'b' })).to.contain('too deeply')
    expect(refusal('- a\n- b\n', { kind: 'title', to: 'b' })).to.contain('no fields')
  })

  it('refuses what it cannot write without losing something', () => {
    const text = 'title: a\nsummary: b\nchanges: [\n  # here\n]\n'
    expect(refusal(text, { kind: 'set', ...fee, to: '6%' })).to.contain('losing something')
    expect(refusal('{ title: a }\n', { kind: 'summary', to: 'b' })).to.contain('losing something')
    expect(refusal('title: [a]\n', { kind: 'title', to: 'b' })).to.contain('losing something')
  })

  it('refuses names that nobody knows, and a change that is not there', () => {
    const unknown = { subject: 'WETH-A', parameter: 'colour' }
    expect(refusal(handWritten, { kind: 'set', ...unknown, to: 'red' })).to.contain('WETH-A colour')
    expect(refusal(handWritten, { kind: 'remove', ...unknown })).to.contain('does not change')
  })

  it('refuses a text that no proposal may have', () => {
    const to = 'x'.repeat(300_000)
    expect(refusal(handWritten, { kind: 'summary', to })).to.contain('larger than 256 KiB')
  })
})

describe('any sequence of edits', () => {
  const word = fc.constantFrom(
    ...[
      'a',
      'Z',
      '0',
      '82%',
      ' ',
      '  ',
      ':',
      ': ',
      '#',
      ' #',
      '- ',
      '? ',
      '|',
      '>',
      '"',
      "'",
      '\\',
    ],
    ...['{', '}', '[', ']', ',', '&a', '*a', '!t', '@', '`', '%', '---', '...', '~', 'null', 'yes'],
    ...['true', '0x1F', '1e3', '.inf', '=', '<<', 'é', '中', '🙂', '\u00a0', '$', '0o7', '12'],
  )
  const line = fc.array(word, { maxLength: 8 }).map((words) => words.join(''))
  const lines = fc.array(line, { maxLength: 5 }).map((all) => all.join('\n'))
  const which = fc.constantFrom(
    threshold,
    fee,
    { subject: 'WBTC-A', parameter: 'debtCeiling' },
    { subject: 'WETH/USD', parameter: 'minSources' },
    { subject: 'governor', parameter: 'votingPeriod' },
  )
  const edit: fc.Arbitrary<DraftEdit> = fc.oneof(
    fc.record({ kind: fc.constant('title' as const), to: line }),
    fc.record({ kind: fc.constant('summary' as const), to: lines }),
    fc.record({ kind: fc.constant('discussion' as const), to: line }),
    fc.tuple(which, line).map(([ref, to]) => ({ kind: 'set' as const, ...ref, to })),
    which.map((ref) => ({ kind: 'expect' as const, ...ref })),
    which.map((ref) => ({ kind: 'remove' as const, ...ref })),
  )

  // A file as people write it: each part in one of several ways, comments and blank lines between all of them.
  const between = fc.constantFrom(
    '',
    '\n',
    '\n\n',
    '# foreign\n',
    '\n# foreign: 1\n\n',
    '# - foreign\n',
  )
  const tail = fc.constantFrom('', '  # beside', ' # - beside "')
  const title = fc.constantFrom(
    'title: a',
    "title:  'it''s'",
    'title: "a: b"',
    'title:',
    'title: >-\n  a\n  b',
  )
  const summary = fc.constantFrom(
    'summary: b',
    'summary: |\n  b\n\n  c',
    'summary: >+\n  b\n\n',
    'summary:\n  "b"',
  )
  const inner = fc.constantFrom('', '    # inside\n', '\n    # inside, apart\n')
  const item = fc
    .tuple(fc.constantFrom('  # own\n', '', '  # own\n  # own too\n'), which, tail, inner)
    .map(([own, { subject, parameter }, beside, below]) => {
      const field = subject.includes('/')
        ? 'feed'
        : subject === 'governor'
          ? 'governance'
          : 'market'
      return `${own}  - ${field}: ${subject}${beside}\n    parameter: ${parameter}\n    to: 1${beside}\n${below}`
    })
  const flowItem = which.map(
    ({ subject, parameter }) => `  - { market: ${subject}, parameter: ${parameter}, to: '1' }\n`,
  )
  const changes = fc
    .array(
      fc.tuple(
        fc.oneof(item, flowItem),
        fc.constantFrom('', '\n', '  # foreign\n\n', '  # - foreign\n'),
      ),
      { maxLength: 3 },
    )
    .map((items) =>
      items.length === 0 ? 'changes: []' : `changes:\n${items.map((one) => one.join('')).join('')}`,
    )
  const file = fc
    .record({
      parts: fc.tuple(title, summary, changes, fc.constant('risk:\n  seed: 3')),
      gaps: fc.array(between, { minLength: 5, maxLength: 5 }),
      wanted: fc.subarray([0, 1, 2, 3]),
      isWindows: fc.boolean(),
    })
    .map(({ parts, gaps, wanted, isWindows }) => {
      const text = wanted.map((index) => `${gaps[index]}${parts[index]}\n`).join('') + gaps[4]
      return isWindows ? text.replaceAll('\n', '\r\n') : text
    })

  const foreign = (text: string) =>
    commentsOf(text).filter((comment) => comment.includes('foreign'))

  /** What is read back of the place that was edited: a text, what a change is to, or how often it is there. */
  function readBack(text: string, one: DraftEdit): unknown {
    const plain = readYaml(text, (path) => path[0] === 'changes').plain as Record<string, unknown>
    if (!('subject' in one)) return String(plain[one.kind]).trim()
    const list = (plain['changes'] ?? []) as readonly Record<string, unknown>[]
    const own = list.filter(
      ({ market, feed, governance, parameter }) =>
        (market ?? feed ?? governance) === one.subject && parameter === one.parameter,
    )
    if (one.kind === 'remove') return own.length <= 2
    return String(own[0]?.[one.kind === 'set' ? 'to' : 'expect'])
  }

  function meantBy(one: DraftEdit): unknown {
    if (one.kind === 'remove') return true
    if ('to' in one) return one.to.trim()
    const { stored } = world.current.values.get(parameterId(one.subject, one.parameter))!
    const { unit } = catalogue.find(({ key }) => key === one.parameter)!
    return formatValue(unit, stored, book)
  }

  /** One edit, held against what was meant by it. */
  function edited(
    now: string,
    one: DraftEdit,
  ): { readonly after: string; readonly isRefused: boolean } {
    const { text: after, refused } = editedText(now, one)
    if (refused !== undefined) {
      expect(after).to.equal(now)
      return { after, isRefused: refused.includes('losing') }
    }
    expect(foreign(after)).to.deep.equal(foreign(now))
    expect(readBack(after, one)).to.equal(meantBy(one))
    return { after, isRefused: false }
  }

  it('keeps every foreign comment and says what was meant', () => {
    let refusals = 0
    let edits = 0
    fc.assert(
      fc.property(file, fc.array(edit, { minLength: 1, maxLength: 8 }), (text, sequence) => {
        let now = text
        for (const one of sequence) {
          const { after, isRefused } = edited(now, one)
          edits += 1
          refusals += isRefused ? 1 : 0
          now = after
        }
      }),
      { numRuns: 300 },
    )
    // What people write by hand can be edited: a refusal is the rare exception.
    expect(refusals / edits).to.be.below(0.01)
  })

  it('gives the same bytes when it is done again from the same text', () => {
    fc.assert(
      fc.property(file, fc.array(edit, { maxLength: 6 }), (text, sequence) => {
        const play = () => sequence.reduce((now, one) => editedText(now, one).text, text)
        expect(play()).to.equal(play())
      }),
      { numRuns: 50 },
    )
  })

  it('never throws and never touches what it refuses, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(lines, fc.string({ unit: 'binary' })), edit, (text, one) => {
        const { text: after, refused } = editedText(text, one)
        if (refused !== undefined) expect(after).to.equal(text)
      }),
      { numRuns: 500 },
    )
  })
})
