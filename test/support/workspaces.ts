import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AddressBook } from '../../cli/governance/addressBook.ts'
import { writeAddressBook } from '../../cli/workspace/addressBookFiles.ts'

/** Writes a ballast.yaml whose one network is the given node, and its address book. */
export async function writeWorkspace(
  folder: string,
  node: { readonly url: string; readonly chainId: number; readonly book: AddressBook },
): Promise<void> {
  await writeAddressBook(join(folder, 'addresses.json'), node.book)
  await writeFile(
    join(folder, 'ballast.yaml'),
    `network: dev
networks:
  dev:
    url: ${node.url}
    chainId: ${node.chainId}
    addresses: addresses.json
`,
  )
}
