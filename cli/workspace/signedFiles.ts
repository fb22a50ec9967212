import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { safeTransactionSchema } from '../governance/safeTransactionFile.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { entriesIn } from './folderEntries.ts'
import { writeWhole } from './wholeFile.ts'

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
const bytes = z.string().regex(/^0x([0-9a-f]{2})*$/i)
const decimal = z.string().regex(/^\d{1,78}$/)

/** As wallets take it (eth_signTypedData_v4): whoever does not trust us can hash it elsewhere. */
const typedData = z.record(z.string(), z.unknown())

/** An override gives everything to one side, and only OpenZeppelin 5 takes it. */
const isCastable = (file: {
  readonly override?: true | undefined
  readonly form: string
  readonly support: string | null
}): boolean =>
  file.override === undefined || (file.form === 'openzeppelin-5' && file.support !== null)

const ballotSchema = z
  .strictObject({
    schema: z.literal('ballast.ballot/1'),
    network: z.string(),
    chainId: z.int().positive(),
    governor: address,
    form: z.enum(['openzeppelin-5', 'openzeppelin-4', 'bravo']),
    proposalId: decimal,
    voter: address,
    /** Whether it takes the voter's own tokens out of the vote of its delegate; absent if not. */
    override: z.literal(true).optional(),
    /** Null if it is a split. */
    support: z.enum(['for', 'against', 'abstain']).nullable(),
    /** Votes, 18 decimals. */
    split: z.strictObject({ for: decimal, against: decimal, abstain: decimal }).nullable(),
    reason: z.string(),
    nonce: decimal,
    typedData,
    signature: bytes,
  })
  .refine(isCastable, { path: ['override'] })

const delegationSchema = z.strictObject({
  schema: z.literal('ballast.delegation/1'),
  network: z.string(),
  chainId: z.int().positive(),
  token: address,
  delegator: address,
  delegatee: address,
  nonce: decimal,
  /** Unix seconds. */
  expiry: decimal,
  typedData,
  signature: bytes,
})

const signedSchema = z.discriminatedUnion('schema', [ballotSchema, delegationSchema])

/** A vote that was signed and that anybody may send. */
export type BallotFile = z.infer<typeof ballotSchema>
/** A delegation that was signed and that anybody may send. */
export type DelegationFile = z.infer<typeof delegationSchema>
export type SignedFile = BallotFile | DelegationFile

/** There is nothing at the path that was signed to be relayed. */
export class NoSignedFileError extends UsageError {}

/** Writes it whole. @throws FileNotWrittenError */
export const writeSigned = (path: string, file: SignedFile): Promise<void> =>
  writeWhole(path, `${JSON.stringify(file, undefined, 2)}\n`)

/** A ballot has a few kilobytes unless its reason is long; a file of another kind is not read into memory. */
const MOST_BYTES = 1_000_000

/** @throws NoSignedFileError */
export async function readSigned(path: string): Promise<SignedFile> {
  const shown = printable(path)
  const found = await stat(path).catch(() => undefined)
  if (found === undefined || !found.isFile()) {
    throw new NoSignedFileError(
      `There is no file ${shown}.`,
      'Name the file that ballast vote --by-signature has written.',
    )
  }
  const text = found.size > MOST_BYTES ? '' : await readFile(path, 'utf8').catch(() => '')
  const read = jsonOf(text)
  const parsed = signedSchema.safeParse(read)
  if (parsed.success) return parsed.data
  if ((read as { schema?: unknown } | null | undefined)?.schema === safeTransactionSchema) {
    throw new NoSignedFileError(
      `${shown} is a transaction of a Safe, and no ballot and no delegation.`,
      'Once enough owners have signed it, anybody executes it: ballast safe execute <file>',
    )
  }
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new NoSignedFileError(
    `${shown} is no ballot and no delegation${where === '' ? '' : `: ${printable(where)} is missing or wrong`}.`,
    'Name a file that ballast vote --by-signature or ballast delegate --by-signature has written, unchanged.',
  )
}

/** Everything signed that lies in a folder; other files are passed over. @throws UnreadableFolderError */
export async function signedIn(
  folder: string,
): Promise<readonly { readonly name: string; readonly file: SignedFile }[]> {
  const entries = await entriesIn(folder)
  const found = await Promise.all(
    entries
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map(async (name) => {
        const file = await readSigned(join(folder, name)).catch(() => undefined)
        return file === undefined ? [] : [{ name, file }]
      }),
  )
  return found.flat()
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
