import { expect } from 'chai'
import { judgeDraftText } from '../../cli/governance/draftJudgement.ts'
import { defaultRisk } from '../../cli/governance/draftRisk.ts'
import { book, parameters } from './demo.ts'

const judge = (text: string) =>
  judgeDraftText(
    { path: 'a.yaml', slug: 'a', text },
    { book, current: parameters(), risk: defaultRisk },
  )

const head = 'title: A title\nsummary: Why.\n'
const changes = (...entries: readonly string[]) =>
  `${head}changes:\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}`

describe('judgeDraftText', () => {
  it('puts each change beside the chain: before, after, bounds, place, direction', () => {
    const { judgement } = judge(
      changes('market: WETH-A, parameter: liquidationThreshold, to: 82%, expect: 80%'),
    )
    const [row] = judgement.rows
    expect(row).to.deep.include({ index: 0, subject: 'WETH-A', to: '82%', problems: [] })
    expect(row!.known).to.deep.include({
      label: 'Liquidation threshold',
      before: '80 %',
      after: '82 %',
      min: '50 %',
      max: '97 %',
      direction: 'looser',
      isStale: false,
    })
    expect(row!.known!.at!.before).to.be.closeTo(30 / 47, 1e-9)
    expect(row!.known!.at!.after).to.be.closeTo(32 / 47, 1e-9)
    expect(judgement.problems).to.deep.equal([])
    expect(judgement.suggested!.title).to.equal('Raise the liquidation threshold of WETH-A to 82 %')
  })

  it('says the four directions', () => {
    const { judgement } = judge(
      changes(
        'market: WETH-A, parameter: liquidationThreshold, to: 78%',
        'market: WETH-A, parameter: stabilityFee, to: 6%',
        'market: WSTETH-A, parameter: liquidationThreshold, to: 95%',
        'market: WETH-A, parameter: collateralizationRatio, to: 150%',
      ),
    )
    expect(judgement.rows.map(({ known }) => known!.direction)).to.deep.equal([
      'tighter',
      'neither',
      'looser',
      'same',
    ])
  })

  it('gives every problem to the row that it is about', () => {
    const { judgement } = judge(
      changes(
        'market: WETH-A, parameter: liquidationThreshold, to: 99%',
        'market: WETH-A, parameter: colour, to: red',
        'market: WETH-A, parameter: stabilityFee, to: lots',
        'market: WBTC-A, parameter: stabilityFee, to: 6%, expect: 4%',
        'market: WSTETH-A, parameter: liquidationPenalty, to: 20%',
      ),
    )
    const messages = judgement.rows.map(({ problems }) => problems.map(({ message }) => message))
    expect(messages[0]![0]).to.contain('above the most that is allowed')
    expect(judgement.rows[0]!.problems[0]!.instead).to.equal('Write a value from 50% to 97%.')
    expect(messages[1]![0]).to.contain('no parameter "colour"')
    expect(messages[2]).to.have.length(1)
    expect(messages[3]![0]).to.contain('not 4 % as expected')
    expect(messages[4]![0]).to.contain('WSTETH-A')
    expect(judgement.rows.map(({ known }) => known?.isStale ?? false)).to.deep.equal([
      ...[false, false, false, true, false],
    ])
    // Out of its bounds a value is shown all the same; what is no value is not.
    expect(judgement.rows[0]!.known).to.include({ after: '99 %', direction: 'looser' })
    expect(judgement.rows[1]!.known).to.equal(undefined)
    expect(judgement.rows[2]!.known).not.to.have.property('after')
    expect(judgement.problems).to.have.length(messages.flat().length)
  })

  it('keeps problems of the texts out of the rows', () => {
    const { judgement } = judge(
      'title: [a]\nsummary: b\nchanges:\n  - market: WETH-A\n    parameter: stabilityFee\n    to: 6%\nrisk: { paths: 1 }\n',
    )
    expect(judgement.problems).to.have.length(2)
    expect(judgement.rows[0]!.problems).to.deep.equal([])
  })

  it('misses no text that can be made of the changes', () => {
    const empty = 'title: ""\nsummary: ""\nchanges:\n'
    const change = (to: string) => `  - { market: WETH-A, parameter: stabilityFee, to: ${to} }\n`
    expect(judge(`${empty}${change('6%')}`).judgement.problems).to.deep.equal([])
    expect(judge(`${empty}${change('lots')}`).judgement.problems).to.have.length(3)
  })

  it('weighs only what is sound', () => {
    const { changes: sound } = judge(
      changes(
        'market: WETH-A, parameter: stabilityFee, to: 6%',
        'market: WETH-A, parameter: liquidationThreshold, to: 99%',
      ),
    )
    expect(sound.map(({ spec }) => spec.key)).to.deep.equal(['stabilityFee'])
  })

  it('shows no place between bounds that are far beyond every value', () => {
    const { judgement } = judge(
      changes('market: WETH-A, parameter: debtCeiling, to: 60_000_000 bUSD'),
    )
    expect(judgement.rows[0]!.known).not.to.have.property('at')
    expect(judgement.rows[0]!.known!.after).to.equal('60,000,000 bUSD')
  })

  it('says of a text that cannot be understood on which line, and shows no rows', () => {
    const { judgement } = judge(`${head}changes:\n\t- x\n`)
    expect(judgement.isReadable).to.equal(false)
    expect(judgement.rows).to.deep.equal([])
    expect(judgement.problems[0]!.place.line).to.equal(4)
  })

  it('reads entries without any names, and says how many calls there are', () => {
    const text = `${head}changes:\n  - just words\n  -\ncalls:\n  - { target: ledger, signature: "accrue(bytes32)", args: ["market:WETH-A"], because: why }\n`
    const { judgement } = judge(text)
    expect(
      judgement.rows.map(({ subject, parameter, to }) => [subject, parameter, to]),
    ).to.deep.equal([
      ['', '', ''],
      ['', '', ''],
    ])
    expect(judgement.callCount).to.equal(1)
  })
})
