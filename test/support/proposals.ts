import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readParameters } from '../../cli/chain/readParameters.ts'
import { diffParameters } from '../../cli/governance/changes.ts'
import { parseDraft } from '../../cli/governance/draft.ts'
import { encodeProposal } from '../../cli/governance/encode.ts'
import { requireSound } from '../../cli/governance/invalidProposal.ts'
import type { Prepared } from '../../cli/workflows/prepareProposal.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'

/** The file with that part. */
export const sourceOf = (yaml: string): string =>
  `title: A proposal of the tests\nsummary: It changes what the test says.\n${yaml}\n`

/** A proposal from the part of a file that matters to a test; title and summary are added. */
export async function proposalOf(protocol: Protocol, yaml: string): Promise<Prepared> {
  const source = { path: 'test.yaml', slug: 'test', text: sourceOf(yaml) }
  const draft = parseDraft(source, protocol.book)
  const current = await readParameters(protocol.chain, protocol.book)
  const changes = diffParameters(draft.value, current, protocol.book)
  requireSound(source, [draft, changes])
  const proposal = encodeProposal(draft.value, changes.value, protocol.book)
  return { source, draft: draft.value, current, changes: changes.value, proposal }
}

/** Writes a file that sets the liquidation threshold of WETH-A. */
export async function writeProposal(
  folder: string,
  { to, paths }: { readonly to: string; readonly paths: number },
): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'proposal.yaml'),
    `title: Move the threshold to ${to}
summary: It changes what the test says.
changes:
  - {market: WETH-A, parameter: liquidationThreshold, to: ${to}}
risk: {paths: ${paths}, horizon: 30 days, seed: 1}
`,
  )
}
