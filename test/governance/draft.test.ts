import process from 'node:process'
import { expect } from 'chai'
import { id } from 'ethers'
import fc from 'fast-check'
import { largestSourceBytes } from '../../cli/governance/draft.ts'
import { book, head, lines, parse } from './demo.ts'

const sound = `${head}changes:
  - market: WETH-A
    parameter: liquidationThreshold
    to: 82%
    expect: 80%
`
const problemsOf = (text: string) => lines(parse(text).problems)
const change = (fields: string) => `${head}changes:\n  - ${fields.split('\n').join('\n    ')}\n`
const call = (fields: string) =>
  `${head}calls:\n  - ${fields.split('\n').join('\n    ')}\n    because: x\n`

describe('parseDraft', () => {
  describe('understands', () => {
    it('a change, its unit and the value that the author saw', () => {
      const { value, problems } = parse(sound)
      expect(problems).to.deep.equal([])
      expect(value).to.include({ slug: 'demo', title: 'A title', summary: 'Why.' })
      const [first] = value.changes
      expect(first).to.include({ subject: 'WETH-A', value: 8_200n, expect: 8_000n })
      expect(first!.spec.key).to.equal('liquidationThreshold')
      expect(first!.place).to.deep.equal({ line: 4, column: 5 })
      expect(value.sourceHash).to.equal(id(sound))
    })

    it('every unit where a number loses no digit', () => {
      const { value, problems } = parse(`${head}changes:
  - { market: WETH-A, parameter: targetHealth, to: 1.050000000000000001 }
  - { market: WETH-A, parameter: debtCeiling, to: 25_000_000.000000000000000001 bUSD }
  - { feed: WETH/USD, parameter: minSources, to: 3 }
  - { feed: WETH/USD, parameter: maxAge, to: 90 min }
  - { governance: governor, parameter: quorumNumerator, to: 5% }
  - { governance: governor, parameter: proposalThreshold, to: 50_000 BLST }
  - { governance: timelock, parameter: minDelay, to: 1 day 6 h }
`)
      expect(lines(problems)).to.deep.equal([])
      expect(value.changes.map((entry) => entry.value)).to.deep.equal([
        1_050_000_000_000_000_001n,
        25_000_000_000_000_000_000_000_001n,
        3n,
        5_400n,
        5n,
        50_000n * 10n ** 18n,
        108_000n,
      ])
    })

    it('a raw call with names for contracts, markets and feeds', () => {
      const { value, problems } = parse(`${head}calls:
  - target: "0x0000000000000000000000000000000000000016"
    signature: f(bytes32,bytes32,address,(uint8,int256)[],bool,string,bytes)
    args: ["market:WETH-A", "feed:WETH/USD", timelock, [[1, -2_000]], true, text, 0xAB]
    value: 1_000
    because: It shows every kind of argument.
    declares: [permission, permission]
`)
      expect(lines(problems)).to.deep.equal([])
      const [first] = value.calls
      expect(first).to.deep.include({
        target: book.contracts.ledger,
        targetName: 'ledger',
        signature: 'f(bytes32,bytes32,address,(uint8,int256)[],bool,string,bytes)',
        value: 1_000n,
        declares: ['permission'],
      })
      expect(first!.args).to.deep.equal([
        book.markets[0]!.id,
        book.feeds[0]!.key,
        book.contracts.timelock,
        [[1n, -2_000n]],
        true,
        'text',
        '0xab',
      ])
    })

    it('risk settings, and has defaults for those that are not written', () => {
      expect(parse(sound).value.risk).to.deep.equal({
        paths: 2_000,
        horizonDays: 30,
        seed: 1,
        prices: 'gbm',
      })
      const { risk } = parse(
        `${sound}risk: { paths: 500, horizon: 7 days, seed: 9, maxAddedBadDebt: 50_000 bUSD }\n`,
      ).value
      expect(risk).to.deep.equal({
        paths: 500,
        horizonDays: 7,
        seed: 9,
        prices: 'gbm',
        maxAddedBadDebt: 50_000n * 10n ** 18n,
      })
    })
  })

  it('reports all problems at once, each with its line, its column and what to write instead', () => {
    const text = `title: ""
sumary: x
discussion: ftp
changes:
  - market: WETH-B
    parameter: liquidationThreshold
    to: 82%
  - market: WETH-A
    parameter: liquidationTreshold
    to: 82%
  - market: WETH-A
    parameter: liquidationThreshold
    to: 0.82
    expect: 80.555%
    extra: 1
  - market: WETH-A
    parameter: liquidationThreshold
    to: 99%
  - market: WETH-A
    feed: WETH/USD
    parameter: maxAge
    to: 1 h
  - parameter: maxAge
    to: 1 h
calls:
  - target: leger
    signature: accrue bytes32
    because: x
    declares: [permision]
  - target: ledger
    signature: accrue(bytes32)
    because: x
risk:
  paths: 2_000
  horizon: 36 h
`
    expect(
      parse(text).problems.map(({ place, message }) => `${place.line}:${place.column} ${message}`),
    ).to.deep.equal([
      '1:1 summary is missing',
      '1:8 title is empty',
      '2:1 sumary is not a field of a proposal',
      '3:13 discussion is not a web address',
      '5:13 There is no market "WETH-B"',
      '9:16 WETH-A has no parameter "liquidationTreshold"',
      '13:9 "0.82" has no unit',
      '14:13 "80.555%" has 3 decimals; the chain holds 2',
      '15:5 extra is not a field of changes',
      '16:5 WETH-A liquidationThreshold is changed twice',
      '18:9 WETH-A liquidationThreshold 99 % is above the most that is allowed',
      '20:11 The change names a market and a feed',
      '23:5 The change does not say what it changes',
      '26:13 There is no contract "leger"',
      '27:16 "accrue bytes32" is not a function signature',
      '29:16 "permision" is not known here',
      '30:5 accrue(bytes32) takes 1 argument, not 0',
      '34:10 paths must be a number',
      '35:12 A horizon of 1 day 12 h cannot be simulated',
    ])
    expect(parse(text).problems.every(({ instead }) => instead.length > 5)).to.equal(true)
  })

  describe('says what to write instead of', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      [
        'an unknown market',
        change('market: WET-A\nparameter: minimumDebt\nto: 2_000 bUSD'),
        '4:13 There is no market "WET-A" | Did you mean WETH-A? Use one of: WETH-A, WBTC-A, WSTETH-A.',
      ],
      [
        'an unknown feed',
        change('feed: ETH/USD\nparameter: maxAge\nto: 1 h'),
        '4:11 There is no feed "ETH/USD" | Did you mean WETH/USD? Use one of: WETH/USD, WSTETH/USD, WBTC/USD.',
      ],
      [
        'unknown governance',
        change('governance: dao\nparameter: minDelay\nto: 1 h'),
        '4:17 There is no governance "dao" | Use one of: governor, timelock.',
      ],
      [
        'the yield of a token that bears none',
        change('feed: WETH/USD\nparameter: growthCap\nto: 8%'),
        '5:16 WETH/USD has no rate source, so it has no growthCap | Use one of: maxAge, maxDeviation, minSources, maxJump, maxSwitchDeviation; or name a feed of a token that bears yield.',
      ],
      [
        'a parameter of something else',
        change('governance: timelock\nparameter: maxAge\nto: 1 h'),
        '5:16 maxAge is a parameter of a feed, not of timelock | Name a feed in that change, or use one of: minDelay.',
      ],
      [
        'a value outside of its bounds',
        change('market: WETH-A\nparameter: minimumDebt\nto: 99 bUSD'),
        '6:9 WETH-A minimumDebt 99 bUSD is below the least that is allowed | Write a value from 100 bUSD to 25_000 bUSD.',
      ],
      [
        'another unit',
        change('market: WETH-A\nparameter: minimumDebt\nto: 10%'),
        '6:9 "10%" has the unit "%" | Write it as 25_000_000 bUSD.',
      ],
      [
        'another symbol',
        change('market: WETH-A\nparameter: minimumDebt\nto: 2_000 USDC'),
        '6:9 "2_000 USDC" is in USDC, not in bUSD | Write 2_000 bUSD if that amount is meant.',
      ],
      [
        'a negative value',
        change('market: WETH-A\nparameter: liquidationThreshold\nto: -82%'),
        '6:9 "-82%" is below zero | Write a value of zero or more, such as 82.5%.',
      ],
      [
        'no change at all',
        head,
        '1:1 The proposal changes nothing | Add at least one entry to changes or calls.',
      ],
      [
        'an empty list',
        `${head}changes: []\n`,
        '3:10 The proposal changes nothing | Add at least one entry to changes or calls.',
      ],
      [
        'a group where a list is needed',
        `${sound}calls: { target: ledger }\n`,
        '8:8 calls must be a list (lines that start with -) | Write calls: [{ target: ledger, signature: accrue(bytes32), args: ["market:WETH-A"], because: why }]',
      ],
      [
        'an unknown market in an argument',
        call('target: ledger\nsignature: accrue(bytes32)\nargs: ["market:WETH-B"]'),
        '6:12 There is no market "WETH-B" | Did you mean WETH-A? Use one of: WETH-A, WSTETH-A, WBTC-A.',
      ],
      [
        'a type that does not fit',
        call('target: ledger\nsignature: f(uint8)\nargs: [256]'),
        '6:12 256 does not fit uint8 | Write a number from 0 to 255.',
      ],
      [
        'a list of the wrong length',
        call('target: ledger\nsignature: f(uint8[2])\nargs: [[1]]'),
        '6:12 uint8[2] needs a list of 2 | Write [first, second].',
      ],
      [
        'an address without checksum',
        call('target: "0x00000000000000000000000000000000000000ad"\nsignature: f()'),
        '4:13 0x00000000000000000000000000000000000000ad is not written with its checksum | Compare it with its source, then write 0x00000000000000000000000000000000000000Ad.',
      ],
      [
        'a negative amount of ETH',
        call('target: ledger\nsignature: f()\nvalue: -1'),
        '6:12 "-1" is below zero | Write a value of zero or more, such as 2.',
      ],
      [
        'a title of two lines',
        sound.replace('A title', '"a\\nb"'),
        '1:8 title has more than one line | Keep the first line; the rest belongs into summary.',
      ],
      [
        'text that hides or turns itself around',
        sound.replace('A title', '"a \\u202e b"'),
        '1:8 title contains invisible characters that can hide or reorder text | Type the text again without them.',
      ],
      [
        'an instruction to the Governor',
        sound.replace('Why.', `"Why. #proposer=${book.contracts.ledger}"`),
        '2:10 summary ends in a #proposer= suffix, which the Governor reads as an instruction | Remove it: who may submit is decided when the proposal is submitted.',
      ],
      [
        'a key that is written twice',
        `${sound}title: Another\n`,
        '8:1 title is written twice | Keep one of them; the first is on line 1.',
      ],
      [
        'a tab',
        'title: a\nchanges:\n\t- market: WETH-A\n',
        '3:1 A tab is used for indentation | Indent with two spaces.',
      ],
      [
        'a second document',
        `${sound}---\ntitle: b\n`,
        '8:1 The file holds more than one YAML document | Write one proposal per file: remove everything from the line `---` on, or move it to its own folder.',
      ],
      [
        'an alias',
        'title: &t a\nsummary: *t\n',
        '2:10 An alias (*t) is used | Write the value out: reviewers read this file.',
      ],
      [
        'an open quote',
        'title: "a\nsummary: b\n',
        '3:1 A character is missing | Close the quote or bracket that is open here.',
      ],
      [
        'a text that is no mapping',
        'just text',
        '1:1 The file must be a group of fields | Start from proposals/template.yaml.',
      ],
      [
        'half of a character',
        'title: \ud800\n',
        '1:1 The file is not valid UTF-8 text | Save it as UTF-8.',
      ],
    ]
    for (const [name, text, expected] of cases) {
      it(name, () => expect(problemsOf(text)).to.deep.equal([expected]))
    }
  })

  describe('stays quick and calm', () => {
    const within = (milliseconds: number, run: () => void) => {
      // Its own work: what else the machine does meanwhile is not this function's.
      const before = process.threadCpuUsage()
      run()
      const { user, system } = process.threadCpuUsage(before)
      expect((user + system) / 1_000).to.be.below(milliseconds)
    }

    it('when a file has 10 MB: it says so and does not parse it', () => {
      within(50, () => {
        const problems = problemsOf('x'.repeat(10_000_000))
        expect(problems).to.have.length(1)
        expect(problems[0]).to.contain('1:1 The file is larger than 256 KiB (about 9766 KiB)')
      })
    })

    it('at exactly the limit, counted in bytes', () => {
      const pad = (character: string, size: number) => `${sound}# ${character.repeat(size)}`
      const room = largestSourceBytes - pad('', 0).length
      expect(problemsOf(pad('x', room))).to.deep.equal([])
      expect(problemsOf(pad('x', room + 1))).to.have.length(1)
      expect(problemsOf(pad('\u00e9', room / 2 + 1))[0]).to.contain('larger than 256 KiB')
    })

    it('when aliases would unfold to billions of entries', () => {
      const rows = Array.from({ length: 30 }, (_, row) =>
        row === 0 ? 'k0: &k0 [x, x]' : `k${row}: &k${row} [*k${row - 1}, *k${row - 1}]`,
      )
      within(500, () => expect(problemsOf(rows.join('\n'))).to.have.length(58))
    })

    for (const [name, text] of [
      ['brackets', '['.repeat(200_000)],
      ['dashes', '- '.repeat(100_000)],
      ['braces', '{a: '.repeat(60_000)],
    ] as const) {
      it(`when ${name} are nested without end`, () => {
        within(1_000, () => expect(problemsOf(text)[0]).to.contain('nested too deeply'))
      })
    }

    it('whatever is written: it answers problems and never throws', () => {
      const mutated = fc
        .tuple(fc.nat(sound.length), fc.nat(8), fc.string({ maxLength: 12 }))
        .map(([at, cut, text]) => sound.slice(0, at) + text + sound.slice(at + cut))
      fc.assert(
        fc.property(fc.oneof(fc.string(), mutated), (text) => {
          const { value, problems } = parse(text)
          return problems.length > 0 || value.changes.length > 0
        }),
        { numRuns: 500 },
      )
    })
  })
})
