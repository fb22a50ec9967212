import { mkdir, readFile, rm, rmdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod'
import { addressSchema } from '../governance/addressSchema.ts'
import type { DeploymentRecord } from '../governance/deploymentRecord.ts'
import { UsageError } from '../shared/errors.ts'
import { withLock } from './lockFile.ts'
import { sentEntrySchema } from './sentEntrySchema.ts'
import { FileNotWrittenError, writeWhole } from './wholeFile.ts'

/** Larger than any honest deployment. */
const LARGEST_BYTES = 256 * 1024

/** @throws UsageError if there is nothing readable at the path */
export async function readDeploymentText(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() !== true) {
    throw new UsageError(
      `There is no deployment at ${path}.`,
      'Name a file, or demo; `ballast init --deployment` writes an example with comments.',
    )
  }
  if (found.size > LARGEST_BYTES) {
    throw new UsageError(
      `${path} has ${Math.ceil(found.size / 1024)} KiB; a deployment has at most ${LARGEST_BYTES / 1024} KiB.`,
      'Name the right file.',
    )
  }
  return readFile(path, 'utf8')
}

const SCHEMA = 'ballast.deployment/1'

const hash = z.string().regex(/^0x[0-9a-f]{64}$/)
const recordSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  chainId: z.int().positive(),
  deployer: addressSchema,
  spec: hash,
  startedAtBlock: z.int().nonnegative(),
  finished: z.record(
    z.string(),
    z.strictObject({ transactionHash: hash.optional(), contract: addressSchema.optional() }),
  ),
  sent: z.record(z.string(), sentEntrySchema),
})

/** Beside the address book that the deployment is to become. */
export const recordPath = (addresses: string): string =>
  `${addresses.replace(/\.json$/, '')}.partial.json`

/**
 * What an earlier attempt wrote down.
 *
 * @throws UsageError for a file that is no such record
 */
export async function readRecord(addresses: string): Promise<DeploymentRecord | undefined> {
  const path = recordPath(addresses)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw unreadable(path)
  })
  if (text === undefined) return undefined
  const parsed = recordSchema.safeParse(parseJson(text))
  if (!parsed.success) throw unreadable(path)
  const { schema: _, ...record } = parsed.data
  return record as DeploymentRecord
}

const unreadable = (path: string): UsageError =>
  new UsageError(
    `${path}, where an earlier attempt wrote down what it had finished, cannot be understood.`,
    'Restore it; or look at the chain for what was deployed, and begin anew with --fresh.',
  )

/** Keeps the newest state of a deployment under way; a crash leaves the state before it. */
export const saveRecord = (addresses: string, record: DeploymentRecord): Promise<void> =>
  writeWhole(
    recordPath(addresses),
    `${JSON.stringify({ schema: SCHEMA, ...record }, undefined, 2)}\n`,
  )

/** Another ballast deploys to the same address book. */
export class DeploymentRunningError extends UsageError {
  constructor(holder: string, path: string) {
    super(
      `Another deploy (${holder}) is running for the same address book.`,
      `Wait until it has finished and repeat the command. If there is none any more, delete ${path}.`,
    )
  }
}

/**
 * Runs `work` while no other process deploys to the same address book.
 *
 * @throws DeploymentRunningError at once if one does; FileNotWrittenError
 */
export async function deployingAlone<T>(addresses: string, work: () => Promise<T>): Promise<T> {
  const path = `${addresses.replace(/\.json$/, '')}.lock`
  const folder = dirname(path)
  const made = await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new FileNotWrittenError(path, error)
  })
  try {
    return await withLock({ path, about: 'deploy', waitSeconds: 0 }, work, ({ holder }) => {
      throw new DeploymentRunningError(holder, path)
    })
  } finally {
    // Nothing came of it: what was made for the lock alone goes too. Not if there is anything in it.
    if (made !== undefined) await rmdir(folder).catch(() => {})
  }
}

/** The deployment has become an address book. */
export const removeRecord = (addresses: string): Promise<void> =>
  rm(recordPath(addresses), { force: true })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
