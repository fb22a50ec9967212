import { recoverAddress, Signature, Transaction } from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import { hashesOf, type TypedData } from '../governance/typedData.ts'
import type { Progress } from '../shared/progress.ts'
import { type Account, type NumberedTransaction, signedDispatch } from './account.ts'
import type { Chain } from './client.ts'
import { readFees } from './fees.ts'
import { type LedgerDevice, withLedger } from './ledgerDevice.ts'
import { LedgerSignatureError, WrongLedgerError } from './ledgerErrors.ts'
import type { ConnectLedger } from './ledgerLink.ts'
import type { Scalars } from './ledgerPackages.ts'

/** Where a key lies, and how its device is reached. */
export interface LedgerKey {
  /** As `derivationPath` answers it. */
  readonly path: string
  readonly connect: ConnectLedger
}

const SIGNED = 'Signed on the Ledger, and it is what was shown.'

/** The address at a path; nothing has to be confirmed for it. @throws what `withLedger` throws */
export const ledgerAddress = (key: LedgerKey): Promise<Address> =>
  withLedger(key, (device) => device.address())

/**
 * An account whose key is in a Ledger and stays there. The device is opened for each signature and let go of again; what it
 * signs is compared with what was to be signed before anything is sent.
 *
 * @param progress is told when somebody has to look at the device
 */
export function ledgerAccount(
  chain: Chain,
  address: Address,
  { key, progress }: { readonly key: LedgerKey; readonly progress: Progress },
): Account {
  const { path } = key
  const signing = <T>(work: (device: LedgerDevice) => Promise<T>): Promise<T> =>
    withLedger(key, async (device) => {
      const found = await device.address()
      if (found !== address) throw new WrongLedgerError(path, found, address)
      return work(device)
    })
  return {
    address,
    signsWith: `Ledger, ${path}`,
    asksEachTime: true,
    caution: [
      'The Ledger shows a call of a contract as recipient, fees and the hash of the transaction: blind signing has to be enabled in its Ethereum app.',
    ],
    unlock: () => signing(async () => {}),
    async prepare(transaction) {
      const unsigned = await unsignedOf(chain, transaction)
      const { unsignedHash, unsignedSerialized } = unsigned
      const scalars = await signing((device) => {
        progress.say(`Confirm on the Ledger. Its hash of the transaction: ${unsignedHash}`)
        return device.signTransaction(unsignedSerialized)
      })
      unsigned.signature = signatureBy(address, unsignedHash, scalars)
      progress.say(SIGNED)
      return signedDispatch(chain, address, unsigned.serialized)
    },
    async signTyped(data) {
      const { domain, message, digest } = hashesOf(data)
      const scalars = await signing((device) => {
        progress.say(`Confirm on the Ledger: ${whatIs(data)}`)
        progress.say(`Where it shows hashes: domain ${domain}, message ${message}`)
        return device.signTyped(data)
      })
      const { serialized } = signatureBy(address, digest, scalars)
      progress.say(SIGNED)
      return serialized
    },
  }
}

const whatIs = ({ primaryType, domain: { name } }: TypedData): string =>
  name === undefined ? primaryType : `${primaryType} for ${name}`

async function unsignedOf(
  chain: Chain,
  { fees: promised, to, ...transaction }: NumberedTransaction,
): Promise<Transaction> {
  const fees = promised ?? (await readFees(chain))
  const { chainId } = chain
  return Transaction.from({ ...transaction, ...fees, chainId, to: to ?? null })
}

/**
 * The signature whole. Which of the two keys it stands for is found by trying: what devices say of the parity depends on
 * what was signed, on the chain and on the app's version.
 *
 * @throws LedgerSignatureError if it is nobody's that was asked
 */
function signatureBy(address: Address, digest: Hex, { r, s }: Scalars): Signature {
  for (const yParity of [0, 1] as const) {
    try {
      const signature = Signature.from({ r: `0x${r}`, s: `0x${s}`, yParity })
      if (recoverAddress(digest, signature) === address) return signature
    } catch {
      // No point of the curve, or not in the one form that chains take.
    }
  }
  throw new LedgerSignatureError(address)
}
