import { expect } from 'chai'
import { Interface, id } from 'ethers'
import type { PlainCall } from '../../cli/governance/callRow.ts'
import type { Draft } from '../../cli/governance/proposal.ts'
import { callsMatch, claimsSource, textMatches } from '../../cli/governance/proposalMatch.ts'
import { attacker, book, head, parameters, prepare } from './demo.ts'

const tuples = new Interface([
  'function tighten(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
  'function relax(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
])
const weth = book.markets[0]!.id
const threshold = 1n
const penalty = 2n

const file = `${head}changes:
  - { market: WETH-A, parameter: liquidationPenalty, to: 9% }
  - { feed: WETH/USD, parameter: maxAge, to: 30 min }
  - { market: WETH-A, parameter: liquidationThreshold, to: 78% }
  - { market: WBTC-A, parameter: stabilityFee, to: 6% }
calls:
  - { target: ledger, signature: "accrue(bytes32)", args: ["market:WETH-A"], because: fees first }
`
const { draft, proposal } = prepare(file)
const calls: readonly PlainCall[] = proposal.calls.map(({ target, value, calldata }) => ({
  target,
  value,
  calldata,
}))

const door = (name: 'tighten' | 'relax', settings: readonly (readonly [bigint, bigint])[]) =>
  tuples.encodeFunctionData(name, [weth, settings])

/** The calls with the market's tuple, the first of them, replaced. */
const withTuple = (calldata: string) => [{ ...calls[0]!, calldata }, ...calls.slice(1)]
const matches = (found: readonly PlainCall[], of: Draft = draft) => callsMatch(found, of, book)

describe('callsMatch', () => {
  it('recognises the calls that the file is encoded to', () => {
    expect(matches(calls)).to.equal(true)
  })

  it('takes a market through either door: which one depended on the values of then', () => {
    const settings = [
      [threshold, 7_800n],
      [penalty, 900n],
    ] as const
    expect(matches(withTuple(door('tighten', settings)))).to.equal(true)
    expect(matches(withTuple(door('relax', settings)))).to.equal(true)
  })

  it('recognises what was a tightening then and would be a relaxation now', () => {
    const text = `${head}changes:\n  - { market: WETH-A, parameter: liquidationThreshold, to: 79% }\n`
    const then = prepare(text)
    const now = prepare(
      text,
      parameters({ 'WETH-A.liquidationThreshold': { stored: 7_700n, effective: 7_700n } }),
    )
    expect(then.proposal.calls[0]!.calldata).not.to.equal(now.proposal.calls[0]!.calldata)
    expect(matches(then.proposal.calls, now.draft)).to.equal(true)
  })

  it('compares bytes, not their letter case', () => {
    const upper = calls.map((call) => ({
      ...call,
      target: call.target.toLowerCase(),
      calldata: `0x${call.calldata.slice(2).toUpperCase()}`,
    }))
    expect(matches(upper)).to.equal(true)
  })

  const [first, second, ...others] = calls as [PlainCall, PlainCall, ...PlainCall[]]
  const forgeries: Readonly<Record<string, readonly PlainCall[]>> = {
    'one call more at the end': [...calls, { ...first }],
    'one call more at the start': [others[0]!, ...calls],
    'one call less': calls.slice(0, -1),
    'no call at all': [],
    'two calls exchanged': [second, first, ...others],
    'another target': [{ ...first, target: attacker }, second, ...others],
    'ETH sent along': [{ ...first, value: 1n }, second, ...others],
    'bytes behind the arguments': withTuple(`${first.calldata}00`),
    'another value': withTuple(
      door('relax', [
        [threshold, 7_801n],
        [penalty, 900n],
      ]),
    ),
    'another market': [
      {
        ...first,
        calldata: tuples.encodeFunctionData('relax', [
          book.markets[1]!.id,
          [
            [threshold, 7_800n],
            [penalty, 900n],
          ],
        ]),
      },
      second,
      ...others,
    ],
    'a member more': withTuple(
      door('relax', [
        [threshold, 7_800n],
        [penalty, 900n],
        [9n, 86_400n],
      ]),
    ),
    'a member less': withTuple(door('relax', [[threshold, 7_800n]])),
    'a member twice': withTuple(
      door('relax', [
        [threshold, 7_800n],
        [penalty, 900n],
        [penalty, 900n],
      ]),
    ),
    'members in another order': withTuple(
      door('relax', [
        [penalty, 900n],
        [threshold, 7_800n],
      ]),
    ),
    'the tuple in two calls': [
      { ...first, calldata: door('relax', [[threshold, 7_800n]]) },
      { ...first, calldata: door('relax', [[penalty, 900n]]) },
      second,
      ...others,
    ],
  }
  for (const [name, forged] of Object.entries(forgeries)) {
    it(`refuses ${name}`, () => {
      expect(matches(forged)).to.equal(false)
    })
  }

  it('does not care for what the raw call openly declares, only for what it does', () => {
    const silent = { ...draft, calls: draft.calls.map((call) => ({ ...call, declares: [] })) }
    expect(matches(calls, silent)).to.equal(true)
    const other = { ...draft, calls: draft.calls.map((call) => ({ ...call, value: 1n })) }
    expect(matches(calls, other)).to.equal(false)
  })
})

describe('textMatches', () => {
  const text = (description: string, proposer: string = attacker) =>
    textMatches({ descriptionHash: id(description), proposer }, draft)
  const { description } = proposal

  it('knows the file\u2019s text, with the suffix of its proposer or without', () => {
    expect(text(description)).to.equal(true)
    expect(text(`${description}\n\n#proposer=${attacker}`)).to.equal(true)
  })

  it('refuses everything else, though it claims the same source', () => {
    for (const other of [
      `${description} `,
      `${description}\n\nAnd more.`,
      `# Another title\n\nballast-source: ${draft.sourceHash}`,
      `${description}\n\n#proposer=${book.contracts.governor}`,
      `${description}#proposer=${attacker}`,
    ]) {
      expect(text(other), other).to.equal(false)
    }
  })
})

describe('claimsSource', () => {
  it('reads the claim of the description, and nothing that only looks like one', () => {
    const claim = `ballast-source: ${draft.sourceHash}`
    expect(claimsSource({ description: proposal.description }, draft)).to.equal(true)
    expect(
      claimsSource({ description: `${proposal.description}\n\n#proposer=0x1` }, draft),
    ).to.equal(true)
    expect(claimsSource({ description: `see ${claim}` }, draft)).to.equal(false)
    expect(claimsSource({ description: `${claim}ff` }, draft)).to.equal(false)
  })
})
