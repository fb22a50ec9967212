import { expect } from 'chai'
import type { PriceState } from '../../cli/chain/readBook.ts'
import { silence } from '../../cli/shared/progress.ts'
import { checkProposal } from '../../cli/workflows/checkProposal.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { type Simulated, simulateProposal } from '../../cli/workflows/simulateProposal.ts'
import { proposalOf } from '../support/proposals.ts'

const change = (to: string) =>
  `changes:\n  - {market: WETH-A, parameter: liquidationThreshold, to: ${to}}\n`
const risk = (own: string) => `risk: {paths: 1000, horizon: 1 day${own}}\n`

describe('checkProposal', () => {
  let protocol: DemoProtocol
  let raise: Simulated
  let cut: Simulated
  before(async () => {
    protocol = await openDemoProtocol(silence)
    const simulated = async (yaml: string) =>
      simulateProposal(protocol, await proposalOf(protocol, yaml), silence)
    raise = await simulated(`${change('82%')}${risk('')}`)
    cut = await simulated(`${change('70%')}${risk('')}`)
  })
  after(() => protocol.close())

  const check = (known: Parameters<typeof checkProposal>[1], accepted: readonly string[] = []) =>
    checkProposal(protocol, known, { acceptedInconclusive: accepted, progress: silence })
  const statuses = async (known: Simulated) =>
    Object.fromEntries(
      (await check(known)).checks.findings.map((finding) => [finding.check, finding.status]),
    )

  it('runs every check on a whole simulation', async () => {
    const { checks, decision } = await check(raise)
    expect(checks.notRun).to.deep.equal([])
    expect(checks.findings.map(({ status }) => status)).to.deep.equal(
      Array<string>(10).fill('pass'),
    )
    expect(decision).to.equal('pass')
  })

  it('runs all but the risk checks on a dry run', async () => {
    const { assessment: _, riskBook: __, ...dryRunOnly } = raise
    const { checks } = await check(dryRunOnly)
    expect(checks.notRun.map((one) => one.check)).to.deep.equal(['newly-liquidatable', 'bad-debt'])
    expect(checks.findings).to.have.length(8)
  })

  it('finds what a cut makes liquidatable at the end of its ramp, by the engine\u2019s own ladders', async () => {
    const { checks, decision } = await check(cut)
    const finding = checks.findings.find((one) => one.check === 'newly-liquidatable')!
    const { settled } = cut.assessment.ladders
    const debt = (side: 'before' | 'after') => settled[side][0]!.rungs[0]!.debt
    expect(debt('after') - debt('before')).to.be.above(0)
    expect(finding.status).to.equal('fail')
    expect(finding.facts).to.have.length(1)
    expect(finding.facts[0]).to.contain('WETH-A: 0 at execution')
    expect(decision).to.equal('fail')
  })

  it('counts no debt that is liquidatable without the proposal too, though it grows faster with it', async () => {
    const ladders = structuredClone(raise.assessment.ladders) as unknown as {
      settled: Record<'before' | 'after', { rungs: { debt: number; vaultCount: number }[] }[]>
    }
    for (const [side, debt] of [
      ['before', 1_000],
      ['after', 1_001],
    ] as const) {
      Object.assign(ladders.settled[side][0]!.rungs[0]!, { debt, vaultCount: 1 })
    }
    const known = { ...raise, assessment: { ...raise.assessment, ladders: ladders as never } }
    expect(await statuses(known)).to.include({ 'newly-liquidatable': 'pass' })
  })

  it('lets no check on risk be green when the execution reverts', async () => {
    const outcome = { kind: 'reverted', reason: 'no' } as const
    const { reading } = raise
    const known = { ...raise, reading: { ...reading, dryRun: { ...reading.dryRun, outcome } } }
    expect(await statuses(known)).to.include({
      'declared-only': 'fail',
      lifecycle: 'fail',
      'newly-liquidatable': 'inconclusive',
      'bad-debt': 'inconclusive',
      'gas-limit': 'inconclusive',
    })
  })

  it('takes an open end of an interval for infinitely far', async () => {
    const { assessment } = raise
    const total = structuredClone(assessment.total!)
    Object.assign(total.difference.badDebt.shortfall99, { low: null, high: null })
    const known = { ...raise, assessment: { ...assessment, total } }
    expect(await statuses(known)).to.include({ 'bad-debt': 'inconclusive' })
    const limited = { ...known, draft: { ...known.draft, risk: { ...known.draft.risk } } }
    Object.assign(limited.draft.risk, { maxAddedBadDebt: 10n ** 40n })
    expect(await statuses(limited)).to.include({ 'bad-debt': 'inconclusive' })
  })

  describe('with a price that is not OK', () => {
    const doubtful = (priceState: PriceState) => {
      const [first, ...others] = raise.pinned.markets
      const markets = [{ ...first!, priceState }, ...others]
      return { ...raise, pinned: { ...raise.pinned, markets } }
    }

    it('is inconclusive, and says which market\u2019s', async () => {
      const { checks, decision } = await check(doubtful('DEGRADED'))
      const finding = checks.findings.find((one) => one.check === 'price-state')!
      expect(finding.facts).to.deep.equal(['WETH/USD of WETH-A is DEGRADED'])
      expect(decision).to.equal('inconclusive')
    })

    it('is a warning once that check is accepted, and no other', async () => {
      expect((await check(doubtful('DOWN'), ['price-state'])).decision).to.equal('warn')
      expect((await check(doubtful('DOWN'), ['lifecycle'])).decision).to.equal('inconclusive')
    })
  })
})
