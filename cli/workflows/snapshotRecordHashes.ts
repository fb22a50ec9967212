import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { hashOf } from '../governance/recompute/bytes.ts'
import { type ProposalHashes, recomputeProposal } from '../governance/recompute/proposal.ts'
import { BallastError } from '../shared/errors.ts'
import type { Progress } from '../shared/progress.ts'
import { recordIn } from '../snapshot/recordText.ts'
import type { HashGroup, HashRow } from './hashRows.ts'
import { prepareProposal } from './prepareProposal.ts'
import type { Protocol } from './protocol.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * What a record on Snapshot says of files beside it: the calls of the proposal, made from its file as ever and hashed
 * anew, against the record and the text that is voted on; and the report.
 */
export async function hashesOfRecord(
  openProtocol: () => Promise<Protocol>,
  { json, file }: { readonly json: Json; readonly file: string },
  progress: Progress,
): Promise<readonly HashGroup[]> {
  const folder = dirname(resolve(file))
  const report = await reportRows(folder, json)
  return [
    await callsOf(openProtocol, { json, folder }, progress),
    ...(report.length === 0 ? [] : [{ title: 'the evidence beside it', rows: report }]),
  ]
}

async function callsOf(
  openProtocol: () => Promise<Protocol>,
  { json, folder }: { readonly json: Json; readonly folder: string },
  progress: Progress,
): Promise<HashGroup> {
  const slug = String(json['slug'] ?? '')
  const name = basename(folder) === slug ? 'proposal.yaml' : `${slug}.yaml`
  const title = `calls of ${name}, as they are now`
  try {
    const { proposal } = await prepareProposal(openProtocol, join(folder, name), progress)
    const { governor } = (await openProtocol()).book.contracts
    const { calls, description } = proposal
    return { title, rows: rowsOf(recomputeProposal({ calls, description, governor }), json) }
  } catch (error) {
    if (!(error instanceof BallastError)) throw error
    return { title, rows: [], note: `They could not be made: ${error.message}` }
  }
}

function rowsOf({ calldataHash, callHashes }: ProposalHashes, json: Json): readonly HashRow[] {
  const voted = recordIn(bodyIn(json))
  return [
    { of: 'calls together, in the record', hash: calldataHash, ...stated(json['calldataHash']) },
    { of: 'calls together, in the text', hash: calldataHash, ...stated(voted?.calldata) },
    ...callHashes.map((hash, i) => ({
      of: `call ${i + 1}, in the text`,
      hash,
      ...stated(voted?.calls[i] ?? (voted === undefined ? undefined : 'no such call')),
    })),
  ]
}

/** The text that is voted on. */
function bodyIn({ envelope }: Json): string {
  const message = (envelope as { data?: { message?: Json } } | undefined)?.data?.message
  return String(message?.['body'] ?? '')
}

const stated = (value: unknown): { readonly stated?: string } =>
  typeof value === 'string' ? { stated: value } : {}

/** The report may have been written anew since: then it is another one, and its hash says so. */
async function reportRows(folder: string, { reportHash }: Json): Promise<readonly HashRow[]> {
  if (typeof reportHash !== 'string') return []
  const bytes = await readFile(join(folder, 'report.json')).catch(() => undefined)
  return bytes === undefined
    ? []
    : [{ of: 'report.json', hash: hashOf(new Uint8Array(bytes)), stated: reportHash }]
}
