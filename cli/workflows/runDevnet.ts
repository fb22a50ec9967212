import { join, resolve } from 'node:path'
import process from 'node:process'
import { connectChain, nodeAccounts, readBlock } from '../chain/client.ts'
import { newRecord, openDeployment } from '../chain/deploymentJournal.ts'
import type { DevChain } from '../chain/devChain.ts'
import { type DevNode, startDevNode } from '../chain/devNode.ts'
import { type HttpNode, httpRpc } from '../chain/httpRpc.ts'
import { localSender } from '../chain/transaction.ts'
import type { Address } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { displayValue } from '../governance/value.ts'
import { UsageError } from '../shared/errors.ts'
import type { Progress } from '../shared/progress.ts'
import { writeAddressBook } from '../workspace/addressBookFiles.ts'
import { type NetworkConfig, noWorkspace } from '../workspace/config.ts'
import { type DemoDeployment, demoSpecHash, deployDemo } from './demoProtocol.ts'
import { demoChain, demoDelegations, demoTokenSupply } from './demoSpec.ts'
import type { FoundWorkspace } from './protocol.ts'

/** How a devnet is asked for. */
export interface DevnetRequest {
  readonly port: number
  readonly forkUrl?: string
  /** The newest unless given. */
  readonly forkBlock?: number
  /** Seconds for one answer of the node that is forked. */
  readonly timeoutSeconds: number
  /** Whether the demonstration is deployed and filled. */
  readonly seeds: boolean
}

/** An account that the node signs for, and what it is in the demonstration. */
export interface DevnetAccount {
  readonly address: Address
  /** As ballast.yaml refers to it. */
  readonly reference: string
  /** Its name in ballast.yaml, if it has one. */
  readonly name?: string
  readonly role?: string
}

/** A devnet that answers. */
export interface Devnet extends DevNode {
  readonly chainId: number
  readonly forkedAt?: BlockRef
  readonly accounts: readonly DevnetAccount[]
  /** The network of ballast.yaml that this is. */
  readonly network?: NetworkConfig
  readonly workspace: FoundWorkspace
  /** What was deployed and where its address book is. */
  readonly deployed?: DemoDeployment & { readonly addresses: string }
}

/** Only this machine may reach a node that signs for whoever asks. */
const HOSTNAME = '127.0.0.1'

/**
 * Starts a node on this machine with the demonstration on it, and writes the address book to where the workspace
 * expects it.
 *
 * @throws PortTakenError, UsageError; NodeError if the node to fork does not answer
 */
export async function runDevnet(
  request: DevnetRequest,
  workspace: FoundWorkspace,
  progress: Progress,
): Promise<Devnet> {
  const origin = await readOrigin(request)
  const chainId = origin?.chainId ?? demoChain.chainId
  const network = chooseNetwork(workspace, chainId, request.port)
  const addresses = network?.addresses ?? defaultAddresses(workspace, chainId)
  progress.stage('start node')
  let deployed: DemoDeployment | undefined
  let accounts: readonly Address[] = []
  const node = await startDevNode(
    {
      hostname: HOSTNAME,
      port: request.port,
      chainId,
      ...(origin === undefined
        ? {}
        : { forking: { node: origin.node, blockNumber: origin.block.number } }),
    },
    async (chain) => {
      progress.finish(origin === undefined ? `chain ${chainId}` : forkStory(chainId, origin.block))
      accounts = await nodeAccounts(chain)
      if (!request.seeds) return
      deployed = await seed(chain, progress)
      await writeAddressBook(addresses, deployed.book)
    },
  )
  return {
    ...node,
    chainId,
    accounts: describeAccounts(accounts, { deployed, workspace }),
    workspace,
    ...(origin === undefined ? {} : { forkedAt: origin.block }),
    ...(network === undefined ? {} : { network }),
    ...(deployed === undefined ? {} : { deployed: { ...deployed, addresses } }),
  }
}

interface Origin {
  readonly node: HttpNode
  readonly chainId: number
  readonly block: BlockRef
}

async function readOrigin(request: DevnetRequest): Promise<Origin | undefined> {
  const { forkUrl: url, forkBlock, timeoutSeconds } = request
  if (url === undefined) {
    if (forkBlock === undefined) return undefined
    throw new UsageError(
      '--fork-block needs a chain to fork.',
      'Name its node with --fork-url, or leave --fork-block away.',
    )
  }
  if (!/^https?:\/\//.test(url)) {
    throw new UsageError(
      '--fork-url is no http:// or https:// address.',
      'Write it in full, for example --fork-url http://127.0.0.1:9545',
    )
  }
  const node = { url, timeoutSeconds }
  const chain = await connectChain(httpRpc(node))
  return { node, chainId: chain.chainId, block: await readBlock(chain, forkBlock) }
}

const forkStory = (chainId: number, block: BlockRef): string =>
  `chain ${chainId}, forked at block ${block.number}`

/** The network whose address book is written: the named one, else the first that this devnet can be. */
function chooseNetwork(
  { config, named }: FoundWorkspace,
  chainId: number,
  port: number,
): NetworkConfig | undefined {
  if (named !== undefined) {
    if (config === undefined) throw noWorkspace()
    const network = config.network(named)
    const isLocal = config.localNetworks.some(({ name }) => name === named)
    if (isLocal && network.chainId === chainId) return network
    throw new UsageError(
      `The devnet is chain ${chainId} on this machine; the network ${named} is ${isLocal ? `chain ${network.chainId}` : 'somewhere else'}.`,
      'Leave --network away, or name a network whose url is on this machine and whose chainId fits.',
    )
  }
  const fitting = (config?.localNetworks ?? []).filter((one) => one.chainId === chainId)
  return (
    fitting.find(({ url }) => portOf(url) === port) ??
    fitting.find(({ name }) => name === config?.defaultNetwork) ??
    fitting[0]
  )
}

export const portOf = (url: string): number => {
  const { port, protocol } = new URL(url)
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

/** Where the workspace that `ballast init` writes looks for it; of other chains it never takes the place. */
function defaultAddresses({ config }: FoundWorkspace, chainId: number): string {
  const name = chainId === demoChain.chainId ? 'local.json' : `fork-${chainId}.json`
  return resolve(config?.folder ?? process.cwd(), join('deployments', name))
}

async function seed(chain: DevChain, progress: Progress): Promise<DemoDeployment> {
  const [first] = await nodeAccounts(chain)
  if (first === undefined) throw new Error('The chain has no accounts.')
  const record = await newRecord(chain, { deployer: first, spec: demoSpecHash() })
  const begun = openDeployment(localSender(chain, first), { record, isResumed: false })
  return deployDemo(chain, progress, begun)
}

function describeAccounts(
  accounts: readonly Address[],
  {
    deployed,
    workspace,
  }: { readonly deployed: DemoDeployment | undefined; readonly workspace: FoundWorkspace },
): readonly DevnetAccount[] {
  const named = Object.entries(workspace.config?.accounts ?? {})
  return accounts.map((address, index) => {
    const reference = `node:${index}`
    const name = named.find(([, target]) => target === reference)?.[0]
    const role = deployed === undefined ? undefined : roleOf(address, deployed)
    return {
      address,
      reference,
      ...(name === undefined ? {} : { name }),
      ...(role === undefined ? {} : { role }),
    }
  })
}

function roleOf(address: Address, deployed: DemoDeployment): string | undefined {
  const { holder, guardian, steward, delegates, book } = deployed
  const votes = (amount: bigint) => displayValue('votes', amount, book)
  if (address === holder) {
    const rest = demoDelegations.reduce((left, given) => left - given, demoTokenSupply)
    return `deployed it; holds the other ${votes(rest)}, no power`
  }
  if (address === guardian) return 'guardian: may cancel any proposal, freeze and tighten markets'
  if (address === steward) return 'steward: may move parameters in small steps'
  const index = delegates.indexOf(address)
  return index < 0 ? undefined : `delegate with ${votes(demoDelegations[index] ?? 0n)}`
}
