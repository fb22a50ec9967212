import { decryptKeystoreJson, encryptKeystoreJson, getAddress, toUtf8Bytes } from 'ethers'
import * as z from 'zod'
import type { Address, Hex } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import { isPrivateKey } from './account.ts'

/** An encrypted key as geth, foundry and ethers write it: Web3 Secret Storage, version 3. */
export interface Keystore {
  readonly json: string
  /** Whose key it says it is; foundry leaves it out. */
  readonly address?: Address
  /** How the passphrase is made a key: `scrypt, n 262144`. */
  readonly derivation: string
}

/** A text that is no keystore, or one that cannot be used. */
export class KeystoreError extends UsageError {
  constructor(path: string, why: string) {
    super(
      `${path} is no keystore that can be used: ${why}.`,
      'Take the file that geth, foundry (cast wallet) or ballast account new wrote: Web3 Secret Storage, version 3.',
    )
  }
}

/** What one attempt at a passphrase may take: a keystore from somewhere else must not stop the machine. */
const MOST_MEMORY = 2 ** 30
const MOST_LANES = 16
const MOST_ROUNDS = 10_000_000

const count = z.int().positive()
const scrypt = z
  .object({
    kdf: z.literal('scrypt'),
    kdfparams: z.object({ n: count, r: count, p: count.max(MOST_LANES) }),
  })
  // RFC 7914 wants n below 2^(16 r); some files of older Python tools have r 1, which no library of ours computes.
  .refine(({ kdfparams: { n, r } }) => 128 * n * r <= MOST_MEMORY && Math.log2(n) < 16 * r)
const pbkdf2 = z.object({
  kdf: z.literal('pbkdf2'),
  kdfparams: z.object({ c: count.max(MOST_ROUNDS), prf: z.literal('hmac-sha256') }),
})
const hex = z.string().regex(/^(0x)?[0-9a-f]+$/i)
const cipher = z.object({
  cipher: z.literal('aes-128-ctr'),
  ciphertext: hex.length(64),
  cipherparams: z.object({ iv: hex.length(32) }),
  mac: hex.length(64),
})
const keystoreSchema = z.object({
  version: z.literal([3, '3']),
  address: z
    .string()
    .regex(/^(0x)?[0-9a-f]{40}$/i)
    .optional(),
  crypto: z.intersection(cipher, z.union([scrypt, pbkdf2])),
})

/** @throws KeystoreError */
export function readKeystore(path: string, bytes: Uint8Array): Keystore {
  const json = new TextDecoder().decode(bytes)
  const found = keystoreSchema.safeParse(withCrypto(parsed(path, json)))
  if (!found.success) throw new KeystoreError(path, wordsOf(found.error.issues[0]))
  const { address, crypto } = found.data
  const derivation =
    crypto.kdf === 'scrypt' ? `scrypt, n ${crypto.kdfparams.n}` : `pbkdf2, c ${crypto.kdfparams.c}`
  return address === undefined
    ? { json, derivation }
    : { json, derivation, address: getAddress(`0x${address.replace(/^0x/i, '').toLowerCase()}`) }
}

/** ethers and older clients write `Crypto`. */
function withCrypto(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('Crypto' in value)) return value
  return { crypto: value.Crypto, ...value }
}

function parsed(path: string, json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    // What the parser says repeats a piece of the text, which may be a bare key.
    throw new KeystoreError(path, 'it is no JSON')
  }
}

const wordsOf = (issue: z.core.$ZodIssue | undefined): string => {
  const place = issue?.path.join('.') || 'the whole'
  return place === 'crypto'
    ? 'its kdf and kdfparams are none that Ballast computes (scrypt with r 8 in at most 1 GiB, or pbkdf2)'
    : `${place} is not as that format has it`
}

/** What has been done of one, from 0 to 1. */
export type Share = (share: number) => void

/**
 * The key, or undefined if that is not the passphrase.
 *
 * @throws KeystoreError; nothing of key or passphrase is in it
 */
export async function decryptKey(
  path: string,
  { json, address }: Keystore,
  { passphrase, onProgress }: { readonly passphrase: string; readonly onProgress: Share },
): Promise<{ readonly key: Hex; readonly address: Address } | undefined> {
  for (const bytes of bytesOf(passphrase)) {
    try {
      const opened = await decryptKeystoreJson(json, bytes, onProgress)
      if (!isPrivateKey(opened.privateKey)) throw new KeystoreError(path, 'its key is no key')
      return { key: opened.privateKey, address: opened.address }
    } catch (error) {
      if (error instanceof KeystoreError) throw error
      const { argument } = error as { readonly argument?: unknown }
      if (argument === 'password') continue
      throw new KeystoreError(
        path,
        argument === 'address'
          ? `its key is not that of ${address}, which it names`
          : 'it cannot be decrypted',
      )
    }
  }
  return undefined
}

/** geth and foundry take the bytes as they were typed, ethers brings them into one form first (NFKC). */
const bytesOf = (passphrase: string): readonly Uint8Array[] =>
  [...new Set([passphrase, passphrase.normalize('NFKC')])].map((text) => toUtf8Bytes(text))

/** As slow to guess as geth's own: some 256 MiB and a second for each attempt. */
const SCRYPT = { N: 2 ** 18, r: 8, p: 1 } as const

/** The key encrypted, as the text of a keystore. */
export async function encryptKey(
  { key, address }: { readonly key: Hex; readonly address: Address },
  passphrase: string,
  onProgress: Share,
): Promise<string> {
  const json = await encryptKeystoreJson({ address, privateKey: key }, toUtf8Bytes(passphrase), {
    scrypt: SCRYPT,
    progressCallback: onProgress,
  })
  // The published format writes `crypto`; not every reader takes another spelling.
  return `${json.replace('"Crypto":', '"crypto":')}\n`
}
