import { expect } from 'chai'
import {
  AbiCoder,
  encodeBytes32String,
  getAddress,
  Interface,
  id,
  keccak256,
  ZeroAddress,
} from 'ethers'
import fc from 'fast-check'
import type { AddressBook } from '../../cli/governance/addressBook.ts'
import { governedValues } from '../../cli/governance/catalogue.ts'
import { directionOf } from '../../cli/governance/changes.ts'
import { decodeCall } from '../../cli/governance/decode.ts'
import {
  hashProposal,
  operationId,
  ProposerSuffixError,
  restrictToProposer,
  sourceHashIn,
} from '../../cli/governance/description.ts'
import { encodeProposal } from '../../cli/governance/encode.ts'
import type { Draft, ParameterChange } from '../../cli/governance/proposal.ts'
import { displayValue } from '../../cli/governance/value.ts'
import { attacker, book, head, parameters, prepare, token20 } from './demo.ts'

const ledgerAbi = new Interface([
  'function tighten(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
  'function relax(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
  'function accrue(bytes32 id)',
])
const words = (text: string) => prepare(text).proposal.calls.map((call) => call.words)
const empty: Draft = {
  slug: 's',
  title: 't',
  summary: 'why',
  changes: [],
  calls: [],
  risk: { paths: 1, horizonDays: 1, seed: 1, prices: 'gbm' },
  sourceHash: id('source'),
}

describe('encodeProposal', () => {
  const text = `${head}changes:
  - { market: WBTC-A, parameter: liquidationThreshold, to: 77% }
  - { feed: WETH/USD, parameter: maxAge, to: 90 min }
  - { market: WETH-A, parameter: debtCeiling, to: 120_000_000 bUSD }
  - { market: WETH-A, parameter: liquidationThreshold, to: 82% }
  - { governance: governor, parameter: votingPeriod, to: 5 days }
  - { market: WBTC-A, parameter: collateralizationRatio, to: 160% }
calls:
  - { target: ledger, signature: accrue(bytes32), args: ["market:WETH-A"], because: x }
  - { target: "0x1234000000000000000000000000000000AbCD", signature: f(), because: x }
`.replace('0x1234000000000000000000000000000000AbCD', attacker)

  it('makes one call per market with ascending members, one per other change, raw calls last', () => {
    expect(words(text)).to.deep.equal([
      'tighten WBTC-A: collateralizationRatio 150 % \u2192 160 %, liquidationThreshold 80 % \u2192 77 %',
      'set WETH/USD maxAge 1 h \u2192 1 h 30 min',
      'relax WETH-A: liquidationThreshold 80 % \u2192 82 %, debtCeiling 100,000,000 bUSD \u2192 120,000,000 bUSD',
      'set governor votingPeriod 3 days \u2192 5 days',
      'charge the stability fee of WETH-A up to now',
      `unknown call ${id('f()').slice(0, 10)} on 0x1234\u2026${attacker.slice(-4)} (4 bytes)`,
    ])
  })

  it('encodes what the contracts read', () => {
    const { calls } = prepare(text).proposal
    expect(calls[0]!.target).to.equal(book.contracts.ledger)
    const [market, settings] = ledgerAbi.decodeFunctionData('tighten', calls[0]!.calldata)
    expect(market).to.equal(book.markets[2]!.id)
    expect(settings.map((entry: bigint[]) => [...entry])).to.deep.equal([
      [0n, 16_000n],
      [1n, 7_700n],
    ])
    expect(calls[2]!.calldata.slice(0, 10)).to.equal(ledgerAbi.getFunction('relax')!.selector)
    expect(calls[4]!.calldata).to.equal(
      ledgerAbi.encodeFunctionData('accrue', [book.markets[0]!.id]),
    )
  })

  it('relaxes a tuple of which a single member is not tighter', () => {
    const mixed = `${head}changes:
  - { market: WETH-A, parameter: liquidationThreshold, to: 79% }
  - { market: WETH-A, parameter: stabilityFee, to: 6% }
`
    expect(words(mixed)[0]).to.match(/^relax WETH-A/)
  })

  it('relaxes below a pending raise that is still above what counts: `tighten` would be refused', () => {
    const pending = parameters({ 'WETH-A.debtCeiling': { stored: 120n * 10n ** 24n } })
    const at = (to: string) =>
      prepare(
        `${head}changes:\n  - { market: WETH-A, parameter: debtCeiling, to: ${to} }\n`,
        pending,
      ).proposal.calls[0]!.words
    expect(at('110_000_000 bUSD')).to.match(/^relax WETH-A/)
    expect(at('100_000_000 bUSD')).to.match(/^tighten WETH-A/)
  })

  it('describes itself by title, reasons, link and the hash of the file', () => {
    const linked = text.replace('changes:', 'discussion: https://forum.example.org/1\nchanges:')
    const { proposal, draft } = prepare(linked)
    expect(proposal.description).to.equal(
      `# A title\n\nWhy.\n\nDiscussion: https://forum.example.org/1\n\nballast-source: ${id(linked)}`,
    )
    expect(proposal.descriptionHash).to.equal(id(proposal.description))
    expect(sourceHashIn(proposal.description)).to.equal(draft.sourceHash)
    expect(sourceHashIn('ballast-source: nothing')).to.equal(undefined)
  })

  it('has the id that OpenZeppelin computes', () => {
    const { proposal } = prepare(text)
    const encoded = AbiCoder.defaultAbiCoder().encode(
      ['address[]', 'uint256[]', 'bytes[]', 'bytes32'],
      [
        proposal.calls.map((call) => call.target),
        proposal.calls.map((call) => call.value),
        proposal.calls.map((call) => call.calldata),
        id(proposal.description),
      ],
    )
    expect(proposal.id).to.equal(BigInt(keccak256(encoded)))
  })

  it('has another id for any other byte of the file', () => {
    expect(prepare(text).proposal.id).to.not.equal(prepare(`${text}# \n`).proposal.id)
  })

  it('refuses a suffix that the author wrote for the Governor', () => {
    for (const field of ['title', 'summary', 'discussion'] as const) {
      const draft = { ...empty, [field]: `x #proposer=${attacker}` }
      expect(() => encodeProposal(draft, [], book)).to.throw(ProposerSuffixError)
    }
    expect(() =>
      encodeProposal({ ...empty, summary: 'a #proposer=x inside' }, [], book),
    ).to.not.throw()
  })

  it('can be restricted to one proposer, whose suffix is the very end of the description', () => {
    const { proposal } = prepare(text)
    const restricted = restrictToProposer(proposal, attacker)
    expect(restricted.description.slice(-52)).to.equal(`#proposer=${attacker}`)
    expect(restricted.id).to.equal(hashProposal(proposal.calls, id(restricted.description)))
    expect(restricted.id).to.not.equal(proposal.id)
  })

  it('knows the id of the timelock\u2019s operation', () => {
    const { calls, descriptionHash } = prepare(text).proposal
    const one = operationId(calls, descriptionHash, book.contracts.governor)
    expect(one).to.match(/^0x[0-9a-f]{64}$/)
    expect(operationId(calls, descriptionHash, attacker)).to.not.equal(one)
  })
})

describe('encode and decode', () => {
  const governed = governedValues(book).filter(({ subject }) => !subject.startsWith('WSTETH'))
  const anyChange = fc.constantFrom(...governed).chain(({ spec, subject }) =>
    fc
      .tuple(
        fc.bigInt({ min: spec.min, max: spec.max }),
        fc.bigInt({ min: spec.min, max: spec.max }),
      )
      .map(
        ([before, after]): ParameterChange => ({
          spec,
          subject,
          before: { stored: before, effective: before },
          after,
          direction: directionOf(spec, { stored: before, effective: before }, after),
          place: { line: 1, column: 1 },
        }),
      ),
  )
  const anyChanges = fc.uniqueArray(anyChange, {
    selector: (change) => `${change.subject}.${change.spec.key}`,
    maxLength: 12,
  })

  it('say the same: every encoded change decodes to words with its name and its new value', () => {
    fc.assert(
      fc.property(anyChanges, (changes) => {
        const { calls } = encodeProposal(empty, changes, book)
        const decoded = calls.map((call) => decodeCall(call, book))
        expect(decoded.every((call) => call.kind === 'known')).to.equal(true)
        const told = decoded.map((call) => call.words).join('\n')
        for (const { spec, subject, after } of changes) {
          expect(told).to.contain(subject)
          expect(told).to.contain(spec.key)
          expect(told).to.contain(displayValue(spec.unit, after, book))
        }
      }),
    )
  })

  it('agree on members: they come back ascending, complete and with their values', () => {
    fc.assert(
      fc.property(anyChanges, (changes) => {
        for (const call of encodeProposal(empty, changes, book).calls) {
          if (call.origin.kind !== 'changes' || call.target !== book.contracts.ledger) continue
          const { args } = ledgerAbi.parseTransaction({ data: call.calldata })!
          const got = args[1].map((entry: bigint[]) => [entry[0], entry[1]])
          expect(got).to.deep.equal(
            call.origin.changes.map(({ spec, after }) => [
              spec.write.kind === 'tuple' ? spec.write.member : -1n,
              after,
            ]),
          )
          const members = got.map(([member]: bigint[]) => Number(member))
          expect(members).to.deep.equal([...members].sort((a, b) => a - b))
          const isTighten = call.calldata.startsWith(ledgerAbi.getFunction('tighten')!.selector)
          expect(isTighten).to.equal(
            call.origin.changes.every(({ direction }) => direction === 'tightens'),
          )
        }
      }),
    )
  })
})

describe('decodeCall', () => {
  const say = (
    target: keyof AddressBook['contracts'] | string,
    fragment: string,
    args: unknown[],
  ) => {
    const abi = new Interface([`function ${fragment}`])
    const calldata = abi.encodeFunctionData(abi.fragments[0]!.format('sighash'), args)
    const contracts: Readonly<Record<string, string>> = book.contracts
    return decodeCall({ target: contracts[target] ?? target, value: 0n, calldata }, book).words
  }
  const { ledger, timelock } = book.contracts
  const short = `0x1234\u2026${attacker.slice(-4)}`
  const market = book.markets[2]!.id
  const feed = book.feeds[0]!.key

  const cases: readonly (readonly [string, string, unknown[], string])[] = [
    [
      'accessManager',
      'grantRole(uint64,address,uint32)',
      [1, attacker, 0],
      `grant role RELAX (1) to ${short} on accessManager`,
    ],
    [
      'accessManager',
      'revokeRole(uint64,address)',
      [99, timelock],
      'revoke role 99 from timelock on accessManager',
    ],
    [
      'accessManager',
      'setTargetFunctionRole(address,bytes4[],uint64)',
      [ledger, ['0x12345678'], 4],
      'open 0x12345678 of ledger to role LIST (4)',
    ],
    [
      'accessManager',
      'setRoleAdmin(uint64,uint64)',
      [1, 2n ** 64n - 1n],
      'make role PUBLIC (18446744073709551615) the admin of role RELAX (1)',
    ],
    [
      'accessManager',
      'setTargetClosed(address,bool)',
      [ledger, true],
      'close ledger for every restricted call',
    ],
    [
      'accessManager',
      'updateAuthority(address,address)',
      [ledger, attacker],
      `hand ledger to the authority ${short}`,
    ],
    [
      'accessManager',
      'execute(address,bytes)',
      [ledger, ledgerAbi.encodeFunctionData('accrue', [market])],
      'through accessManager: charge the stability fee of WBTC-A up to now',
    ],
    [
      'ledger',
      'relax(bytes32,(uint8,uint256)[])',
      [market, [[1, 8_500]]],
      'relax WBTC-A: set liquidationThreshold 85 %',
    ],
    [
      'ledger',
      'relax(bytes32,(uint8,uint256)[])',
      [id('x'), [[42, 1]]],
      `relax market 0x${id('x').slice(2, 6)}\u2026${id('x').slice(-4)}: set parameter 42 1`,
    ],
    [
      'oracleHub',
      'setSources(bytes32,address[])',
      [feed, [attacker]],
      `replace the price sources of WETH/USD by ${short}`,
    ],
    [
      'oracleHub',
      'createFeed(bytes32,address[],(uint32,uint16,uint8,uint16,uint16),(address,uint256,uint256))',
      [feed, [], [60, 25, 1, 200, 0], [ZeroAddress, 0, 0]],
      'list the price WETH/USD with the sources nobody',
    ],
    ['oracleHub', 'setMaxAge(bytes32,uint256)', [feed, 5_400], 'set WETH/USD maxAge to 1 h 30 min'],
    ['governor', 'updateQuorumNumerator(uint256)', [1], 'set governor quorumNumerator to 1 %'],
    ['governor', 'setProposalGuardian(address)', [attacker], `make ${short} the proposal guardian`],
    [
      'governor',
      'relay(address,uint256,bytes)',
      [timelock, 0, '0xdeadbeef'],
      'through governor: unknown call 0xdeadbeef on timelock (4 bytes)',
    ],
    ['timelock', 'updateDelay(uint256)', [3_600], 'set timelock minDelay to 1 h'],
    [
      'token',
      'transfer(address,uint256)',
      [attacker, 5n * 10n ** 18n],
      `transfer 5 BLST to ${short}`,
    ],
    [
      'derivative',
      'approve(address,uint256)',
      [attacker, 10n ** 21n],
      `let ${short} spend 1,000 bUSD`,
    ],
    [token20, 'transfer(address,uint256)', [attacker, 7], `transfer 7 units of WETH to ${short}`],
    [
      'ledger',
      'createMarket((address,address,bytes32,bytes32),(uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256))',
      [
        [book.contracts.derivative, token20, feed, feed],
        [
          15_000,
          8_000,
          800,
          6_000,
          95n * 10n ** 16n,
          105n * 10n ** 16n,
          0,
          10n ** 20n,
          0,
          86_400,
          10n ** 21n,
          7_200,
        ],
      ],
      'list the market of WETH, priced by WETH/USD: collateralizationRatio 150 %, liquidationThreshold 80 %, liquidationPenalty 8 %, penaltyFloor 60 %, maxPenaltyHealth 0.95, targetHealth 1.05, debtCeiling 0 bUSD, minimumDebt 100 bUSD, stabilityFee 0 %, thresholdRamp 1 day, ceilingGap 1,000 bUSD, ceilingDelay 2 h',
    ],
  ]
  const weth = book.markets[0]!.id
  const ofLedger: readonly (readonly [string, unknown[], string])[] = [
    [
      'restrain(bytes32,(uint8,uint256)[])',
      [weth, [[6, 0]]],
      'restrain WETH-A: set debtCeiling 0 bUSD',
    ],
    ['freeze(bytes32)', [weth], 'stop issuing in WETH-A for a day'],
    ['unfreeze(bytes32)', [weth], 'let WETH-A issue again'],
    ['shutdown(bytes32)', [weth], 'shut WETH-A for ever, as its price is dead'],
    [
      'coverDeficit(bytes32,uint256)',
      [weth, 10n ** 18n],
      'cover up to 1 bUSD of the deficit of WETH-A',
    ],
    ['coverFromSurplus(bytes32)', [weth], 'cover the deficit of WETH-A from the surplus'],
    [
      'mintSurplus(address,uint256,address)',
      [book.contracts.derivative, 10n ** 18n, attacker],
      `issue 1 bUSD of surplus to ${short}`,
    ],
  ]
  for (const [fragment, args, expected] of ofLedger) {
    it(expected, () => expect(say('ledger', fragment, args)).to.equal(expected))
  }

  const risk = encodeBytes32String('asset:WETH')
  const ofCaps: readonly (readonly [string, unknown[], string])[] = [
    [
      'setExposureCap(address,bytes32,uint256)',
      [book.contracts.derivative, encodeBytes32String('asset:ETH'), 5n * 10n ** 18n],
      'set asset:ETH exposureCap to 5 bUSD',
    ],
    [
      'cutExposureCap(address,bytes32,uint256)',
      [book.contracts.derivative, `0x${'0'.repeat(64)}`, 0n],
      'restrain bUSD derivativeCap to 0 bUSD',
    ],
    [
      'setRelativeCap(address,bytes32,uint256)',
      [book.contracts.derivative, risk, 4_000n],
      'set risk "asset:WETH" relativeCap to 40 %',
    ],
    [
      'assignRisks(bytes32,bytes32[3])',
      [weth, [risk, `0x${'0'.repeat(64)}`, encodeBytes32String('oracle:x')]],
      'count WETH-A towards the risks asset:WETH, oracle:x',
    ],
  ]
  for (const [fragment, args, expected] of ofCaps) {
    it(expected, () => expect(say('exposureCaps', fragment, args)).to.equal(expected))
  }

  for (const [target, fragment, args, expected] of cases) {
    it(expected.slice(0, 70), () => expect(say(target, fragment, args)).to.equal(expected))
  }

  it('does not guess: a known selector on another contract is unknown', () => {
    const selector = id('updateDelay(uint256)').slice(0, 10)
    expect(say('ledger', 'updateDelay(uint256)', [1])).to.equal(
      `unknown call ${selector} on ledger (36 bytes)`,
    )
  })

  it('does not read past hidden bytes: calldata with a tail is unknown', () => {
    const calldata = `${ledgerAbi.encodeFunctionData('accrue', [market])}00`
    expect(decodeCall({ target: ledger, value: 0n, calldata }, book).kind).to.equal('unknown')
  })

  it('shows ETH that is sent along, and sent alone', () => {
    const to = getAddress(attacker)
    expect(decodeCall({ target: to, value: 10n ** 18n, calldata: '0x' }, book).words).to.equal(
      `send 1 ETH to ${short}`,
    )
    const calldata = ledgerAbi.encodeFunctionData('accrue', [market])
    expect(decodeCall({ target: ledger, value: 5n * 10n ** 17n, calldata }, book).words).to.match(
      /, sending 0\.5 ETH$/,
    )
  })
})
