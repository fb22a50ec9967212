import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { readBlock } from '../../cli/chain/client.ts'
import { formatUtcDate } from '../../cli/shared/time.ts'
import { type SeededNode, seeded, startAnvil, startHardhat } from '../support/nodes.ts'
import { type CliRun, runCli } from '../support/runCli.ts'
import { writeWorkspace } from '../support/workspaces.ts'

const title = 'Raise "it": a #1 priority'
const summary = 'First line: [yes].\n\n- a list\n    code'
const threshold = 'WETH-A.liquidationThreshold=82%'

for (const [name, start] of [
  ["Hardhat's node", startHardhat],
  ['anvil', startAnvil],
] as const) {
  describe(`ballast draft on ${name}`, () => {
    let node: SeededNode
    let folder: string
    before(async () => {
      node = await seeded(await start())
    })
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ballast-draft-'))
      await writeWorkspace(folder, node)
    })
    afterEach(() => rm(folder, { recursive: true }))
    after(() => node.stop())

    const run = (args: readonly string[], input?: string): Promise<CliRun> =>
      runCli(args, { cwd: folder, ...(input === undefined ? {} : { input }) })
    const proposals = () => readdir(join(folder, 'proposals')).catch(() => undefined)

    it('writes a file that check understands, and shows each change with its direction', async () => {
      const { exitCode, stdout, stderr } = await run([
        ...['draft', '--set', threshold, '--set', 'WETH/USD.maxAge=1 h'],
        ...['--title', title, '--summary', summary],
        ...['--discussion', 'https://forum.example.org/t/1'],
      ])
      expect(exitCode, stderr).to.equal(0)
      const { timestamp } = await readBlock(node.chain)
      const slug = `${formatUtcDate(timestamp)}-raise-it-a-1-priority`
      expect(await proposals()).to.deep.equal([slug])
      expect(stdout).to.match(/WETH-A +Liquidation threshold +80 % +82 % +relaxes/)
      expect(stdout).to.match(/WETH\/USD +Maximum age +2 h +1 h +tightens/)
      expect(stdout.trimEnd()).to.match(new RegExp(`\n\nNext: ballast check proposals/${slug}$`))
      const encoded = await run(['encode', join('proposals', slug), '--json'])
      expect(encoded.exitCode, encoded.stderr).to.equal(0)
      const { changes, description } = JSON.parse(encoded.stdout)
      expect(changes).to.have.length(2)
      expect(changes[0]).to.include({ before: '8000', after: '8200', direction: 'relaxes' })
      expect(description).to.contain(`# ${title}\n\n${summary}\n\nDiscussion: https://forum`)
    })

    it('answers a document, with title and summary made of the change', async () => {
      const { exitCode, stdout, stderr } = await run(['draft', '--set', threshold, '--json'])
      expect(exitCode, stderr).to.equal(0)
      const document = JSON.parse(stdout)
      expect(document).to.deep.include({
        schema: 'ballast.draft/1',
        title: 'Raise the liquidation threshold of WETH-A to 82 %',
        summary: 'Raises the liquidation threshold of WETH-A from 80 % to 82 %.',
        changes: [
          {
            market: 'WETH-A',
            parameter: 'liquidationThreshold',
            before: '8000',
            after: '8200',
            direction: 'relaxes',
          },
        ],
      })
      const text = await readFile(join(folder, document.file), 'utf8')
      expect(text).to.contain('    to: 82%\n    expect: 80%\n').and.not.to.contain('schema')
    })

    it('names the schema where the folder has one', async () => {
      await run(['draft', '--set', threshold, '--out', 'mine'])
      await writeFile(join(folder, 'mine', 'schema.json'), '{}')
      const { stdout } = await run([
        'draft',
        '--set',
        threshold,
        '--out',
        'mine',
        '--title',
        'B',
        '--json',
      ])
      const text = await readFile(join(folder, JSON.parse(stdout).file), 'utf8')
      expect(text).to.match(/^# yaml-language-server: \$schema=\.\.\/schema\.json\n/)
    })

    it('tells every problem with the flag that it comes from, and writes nothing', async () => {
      const wrong = [
        'WETH-A',
        'WETH-Z.liquidationThreshold=82%',
        'WETH-A.liquidationThreshold=82',
        'WETH-A.liquidationTreshold=82%',
        'WETH-A.targetHealth=7',
        'WBTC-A.stabilityFee=5.5%',
        'WSTETH-A.collateralizationRatio=105%',
        'WETH/USD.minSources=5',
        'WETH/USD.maxAge=1 h',
        'WETH/USD.maxAge=2 h',
      ]
      const { exitCode, stdout, stderr } = await run([
        'draft',
        ...wrong.flatMap((text) => ['--set', text]),
        ...['--title', 'one\ntwo', '--discussion', 'there'],
      ])
      expect(exitCode).to.equal(2)
      expect(stdout).to.equal('')
      for (const text of wrong.filter((one) => one !== 'WETH/USD.maxAge=1 h')) {
        expect(stderr).to.contain(`\n  --set ${text}  `)
      }
      expect(stderr).to.contain('\n  --title  ').and.contain('\n  --discussion  ')
      expect(stderr).to.contain('11 problems; nothing was written')
      expect(stderr.match(/^ {6}→ \S/gm)).to.have.length(11)
      expect(await proposals()).to.equal(undefined)
    })

    it('refuses a folder that is there already, and leaves its file as it is', async () => {
      const first = await run(['draft', '--set', threshold, '--title', 'Mine', '--json'])
      const { file } = JSON.parse(first.stdout)
      const before = await readFile(join(folder, file), 'utf8')
      const again = await run([
        'draft',
        '--set',
        'WETH-A.liquidationThreshold=83%',
        '--title',
        'mine!',
      ])
      expect(again.exitCode).to.equal(2)
      expect(again.stderr).to.contain('is there already').and.contain('--out')
      expect(await readFile(join(folder, file), 'utf8')).to.equal(before)
    })

    it('needs at least one --set', async () => {
      const { exitCode, stderr } = await run(['draft', '--title', 'Nothing'])
      expect(exitCode).to.equal(2)
      expect(stderr).to.contain('set')
    })

    it('gives a file to other verbs through standard input', async () => {
      const { stdout } = await run(['draft', '--set', threshold, '--json'])
      const text = await readFile(join(folder, JSON.parse(stdout).file), 'utf8')
      const encoded = await run(['encode', '-', '--json'], text)
      expect(encoded.exitCode, encoded.stderr).to.equal(0)
      expect(JSON.parse(encoded.stdout).changes).to.have.length(1)
      const wrong = await run(['encode', '-'], text.replace('82%', '82'))
      expect(wrong.exitCode).to.equal(2)
      expect(wrong.stderr).to.match(/ {2}-:\d+:\d+ {2}"82" has no unit/)
      const large = await run(['encode', '-'], 'x'.repeat(300 * 1024))
      expect(large.exitCode).to.equal(2)
      expect(large.stderr).to.contain('at most 256 KiB')
      const report = await run(['report', '-'], text)
      expect(report.exitCode).to.equal(2)
      expect(report.stderr).to.contain('--out')
      const nowhere = await access(join(folder, 'report.md')).catch(() => 'missing')
      expect(nowhere).to.equal('missing')
    })
  })
}

describe('ballast draft without a workspace', () => {
  it('works on the demonstration', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ballast-draft-'))
    try {
      const { exitCode, stdout, stderr } = await runCli(['draft', '--set', threshold], {
        cwd: folder,
      })
      expect(exitCode, stderr).to.equal(0)
      expect(stdout).to.contain('2026-11-20-raise-liquidation-threshold-weth-a-to-82')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
