import { LedgerGoneError, LedgerSilentError } from './ledgerErrors.ts'
import { collecting, packetsOf } from './ledgerFraming.ts'

/** A device that is plugged in: packets of 64 bytes go in and come out. The one interface that a stand-in stands in for. */
export interface LedgerLink {
  readonly write: (packet: Uint8Array) => Promise<void>
  /** The next packet, or undefined if none comes in time. */
  readonly read: (milliseconds: number) => Promise<Uint8Array | undefined>
  readonly close: () => Promise<void>
}

/** Finds the device and opens it. @throws what says why there is none */
export type ConnectLedger = () => Promise<LedgerLink>

/** Reads end so often that a process which is told to end does not wait for one. */
const READ_MS = 200

/** What only a machine has to answer takes no longer. */
const PATIENCE_MS = 10_000

/**
 * Instructions that show something and may wait for a person: to sign a transaction, to sign a typed message, and to take a
 * field of one (and what it is called), which some versions answer only once somebody has paged past it.
 */
const ASKING: readonly number[] = [0x04, 0x0c, 0x1c, 0x1e]

/**
 * Sends an APDU and waits for its answer, status word included: for a person as long as it takes.
 *
 * @throws LedgerGoneError, LedgerSilentError, LedgerAnswerError
 */
export async function exchange(
  link: LedgerLink,
  apdu: Uint8Array,
  patience = PATIENCE_MS,
): Promise<Uint8Array> {
  const unlessGone = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw new LedgerGoneError(error)
    })
  for (const packet of packetsOf(apdu)) await unlessGone(link.write(packet))
  const take = collecting()
  const isAsking = ASKING.includes(apdu[1] ?? 0)
  const deadline = isAsking ? Number.POSITIVE_INFINITY : performance.now() + patience
  while (performance.now() < deadline) {
    const packet = await unlessGone(link.read(READ_MS))
    const answer = packet === undefined ? undefined : take(packet)
    if (answer !== undefined) return answer
  }
  throw new LedgerSilentError()
}
