import { expect } from 'chai'
import { type EventFragment, Interface, id, type ParamType } from 'ethers'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { Derivative__factory } from '../../artifacts/typechain/factories/contracts/core/Derivative__factory.js'
import { ExposureCaps__factory } from '../../artifacts/typechain/factories/contracts/core/ExposureCaps__factory.js'
import { Ledger__factory } from '../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { BallastGovernor__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastGovernor__factory.js'
import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import { RiskSteward__factory } from '../../artifacts/typechain/factories/contracts/governance/RiskSteward__factory.js'
import { AuctionHouse__factory } from '../../artifacts/typechain/factories/contracts/liquidation/AuctionHouse__factory.js'
import { Backstop__factory } from '../../artifacts/typechain/factories/contracts/liquidation/Backstop__factory.js'
import { InsurancePool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/InsurancePool__factory.js'
import { StabilityPool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/StabilityPool__factory.js'
import { OracleHub__factory } from '../../artifacts/typechain/factories/contracts/oracle/OracleHub__factory.js'
import { contractsOf } from '../../cli/governance/addressBook.ts'
import { eventEffects } from '../../cli/governance/eventEffects.ts'
import { readExecution } from '../../cli/governance/execution.ts'
import type { SensitiveEffect } from '../../cli/governance/proposal.ts'
import { attacker, book, head, prepare } from './demo.ts'
import { dryRunOf } from './execution.ts'

const compiled = {
  governor: BallastGovernor__factory.abi,
  timelock: TimelockController__factory.abi,
  accessManager: AccessManager__factory.abi,
  token: BallastToken__factory.abi,
  derivative: Derivative__factory.abi,
  ledger: Ledger__factory.abi,
  exposureCaps: ExposureCaps__factory.abi,
  oracleHub: OracleHub__factory.abi,
  riskSteward: RiskSteward__factory.abi,
  auctionHouse: AuctionHouse__factory.abi,
  'pool-WETH': StabilityPool__factory.abi,
  insurancePool: InsurancePool__factory.abi,
  backstop: Backstop__factory.abi,
} as const
type Compiled = keyof typeof compiled

/** What each event of our contracts is when a call of a proposal causes it. `accrual`, `refreshing` and `noting` alone need no declaration. */
const kinds: Readonly<Record<Compiled, Readonly<Record<string, string>>>> = {
  governor: {
    EIP712DomainChanged: 'permission',
    LateQuorumVoteExtensionSet: 'governance',
    ProposalCanceled: 'governance',
    ProposalCreated: 'governance',
    ProposalExecuted: 'governance',
    ProposalExtended: 'governance',
    ProposalGuardianSet: 'governance',
    ProposalQueued: 'governance',
    ProposalThresholdSet: 'governance',
    QuorumNumeratorUpdated: 'governance',
    TimelockChange: 'governance',
    VoteCast: 'governance',
    VoteCastWithParams: 'governance',
    VotingDelaySet: 'governance',
    VotingPeriodSet: 'governance',
  },
  timelock: {
    CallExecuted: 'governance',
    CallSalt: 'governance',
    CallScheduled: 'governance',
    Cancelled: 'governance',
    MinDelayChange: 'governance',
    RoleAdminChanged: 'permission',
    RoleGranted: 'permission',
    RoleRevoked: 'permission',
  },
  accessManager: {
    OperationCanceled: 'permission',
    OperationExecuted: 'permission',
    OperationScheduled: 'permission',
    RoleAdminChanged: 'permission',
    RoleGrantDelayChanged: 'permission',
    RoleGranted: 'permission',
    RoleGuardianChanged: 'permission',
    RoleLabel: 'permission',
    RoleRevoked: 'permission',
    TargetAdminDelayUpdated: 'permission',
    TargetClosed: 'permission',
    TargetFunctionRoleUpdated: 'permission',
  },
  token: {
    Approval: 'tokenMovement',
    DelegateChanged: 'governance',
    DelegateVotesChanged: 'governance',
    EIP712DomainChanged: 'permission',
    Transfer: 'tokenMovement',
  },
  derivative: {
    Approval: 'tokenMovement',
    EIP712DomainChanged: 'permission',
    Transfer: 'tokenMovement',
  },
  ledger: {
    Accrued: 'accrual',
    Adjusted: 'tokenMovement',
    AuctionSettled: 'tokenMovement',
    AuthorityUpdated: 'permission',
    BadDebtRealised: 'tokenMovement',
    CeilingRaiseScheduled: 'parameter',
    DeficitCovered: 'tokenMovement',
    IssuingFrozen: 'listing',
    IssuingUnfrozen: 'listing',
    Liquidated: 'tokenMovement',
    MarketCreated: 'listing',
    MarketShut: 'listing',
    OperatorSet: 'permission',
    ParameterSet: 'parameter',
    Redeemed: 'tokenMovement',
    Seized: 'tokenMovement',
    SurplusMinted: 'tokenMovement',
    ThresholdRampStarted: 'parameter',
    WrittenOff: 'tokenMovement',
  },
  exposureCaps: {
    AuthorityUpdated: 'permission',
    ExposureCapSet: 'listing',
    ExposureCounted: 'accrual',
    RelativeCapSet: 'listing',
    RisksAssigned: 'listing',
  },
  oracleHub: {
    AuthorityUpdated: 'permission',
    DownNoted: 'refreshing',
    GrowthCapSet: 'parameter',
    LastGoodSet: 'refreshing',
    MaxAgeSet: 'parameter',
    MaxDeviationSet: 'parameter',
    MaxJumpSet: 'parameter',
    MaxSwitchDeviationSet: 'parameter',
    MinSourcesSet: 'parameter',
    RateAccepted: 'refreshing',
    RateSnapshotTaken: 'priceSource',
    RateSourceSet: 'priceSource',
    SourcesForced: 'priceSource',
    SourcesSet: 'priceSource',
    YieldDecaySet: 'parameter',
  },
  riskSteward: {
    AllowanceSet: 'permission',
    AuthorityUpdated: 'permission',
    Stepped: 'permission',
  },
  auctionHouse: {
    // Of a market or a derivative that is not in the book, as here; else they are parameters.
    AuctionParameterSet: 'listing',
    AuthorityUpdated: 'permission',
    CreditClaimed: 'tokenMovement',
    Credited: 'tokenMovement',
    LotClosed: 'tokenMovement',
    LotGivenUp: 'tokenMovement',
    LotKicked: 'tokenMovement',
    LotRedone: 'tokenMovement',
    LotTaken: 'tokenMovement',
    MaxInAuctionSet: 'listing',
    SaleCut: 'tokenMovement',
    SaleOpened: 'tokenMovement',
  },
  'pool-WETH': {
    AbsorbRewardSet: 'parameter',
    Absorbed: 'tokenMovement',
    Claimed: 'tokenMovement',
    Approval: 'tokenMovement',
    AuthorityUpdated: 'permission',
    CooldownSet: 'parameter',
    Deposit: 'tokenMovement',
    Retired: 'tokenMovement',
    Transfer: 'tokenMovement',
    VestingSet: 'parameter',
    Withdraw: 'tokenMovement',
    WithdrawalRequestCut: 'tokenMovement',
    WithdrawalRequested: 'tokenMovement',
    YieldAdded: 'tokenMovement',
  },
  insurancePool: {
    Drawn: 'tokenMovement',
    Approval: 'tokenMovement',
    AuthorityUpdated: 'permission',
    CooldownSet: 'parameter',
    Deposit: 'tokenMovement',
    Retired: 'tokenMovement',
    Transfer: 'tokenMovement',
    VestingSet: 'parameter',
    Withdraw: 'tokenMovement',
    WithdrawalRequestCut: 'tokenMovement',
    WithdrawalRequested: 'tokenMovement',
    YieldAdded: 'tokenMovement',
  },
  backstop: {
    AuthorityUpdated: 'permission',
    BackstopParameterSet: 'listing',
    Covered: 'tokenMovement',
    DeficitNoted: 'noting',
    PoolsSet: 'permission',
    Released: 'tokenMovement',
    SaleEnded: 'tokenMovement',
    SaleStarted: 'tokenMovement',
    SurplusDistributed: 'tokenMovement',
  },
}

/** Some value of a type; numbers grow with their place, so that an old and a new value differ. */
function sample(type: ParamType, place: number): unknown {
  if (type.isArray()) return Array(Math.max(0, type.arrayLength ?? 0)).fill(id('something'))
  if (type.isTuple()) return type.components.map(sample)
  if (type.type === 'address') return attacker
  if (type.type === 'bool') return true
  if (type.type === 'string') return 'a"\n\u001b[2K\u2714 pass'
  if (type.type === 'bytes') return '0x'
  const size = /^bytes(\d+)$/.exec(type.type)?.[1]
  return size === undefined ? BigInt(place + 1) : id('something').slice(0, 2 + 2 * Number(size))
}

/** How the guard reads that event when a raw call of the contract causes it. */
function effectOf(contract: Compiled, fragment: EventFragment, declares: string) {
  const prepared = prepare(
    `${head}calls:\n  - { target: ${contract}, signature: f(), because: x, declares: [${declares}] }\n`,
  )
  const args = fragment.inputs.map(sample)
  const log = {
    address: new Map(contractsOf(book)).get(contract)!,
    ...new Interface([fragment]).encodeEventLog(fragment, args),
  }
  const dry = dryRunOf(prepared, [{ events: [log] }])
  const [effect] = eventEffects(readExecution(dry, prepared.proposal, book), [])
  return effect!
}

const eventsOf = (contract: Compiled): readonly EventFragment[] => {
  const found: EventFragment[] = []
  new Interface(compiled[contract]).forEachEvent((fragment) => found.push(fragment))
  return found
}

const eventOf = (contract: Compiled, name: string): EventFragment =>
  eventsOf(contract).find((fragment) => fragment.name === name)!

describe('the tables of events', () => {
  for (const contract of Object.keys(compiled) as Compiled[]) {
    describe(contract, () => {
      it('has a row for every event that is compiled into it', () => {
        expect(Object.keys(kinds[contract])).to.have.members(
          eventsOf(contract).map(({ name }) => name),
        )
      })

      for (const fragment of eventsOf(contract)) {
        const kind = kinds[contract][fragment.name]
        if (['accrual', 'refreshing', 'noting'].includes(kind ?? '')) continue
        it(`reads ${fragment.name} as ${kind} and needs it declared`, () => {
          const effect = effectOf(contract, fragment, '')
          expect(effect).to.include({ kind, declared: false })
          expect(effect.isOpaque).to.equal(undefined)
          expect(effect.words).not.to.match(/in another form|writes the event|\p{Cc}/u)
        })
      }
    })
  }

  it('reads the charge of a fee as accrual, which anybody may cause', () => {
    const effect = effectOf('ledger', eventOf('ledger', 'Accrued'), '')
    expect(effect).to.include({ kind: 'event', declared: true })
  })

  it('reads what the backstop notes as bookkeeping, which anybody may cause', () => {
    const effect = effectOf('backstop', eventOf('backstop', 'DeficitNoted'), '')
    expect(effect).to.include({ kind: 'event', declared: true })
  })

  for (const name of ['DownNoted', 'LastGoodSet', 'RateAccepted']) {
    it(`reads ${name} as a note about a price, which anybody may cause`, () => {
      const effect = effectOf('oracleHub', eventOf('oracleHub', name), '')
      expect(effect).to.include({ kind: 'event', declared: true })
      expect(effect.words).to.contain('notes what the price of ')
    })
  }

  const covered: readonly (readonly [Compiled, string, SensitiveEffect])[] = [
    ['governor', 'ProposalCreated', 'governance'],
    ['governor', 'VoteCast', 'governance'],
    ['governor', 'ProposalQueued', 'governance'],
    ['accessManager', 'RoleLabel', 'permission'],
    ['accessManager', 'OperationExecuted', 'permission'],
    ['token', 'DelegateChanged', 'governance'],
    ['token', 'DelegateVotesChanged', 'governance'],
    ['token', 'DelegateVotesChanged', 'tokenMovement'],
    ['ledger', 'Adjusted', 'tokenMovement'],
    ['ledger', 'WrittenOff', 'tokenMovement'],
  ]
  for (const [contract, name, kind] of covered) {
    it(`lets a raw call declare ${name} with ${kind}`, () => {
      expect(effectOf(contract, eventOf(contract, name), kind).declared).to.equal(true)
    })
  }

  it('tells what is done, by whom and to what', () => {
    const words = (contract: Compiled, name: string) =>
      effectOf(contract, eventOf(contract, name), '').words
    expect(words('governor', 'ProposalCreated')).to.equal(
      `proposes 0 calls as 0x1234\u2026${attacker.slice(-4)}, the proposal 1`,
    )
    expect(words('governor', 'VoteCast')).to.equal(
      `casts the vote of 0x1234\u2026${attacker.slice(-4)} on the proposal 2`,
    )
    expect(words('accessManager', 'RoleLabel')).to.equal(
      'labels role RELAX (1) "a"\\u{a}\\u{1b}[2K\u2714 pass" on accessManager',
    )
  })
})
