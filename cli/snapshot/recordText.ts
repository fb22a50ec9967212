import type { Hex } from '../governance/addressBook.ts'
import { calldataHash, callHash } from '../governance/calldataHash.ts'
import type { Call } from '../governance/proposal.ts'
import { UsageError } from '../shared/errors.ts'

/** What a proposal on Snapshot records of the one that is to follow on the chain. */
export interface ProposalRecord {
  /** See `calldataHash`. */
  readonly calldata: Hex
  /** Of each call, in their order. */
  readonly calls: readonly Hex[]
  /** keccak256 of report.json. */
  readonly report?: Hex
  readonly chainId: number
  readonly governor: string
}

/** An author's text contains lines that look like our record. */
export class RecordInTextError extends UsageError {}

const LINE = /^ballast-(calldata|call-\d+|report|governor): ?(.*)$/gm

/** @throws RecordInTextError if there is a record in it already */
export function requireNoRecord(text: string): void {
  const [found] = text.match(LINE) ?? []
  if (found === undefined) return
  throw new RecordInTextError(
    `The text has the line "${found.slice(0, 60)}", which is taken for the record of the calls.`,
    'Remove it from the proposal file; Ballast adds the record itself.',
  )
}

export const recordOf = (
  calls: readonly Pick<Call, 'target' | 'value' | 'calldata'>[],
  about: Pick<ProposalRecord, 'chainId' | 'governor' | 'report'>,
): ProposalRecord => ({
  calldata: calldataHash(calls),
  calls: calls.map(callHash),
  ...about,
})

/** The record as lines that people and programs read; nothing in them depends on who submits. */
export const recordLines = ({ calldata, calls, report, chainId, governor }: ProposalRecord) =>
  [
    `ballast-calldata: ${calldata}`,
    ...calls.map((hash, i) => `ballast-call-${i + 1}: ${hash}`),
    ...(report === undefined ? [] : [`ballast-report: ${report}`]),
    `ballast-governor: ${chainId}:${governor}`,
  ].join('\n')

const HASH = /^0x[0-9a-f]{64}$/

/** The record in a body; undefined if there is none, several, or one that is damaged. */
export function recordIn(body: string): ProposalRecord | undefined {
  const lines = [...body.matchAll(LINE)].map(
    ([, name = '', value = '']) => [name, value.trim()] as const,
  )
  const found = new Map(lines)
  if (found.size < lines.length) return undefined
  const calldata = found.get('calldata') ?? ''
  const report = found.get('report')
  const [chainId = '', governor = ''] = (found.get('governor') ?? '').split(':')
  const calls = lines.filter(([name]) => name.startsWith('call-'))
  const isInOrder = calls.every(([name], i) => name === `call-${i + 1}`)
  const hashes = [
    calldata,
    ...calls.map(([, hash]) => hash),
    ...(report === undefined ? [] : [report]),
  ]
  const isSound = isInOrder && hashes.every((hash) => HASH.test(hash)) && /^\d+$/.test(chainId)
  if (!isSound) return undefined
  return {
    calldata: calldata as Hex,
    calls: calls.map(([, hash]) => hash as Hex),
    ...(report === undefined ? {} : { report: report as Hex }),
    chainId: Number(chainId),
    governor,
  }
}

/** What differs between the calls that were voted on and those that are to be sent, call by call. */
export function differencesOf(voted: ProposalRecord, sent: ProposalRecord): readonly string[] {
  if (voted.calldata === sent.calldata) return []
  const count = Math.max(voted.calls.length, sent.calls.length)
  const differences: string[] = []
  for (let i = 0; i < count; i += 1) {
    const [then, now] = [voted.calls[i], sent.calls[i]]
    if (then === now) continue
    if (then === undefined) differences.push(`call ${i + 1} was not voted on: ${now}`)
    else if (now === undefined) differences.push(`call ${i + 1} is missing: ${then}`)
    else differences.push(`call ${i + 1}: voted on ${then}, to be sent ${now}`)
  }
  return differences
}
