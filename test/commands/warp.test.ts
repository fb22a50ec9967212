import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { IOracleHub__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IOracleHub__factory.js'
import { readBlock } from '../../cli/chain/client.ts'
import { minesByItself } from '../../cli/chain/feeds.ts'
import { executeAction, queueAction, submitProposal, voteAction } from '../../cli/chain/governor.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { defaultRisk } from '../../cli/governance/draftRisk.ts'
import { type SeededNode, seeded, startAnvil, startHardhat } from '../support/nodes.ts'
import { projectFolder } from '../support/projectFolder.ts'
import { proposalOf } from '../support/proposals.ts'
import { type CliRun, runCli } from '../support/runCli.ts'
import { writeWorkspace } from '../support/workspaces.ts'
import { rejectionOf } from '../workspace/folder.ts'

const day = 86_400

/** The node as a network that is not for development: it says that it is another program. */
async function disguised(node: SeededNode): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { id, method } = JSON.parse(body)
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(node.url, { method: 'POST', headers, body }).then((a) => a.text())
    const geth = JSON.stringify({ jsonrpc: '2.0', id, result: 'Geth/v1.16.7-stable/linux-amd64' })
    response.writeHead(200, headers).end(method === 'web3_clientVersion' ? geth : answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, server }
}

for (const [name, start] of [
  ["Hardhat's node", startHardhat],
  ['anvil', startAnvil],
] as const) {
  describe(`ballast warp on ${name}`, () => {
    let node: SeededNode
    let folder: string
    before(async () => {
      node = await seeded(await start())
      folder = await mkdtemp(join(tmpdir(), 'ballast-warp-'))
      await writeWorkspace(folder, node)
    })
    after(async () => {
      await node.stop()
      await rm(folder, { recursive: true })
    })

    const run = (...args: string[]): Promise<CliRun> => runCli(['warp', ...args], { cwd: folder })
    const answer = async (...args: string[]) => {
      const { exitCode, stdout, stderr } = await run(...args, '--json', '--quiet')
      expect(exitCode, stderr).to.equal(0)
      return JSON.parse(stdout)
    }
    const now = async (): Promise<number> => (await readBlock(node.chain)).timestamp

    /** Whether every price is OK in every block since a number. */
    const pricesSince = async (from: number): Promise<readonly bigint[]> => {
      const hub = IOracleHub__factory.connect(node.book.contracts.oracleHub, node.chain.provider)
      const { number: to } = await readBlock(node.chain)
      const states = new Set<bigint>()
      for (let blockTag = from + 1; blockTag <= to; blockTag += 1) {
        for (const { key } of node.book.feeds) states.add((await hub.peek(key, { blockTag })).state)
      }
      return [...states]
    }

    /** Submits a change of the file format, as the first delegate. */
    const propose = async (yaml: string): Promise<bigint> => {
      const { chain, book, delegates } = node
      const none = () => Promise.reject(new Error('not here'))
      const protocol = { network: 'dev', chain, book, risk: defaultRisk, fork: none, close: none }
      const { proposal } = await proposalOf(protocol, yaml)
      await submitProposal(localSender(chain, delegates[0]!, book), book, proposal)
      return proposal.id
    }

    it('moves the clock by a duration in words, every price fresh in every block', async () => {
      const { number, timestamp } = await readBlock(node.chain)
      const { exitCode, stdout, stderr } = await run('1', 'day', '6', 'h')
      expect(exitCode, stderr).to.equal(0)
      expect(await now()).to.equal(timestamp + day + 6 * 3_600)
      expect(stdout).to.contain('1 day 6 h in 30 blocks')
      expect(stdout).to.contain('9 stand-in price sources answered anew')
      expect(stdout.trimEnd()).to.match(/Next: ballast status$/)
      expect(await pricesSince(number)).to.deep.equal([0n])
    })

    it('says so when no proposal is open, and moves nothing', async () => {
      const before = await now()
      const { exitCode, stdout, stderr } = await run('next')
      expect(exitCode).to.equal(2)
      expect(stdout).to.equal('')
      expect(stderr).to.contain('No proposal is open')
      expect(await now()).to.equal(before)
    })

    it('takes a proposal from boundary to boundary, to the second', async () => {
      const { chain, book, delegates } = node
      const sender = localSender(chain, delegates[0]!, book)
      const id = await propose(
        'changes:\n  - { market: WETH-A, parameter: liquidationThreshold, to: 82% }',
      )
      const early = await rejectionOf(transact(sender, voteAction(book, id, { support: 'for' })))
      expect(String(early)).to.contain('is Pending; this needs it to be Active')
      const opens = await answer('next')
      expect(opens.proposals[0]).to.include({ before: 'Pending', state: 'Active' })
      expect(opens.boundaryOf).to.equal(id.toString())

      for (const from of delegates) {
        await transact(localSender(chain, from, book), voteAction(book, id, { support: 'for' }))
      }
      const { number } = await readBlock(chain)
      const handle = `0x${id.toString(16).padStart(64, '0').slice(0, 8)}`
      const ends = await run('next', '--proposal', handle)
      expect(ends.exitCode, ends.stderr).to.equal(0)
      expect(ends.stdout).to.match(new RegExp(`${handle} +Active +Succeeded +anyone may queue it`))
      expect(ends.stdout).to.contain(`Next: ballast queue ${handle}`)
      expect(await pricesSince(number)).to.deep.equal([0n])

      const waits = await run('next')
      expect(waits.exitCode).to.equal(0)
      expect(waits.stdout).to.contain('nothing that is open waits for time')
      expect(waits.stdout).to.contain(`Next: ballast queue ${handle}`)

      await transact(sender, queueAction(book, id))
      const allowed = await answer('next')
      expect(allowed.proposals[0]).to.deep.include({ before: 'Queued', state: 'Queued' })
      expect(allowed.proposals[0].next.kind).to.equal('execute')
      await transact(sender, executeAction(book, id))
      const { exitCode, stderr } = await run('next')
      expect(exitCode, stderr).to.equal(2)
    })

    it('leaves a sound chain when it is killed in the middle', async () => {
      const { timestamp } = await readBlock(node.chain)
      const child = spawn(
        process.execPath,
        [
          '--import',
          pathToFileURL(join(projectFolder, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href,
          join(projectFolder, 'cli', 'main.ts'),
          ...['warp', '300', 'days', '--quiet'],
        ],
        { cwd: folder, stdio: 'ignore' },
      )
      const ended = new Promise((resolve) => child.once('exit', resolve))
      while ((await now()) < timestamp + day)
        await new Promise((resolve) => setTimeout(resolve, 20))
      child.kill('SIGKILL')
      await ended
      expect(await now()).to.be.below(timestamp + 300 * day)
      expect(await minesByItself(node.chain)).to.equal(true)
      const [from] = node.delegates
      const sent = await transact(localSender(node.chain, from!), { to: from!, data: '0x' })
      expect(sent.blockNumber).to.equal((await readBlock(node.chain)).number)
      const again = await answer('2h')
      expect(again.seconds).to.equal(7_200)
    })

    it('goes on where a killed command left the node without mining, and says so', async () => {
      await node.chain.rpc.request({ method: 'evm_setAutomine', params: [false] })
      const { exitCode, stdout, stderr } = await run('3h')
      await node.chain.rpc.request({ method: 'evm_setAutomine', params: [true] })
      expect(exitCode, stderr).to.equal(0)
      expect(stdout).to.contain('3 h in 3 blocks').and.contain('evm_setAutomine')
    })

    for (const [words, message] of [
      [['0', 's'], 'No time would pass'],
      [['401', 'days'], 'more than 400 days'],
      [['soon'], 'is not a duration'],
      [['3'], 'has no unit of time'],
      [['next', '--proposal', '0x12345678'], 'has no proposal 0x12345678'],
    ] as const) {
      it(`refuses ${words.join(' ')} with exit code 2`, async () => {
        const before = await now()
        const { exitCode, stdout, stderr } = await run(...words)
        expect(exitCode).to.equal(2)
        expect(stdout).to.equal('')
        expect(stderr).to.contain(message)
        expect(await now()).to.equal(before)
      })
    }

    it('refuses a chain that is not for development, and one that ends with the command', async () => {
      const { url, server } = await disguised(node)
      try {
        await writeWorkspace(folder, { ...node, url })
        const before = await now()
        const { exitCode, stderr } = await run('1h')
        expect(exitCode).to.equal(2)
        expect(stderr).to.contain('The clock of dev is not ours to move')
        expect(await now()).to.equal(before)
      } finally {
        server.close()
        await writeWorkspace(folder, node)
      }
      const demo = await run('1h', '--network', 'demo')
      expect(demo.exitCode).to.equal(2)
      expect(demo.stderr).to.contain('outlives the command')
    })
  })
}
