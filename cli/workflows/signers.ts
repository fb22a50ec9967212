import { readSafe } from '../chain/safe.ts'
import type { Sender } from '../chain/transaction.ts'
import type { Hex } from '../governance/addressBook.ts'
import { packSignatures, type SafeSignature, safeMessage } from '../governance/safeTransaction.ts'
import type { TypedData } from '../governance/typedData.ts'
import type { Fact } from './act.ts'
import { NotNowError } from './refusals.ts'
import { signingWords } from './signingWords.ts'

/** How a message comes to be signed. */
export interface Signing {
  /** What those who sign are shown. */
  readonly facts: readonly Fact[]
  /** @param ready is told before each signature, when what that needs was asked for */
  readonly sign: (ready?: () => void) => Promise<Hex>
}

/**
 * The account itself signs; for a Safe enough of its owners do, each of them what makes the Safe say yes (ERC-1271).
 *
 * @param otherwise what to do where too few owners are at hand to sign
 * @throws NotNowError with too few owners at hand
 */
export async function signingOf(
  { chain, account }: Pick<Sender, 'chain' | 'account'>,
  typed: TypedData,
  otherwise = 'send the vote through the Safe: leave --by-signature out',
): Promise<Signing> {
  const { owners } = account
  if (owners === undefined) {
    return {
      facts: signingWords(typed),
      async sign(ready) {
        await account.unlock?.()
        ready?.()
        return account.signTyped(typed)
      },
    }
  }
  const safe = await readSafe(chain, account.address)
  const accounts = owners.accounts.slice(0, safe.threshold)
  if (accounts.length < safe.threshold) {
    throw new NotNowError(
      `The Safe ${safe.address} wants ${safe.threshold} signatures; ${accounts.length} of its owners can sign from here.`,
      [
        `Name more of its owners in ballast.yaml, with their keys at hand; or ${otherwise}.`,
        ...owners.missing,
      ].join(' '),
    )
  }
  const message = safeMessage(safe, typed)
  return {
    facts: [
      ...saidFacts(typed),
      ...accounts.map(
        ({ address, signsWith }, i): Fact => [i === 0 ? 'owners' : '', `${address} (${signsWith})`],
      ),
      ...signingWords(message),
    ],
    async sign(ready) {
      const signatures: SafeSignature[] = []
      // One after the other: a device or a passphrase asks a person.
      for (const owner of accounts) {
        await owner.unlock?.()
        ready?.()
        signatures.push({ owner: owner.address, signature: await owner.signTyped(message) })
      }
      return packSignatures(signatures, safe.threshold)
    },
  }
}

const HASHES: readonly string[] = ['domain hash', 'message hash']

/** What the Safe says yes to; its hash is the message that the owners sign. */
const saidFacts = (typed: TypedData): readonly Fact[] =>
  signingWords(typed)
    .filter(([label]) => !HASHES.includes(label))
    .map(([label, value]): Fact => {
      if (label === 'signs') return ['the Safe says', value]
      if (label === 'contract') return ['to', value]
      return label === 'what is signed' ? ['its hash', value] : [label, value]
    })
