import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { runCli } from '../support/runCli.ts'

describe('a proposal file that is wrong', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ballast-bad-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const run = async (text: string, verb = 'report') => {
    await writeFile(join(folder, 'proposal.yaml'), text)
    return runCli([verb, 'proposal.yaml', '--json'], { cwd: folder })
  }

  it('is told all its problems at once, those against the chain included, each with its line', async () => {
    const { exitCode, stdout, stderr } = await run(`title: Everything wrong
summary: Nine problems in one file.
changes:
  - market: WETH-Z
    parameter: liquidationThreshold
    to: 82%
  - market: WETH-A
    parameter: liquidationThreshold
    to: 82
  - market: WETH-A
    parameter: liquidationPenalty
    to: 8.125%
  - market: WETH-A
    parameter: targetHealth
    to: 7
  - market: WBTC-A
    parameter: stabilityFee
    to: 6%
    expect: 4%
  - market: WBTC-A
    parameter: debtCeiling
    to: 90_000_000 DAI
  - market: WSTETH-A
    parameter: minimumDebt
    to: 3_000 bUSD
  - market: WSTETH-A
    parameter: minimumDebt
    to: 4_000 bUSD
  - market: WSTETH-A
    parameter: [not, a, name]
    to: 1
colour: blue
`)
    expect(exitCode).to.equal(2)
    expect(stdout).to.equal('')
    const lines = [...stderr.matchAll(/proposal\.yaml:(\d+):\d+/g)].map(([, line]) => Number(line))
    expect(lines).to.include.members([4, 9, 12, 15, 16, 22, 26, 30, 32])
    expect(lines).to.deep.equal(lines.toSorted((a, b) => a - b))
    expect(stderr.match(/^ {6}→ \S/gm)).to.have.length(lines.length)
    expect(stderr).to.contain('WETH-A')
    expect(stderr).to.contain('is 5.5 % on the chain, not 4 % as expected')
    expect(stderr).to.contain('nothing was written or sent')
    expect(await readdir(folder)).to.deep.equal(['proposal.yaml'])
  })

  for (const [name, text] of [
    ['broken YAML', 'title: "never closed\nchanges:\n  - {market: WETH-A'],
    ['an empty file', ''],
    ['a list instead of a proposal', '- 1\n- 2\n'],
    ['binary noise', '\u0000\u0001\u0002'],
  ] as const) {
    it(`exits 2 for ${name}`, async () => {
      const { exitCode, stdout, stderr } = await run(text, 'encode')
      expect(exitCode, stderr).to.equal(2)
      expect(stdout).to.equal('')
      expect(stderr).to.match(/proposal\.yaml:\d+:\d+/)
    })
  }

  it('refuses 10 MB without reading them', async () => {
    const { exitCode, stderr } = await run(`title: ${'x'.repeat(10 * 1024 * 1024)}\n`, 'check')
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('at most 256 KiB')
  })

  it('says what to name when there is no such file, and in an empty folder', async () => {
    const missing = await runCli(['check', 'nothing.yaml'], { cwd: folder })
    expect(missing.exitCode).to.equal(2)
    expect(missing.stderr).to.contain('There is no proposal at nothing.yaml')
    await mkdir(join(folder, 'empty'))
    const empty = await runCli(['check', 'empty'], { cwd: folder })
    expect(empty.exitCode).to.equal(2)
    expect(empty.stderr).to.contain('proposals/template.yaml')
  })
})
