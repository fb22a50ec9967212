import { expect } from 'chai'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { keyAccount } from '../../cli/chain/account.ts'
import { connectChain, nodeAccounts } from '../../cli/chain/client.ts'
import { deployProtocol, stepsOf } from '../../cli/chain/deployment.ts'
import {
  assertStillThere,
  newRecord,
  openDeployment,
  takeSteps,
} from '../../cli/chain/deploymentJournal.ts'
import { type EmbeddedChain, startEmbeddedChain } from '../../cli/chain/embedded.ts'
import { DeploymentLostError, StepRefusedError } from '../../cli/chain/errors.ts'
import { assertHandedOver } from '../../cli/chain/handover.ts'
import { priceFeedStep } from '../../cli/chain/standIns.ts'
import { localSender, type Sender } from '../../cli/chain/transaction.ts'
import type { Address, AddressBook } from '../../cli/governance/addressBook.ts'
import type { DeploymentRecord } from '../../cli/governance/deploymentRecord.ts'
import { AccountBusyError, outboxIn } from '../../cli/workspace/outboxFile.ts'
import { inNewFolder, rejectionOf } from '../workspace/folder.ts'
import { options } from './chains.ts'
import { smallSpec } from './deployments.ts'

/** The well-known development key of node account 0. */
const KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'

class Crash extends Error {}

describe('a deployment', () => {
  let chain: EmbeddedChain
  let deployer: Address
  beforeEach(async () => {
    chain = await startEmbeddedChain(options)
    deployer = (await nodeAccounts(chain))[0]!
  })
  afterEach(() => chain.close())

  const noncesOf = (account: Address) => chain.provider.getTransactionCount(account)

  /**
   * Deploys with a process that dies again and again: each attempt may write so many times and is killed at the next
   * write, before or after it reached the disk.
   */
  async function deployWithCrashes(
    sender: Sender,
    writes: number,
    dies: 'before' | 'after',
  ): Promise<{
    readonly book: AddressBook
    readonly attempts: number
    readonly sent: number
    readonly steps: number
  }> {
    const spec = await smallSpec(chain)
    const before = await noncesOf(deployer)
    let disk: DeploymentRecord = await newRecord(chain, { deployer, spec: `0x${'1'.repeat(64)}` })
    for (let attempts = 1; attempts < 500; attempts += 1) {
      let left = writes
      const save = async (record: DeploymentRecord) => {
        if (left === 0 && dies === 'before') throw new Crash()
        disk = JSON.parse(JSON.stringify(record))
        if (left === 0) throw new Crash()
        left -= 1
      }
      const deployment = openDeployment(sender, { record: disk, isResumed: attempts > 1 }, save)
      try {
        const book = await deployProtocol(deployment, spec)
        const sent = (await noncesOf(deployer)) - before
        return { book, attempts, sent, steps: stepsOf(spec, deployer).length }
      } catch (error) {
        if (!(error instanceof Crash)) throw error
      }
    }
    throw new Error('It never ended.')
  }

  const senders: readonly (readonly [string, () => Sender])[] = [
    ['an account of the node', () => localSender(chain, deployer)],
    [
      'a key',
      () => ({ ...localSender(chain, deployer), account: keyAccount(chain, KEY, 'a test') }),
    ],
  ]
  for (const [who, senderOf] of senders) {
    for (const dies of ['before', 'after'] as const) {
      for (const writes of [1, 2, 3]) {
        it(`by ${who} that dies ${dies} every ${writes + 1}. write sends every step once`, async () => {
          const { book, attempts, sent, steps } = await deployWithCrashes(senderOf(), writes, dies)
          expect(attempts).to.be.greaterThan(10)
          expect(sent).to.equal(steps)
          await assertHandedOver(contractsOf(chain, book), deployer)
          expect(book.markets).to.have.length(1)
          expect(await chain.provider.getCode(book.contracts.ledger)).to.not.equal('0x')
        })
      }
    }
  }

  it('gives the same addresses whether it was interrupted or not', async () => {
    const interrupted = await deployWithCrashes(localSender(chain, deployer), 1, 'before')
    const other = await startEmbeddedChain(options)
    try {
      const spec = await smallSpec(other)
      const record = await newRecord(other, { deployer, spec: `0x${'1'.repeat(64)}` })
      const sender = localSender(other, deployer)
      const whole = await deployProtocol(openDeployment(sender, { record, isResumed: false }), spec)
      expect(whole).to.deep.equal(interrupted.book)
    } finally {
      await other.close()
    }
  })

  it('names the step that the chain refuses, and repeats nothing when it is corrected', async () => {
    const spec = await smallSpec(chain)
    const [market] = spec.markets
    const refused = {
      ...spec,
      markets: [{ ...market!, terms: { ...market!.terms, liquidationThresholdBps: 9_900n } }],
    }
    let disk = await newRecord(chain, { deployer, spec: '0x' })
    const attempt = (what: typeof spec) =>
      deployProtocol(
        openDeployment(
          localSender(chain, deployer),
          { record: disk, isResumed: true },
          async (record) => {
            disk = record
          },
        ),
        what,
      )
    const before = await noncesOf(deployer)
    const error = await rejectionOf(attempt(refused))
    expect(error).to.be.instanceOf(StepRefusedError)
    expect((error as Error).message).to.match(/market WETH-A.*9900|market WETH-A.*99 %/)
    await attempt(spec)
    expect((await noncesOf(deployer)) - before).to.equal(stepsOf(spec, deployer).length)
  })

  it('sends a step again whose transaction was mined and reverted', async () => {
    let disk = await newRecord(chain, { deployer, spec: '0x' })
    const open = () =>
      openDeployment(
        localSender(chain, deployer),
        { record: disk, isResumed: true },
        async (record) => {
          disk = record
        },
      )
    const step = priceFeedStep('feed', 'a feed')
    // Gas that is enough to be mined and not enough for the creation.
    const starving = await connectChain({
      async request(call) {
        const answer = await chain.rpc.request(call)
        if (call.method !== 'eth_estimateGas') return answer
        return `0x${((BigInt(answer as string) * 3n) / 5n).toString(16)}`
      },
    })
    const poor = openDeployment(localSender(starving, deployer), {
      record: disk,
      isResumed: false,
    })
    const nonce = await noncesOf(deployer)
    expect(await rejectionOf(takeSteps(poor, [step]))).to.be.instanceOf(StepRefusedError)
    expect(await noncesOf(deployer), 'it was mined').to.equal(nonce + 1)
    disk = poor.record()
    const at = await takeSteps(open(), [step])
    expect(await chain.provider.getCode(at('feed'))).to.not.equal('0x')
  })

  it('sends in its account’s turn only', () =>
    inNewFolder(async (folder) => {
      const sender = { ...localSender(chain, deployer), outbox: outboxIn(folder, 0.2) }
      const record = await newRecord(chain, { deployer, spec: '0x' })
      const deployment = openDeployment(sender, { record, isResumed: false })
      const attempt = () => takeSteps(deployment, [priceFeedStep('feed', 'a feed')])
      const nonce = await noncesOf(deployer)
      const turn = { key: '0x', chainId: chain.chainId, from: deployer }
      await outboxIn(folder).alone(turn, async () => {
        expect(await rejectionOf(attempt())).to.be.instanceOf(AccountBusyError)
      })
      expect(await noncesOf(deployer)).to.equal(nonce)
      await attempt()
      expect(await noncesOf(deployer)).to.equal(nonce + 1)
    }))

  it('is refused on a chain that no longer holds what was finished', async () => {
    const deployment = openDeployment(localSender(chain, deployer), {
      record: await newRecord(chain, { deployer, spec: '0x' }),
      isResumed: false,
    })
    await takeSteps(deployment, [priceFeedStep('feed', 'a feed')])
    await assertStillThere(chain, deployment.record())
    const anew = await startEmbeddedChain(options)
    try {
      const error = await rejectionOf(assertStillThere(anew, deployment.record()))
      expect(error).to.be.instanceOf(DeploymentLostError)
      expect((error as DeploymentLostError).nextStep).to.contain('--fresh')
    } finally {
      await anew.close()
    }
  })
})

const contractsOf = ({ provider }: EmbeddedChain, { contracts }: AddressBook) => ({
  accessManager: AccessManager__factory.connect(contracts.accessManager, provider),
  timelock: TimelockController__factory.connect(contracts.timelock, provider),
})
