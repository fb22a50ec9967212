import { resolve } from 'node:path'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { readProposal } from '../snapshot/hub.ts'
import { recordIn } from '../snapshot/recordText.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import type { StoredProposal } from '../snapshot/stored.ts'
import { isThere, slugOf } from '../workspace/proposalFiles.ts'
import { reportFolder } from '../workspace/reportFiles.ts'
import { readSnapshotRecord, type SnapshotRecord } from '../workspace/snapshotFiles.ts'
import { typed } from './lifecycleWords.ts'
import { NotNowError } from './refusals.ts'
import { placeWords } from './snapshotWords.ts'

/** A proposal on Snapshot, found by what people typed. */
export interface FoundProposal {
  readonly id: string
  /** Undefined if it is not there (any more). */
  readonly stored: StoredProposal | undefined
  /** What snapshot.json says, if a file was named. */
  readonly record?: SnapshotRecord
  /** How people confirm what is done to it. */
  readonly handle: string
  /** Not as recorded, although it is there. */
  readonly warnings: readonly string[]
}

const isId = (reference: string): boolean => /^0x[0-9a-f]{64}$/i.test(reference)

/**
 * Finds a proposal on Snapshot by its id, or by the snapshot.json beside a file.
 *
 * @throws UsageError if the file was never proposed; NotNowError if the proposal belongs to another space
 */
export async function findSnapshotProposal(
  place: SnapshotPlace,
  reference: string,
): Promise<FoundProposal> {
  if (isId(reference)) {
    const id = reference.toLowerCase()
    const stored = await readProposal(place, id)
    requireHere(place, stored)
    return { id, stored, handle: id.slice(0, 10), warnings: [] }
  }
  if (!(await isThere(reference))) {
    throw new UsageError(
      `There is nothing at ${printable(reference)}.`,
      'Name the file of a proposal, its folder, or the whole id of a proposal on Snapshot.',
    )
  }
  const slug = slugOf(resolve(reference))
  const record = await readSnapshotRecord(await reportFolder(reference), { ...place, slug })
  if (record === undefined) {
    throw new UsageError(
      `${printable(reference)} was not proposed in ${placeWords(place)}.`,
      `Propose it: ballast snapshot propose ${typed(reference)}; or name the id.`,
    )
  }
  const stored = await readProposal(place, record.id)
  requireHere(place, stored)
  return {
    id: record.id,
    stored,
    record,
    handle: slug,
    warnings: driftOf(record, stored),
  }
}

function requireHere(place: SnapshotPlace, stored: StoredProposal | undefined): void {
  if (stored === undefined || stored.space.id === place.space) return
  throw new NotNowError(
    `${stored.id} belongs to the space ${printable(stored.space.id)}, not to ${placeWords(place)}.`,
    'Correct the id, or `snapshot` of the network in ballast.yaml.',
  )
}

/** Its author can change a proposal until the vote opens. */
function driftOf(record: SnapshotRecord, stored: StoredProposal | undefined): readonly string[] {
  if (stored === undefined || recordIn(stored.body)?.calldata === record.calldataHash) return []
  return [
    'The calls that it records on Snapshot are not those in snapshot.json: its text was changed.',
  ]
}
