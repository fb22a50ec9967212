import type { GlobalFlags } from '../commands/output.ts'
import type { DemoNetwork } from '../workflows/demoWorkspace.ts'

/** What a thread needs to open the same network as the others. */
export interface ThreadData {
  readonly flags: Pick<GlobalFlags, 'network' | 'config' | 'timeout'>
  /** The demonstration of this process, in place of what the flags would choose. */
  readonly demo?: DemoNetwork
  /** Who acts; undefined for the network's own account. */
  readonly account?: string
}
