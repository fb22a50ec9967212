import type { OpenedDraft } from '../../../workflows/draftFiles.ts'
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

function begin(services: Services, draft: OpenedDraft, onKept: () => void): DraftSession {
  const session = new DraftSession(services, draft, {
    now: () => performance.now(),
    by: crypto.randomUUID(),
    onKept,
  })
  sessionsOf(services).set(draft.path, session)
  return session
}

/**
 * The draft of a file, as it was left if it was open before.
 *
 * @param onKept told whenever what is typed was kept, or forgotten because the file says it
 */
export async function openSession(
  services: Services,
  path: string,
  onKept: () => void,
): Promise<DraftSession> {
  const known = sessionsOf(services).get(path)
  if (known === undefined) {
    const draft = await services.openDraft(path)
    // Whoever asked for it at the same time may have opened it by now.
    return sessionsOf(services).get(draft.path) ?? begin(services, draft, onKept)
  }
  await known.refresh()
  return known
}

/** A draft that is in no file yet. One of a parameter is kept, and so listed, before anything is typed. */
export async function newSession(
  services: Services,
  start: readonly DraftStart[],
  onKept: () => void,
): Promise<DraftSession> {
  const session = begin(services, await services.newDraft(start), onKept)
  if (start.length > 0) session.keeper.soon()
  return session
}

/** Forgets a draft that is in no file, or what was typed into a file and not written. */
export async function putAwaySession(services: Services, path: string): Promise<void> {
  const sessions = sessionsOf(services)
  const session = sessions.get(path)
  for (const [at, one] of sessions) if (one === session) sessions.delete(at)
  await session?.keeper.stop()
  await services.putAwayDraft(path)
}

/** What the drafts are called that somebody has typed something into and not written to a file. */
export const unwrittenDrafts = (services: Services): readonly string[] =>
  [...new Set(sessionsOf(services).values())]
    .map((session) => session.state())
    .filter(({ isSaved, canUndo, found }) => !isSaved && (canUndo || found !== undefined))
    .map(({ reading, judgement }) => {
      const title = reading.value?.title || judgement.value?.suggested?.title
      return title ? `\u201c${title}\u201d` : 'a draft without a title'
    })

/** Longer than a small file takes to be written, and no longer than anybody notices. */
const SETTLE_MS = 500

/** Resolves when all that was typed is kept: the last letter may be on its way when the screens are left. */
export async function settleSessions(services: Services): Promise<void> {
  const sessions = [...new Set(sessionsOf(services).values())]
  const settled = Promise.allSettled(sessions.map((session) => session.settled()))
  const longEnough = new Promise<void>((resolve) => setTimeout(resolve, SETTLE_MS).unref())
  await Promise.race([settled, longEnough])
}

/** A draft got its file: it is found by that as well from then on. */
export function alsoAt(services: Services, session: DraftSession): void {
  sessionsOf(services).set(session.state().path, session)
}
