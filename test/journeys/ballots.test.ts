import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { readBlock } from '../../cli/chain/client.ts'
import { advanceTo } from '../../cli/chain/devChain.ts'
import { readStanding } from '../../cli/chain/proposals.ts'
import { nonceOf } from '../../cli/chain/sentTransactions.ts'
import { readSignerNonce } from '../../cli/chain/signatures.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import { knownKeys, pass, peopleOf, proposed, untouched, workspaceOn } from '../support/acting.ts'
import { commandsIn } from '../support/commandsIn.ts'
import { startFaultProxy } from '../support/faultProxy.ts'
import { killedAt } from '../support/killed.ts'
import { type SeededNode, seeded, startAnvil, startHardhat } from '../support/nodes.ts'

const thousand = 1_000n * 10n ** 18n

for (const [name, start] of [
  ['Hardhat', startHardhat],
  ['anvil', () => startAnvil()],
] as const) {
  describe(`ballots on ${name}, as processes`, () => {
    let node: SeededNode
    let people: Awaited<ReturnType<typeof peopleOf>>
    let id: bigint
    let folder: string
    before(async () => {
      node = await seeded(await start())
      people = await peopleOf(node)
      id = await proposed(node)
      await pass(node, id, 'snapshot')
    })
    after(() => node.stop())
    untouched(() => node)
    beforeEach(async () => {
      folder = await workspaceOn(node)
    })
    afterEach(() => rm(folder, { recursive: true }))

    const { ballast, answerOf } = commandsIn(() => folder, { SECOND_KEY: knownKeys.second })

    const tally = async () => {
      const found = (await readStanding(node.chain, node.book, id)).tally
      return [found.for / thousand, found.against / thousand, found.abstain / thousand]
    }

    const signed = async (...args: readonly string[]): Promise<string> =>
      (await answerOf('vote', shortId(id), ...args, '--by-signature', '--yes')).file

    it('are signed by a key in one process and relayed by another account in another', async () => {
      const unasked = await ballast(
        'vote',
        shortId(id),
        'for',
        '--by-signature',
        '--account',
        'second',
      )
      expect(unasked.exitCode).to.equal(2)
      expect(unasked.stderr).to.contain('Plan of ballast vote --by-signature')
      expect(unasked.stderr).to.contain('what is signed  0x')
      const split = ['--split', 'for=60%,against=40%', '--reason', 'for those behind me']
      const file = await signed(...split, '--account', 'second')
      expect(await readFile(join(folder, file), 'utf8')).not.to.contain(knownKeys.second.slice(2))
      expect(await tally()).to.deep.equal([0n, 0n, 0n])
      const relayed = await answerOf('relay', file, '--account', 'guardian', '--yes')
      expect(relayed.schema).to.equal('ballast.relay/1')
      expect(relayed.relayed[0]).to.include({ file, outcome: 'sent' })
      expect(relayed.account.address).to.equal(people.guardian)
      expect(await tally()).to.deep.equal([420n, 280n, 0n])
      const again = await ballast('relay', file, '--account', 'guardian', '--yes')
      expect(again.exitCode).to.equal(0)
      expect(again.stdout).to.contain('it is done already')
    })

    it('in the wrong order wait with exit code 5, together they go', async () => {
      const one = await signed('--split', 'for=100_000 BLST')
      const two = await signed('--split', 'against=100_000 BLST')
      const early = await ballast('relay', two, '--account', 'guardian', '--yes')
      expect(early.exitCode).to.equal(5)
      expect(early.stderr).to.contain(`ballast relay ${one} ${two}`)
      const both = await answerOf('relay', two, one, '--account', 'guardian', '--yes')
      expect(both.relayed.map(({ file }: { file: string }) => file)).to.deep.equal([one, two])
      expect(await tally()).to.deep.equal([100n, 100n, 0n])
    })

    // What is refused has nothing to do with the node: once is enough.
    const once = name === 'Hardhat' ? it : () => {}
    once('that were changed, or are for another chain, are refused with exit code 2', async () => {
      const file = await signed('for')
      const text = await readFile(join(folder, file), 'utf8')
      for (const [from, to, says] of [
        ['"support": "for"', '"support": "against"', 'is not what was signed'],
        ['"chainId": 31337,\n  "governor"', '"chainId": 1,\n  "governor"', 'is for chain 1'],
      ] as const) {
        expect(text).to.contain(from)
        await writeFile(join(folder, 'other.json'), text.replace(from, to))
        const refused = await ballast('relay', 'other.json', '--account', 'guardian', '--yes')
        expect(refused.exitCode).to.equal(2)
        expect(refused.stderr).to.contain(says)
      }
      expect(await tally()).to.deep.equal([0n, 0n, 0n])
    })

    it('delegations are relayed until they expire', async () => {
      const sign = ['delegate', 'self', '--by-signature', '--expires', '1 h', '--yes']
      const { file, signed } = await answerOf(...sign, '--account', 'guardian')
      expect(signed.schema).to.equal('ballast.delegation/1')
      const sent = await answerOf('relay', file, '--yes')
      expect(sent.relayed[0].delegate).to.equal(people.guardian)
      const other = await answerOf('delegate', 'guardian', ...sign.slice(2), '--account', 'second')
      const { timestamp } = await readBlock(node.chain)
      await advanceTo(node.chain, timestamp + 7_200)
      const late = await ballast('relay', other.file, '--yes')
      expect(late.exitCode).to.equal(5)
      expect(late.stderr).to.contain('expired')
    })

    // Every moment at which relaying can end is in dropped.test.ts; here its process dies.
    it('whose relay is killed after it was sent are sent once when it is repeated', async () => {
      const file = await signed('for', '--account', 'second')
      const proxy = await startFaultProxy(node.url)
      try {
        const config = join(folder, 'ballast.yaml')
        await writeFile(config, (await readFile(config, 'utf8')).replace(node.url, proxy.url))
        const before = await nonceOf(node.chain, people.guardian, 'latest')
        const relay = ['relay', file, '--account', 'guardian', '--yes']
        const aim = { method: 'eth_getTransactionReceipt' }
        await killedAt(relay, { proxy, fault: { kind: 'answerKept' }, aim, cwd: folder })
        expect(await tally()).to.deep.equal([700n, 0n, 0n])
        await answerOf(...relay)
        await answerOf(...relay)
        expect(await tally()).to.deep.equal([700n, 0n, 0n])
        expect(await nonceOf(node.chain, people.guardian, 'latest')).to.equal(before + 1)
        const { governor } = node.book.contracts
        expect(await readSignerNonce(node.chain, governor, people.second)).to.equal(1n)
      } finally {
        await proxy.stop()
      }
    })
  })
}
