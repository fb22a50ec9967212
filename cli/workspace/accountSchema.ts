import { resolve } from 'node:path'
import * as z from 'zod'
import { addressSchema } from '../governance/addressSchema.ts'
import type { YamlPath } from '../governance/yamlSource.ts'
import { isLedgerReference, ledgerEntry, ledgerFields, ledgerReference } from './ledgerSchema.ts'
import { safeEntry, safeFields, safeReference } from './safeSchema.ts'

/** An encrypted key in a file. */
export interface KeystoreEntry {
  /** The file, absolute. */
  readonly keystore: string
  /** Whose key it must be; foundry's keystores do not say it themselves. */
  readonly address?: string
  /** The variable that names the file with the passphrase, instead of `BALLAST_PASSWORD_FILE`. */
  readonly passwordFileEnv?: string
}

/** How an account signs: `node:0`, `node:0x…`, `env:NAME`, `safe:0x…`, `ledger:44'/60'/0'/0/0`, or an encrypted key. */
export type AccountEntry = string | KeystoreEntry

const KEYSTORE = 'keystore:'

/** `keystore:keys/alice.json` with its path made absolute; everything else as it is. */
export function entryFrom(written: AccountEntry, folder: string): AccountEntry {
  if (typeof written !== 'string')
    return { ...written, keystore: resolve(folder, written.keystore) }
  return written.startsWith(KEYSTORE)
    ? { keystore: resolve(folder, written.slice(KEYSTORE.length)) }
    : written
}

/** Names of environment variables, as ballast.yaml may name them. */
export const variable = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, 'is no name of an environment variable')

/** In one word; a Safe and a Ledger have schemas of their own. */
const own = /^(node:(\d+|0x[0-9a-fA-F]{40})|env:[A-Z_][A-Z0-9_]*|keystore:[^\s\p{Cc}][^\p{Cc}]*)$/u
const reference = z
  .string()
  .refine((text) => own.test(text) || safeReference.safeParse(text).success, {
    error: 'is no reference to an account',
  })

const keystoreFields = z.strictObject({
  keystore: z.string().min(1),
  address: addressSchema.optional(),
  passwordFileEnv: variable.optional(),
})

/** One line, or the fields of an account that has more to say. */
export const accountSchema = z.unknown().transform((value, context): AccountEntry => {
  const found = schemaOf(value).safeParse(value)
  if (!found.success) {
    for (const issue of found.error.issues)
      context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue)
    return z.NEVER
  }
  return typeof found.data === 'string' ? found.data : withoutUndefined(found.data)
})

const schemaOf = (value: unknown) => {
  if (typeof value === 'string' && isLedgerReference(value)) return ledgerReference
  if (typeof value !== 'object' || value === null) return reference
  if ('ledger' in value) return ledgerEntry
  return 'safe' in value ? safeEntry : keystoreFields
}

const withoutUndefined = ({
  keystore,
  address,
  passwordFileEnv,
}: z.infer<typeof keystoreFields>): KeystoreEntry => ({
  keystore,
  ...(address === undefined ? {} : { address }),
  ...(passwordFileEnv === undefined ? {} : { passwordFileEnv }),
})

export const accountFields = [
  ...new Set([keystoreFields, safeFields, ledgerFields].flatMap(({ shape }) => Object.keys(shape))),
]

const examples: Readonly<Record<string, string>> = {
  keystore: 'keystore: keys/alice.json, a path from this file',
  address: "address: with the account's address in quotes, 0x and 40 hex digits",
  safe: "safe: with the Safe's address in quotes, 0x and 40 hex digits",
  owners: 'owners: [alice, bob], names of other accounts',
  ledger: `ledger: "44'/60'/0'/0/0", the path that Ledger's program shows for the account`,
  passwordFileEnv: 'passwordFileEnv: ALICE_PASSWORD_FILE, a variable that names a file',
}

/** What to write at accounts.<name> or below it. */
export const accountInstead = ([, , field]: YamlPath): string =>
  field === undefined
    ? "Write node:0, node:0x…, env:NAME or keystore:keys/alice.json; a Safe is safe:0x… or { safe: 0x…, owners: [alice] }, a Ledger ledger:44'/60'/0'/0/0 or { ledger: …, address: 0x… }. A key itself never belongs into a file."
    : `Write ${examples[String(field)] ?? examples['keystore']}.`
