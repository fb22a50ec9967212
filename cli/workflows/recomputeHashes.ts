import { readFile } from 'node:fs/promises'
import type { Address } from '../governance/addressBook.ts'
import { addressSchema } from '../governance/addressSchema.ts'
import { hashOf, hexBytes, integer, NotHashableError } from '../governance/recompute/bytes.ts'
import { recomputeProposal } from '../governance/recompute/proposal.ts'
import { plainCall, recomputeChecksum, recomputeSafe } from '../governance/recompute/safe.ts'
import {
  type RawHashes,
  type RawTypedData,
  recomputeTypedData,
} from '../governance/recompute/typedData.ts'
import { UsageError } from '../shared/errors.ts'
import { plural, printable } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import type { HashGroup, HashRow } from './hashRows.ts'
import { prepareProposal } from './prepareProposal.ts'
import type { Protocol } from './protocol.ts'
import { hashesOfRecord } from './snapshotRecordHashes.ts'

/** What is needed beside the file. */
export interface HashRequest {
  readonly file: string
  /** For a Transaction Builder file: the Safe, unless the file names it, and its nonce. */
  readonly safe?: string
  readonly nonce?: string
  /** For a proposal: the account that alone may submit it. */
  readonly proposer?: string
}

type Json = Readonly<Record<string, unknown>>

/**
 * Computes every hash that matters for a file, from the standards alone: nothing that encodes messages or signs is used.
 * The calls of a proposal are made from its file as ever; their hashes are not.
 *
 * @throws NotHashableError, UsageError
 */
export async function recomputeHashes(
  openProtocol: () => Promise<Protocol>,
  request: HashRequest,
  progress: Progress,
): Promise<readonly HashGroup[]> {
  if (!request.file.endsWith('.json')) return hashesOfProposal(openProtocol, request, progress)
  const json = await readJson(request.file)
  if (json['schema'] === 'ballast.safe-transaction/1') return [hashesOfSafeTransaction(json)]
  if (Array.isArray(json['transactions']) && isObject(json['meta'])) {
    return hashesOfBuilder(json, request)
  }
  const found = typedIn(json)
  if (json['schema'] === 'ballast.snapshot-record/1' && found.length > 0) {
    const message = found.map((data) => hashesOfTyped(data, json))
    return [...message, ...(await hashesOfRecord(openProtocol, { json, ...request }, progress))]
  }
  if (found.length > 0) return found.map((data) => hashesOfTyped(data, json))
  throw new NotHashableError('there is nothing in it that anybody signs')
}

async function readJson(path: string): Promise<Json> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `${printable(path)} cannot be read: ${error.message}.`,
      'Name a proposal, or a file that was signed or is to be signed.',
    )
  })
  try {
    const json: unknown = JSON.parse(text)
    if (isObject(json)) return json
  } catch {
    // Said below.
  }
  throw new NotHashableError('it is no JSON object')
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

async function hashesOfProposal(
  openProtocol: () => Promise<Protocol>,
  { file, proposer }: HashRequest,
  progress: Progress,
): Promise<readonly HashGroup[]> {
  const as = proposer === undefined ? {} : { proposer: addressFrom(proposer) }
  const { proposal } = await prepareProposal(openProtocol, file, progress, as)
  const { book } = await openProtocol()
  const { governor } = book.contracts
  const { calls, description } = proposal
  const hashes = recomputeProposal({ calls, description, governor })
  return [
    {
      title: `proposal to the Governor ${governor}, chain ${book.chainId}`,
      rows: [
        ...hashes.calls.map((hash, index) => ({
          of: `call ${index + 1}, ${plural(hexBytes(calls[index]?.calldata).length, 'byte')}`,
          hash,
        })),
        { of: 'calls together', hash: hashes.calldataHash },
        { of: 'description', hash: hashes.descriptionHash },
        { of: 'proposal id', hash: hashes.proposalId },
        { of: 'propose() calldata', hash: hashes.propose },
        { of: 'timelock operation', hash: hashes.operationId },
      ],
      ...(/#proposer=0x[0-9a-fA-F]{40}$/.test(description)
        ? {}
        : {
            note: 'Submitting adds the account that submits, and changes these but for the calls: --proposer 0x…',
          }),
    },
  ]
}

/** @throws UsageError */
function addressFrom(text: string): Address {
  const { success, data } = addressSchema.safeParse(text)
  if (success) return data as Address
  throw new UsageError(
    `--proposer ${printable(text)} is no address.`,
    'Write the address of the account that submits: 0x and 40 hex digits, copied from where it is shown.',
  )
}

const signedRows = ({ domain, message, digest }: RawHashes, name: string): readonly HashRow[] => [
  { of: 'domain hash', hash: domain },
  { of: 'message hash', hash: message },
  { of: name, hash: digest },
]

function hashesOfSafeTransaction({ safe, chainId, transaction, safeTxHash }: Json): HashGroup {
  if (!isObject(transaction)) throw new NotHashableError('it holds no transaction')
  const [domain, message, digest] = signedRows(
    recomputeSafe({ address: safe, chainId }, transaction),
    'safeTxHash',
  )
  return {
    title: `transaction ${integer(transaction['nonce'])} of the Safe ${safe}, chain ${chainId}`,
    rows: [
      dataRow(transaction),
      ...[domain, message].filter((row) => row !== undefined),
      { of: 'safeTxHash', hash: digest?.hash ?? '', ...statedBy(safeTxHash) },
    ],
  }
}

const statedBy = (stated: unknown): { readonly stated?: string } =>
  typeof stated === 'string' ? { stated } : {}

function dataRow({ data }: Json): HashRow {
  const bytes = hexBytes(data)
  return { of: `data, ${plural(bytes.length, 'byte')}`, hash: hashOf(bytes) }
}

function hashesOfBuilder(json: Json, { safe, nonce }: HashRequest): readonly HashGroup[] {
  const meta = json['meta'] as Json
  const transactions = (json['transactions'] as readonly unknown[]).filter(isObject)
  const address = safe ?? meta['createdFromSafeAddress']
  const chainId = integer(json['chainId'])
  const own: HashGroup = {
    title: `Transaction Builder file, ${plural(transactions.length, 'call')}, chain ${chainId}`,
    rows: [
      { of: 'checksum', hash: recomputeChecksum(json), ...statedBy(meta['checksum']) },
      ...transactions.map(dataRow),
    ],
  }
  const [only, ...others] = transactions
  if (only === undefined || others.length > 0) {
    const note =
      'The Safe app wraps several calls into one MultiSend; its hash depends on the contract that the app chooses.'
    return [{ ...own, note }]
  }
  if (nonce === undefined) {
    return [
      { ...own, note: 'For the hashes that owners sign, name the nonce of the Safe: --nonce 7' },
    ]
  }
  const call = { to: only['to'], value: only['value'], data: only['data'] }
  const hashes = recomputeSafe({ address, chainId }, plainCall(call, integer(nonce)))
  return [
    own,
    {
      title: `transaction ${nonce} of the Safe ${address}, chain ${chainId}`,
      rows: signedRows(hashes, 'safeTxHash'),
    },
  ]
}

const DEEPEST = 4

/** Every message in a file, however it is wrapped: `typedData` of ballots, `envelope.data` of Snapshot. */
function typedIn(value: unknown, depth = 0): readonly RawTypedData[] {
  if (!isObject(value) || depth > DEEPEST) return []
  const { types, domain, message, primaryType } = value
  if (isObject(types) && isObject(domain) && isObject(message)) {
    const name = typeof primaryType === 'string' ? { primaryType } : {}
    return [{ types: types as RawTypedData['types'], domain, message, ...name }]
  }
  return Object.values(value).flatMap((inner) => typedIn(inner, depth + 1))
}

/** Snapshot's id of a message is its hash. */
function hashesOfTyped(data: RawTypedData, { id, schema }: Json): HashGroup {
  const hashes = recomputeTypedData(data)
  const { name, version, chainId, verifyingContract } = data.domain
  const where = [
    ...[name, version].filter((part) => part !== undefined),
    ...(chainId === undefined ? [] : [`chain ${integer(chainId)}`]),
    ...(verifyingContract === undefined ? [] : [`contract ${verifyingContract}`]),
  ]
  const isId = typeof id === 'string' && String(schema).includes('snapshot')
  const rows = signedRows(hashes, 'what is signed')
  return {
    title: `${hashes.primaryType} for ${where.join(', ') || 'no domain'}`,
    rows: rows.map((row) =>
      row.of === 'what is signed' && isId ? { ...row, ...statedBy(id) } : row,
    ),
  }
}
