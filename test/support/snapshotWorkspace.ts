import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ceiling, workspaceOn } from './acting.ts'
import type { SeededNode } from './nodes.ts'
import type { SnapshotStandIn } from './snapshotStandIn.ts'

/** The space of the tests' workspaces. */
export const SPACE = 'ballast-tests.eth'

/** A workspace on the node whose network names the space of the stand-in, with a proposal in it. */
export async function snapshotWorkspace(
  node: SeededNode,
  standIn: SnapshotStandIn,
): Promise<string> {
  const folder = await workspaceOn(node, ceiling(90))
  const config = join(folder, 'ballast.yaml')
  const { hub, sequencer, score } = standIn.addresses
  const yaml = await readFile(config, 'utf8')
  const snapshot = `    snapshot:
      space: ${SPACE}
      hub: ${hub}
      sequencer: ${sequencer}
      score: ${score}
`
  await writeFile(config, yaml.replace('    account: first\n', `    account: first\n${snapshot}`))
  await appendFile(config, 'risk: { paths: 1000 }\n')
  return folder
}
