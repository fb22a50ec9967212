import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { Interface, id, ZeroAddress } from 'ethers'
import { assertOnly } from '../../cli/governance/assertOnly.ts'
import type { Effect } from '../../cli/governance/effects.ts'
import type { DryRun, TracedCall, TracedEvent } from '../../cli/governance/proposal.ts'
import { attacker, book, head, type Prepared, parameters, prepare, token20 } from './demo.ts'
import {
  accrued,
  callExecuted,
  diff,
  dryRunOf,
  event,
  type Happening,
  parameterSet,
  withChanges,
} from './execution.ts'

const { accessManager, governor, ledger, oracleHub, timelock, token } = book.contracts
const short = `0x1234\u2026${attacker.slice(-4)}`
const feed = book.feeds[0]!

const judge = (prepared: Prepared, dryRun: DryRun) =>
  assertOnly({ dryRun, proposal: prepared.proposal, changes: prepared.changes, book })
const told = (effects: readonly Effect[]) =>
  effects.map((effect) => `${effect.kind}: ${effect.words}`)
const undeclared = (prepared: Prepared, dryRun: DryRun) => told(judge(prepared, dryRun).undeclared)
const run = (
  prepared: Prepared,
  happenings: readonly Happening[],
  replaced: Partial<DryRun> = {},
) => undeclared(prepared, dryRunOf(prepared, happenings, replaced))

const threshold = `  - { market: WETH-A, parameter: liquidationThreshold, to: 82%, expect: 80% }\n`
const declared = `${head}changes:\n${threshold}`
const withCall = (signature: string, target = 'ledger', args = '[]', declares = '[]') =>
  prepare(
    `${declared}calls:\n  - { target: "${target}", signature: "${signature}", args: ${args}, because: x, declares: ${declares} }\n`,
  )

const raised: Happening = { events: [accrued, parameterSet('WETH-A', 1, 8_000n, 8_200n)] }
const grant = (roleId: number) =>
  event(
    accessManager,
    'RoleGranted(uint64 indexed roleId, address indexed account, uint32 delay, uint48 since, bool newMember)',
    [roleId, attacker, 0, 1, true],
  )
const fixture = (path: string) =>
  prepare(readFileSync(new URL(`./fixtures/${path}/proposal.yaml`, import.meta.url), 'utf8'))
const inner = (from: string, to: string, changed: Partial<TracedCall> = {}): TracedCall => ({
  kind: 'CALL',
  depth: 0,
  from,
  to,
  value: 0n,
  input: '0x',
  ...changed,
})

describe('assertOnly', () => {
  const honest = prepare(declared)

  it('finds nothing undeclared in an honest execution and names what it did', () => {
    const verdict = judge(honest, dryRunOf(honest, [raised]))
    expect(told(verdict.undeclared)).to.deep.equal([])
    expect(told(verdict.explained)).to.deep.equal([
      'call: runs: relax WETH-A: liquidationThreshold 80 % \u2192 82 %',
      'event: charges the stability fee of WETH-A',
      'parameter: changes WETH-A liquidationThreshold 80 % \u2192 82 %',
      'event: finishes call 1 of this proposal',
      'event: writes ProposalExecuted of this proposal',
      'parameter: changes WETH-A liquidationThreshold 80 % \u2192 82 % once every ramp and delay has ended',
    ])
  })

  describe('names what is smuggled, and lets the benign twin pass:', () => {
    it('a role', () => {
      const smuggled = fixture('smuggling/grants-role')
      expect(run(smuggled, [raised, { events: [grant(1)] }])).to.deep.equal([
        `permission: grants role RELAX (1) to ${short} on accessManager`,
      ])
      expect(run(fixture('benign/grants-role'), [raised])).to.deep.equal([])
    })

    it('another market', () => {
      const set = parameterSet('WBTC-A', 1, 8_000n, 8_500n)
      const smuggled = fixture('smuggling/touches-other-market')
      const dry = dryRunOf(smuggled, [raised, { events: [set] }])
      const touched = { 'WBTC-A.liquidationThreshold': { stored: 8_500n, effective: 8_500n } }
      const found = undeclared(smuggled, {
        ...dry,
        executed: withChanges(dry.executed, touched),
        settled: withChanges(dry.settled, touched),
      })
      expect(found).to.deep.equal([
        'parameter: changes WBTC-A liquidationThreshold 80 % \u2192 85 %',
        'parameter: changes WBTC-A liquidationThreshold 80 % \u2192 85 % once every ramp and delay has ended',
      ])
      expect(
        run(fixture('benign/touches-other-market'), [raised, { events: [set] }]),
      ).to.deep.equal([])
    })

    it('a price source', () => {
      const swapped = event(
        oracleHub,
        'SourcesSet(bytes32 indexed feed, address[] oldSources, address[] newSources)',
        [feed.key, [attacker], [ledger]],
      )
      expect(
        run(fixture('smuggling/swaps-price-source'), [raised, { events: [swapped] }]),
      ).to.deep.equal([
        `priceSource: replaces the price sources of WETH/USD: ${short} \u2192 ledger`,
      ])
      expect(run(fixture('benign/swaps-price-source'), [raised])).to.deep.equal([])
    })

    it('the quorum', () => {
      const lowered = event(
        governor,
        'QuorumNumeratorUpdated(uint256 oldQuorumNumerator, uint256 newQuorumNumerator)',
        [10, 5],
      )
      const smuggled = fixture('smuggling/changes-quorum')
      const dry = dryRunOf(smuggled, [raised, { events: [lowered] }])
      const touched = { 'governor.quorumNumerator': { stored: 5n, effective: 5n } }
      const found = undeclared(smuggled, { ...dry, executed: withChanges(dry.executed, touched) })
      expect(found).to.deep.equal([
        'governance: changes quorumNumerator 10 % \u2192 5 %',
        'parameter: changes quorumNumerator 10 % \u2192 5 %',
      ])
      expect(run(fixture('benign/changes-quorum'), [raised, { events: [lowered] }])).to.deep.equal(
        [],
      )
    })
  })

  describe('what a raw call declares', () => {
    const args = `["1", "${attacker}", "0"]`
    const grantRole = 'grantRole(uint64,address,uint32)'

    it('excuses the same kind of effect', () => {
      const open = withCall(grantRole, 'accessManager', args, '[permission]')
      expect(run(open, [raised, { events: [grant(1)] }])).to.deep.equal([])
    })

    it('excuses no other kind', () => {
      const open = withCall(grantRole, 'accessManager', args, '[tokenMovement]')
      expect(run(open, [raised, { events: [grant(1)] }])).to.have.length(1)
    })

    it('excuses nothing that another call did', () => {
      const one = `{ target: accessManager, signature: "${grantRole}", because: x, args: ["1", "${attacker}", "0"]`
      const two = prepare(
        `${declared}calls:\n  - ${one}, declares: [permission] }\n  - ${one.replace('"1"', '"0"')} }\n`,
      )
      expect(run(two, [raised, { events: [grant(1)] }, { events: [grant(0)] }])).to.deep.equal([
        `permission: grants role ADMIN (0) to ${short} on accessManager`,
      ])
    })

    it('excuses nothing when the batch ran without the timelock\u2019s events and one call is silent', () => {
      const bare = (prepared: Prepared) => {
        const dry = dryRunOf(prepared, [raised, { events: [grant(1)] }])
        return undeclared(prepared, {
          ...dry,
          calls: dry.calls.slice(2).map((call) => ({ ...call, depth: call.depth - 2 })),
          events: dry.events.filter(({ address }) => address !== timelock && address !== governor),
        })
      }
      expect(bare(withCall(grantRole, 'accessManager', args, '[permission]'))).to.deep.equal([])
      expect(bare(withCall(grantRole, 'accessManager', args))).to.have.length(1)
    })

    it('never excuses a parameter', () => {
      const open = withCall('updateQuorumNumerator(uint256)', 'governor', '["1"]', '[governance]')
      const lowered = event(governor, 'QuorumNumeratorUpdated(uint256 a, uint256 b)', [10, 5])
      expect(run(open, [raised, { events: [lowered] }])).to.deep.equal([
        'governance: changes quorumNumerator 10 % \u2192 5 %',
      ])
    })
  })

  describe('compares every call of the timelock with the proposal:', () => {
    const dry = dryRunOf(honest, [raised])
    const stolen = new Interface(['function transfer(address,uint256)']).encodeFunctionData(
      'transfer',
      [attacker, 10n ** 18n],
    )

    it('one too many', () => {
      const extra = inner(timelock, token, { depth: 2, input: stolen })
      expect(undeclared(honest, { ...dry, calls: [...dry.calls, extra] })).to.deep.equal([
        `call: runs a call that is not in the proposal: transfer 1 BLST to ${short}`,
      ])
    })

    it('one too few', () => {
      expect(undeclared(honest, { ...dry, calls: dry.calls.slice(0, 2) })).to.deep.equal([
        'call: never ran: relax WETH-A: liquidationThreshold 80 % \u2192 82 %',
      ])
    })

    it('one with other calldata', () => {
      const calls = dry.calls.map((call) =>
        call.depth === 2 ? { ...call, input: '0xdeadbeef' } : call,
      )
      expect(undeclared(honest, { ...dry, calls })).to.deep.equal([
        'call: runs a call that is not in the proposal: unknown call 0xdeadbeef on ledger (4 bytes)',
        'call: never ran: relax WETH-A: liquidationThreshold 80 % \u2192 82 %',
      ])
    })

    it('a delegatecall, which would run foreign code as the timelock', () => {
      const call = inner(timelock, attacker, { depth: 2, kind: 'DELEGATECALL' })
      expect(undeclared(honest, { ...dry, calls: [...dry.calls, call] })).to.deep.equal([
        `code: makes the timelock DELEGATECALL ${short}`,
      ])
    })

    it('but not what it only reads', () => {
      const call = inner(timelock, attacker, { depth: 2, kind: 'STATICCALL' })
      expect(undeclared(honest, { ...dry, calls: [...dry.calls, call] })).to.deep.equal([])
    })

    it('an execution that reverts has done nothing that was declared', () => {
      const start = parameters()
      const found = undeclared(honest, {
        ...dry,
        outcome: { kind: 'reverted', reason: 'RiskParametersGapTooSmall' },
        calls: [],
        events: [],
        diffs: [],
        executed: start,
        settled: start,
      })
      expect(found).to.deep.equal([
        'call: reverts: RiskParametersGapTooSmall',
        'call: never ran: relax WETH-A: liquidationThreshold 80 % \u2192 82 %',
        'parameter: does not bring WETH-A liquidationThreshold to 82 %: it is 80 %',
        'parameter: does not bring WETH-A liquidationThreshold to 82 %: it is 80 % once every ramp and delay has ended',
      ])
    })
  })

  describe('explains every event or names it:', () => {
    const with_ = (extra: TracedEvent) => run(honest, [{ events: [...raised.events!, extra] }])

    const cases: readonly (readonly [string, TracedEvent, string])[] = [
      [
        'a parameter with another value than declared',
        parameterSet('WETH-A', 1, 8_000n, 9_000n),
        'parameter: changes WETH-A liquidationThreshold 80 % \u2192 90 %',
      ],
      [
        'a parameter with another old value than seen',
        parameterSet('WETH-A', 1, 7_000n, 8_200n),
        'parameter: changes WETH-A liquidationThreshold 70 % \u2192 82 %',
      ],
      [
        'another parameter of the same market',
        parameterSet('WETH-A', 2, 800n, 900n),
        'parameter: changes WETH-A liquidationPenalty 8 % \u2192 9 %',
      ],
      [
        'a ramp to another value',
        event(
          ledger,
          'ThresholdRampStarted(bytes32 indexed id, uint256 fromBps, uint256 toBps, uint256 startsAt, uint256 endsAt)',
          [book.markets[0]!.id, 8_000, 5_000, 0, 1],
        ),
        'parameter: starts WETH-A liquidationThreshold \u2192 50 %',
      ],
      [
        'a raised ceiling',
        event(
          ledger,
          'CeilingRaiseScheduled(bytes32 indexed id, uint256 current, uint256 next, uint256 effectiveAt)',
          [book.markets[0]!.id, 1, 10n ** 18n, 1],
        ),
        'parameter: starts WETH-A debtCeiling \u2192 1 bUSD',
      ],
      [
        'a limit of a feed',
        event(oracleHub, 'MaxAgeSet(bytes32 indexed feed, uint256 oldValue, uint256 newValue)', [
          feed.key,
          3_600,
          7_200,
        ]),
        'parameter: changes WETH/USD maxAge 1 h \u2192 2 h',
      ],
      [
        'a delay of the timelock',
        event(timelock, 'MinDelayChange(uint256 oldDuration, uint256 newDuration)', [172_800, 0]),
        'governance: changes minDelay 2 days \u2192 0 s',
      ],
      [
        'a role of the timelock',
        event(
          timelock,
          'RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)',
          [id('PROPOSER_ROLE'), attacker, timelock],
        ),
        `permission: grants role 0x${id('PROPOSER_ROLE').slice(2, 6)}\u2026${id('PROPOSER_ROLE').slice(-4)} to ${short} on timelock`,
      ],
      [
        'a function opened to a role',
        event(
          accessManager,
          'TargetFunctionRoleUpdated(address indexed target, bytes4 selector, uint64 indexed roleId)',
          [ledger, '0x12345678', 1],
        ),
        'permission: opens 0x12345678 of ledger to role RELAX (1) on accessManager',
      ],
      [
        'a new authority',
        event(ledger, 'AuthorityUpdated(address authority)', [attacker]),
        `permission: hands authority to ${short} on ledger`,
      ],
      [
        'an operator for the timelock\u2019s vaults',
        event(
          ledger,
          'OperatorSet(address indexed owner, address indexed operator, bool approved)',
          [timelock, attacker, true],
        ),
        `permission: lets ${short} act for the vaults of timelock on ledger`,
      ],
      [
        'a guardian',
        event(governor, 'ProposalGuardianSet(address a, address b)', [ZeroAddress, attacker]),
        `governance: replaces the proposal guardian 0x0000\u20260000 by ${short}`,
      ],
      [
        'tokens that move',
        event(token, 'Transfer(address indexed from, address indexed to, uint256 value)', [
          timelock,
          attacker,
          5n * 10n ** 18n,
        ]),
        `tokenMovement: moves 5 BLST from timelock to ${short}`,
      ],
      [
        'an NFT that moves',
        event(
          attacker,
          'Transfer(address indexed from, address indexed to, uint256 indexed tokenId)',
          [timelock, attacker, 5],
        ),
        `tokenMovement: writes Transfer(address,address,uint256) in another form on ${short}`,
      ],
      [
        'an allowance',
        event(token20, 'Approval(address indexed owner, address indexed spender, uint256 value)', [
          timelock,
          attacker,
          7,
        ]),
        `tokenMovement: lets ${short} spend 7 units of WETH of timelock`,
      ],
      [
        'new code',
        event(attacker, 'Upgraded(address indexed implementation)', [ledger]),
        `code: replaces the code of ${short} by ledger`,
      ],
      [
        'an operation of the timelock that nobody voted on',
        event(
          timelock,
          'CallScheduled(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data, bytes32 predecessor, uint256 delay)',
          [id('evil'), 0, token, 0, '0x', id(''), 1],
        ),
        `governance: writes CallScheduled of another proposal or operation, 0x${id('evil').slice(2, 6)}\u2026${id('evil').slice(-4)}`,
      ],
      [
        'the execution of another proposal',
        event(governor, 'ProposalExecuted(uint256 proposalId)', [42]),
        'governance: writes ProposalExecuted of another proposal or operation, 42',
      ],
      [
        'an event that nobody knows',
        event(attacker, 'Surprise()', []),
        `event: writes the event 0x${id('Surprise()').slice(2, 6)}\u2026${id('Surprise()').slice(-4)} on ${short}`,
      ],
    ]
    for (const [name, extra, expected] of cases) {
      it(name, () => expect(with_(extra)).to.deep.equal([expected]))
    }

    it('forged bookkeeping of another contract explains nothing', () => {
      const forged = { ...callExecuted(honest.proposal, 0), address: attacker }
      expect(with_(forged)).to.have.length(1)
    })

    it('the ramp and the delay of a declared change are part of it', () => {
      const cut = prepare(`${head}changes:
  - { market: WETH-A, parameter: liquidationThreshold, to: 78% }
  - { market: WETH-A, parameter: debtCeiling, to: 120_000_000 bUSD }
`)
      const million = 10n ** 24n
      const dry = dryRunOf(cut, [
        {
          events: [
            parameterSet('WETH-A', 1, 8_000n, 7_800n),
            event(
              ledger,
              'ThresholdRampStarted(bytes32 indexed id, uint256 fromBps, uint256 toBps, uint256 startsAt, uint256 endsAt)',
              [book.markets[0]!.id, 8_000, 7_800, 0, 1],
            ),
            parameterSet('WETH-A', 6, 100n * million, 120n * million),
            event(
              ledger,
              'CeilingRaiseScheduled(bytes32 indexed id, uint256 current, uint256 next, uint256 effectiveAt)',
              [book.markets[0]!.id, 100n * million, 120n * million, 1],
            ),
          ],
        },
      ])
      const onItsWay = withChanges(dry.executed, {
        'WETH-A.liquidationThreshold': { effective: 8_000n },
        'WETH-A.debtCeiling': { effective: 100n * million },
      })
      expect(undeclared(cut, { ...dry, executed: onItsWay })).to.deep.equal([])
    })

    it('the target of a raw call may tell about itself, others may not', () => {
      const named = (address: string) => event(address, 'Surprise(uint256 x)', [1])
      const raw = withCall('f()', attacker)
      const only = (happenings: readonly Happening[]) => {
        const { diffs } = dryRunOf(raw, [raised])
        return run(raw, happenings, { diffs })
      }
      expect(only([raised, { events: [named(attacker)] }])).to.deep.equal([])
      expect(only([raised, { events: [named(oracleHub)] }])).to.have.length(1)
      expect(only([{ events: [...raised.events!, named(attacker)] }, {}])).to.have.length(1)
    })
  })

  describe('looks at every account that changed:', () => {
    const dry = dryRunOf(honest, [raised])
    const plus = (...diffs: DryRun['diffs']) =>
      undeclared(honest, { ...dry, diffs: [...dry.diffs, ...diffs] })

    it('storage that no event explains', () => {
      expect(plus(diff(oracleHub))).to.deep.equal([
        'storage: writes 1 slot of oracleHub without telling what',
      ])
    })

    it('storage of a raw call\u2019s target that stays silent, unless the call declares a permission', () => {
      const silent = (declares: string) => {
        const prepared = withCall('setOwner()', attacker, '[]', declares)
        const own = dryRunOf(prepared, [raised])
        return undeclared(prepared, { ...own, diffs: [...own.diffs, diff(attacker)] })
      }
      expect(silent('[]')).to.deep.equal([
        `storage: writes 1 slot of ${short} without telling what`,
      ])
      expect(silent('[permission]')).to.deep.equal([])
    })

    it('accrual writes the ledger and may be silent', () => {
      const accrue = prepare(
        `${head}calls:\n  - { target: ledger, signature: accrue(bytes32), args: ["market:WETH-A"], because: x }\n`,
      )
      const own = dryRunOf(accrue, [{}])
      expect(undeclared(accrue, { ...own, diffs: [...own.diffs, diff(ledger)] })).to.deep.equal([])
    })

    it('code', () => {
      expect(plus(diff(ledger, { codeChanged: true }))).to.deep.equal([
        'code: changes the code of ledger',
      ])
      const created = inner(ledger, attacker, { kind: 'CREATE2' })
      expect(run(honest, [{ ...raised, calls: [created] }])).to.deep.equal([
        `code: creates the contract ${short}`,
      ])
    })

    it('ETH that leaves the timelock', () => {
      const spent = diff(timelock, { balanceBefore: 2n * 10n ** 18n, balanceAfter: 10n ** 18n })
      expect(plus(spent)).to.deep.equal(['tokenMovement: takes 1 ETH from timelock'])
    })

    it('ETH that a raw call sends openly', () => {
      const send = (declares: string) => {
        const prepared = prepare(
          `${declared}calls:\n  - { target: "${attacker}", signature: deposit(), value: 1_000_000_000_000_000_000, because: x, declares: ${declares} }\n`,
        )
        const own = dryRunOf(prepared, [raised, {}])
        const spent = diff(timelock, { balanceBefore: 2n * 10n ** 18n, balanceAfter: 10n ** 18n })
        return undeclared(prepared, { ...own, diffs: [...own.diffs, spent] })
      }
      expect(send('[tokenMovement]')).to.deep.equal([])
      expect(send('[]')).to.deep.equal([
        `tokenMovement: sends 1 ETH from timelock to ${short}`,
        'tokenMovement: takes 1 ETH from timelock',
      ])
    })

    it('the governor acting for somebody (relay)', () => {
      const acted = inner(governor, token, { input: '0x12345678' })
      expect(run(honest, [{ ...raised, calls: [acted] }])).to.deep.equal([
        'governance: makes the governor act: unknown call 0x12345678 on token (4 bytes)',
      ])
    })
  })

  describe('compares every parameter with the fork without the proposal:', () => {
    const dry = dryRunOf(honest, [raised])
    const name = 'WETH-A.liquidationThreshold'

    it('a declared change that did not happen', () => {
      expect(undeclared(honest, { ...dry, executed: dry.control })).to.deep.equal([
        'parameter: does not bring WETH-A liquidationThreshold to 82 %: it is 80 %',
      ])
    })

    it('a declared change that is stored and never counts', () => {
      const settled = withChanges(dry.settled, { [name]: { effective: 8_000n } })
      expect(undeclared(honest, { ...dry, settled })).to.deep.equal([
        'parameter: does not make WETH-A liquidationThreshold 82 % effective: 80 % counts once every ramp and delay has ended',
      ])
    })

    it('a point on the way that is not on the way', () => {
      const executed = withChanges(dry.executed, { [name]: { effective: 9_000n } })
      expect(undeclared(honest, { ...dry, executed })).to.deep.equal([
        'parameter: does not make WETH-A liquidationThreshold 82 % effective: 90 % counts',
      ])
    })

    it('a difference in the effective value only', () => {
      const executed = withChanges(dry.executed, {
        'WBTC-A.liquidationThreshold': { effective: 7_900n },
      })
      expect(undeclared(honest, { ...dry, executed })).to.deep.equal([
        'parameter: changes the effective WBTC-A liquidationThreshold 80 % \u2192 79 %',
      ])
    })

    it('a difference that shows only when everything has settled', () => {
      const settled = withChanges(dry.settled, { 'WBTC-A.debtCeiling': { effective: 10n ** 18n } })
      expect(undeclared(honest, { ...dry, settled })).to.deep.equal([
        'parameter: changes the effective WBTC-A debtCeiling 80,000,000 bUSD \u2192 1 bUSD once every ramp and delay has ended',
      ])
    })

    it('a parameter that could not be read is never taken for unchanged', () => {
      const values = new Map(dry.executed.values)
      values.delete('WBTC/USD.maxAge')
      expect(undeclared(honest, { ...dry, executed: { ...dry.executed, values } })).to.deep.equal([
        'parameter: WBTC/USD maxAge could not be read after the proposal',
      ])
    })

    it('and raises no alarm for a feed that aged and a ramp that ran on both forks', () => {
      const aged = {
        'WSTETH-A.liquidationThreshold': { stored: 7_500n, effective: 7_612n },
        'WETH/USD.maxAge': { stored: 60n, effective: 60n },
      }
      const both = {
        executed: withChanges(dry.executed, aged),
        control: withChanges(dry.control, aged),
        settled: withChanges(dry.settled, aged),
        settledControl: withChanges(dry.settledControl, aged),
      }
      expect(undeclared(honest, { ...dry, ...both })).to.deep.equal([])
    })
  })
})
