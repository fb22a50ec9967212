import { servicesFor } from '../services.ts'
import { silence } from '../shared/progress.ts'
import type { Acting, Protocol, Workspace } from '../workflows/protocol.ts'
import { Actor } from './actor.ts'
import type { ThreadData } from './threadData.ts'

/** The network that all threads of an interface work on, opened in this one. */
export interface Opened {
  readonly protocol: () => Promise<Protocol>
  readonly workspace: () => Promise<Workspace>
  /** Who acts, from when somebody chose on. */
  readonly actor: Actor
  /** @throws UsageError if nobody acts, or the key is not there */
  readonly acting: (account: string | undefined) => Promise<Acting>
  readonly close: () => Promise<void>
}

/** Opens once, when first asked; a failure is forgotten, so that asking again tries again. */
export function openFrom({ flags, account }: ThreadData): Opened {
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
    actor: new Actor(async () => account),
    acting: (account) => again(() => services.openActing(account)),
    async close() {
      for (const close of opened) await close()
    },
  }
}
