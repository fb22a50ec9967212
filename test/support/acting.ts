import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Account, keyAccount, nodeAccount } from '../../cli/chain/account.ts'
import { connectChain, nodeAccounts, type Rpc } from '../../cli/chain/client.ts'
import { advanceTo } from '../../cli/chain/devChain.ts'
import { forkNetwork } from '../../cli/chain/fork.ts'
import { readTimes, submitProposal } from '../../cli/chain/governor.ts'
import { NodeUnreachableError } from '../../cli/chain/nodeErrors.ts'
import { memoryOutbox } from '../../cli/chain/outbox.ts'
import type { OutboxStore } from '../../cli/chain/outboxStore.ts'
import { localSender } from '../../cli/chain/transaction.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { defaultRisk } from '../../cli/governance/draftRisk.ts'
import { BallastError } from '../../cli/shared/errors.ts'
import { silence } from '../../cli/shared/progress.ts'
import type { Confirm, Plan } from '../../cli/workflows/act.ts'
import type { Acting, Protocol } from '../../cli/workflows/protocol.ts'
import { writeAddressBook } from '../../cli/workspace/addressBookFiles.ts'
import type { SeededNode } from './nodes.ts'
import { proposalOf } from './proposals.ts'
import { temporaryFolder } from './temporaryFolder.ts'

/** Development keys that everybody knows: the accounts 1 to 4 of Hardhat's and anvil's nodes. */
export const knownKeys = {
  guardian: '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  first: '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
  second: '0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6',
  third: '0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a',
} as const

export const protocolOn = (node: SeededNode): Protocol => ({
  network: 'local',
  chain: node.chain,
  book: node.book,
  risk: defaultRisk,
  fork: (block) => forkNetwork({ url: node.url, chainId: node.chainId, timeoutSeconds: 30 }, block),
  close: async () => {},
})

/** Somebody who acts on the node, remembering nothing but what is handed in. */
export async function actingAs(
  node: SeededNode,
  account: Account | Address,
  kept: { readonly outbox?: OutboxStore; readonly folder?: string } = {},
): Promise<Acting> {
  const { chain } = node
  const sender = {
    chain,
    account: typeof account === 'string' ? nodeAccount(chain, account) : account,
    outbox: kept.outbox ?? memoryOutbox(),
    receiptSeconds: 10,
  }
  return { protocol: protocolOn(node), sender, folder: kept.folder ?? (await temporaryFolder()) }
}

export const byKey = (node: SeededNode, key: string): Account =>
  keyAccount(node.chain, key, 'key of the test')

/** Accounts of the seeded node by what they are. */
export async function peopleOf(node: SeededNode) {
  const [deployer, guardian, first, second, third, steward, stranger] = await nodeAccounts(
    node.chain,
  )
  return { deployer, guardian, first, second, third, steward, stranger } as Record<
    'deployer' | 'guardian' | 'first' | 'second' | 'third' | 'steward' | 'stranger',
    Address
  >
}

/** Agrees to every plan and keeps it. */
export function agreeing(): {
  readonly options: { readonly confirm: Confirm; readonly progress: typeof silence }
  readonly plans: Plan[]
} {
  const plans: Plan[] = []
  const confirm: Confirm = async (plan) => {
    plans.push(plan)
    return 'send'
  }
  return { options: { confirm, progress: silence }, plans }
}

/** Lets the chain's time pass to a boundary of a proposal, the feeds kept fresh. */
export async function pass(
  node: SeededNode,
  id: bigint,
  boundary: 'snapshot' | 'deadline' | 'eta',
): Promise<void> {
  const times = await readTimes(node.chain, node.book, id)
  await advanceTo(node.chain, times[boundary] + (boundary === 'eta' ? 0 : 1))
  await node.refreshFeeds()
}

/** A folder as `init` and `deploy` leave it, with a proposal in it. */
export async function workspaceOn(node: SeededNode, proposal?: string): Promise<string> {
  const folder = await temporaryFolder()
  const yaml = `network: local
networks:
  local:
    url: ${node.url}
    chainId: ${node.chainId}
    addresses: addresses.json
    account: first
accounts:
  guardian: node:1
  first: node:2
  second: env:SECOND_KEY
`
  await writeFile(join(folder, 'ballast.yaml'), yaml)
  await writeAddressBook(join(folder, 'addresses.json'), node.book)
  if (proposal !== undefined) await writeFile(join(folder, 'ceiling.yaml'), proposal)
  return folder
}

/** A change that every check lets pass; few paths, because the tests wait for them. */
export const ceiling = (
  millions: number,
): string => `title: Set the WETH-A debt ceiling to ${millions} million
summary: The tests want it.
changes:
  - market: WETH-A
    parameter: debtCeiling
    to: ${millions}_000_000 bUSD
risk:
  paths: 1000
  horizon: 5 days
`

/** How something failed; it is a failure of the test if it does not. */
export async function failureOf(work: Promise<unknown>): Promise<BallastError> {
  try {
    await work
  } catch (error) {
    if (error instanceof BallastError) return error
    throw error
  }
  throw new Error('It did not fail.')
}

/** The node as it was before each test, whatever the test did to it. */
export function untouched(node: () => Pick<SeededNode, 'chain'>): void {
  let snapshot: unknown
  beforeEach(async () => {
    snapshot = await node().chain.rpc.request({ method: 'evm_snapshot' })
  })
  afterEach(async () => {
    await node().chain.rpc.request({ method: 'evm_revert', params: [snapshot] })
  })
}

/** A proposal on the chain, without any file; of the first delegate if nobody else is named. */
export async function proposed(
  node: SeededNode,
  millions = 90,
  by: 'first' | 'second' = 'first',
): Promise<bigint> {
  const { [by]: proposer } = await peopleOf(node)
  const protocol = protocolOn(node)
  const { proposal } = await proposalOf(protocol, ceiling(millions).split('\n').slice(2).join('\n'))
  await submitProposal(localSender(node.chain, proposer), node.book, proposal)
  return proposal.id
}

/** The chain through a node that keeps no events. */
export async function withoutEvents(node: SeededNode): Promise<Pick<SeededNode, 'chain'>> {
  const rpc: Rpc = {
    request: async (call) => (call.method === 'eth_getLogs' ? [] : node.chain.rpc.request(call)),
  }
  return { chain: { ...(await connectChain(rpc)), isDevelopment: true } }
}

/** The chain through a connection that breaks at the chosen question, as often as `times` says. */
export async function breakingAt(
  node: SeededNode,
  method: string,
  times = 1,
): Promise<Pick<SeededNode, 'chain'>> {
  let left = times
  const rpc: Rpc = {
    async request(call) {
      if (call.method === method && left > 0) {
        left -= 1
        throw new NodeUnreachableError('the node', method, new Error('the connection broke'))
      }
      return node.chain.rpc.request(call)
    },
  }
  return { chain: { ...(await connectChain(rpc)), isDevelopment: true } }
}
