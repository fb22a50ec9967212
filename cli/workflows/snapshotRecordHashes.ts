import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { hashOf } from '../governance/recompute/bytes.ts'
import { recomputeProposal } from '../governance/recompute/proposal.ts'
import { BallastError } from '../shared/errors.ts'
import type { Progress } from '../shared/progress.ts'
import { type ProposalRecord, recordIn } from '../snapshot/recordText.ts'
import type { HashGroup, HashRow } from './hashRows.ts'
import { prepareProposal } from './prepareProposal.ts'
import type { Protocol } from './protocol.ts'

type Json = Readonly<Record<string, unknown>>

/** What is compared: the record in the folder, and what the text that is voted on has of it. */
interface Noted {
  readonly json: Json
  readonly voted: ProposalRecord | undefined
}

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
  const noted = { json, voted: recordIn(bodyIn(json)) }
  const report = await reportOf(folder, noted)
  return [await callsOf(openProtocol, { ...noted, folder }, progress), ...report]
}

async function callsOf(
  openProtocol: () => Promise<Protocol>,
  { folder, ...noted }: Noted & { readonly folder: string },
  progress: Progress,
): Promise<HashGroup> {
  const slug = String(noted.json['slug'] ?? '')
  const name = basename(folder) === slug ? 'proposal.yaml' : `${slug}.yaml`
  const title = `calls of ${name}, as they are now`
  try {
    const { proposal } = await prepareProposal(openProtocol, join(folder, name), progress)
    const { chainId, contracts } = (await openProtocol()).book
    const { governor } = contracts
    const { calls, description } = proposal
    const { calldataHash, callHashes } = recomputeProposal({ calls, description, governor })
    const sent = { chainId, governor, calldata: calldataHash, calls: callHashes }
    return { title, rows: rowsOf(sent, noted) }
  } catch (error) {
    if (!(error instanceof BallastError)) throw error
    const note = `They could not be made: ${error.message}`
    return { title, rows: [], note, isUnchecked: true }
  }
}

interface SentRecord {
  readonly calldata: string
  readonly calls: readonly string[]
  readonly chainId: number
  readonly governor: string
}

function rowsOf(sent: SentRecord, { json, voted }: Noted): readonly HashRow[] {
  const count = Math.max(sent.calls.length, voted?.calls.length ?? 0)
  return [
    {
      of: 'calls together, in the record',
      hash: sent.calldata,
      stated: noteIn(json, 'calldataHash') ?? 'none',
    },
    {
      of: 'calls together, in the text',
      hash: sent.calldata,
      stated: voted?.calldata ?? NO_RECORD,
    },
    ...Array.from({ length: count }, (_, i) => ({
      of: `call ${i + 1}, in the text`,
      hash: sent.calls[i] ?? NO_CALL,
      stated: voted === undefined ? NO_RECORD : (voted.calls[i] ?? NO_CALL),
    })),
    {
      of: 'chain and Governor, in the text',
      hash: placeOf(sent),
      stated: voted === undefined ? NO_RECORD : placeOf(voted),
    },
  ]
}

/** Said in the place of a hash, so that it differs from every one. */
const NO_RECORD = 'no sound record'
const NO_CALL = 'no such call'
const NO_REPORT = 'no report'

/** However its letters are written. */
const placeOf = ({ chainId, governor }: Pick<SentRecord, 'chainId' | 'governor'>): string =>
  `${chainId}:${governor.toLowerCase()}`

/** The text that is voted on. */
function bodyIn({ envelope }: Json): string {
  const message = (envelope as { data?: { message?: Json } } | undefined)?.data?.message
  return String(message?.['body'] ?? '')
}

function noteIn(json: Json, name: string): string | undefined {
  const value = json[name]
  return typeof value === 'string' ? value : undefined
}

/** The report may have been written anew since: then it is another one, and its hash says so. */
async function reportOf(folder: string, { json, voted }: Noted): Promise<readonly HashGroup[]> {
  const noted = noteIn(json, 'reportHash')
  if (noted === undefined && voted?.report === undefined) return []
  const title = 'the evidence beside it'
  const bytes = await readFile(join(folder, 'report.json')).catch(() => undefined)
  if (bytes === undefined) {
    const note = 'report.json is not there, or cannot be read: its hash was not compared.'
    return [{ title, rows: [], note, isUnchecked: true }]
  }
  const hash = hashOf(new Uint8Array(bytes))
  const inText = voted === undefined ? NO_RECORD : (voted.report ?? NO_REPORT)
  return [
    {
      title,
      rows: [
        { of: 'report.json, in the record', hash, stated: noted ?? NO_REPORT },
        { of: 'report.json, in the text', hash, stated: inText },
      ],
    },
  ]
}
