import { isDeepStrictEqual } from 'node:util'
import { servicesFor } from '../services.ts'
import { silence } from '../shared/progress.ts'
import { type DemoNetwork, demoWorkspace } from '../workflows/demoWorkspace.ts'
import { openActing, openNetwork } from '../workflows/openNetwork.ts'
import type { Acting, Protocol, Workspace } from '../workflows/protocol.ts'
import type { Unlocking } from '../workflows/secrets.ts'
import type { WatchedNetwork } from '../workflows/watchNetwork.ts'
import { Actor } from './actor.ts'
import { type Close, Replaceable } from './replaceable.ts'
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
  readonly acting: (account: string | undefined, unlocking?: Unlocking) => Promise<Acting>
  /** Opens anew when asked the next time: the node, or what stands in its files, may be another one by then. */
  readonly forget: () => void
  /** Nothing that is forgotten meanwhile is closed before this work has ended. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>
  readonly close: () => Promise<void>
}

/** What is opened once. */
interface Doors {
  openProtocol(): Promise<Protocol>
  openWorkspace(): Promise<Workspace>
  openActing(
    account: string | undefined,
    options: { readonly unlocking: Unlocking },
  ): Promise<Acting>
}

/**
 * Opens once, when first asked; what cannot be opened is forgotten, so that asking again tries again.
 *
 * @param data where, as soon as that is known: a demonstration is still being prepared when the screens are there
 */
export function openFrom(data: ThreadData | Promise<ThreadData>): Opened {
  const open = async (closers: Close[]): Promise<Doors> => {
    const { flags, demo } = await data
    return demo === undefined ? servicesFor(flags, silence, closers) : demoDoors(demo, closers)
  }
  const all = new Replaceable(open)
  const opening = async <T>(work: (doors: Doors) => Promise<T>): Promise<T> => {
    const doors = all.get()
    try {
      return await all.during(async () => work(await doors))
    } catch (error) {
      all.forget(doors)
      throw error
    }
  }
  const workspace = () => opening((one) => one.openWorkspace())
  const protocol = () => opening((one) => one.openProtocol())
  const act = async (account: string | undefined, unlocking: Unlocking): Promise<Acting> => {
    await Promise.all([workspace(), protocol()])
    return (await all.get()).openActing(account, { unlocking })
  }
  return {
    protocol,
    workspace,
    network: () => opening(networkOf),
    forget: () => all.forget(),
    actor: new Actor(async () => firstAccount(await data)),
    // Who cannot act is no reason to open the network again, unless somebody has mended ballast.yaml since.
    acting: (account, unlocking = { progress: silence }) =>
      act(account, unlocking).catch(async (error) => {
        const [before, now] = [await workspace(), await (await open([])).openWorkspace()]
        if (isSame(before, now)) throw error
        all.forget()
        return act(account, unlocking)
      }),
    during: (work) => all.during(work),
    close: () => all.closeAll(),
  }
}

const isSame = (one: Workspace, other: Workspace): boolean =>
  isDeepStrictEqual(
    [one.network, one.config.accounts, one.config.risk],
    [other.network, other.config.accounts, other.config.risk],
  )

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
function demoDoors(demo: DemoNetwork, closers: Close[]): Doors {
  const { config, network } = demoWorkspace(demo)
  let protocol: Promise<Protocol> | undefined
  const openProtocol = () => {
    protocol ??= openNetwork(config, network).then((one) => {
      // Its own function, wrapped in nothing: one of this place would hold `protocol`, and so the book that was read of it.
      closers.push(one.close)
      return one
    })
    return protocol
  }
  return {
    openProtocol,
    openWorkspace: async () => ({ config, network }),
    openActing: async (account, { unlocking }) =>
      openActing(await openProtocol(), config, account ?? network.account, {
        ...network,
        unlocking,
      }),
  }
}
