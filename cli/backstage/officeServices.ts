import { actServices } from './acts.ts'
import { connectionServices } from './connection.ts'
import { draftServices } from './drafts.ts'
import { type Opened, openFrom } from './open.ts'
import { readingServices } from './reading.ts'
import { stoppable } from './stoppableActs.ts'
import type { ThreadData } from './threadData.ts'
import { vaultServices } from './vaults.ts'

/** What the screens may ask for: each line adds what one part of the interface needs. */
export function officeServices(data: Promise<ThreadData>) {
  const opened = openFrom(data)
  const acts = holding(opened, actServices(opened))
  return {
    ...connectionServices(opened),
    ...holding(opened, {
      ...readingServices(opened),
      ...draftServices(opened),
      ...vaultServices(opened),
    }),
    ...acts,
    ...stoppable(acts.act),
    // No service of the screens: the last thing that is asked of the thread.
    closeNetwork: opened.close,
  }
}

/** Whatever has been asked is answered with what it was asked of: that stays open until then. */
function holding<T extends object>({ during }: Opened, services: T): T {
  const held = Object.entries(services).map(([name, ask]) => [
    name,
    (...args: readonly unknown[]) => during(async () => ask(...args)),
  ])
  return Object.fromEntries(held) as T
}
