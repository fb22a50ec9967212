import { encryptKeystoreJsonSync, hexlify, randomBytes, toUtf8Bytes, Wallet } from 'ethers'

/** A key, encrypted so lightly that a test need not wait for it. */
export function lightKeystore(
  key: string,
  passphrase: string,
  { namesAddress = true }: { readonly namesAddress?: boolean } = {},
): string {
  const { address, privateKey } = new Wallet(key)
  const scrypt = { N: 16, r: 8, p: 1 }
  const json = encryptKeystoreJsonSync({ address, privateKey }, toUtf8Bytes(passphrase), { scrypt })
  // Files of foundry do not say whose key they hold.
  const { address: named, ...rest } = JSON.parse(json)
  return JSON.stringify(namesAddress ? { address: named, ...rest } : rest)
}

/** A key of the test and of nobody else. */
export const unknownKey = (): string => hexlify(randomBytes(32))
