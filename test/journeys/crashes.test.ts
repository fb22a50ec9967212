import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { listProposals } from '../../cli/chain/proposals.ts'
import { nonceOf } from '../../cli/chain/sentTransactions.ts'
import { ceiling, knownKeys, pass, peopleOf, untouched, workspaceOn } from '../support/acting.ts'
import { type FaultProxy, startFaultProxy } from '../support/faultProxy.ts'
import { type KillMoment, killedAt } from '../support/killed.ts'
import { type SeededNode, seeded, startAnvil, startHardhat } from '../support/nodes.ts'
import { runCli } from '../support/runCli.ts'

const env = { SECOND_KEY: knownKeys.second }

/** Where a process ends without any warning, and what its node did with what it asked last. */
const moments: Readonly<Record<string, KillMoment>> = {
  'before it signs': {
    fault: { kind: 'silent' },
    aim: { method: 'eth_getTransactionCount' },
  },
  'after it signed and noted it': {
    fault: { kind: 'silent' },
    aim: { method: /^eth_send(Raw)?Transaction$/ },
  },
  'after it sent': {
    fault: { kind: 'answerKept' },
    aim: { method: /^eth_send(Raw)?Transaction$/ },
  },
  'after it was mined': {
    fault: { kind: 'answerKept' },
    aim: { method: 'eth_getTransactionReceipt' },
  },
}

for (const [name, start] of [
  ['Hardhat', startHardhat],
  ['anvil', () => startAnvil()],
] as const) {
  describe(`a process that is killed in the middle, and its command repeated, on ${name}`, function () {
    this.timeout(120_000)
    let node: SeededNode
    let proxy: FaultProxy
    let folder: string
    before(async () => {
      node = await seeded(await start())
      proxy = await startFaultProxy(node.url)
    })
    after(async () => {
      await proxy.stop()
      await node.stop()
    })
    untouched(() => node)
    beforeEach(async () => {
      folder = await workspaceOn({ ...node, url: proxy.url }, ceiling(90))
    })
    afterEach(() => rm(folder, { recursive: true }))

    /** Killed at a moment, then repeated until it is done; answers how many transactions that were. */
    async function killedAndRepeated(
      moment: KillMoment,
      args: readonly string[],
      of: string,
    ): Promise<number> {
      const before = await nonceOf(node.chain, of, 'latest')
      await killedAt(args, { proxy, ...moment, cwd: folder, env })
      const repeated = await runCli(args, { cwd: folder, env })
      expect(repeated.exitCode, repeated.stderr).to.equal(0)
      return (await nonceOf(node.chain, of, 'latest')) - before
    }

    const ballast = async (...args: readonly string[]) => {
      const run = await runCli(args, { cwd: folder, env })
      expect(run.exitCode, run.stderr).to.equal(0)
    }

    // Every verb at every moment is in dropped.test.ts; here processes die, each verb's at another moment.
    it("a proposal's whole way is gone once, whenever its processes die", async () => {
      const { second } = await peopleOf(node)
      const rounds = Object.values(moments)
      let steps = 0
      const go = (...args: readonly string[]) =>
        killedAndRepeated(
          rounds[steps++ % rounds.length]!,
          [...args, '--account', 'second'],
          second,
        )
      expect(await go('submit', 'ceiling.yaml', '--confirm', 'ceiling')).to.equal(1)
      const [proposal, ...others] = await listProposals(node.chain, node.book)
      expect(others).to.deep.equal([])
      expect(proposal!.proposer).to.equal(second)
      expect(await readdir(folder)).to.include('ceiling.submission.json')
      expect(await readdir(folder)).to.not.include('ceiling.submission.pending.json')

      await pass(node, proposal!.id, 'snapshot')
      expect(await go('vote', 'ceiling.yaml', 'for', '--yes')).to.equal(1)
      await ballast('vote', 'ceiling.yaml', 'for', '--yes')
      await pass(node, proposal!.id, 'deadline')
      expect(await go('queue', 'ceiling.yaml', '--yes')).to.equal(1)
      await pass(node, proposal!.id, 'eta')
      expect(await go('execute', 'ceiling.yaml', '--confirm', 'ceiling')).to.equal(1)
      expect(await unfinished()).to.deep.equal([])
    })

    for (const [when, moment] of Object.entries(moments)) {
      it(`${when}: what the node signs, and may be wished again, happens once`, async () => {
        const { first } = await peopleOf(node)
        const delegate = ['delegate', 'guardian', '--yes']
        expect(await killedAndRepeated(moment, delegate, first)).to.equal(1)
        expect(await unfinished()).to.deep.equal([])
      })
    }

    /** Records of transactions whose end nobody has seen; a lock whose holder is dead holds nobody. */
    const unfinished = async () =>
      (await readdir(join(folder, '.ballast', 'outbox'))).filter((file) => file.endsWith('.json'))
  })
}
