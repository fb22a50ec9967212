import { expect } from 'chai'
import { ErrorFragment, type Fragment, Interface, id, type ParamType } from 'ethers'
import fc from 'fast-check'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { Derivative__factory } from '../../artifacts/typechain/factories/contracts/core/Derivative__factory.js'
import { ExposureCaps__factory } from '../../artifacts/typechain/factories/contracts/core/ExposureCaps__factory.js'
import { Ledger__factory } from '../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { LedgerLens__factory } from '../../artifacts/typechain/factories/contracts/core/LedgerLens__factory.js'
import { BallastGovernor__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastGovernor__factory.js'
import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import { RiskSteward__factory } from '../../artifacts/typechain/factories/contracts/governance/RiskSteward__factory.js'
import { MarketKeys__factory } from '../../artifacts/typechain/factories/contracts/libraries/MarketKeys__factory.js'
import { ParameterChanges__factory } from '../../artifacts/typechain/factories/contracts/libraries/ParameterChanges__factory.js'
import { AuctionHouse__factory } from '../../artifacts/typechain/factories/contracts/liquidation/AuctionHouse__factory.js'
import { Backstop__factory } from '../../artifacts/typechain/factories/contracts/liquidation/Backstop__factory.js'
import { InsurancePool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/InsurancePool__factory.js'
import { StabilityPool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/StabilityPool__factory.js'
import { ChainlinkSource__factory } from '../../artifacts/typechain/factories/contracts/oracle/ChainlinkSource__factory.js'
import { OracleHub__factory } from '../../artifacts/typechain/factories/contracts/oracle/OracleHub__factory.js'
import { TestFeed__factory } from '../../artifacts/typechain/factories/contracts/test/TestFeed__factory.js'
import { TestToken__factory } from '../../artifacts/typechain/factories/contracts/test/TestToken__factory.js'
import { TestYieldToken__factory } from '../../artifacts/typechain/factories/contracts/test/TestYieldToken__factory.js'
import { errorTable } from '../../cli/governance/errorTable.ts'
import { errorWords, type RevertWords } from '../../cli/governance/errorWords.ts'
import { printable } from '../../cli/shared/format.ts'
import { adviceText, commandOf, type Remedy } from '../../cli/shared/remedy.ts'
import { remedyKey } from '../../cli/ui/remedyKeys.ts'
import { parseTarget } from '../../cli/workflows/warpChain.ts'
import { book } from './demo.ts'

/** Everything that `deploy`, `devnet` and the demonstration put on a chain. */
const deployed = {
  BallastGovernor: BallastGovernor__factory.abi,
  TimelockController: TimelockController__factory.abi,
  AccessManager: AccessManager__factory.abi,
  BallastToken: BallastToken__factory.abi,
  Ledger: Ledger__factory.abi,
  ExposureCaps: ExposureCaps__factory.abi,
  ParameterChanges: ParameterChanges__factory.abi,
  MarketKeys: MarketKeys__factory.abi,
  LedgerLens: LedgerLens__factory.abi,
  Derivative: Derivative__factory.abi,
  OracleHub: OracleHub__factory.abi,
  RiskSteward: RiskSteward__factory.abi,
  AuctionHouse: AuctionHouse__factory.abi,
  StabilityPool: StabilityPool__factory.abi,
  InsurancePool: InsurancePool__factory.abi,
  Backstop: Backstop__factory.abi,
  ChainlinkSource: ChainlinkSource__factory.abi,
  TestFeed: TestFeed__factory.abi,
  TestToken: TestToken__factory.abi,
  TestYieldToken: TestYieldToken__factory.abi,
} as const

const errorsOf = (abi: ConstructorParameters<typeof Interface>[0]): readonly ErrorFragment[] => {
  const found: ErrorFragment[] = []
  new Interface(abi).fragments.forEach((fragment: Fragment) => {
    if (fragment instanceof ErrorFragment) found.push(fragment)
  })
  return found
}

const fragmentOf = (text: string) => ErrorFragment.from(`error ${text}`)
const rows = errorTable.map(({ fragment }) => fragmentOf(fragment))
const known = new Set(rows.map((fragment) => fragment.format('sighash')))

/** Any value of a type, the ends of its range included. */
function anyOf(type: ParamType): fc.Arbitrary<unknown> {
  if (type.type === 'address') return bytes(20)
  if (type.type === 'string') return fc.string({ unit: 'binary', maxLength: 400 })
  const bits = /^uint(\d+)$/.exec(type.type)?.[1]
  if (bits !== undefined) return fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n })
  const size = /^bytes(\d+)$/.exec(type.type)?.[1]
  if (size !== undefined) return bytes(Number(size))
  throw new Error(`No arbitrary for ${type.type}.`)
}

const bytes = (length: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((array) => `0x${Buffer.from(array).toString('hex')}`)

const encode = (fragment: ErrorFragment, args: readonly unknown[]): string =>
  new Interface([fragment]).encodeErrorResult(fragment, args)

/** The words of an error, by its name and arguments. */
const words = (text: string, args: readonly unknown[], named = true) =>
  errorWords(encode(fragmentOf(text), args), named ? book : undefined)!

/** What to do about it, by somebody's names for remedies. */
const said = ({ nextStep }: RevertWords, nameOf: (remedy: Remedy) => string) =>
  typeof nextStep === 'string' ? nextStep : nextStep && adviceText(nextStep, nameOf)

const someone = `0x${'12'.repeat(20)}`
const proposal = BigInt(`0xbbc1eb0a${'0'.repeat(56)}`)
const whole = 10n ** 18n
const bit = (state: number) => `0x${(1n << BigInt(state)).toString(16).padStart(64, '0')}`

describe('the table of errors', () => {
  for (const [contract, abi] of Object.entries(deployed)) {
    it(`has a row for every error that is compiled into ${contract}`, () => {
      const missing = errorsOf(abi)
        .map((fragment) => fragment.format('sighash'))
        .filter((signature) => !known.has(signature))
      expect(missing).to.deep.equal([])
    })
  }

  it('has no row that no contract can throw, and none twice', () => {
    const thrown = new Set(
      Object.values(deployed).flatMap((abi) =>
        errorsOf(abi).map((fragment) => fragment.format('sighash')),
      ),
    )
    expect([...known].filter((signature) => !thrown.has(signature))).to.deep.equal([])
    expect(known.size).to.equal(errorTable.length)
  })

  it('names the arguments as the contracts do', () => {
    const ours = new Map(rows.map((fragment) => [fragment.format('sighash'), fragment]))
    for (const abi of Object.values(deployed)) {
      for (const fragment of errorsOf(abi)) {
        const row = ours.get(fragment.format('sighash'))!
        expect(row.inputs.map(({ name }) => name)).to.deep.equal(
          fragment.inputs.map(({ name }) => name),
        )
      }
    }
  })

  for (const fragment of [...rows, fragmentOf('Error(string reason)')].concat(
    fragmentOf('Panic(uint256 code)'),
  )) {
    it(`makes one printable sentence of any ${fragment.name}`, () => {
      const args = fc.tuple(...fragment.inputs.map(anyOf))
      fc.assert(
        fc.property(args, fc.boolean(), (values, named) => {
          const found = errorWords(encode(fragment, values), named ? book : undefined)
          expect(found?.name).to.equal(fragment.name)
          for (const text of [found!.sentence, said(found!, commandOf) ?? 'A b']) {
            expect(text).to.equal(printable(text))
            expect(text).not.to.match(/undefined|NaN|\[object/)
            expect(text.length).to.be.lessThan(700)
          }
          expect(found!.sentence).to.match(/^[A-Z0-9"].*[^.]$/u)
          // Whoever reads it in the interface has no command line: commands are remedies, as data.
          expect(said(found!, ({ act }) => act) ?? '').not.to.match(/ballast|--/)
        }),
        { numRuns: 50 },
      )
    })
  }

  it('knows nothing of other bytes, and never throws for them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...rows.map(({ selector }) => selector), '0x12345678', '0x', '0xzz', ''),
        fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), maxLength: 300 }),
        (selector, rest) => {
          const found = errorWords(`${selector}${rest}`, book)
          expect(found === undefined || found.sentence === printable(found.sentence)).to.equal(true)
        },
      ),
    )
    expect(errorWords('0x12345678')).to.equal(undefined)
  })

  it('does not trust text that is no UTF-8', () => {
    const text = encode(fragmentOf('Error(string reason)'), ['abcd']).replace(
      '61626364',
      'ff626364',
    )
    expect(errorWords(text)).to.equal(undefined)
  })
})

describe('the words of an error', () => {
  const state =
    'GovernorUnexpectedProposalState(uint256 proposalId, uint8 current, bytes32 expectedStates)'

  it('say the state that a proposal is in and the one that it has to be in', () => {
    const found = words(state, [proposal, 0n, bit(1)])
    expect(found).to.include({
      sentence: 'Proposal 0xbbc1eb0a is Pending; this needs it to be Active',
      name: 'GovernorUnexpectedProposalState',
    })
    expect(said(found, commandOf)).to.equal('Look where it stands: ballast show 0xbbc1eb0a')
    expect(said(found, remedyKey)).to.equal('Look where it stands: Enter in Proposals')
    const two = `0x${0b110000n.toString(16).padStart(64, '0')}`
    expect(words(state, [proposal, 7n, two]).sentence).to.equal(
      'Proposal 0xbbc1eb0a is Executed; this needs it to be Succeeded or Queued',
    )
    expect(words(state, [proposal, 9n, bit(12)]).sentence)
      .to.contain('in state 9')
      .and.contain('in a state without a name')
  })

  it('say that a proposal is there already', () => {
    const none = `0x${'0'.repeat(64)}`
    expect(words(state, [proposal, 3n, none]).sentence).to.equal(
      'Proposal 0xbbc1eb0a is Defeated already: the same calls and text cannot be proposed twice',
    )
  })

  it('say how many votes are missing, and how to get them', () => {
    const error =
      'GovernorInsufficientProposerVotes(address proposer, uint256 votes, uint256 threshold)'
    const args = [someone, 0n, 100_000n * whole]
    const found = words(error, args)
    expect(found.sentence).to.equal(
      '0x1212\u20261212 has 0 BLST delegated to it; proposing needs 100,000 BLST',
    )
    expect(said(found, commandOf)).to.equal(
      'Delegate to it and propose in a later block: ballast delegate self',
    )
    expect(words(error, args, false).sentence).to.contain('has 0 votes delegated to it')
  })

  it('name accounts, markets, feeds and roles by the address book', () => {
    expect(
      words('AccessManagedUnauthorized(address caller)', [book.contracts.governor]).sentence,
    ).to.contain('governor may not do this')
    expect(words('LedgerMarketExists(bytes32 id)', [book.markets[0]!.id]).sentence).to.equal(
      'WETH-A is listed already',
    )
    expect(
      words('LedgerPriceNotUsable(bytes32 feed, uint8 state)', [book.feeds[0]!.key, 2n]).sentence,
    ).to.equal(`The price ${book.feeds[0]!.label} is DOWN`)
    expect(
      words('AccessManagerUnauthorizedAccount(address msgsender, uint64 roleId)', [someone, 1n])
        .sentence,
    ).to.contain('it needs the role RELAX (1)')
    expect(
      words('AccessControlUnauthorizedAccount(address account, bytes32 neededRole)', [
        someone,
        id('PROPOSER_ROLE'),
      ]).sentence,
    ).to.contain('it is no proposer of the timelock')
  })

  it('write a parameter by its label and in its own unit', () => {
    const error =
      'RiskParametersOutOfBounds(uint8 parameter, uint256 value, uint256 min, uint256 max)'
    expect(words(error, [1n, 9_900n, 5_000n, 9_700n])).to.include({
      sentence: 'Liquidation threshold 99 % is not within 50 % to 97 %',
      nextStep: 'Propose a value from 50 % to 97 %.',
    })
    expect(words(error, [7n, 1n, 100n * whole, 25_000n * whole]).sentence).to.equal(
      'Minimum debt 0.000000000000000001 bUSD is not within 100 bUSD to 25,000 bUSD',
    )
    expect(words(error, [77n, 1n, 2n, 3n]).sentence).to.equal('Parameter 77 1 is not within 2 to 3')
    const limit = 'OracleHubOutOfBounds(string limit, uint256 value, uint256 min, uint256 max)'
    expect(words(limit, ['maxAge', 30n, 60n, 172_800n]).sentence).to.equal(
      'Maximum age 30 s is not within 1 min to 2 days',
    )
  })

  it('say when, in dates', () => {
    const error = 'ERC5805FutureLookup(uint256 timepoint, uint48 clock)'
    expect(words(error, [1_795_176_000n, 1_795_175_999n]).sentence).to.equal(
      "Votes at 2026-11-20 12:00 UTC are not known yet: the chain's clock is 2026-11-20 11:59 UTC",
    )
    expect(words(error, [2n ** 255n, 0n]).sentence).to.contain(`second ${2n ** 255n}`)
  })

  it('advise a moment of the clock where that is what helps, as it can be typed', () => {
    for (const [error, args] of [
      ['ERC5805FutureLookup(uint256 timepoint, uint48 clock)', [2n, 1n]],
      ['LedgerPriceNotUsable(bytes32 feed, uint8 state)', [book.feeds[0]!.key, 2n]],
    ] as const) {
      const [, typed = ''] =
        /ballast warp (.*)$/.exec(said(words(error, args), commandOf) ?? '') ?? []
      expect(parseTarget(typed), error).to.deep.equal({ kind: 'duration', seconds: 1 })
    }
    expect(commandOf({ act: 'move the clock' })).to.equal('ballast warp next')
  })

  it('explain what Solidity itself checks', () => {
    expect(words('Panic(uint256 code)', [17n]).sentence).to.equal(
      'The contract stopped at a number too large or below zero (code 0x11)',
    )
    expect(words('Panic(uint256 code)', [200n]).sentence).to.contain('a mistake of its own')
  })

  it('cut a reason that never ends', () => {
    const { sentence } = words('Error(string reason)', ['x'.repeat(5_000)])
    expect(sentence).to.have.length.lessThan(300).and.contain('xxx\u2026"')
  })
})
