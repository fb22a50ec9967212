import { expect } from 'chai'
import { readMarkets } from '../../cli/chain/readBook.ts'
import { marketParameters } from '../../cli/governance/marketParameters.ts'
import type { ConsequenceRung } from '../../cli/risk/consequences.ts'
import { consequencesFor, sortVaults } from '../../cli/risk/consequences.ts'
import { silence } from '../../cli/shared/progress.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import { draftedMarket } from '../../cli/workflows/draftedMarket.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { riskBook } from '../../cli/workflows/riskInputs.ts'
import { dryRunProposal } from '../../cli/workflows/simulateProposal.ts'
import { weigh, weighDraft } from '../../cli/workflows/weighDraft.ts'
import { proposalOf } from '../support/proposals.ts'

const yaml = `changes:
  - {market: WETH-A, parameter: collateralizationRatio, to: 155%}
  - {market: WETH-A, parameter: liquidationThreshold, to: 76%}
  - {market: WETH-A, parameter: thresholdRamp, to: 5 days}
  - {market: WETH-A, parameter: stabilityFee, to: 9%}
  - {market: WETH-A, parameter: debtCeiling, to: 60_000_000 bUSD}
  - {market: WETH-A, parameter: penaltyFloor, to: 50%}
  - {market: WSTETH-A, parameter: liquidationThreshold, to: 81%}
  - {market: WSTETH-A, parameter: debtCeiling, to: 90_000_000 bUSD}
  - {market: WSTETH-A, parameter: targetHealth, to: '1.06'}
  - {governance: governor, parameter: votingPeriod, to: 5 days}
`

describe('weighDraft', () => {
  let protocol: DemoProtocol
  before(async () => {
    protocol = await openDemoProtocol(silence)
  })
  after(() => protocol.close())

  const changesOf = async (text: string) => (await proposalOf(protocol, text)).changes
  const now = () => 0

  it('says the same as executing the proposal on a fork', async () => {
    const prepared = await proposalOf(protocol, yaml)
    const { pinned, reading } = await dryRunProposal(protocol, prepared, silence)
    const played = riskBook(pinned, reading)
    const weighed = weigh(pinned, prepared.changes, played.executesAt)
    expect(weighed.markets.map(({ label }) => label)).to.deep.equal(['WETH-A', 'WSTETH-A'])
    for (const { label, execution, settled } of weighed.markets) {
      const market = played.markets.find((one) => one.label === label)!
      const vaults = sortVaults(market)
      expect(execution).to.deep.equal(consequencesFor(played, market, vaults, played.executesAt))
      if (settled !== undefined) {
        const { at, ...rest } = settled
        expect(at).to.equal(market.after.liquidationThreshold.endsAt)
        expect(rest).to.deep.equal(consequencesFor(played, market, vaults, at))
      }
    }
    expect(weighed.markets.map(({ settled }) => settled !== undefined)).to.deep.equal([true, false])
  })

  it('has a rule for every parameter of a market', async () => {
    const { markets } = await readMarkets(protocol.chain, protocol.book)
    const [market] = markets
    for (const spec of marketParameters) {
      const drafted = draftedMarket(
        market!,
        [{ subject: market!.label, spec, after: spec.max }],
        2e9,
      )
      expect(drafted, spec.key).not.to.deep.equal(market)
      expect(Object.values(drafted.terms), spec.key).to.include(spec.max)
    }
  })

  it('executes when delay, vote and timelock are over, from the clock of the chain', async () => {
    const { block, executesAt } = await weighDraft(protocol, [], now())
    const seconds = 86_400
    expect(executesAt - block.timestamp).to.be.within(5 * seconds, 12 * seconds)
  })

  it('weighs the markets that the draft touches, and no others', async () => {
    const fee = await changesOf('changes: [{market: WBTC-A, parameter: stabilityFee, to: 9%}]')
    expect(
      (await weighDraft(protocol, fee, now())).markets.map(({ label }) => label),
    ).to.deep.equal(['WBTC-A'])
    const period = await changesOf(
      'changes: [{governance: governor, parameter: votingPeriod, to: 5 days}]',
    )
    expect((await weighDraft(protocol, period, now())).markets).to.deep.equal([])
  })

  it('shows a cut at the end of its ramp, where it bites', async () => {
    const cut = await changesOf(
      'changes: [{market: WETH-A, parameter: liquidationThreshold, to: 70%}]',
    )
    const [market] = (await weighDraft(protocol, cut, now())).markets
    const counts = (rungs: readonly ConsequenceRung[]) =>
      rungs.map(({ before, after }) => after.vaultCount - before.vaultCount)
    expect(counts(market!.execution.rungs)).to.deep.equal([0, 0, 0, 0, 0, 0])
    expect(counts(market!.settled!.rungs)[1]).to.be.above(0)
    expect(market!.settled!.at - (await weighDraft(protocol, cut, now())).executesAt).to.equal(
      7 * 86_400,
    )
  })
})
