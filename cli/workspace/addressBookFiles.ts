import { readFile } from 'node:fs/promises'
import { getAddress } from 'ethers'
import { z } from 'zod'
import { type AddressBook, contractNames } from '../governance/addressBook.ts'
import { BallastError, ExitCode, UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { writeWhole } from './wholeFile.ts'

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text) => getAddress(text.toLowerCase()))
const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/)
/** Somebody else's words: whatever could move a cursor or hide text is made visible. */
const label = z
  .string()
  .min(1)
  .max(64)
  .transform((text) => printable(text))

const bookSchema = z.strictObject({
  schema: z.literal('ballast.addresses/1'),
  chainId: z.int().positive(),
  deployedAtBlock: z.int().nonnegative(),
  contracts: z.strictObject(
    Object.fromEntries(contractNames.map((name) => [name, address])) as Record<
      (typeof contractNames)[number],
      typeof address
    >,
  ),
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
  feeds: z.array(z.strictObject({ label, key: bytes32, sources: z.array(address) })),
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

/** @throws AddressBookMissingError, UsageError for a file that is no address book */
export async function readAddressBook(network: string, path: string): Promise<AddressBook> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new AddressBookMissingError(network, path)
  })
  const parsed = bookSchema.safeParse(parseJson(text))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new UsageError(
      `${path} is no address book: ${issue?.path.join('.') || 'the file'}: ${issue?.message}.`,
      'Write it anew with ballast deploy or ballast devnet, or take it from the protocol team.',
    )
  }
  const { schema: _, ...book } = parsed.data
  return book
}

/** Writes the directory of a deployment for people and for the next commands. */
export const writeAddressBook = (path: string, book: AddressBook): Promise<void> =>
  writeWhole(path, `${JSON.stringify({ schema: SCHEMA, ...book }, undefined, 2)}\n`)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
