import { join } from 'node:path'
import { expect } from 'chai'
import { safeHashes, safeTransactionOf } from '../../cli/governance/safeTransaction.ts'
import {
  knownSignatures,
  safePlace,
  UnreadableSafeFileError,
  writeSafeTransaction,
} from '../../cli/workspace/safeFiles.ts'
import { inNewFolder, rejectionOf } from './folder.ts'

const one = { address: '0xD8a5009827F958053CA5b20Efb0cC8f9D669F219', chainId: 31_337 } as const
const other = { ...one, address: '0x5FbDB2315678afecb367f032d93F642f64180aa3' } as const
const call = { to: other.address, value: 1n, data: '0x' } as const

const collectedFor = (safe: typeof one | typeof other | { address: string; chainId: number }) => {
  const transaction = safeTransactionOf(call, 3n)
  const { digest: safeTxHash } = safeHashes(safe, transaction)
  return { safe, verb: 'vote', afterBlock: 9, transaction, safeTxHash, signatures: [] }
}

describe('the files of a Safe transaction', () => {
  it('are named after chain, Safe, nonce and verb', () => {
    expect(safePlace('/some/folder', collectedFor(one))).to.deep.equal({
      signatures: join('/some/folder', 'safe-31337-d8a50098-3-vote.signatures.json'),
      builder: join('/some/folder', 'safe-31337-d8a50098-3-vote.json'),
    })
  })

  it('stand beside those of another Safe, and of the same one on another chain', () =>
    inNewFolder(async (folder) => {
      const all = [one, other, { ...one, chainId: 1 }].map(collectedFor)
      for (const collected of all) {
        const place = safePlace(folder, collected)
        expect(await knownSignatures(place, collected)).to.deep.equal([])
        await writeSafeTransaction(place.signatures, collected)
      }
      for (const collected of all)
        expect(await knownSignatures(safePlace(folder, collected), collected)).to.deep.equal([])
    }))

  it('are not overwritten by another transaction at the same nonce', () =>
    inNewFolder(async (folder) => {
      const collected = collectedFor(one)
      const place = safePlace(folder, collected)
      await writeSafeTransaction(place.signatures, collected)
      const another = { ...collected, safeTxHash: `0x${'1'.repeat(64)}` as const }
      const error = await rejectionOf(knownSignatures(place, another))
      expect(error).to.be.instanceOf(UnreadableSafeFileError)
    }))
})
