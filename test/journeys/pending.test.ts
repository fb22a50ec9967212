import { rm } from 'node:fs/promises'
import { expect } from 'chai'
import { readHolder } from '../../cli/chain/votingPower.ts'
import { knownKeys, peopleOf, untouched, workspaceOn } from '../support/acting.ts'
import { type SeededNode, seeded, startAnvil, startHardhat } from '../support/nodes.ts'
import { runCli } from '../support/runCli.ts'

for (const [name, start] of [
  ['Hardhat', startHardhat],
  ['anvil', () => startAnvil()],
] as const) {
  describe(`what waits to be mined on ${name}, as processes`, () => {
    let node: SeededNode
    let folder: string
    before(async () => {
      node = await seeded(await start())
    })
    after(() => node.stop())
    untouched(() => node)
    beforeEach(async () => {
      folder = await workspaceOn(node)
      await automine(false)
    })
    afterEach(async () => {
      await automine(true)
      await rm(folder, { recursive: true })
    })

    const automine = (on: boolean) =>
      node.chain.rpc.request({ method: 'evm_setAutomine', params: [on] })
    const mine = () => node.chain.rpc.request({ method: 'evm_mine' })
    const ballast = (...args: readonly string[]) =>
      runCli(args, {
        cwd: folder,
        env: { SECOND_KEY: knownKeys.second, BALLAST_RECEIPT_TIMEOUT: '1' },
      })
    const answerOf = async (...args: readonly string[]) => {
      const run = await ballast(...args, '--json')
      expect(run.exitCode, run.stderr).to.equal(0)
      return JSON.parse(run.stdout)
    }
    const delegate = ['delegate', 'guardian', '--account', 'second', '--yes'] as const
    const delegateOf = async () => {
      const { second } = await peopleOf(node)
      return (await readHolder(node.chain, node.book, second)).delegate
    }
    /** Sent, and given up waiting for. */
    const leaveWaiting = async () => {
      const run = await ballast(...delegate)
      expect(run.exitCode).to.equal(4)
      expect(run.stderr).to.contain('ballast pending')
    }

    it('is nothing at first', async () => {
      expect((await answerOf('pending')).pending).to.deep.equal([])
      const none = await ballast('pending', '--speed-up', '--account', 'second', '--yes')
      expect(none.exitCode).to.equal(2)
      expect(none.stderr).to.contain('is here')
    })

    it('is shown, outbid, mined at the higher price, and done once', async () => {
      const { guardian } = await peopleOf(node)
      await leaveWaiting()
      const { pending } = await answerOf('pending')
      expect(pending).to.have.length(1)
      expect(pending[0].standing.kind).to.equal('waits')
      expect(pending[0].about).to.match(/^delegate: /)
      const shown = await ballast('pending')
      expect(shown.stdout).to.contain('Next: ballast pending --speed-up')

      const speedUp = ['pending', '--speed-up', '--account', 'second'] as const
      const planned = await answerOf(...speedUp, '--dry-run')
      expect(planned.outcome).to.equal('planned')
      const cheap = await ballast(...speedUp, '--yes', '--max-fee', '0.000000001')
      expect(cheap.exitCode).to.equal(5)
      expect(cheap.stderr).to.contain('--max-fee')
      const sent = await answerOf(...speedUp, '--yes')
      expect(sent.before).to.equal(pending[0].hash)
      const [newer] = (await answerOf('pending')).pending
      expect(newer.hash).to.equal(sent.transaction)
      expect(BigInt(newer.offered) > BigInt(pending[0].offered)).to.equal(true)

      await mine()
      expect((await answerOf('pending')).pending[0].standing.kind).to.equal('mined')
      expect((await answerOf(...delegate)).outcome).to.equal('already')
      expect((await answerOf('pending')).pending).to.deep.equal([])
      expect(await delegateOf()).to.equal(guardian)
    })

    it('is taken back, and sent anew only if it is wished anew', async () => {
      const { guardian } = await peopleOf(node)
      await leaveWaiting()
      const before = await delegateOf()
      const [{ nonce }] = (await answerOf('pending')).pending
      const cancel = ['pending', `${nonce}`, '--cancel-tx', '--account', 'second', '--yes'] as const
      expect((await answerOf(...cancel)).outcome).to.equal('sent')
      await mine()
      expect((await answerOf('pending')).pending[0].standing.kind).to.equal('taken back')
      expect(await delegateOf()).to.equal(before)
      await automine(true)
      expect((await answerOf(...delegate)).outcome).to.equal('sent')
      expect(await delegateOf()).to.equal(guardian)
      expect((await answerOf('pending')).pending).to.deep.equal([])
    })

    it('is outbid by whoever sent it and by nobody else', async () => {
      await leaveWaiting()
      const run = await ballast('pending', '--speed-up', '--account', 'guardian', '--yes')
      expect(run.exitCode).to.equal(2)
      expect(run.stderr).to.contain('--account')
      const both = await ballast('pending', '--speed-up', '--cancel-tx')
      expect(both.exitCode).to.equal(2)
      // A node's pool outlives what the test puts back.
      await mine()
    })

    it('is not sent above what a unit of gas may cost', async () => {
      const setBase = `${name.toLowerCase()}_setNextBlockBaseFeePerGas`
      await node.chain.rpc.request({ method: setBase, params: ['0x2540be400'] })
      await mine()
      const run = await ballast(...delegate, '--max-fee', '9.5')
      expect(run.exitCode).to.equal(5)
      expect(run.stderr).to.match(
        /asks for 1\d(\.\d+)? gwei .* 9\.5 gwei is the most.* Nothing was sent/,
      )
      expect((await answerOf('pending')).pending).to.deep.equal([])
      const odd = await ballast(...delegate, '--max-fee', '-3')
      expect(odd.exitCode).to.equal(2)
    })
  })
}
