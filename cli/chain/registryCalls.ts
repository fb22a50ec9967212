import type { AddressBook, Hex } from '../governance/addressBook.ts'
import { registryAbi } from './delegateRegistry.ts'
import type { Content } from './sentTransactions.ts'
import { splitAbi } from './splitRegistry.ts'

/** What a call of a registry of delegations is called there; undefined for every other one. */
export function registryCalled(
  { contracts }: AddressBook,
  { to, data }: Content,
): string | undefined {
  if (to === undefined || Object.values(contracts).includes(to)) return undefined
  const selector: Hex = data.slice(0, 10)
  return [registryAbi, splitAbi]
    .map((abi) => abi.getFunction(selector)?.format('sighash'))
    .find((signature) => signature !== undefined)
}
