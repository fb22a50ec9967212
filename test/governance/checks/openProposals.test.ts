import { expect } from 'chai'
import { Interface, id } from 'ethers'
import { openProposals } from '../../../cli/governance/checks/openProposals.ts'
import type { ProposalState } from '../../../cli/governance/lifecycle.ts'
import {
  delaysOf,
  executableFrom,
  executableIfSubmitted,
  isOpen,
  type OpenProposal,
  readOpen,
} from '../../../cli/governance/openProposals.ts'
import { attacker, book, parameters } from '../demo.ts'
import { evidenceOf } from './evidence.ts'

const market = new Interface([
  'function relax(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
])
const setting = (index: number, member: number, value: bigint) => ({
  target: book.contracts.ledger,
  value: 0n,
  calldata: market.encodeFunctionData('relax', [book.markets[index]!.id, [[member, value]]]),
})

const other = (
  calls: readonly { target: string; value: bigint; calldata: string }[],
  at: { readonly state?: ProposalState; readonly executableFrom?: bigint } = {},
): OpenProposal =>
  readOpen(
    {
      id: 9n,
      handle: '0x00000009',
      calls,
      descriptionHash: id(''),
      description: '# An\u202eother\n\nWhy.',
    },
    { state: 'Queued', executableFrom: 1_000n, ...at },
    book,
  )

/** This proposal sets WETH-A.liquidationThreshold to 82 %. */
const judge = (others: readonly OpenProposal[], own: bigint | undefined = 2_000n) =>
  openProposals.judge(evidenceOf({ proposals: { others, executableFrom: own } }))

describe('the check open-proposals', () => {
  it('passes when nothing else is open', () => {
    expect(judge([])).to.deep.equal({
      status: 'pass',
      summary: 'No other proposal is open.',
      facts: [],
    })
  })

  it('passes and lists what is open when nothing overlaps', () => {
    const { status, facts } = judge([other([setting(2, 1, 8_200n), setting(0, 2, 900n)])])
    expect(status).to.equal('pass')
    expect(facts).to.deep.equal([
      '0x00000009 (Queued, "An\\u{202e}other"): relax WBTC-A: set liquidationThreshold 82 % and relax WETH-A: set liquidationPenalty 9 %',
    ])
  })

  const clash = (own: bigint | undefined, theirs: bigint) =>
    judge([other([setting(0, 1, 8_500n)], { executableFrom: theirs })], own)

  it('warns of a parameter that both set, with both values and who can be last', () => {
    const { status, summary, facts } = clash(1_795_500_000n, 1_795_000_000n)
    expect(status).to.equal('warn')
    expect(summary).to.equal('1 open proposal sets the same parameters: the last execution stays.')
    expect(facts).to.have.length(1)
    expect(facts[0]).to.contain('sets WETH-A liquidationThreshold to 85 %, this one to 82 %')
    expect(facts[0]).to.contain('this one can be executed last, from 2026-11-24')
  })

  it('names the other when that can be executed last', () => {
    expect(clash(1_795_000_000n, 1_795_500_000n).facts[0]).to.contain(
      '0x00000009 can be executed last, from 2026-11-24',
    )
  })

  it('does not guess between equal times, and says when this one is past', () => {
    expect(clash(5n, 5n).facts[0]).to.contain('either may be executed last')
    const past = openProposals.judge(
      evidenceOf({
        proposals: { others: [other([setting(0, 1, 8_500n)])], executableFrom: undefined },
      }),
    )
    expect(past.facts[0]).to.contain('this one can no longer be executed')
  })

  it('warns even where both set the same value: the second then changes nothing', () => {
    expect(judge([other([setting(0, 1, 8_200n)])]).status).to.equal('warn')
  })

  it('warns of calls that nobody can read: they may set anything', () => {
    const { status, summary, facts } = judge([
      other([{ target: attacker, value: 0n, calldata: '0xdeadbeef' }]),
    ])
    expect(status).to.equal('warn')
    expect(summary).to.contain('cannot be read')
    expect(facts[0]).to.contain('unknown call 0xdeadbeef')
  })

  const wrapping = new Interface([
    'function execute(address target, bytes data)',
    'function relay(address target, uint256 value, bytes data)',
    'function schedule(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, uint256 delay)',
    'function scheduleBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt, uint256 delay)',
  ])
  const { accessManager, governor, ledger, timelock } = book.contracts
  const nothing = `0x${'0'.repeat(64)}`
  const call = (target: string, name: string, args: readonly unknown[]) => ({
    target,
    value: 0n,
    calldata: wrapping.encodeFunctionData(name, args),
  })
  const inner = setting(0, 1, 8_500n)
  const wrapped = {
    'the access manager': call(accessManager, 'execute', [ledger, inner.calldata]),
    'the governor': call(governor, 'relay', [ledger, 0, inner.calldata]),
    'the timelock\u2019s schedule': call(timelock, 'schedule', [
      ledger,
      0,
      inner.calldata,
      nothing,
      nothing,
      172_800,
    ]),
  }
  for (const [through, one] of Object.entries(wrapped)) {
    it(`warns of a parameter that is set through ${through}`, () => {
      const { status, summary, facts } = judge([other([one])])
      expect(status).to.equal('warn')
      expect(summary).to.contain('sets the same parameters')
      expect(facts[0]).to.contain('sets WETH-A liquidationThreshold to 85 %, this one to 82 %')
    })
  }

  it('warns of a call that wraps what nobody can read', () => {
    const unread = [
      call(accessManager, 'execute', [ledger, '0xdeadbeef']),
      call(governor, 'relay', [
        accessManager,
        0,
        call(accessManager, 'execute', [ledger, '0x01']).calldata,
      ]),
      call(timelock, 'scheduleBatch', [[ledger], [0], [inner.calldata], nothing, nothing, 0]),
    ]
    for (const one of unread) {
      const { status, summary } = judge([other([one])])
      expect(status).to.equal('warn')
      expect(summary).to.contain('cannot be read')
    }
  })
})

describe('the earliest execution', () => {
  const delays = { votingDelay: 10n, votingPeriod: 100n, minDelay: 1_000n }
  const status = (state: ProposalState, executableAt?: bigint) => ({
    state,
    now: 50n,
    voteStartsAt: 60n,
    voteEndsAt: 160n,
    ...(executableAt === undefined ? {} : { executableAt }),
  })

  it('follows from where the proposal stands', () => {
    expect(executableFrom(status('Pending'), delays)).to.equal(1_161n)
    expect(executableFrom(status('Active'), delays)).to.equal(1_161n)
    expect(executableFrom(status('Succeeded'), delays)).to.equal(1_050n)
    expect(executableFrom(status('Queued', 777n), delays)).to.equal(777n)
  })

  it('does not exist for what is over', () => {
    for (const state of ['Canceled', 'Defeated', 'Expired', 'Executed'] as const) {
      expect(isOpen(state)).to.equal(false)
      expect(executableFrom(status(state), delays)).to.equal(undefined)
    }
  })

  it('is the whole way for what is not submitted, with the delays in force', () => {
    expect(executableIfSubmitted(50n, delays)).to.equal(1_161n)
    expect(delaysOf(parameters())).to.deep.equal({
      votingDelay: 86_400n,
      votingPeriod: 259_200n,
      minDelay: 172_800n,
    })
  })
})
