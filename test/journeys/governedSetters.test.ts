import { expect } from 'chai'
import { encodeBytes32String, ZeroAddress } from 'ethers'
import { OracleHub__factory } from '../../artifacts/typechain/factories/contracts/oracle/OracleHub__factory.js'
import { FixedRate__factory } from '../../artifacts/typechain/factories/contracts/test/FixedRate__factory.js'
import { signerOf } from '../../cli/chain/client.ts'
import { advanceTo, impersonating, sendAs } from '../../cli/chain/devChain.ts'
import { dryRun } from '../../cli/chain/dryRun.ts'
import {
  executeAction,
  queueAction,
  readState,
  readTimes,
  submitProposal,
  voteAction,
} from '../../cli/chain/governor.ts'
import { readParameters } from '../../cli/chain/readParameters.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import type { AddressBook } from '../../cli/governance/addressBook.ts'
import { assertOnly } from '../../cli/governance/assertOnly.ts'
import { catalogue, hasParameter } from '../../cli/governance/catalogue.ts'
import { type ParameterSpec, parameterId } from '../../cli/governance/parameter.ts'
import { fieldOf, subjectsOf } from '../../cli/governance/scopes.ts'
import { formatValue } from '../../cli/governance/value.ts'
import { silence } from '../../cli/shared/progress.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import { demoFeedLimits } from '../../cli/workflows/demoSpec.ts'
import type { Prepared } from '../../cli/workflows/prepareProposal.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { proposalOf } from '../support/proposals.ts'

const WAD = 10n ** 18n

/** A value each parameter can take from the demonstration's start, in the chain's scale. */
const targets: Readonly<Record<string, bigint>> = {
  collateralizationRatio: 15_600n,
  liquidationThreshold: 8_100n,
  liquidationPenalty: 900n,
  penaltyFloor: 7_000n,
  maxPenaltyHealth: 960_000_000_000_000_000n,
  targetHealth: 1_060_000_000_000_000_000n,
  debtCeiling: 110_000_000n * 10n ** 18n,
  minimumDebt: 2_500n * 10n ** 18n,
  stabilityFee: 60_000_000_000_000_000n,
  thresholdRamp: 864_000n,
  ceilingGap: 5_000_000n * 10n ** 18n,
  ceilingDelay: 43_200n,
  auctionBuffer: 12_000n,
  auctionCut: 985_000_000_000_000_000n,
  auctionStep: 90n,
  auctionTail: 7_200n,
  auctionFloor: 6_000n,
  auctionHealth: 980_000_000_000_000_000n,
  maxInAuction: 5_000_000n * 10n ** 18n,
  kickReward: 20n,
  cooldown: 172_800n,
  vesting: 43_200n,
  absorbReward: 20n,
  derivativeCap: 1_000_000_000n * 10n ** 18n,
  surplusBuffer: 1_000_000n * 10n ** 18n,
  poolShare: 4_000n,
  insuranceShare: 1_000n,
  salePrice: 3n * 10n ** 18n,
  saleSize: 100_000n * 10n ** 18n,
  maxInAuctionTotal: 30_000_000n * 10n ** 18n,
  exposureCap: 500_000_000n * 10n ** 18n,
  relativeCap: 9_500n,
  maxAge: 5_400n,
  maxDeviation: 150n,
  minSources: 3n,
  maxJump: 3_000n,
  maxSwitchDeviation: 200n,
  growthCap: 120_000_000_000_000_000n,
  yieldDecay: 300_000_000_000_000_000n,
  votingDelay: 43_200n,
  votingPeriod: 172_800n,
  proposalThreshold: 200_000n * 10n ** 18n,
  quorumNumerator: 8n,
  lateQuorumVoteExtension: 43_200n,
  minDelay: 86_400n,
}

/** The book with one feed more, of a token that bears yield; the timelock lists it. */
async function withRatedFeed({ chain, book, delegates }: DemoProtocol): Promise<AddressBook> {
  const rate = await new FixedRate__factory(signerOf(chain, delegates[0]!)).deploy(WAD)
  const { sources } = book.feeds[0]!
  const key = encodeBytes32String('VAULT/USD')
  const rateSource = await rate.getAddress()
  const { timelock: from, oracleHub: to } = book.contracts
  const data = OracleHub__factory.createInterface().encodeFunctionData('createFeed', [
    key,
    [...sources],
    { ...demoFeedLimits },
    { source: rateSource, growthCapWad: WAD / 10n, yieldDecayWad: WAD / 4n },
  ])
  await impersonating(chain, [from], () => sendAs(chain, { from, to, data }))
  return { ...book, feeds: [...book.feeds, { label: 'VAULT/USD', key, sources, rateSource }] }
}

describe('every governed setter', () => {
  let protocol: DemoProtocol
  before(async () => {
    const demo = await openDemoProtocol(silence)
    protocol = { ...demo, book: await withRatedFeed(demo) }
  })
  after(() => protocol.close())

  it('has a target value in this test', () => {
    expect(Object.keys(targets).toSorted()).to.deep.equal(
      catalogue.map(({ key }) => key).toSorted(),
    )
  })

  for (const spec of catalogue) {
    it(`${spec.scope} ${spec.key} goes through one whole lifecycle and nothing else changes`, async () => {
      const prepared = await change(spec)
      const { dryRun: run } = await dryRun(protocol.chain, protocol.book, {
        proposal: prepared.proposal,
        from: prepared.current,
      })
      const { proposal, changes } = prepared
      const verdict = assertOnly({ dryRun: run, proposal, changes, book: protocol.book })
      expect(verdict.undeclared).to.deep.equal([])
      await live(prepared)
      const subject = subjectOf(spec)
      const { values } = await readParameters(protocol.chain, protocol.book)
      expect(values.get(parameterId(subject, spec.key))?.stored).to.equal(targets[spec.key])
    })
  }

  it('lists a market through one whole lifecycle', async () => {
    const { collateral } = protocol.book.markets[0]!
    const { derivative } = protocol.book.contracts
    const bytes32 = (text: string) => `0x${Buffer.from(text).toString('hex').padEnd(64, '0')}`
    await live(
      await proposalOf(
        protocol,
        `calls:
  - target: ledger
    signature: createMarket((address,address,bytes32,bytes32),(uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256))
    args:
      - ["${derivative}", "${collateral}", "feed:WETH/USD", "${bytes32('WETH-B')}"]
      - ["17000", "7500", "800", "6000", "950000000000000000", "1050000000000000000", "1000000000000000000000000", "2000000000000000000000", "40000000000000000", "604800", "1000000000000000000000000", "21600"]
    because: a second, safer market on the same collateral
    declares: [listing]`,
      ),
    )
  })

  it('lists a feed and replaces its sources through whole lifecycles', async () => {
    const { sources } = protocol.book.feeds[0]!
    const key = `0x${Buffer.from('NEW/USD').toString('hex').padEnd(64, '0')}`
    const list = (addresses: readonly string[]) => `[${addresses.map((a) => `"${a}"`).join(', ')}]`
    await live(
      await proposalOf(
        protocol,
        `calls:
  - target: oracleHub
    signature: createFeed(bytes32,address[],(uint32,uint16,uint8,uint16,uint16),(address,uint256,uint256))
    args: ["${key}", ${list(sources)}, ["3600", "100", "2", "2500", "300"], ["${ZeroAddress}", "0", "0"]]
    because: a new feed
    declares: [listing, priceSource]`,
      ),
    )
    await live(
      await proposalOf(
        protocol,
        `calls:
  - target: oracleHub
    signature: setSources(bytes32,address[])
    args: ["${key}", ${list(sources.slice(0, 2))}]
    because: one source is enough to lose
    declares: [priceSource]`,
      ),
    )
  })

  it('gives and withdraws allowances of stewards, and steps itself, through whole lifecycles', async () => {
    const raw = async (signature: string, args: string) => {
      const prepared = await proposalOf(
        protocol,
        `calls:
  - target: riskSteward
    signature: ${signature}
    args: ["market:WETH-A", ${args}]
    because: stewards
    declares: [permission]`,
      )
      const { dryRun: run } = await dryRun(protocol.chain, protocol.book, {
        proposal: prepared.proposal,
        from: prepared.current,
      })
      const { proposal, changes } = prepared
      const verdict = assertOnly({ dryRun: run, proposal, changes, book: protocol.book })
      await live(prepared)
      return [proposal.calls[0]?.words, ...verdict.undeclared.map(({ words }) => words)]
    }
    const given = await raw(
      'allow(bytes32,(uint8,bool,uint256,uint256,uint256,uint256)[])',
      '[["9", false, "86400", "172800", "864000", "86400"]]',
    )
    expect(given).to.deep.equal([
      'let stewards move WETH-A: thresholdRamp by up to 1 day every 1 day within 2 days … 10 days',
    ])
    const withdrawn = await raw('disallow(bytes32,uint8[])', '["9"]')
    expect(withdrawn).to.deep.equal(['no longer let stewards move WETH-A: thresholdRamp'])
    const ramp = await protocolValue('thresholdRamp')
    const stepped = await raw('set(bytes32,(uint8,uint256)[])', `[["9", "${ramp}"]]`)
    expect(stepped).to.have.length(1)
  })

  async function protocolValue(key: string): Promise<bigint | undefined> {
    const { values } = await readParameters(protocol.chain, protocol.book)
    return values.get(parameterId('WETH-A', key))?.stored
  }

  const subjectOf = (spec: ParameterSpec): string =>
    subjectsOf(spec.scope, protocol.book).find((name) => hasParameter(spec, name, protocol.book))!

  async function change(spec: ParameterSpec): Promise<Prepared> {
    const subject = subjectOf(spec)
    const to = formatValue(spec.unit, targets[spec.key]!, protocol.book)
    return proposalOf(
      protocol,
      `changes:\n  - {${fieldOf(spec.scope)}: "${subject}", parameter: ${spec.key}, to: ${to}}`,
    )
  }

  async function live({ proposal }: Prepared): Promise<void> {
    const { chain, book, delegates } = protocol
    const sender = localSender(chain, delegates[0]!)
    const times = () => readTimes(chain, book, proposal.id)
    await submitProposal(sender, book, proposal)
    await advanceTo(chain, (await times()).snapshot + 1)
    for (const from of delegates) {
      await transact(localSender(chain, from), voteAction(book, proposal.id, { support: 'for' }))
    }
    await advanceTo(chain, (await times()).deadline + 1)
    await transact(sender, queueAction(book, proposal.id))
    await advanceTo(chain, (await times()).eta)
    await protocol.refreshFeeds()
    await transact(sender, executeAction(book, proposal.id))
    expect(await readState(chain, book, proposal.id)).to.equal('Executed')
  }
})
