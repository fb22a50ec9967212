import type { Account } from '../chain/account.ts'
import type { Chain } from '../chain/client.ts'
import { type LedgerKey, ledgerAccount, ledgerAddress } from '../chain/ledgerAccount.ts'
import { WrongLedgerError } from '../chain/ledgerErrors.ts'
import { connectUsb } from '../chain/ledgerUsb.ts'
import type { Address } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { type LedgerPlace, ledgerPlace } from '../workspace/ledgerSchema.ts'
import type { Unlocking } from './secrets.ts'

/** ballast.yaml does not say whose it is, and the device is not asked only to find out. */
class LedgerAddressMissingError extends UsageError {
  constructor() {
    super(
      'The address of this Ledger is not written down, and it is not asked for it here.',
      'ballast account show <name> asks it. Write the answer into ballast.yaml: { ledger: "44\'/60\'/0\'/0/0", address: "0x…" }.',
    )
  }
}

/** @throws UsageError for what names no Ledger */
export function ledgerPlaceOf(reference: string): LedgerPlace {
  const place = ledgerPlace(reference)
  if (!('wrong' in place)) return place
  throw new UsageError(
    `${printable(reference)}: ${place.wrong}.`,
    "Write ledger:44'/60'/0'/0/0, the path that Ledger's program shows for the account.",
  )
}

/**
 * An account whose key is in a Ledger. With its address in ballast.yaml the device is needed when it signs, and not before.
 *
 * @throws UsageError, and what says that the device cannot be asked
 */
export async function openLedger(
  chain: Chain,
  reference: string,
  { progress, connectLedger: connect = connectUsb }: Unlocking,
): Promise<Account> {
  const { path, address } = ledgerPlaceOf(reference)
  const key: LedgerKey = { path, connect }
  return ledgerAccount(chain, address ?? (await ledgerAddress(key)), { key, progress })
}

/** The address that ballast.yaml says. @throws LedgerAddressMissingError */
export function writtenLedgerAddress(reference: string): Address {
  const { address } = ledgerPlaceOf(reference)
  if (address === undefined) throw new LedgerAddressMissingError()
  return address
}

/** The address that the device says. @throws WrongLedgerError if ballast.yaml says another one */
export async function askLedgerAddress(reference: string, connect = connectUsb): Promise<Address> {
  const { path, address } = ledgerPlaceOf(reference)
  const found = await ledgerAddress({ path, connect })
  if (address !== undefined && address !== found) throw new WrongLedgerError(path, found, address)
  return found
}
