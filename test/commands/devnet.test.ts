import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import { InsurancePool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/InsurancePool__factory.js'
import type { DevChain } from '../../cli/chain/devChain.ts'
import { asDevelopmentChain, connectNetwork } from '../../cli/chain/network.ts'
import { readBook } from '../../cli/chain/readBook.ts'
import { readAddressBook } from '../../cli/workspace/addressBookFiles.ts'
import { freePort, startAnvil, type TestNode } from '../support/nodes.ts'
import { runCli } from '../support/runCli.ts'
import { startCli, startCliForPeople } from '../support/spawned.ts'
import { inNewFolder } from '../workspace/folder.ts'

const BOOK = join('deployments', 'local.json')

interface Document {
  readonly url: string
  readonly chainId: number
  readonly network?: string
  readonly addresses: string
  readonly vaults: number
  readonly contracts?: Readonly<Record<string, string>>
  readonly deposits?: readonly { readonly pool: string; readonly amount: string }[]
  readonly forkedAt?: { readonly number: number }
  readonly accounts: readonly { readonly name?: string; readonly role?: string }[]
}

/** Runs `work` while a devnet runs, and answers the exit code that SIGINT gives it. */
async function withDevnet(
  args: readonly string[],
  work: (document: Document) => Promise<void>,
): Promise<number | null> {
  const running = await startCli(['devnet', ...args], process.cwd())
  try {
    await work((await running.ready) as unknown as Document)
  } finally {
    await running.stop('SIGINT')
  }
  return running.stop('SIGINT')
}

const connect = async (document: Pick<Document, 'url' | 'chainId'>): Promise<DevChain> => {
  const chain = await asDevelopmentChain(await connectNetwork({ ...document, timeoutSeconds: 10 }))
  if (chain === undefined) throw new Error('Not a development chain.')
  return chain
}

const inWorkspace = (work: (port: number, folder: string) => Promise<void>) => () =>
  inNewFolder(async (folder) => {
    await runCli(['init'], { cwd: folder })
    const port = await freePort()
    const text = await readFile('ballast.yaml', 'utf8')
    await writeFile('ballast.yaml', text.replace('8545', String(port)))
    await work(port, folder)
  })

describe('ballast devnet', function () {
  this.timeout(120_000)

  it(
    'puts the whole demonstration behind the url of the workspace, and ends with 0 when asked to',
    inWorkspace(async (port, folder) => {
      const exitCode = await withDevnet(['--port', String(port)], async (document) => {
        expect(document).to.deep.include({
          schema: 'ballast.devnet/1',
          url: `http://127.0.0.1:${port}`,
          chainId: 31_337,
          network: 'local',
          addresses: join(folder, BOOK),
          vaults: 340,
        })
        expect(document.accounts).to.have.length(20)
        expect(document.accounts.slice(0, 5).map(({ name }) => name)).to.deep.equal([
          ...['deployer', 'guardian', 'alice', 'bob', 'carol'],
        ])
        expect(document.accounts[2]?.role).to.equal('delegate with 800,000 BLST')
        expect(document.deposits?.map(({ pool }) => pool)).to.deep.equal([
          ...['insurancePool', 'pool-WETH', 'pool-wstETH', 'pool-WBTC'],
        ])
        expect(Object.keys(document.contracts ?? {})).to.include.members([
          ...['riskSteward', 'auctionHouse', 'backstop', 'pool-WETH'],
        ])
        const chain = await connect(document)
        for (const { pool, amount } of document.deposits ?? []) {
          const vault = InsurancePool__factory.connect(document.contracts![pool]!, chain.provider)
          expect(await vault.totalAssets(), pool).to.equal(BigInt(amount))
        }
        const { markets, block } = await readBook(chain, await readAddressBook('local', BOOK))
        expect(markets.map(({ priceState }) => priceState)).to.deep.equal(['OK', 'OK', 'OK'])
        expect(markets.flatMap(({ vaults }) => vaults)).to.have.length(340)
        // The clock of the chain follows the wall clock, a second ahead for each block of the seeding.
        expect(block.timestamp - Date.now() / 1_000).to.be.within(-60, 120)
        const params = await runCli(['params', 'WETH-A'], { cwd: folder })
        expect(params.exitCode, params.stderr).to.equal(0)
        chain.provider.destroy()
      })
      expect(exitCode).to.equal(0)
    }),
  )

  it(
    'ends with 0 on SIGTERM too, though somebody is still connected',
    inWorkspace(async (port) => {
      const running = await startCli(['devnet', '--no-seed', '--port', String(port)], process.cwd())
      await running.ready
      const socket = new WebSocket(`ws://127.0.0.1:${port}`)
      await new Promise((resolve) => socket.addEventListener('open', resolve))
      expect(await running.stop('SIGTERM')).to.equal(0)
    }),
  )

  it(
    'starts afresh after it was killed, and writes the address book anew',
    inWorkspace(async (port) => {
      const first = await startCli(['devnet', '--port', String(port)], process.cwd())
      await first.ready
      await first.stop('SIGKILL')
      await writeFile(BOOK, '{ half of an address')
      const exitCode = await withDevnet(['--port', String(port)], async () => {
        expect((await readAddressBook('local', BOOK)).chainId).to.equal(31_337)
      })
      expect(exitCode).to.equal(0)
      expect(await readdir('deployments')).to.deep.equal(['local.json'])
    }),
  )

  it(
    'says with exit code 2 that the port is taken, and touches nothing',
    inWorkspace(async (port, folder) => {
      await withDevnet(['--no-seed', '--port', String(port)], async () => {
        const args = ['devnet', '--port', String(port)]
        const { exitCode, stdout, stderr } = await runCli(args, { cwd: folder })
        expect(exitCode).to.equal(2)
        expect(stdout).to.equal('')
        expect(stderr)
          .to.contain(`127.0.0.1:${port}`)
          .and.contain(`--port ${port + 1}`)
        expect(await readdir('.')).not.to.contain('deployments')
      })
    }),
  )

  it('works without a workspace, where ballast init will look for it', () =>
    inNewFolder(async () => {
      await withDevnet(['--port', '0'], async ({ addresses, network }) => {
        expect(network).to.equal(undefined)
        expect(addresses).to.equal(join(process.cwd(), BOOK))
        expect((await readAddressBook('local', BOOK)).markets).to.have.length(3)
      })
    }))

  it(
    'says which url to write when ballast.yaml has another port',
    inWorkspace(async (port, folder) => {
      const other = await freePort()
      const args = ['devnet', '--no-seed', '--port', String(other)]
      const running = await startCliForPeople(args, folder)
      const text = await running.ready
      expect(text).to.contain(`ballast.yaml has http://127.0.0.1:${port} for local`)
      expect(text).to.contain(`write url: http://127.0.0.1:${other} there`)
      expect(text).to.contain('Nothing is deployed on it.')
      expect(text).to.contain('Next, in another terminal: ballast deploy')
      expect(await running.stop('SIGINT')).to.equal(0)
    }),
  )

  it(
    'refuses a network that it cannot be',
    inWorkspace(async (_port, folder) => {
      const text = await readFile('ballast.yaml', 'utf8')
      const far = `  far:
    url: http://10.1.2.3:8545
    chainId: 31337
    addresses: deployments/far.json
  other:
    url: http://127.0.0.1:8546
    chainId: 7
    addresses: deployments/other.json
`
      await writeFile('ballast.yaml', text.replace('networks:\n', `networks:\n${far}`))
      for (const [name, reason] of [
        ['far', 'somewhere else'],
        ['other', 'is chain 7'],
        ['nowhere', 'no network "nowhere"'],
      ] as const) {
        const { exitCode, stderr } = await runCli(['devnet', '--network', name], { cwd: folder })
        expect(exitCode, name).to.equal(2)
        expect(stderr).to.contain(reason)
      }
    }),
  )

  for (const [flags, reason] of [
    [['--port', '65536'], '--port is no whole number from 0 to 65535'],
    [['--port', 'x'], '--port'],
    [['--fork-block', '5'], '--fork-block needs a chain to fork'],
    [['--fork-url', 'ftp://x'], '--fork-url is no http'],
    [['--fork-url', 'http://127.0.0.1:1', '--fork-block', '1.5'], '--fork-block is no whole'],
  ] as const) {
    it(`refuses ${flags.join(' ')} with exit code 2`, async () => {
      const { exitCode, stderr } = await runCli(['devnet', ...flags])
      expect(exitCode).to.equal(2)
      expect(stderr).to.contain(reason)
    })
  }

  describe('on top of another chain', () => {
    let node: TestNode
    before(async () => {
      node = await startAnvil()
      const chain = await connect(node)
      for (let i = 0; i < 5; i += 1) await chain.rpc.request({ method: 'evm_mine' })
      chain.provider.destroy()
    })
    after(() => node.stop())

    it(
      'goes on from its newest block, and seeds the demonstration there',
      inWorkspace(async (port) => {
        const args = ['--port', String(port), '--fork-url', node.url]
        const exitCode = await withDevnet(args, async (document) => {
          expect(document.forkedAt?.number).to.equal(5)
          expect(document.vaults).to.equal(340)
          const book = await readAddressBook('local', BOOK)
          expect(book.deployedAtBlock).to.equal(5)
          const chain = await connect(document)
          const { markets } = await readBook(chain, book)
          expect(markets.map(({ priceState }) => priceState)).to.deep.equal(['OK', 'OK', 'OK'])
          chain.provider.destroy()
        })
        expect(exitCode).to.equal(0)
      }),
    )

    it(
      'goes on from an older block, left as it was',
      inWorkspace(async (port) => {
        const args = ['--port', String(port), '--fork-url', node.url, '--fork-block', '3']
        await withDevnet([...args, '--no-seed'], async (document) => {
          expect(document.forkedAt?.number).to.equal(3)
          const chain = await connect(document)
          expect(await chain.provider.getBlockNumber()).to.equal(3)
          chain.provider.destroy()
          expect(await readdir('.')).not.to.contain('deployments')
        })
      }),
    )

    it('ends with 4 where its node does not answer, or does not have the block', async () => {
      const port = await freePort()
      const nobody = await runCli(['devnet', '--fork-url', `http://127.0.0.1:${port}/secret-key`])
      expect(nobody.exitCode).to.equal(4)
      expect(nobody.stderr).to.contain(`http://127.0.0.1:${port} cannot be reached`)
      expect(nobody.stderr).not.to.contain('secret-key')
      const future = await runCli(['devnet', '--fork-url', node.url, '--fork-block', '999999'])
      expect(future.exitCode).to.equal(4)
      expect(future.stderr).to.contain('999999')
    })
  })
})
