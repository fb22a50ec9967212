import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import { renderJson } from '../../cli/report/json.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import { type Progress, silence } from '../../cli/shared/progress.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import { type Judged, judgeProposal } from '../../cli/workflows/judgeProposal.ts'
import { previewOf, withAccepted, withReplay } from '../../cli/workflows/previewProposal.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { publishReport } from '../../cli/workflows/publishReport.ts'
import { stages } from '../../cli/workflows/stages.ts'
import { rememberEnvironment } from '../support/environment.ts'
import { writeProposal } from '../support/proposals.ts'
import { inNewFolder, rejectionOf } from '../workspace/folder.ts'

const csv = 'timestamp,price\n2020-03-12,200\n2020-03-13,90\n2020-03-14,120\n'

describe('a preview', function () {
  this.timeout(60_000)
  let protocol: DemoProtocol
  let judged: Judged
  const begun: string[] = []
  const restoreData = rememberEnvironment('BALLAST_DATA')

  const previewed = (own: object = {}, progress: Progress = silence) =>
    inNewFolder(async () => {
      await writeProposal('cut', { to: '70%', paths: 400 })
      await writeFile('eth.csv', csv)
      const request = { proposal: 'cut', acceptInconclusive: [], ...own }
      return judgeProposal(async () => protocol, request, progress)
    })

  before(async () => {
    process.env['BALLAST_DATA'] = '/nowhere'
    protocol = await openDemoProtocol(silence)
    judged = await previewed({}, { ...silence, stage: (name) => void begun.push(name) })
  })
  after(async () => {
    restoreData()
    await protocol.close()
  })

  it('runs the first ten stages in their order', () => {
    expect(begun).to.deep.equal(stages.slice(0, 10))
  })

  it('is plain data that crosses threads, without the names of owners', () => {
    const preview = previewOf(judged, protocol)
    expect(structuredClone(preview)).to.deep.equal(preview)
    const [owner] = judged.simulated.riskBook.markets[0]!.vaults.owners
    expect(JSON.stringify(preview, (_, value) => plain(value))).to.not.contain(owner)
  })

  it('says in words where a difference has no figure', () => {
    const [all] = previewOf(judged, protocol).risk.losses
    const figures = [...(all?.badDebt.figures ?? []), ...(all?.liquidatedDebt.figures ?? [])]
    const words = figures.filter(({ title }) => /quantile|chance/.test(title))
    expect(words).to.have.length(6)
    for (const { before, after, difference } of words)
      expect(difference).to.equal(before === after ? 'none' : 'not estimated')
    expect(figures.map(({ difference }) => difference)).not.to.include('–')
  })

  it('tells the change, the verdict and what to do about each finding', () => {
    const { changes, decision, findings, slug, symbol, undeclared, submitted } = previewOf(
      judged,
      protocol,
    )
    expect({ slug, symbol, undeclared, submitted, decision }).to.deep.equal({
      slug: 'cut',
      symbol: 'bUSD',
      undeclared: [],
      submitted: undefined,
      decision: 'fail',
    })
    expect(changes).to.deep.equal([
      {
        subject: 'WETH-A',
        parameter: 'Liquidation threshold',
        before: '80 %',
        after: '70 %',
        direction: 'tightens',
        takesEffect: 'along a ramp',
      },
    ])
    const failing = findings.filter(({ status }) => status === 'fail')
    expect(failing.map(({ check, advice }) => [check, advice])).to.deep.equal([
      ['newly-liquidatable', 'Take a smaller step, or several with time in between.'],
    ])
    for (const { status, advice } of findings)
      expect(advice === undefined).to.equal(status === 'pass')
  })

  it('has losses of all markets and of each, with figures and a distribution of every path', () => {
    const { losses } = previewOf(judged, protocol).risk
    expect(losses.map(({ label }) => label)).to.deep.equal([
      'all markets',
      ...protocol.book.markets.map(({ label }) => label),
    ])
    for (const loss of losses)
      for (const { figures, histogram } of [loss.badDebt, loss.liquidatedDebt]) {
        expect(figures.at(-1)!.title).to.equal('chance of any')
        expect(figures).to.have.length(6)
        const counted = histogram.bins.reduce((sum, { after }) => sum + after, histogram.none.after)
        expect(counted).to.equal(400)
      }
  })

  it('shows the ramp: nothing at the execution, vaults at its end', () => {
    const { execution, settled } = previewOf(judged, protocol).risk
    expect(settled.at).to.be.above(execution.at)
    const reached = ({ after }: typeof execution) => after[0]!.rungs[0]!.vaultCount
    expect(reached(execution)).to.equal(0)
    expect(reached(settled)).to.be.above(0)
    expect(settled.efficiency.map(({ label }) => label)).to.include('WETH-A')
  })

  it('replays a crash without any file, and the prices that are named', async () => {
    const [crash] = previewOf(judged, protocol).replays
    expect(crash!.name).to.contain('stand-in').and.to.contain('March 2020')
    expect(crash!.about).to.contain('Only these prices are facts')
    expect(crash!.before.liquidationCount).to.be.above(0)
    const { replays } = previewOf(await previewed({ replay: 'eth.csv' }), protocol)
    expect(replays.map(({ name, spans }) => [name, spans.length])).to.deep.equal([['eth.csv', 3]])
    expect(replays[0]!.spans[1]!.lowest).to.be.closeTo(0.45, 1e-12)
  })

  it('replays real prices of March 2020 where they are', async () => {
    await inNewFolder(async (folder) => {
      await mkdir(join(folder, 'prices'))
      await writeFile(
        join(folder, 'prices', 'eth-usd-hourly.csv'),
        'timestamp,price\n2020-03-11,210\n2020-03-12,200\n2020-03-13,90\n2020-03-14,120\n',
      )
      process.env['BALLAST_DATA'] = folder
      const { replays } = await previewed().finally(() => {
        process.env['BALLAST_DATA'] = '/nowhere'
      })
      expect(replays.map(({ name }) => name)).to.deep.equal([
        'eth-usd-hourly.csv from 2020-03-12 to 2020-03-14',
      ])
    })
  })

  it('replays other prices afterwards on the same book', async () => {
    await inNewFolder(async () => {
      await writeFile('later.csv', csv)
      const again = await withReplay(judged, { path: 'later.csv', from: '2020-03-13' })
      expect(again.simulated).to.equal(judged.simulated)
      expect(again.replays[0]!.replay.before.timeline).to.have.length(2)
      const back = await withReplay(again, {})
      expect(back.replays).to.deep.equal(judged.replays)
    })
  })

  it('lets a check stay inconclusive by its name, which the verdict and the report say', () => {
    const { findings, notRun } = judged.checked.checks
    const open = findings.map((finding) =>
      finding.check === 'price-state'
        ? { ...finding, status: 'inconclusive' as const }
        : { ...finding, status: 'pass' as const },
    )
    const before = { ...judged, checked: { ...judged.checked, checks: { findings: open, notRun } } }
    const after = withAccepted(before, ['price-state'])
    expect(after.checked.decision).to.equal('warn')
    expect(after.checked.acceptedInconclusive).to.deep.equal(['price-state'])
    const shown = previewOf(after, protocol).findings.filter(({ isAccepted }) => isAccepted)
    expect(shown.map(({ check }) => check)).to.deep.equal(['price-state'])
    expect(() => withAccepted(judged, ['prices'])).to.throw(UsageError, 'no check called prices')
  })

  it('gives the same report, byte for byte, as long as nothing has changed', async () => {
    const reportOf = (one: Judged) =>
      inNewFolder(async (folder) => {
        const { input } = await publishReport(protocol, one, { folder, progress: silence })
        return renderJson(input)
      })
    expect(await reportOf(await previewed())).to.equal(await reportOf(judged))
  })

  it('tells a wrong price file before it simulates', async () => {
    const stagesBegun: string[] = []
    const progress = { ...silence, stage: (name: string) => void stagesBegun.push(name) }
    const error = await rejectionOf(previewed({ replay: 'nowhere.csv' }, progress))
    expect(error).to.be.instanceOf(UsageError)
    expect(stagesBegun).to.deep.equal([])
  })
})

const plain = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)
