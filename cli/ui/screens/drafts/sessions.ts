import { setTimeout } from 'node:timers/promises'
import type { DraftStart } from '../../../workflows/editDraft.ts'
import type { Services } from '../../services.ts'
import { DraftSession } from './draftSession.ts'

/** The drafts of an interface that were opened: coming back finds them with everything that can be undone. */
const opened = new WeakMap<Services, Map<string, DraftSession>>()

function sessionsOf(services: Services): Map<string, DraftSession> {
  const known = opened.get(services) ?? new Map<string, DraftSession>()
  opened.set(services, known)
  return known
}

const begin = (services: Services, draft: ConstructorParameters<typeof DraftSession>[1]) => {
  const session = new DraftSession(services, draft, {
    now: () => performance.now(),
    by: crypto.randomUUID(),
  })
  sessionsOf(services).set(draft.path, session)
  return session
}

/** The draft of a file, as it was left if it was open before. */
export async function openSession(services: Services, path: string): Promise<DraftSession> {
  const known = sessionsOf(services).get(path)
  if (known === undefined) return begin(services, await services.openDraft(path))
  await known.refresh()
  return known
}

/** A draft that is in no file yet. */
export const newSession = async (
  services: Services,
  start: readonly DraftStart[],
): Promise<DraftSession> => begin(services, await services.newDraft(start))

/** Longer than a small file takes to be written, and no longer than anybody notices. */
const SETTLE_MS = 500

/** Resolves when all that was typed is kept: the last letter may be on its way when the screens are left. */
export async function settleSessions(services: Services): Promise<void> {
  const sessions = [...new Set(sessionsOf(services).values())]
  const settled = Promise.allSettled(sessions.map((session) => session.settled()))
  await Promise.race([settled, setTimeout(SETTLE_MS, undefined, { ref: false })])
}

/** A draft got its file: it is found by that as well from then on. */
export function alsoAt(services: Services, session: DraftSession): void {
  sessionsOf(services).set(session.state().path, session)
}
