import { getAddress, TypedDataEncoder } from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import { hashesOf, type TypedData, typesOf } from '../governance/typedData.ts'
import { BallastError } from '../shared/errors.ts'
import {
  BlindSigningOffError,
  LedgerAnswerError,
  LedgerAppError,
  LedgerLockedError,
  LedgerRefusedError,
} from './ledgerErrors.ts'
import { type ConnectLedger, exchange } from './ledgerLink.ts'
import type { EthereumApp, Scalars } from './ledgerPackages.ts'

/** A Ledger with its Ethereum app open. Everything but `address` waits for somebody to confirm on it. */
export interface LedgerDevice {
  readonly address: () => Promise<Address>
  readonly signTransaction: (unsigned: Hex) => Promise<Scalars>
  readonly signTyped: (data: TypedData) => Promise<Scalars>
}

/**
 * Works with the device at a path of its seed, and lets go of it whatever comes.
 *
 * @throws what `connect` throws, LedgerLockedError, LedgerAppError, LedgerRefusedError, BlindSigningOffError, LedgerGoneError,
 * LedgerSilentError, LedgerAnswerError
 */
export async function withLedger<T>(
  { connect, path }: { readonly connect: ConnectLedger; readonly path: string },
  work: (device: LedgerDevice) => Promise<T>,
): Promise<T> {
  const packages = await import('./ledgerPackages.ts')
  const link = await connect()
  try {
    const app = packages.ethereumApp((apdu) => exchange(link, apdu))
    return await work(deviceAt(path, app, packages.statusOf))
  } finally {
    // Whoever pulled it out has closed it already.
    await link.close().catch(() => {})
  }
}

type Status = number | undefined
type StatusOf = (error: unknown) => Status

function deviceAt(path: string, app: EthereumApp, statusOf: StatusOf): LedgerDevice {
  const said = <R>(answer: Promise<R>, what: 'question' | 'signature'): Promise<R> =>
    answer.catch(async (error: unknown) => {
      if (error instanceof BallastError) throw error
      const status = statusOf(error)
      if (NOT_OPEN.includes(status)) throw new LedgerAppError(await openAppOf(app))
      throw explained(error, status, what)
    })
  return {
    address: async () => addressIn(await said(app.getAddress(path), 'question')),
    signTransaction: (unsigned) => said(app.signTransaction(path, unsigned.slice(2)), 'signature'),
    signTyped: (data) => said(signTyped({ app, path, statusOf }, data), 'signature'),
  }
}

const LOCKED: readonly Status[] = [0x5515, 0x6b0c, 0x6804]
const REFUSED: readonly Status[] = [0x6985, 0x5501, 0x6982]
/** The dashboard, another app, or an app that does not know the instruction. */
const NOT_OPEN: readonly Status[] = [0x6511, 0x6d00, 0x6d02, 0x6e00, 0x6e01]
const INVALID = 0x6a80

/** @param what of whom something was asked: a question needs nobody, so that nobody can have refused it */
function explained(error: unknown, status: Status, what: 'question' | 'signature'): BallastError {
  if (LOCKED.includes(status)) return new LedgerLockedError()
  if (REFUSED.includes(status))
    return what === 'question' ? new LedgerLockedError() : new LedgerRefusedError()
  if (status === INVALID && what === 'signature') return new BlindSigningOffError()
  if (status !== undefined)
    return new LedgerAnswerError(`status 0x${status.toString(16).padStart(4, '0')}`, error)
  return new LedgerAnswerError(error instanceof Error ? error.message : String(error), error)
}

/** The name of what is open on it; undefined if it does not say. */
async function openAppOf(app: EthereumApp): Promise<string | undefined> {
  try {
    const [, length = 0, ...rest] = await app.send(0xb0, 0x01)
    return new TextDecoder().decode(Uint8Array.from(rest.slice(0, length)))
  } catch {
    return undefined
  }
}

function addressIn({ address }: { readonly address: string }): Address {
  try {
    return getAddress(address.toLowerCase())
  } catch (error) {
    throw new LedgerAnswerError('no address', error)
  }
}

/** What nobody mends by asking in another way. */
const FINAL: readonly Status[] = [...LOCKED, ...REFUSED, 0x6511, 0x6e00, 0x6e01]

/**
 * Lets the device see every field; one whose app knows only hashes (a Nano S, older apps, some settings) is given those.
 */
async function signTyped(
  asked: {
    readonly app: EthereumApp
    readonly path: string
    readonly statusOf: StatusOf
  },
  data: TypedData,
): Promise<Scalars> {
  const { app, path, statusOf } = asked
  try {
    const { domain, message } = data
    return await app.signFields(path, TypedDataEncoder.getPayload(domain, typesOf(data), message))
  } catch (error) {
    const status = statusOf(error)
    if (status === undefined || FINAL.includes(status)) throw error
    const hashes = hashesOf(data)
    return app.signHashes(path, hashes.domain.slice(2), hashes.message.slice(2))
  }
}
