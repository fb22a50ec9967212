import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { type AddressBook, coreContracts, laterContracts } from '../governance/addressBook.ts'
import { addressSchema as address } from '../governance/addressSchema.ts'
import { BallastError, ExitCode, UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { writeWhole } from './wholeFile.ts'

const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/, 'is no hash (0x and 64 hex digits)')
/** Somebody else's words: whatever could move a cursor or hide text is made visible. */
const label = z
  .string()
  .min(1)
  .max(64)
  .transform((text) => printable(text))

/** An object of the same thing under each name. */
const eachOf = <Name extends string, T>(names: readonly Name[], one: T) =>
  Object.fromEntries(names.map((name) => [name, one])) as Record<Name, T>

const bookSchema = z.strictObject({
  schema: z.literal('ballast.addresses/1'),
  chainId: z.int().positive(),
  deployedAtBlock: z.int().nonnegative(),
  spec: bytes32.optional(),
  contracts: z.strictObject({
    ...eachOf(coreContracts, address),
    ...eachOf(laterContracts, address.exactOptional()),
  }),
  derivativeSymbol: label,
  tokenSymbol: label,
  markets: z.array(
    z.strictObject({
      label,
      id: bytes32,
      collateral: address,
      collateralSymbol: label,
      collateralDecimals: z.int().min(0).max(36),
      feed: label,
    }),
  ),
  feeds: z.array(
    z.strictObject({
      label,
      key: bytes32,
      sources: z.array(address),
      rateSource: address.exactOptional(),
    }),
  ),
  pools: z.array(z.strictObject({ label, address, collateral: address })).exactOptional(),
  risks: z.array(z.strictObject({ label, key: bytes32 })).exactOptional(),
})

const SCHEMA = 'ballast.addresses/1'

/** The network has no address book yet. */
export class AddressBookMissingError extends BallastError {
  override readonly exitCode = ExitCode.usage
  constructor(network: string, path: string) {
    super(
      `The network ${network} has no deployment: there is no address book at ${path}.`,
      'Deploy first (ballast devnet for a local node, ballast deploy for a network), or correct `addresses` in ballast.yaml.',
    )
  }
}

/** A file that is no address book. */
export class InvalidAddressBookError extends UsageError {
  constructor(path: string, reason: string) {
    super(
      `${path} is no address book: ${reason}.`,
      'Write it anew with ballast deploy or ballast devnet, or take it from the protocol team.',
    )
  }
}

/** @throws AddressBookMissingError, InvalidAddressBookError */
export async function readAddressBook(network: string, path: string): Promise<AddressBook> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new AddressBookMissingError(network, path)
    throw new InvalidAddressBookError(path, `it cannot be read (${error.code ?? error.message})`)
  })
  const parsed = bookSchema.safeParse(parseJson(path, text))
  if (!parsed.success) throw new InvalidAddressBookError(path, wordsOf(parsed.error.issues[0]))
  const { schema: _, spec, ...book } = parsed.data
  return spec === undefined ? book : { ...book, spec }
}

function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  const place = printable(issue?.path.join('.') ?? '') || 'the file'
  if (issue?.code === 'unrecognized_keys') {
    return `${place} has a field that nobody knows, "${printable(issue.keys[0] ?? '')}"`
  }
  if (issue?.code === 'invalid_format' || issue?.code === 'custom')
    return `${place} ${issue.message}`
  return `${place}: ${issue?.message}`
}

/** Writes the directory of a deployment for people and for the next commands. */
export const writeAddressBook = (path: string, book: AddressBook): Promise<void> =>
  writeWhole(path, `${JSON.stringify({ schema: SCHEMA, ...book }, undefined, 2)}\n`)

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidAddressBookError(path, 'it is not JSON')
  }
}
