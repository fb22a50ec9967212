import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { writeWhole } from './wholeFile.ts'

const SCHEMA = 'ballast.keeper.notes/1'
const shape = z.object({
  schema: z.literal(SCHEMA),
  /** Unix seconds of the block in which a feed was noted last, by chain, hub and feed. */
  notedAt: z.record(z.string(), z.int().nonnegative()),
})

/** When keepers of this workspace noted a dead feed last: the hub does not tell. */
export interface KeeperNotes {
  readonly of: (hub: HubOfChain, feed: string) => bigint | undefined
  /** @throws FileNotWrittenError */
  readonly put: (hub: HubOfChain, feed: string, at: bigint) => Promise<void>
}

interface HubOfChain {
  readonly chainId: number
  readonly hub: string
}

const keyOf = ({ chainId, hub }: HubOfChain, feed: string): string => `${chainId} ${hub} ${feed}`

/** A file that cannot be read is as good as none: what it saves is a note that comes too early. */
export async function keeperNotesIn(folder: string): Promise<KeeperNotes> {
  const path = join(folder, '.ballast', 'keeper.json')
  const notedAt = new Map(Object.entries(await readNotes(path)))
  return {
    of(hub, feed) {
      const at = notedAt.get(keyOf(hub, feed))
      return at === undefined ? undefined : BigInt(at)
    },
    put(hub, feed, at) {
      notedAt.set(keyOf(hub, feed), Number(at))
      const file = { schema: SCHEMA, notedAt: Object.fromEntries(notedAt) }
      return writeWhole(path, `${JSON.stringify(file)}\n`)
    },
  }
}

async function readNotes(path: string): Promise<Readonly<Record<string, number>>> {
  try {
    return shape.parse(JSON.parse(await readFile(path, 'utf8'))).notedAt
  } catch {
    return {}
  }
}
