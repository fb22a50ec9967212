import { expect } from 'chai'
import { keccak256 } from 'ethers'
import { readBlock } from '../../cli/chain/client.ts'
import { memoryOutbox, wishKey } from '../../cli/chain/outbox.ts'
import type { ReceiptMissingError } from '../../cli/chain/transactionErrors.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import type { Plan } from '../../cli/workflows/act.ts'
import { delegateVotes } from '../../cli/workflows/delegateVotes.ts'
import type { Acting } from '../../cli/workflows/protocol.ts'
import {
  actingAs,
  agreeing,
  byKey,
  failureOf,
  knownKeys,
  peopleOf,
  untouched,
} from '../support/acting.ts'
import { type SeededNode, seeded, startAnvil, startHardhat } from '../support/nodes.ts'

for (const [name, start] of [
  ['Hardhat', startHardhat],
  ['anvil', () => startAnvil()],
] as const) {
  describe(`what a plan says is signed, on ${name}`, () => {
    let node: SeededNode
    before(async () => {
      node = await seeded(await start())
    })
    after(() => node.stop())

    it('is what the chain has then, field by field', async () => {
      const { guardian } = await peopleOf(node)
      const acting = await actingAs(node, byKey(node, knownKeys.second))
      const { options, plans } = agreeing()
      const acted = await delegateVotes(acting, { to: guardian, config: { accounts: {} } }, options)
      expect(acted.how).to.equal('sent')
      if (acted.how !== 'sent') return
      const mined = await node.chain.provider.getTransaction(acted.sent.transactionHash)
      const { fields: signed, words: signedWords } = plans[0]!.signed!
      const { to, value, data, chainId, nonce, gasLimit, fees } = signed
      expect({ to, value, data, chainId: BigInt(chainId), nonce, gasLimit, ...fees }).to.deep.equal(
        {
          to: mined?.to,
          value: mined?.value,
          data: mined?.data,
          chainId: mined?.chainId,
          nonce: mined?.nonce,
          gasLimit: mined?.gasLimit,
          maxFeePerGas: mined?.maxFeePerGas,
          maxPriorityFeePerGas: mined?.maxPriorityFeePerGas,
        },
      )
      expect(signed.dataHash).to.equal(keccak256(mined!.data))
      expect(Object.fromEntries(signedWords)['data']).to.equal(
        'delegate(address) = 0x5c19a95c, 36 bytes',
      )
    })

    describe('after an earlier attempt', () => {
      untouched(() => node)
      const { options } = agreeing()
      const config = { accounts: {} }
      const plan = async (acting: Acting, to: Address): Promise<Plan> => {
        const dry = { ...options, confirm: async () => 'dry run' as const }
        const acted = await delegateVotes(acting, { to, config }, dry)
        if (acted.how !== 'planned') throw new Error('It was not only planned.')
        return acted.plan
      }

      it('that lost its nonce to something else, has the next one', async () => {
        const { first, third } = await peopleOf(node)
        const outbox = memoryOutbox()
        const account = byKey(node, knownKeys.second)
        const acting = await actingAs(node, account, { outbox })
        const { nonce, ...content } = (await plan(acting, first)).signed!.fields
        const wish = { data: content.data, value: content.value, to: content.to! }
        const key = wishKey(node.chain, account.address, wish)
        const { number: afterBlock, hash: afterHash } = await readBlock(node.chain)
        await outbox.put({ key, from: account.address, nonce, afterBlock, afterHash })
        // Nothing took it yet: it is the one.
        expect((await plan(acting, first)).signed!.fields.nonce).to.equal(nonce)
        await delegateVotes(await actingAs(node, account), { to: third, config }, options)
        expect((await plan(acting, first)).signed!.fields.nonce).to.equal(nonce + 1)
      })

      it('that waits, is nothing new', async () => {
        const { first } = await peopleOf(node)
        const acting = await actingAs(node, byKey(node, knownKeys.second))
        await node.chain.rpc.request({ method: 'evm_setAutomine', params: [false] })
        try {
          const impatient = { ...acting, sender: { ...acting.sender, receiptSeconds: 0 } }
          const left = await failureOf(delegateVotes(impatient, { to: first, config }, options))
          const { transactionHash } = left as ReceiptMissingError
          const { signed, facts } = await plan(acting, first)
          expect(signed).to.equal(undefined)
          expect(facts).to.deep.include([
            'signed',
            `nothing new: ${transactionHash} was sent already`,
          ])
          await node.chain.rpc.request({ method: 'evm_mine' })
        } finally {
          await node.chain.rpc.request({ method: 'evm_setAutomine', params: [true] })
        }
      })
    })
  })
}
