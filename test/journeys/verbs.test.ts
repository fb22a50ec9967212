import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { freePort, startAnvil } from '../support/nodes.ts'
import { type CliRun, runCli } from '../support/runCli.ts'
import { startCli } from '../support/spawned.ts'

/** The well-known development key of node account 3, whom the example workspace calls bob. */
const BOBS_KEY = '0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6'

/** From an empty folder to an executed change, every step a process of its own. */
for (const [name, start] of [
  ['Hardhat’s node', startDevnet],
  ['anvil', startOnAnvil],
] as const) {
  describe(`the way of a change, verb by verb, on ${name}`, function () {
    this.timeout(300_000)
    let folder: string
    let stop: () => Promise<unknown>
    let proposal: string

    const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      runCli(args, { cwd: folder, env })
    const succeed = async (...args: Parameters<typeof run>): Promise<CliRun> => {
      const result = await run(...args)
      expect(result.exitCode, `ballast ${args[0].join(' ')}\n${result.stderr}`).to.equal(0)
      return result
    }
    const answer = async (...args: readonly string[]) =>
      JSON.parse((await succeed([...args, '--json', '--quiet'])).stdout)
    const stateNow = async (): Promise<string> => {
      const { proposals } = await answer('status', '--all')
      expect(proposals).to.have.lengthOf(1)
      return proposals[0].state
    }

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ballast-journey-'))
    })

    after(async () => {
      await stop?.()
      await rm(folder, { recursive: true, force: true })
    })

    it('init writes a workspace', async () => {
      const { stdout } = await succeed(['init'])
      expect(stdout).to.match(/Next: ballast devnet/)
      expect(await readdir(folder)).to.include('ballast.yaml')
    })

    it('a node with the protocol on it starts', async () => {
      stop = await start(folder)
      const { parameters } = await answer('params', 'WETH-A')
      const threshold = parameters.find(
        (row: { parameter: string }) => row.parameter === 'liquidationThreshold',
      )
      expect(threshold.stored).to.equal('8000')
    })

    it('status says that nothing is open', async () => {
      expect((await answer('status')).proposals).to.deep.equal([])
    })

    it('draft writes a proposal from flags', async () => {
      const drafted = await succeed([
        'draft',
        ...['--set', 'WETH-A.liquidationThreshold=82%'],
        ...['--title', 'Raise the WETH-A liquidation threshold to 82%'],
        ...['--summary', 'Deeper markets than a year ago allow it.'],
      ])
      const [slug] = await readdir(join(folder, 'proposals'))
      expect(slug).to.match(/^\d{4}-\d\d-\d\d-raise-weth-a-liquidation-threshold-to-82$/)
      proposal = `proposals/${slug}`
      expect(drafted.stdout).to.include(`Next: ballast check ${proposal}`)
    })

    it('check and simulate find nothing undeclared', async () => {
      const checked = await answer('check', proposal)
      expect(checked.undeclared).to.deep.equal([])
      const simulated = await answer('simulate', proposal)
      expect(simulated.decision).to.be.oneOf(['pass', 'warn'])
      expect(simulated.undeclared).to.deep.equal([])
    })

    it('submit sends nothing without the slug, and proposes with it', async () => {
      const without = await run(['submit', proposal])
      expect(without.exitCode).to.equal(2)
      expect(without.stderr).to.include('--confirm')
      expect((await answer('status')).proposals).to.deep.equal([])
      const slug = proposal.split('/')[1]!
      const { stdout } = await succeed(['submit', proposal, '--confirm', slug])
      expect(stdout).to.match(/Next: ballast/)
      expect(await stateNow()).to.equal('Pending')
      const submission = JSON.parse(
        await readFile(join(folder, proposal, 'submission.json'), 'utf8'),
      )
      expect((await answer('status')).proposals[0].id).to.equal(submission.proposalId)
    })

    it('submit again sends nothing and says so', async () => {
      const { stdout } = await succeed(['submit', proposal, '--confirm', proposal.split('/')[1]!])
      expect(stdout).to.match(/already/i)
      expect(await stateNow()).to.equal('Pending')
    })

    it('warp next reaches the vote, and two delegates vote', async () => {
      await succeed(['warp', 'next'])
      expect(await stateNow()).to.equal('Active')
      await succeed(['vote', proposal, 'for', '--reason', 'the buffer is wide', '--yes'])
      const split = ['vote', proposal, '--split', 'for=90%,abstain=10%', '--yes']
      const key = await run([...split, '--account', 'env:BOBS_KEY'], { BOBS_KEY: BOBS_KEY })
      expect(key.exitCode, key.stderr).to.equal(0)
      expect(key.stdout + key.stderr).to.not.include(BOBS_KEY.slice(2, 20))
    })

    it('queue before the end of the vote is refused with the reason', async () => {
      const { exitCode, stderr, stdout } = await run(['queue', proposal, '--yes'])
      expect(exitCode).to.equal(5)
      expect(stderr).to.match(/Active|vote/)
      expect(stdout).to.equal('')
    })

    it('queue, execute and status carry it to its end', async () => {
      await succeed(['warp', 'next'])
      expect(await stateNow()).to.equal('Succeeded')
      await succeed(['queue', proposal, '--yes'])
      expect(await stateNow()).to.equal('Queued')
      await succeed(['warp', 'next'])
      await succeed(['execute', proposal, '--confirm', proposal.split('/')[1]!])
      expect(await stateNow()).to.equal('Executed')
    })

    it('params reads the change back, and when it was made', async () => {
      const { parameters } = await answer('params', 'WETH-A')
      const threshold = parameters.find(
        (row: { parameter: string }) => row.parameter === 'liquidationThreshold',
      )
      expect(threshold.stored).to.equal('8200')
      expect(threshold.lastChange).to.include({ after: '8200' })
    })

    it('show tells the whole story, with both votes and the reason', async () => {
      const { stdout } = await succeed(['show', proposal])
      expect(stdout).to.include('Raise the WETH-A liquidation threshold to 82%')
      expect(stdout).to.include('the buffer is wide')
      expect(stdout).to.match(/liquidationThreshold/)
    })
  })
}

async function startDevnet(folder: string): Promise<() => Promise<unknown>> {
  const port = await freePort()
  await pointTo(folder, `http://127.0.0.1:${port}`)
  const devnet = await startCli(['devnet', '--port', String(port)], folder)
  await devnet.ready
  return async () => expect(await devnet.stop()).to.equal(0)
}

async function startOnAnvil(folder: string): Promise<() => Promise<unknown>> {
  const node = await startAnvil()
  await pointTo(folder, node.url)
  const { exitCode, stderr } = await runCli(['deploy', 'demo'], { cwd: folder })
  expect(exitCode, stderr).to.equal(0)
  return node.stop
}

async function pointTo(folder: string, url: string): Promise<void> {
  const file = join(folder, 'ballast.yaml')
  const text = await readFile(file, 'utf8')
  expect(text).to.include('http://127.0.0.1:8545')
  await writeFile(file, text.replace('http://127.0.0.1:8545', url))
}
