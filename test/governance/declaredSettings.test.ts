import { expect } from 'chai'
import { Interface } from 'ethers'
import type { PlainCall } from '../../cli/governance/callRow.ts'
import { catalogue, hasParameter } from '../../cli/governance/catalogue.ts'
import { changesOf, settingsOf } from '../../cli/governance/declaredSettings.ts'
import { encodeProposal } from '../../cli/governance/encode.ts'
import type { ParameterChange } from '../../cli/governance/proposal.ts'
import { subjectsOf } from '../../cli/governance/scopes.ts'
import { book, head, parameters, parse, prepare, ratedBook } from './demo.ts'

const calls = new Interface([
  'function execute(address target, bytes data)',
  'function relay(address target, uint256 value, bytes data)',
  'function accrue(bytes32 id)',
])
const through = (target: string, name: string, args: readonly unknown[]): PlainCall => ({
  target,
  value: 0n,
  calldata: calls.encodeFunctionData(name, args),
})
const { accessManager, governor, ledger } = book.contracts

const yaml = `${head}changes:
  - { market: WETH-A, parameter: liquidationThreshold, to: 82% }
  - { market: WETH-A, parameter: liquidationPenalty, to: 9% }
  - { market: WBTC-A, parameter: debtCeiling, to: 70_000_000 bUSD }
`

describe('what calls set', () => {
  it('is read back from what the encoder writes, for every parameter of the catalogue', () => {
    for (const spec of catalogue) {
      const subject = subjectsOf(spec.scope, ratedBook).find((name) =>
        hasParameter(spec, name, ratedBook),
      )
      const before = { stored: spec.min, effective: spec.min }
      const change: ParameterChange = {
        spec,
        subject: subject!,
        before,
        after: before.stored + 1n,
        direction: 'neutral',
        place: { line: 1, column: 1 },
      }
      const { calls: encoded } = encodeProposal(parse(head).value, [change], ratedBook)
      expect(encoded.flatMap((call) => settingsOf(call, ratedBook))).to.deep.equal([
        { spec, subject, after: before.stored + 1n },
      ])
    }
  })

  it('stands beside the present values with its direction', () => {
    const { proposal } = prepare(yaml)
    const shown = changesOf(proposal.calls, parameters(), book)
    expect(
      shown.map(({ subject, spec, before, after, direction }) =>
        [subject, spec.key, before.stored, after, direction].join(' '),
      ),
    ).to.deep.equal([
      'WETH-A liquidationThreshold 8000 8200 relaxes',
      'WETH-A liquidationPenalty 800 900 neutral',
      `WBTC-A debtCeiling ${80_000_000n * 10n ** 18n} ${70_000_000n * 10n ** 18n} tightens`,
    ])
  })

  it('is found inside of calls that run at once', () => {
    const [inner] = prepare(yaml).proposal.calls
    const executed = through(accessManager, 'execute', [inner!.target, inner!.calldata])
    const relayed = through(governor, 'relay', [accessManager, 0, executed.calldata])
    expect(settingsOf(executed, book)).to.deep.equal(settingsOf(inner!, book))
    expect(settingsOf(relayed, book)).to.deep.equal(settingsOf(inner!, book))
  })

  it('is what the last of several settings of one parameter says', () => {
    const [call] = prepare(yaml).proposal.calls
    const [again] = prepare(yaml.replace('82%', '81%')).proposal.calls
    const [first] = changesOf([call!, again!], parameters(), book)
    expect(first!.after).to.equal(8_100n)
  })

  it('is told out of our own bounds as well, because the chain would obey', () => {
    const abi = new Interface(['function setVotingDelay(uint48 newVotingDelay)'])
    const calldata = abi.encodeFunctionData('setVotingDelay', [0])
    const [setting] = settingsOf({ target: governor, value: 0n, calldata }, book)
    expect([setting!.spec.key, setting!.after]).to.deep.equal(['votingDelay', 0n])
  })

  it('is nothing for other calls, unknown ones and calls of strangers', () => {
    const [setting] = prepare(yaml).proposal.calls
    const accrue = through(ledger, 'accrue', [book.markets[0]!.id])
    const unknown = { target: ledger, value: 0n, calldata: '0x12345678' }
    const stranger = { ...setting!, target: governor }
    expect([accrue, unknown, stranger].flatMap((call) => settingsOf(call, book))).to.deep.equal([])
  })
})
