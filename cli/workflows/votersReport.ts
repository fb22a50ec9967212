import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keccak256 } from 'ethers'
import * as z from 'zod'
import type { Hex } from '../governance/addressBook.ts'
import { calldataHash } from '../governance/calldataHash.ts'
import type { Proposal } from '../governance/proposal.ts'

const hexOf = (pattern: RegExp) =>
  z
    .string()
    .toLowerCase()
    .regex(pattern)
    .transform((text) => text as Hex)

/** As much of a report.json as voters are told: somebody may have written in it, so it is read as strictly as a chain would. */
const reportSchema = z.object({
  decision: z.string(),
  calls: z.array(
    z.object({
      target: hexOf(/^0x[0-9a-f]{40}$/),
      value: z
        .string()
        .regex(/^\d{1,78}$/)
        .transform(BigInt)
        .refine((value) => value < 2n ** 256n),
      calldata: hexOf(/^0x([0-9a-f]{2})*$/),
    }),
  ),
  findings: z.array(z.object({ check: z.string(), status: z.string(), summary: z.string() })),
})

/** What a report says to voters. */
export type VotersReport = z.infer<typeof reportSchema>

/** A report, or why voters get none. */
export interface ReadReport {
  readonly report?: VotersReport
  readonly hash?: Hex
  readonly warnings: readonly string[]
}

/** The report beside the file of a proposal, if it is one of these calls. */
export async function readVotersReport(
  folder: string,
  { calls }: Pick<Proposal, 'calls'>,
): Promise<ReadReport> {
  const bytes = await readFile(join(folder, 'report.json')).catch(() => undefined)
  if (bytes === undefined) {
    return { warnings: ['There is no report.json beside the file: voters see no evidence.'] }
  }
  const parsed = reportSchema.safeParse(parseJson(bytes.toString('utf8')))
  if (!parsed.success) return { warnings: ['report.json cannot be read; it is left out.'] }
  if (calldataHash(parsed.data.calls) !== calldataHash(calls)) {
    return {
      warnings: ['report.json is of other calls; it is left out. Write it anew: ballast report'],
    }
  }
  return { report: parsed.data, hash: keccak256(bytes) as Hex, warnings: [] }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
