import { getAddress } from 'ethers'
import type { Address, Hex } from '../../../cli/governance/addressBook.ts'

/** Where the addresses of libraries belong in a bytecode, in bytes: by source file, then by library. */
export type LinkReferences = Readonly<
  Record<string, Readonly<Record<string, readonly { length: number; start: number }[]>>>
>

/** The libraries that a bytecode calls, by the path of their artifacts: `folder/File.sol/Library`. */
export const librariesOf = (references: LinkReferences): readonly string[] =>
  Object.entries(references).flatMap(([file, libraries]) =>
    Object.keys(libraries).map((library) => `${file}/${library}`),
  )

/** The bytecode with the address of every library in its places. */
export function linked(
  bytecode: Hex,
  references: LinkReferences,
  addresses: ReadonlyMap<string, Address>,
): Hex {
  let code: string = bytecode
  for (const [file, libraries] of Object.entries(references)) {
    for (const [library, places] of Object.entries(libraries)) {
      const address = addresses.get(`${file}/${library}`)
      if (address === undefined) throw new Error(`No ${library} to link with.`)
      const hex = getAddress(address).slice(2).toLowerCase()
      for (const { start, length } of places) {
        const [from, to] = [2 + 2 * start, 2 + 2 * (start + length)]
        code = code.slice(0, from) + hex + code.slice(to)
      }
    }
  }
  return code as Hex
}
