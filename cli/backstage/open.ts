import { servicesFor } from '../services.ts'
import { silence } from '../shared/progress.ts'
import { type DemoNetwork, demoWorkspace } from '../workflows/demoWorkspace.ts'
import { openActing, openNetwork } from '../workflows/openNetwork.ts'
import type { Acting, Protocol, Workspace } from '../workflows/protocol.ts'
import type { WatchedNetwork } from '../workflows/watchNetwork.ts'
import { Actor } from './actor.ts'
import type { ThreadData } from './threadData.ts'

/** The network that all threads of an interface work on, opened in this one. */
export interface Opened {
  readonly protocol: () => Promise<Protocol>
  readonly workspace: () => Promise<Workspace>
  /** The same network as one whose node is followed. */
  readonly network: () => Promise<WatchedNetwork>
  /** Who acts, from when somebody chose on. */
  readonly actor: Actor
  /** @throws UsageError if nobody acts, or the key is not there */
  readonly acting: (account: string | undefined) => Promise<Acting>
  /** Opens anew when asked the next time: the node, or what stands in its files, may be another one by then. */
  readonly forget: () => void
  readonly close: () => Promise<void>
}

/** What is opened once; `opened` takes down how to close it. */
interface Doors {
  openProtocol(): Promise<Protocol>
  openWorkspace(): Promise<Workspace>
  openActing(account: string | undefined): Promise<Acting>
}

/**
 * Opens once, when first asked; a failure is forgotten, so that asking again tries again.
 *
 * @param data where, as soon as that is known: a demonstration is still being prepared when the screens are there
 */
export function openFrom(data: ThreadData | Promise<ThreadData>): Opened {
  const opened: (() => Promise<void>)[] = []
  const open = async (): Promise<Doors> => {
    const { flags, demo } = await data
    return demo === undefined ? servicesFor(flags, silence, opened) : demoDoors(demo, opened)
  }
  let doors: Promise<Doors> | undefined
  const again = async <T>(work: (doors: Doors) => Promise<T>): Promise<T> => {
    doors ??= open()
    const used = doors
    try {
      return await work(await used)
    } catch (error) {
      if (doors === used) doors = undefined
      throw error
    }
  }
  return {
    protocol: () => again((one) => one.openProtocol()),
    workspace: () => again((one) => one.openWorkspace()),
    network: () => again(networkOf),
    forget() {
      doors = undefined
    },
    actor: new Actor(async () => firstAccount(await data)),
    acting: (account) => again((one) => one.openActing(account)),
    async close() {
      for (const close of opened) await close()
    },
  }
}

/** In a demonstration whoever it names: the environment's account belongs to the user's own networks. */
const firstAccount = ({ account, demo }: ThreadData): string | undefined =>
  account ?? (demo === undefined ? undefined : demoWorkspace(demo).network.account)

async function networkOf(doors: Doors): Promise<WatchedNetwork> {
  const { network } = await doors.openWorkspace()
  const { isLocal, webSocket } = network
  const { chain } = await doors.openProtocol()
  return { chain, isLocal, ...(webSocket === undefined ? {} : { webSocket }) }
}

/** The demonstration of another thread, as if a ballast.yaml named it. */
function demoDoors(demo: DemoNetwork, opened: (() => Promise<void>)[]): Doors {
  const { config, network } = demoWorkspace(demo)
  let protocol: Promise<Protocol> | undefined
  const openProtocol = () => {
    protocol ??= openNetwork(config, network).then((one) => {
      // Its own function, wrapped in nothing: one of this place would hold `protocol`, and so the book that was read of it.
      opened.push(one.close)
      return one
    })
    return protocol
  }
  return {
    openProtocol,
    openWorkspace: async () => ({ config, network }),
    openActing: async (account) =>
      openActing(await openProtocol(), config, account ?? network.account),
  }
}
