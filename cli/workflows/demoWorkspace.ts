import { parseConfig } from '../workspace/config.ts'
import { demoAccounts, demoChain } from './demoSpec.ts'
import type { Workspace } from './protocol.ts'

/** A demonstration that another thread of this process runs: its node answers on this machine only. */
export interface DemoNetwork {
  readonly url: string
  /** The address book's file. */
  readonly addresses: string
  /** Where drafts, reports and what was sent are kept. */
  readonly folder: string
}

const NETWORK = 'demonstration'

/** The demonstration as a workspace: what a ballast.yaml for it would say. */
export function demoWorkspace({ url, addresses, folder }: DemoNetwork): Workspace {
  const [account] = Object.keys(demoAccounts)
  const { chainId } = demoChain
  const webSocket = url.replace('http:', 'ws:')
  const file = {
    network: NETWORK,
    networks: { [NETWORK]: { url, webSocket, chainId, addresses, account } },
    accounts: demoAccounts,
  }
  // JSON is YAML.
  const config = parseConfig(JSON.stringify(file), { path: NETWORK, folder })
  return { config, network: config.network(NETWORK) }
}
