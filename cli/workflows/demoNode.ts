import { join } from 'node:path'
import { startDevNode } from '../chain/devNode.ts'
import type { Progress } from '../shared/progress.ts'
import { writeAddressBook } from '../workspace/addressBookFiles.ts'
import { inFlightSeconds, putInFlight } from './demoProposals.ts'
import { type DemoDeployment, deployDemo } from './demoProtocol.ts'
import { demoChain } from './demoSpec.ts'
import type { DemoNetwork } from './demoWorkspace.ts'

/** A demonstration that answers, as long as its thread lives. */
export interface DemoNode {
  readonly network: DemoNetwork
  /** Puts fresh answers into the feeds, as those who keep a real protocol alive do. */
  refreshFeeds(): Promise<void>
  close(): Promise<void>
}

/** Each block of the preparation lies a second after the one before, however fast they are mined. */
const BLOCK_SECONDS = 128

/**
 * Starts a node on a free port of this machine with the demonstration on it and two proposals in flight. Its first
 * block lies as far back as those took, so that its clock agrees with the one on the wall.
 */
export async function startDemoNode(
  folder: string,
  now: number,
  progress: Progress,
): Promise<DemoNode> {
  progress.stage('start node')
  let deployed: DemoDeployment | undefined
  const node = await startDevNode(
    {
      hostname: '127.0.0.1',
      port: 0,
      chainId: demoChain.chainId,
      initialDate: new Date((now - inFlightSeconds - BLOCK_SECONDS) * 1_000).toISOString(),
    },
    async (chain) => {
      progress.finish(`chain ${demoChain.chainId}`)
      deployed = await deployDemo(chain, progress)
      await putInFlight(chain, deployed, progress)
    },
  )
  if (deployed === undefined) throw new Error('The demonstration was not deployed.')
  const { book, refreshFeeds } = deployed
  const addresses = join(folder, 'deployments', 'demonstration.json')
  await writeAddressBook(addresses, book)
  return { network: { url: node.url, addresses, folder }, refreshFeeds, close: node.close }
}
