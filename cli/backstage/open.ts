import type { Services } from '../commands/command.ts'
import { servicesFor } from '../services.ts'
import { silence } from '../shared/progress.ts'
import type { Acting, Protocol, Workspace } from '../workflows/protocol.ts'
import type { WatchedNetwork } from '../workflows/watchNetwork.ts'
import type { ThreadData } from './threadData.ts'

/** The network that all threads of an interface work on, opened in this one. */
export interface Opened {
  readonly protocol: () => Promise<Protocol>
  readonly workspace: () => Promise<Workspace>
  /** The same network as one whose node is followed. */
  readonly network: () => Promise<WatchedNetwork>
  /** @throws UsageError if nobody acts, or the key is not there */
  readonly acting: (account: string | undefined) => Promise<Acting>
  /** Opens anew when asked the next time: the node, or what stands in its files, may be another one by then. */
  readonly forget: () => void
  readonly close: () => Promise<void>
}

/** Opens once, when first asked; a failure is forgotten, so that asking again tries again. */
export function openFrom({ flags }: ThreadData): Opened {
  const opened: (() => Promise<void>)[] = []
  const open = () => servicesFor(flags as never, silence, opened)
  let services = open()
  const again = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      services = open()
      throw error
    }
  }
  return {
    protocol: () => again(() => services.openProtocol()),
    workspace: () => services.openWorkspace(),
    network: () => again(() => networkOf(services)),
    forget() {
      services = open()
    },
    acting: (account) => again(() => services.openActing(account)),
    async close() {
      for (const close of opened) await close()
    },
  }
}

/** A chain in this process has no workspace: it is asked often and tells nothing by itself. */
async function networkOf(
  services: Pick<Services, 'openProtocol' | 'openWorkspace'>,
): Promise<WatchedNetwork> {
  const { chain } = await services.openProtocol()
  const workspace = await services.openWorkspace().catch(() => undefined)
  return { chain, isLocal: true, ...workspace?.network }
}
