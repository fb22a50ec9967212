import type { GlobalFlags } from '../commands/output.ts'

/** A demonstration that a thread of this process runs: its node answers on this machine only. */
export interface DemoNetwork {
  readonly url: string
  readonly chainId: number
  /** The address book's file. */
  readonly addresses: string
  /** Names for the node's accounts, as ballast.yaml would have them. */
  readonly accounts: Readonly<Record<string, string>>
  /** Where drafts, reports and what was sent are kept. */
  readonly folder: string
}

/** What a thread needs to open the same network as the others. */
export interface ThreadData {
  readonly flags: Pick<GlobalFlags, 'network' | 'config' | 'timeout'>
  readonly demo?: DemoNetwork
  /** Who acts; undefined for the network's own account. */
  readonly account?: string
}
