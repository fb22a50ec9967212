import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { ChainlinkSource__factory } from '../../artifacts/typechain/factories/contracts/oracle/ChainlinkSource__factory.js'
import { nodeAccounts, readBlock } from '../../cli/chain/client.ts'
import { advanceTo, rewinding } from '../../cli/chain/devChain.ts'
import { setFeedPrices } from '../../cli/chain/standIns.ts'
import { silence } from '../../cli/shared/progress.ts'
import { renderSimulated } from '../../cli/workflows/answers.ts'
import { checkProposal } from '../../cli/workflows/checkProposal.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import { demoMarkets } from '../../cli/workflows/demoSpec.ts'
import type { Judged } from '../../cli/workflows/judgeProposal.ts'
import { previewOf, withReplay } from '../../cli/workflows/previewProposal.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { publishReport } from '../../cli/workflows/publishReport.ts'
import { simulateProposal } from '../../cli/workflows/simulateProposal.ts'
import { proposalOf } from '../support/proposals.ts'
import { inNewFolder } from '../workspace/folder.ts'

const raise = (market: string) =>
  `changes:\n  - {market: ${market}, parameter: liquidationThreshold, to: ${market === 'WETH-A' ? '82%' : '77%'}}\nrisk: {paths: 1000, horizon: 1 day}\n`

describe('the risk of a proposal while a feed is DOWN', function () {
  this.timeout(60_000)
  let protocol: DemoProtocol
  before(async () => {
    protocol = await openDemoProtocol(silence)
  })
  after(() => protocol.close())

  /** Every feed grows too old, then those of these markets answer again. */
  const whileOnly = (answering: readonly string[], work: () => Promise<void>) =>
    rewinding(protocol.chain, async () => {
      const { chain, book } = protocol
      const { timestamp } = await readBlock(chain)
      await advanceTo(chain, timestamp + 7_300)
      const [from] = await nodeAccounts(chain)
      for (const { label, feed, price } of demoMarkets.filter((one) =>
        answering.includes(one.label),
      )) {
        const { sources } = book.feeds.find((one) => one.label === feed)!
        const feeds = await Promise.all(
          sources.map((source) =>
            ChainlinkSource__factory.connect(source, chain.provider).AGGREGATOR(),
          ),
        )
        expect(feeds, label).to.have.length(3)
        await setFeedPrices(
          chain,
          from!,
          feeds.map((one) => ({ feed: one, price })),
        )
      }
      await work()
    })

  const judge = async (yaml: string): Promise<Judged & { readonly assessed: string }> => {
    const said: string[] = []
    const progress = { ...silence, finish: (outcome = '') => void said.push(outcome) }
    const prepared = await proposalOf(protocol, yaml)
    const simulated = await simulateProposal(protocol, prepared, progress)
    const options = { acceptedInconclusive: [], progress: silence }
    const checked = await checkProposal(protocol, simulated, options)
    const judged = await withReplay({ simulated, checked, replays: [] }, {})
    return { ...judged, assessed: said.at(-1)! }
  }
  const found = ({ checked }: Judged, name: string) =>
    checked.checks.findings.find(({ check }) => check === name)!
  const others = ['WSTETH-A', 'WBTC-A']

  it('is unknown where it changes that market, and is computed for the others', () =>
    whileOnly(others, async () => {
      const judged = await judge(raise('WETH-A'))
      expect(judged.assessed).to.match(/^expected bad debt .*; no price of WETH-A$/)
      for (const check of ['newly-liquidatable', 'bad-debt'])
        expect(found(judged, check)).to.include({
          status: 'inconclusive',
          summary: 'Nobody can say what it does to the vaults of WETH-A.',
        })
      const { risk, replays } = previewOf(judged, protocol)
      expect(risk.unpriced).to.deep.equal([
        'WETH-A has no price at this block (its feed is DOWN) and is in none of the figures: nobody can say what the proposal does to its vaults.',
      ])
      expect(risk.losses.map(({ label }) => label)).to.deep.equal(['all markets', ...others])
      expect(risk.execution.before.map(({ label }) => label)).to.deep.equal(others)
      expect(risk.execution.efficiency.map(({ label }) => label)).to.deep.equal(others)
      expect(replays).to.have.length(1)
      expect(renderSimulated(judged, protocol.book).text).to.contain(risk.unpriced[0])
    }))

  it('is judged where it changes another market', () =>
    whileOnly(others, async () => {
      const judged = await judge(raise('WBTC-A'))
      expect(found(judged, 'newly-liquidatable')).to.deep.include({
        status: 'pass',
        facts: ['WETH-A has no price and is not counted; its vaults feel nothing of the proposal'],
      })
      expect(found(judged, 'bad-debt').status).to.equal('pass')
    }))

  it('has no figures where no market has a price, and the report says why', () =>
    whileOnly([], async () => {
      const judged = await judge(raise('WETH-A'))
      expect(judged.assessed).to.equal('inconclusive; no price of WETH-A, WSTETH-A and WBTC-A')
      expect(found(judged, 'bad-debt')).to.include({
        status: 'inconclusive',
        summary: 'Could not be checked: no market has a price',
      })
      expect(judged.replays).to.deep.equal([])
      expect(previewOf(judged, protocol).risk.losses).to.deep.equal([])
      await inNewFolder(async () => {
        await publishReport(protocol, judged, { folder: '.', progress: silence })
        const report = await readFile('report.md', 'utf8')
        expect(report).to.contain('WETH-A has no price at this block (its feed is DOWN)')
        expect(report).not.to.match(/bad debt \| mean|What becomes liquidatable/)
        const document = JSON.parse(await readFile('report.json', 'utf8'))
        expect(document.risk).not.to.have.property('total')
        expect(document.risk.unpriced).to.have.length(3)
      })
    }))
})
