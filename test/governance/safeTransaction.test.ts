import { expect } from 'chai'
import { id, Signature, Wallet } from 'ethers'
import type { Address } from '../../cli/governance/addressBook.ts'
import { recomputeSafe } from '../../cli/governance/recompute/safe.ts'
import {
  isSignedBy,
  packSignatures,
  safeHashes,
  safeTransactionOf,
  safeTypedData,
} from '../../cli/governance/safeTransaction.ts'
import {
  parseSafeTransaction,
  safeTransactionText,
} from '../../cli/governance/safeTransactionFile.ts'
import { knownKeys } from '../support/acting.ts'

const domain = { address: '0x5FbDB2315678afecb367f032d93F642f64180aa3', chainId: 1 } as const
const call = { to: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512', value: 1n, data: '0x' } as const
const transaction = safeTransactionOf(call, 3n)
const { digest } = safeHashes(domain, transaction)
const wallets = Object.values(knownKeys).map((key) => new Wallet(key))

const signedBy = async (wallet: Wallet) => {
  const { domain: about, types, message } = safeTypedData(domain, transaction)
  const signature = await wallet.signTypedData(about, { SafeTx: [...types['SafeTx']!] }, message)
  return { owner: wallet.address as Address, signature: signature as `0x${string}` }
}

describe('a Safe transaction', () => {
  it('has the type that the Safe’s contract hashes to 0xbb8310d4…', () => {
    const { encodedType } = recomputeSafe(domain, { ...transaction })
    expect(id(encodedType)).to.equal(
      '0xbb8310d486368db6bd6f849402fdd73ad53d316b5a4b2644ad6efe0f941286d8',
    )
  })

  it('is signed by whoever its signature recovers to, and by nobody by nonsense', async () => {
    const [first, second] = wallets
    const signature = await signedBy(first!)
    expect(isSignedBy(signature, digest)).to.equal(true)
    expect(isSignedBy({ ...signature, owner: second!.address }, digest)).to.equal(false)
    expect(isSignedBy({ ...signature, signature: '0x12' }, digest)).to.equal(false)
    expect(isSignedBy({ ...signature, signature: `0x${'ff'.repeat(65)}` }, digest)).to.equal(false)
  })

  it('is not signed in a form that its Safe reads as something else', async () => {
    const { owner, signature } = await signedBy(wallets[0]!)
    // A contract's word, an approval of the hash, a signed text, and a number of EIP-155.
    for (const last of ['00', '01', '1f', '20', '25', '26']) {
      const other = `${signature.slice(0, -2)}${last}` as `0x${string}`
      expect(isSignedBy({ owner, signature: other }, digest), last).to.equal(false)
      const file = safeTransactionText({ ...collected, signatures: [{ owner, signature: other }] })
      expect(parseSafeTransaction(file), last).to.have.property('problem')
    }
    const short = Signature.from(signature).compactSerialized as `0x${string}`
    expect(isSignedBy({ owner, signature: short }, digest)).to.equal(false)
  })

  it('hands over the signatures by rising owner, and no more than are asked for', async () => {
    const signatures = await Promise.all(wallets.map(signedBy))
    const rising = signatures.toSorted((a, b) =>
      a.owner.toLowerCase() < b.owner.toLowerCase() ? -1 : 1,
    )
    const packed = `0x${rising
      .slice(0, 3)
      .map(({ signature }) => signature.slice(2))
      .join('')}`
    for (const order of [signatures, signatures.toReversed(), rising]) {
      expect(packSignatures(order, 3)).to.equal(packed)
    }
  })

  const collected = {
    ...{ safe: domain, verb: 'vote', afterBlock: 9, transaction, safeTxHash: digest },
    signatures: [],
  }

  it('comes back from its file as it was', async () => {
    const signatures = [await signedBy(wallets[0]!)]
    const whole = { ...collected, signatures }
    expect(parseSafeTransaction(safeTransactionText(whole))).to.deep.equal(whole)
  })

  it('counts the signature of an owner once', async () => {
    const signature = await signedBy(wallets[0]!)
    const parsed = parseSafeTransaction(
      safeTransactionText({ ...collected, signatures: [signature, signature] }),
    )
    expect(parsed).to.have.property('signatures').with.length(1)
  })

  for (const [what, change, says] of [
    ['another schema', { schema: 'ballast.safe-transaction/2' }, /schema/],
    ['a delegate call', { transaction: { operation: 1 } }, /only 0 \(call\)/],
    ['another value', { transaction: { value: '2' } }, /its contents give/],
    ['another nonce', { transaction: { nonce: '4' } }, /its contents give/],
    ['another chain', { chainId: 5 }, /its contents give/],
    ['another hash', { safeTxHash: id('another') }, /its contents give/],
    ['more fields', { extra: 1 }, /extra|unrecognized/i],
    ['a mistyped address', { safe: domain.address.replace('F', 'f') }, /safe: /],
  ] as const) {
    it(`is not believed with ${what}`, () => {
      const file = JSON.parse(safeTransactionText(collected))
      const changed = {
        ...file,
        ...change,
        transaction: {
          ...file.transaction,
          ...('transaction' in change ? change.transaction : {}),
        },
      }
      const parsed = parseSafeTransaction(JSON.stringify(changed))
      expect('problem' in parsed ? parsed.problem : 'believed').to.match(says)
    })
  }

  it('is not read from what is no JSON', () => {
    expect(parseSafeTransaction('{')).to.have.property('problem')
  })
})
