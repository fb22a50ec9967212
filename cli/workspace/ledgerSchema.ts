import * as z from 'zod'
import type { Address } from '../governance/addressBook.ts'
import { addressSchema } from '../governance/addressSchema.ts'
import { derivationPath, FIRST_PATH } from '../shared/derivationPath.ts'

const path = z
  .string()
  .refine((text) => derivationPath(text) !== undefined, {
    error: "is no path of an Ethereum account (44'/60'/…)",
  })
  .transform((text) => derivationPath(text) ?? text)

/** `{ ledger: "44'/60'/0'/0/0", address: "0x…" }`. */
export const ledgerFields = z.strictObject({ ledger: path, address: addressSchema.optional() })

/** A Ledger as an object of ballast.yaml, answered as its reference. */
export const ledgerEntry = ledgerFields.transform(({ ledger, address }) =>
  ['ledger', ledger, ...(address === undefined ? [] : [address])].join(':'),
)

/** Whether something is meant to be a Ledger. */
export const isLedgerReference = (text: string): boolean => /^ledger(:|$)/.test(text)

/** `ledger`, `ledger:44'/60'/0'/0/0`, and behind another colon the address that it must be. */
export const ledgerReference = z.string().transform((text, context): string => {
  const [, ledger = FIRST_PATH, address, ...more] = text.split(':')
  const written = { ledger, ...(address === undefined ? {} : { address }) }
  const found = ledgerEntry.safeParse(written)
  if (found.success && more.length === 0) return found.data
  const [issue] = found.error?.issues ?? []
  const message = issue?.message ?? 'is no reference to a Ledger: there is more behind the address'
  context.issues.push({ code: 'custom', message, input: text })
  return z.NEVER
})

/** What a reference to a Ledger names. */
export interface LedgerPlace {
  /** In one spelling: `44'/60'/0'/0/0`. */
  readonly path: string
  /** Whose address it must be. */
  readonly address?: Address
}

/** What a reference names; or what is wrong with it. */
export function ledgerPlace(reference: string): LedgerPlace | { readonly wrong: string } {
  const found = ledgerReference.safeParse(reference)
  if (!found.success) return { wrong: found.error.issues[0]?.message ?? 'is no reference' }
  const [, at = FIRST_PATH, address] = found.data.split(':')
  return address === undefined ? { path: at } : { path: at, address }
}
