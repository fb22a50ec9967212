import { readAddressBook } from '../workspace/addressBookFiles.ts'
import type { NetworkConfig } from '../workspace/config.ts'

/** What a DAO is called before its chain answers: by what it issues, if there is an address book that can be read. */
export async function daoName({ name, addresses }: NetworkConfig): Promise<string> {
  const book = await readAddressBook(name, addresses).catch(() => undefined)
  return daoOf(book?.derivativeSymbol)
}

export const daoOf = (derivativeSymbol: string | undefined): string =>
  derivativeSymbol === undefined ? 'Ballast' : `${derivativeSymbol} DAO`
