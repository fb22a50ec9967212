import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { runCli } from '../support/runCli.ts'

describe('ballast demo', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ballast-demo-'))
  })
  after(() => rm(folder, { recursive: true }))

  it('carries one parameter change from its file to the chain and answers one JSON document', async () => {
    const { exitCode, stdout, stderr } = await runCli(['demo', '--json'], { cwd: folder })
    expect(exitCode, stderr).to.equal(0)
    const answer = JSON.parse(stdout)
    expect(answer.schema).to.equal('ballast.demo/1')
    expect(answer.states).to.deep.equal(['Pending', 'Active', 'Succeeded', 'Queued', 'Executed'])
    expect(answer.changes).to.deep.equal([
      { market: 'WETH-A', parameter: 'liquidationThreshold', before: '8000', after: '8200' },
    ])
    expect(answer.stewardStep).to.deep.equal({
      ...{ market: 'WBTC-A', parameter: 'stabilityFee' },
      ...{ before: '55000000000000000', after: '54000000000000000' },
    })
    const { crash } = answer
    const { absorbed, auction } = crash
    expect(BigInt(crash.priceAfter) * 100n).to.be.below(BigInt(crash.priceBefore) * 79n)
    expect(absorbed.vaults).to.be.greaterThan(0)
    expect(BigInt(absorbed.repaid) > 0n && BigInt(absorbed.collateral) > 0n).to.equal(true)
    expect(BigInt(auction.paid) >= BigInt(auction.debtPaid)).to.equal(true)
    expect(BigInt(auction.debtPaid) > 0n && auction.seconds >= 900).to.equal(true)
    expect(crash.unhealthyVaultsLeft).to.be.below(crash.unhealthyVaults - absorbed.vaults)
    // What the surplus does not pay of it is a deficit, and nothing else is.
    expect(BigInt(crash.badDebt) - BigInt(crash.fromSurplus)).to.equal(BigInt(crash.deficit))
    expect(answer.proposalId).to.match(/^\d{70,}$/)
    for (const side of ['before', 'after']) {
      const { mean } = answer.risk[side].liquidatedDebt
      expect(mean.n).to.equal(2_000)
      expect(mean.low).to.be.below(mean.value)
      expect(mean.high).to.be.above(mean.value)
    }
    const [markdown, json] = answer.reportFiles
    const report = JSON.parse(await readFile(join(folder, json), 'utf8'))
    expect(report.proposalId).to.equal(answer.proposalId)
    expect(report.provenance.block.number).to.be.a('number')
    expect(report.provenance.seed).to.be.a('number')
    expect(report.provenance.inputHash).to.match(/^0x[0-9a-f]{64}$/)
    expect(await readFile(join(folder, markdown), 'utf8')).to.contain('82 %')
  })

  it('gives the same bytes twice', async () => {
    const run = async (name: string) => {
      const { exitCode } = await runCli(['demo', '--quiet', '--out', name], { cwd: folder })
      expect(exitCode).to.equal(0)
      return readFile(join(folder, name, 'report.json'), 'utf8')
    }
    expect(await run('first')).to.equal(await run('second'))
  })

  it('tells the story on stderr and the answer on stdout', async () => {
    const { stdout, stderr } = await runCli(['demo', '--out', 'told'], { cwd: folder })
    expect(stderr).to.contain('✔ dry run')
    expect(stderr).to.contain('of those are excluded')
    expect(stderr).to.match(/✔ steward +WBTC-A stabilityFee 5.5 % → 5.4 % without a vote, allowed/)
    expect(stderr).to.match(/✔ crash +WETH\/USD .* vaults of WETH-A below health 1/)
    expect(stderr).to.match(/✔ absorb +the stability pool liquidated \d+ vaults/)
    expect(stderr).to.match(/✔ auction +a lot of .* WETH .* sold after/)
    expect(stderr).to.match(/✔ bad debt +.* deficit .*, surplus .*, NAV/)
    expect(stdout).to.contain('Read back from the chain:')
    expect(stdout).to.contain('Report: told/report.md, told/report.json')
    expect(`${stdout}${stderr}`, 'no escape sequences without a terminal').not.to.contain('\u001b')
  })
})
