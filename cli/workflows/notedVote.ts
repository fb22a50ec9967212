import { dirname, join } from 'node:path'
import process from 'node:process'
import { keccak256, toUtf8Bytes } from 'ethers'
import type { Hex } from '../governance/addressBook.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import { proposalsIn, readSource, slugOf } from '../workspace/proposalFiles.ts'
import { readSnapshotRecord, type SnapshotRecord } from '../workspace/snapshotFiles.ts'
import { readSubmission } from '../workspace/submissionFiles.ts'

/** What ties a proposal on the chain to the file that it was made from. */
interface Ties {
  readonly proposal: { readonly chainId: number; readonly governor: string; readonly id: string }
  /** The hash of a file's text, as its description names it. */
  readonly sourceHash: Hex | undefined
  readonly calldata: Hex
}

/**
 * The vote on Snapshot that a snapshot.json of this workspace notes for a proposal on the chain: beside the file that it
 * says it was made from, else in the folder that was submitted as it, else the only one of the same calls.
 *
 * @throws UnreadableSnapshotRecordError
 */
export async function notedVote(
  folder: string,
  place: SnapshotPlace,
  ties: Ties,
): Promise<SnapshotRecord | undefined> {
  const files = await draftFiles(folder)
  for (const isIt of [isSource, wasSubmitted]) {
    for (const file of files) {
      if (!(await isIt(file, ties))) continue
      const record = await recordBeside(file, place)
      if (record !== undefined) return record
    }
  }
  const records = await Promise.all(
    files.map((file) => recordBeside(file, place).catch(() => undefined)),
  )
  const same = records.filter((one) => one?.calldataHash === ties.calldata)
  return same.length === 1 ? same[0] : undefined
}

async function draftFiles(folder: string): Promise<readonly string[]> {
  const roots = [...new Set([folder, process.cwd()])].map((root) => join(root, 'proposals'))
  return (await Promise.all(roots.map(proposalsIn))).flat().map(({ file }) => file)
}

async function isSource(file: string, { sourceHash }: Ties): Promise<boolean> {
  if (sourceHash === undefined) return false
  const source = await readSource(file).catch(() => undefined)
  return source !== undefined && keccak256(toUtf8Bytes(source.text)) === sourceHash
}

/** The file may have been changed since. A submission.json that several files share is nobody's: who can tell whose it is? */
async function wasSubmitted(file: string, { proposal }: Ties): Promise<boolean> {
  const noted = await readSubmission(dirname(file), slugOf(file))
  return (
    noted?.proposalId === proposal.id &&
    noted.chainId === proposal.chainId &&
    noted.governor === proposal.governor
  )
}

/** @throws UnreadableSnapshotRecordError */
const recordBeside = (file: string, place: SnapshotPlace): Promise<SnapshotRecord | undefined> =>
  readSnapshotRecord(dirname(file), { ...place, slug: slugOf(file) })
