import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import process from 'node:process'
import { expect } from 'chai'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { FixedSource__factory } from '../../artifacts/typechain/factories/contracts/test/FixedSource__factory.js'
import { nodeAccounts, readBlock, signerOf } from '../../cli/chain/client.ts'
import { readDelegates } from '../../cli/chain/delegates.ts'
import type { DevChain } from '../../cli/chain/devChain.ts'
import { FeeAboveCapError } from '../../cli/chain/fees.ts'
import { assertHandedOver } from '../../cli/chain/handover.ts'
import { asDevelopmentChain, connectNetwork } from '../../cli/chain/network.ts'
import { readBook } from '../../cli/chain/readBook.ts'
import type { AddressBook } from '../../cli/governance/addressBook.ts'
import { silence } from '../../cli/shared/progress.ts'
import { demoDelegations } from '../../cli/workflows/demoSpec.ts'
import { deployNetwork } from '../../cli/workflows/deployNetwork.ts'
import { readAddressBook } from '../../cli/workspace/addressBookFiles.ts'
import { readConfig } from '../../cli/workspace/config.ts'
import { deploymentYaml, putStandIns } from '../chain/deployments.ts'
import { failureOf } from '../support/acting.ts'
import { buildCli, builtMain } from '../support/builtCli.ts'
import { startFaultProxy } from '../support/faultProxy.ts'
import { lightKeystore } from '../support/keystores.ts'
import { startAnvil, startHardhat, type TestNode } from '../support/nodes.ts'
import { runCli } from '../support/runCli.ts'
import { inNewFolder } from '../workspace/folder.ts'

const BOOK = 'deployments/local.json'
const PARTIAL = 'deployments/local.partial.json'
/** The well-known development key of node account 7. */
const KEY = '0x4bbbf85ce3377467afe5d46f804f221813b2bb87f24d81f60f1fcdbf7cbf4356'
const PASSPHRASE = 'correct horse battery staple'
/**
 * 13 contracts and 2 libraries, 20 listing rights, a source, a feed, a market, the guardian, 2 modules, 5 steps for the steward, 5 for
 * auctions, pool and backstop, and 12 of the handover.
 */
const STEPS = 64
const CREATIONS = 16

const deploy = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCli(['deploy', ...args], { cwd: process.cwd(), env })

async function connect(node: Pick<TestNode, 'url' | 'chainId'>): Promise<DevChain> {
  const network = { url: node.url, chainId: node.chainId, timeoutSeconds: 10 }
  const chain = await asDevelopmentChain(await connectNetwork(network))
  if (chain === undefined) throw new Error('Not a development chain.')
  return chain
}

/** A folder with the ballast.yaml of init, for a node, and a deployment.yaml for tokens that are there. */
const inWorkspace = (chain: DevChain, url: string, work: () => Promise<void>) =>
  inNewFolder(async (folder) => {
    await runCli(['init'], { cwd: folder })
    const text = await readFile('ballast.yaml', 'utf8')
    await writeFile('ballast.yaml', text.replace('http://127.0.0.1:8545', url))
    const deployment = deploymentYaml(await putStandIns(chain))
    await writeFile('deployment.yaml', deployment.replace('# steward: ', 'steward: '))
    await work()
  })

/** Contracts that an account created since a block, and all its transactions. */
async function sentBy(chain: DevChain, account: string, since: number) {
  const { number } = await readBlock(chain)
  let [creations, transactions] = [0, 0]
  for (let at = since + 1; at <= number; at += 1) {
    const block = await chain.provider.getBlock(at, true)
    for (const { from, to } of block?.prefetchedTransactions ?? []) {
      if (from !== account) continue
      transactions += 1
      if (to === null) creations += 1
    }
  }
  return { creations, transactions }
}

async function expectSound(chain: DevChain, book: AddressBook, deployer: string): Promise<void> {
  for (const [name, address] of Object.entries(book.contracts)) {
    expect(await chain.provider.getCode(address), name).to.not.equal('0x')
  }
  const { accessManager, timelock } = book.contracts
  const held = {
    accessManager: AccessManager__factory.connect(accessManager, chain.provider),
    timelock: TimelockController__factory.connect(timelock, chain.provider),
  }
  await assertHandedOver(held, deployer)
}

for (const [name, start] of [
  ['Hardhat’s node', startHardhat],
  ['anvil', startAnvil],
] as const) {
  describe(`ballast deploy on ${name}`, function () {
    this.timeout(240_000)
    let node: TestNode
    let chain: DevChain
    let accounts: readonly string[]
    before(async () => {
      node = await start()
      chain = await connect(node)
      accounts = await nodeAccounts(chain)
    })
    after(async () => {
      chain.provider.destroy()
      await node.stop()
    })

    it('deploys what a file says, and does nothing when that is there', () =>
      inWorkspace(chain, node.url, async () => {
        const { number } = await readBlock(chain)
        const planned = await deploy(['deployment.yaml', '--account', 'deployer', '--dry-run'])
        expect(planned.exitCode, planned.stderr).to.equal(0)
        expect(planned.stdout)
          .to.match(new RegExp(`Transactions +${STEPS}`))
          .and.contain('Nothing was sent.')
        expect(await readdir('.')).not.to.contain('deployments')

        const first = await deploy(['deployment.yaml', '--account', 'deployer'])
        expect(first.exitCode, first.stderr).to.equal(0)
        expect(first.stdout).to.contain('Next: ballast params')
        expect(await readdir('deployments')).to.deep.equal(['local.json'])
        const book = await readAddressBook('local', BOOK)
        await expectSound(chain, book, accounts[0]!)
        expect(
          book.markets.map(({ label, collateralSymbol }) => [label, collateralSymbol]),
        ).to.deep.equal([['WETH-A', 'WETH']])
        expect(book.deployedAtBlock).to.be.at.least(number)
        expect(await sentBy(chain, accounts[0]!, number)).to.deep.equal({
          creations: CREATIONS,
          transactions: STEPS,
        })

        const params = await runCli(['params', 'WETH-A', '--json'], { cwd: process.cwd() })
        expect(params.exitCode, params.stderr).to.equal(0)
        const { parameters } = JSON.parse(params.stdout)
        const stored = Object.fromEntries(
          parameters.map((row: { parameter: string; stored: string }) => [
            row.parameter,
            row.stored,
          ]),
        )
        expect(stored).to.include({ liquidationThreshold: '8000', thresholdRamp: '604800' })

        const again = await deploy(['deployment.yaml', '--account', 'deployer', '--json'])
        expect(again.exitCode, again.stderr).to.equal(0)
        expect(JSON.parse(again.stdout)).to.include({ schema: 'ballast.deploy/1', how: 'already' })
        expect((await sentBy(chain, accounts[0]!, number)).transactions).to.equal(STEPS)

        const text = await readFile('deployment.yaml', 'utf8')
        await writeFile('deployment.yaml', text.replace('stabilityFee: 5%', 'stabilityFee: 6%'))
        const other = await deploy(['deployment.yaml', '--account', 'deployer'])
        expect(other.exitCode).to.equal(2)
        expect(other.stderr).to.contain('Something else is deployed on local')
        expect(other.stderr).to.contain('--fresh')
        expect(await readAddressBook('local', BOOK)).to.deep.equal(book)

        const fresh = await deploy(['deployment.yaml', '--account', 'deployer', '--fresh'])
        expect(fresh.exitCode, fresh.stderr).to.equal(0)
        expect((await readAddressBook('local', BOOK)).contracts.ledger).to.not.equal(
          book.contracts.ledger,
        )
      }))

    it('goes on after it was killed, again and again, and deploys nothing twice', () =>
      inWorkspace(chain, node.url, async () => {
        const { number } = await readBlock(chain)
        const killedAt: number[] = []
        for (const finished of [1, 15]) {
          const child = await spawnDeploy(['deployment.yaml', '--account', 'env:KEY'])
          await untilFinished(finished, child)
          child.kill('SIGKILL')
          await new Promise((resolve) => child.once('close', resolve))
          killedAt.push(await finishedSteps())
          expect(await readdir('deployments')).to.deep.equal(['local.lock', 'local.partial.json'])
        }
        expect(
          killedAt.every((steps, i) => steps > (killedAt[i - 1] ?? 0)),
          String(killedAt),
        ).to.equal(true)
        expect(killedAt.at(-1)).to.be.below(STEPS)

        const other = await deploy(['deployment.yaml', '--account', 'alice'])
        expect(other.exitCode).to.equal(2)
        expect(other.stderr).to.contain(`by ${accounts[7]} was begun and not finished`)
        const text = await readFile('deployment.yaml', 'utf8')
        await writeFile('deployment.yaml', text.replace('stabilityFee: 5%', 'stabilityFee: 6%'))
        const changed = await deploy(['deployment.yaml', '--account', 'env:KEY'], { KEY })
        expect(changed.exitCode).to.equal(2)
        expect(changed.stderr).to.contain('of another specification was begun')
        await writeFile('deployment.yaml', text)

        // The same key from another place is the same deployer.
        const { account, env } = await keystoreOfKey()
        const locked = await deploy(['deployment.yaml', '--account', account])
        expect(locked.exitCode).to.equal(2)
        expect(locked.stderr).to.contain('BALLAST_PASSWORD_FILE')
        const last = await deploy(['deployment.yaml', '--account', account], env)
        expect(last.exitCode, last.stderr).to.equal(0)
        expect(last.stderr).to.match(new RegExp(`Going on after \\d+ of ${STEPS} steps`))
        for (const secret of [KEY.slice(2, 20), PASSPHRASE])
          expect(last.stdout + last.stderr).not.to.contain(secret)
        expect(await readdir('deployments')).to.deep.equal(['local.json'])
        await expectSound(chain, await readAddressBook('local', BOOK), accounts[7]!)
        expect(await sentBy(chain, accounts[7]!, number)).to.deep.equal({
          creations: CREATIONS,
          transactions: STEPS,
        })
      }))
  })
}

describe('ballast deploy', function () {
  this.timeout(240_000)
  let node: TestNode
  let chain: DevChain
  let accounts: readonly string[]
  before(async () => {
    node = await startAnvil()
    chain = await connect(node)
    accounts = await nodeAccounts(chain)
  })
  after(async () => {
    chain.provider.destroy()
    await node.stop()
  })

  it('finds its transactions again when the node’s answers get lost', () =>
    inWorkspace(chain, node.url, async () => {
      const proxy = await startFaultProxy(node.url)
      try {
        const text = await readFile('ballast.yaml', 'utf8')
        await writeFile('ballast.yaml', text.replace(node.url, proxy.url))
        const { number } = await readBlock(chain)
        for (const [method, after] of [
          ['eth_sendTransaction', 3],
          ['eth_getTransactionReceipt', 5],
          ['eth_sendTransaction', 6],
        ] as const) {
          proxy.inject({ kind: 'answerLost' }, { method, after })
          const lost = await deploy(['deployment.yaml', '--account', 'node:8'])
          expect(lost.exitCode, lost.stderr).to.equal(4)
          expect(lost.stdout).to.equal('')
          await proxy.clear()
        }
        const last = await deploy(['deployment.yaml', '--account', 'node:8'])
        expect(last.exitCode, last.stderr).to.equal(0)
        await expectSound(chain, await readAddressBook('local', BOOK), accounts[8]!)
        expect(await sentBy(chain, accounts[8]!, number)).to.deep.equal({
          creations: CREATIONS,
          transactions: STEPS,
        })
      } finally {
        await proxy.stop()
      }
    }))

  it('is done by one of two that are started at once, and the other says so', () =>
    inWorkspace(chain, node.url, async () => {
      const { number } = await readBlock(chain)
      const args = ['deployment.yaml', '--account', 'node:6']
      const runs = await Promise.all([deploy(args), deploy(args)])
      expect(runs.map(({ exitCode }) => exitCode).sort()).to.deep.equal([0, 2])
      const refused = runs.find(({ exitCode }) => exitCode === 2)
      expect(refused?.stderr).to.contain('Another deploy (process ').and.contain('local.lock')
      expect(await sentBy(chain, accounts[6]!, number)).to.deep.equal({
        creations: CREATIONS,
        transactions: STEPS,
      })
      expect(await readdir('deployments')).to.deep.equal(['local.json'])
    }))

  it('names what the chain would refuse before anything is sent', () =>
    inWorkspace(chain, node.url, async () => {
      const text = await readFile('deployment.yaml', 'utf8')
      const noAggregator = await new FixedSource__factory(signerOf(chain, accounts[9]!)).deploy(
        1n,
        1n,
      )
      await noAggregator.waitForDeployment()
      const { number } = await readBlock(chain)
      const refusal = async (from: RegExp, to: string) => {
        await writeFile('deployment.yaml', text.replace(from, to))
        return deploy(['deployment.yaml', '--account', 'deployer'])
      }
      const nothing = await refusal(/collateral: .*/, `collateral: "0x${'12'.repeat(20)}"`)
      expect(nothing.exitCode).to.equal(2)
      expect(nothing.stderr).to.contain('collateral of WETH-A')
      const person = await refusal(/- "0x.*"/, `- "${accounts[0]}"`)
      expect(person.exitCode).to.equal(2)
      expect(person.stderr).to.contain('aggregator 1 of WETH/USD')
      const nobody = await refusal(/recipient: .*/, 'recipient: nobody')
      expect(nobody.exitCode).to.equal(2)
      expect(nobody.stderr).to.contain('deployment.yaml:6:14')
      const refused = await refusal(/- "0x.*"/, `- "${await noAggregator.getAddress()}"`)
      expect(refused.exitCode).to.equal(5)
      expect(refused.stderr).to.contain('The step "source 1 of WETH/USD" is refused')
      const config = (await readConfig())!
      const network = { ...config.network('local'), maxFee: 1e-9 }
      const request = { source: 'deployment.yaml', account: 'deployer', fresh: false, dryRun: true }
      const around = { progress: silence, confirm: async () => {} }
      const dear = await failureOf(deployNetwork({ config, network }, request, around))
      expect(dear).to.be.instanceOf(FeeAboveCapError)
      expect((await readBlock(chain)).number).to.equal(number)
      expect(await readdir('.')).not.to.contain('deployments')
    }))

  it('asks before it sends anything on a chain that is not for development', () =>
    inWorkspace(chain, node.url, async () => {
      const proxy = await startFaultProxy(node.url)
      try {
        const text = await readFile('ballast.yaml', 'utf8')
        await writeFile('ballast.yaml', text.replace(node.url, proxy.url))
        proxy.inject({ kind: 'result', result: 'Geth/v1.16.0' }, { method: 'web3_clientVersion' })
        const demo = await deploy(['demo'])
        expect(demo.exitCode).to.equal(2)
        expect(demo.stderr).to.contain('stand-ins').and.contain('local is none')

        const unasked = await deploy(['deployment.yaml', '--account', 'deployer'])
        expect(unasked.exitCode).to.equal(2)
        expect(unasked.stdout).to.equal('')
        expect(unasked.stderr).to.match(/Network +local, chain 31337/)
        expect(unasked.stderr).to.match(new RegExp(`Account +${accounts[0]}`))
        expect(unasked.stderr).to.match(/Cost +\d{8} gas, at most [\d.]+ ETH/)
        expect(unasked.stderr).to.contain('--confirm local')
        const wrong = await deploy(['deployment.yaml', '--account', 'deployer', '--confirm', 'yes'])
        expect(wrong.exitCode).to.equal(2)
        // An attempt that somebody has begun is forgotten by nothing but a new one that was agreed to.
        await mkdir('deployments', { recursive: true })
        await writeFile(PARTIAL, '{ the only record }')
        for (const fresh of [['--fresh'], ['--fresh', '--dry-run']]) {
          await deploy(['deployment.yaml', '--account', 'deployer', ...fresh])
          expect(await readFile(PARTIAL, 'utf8'), fresh.join(' ')).to.equal('{ the only record }')
        }
        await rm(PARTIAL)
        const methods = proxy.seen().map(({ method }) => method)
        expect(methods.filter((method) => method.startsWith('eth_send'))).to.deep.equal([])

        const args = ['deployment.yaml', '--account', 'deployer', '--confirm', 'local']
        const agreed = await deploy(args)
        expect(agreed.exitCode, agreed.stderr).to.equal(0)
        const { contracts } = await readAddressBook('local', BOOK)

        const { spec: _, ...unknown } = JSON.parse(await readFile(BOOK, 'utf8'))
        await writeFile(BOOK, JSON.stringify(unknown))
        const another = await deploy(args)
        expect(another.exitCode).to.equal(2)
        expect(another.stderr)
          .to.contain('There is a deployment on local already')
          .and.contain(BOOK)
        expect(await readFile(BOOK, 'utf8')).to.equal(JSON.stringify(unknown))

        const lost = JSON.stringify(JSON.parse(await readFile(BOOK, 'utf8'))).replaceAll(
          contracts.governor,
          `0x${'34'.repeat(20)}`,
        )
        await writeFile(BOOK, lost)
        const nowhere = await deploy(args)
        expect(nowhere.exitCode).to.equal(2)
        expect(nowhere.stderr).to.contain('leads nowhere on local')
        expect(await readFile(BOOK, 'utf8')).to.equal(lost)
      } finally {
        await proxy.stop()
      }
    }))

  it('brings the demonstration, interrupted or not', () =>
    inWorkspace(chain, node.url, async () => {
      const first = await spawnDeploy(['demo'])
      await untilFinished(20, first)
      first.kill('SIGKILL')
      await new Promise((resolve) => first.once('close', resolve))
      const second = await spawnDeploy(['demo'])
      await untilFinished(51, second)
      // In the middle of opening the vaults: the node may be left mining nothing by itself.
      await untilTransactionsWait(chain, second)
      second.kill('SIGKILL')
      await new Promise((resolve) => second.once('close', resolve))

      const last = await deploy(['demo'])
      expect(last.exitCode, last.stderr).to.equal(0)
      const book = await readAddressBook('local', BOOK)
      await expectSound(chain, book, accounts[0]!)
      const { markets } = await readBook(chain, book)
      expect(markets.flatMap(({ vaults }) => vaults)).to.have.length(340)
      expect(markets.map(({ priceState }) => priceState)).to.deep.equal(['OK', 'OK', 'OK'])
      const delegates = await readDelegates(chain, book)
      expect(delegates.map(({ weight }) => weight)).to.deep.equal(demoDelegations)
      const again = await deploy(['demo'])
      expect(again.stdout).to.contain('already; nothing was sent')
    }))

  it('writes down where it was on a chain that is gone, and begins anew only when told to', () =>
    inWorkspace(chain, node.url, async () => {
      const child = await spawnDeploy(['deployment.yaml', '--account', 'deployer'])
      await untilFinished(3, child)
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('close', resolve))
      const record = JSON.parse(await readFile(PARTIAL, 'utf8'))
      record.finished.token.contract = `0x${'56'.repeat(20)}`
      await writeFile(PARTIAL, JSON.stringify(record))
      const gone = await deploy(['deployment.yaml', '--account', 'deployer'])
      expect(gone.exitCode).to.equal(4)
      expect(gone.stderr).to.contain('--fresh')
      await writeFile(PARTIAL, '{')
      const broken = await deploy(['deployment.yaml', '--account', 'deployer'])
      expect(broken.exitCode).to.equal(2)
      expect(broken.stderr).to.contain('local.partial.json')
      const fresh = await deploy(['deployment.yaml', '--account', 'deployer', '--fresh'])
      expect(fresh.exitCode, fresh.stderr).to.equal(0)
      expect(await readdir('deployments')).to.deep.equal(['local.json'])
    }))
})

describe('ballast deploy by somebody without ETH', () => {
  it('is refused before anything is sent', async () => {
    const node = await startAnvil()
    const chain = await connect(node)
    try {
      await inWorkspace(chain, node.url, async () => {
        const { number } = await readBlock(chain)
        const poor = `0x${'11'.repeat(32)}`
        const { exitCode, stderr } = await deploy(['deployment.yaml', '--account', 'env:POOR'], {
          POOR: poor,
        })
        expect(exitCode).to.equal(5)
        expect(stderr).to.match(/has 0 ETH; .* cost/)
        expect((await readBlock(chain)).number).to.equal(number)
      })
    } finally {
      chain.provider.destroy()
      await node.stop()
    }
  })
})

describe('ballast deploy, before it reaches a chain,', () => {
  it('needs a workspace, a file that is there, and a sound one', () =>
    inNewFolder(async () => {
      const homeless = await deploy(['demo'])
      expect(homeless.exitCode).to.equal(2)
      expect(homeless.stderr).to.contain('ballast init')
      await runCli(['init'], { cwd: process.cwd() })
      const missing = await deploy(['no.yaml'])
      expect(missing.exitCode).to.equal(2)
      expect(missing.stderr).to.contain('There is no deployment at no.yaml')
      await writeFile('bad.yaml', 'token: 5\n')
      const bad = await deploy(['bad.yaml'])
      expect(bad.exitCode).to.equal(2)
      expect(bad.stderr).to.contain('bad.yaml:1:8  token must be a group of fields')
      const [unreachable, nothing] = [await deploy(['demo']), await deploy([])]
      expect(unreachable.exitCode).to.equal(4)
      expect(nothing.exitCode).to.equal(2)
      expect(nothing.stderr).to.contain('spec')
    }))
})

async function spawnDeploy(args: readonly string[]): Promise<ChildProcess> {
  await buildCli()
  return spawn(process.execPath, [builtMain, 'deploy', ...args], {
    env: { ...process.env, KEY },
    stdio: 'ignore',
  })
}

/** The key in a keystore that a passphrase in a file opens; what a command's environment says of it. */
async function keystoreOfKey() {
  await writeFile('deployer.json', lightKeystore(KEY, PASSPHRASE), { mode: 0o600 })
  await writeFile('passphrase', PASSPHRASE, { mode: 0o600 })
  return { account: 'keystore:deployer.json', env: { BALLAST_PASSWORD_FILE: 'passphrase' } }
}

async function finishedSteps(): Promise<number> {
  const text = await readFile(PARTIAL, 'utf8').catch(() => '{}')
  return Object.keys(JSON.parse(text).finished ?? {}).length
}

/** Polls until `holds`, while the command runs. */
async function until(holds: () => Promise<boolean>, child: ChildProcess): Promise<void> {
  while (!(await holds())) {
    if (child.exitCode !== null) throw new Error(`It ended with code ${child.exitCode} before.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const untilFinished = (steps: number, child: ChildProcess): Promise<void> =>
  until(async () => (await finishedSteps()) >= steps, child)

/** A pool that fills is one that is not mined at once. */
const untilTransactionsWait = (chain: DevChain, child: ChildProcess): Promise<void> =>
  until(async () => {
    const pending = await chain.provider.send('eth_getBlockByNumber', ['pending', false])
    return pending.transactions.length > 20
  }, child)
