import { recoverAddress } from 'ethers'
import type { Address, Hex } from './addressBook.ts'

/**
 * Whose key made a signature; undefined if nobody's. Contracts take 65 bytes with v 27 or 28 and no other form of the same
 * signature: a Safe reads v 0 and 1 as the word of a contract and as an approval, and above 30 as a signed text.
 */
export function recoveredSigner(digest: Hex, signature: Hex): Address | undefined {
  if (!/^0x[0-9a-f]{128}(1b|1c)$/i.test(signature)) return undefined
  try {
    return recoverAddress(digest, signature)
  } catch {
    return undefined
  }
}
