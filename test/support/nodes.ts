import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { DevChain } from '../../cli/chain/devChain.ts'
import { startDevNode } from '../../cli/chain/devNode.ts'
import { asDevelopmentChain, connectNetwork } from '../../cli/chain/network.ts'
import { silence } from '../../cli/shared/progress.ts'
import { type DemoDeployment, deployDemo } from '../../cli/workflows/demoProtocol.ts'
import { projectFolder } from './projectFolder.ts'

/** A real node on loopback that the test started; `stop` ends it. */
export interface TestNode {
  readonly url: string
  readonly chainId: number
  /** The same chain without HTTP in between, where it is in this process: several times faster. */
  readonly inside?: DevChain
  stop(): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Hardhat's node in this process, over HTTP. */
export async function startHardhat(): Promise<TestNode> {
  const chainId = 31_337
  const chains: DevChain[] = []
  const node = await startDevNode({ hostname: '127.0.0.1', port: 0, chainId }, async (chain) => {
    chains.push(chain)
  })
  const [inside] = chains
  return {
    url: node.url,
    chainId,
    ...(inside === undefined ? {} : { inside }),
    stop: () => node.close(),
  }
}

/** anvil from npm, a second, independent EVM, as a process of its own. */
export const startAnvil = async (...flags: readonly string[]): Promise<TestNode> =>
  startAnvilAt(await freePort(), ...flags)

/** The same where another node has been. */
export async function startAnvilAt(port: number, ...flags: readonly string[]): Promise<TestNode> {
  const anvil = join(projectFolder, 'node_modules', '.bin', 'anvil')
  // A whole protocol is loaded into it in one request.
  const always = ['--port', String(port), '--silent', '--no-request-size-limit']
  const child = spawn(anvil, [...always, ...flags], { stdio: 'ignore', detached: true })
  const url = `http://127.0.0.1:${port}`
  await answers(url, child)
  return { url, chainId: 31_337, stop: () => end(child) }
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`The node ended with code ${child.exitCode}.`)
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`No node at ${url}.`)
}

/** The package's anvil is a small script around the binary: the whole process group has to go. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  process.kill(-child.pid, 'SIGKILL')
  await ended
}

/** A node with the demonstration's protocol on it. */
export interface SeededNode extends TestNode, DemoDeployment {
  readonly chain: DevChain
}

/** Puts the demonstration on a node. */
export async function seeded(node: TestNode): Promise<SeededNode> {
  const network = { url: node.url, chainId: node.chainId, timeoutSeconds: 30 }
  const chain = await asDevelopmentChain(await connectNetwork(network))
  if (chain === undefined) throw new Error('Not a development node.')
  const { inside } = node
  const deployed =
    inside === undefined ? await deployedOrLoaded(chain) : await deployDemo(inside, silence)
  return { ...node, chain, ...deployed }
}

/** What a node like this one was after the demonstration was put on it, by the chain it is of. */
const dumps = new Map<number, { readonly state: unknown; readonly deployed: DemoDeployment }>()

/** Hundreds of transactions through HTTP take seconds: the first node of a run takes them, the others what became of it. */
async function deployedOrLoaded(chain: DevChain): Promise<DemoDeployment> {
  const dump = dumps.get(chain.chainId)
  if (dump === undefined) {
    const deployed = await deployDemo(chain, silence)
    const state = await chain.rpc.request({ method: 'anvil_dumpState', params: [] })
    dumps.set(chain.chainId, { state, deployed })
    return deployed
  }
  const { state, deployed } = dump
  await chain.rpc.request({ method: 'anvil_loadState', params: [state] })
  return { ...deployed, refreshFeeds: () => deployed.refreshFeeds(chain) }
}
