import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { governorOf } from '../../cli/chain/contracts.ts'
import { readState } from '../../cli/chain/governor.ts'
import { listProposals } from '../../cli/chain/proposals.ts'
import { type SafeDomain, safeHashes } from '../../cli/governance/safeTransaction.ts'
import { builderChecksum } from '../../cli/governance/transactionBuilder.ts'
import { readNewestActivity } from '../../cli/workspace/activityFile.ts'
import { ceiling, pass } from '../support/acting.ts'
import { commandsIn } from '../support/commandsIn.ts'
import { type FaultProxy, startFaultProxy } from '../support/faultProxy.ts'
import { killedAt } from '../support/killed.ts'
import {
  type SeededNode,
  seeded,
  startAnvil,
  startHardhat,
  type TestNode,
} from '../support/nodes.ts'
import { bobsKey, safeWithVotes, safeWorkspaceOn } from '../support/safeActs.ts'
import type { TestSafe } from '../support/safes.ts'
import { until } from '../support/until.ts'

for (const [name, start] of [
  ['Hardhat', startHardhat],
  ['anvil', () => startAnvil()],
] as const) {
  describe(`a Safe, two of three owners, on ${name}`, function () {
    this.timeout(180_000)
    let started: TestNode | undefined
    let node: SeededNode
    let safe: TestSafe
    let folder: string
    let proxy: FaultProxy
    before(async () => {
      started = await start()
      node = await seeded(started)
      safe = await safeWithVotes(node)
      proxy = await startFaultProxy(node.url)
      folder = await safeWorkspaceOn({ ...node, url: proxy.url }, safe, ceiling(90))
      await writeFile(join(folder, 'other.yaml'), ceiling(91))
    })
    after(async () => {
      // Also where setting up came to no end: a node must not outlive its test.
      await proxy?.stop()
      await started?.stop()
      if (folder !== undefined) await rm(folder, { recursive: true })
    })

    const { ballast, answerOf } = commandsIn(() => folder, bobsKey)

    async function refusal(...args: readonly string[]): Promise<string> {
      const { exitCode, stdout, stderr } = await ballast(...args)
      expect(exitCode, stdout).to.be.oneOf([2, 5])
      expect(stderr).not.to.contain('bug of Ballast')
      return `${exitCode} ${stderr}`
    }

    const nonce = async () => Number(await safe.contract.getFunction('nonce')())
    const safeNonce = async (work: () => Promise<unknown>) => {
      const before = await nonce()
      await work()
      return (await nonce()) - before
    }

    let proposal: bigint

    it('proposes: the plan shows the hashes that the Safe itself computes, two owners sign, one sends', async () => {
      const planned = await answerOf('submit', 'ceiling.yaml', '--dry-run')
      const facts = planned.plan.facts
      const separator = await safe.contract.getFunction('domainSeparator')()
      expect(facts['domain hash']).to.equal(separator)
      expect(facts['Safe']).to.equal('nonce 0, 2 of 3 owners have to sign')
      expect(facts['sent by']).to.contain(safe.owners[0])
      const { account, outcome, proposalId } = await answerOf(
        ...['submit', 'ceiling.yaml', '--confirm', 'ceiling'],
      )
      expect([account.address, outcome]).to.deep.equal([safe.address, 'sent'])
      proposal = BigInt(proposalId)
      const [stored] = await listProposals(node.chain, node.book)
      expect(stored!.id).to.equal(proposal)
      expect(stored!.proposer).to.equal(safe.address)
      const [log] = await node.chain.provider.getLogs({
        address: safe.address,
        fromBlock: 0,
        topics: [safe.contract.interface.getEvent('ExecutionSuccess')!.topicHash],
      })
      expect(log!.topics[1]).to.equal(facts['safeTxHash'])
      expect((await answerOf('submit', 'ceiling.yaml', '--confirm', 'ceiling')).outcome).to.equal(
        'already',
      )
    })

    it('signs a ballot by its owners, which anybody relays (ERC-1271)', async () => {
      await pass(node, proposal, 'snapshot')
      const sign = [
        'vote',
        'ceiling.yaml',
        '--split',
        'for=300_000 BLST',
        '--by-signature',
        '--yes',
      ]
      expect(await refusal(...sign, '--account', 'short')).to.match(/^5 [\s\S]*wants 2 signatures/)
      const plan = await answerOf(...sign, '--dry-run')
      expect(plan.plan.facts['signs']).to.match(/^SafeMessage/)
      const { file } = await answerOf(...sign)
      const relayed = await ballast('relay', file, '--account', 'stranger', '--yes')
      expect(relayed.exitCode, relayed.stderr).to.equal(0)
      const governor = governorOf(node.chain, node.book)
      expect(await governor.usedVotes(proposal, safe.address)).to.equal(300_000n * 10n ** 18n)
      expect(await nonce()).to.equal(1)
    })

    it('votes with too few owners at hand: files collect signatures, and anybody carries the vote', async () => {
      const vote = ['vote', 'ceiling.yaml', 'for', '--reason', 'safe', '--yes']
      const begun = await answerOf(...vote, '--account', 'short')
      expect(begun.outcome).to.equal('collected')
      expect(begun.signatures).to.have.length(1)
      const name = `safe-31337-${safe.address.slice(2, 10).toLowerCase()}-1-vote`
      const file = `${name}.signatures.json`
      expect(begun.files).to.deep.equal({
        signatures: file,
        transactionBuilder: `${name}.json`,
      })
      expect(await nonce()).to.equal(1)

      const builder = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'))
      const written = JSON.parse(await readFile(join(folder, file), 'utf8'))
      const { to, value, data } = written.transaction
      expect(builder.transactions).to.deep.equal([
        { to, value, data, contractMethod: null, contractInputsValues: null },
      ])
      expect(builder.chainId).to.equal('31337')
      expect(builder.meta.createdFromSafeAddress).to.equal(safe.address)
      expect(builder.meta.checksum).to.equal(builderChecksum(builder))
      const fields = Object.values(written.transaction)
      expect(await safe.contract.getFunction('getTransactionHash')(...fields)).to.equal(
        written.safeTxHash,
      )

      expect(await refusal('safe', 'execute', file, '--account', 'stranger', '--yes')).to.match(
        /^5 [\s\S]*1 of 2 signatures/,
      )
      expect(await refusal('safe', 'sign', file, '--account', 'stranger', '--yes')).to.match(
        /^2 [\s\S]*no owner of the Safe/,
      )
      expect(await refusal('safe', 'sign', file, '--account', 'carol')).to.match(/^2 [\s\S]*--yes/)
      // The one who has signed already adds nothing.
      const again = await answerOf('safe', 'sign', file, '--account', 'alice', '--yes')
      expect([again.outcome, again.signatures.length]).to.deep.equal(['already', 1])
      // On another computer: a file of their own, without alice's signature.
      await writeFile(join(folder, 'bob.json'), JSON.stringify({ ...written, signatures: [] }))
      const signed = await answerOf('safe', 'sign', 'bob.json', '--account', 'bob', '--yes')
      expect([signed.outcome, signed.signatures.length]).to.deep.equal(['signed', 1])
      expect(signed.does.join()).to.match(/^vote for on proposal 0x\w{8}, reason: safe$/)
      expect(await refusal('relay', 'bob.json', '--account', 'stranger', '--yes')).to.match(
        /^2 [\s\S]*ballast safe execute/,
      )

      const execute = ['safe', 'execute', 'bob.json', file, '--account', 'stranger', '--yes']
      expect((await answerOf(...execute)).outcome).to.equal('sent')
      const governor = governorOf(node.chain, node.book)
      expect(await governor.hasVoted(proposal, safe.address)).to.equal(true)
      expect((await answerOf(...execute)).outcome).to.equal('already')
      expect((await answerOf(...vote)).outcome).to.equal('already')
      expect(await nonce()).to.equal(2)
    })

    it('says with its reason what the call inside would be refused for', async () => {
      const late = await refusal('cancel', 'ceiling.yaml', '--confirm', 'ceiling')
      expect(late).to.match(/^5 /).and.contain('its proposer only while it is Pending')
      expect(await nonce()).to.equal(2)
    })

    it('queues, whatever the order of its owners, and executes', async () => {
      await answerOf('vote', 'ceiling.yaml', 'for', '--account', 'second', '--yes')
      await pass(node, proposal, 'deadline')
      const queue = ['queue', 'ceiling.yaml', '--account', 'backwards', '--yes']
      expect((await answerOf(...queue)).state).to.equal('Queued')
      await pass(node, proposal, 'eta')
      const execute = ['execute', 'ceiling.yaml', '--confirm', 'ceiling']
      expect((await answerOf(...execute)).state).to.equal('Executed')
      expect(await nonce()).to.equal(4)
    })

    /** The Safe's own proposal of the second file, made if it is not there. */
    const other = async (): Promise<bigint> => {
      const { proposalId } = await answerOf('submit', 'other.yaml', '--confirm', 'other')
      return BigInt(proposalId)
    }

    // Every moment at which an act through a Safe can end is in dropped.test.ts; here its process dies.
    it('killed after it was mined, then repeated: one transaction of the Safe', async () => {
      const delegate = ['delegate', 'second', '--yes']
      const used = await safeNonce(async () => {
        const aim = { method: 'eth_getTransactionReceipt' }
        await killedAt(delegate, {
          proxy,
          fault: { kind: 'answerKept' },
          aim,
          cwd: folder,
          env: bobsKey,
        })
        expect((await ballast(...delegate)).exitCode).to.equal(0)
      })
      expect(used).to.equal(1)
      const left = await readdir(join(folder, '.ballast'), { recursive: true })
      // A lock whose holder is dead holds nobody.
      expect(left.filter((file) => file.endsWith('.json'))).to.deep.equal([])
      // What left is in the list also where its sender did not live to see it.
      const { entries } = await readNewestActivity(folder, 1)
      expect([entries[0]?.verb, entries[0]?.account]).to.deep.equal(['delegate', safe.address])
      const block = await node.chain.provider.getBlock('latest')
      expect(block!.transactions).to.include(entries[0]?.transactionHash)
    })

    it('killed while it waits to be mined, then repeated: the waiting one is found', async () => {
      const delegate = ['delegate', 'carol', '--yes']
      const { rpc } = node.chain
      const automine = (on: boolean) => rpc.request({ method: 'evm_setAutomine', params: [on] })
      const used = await safeNonce(async () => {
        await automine(false)
        const aim = { method: 'eth_getTransactionReceipt' }
        const fault = { kind: 'answerKept' } as const
        await killedAt(delegate, { proxy, fault, aim, cwd: folder, env: bobsKey })
        const repeated = ballast(...delegate)
        await until(() => proxy.seen().some(({ method }) => method === aim.method))
        expect(proxy.seen().some(({ method }) => method.startsWith('eth_send'))).to.equal(false)
        await rpc.request({ method: 'evm_mine' })
        expect((await repeated).exitCode, (await repeated).stderr).to.equal(0)
      }).finally(() => automine(true))
      expect(used).to.equal(1)
    })

    it('cancels what it proposed', async () => {
      const id = await other()
      const { state } = await answerOf('cancel', 'other.yaml', '--confirm', 'other')
      expect(state).to.equal('Canceled')
      expect(await readState(node.chain, node.book, id)).to.equal('Canceled')
    })

    // What is asked and refused has nothing to do with the node: once is enough.
    const once = name === 'Hardhat' ? it : () => {}

    once(
      'is no Safe: a contract that is none, no contract, and somebody who does not own it',
      async () => {
        const as = (account: string) => refusal('delegate', 'self', '--yes', '--account', account)
        expect(await as('nosafe')).to.match(/^2 [\s\S]*is no Safe .* does not answer as one/)
        expect(await as('nothing')).to.match(/^2 [\s\S]*is no Safe .* there is no contract/)
        expect(await as('wrong')).to.match(/^2 [\s\S]*is no owner of the Safe/)
        expect(await refusal('deploy', 'demo', '--account', 'treasury')).to.match(
          /^2 [\s\S]*A Safe has no key: it cannot deploy/,
        )
      },
    )

    once('refuses a file that was changed, and one of another chain', async () => {
      const begun = await answerOf('delegate', 'alice', '--yes', '--account', 'empty')
      expect([begun.outcome, begun.signatures.length]).to.deep.equal(['collected', 0])
      const path = join(folder, begun.files.signatures)
      const text = await readFile(path, 'utf8')
      const file = JSON.parse(text)
      const sign = ['safe', 'sign', begun.files.signatures, '--account', 'bob', '--yes']
      const change = async (changed: object, says: RegExp) => {
        await writeFile(path, JSON.stringify({ ...file, ...changed }))
        expect(await refusal(...sign)).to.match(says)
      }
      const { transaction } = file
      await change({ transaction: { ...transaction, to: safe.address } }, /its contents give 0x/)
      await change({ transaction: { ...transaction, operation: 1 } }, /only 0 \(call\)/)
      await change({ safe: node.book.contracts.governor }, /its contents give 0x/)
      await change({ chainId: 1 }, /its contents give 0x/)
      const signature = `0x${'11'.repeat(64)}1b`
      await change(
        { signatures: [{ owner: safe.owners[2], signature }] },
        /not that account's signature/,
      )
      await writeFile(path, text)
      // Unchanged, and for another chain; and one that is another transaction.
      const write = (name: string, domain: SafeDomain, nonce: string) => {
        const own = { ...transaction, nonce }
        const { digest: safeTxHash } = safeHashes(domain, own)
        const changed = { ...file, chainId: domain.chainId, transaction: own, safeTxHash }
        return writeFile(join(folder, name), JSON.stringify(changed))
      }
      const { address } = safe
      await write('mainnet.json', { address, chainId: 1 }, transaction.nonce)
      expect(
        await refusal('safe', 'execute', 'mainnet.json', '--account', 'bob', '--yes'),
      ).to.match(/^2 [\s\S]*is for chain 1; the network local is chain 31337\.\n.*--network/)
      await write('later.json', { address, chainId: 31_337 }, '99')
      const mixed = ['safe', 'execute', path, 'later.json', '--account', 'bob', '--yes']
      expect(await refusal(...mixed)).to.match(/^2 .*later\.json is about another transaction than/)
      expect((await answerOf(...sign)).signatures).to.have.length(1)
    })
  })
}
