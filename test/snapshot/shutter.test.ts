import { createRequire } from 'node:module'
import { expect } from 'chai'
import { getBytes, toUtf8String } from 'ethers'
import { typedMessage } from '../../cli/snapshot/messages.ts'
import { encryptChoice } from '../../cli/snapshot/shutter.ts'
import { signMessage } from '../../cli/snapshot/sign.ts'
import { samples, signer } from './samples.ts'

/** Keepers whose keys are known: of the test data that Shutter publishes with its implementation ("encryption 2"). */
const keepers = {
  eonKey:
    '0x296948dfab0ae53d147c568e93b2384a23bcb72733b1457703a5a18b455c14801bb09a6e317314f6213608d0c13ab6ebec863e4e5b284a78a0ef525ba68cf134' +
    '096d0b911abd8f17b9cf6f0c935f00e2775692ff6fe77a4e8ae71e951aafa6132e05d17dfc1c96bb199026652073c0927074db8827b24dde88c601470ae20bad',
  proposal: '0xe8e4938e043455ca78623acf522c17c47a633b4fe914dc5e19af8ae68993a1ca',
  decryptionKey:
    '0x2ebfd0f66a41f5009fcf6525ac23e6d74a653cd674b123861b65c78c4be3400e216dce6d7ee8770b6b373f9453494f1aea1b3a36f88d8faa3b32031bfb5623f2',
} as const

/** Loaded after the product has: what it leaves behind is to be seen. */
const shutterCrypto = (): {
  decrypt(encrypted: Uint8Array, key: Uint8Array): Promise<Uint8Array>
} => createRequire(import.meta.url)('@shutter-network/shutter-crypto')

const decrypted = async (encrypted: string) =>
  toUtf8String(await shutterCrypto().decrypt(getBytes(encrypted), getBytes(keepers.decryptionKey)))

describe('secret votes, measured by the decryption of Shutter’s own package', () => {
  for (const [choice, text] of [
    [2, '2'],
    [[1, 3], '[1,3]'],
    [{ '1': 60, '2': 40 }, '{"1":60,"2":40}'],
  ] as const) {
    it(`${text} is what the sequencer reads when the key is given out`, async () => {
      const encrypted = await encryptChoice(choice, keepers.proposal, keepers.eonKey)
      expect(await decrypted(encrypted)).to.equal(text)
      expect(encrypted).not.to.equal(
        await encryptChoice(choice, keepers.proposal, keepers.eonKey),
        'it would tell equal votes',
      )
    })
  }

  it('is not read with the key of another proposal, nor of other keepers', async () => {
    const other = `0x${'ab'.repeat(32)}`
    const failed = async (encrypted: string) =>
      decrypted(encrypted).then(
        (text) => text,
        () => 'unreadable',
      )
    expect(await failed(await encryptChoice(2, other, keepers.eonKey))).to.equal('unreadable')
    expect(await failed(await encryptChoice(2, keepers.proposal))).to.equal('unreadable')
  })

  it('is signed as it stands, as snapshot.js asks for it', async () => {
    const choice = await encryptChoice(2, keepers.proposal)
    const typed = typedMessage('voteString', { ...samples['voteString'], choice, reason: '' })
    const { data } = await signMessage(signer, 'voteString', typed)
    expect(data.message['choice']).to.equal(choice)
    expect(choice).to.match(/^0x([0-9a-f]{2}){192}$/)
  })

  it('leaves nothing in the global scope', async () => {
    await encryptChoice(2, keepers.proposal)
    for (const name of ['require', 'fs', 'Go']) expect(name in globalThis, name).to.equal(false)
  })
})
