import { expect } from 'chai'
import { keccak256 } from 'ethers'
import { delegateVotes } from '../../cli/workflows/delegateVotes.ts'
import { actingAs, agreeing, byKey, knownKeys, peopleOf } from '../support/acting.ts'
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
  })
}
