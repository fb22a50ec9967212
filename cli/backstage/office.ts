import { setTimeout } from 'node:timers/promises'
import type { Session } from '../ui/services/session.ts'
import type { Services } from '../ui/services.ts'
import { askedAhead } from './askedAhead.ts'
import { startThread } from './callThread.ts'
import { type Demonstration, startDemonstration } from './demonstration.ts'
import { entryOf } from './entry.ts'
import { type LastingThread, lastingThread } from './lastingThread.ts'
import { openPreviews } from './previews.ts'
import { actOn } from './stoppableActs.ts'
import type { ThreadData } from './threadData.ts'
import { Watchers } from './watchers.ts'

/** Services that are asked for by name and answered as they are. */
const forwarded = [
  'readProposals',
  'readProposal',
  'readSnapshotVote',
  'readParameters',
  'readHistory',
  'readDelegates',
  'readStewards',
  'readSafety',
  'readActivity',
  'readPending',
  'listDrafts',
  'openDraft',
  'newDraft',
  'readDraft',
  'editDraft',
  'judgeDraft',
  'weighDraft',
  'keepDraft',
  'saveDraft',
  'discardDraft',
  'putAwayDraft',
  'findVaults',
  'readVaultPage',
  'countNear',
  'readImpact',
  'readAccounts',
  'dismissPending',
  'warp',
  'canWarp',
] as const satisfies readonly (keyof Services)[]

type Forwarded = Pick<Services, (typeof forwarded)[number]>

/** The services of an interface that is open. */
export interface Office {
  readonly services: Services
  /** Ends everything behind the screens. @returns what is to be said about it afterwards */
  readonly close: () => Promise<readonly string[]>
}

/**
 * The services of the interface, on a thread of their own: whatever is read, decoded and computed there, keys are
 * answered here.
 *
 * @param patience handed in where a machine may be slow and what is left behind is looked at
 * @throws RelayedError with everything that is wrong with ballast.yaml
 */
export async function openOffice(given: ThreadData, patience = usualPatience): Promise<Office> {
  let data = given
  const watchers = new Watchers()
  const thread = lastingThread(
    () => startThread(entryOf('officeThread'), data),
    (error) => watchers.tellCrash(error),
  )
  thread.onStart(({ call }) => void call('watch', [watchers.tell]).catch(() => {}))
  const readOverview = askedAhead(
    () => thread.call('readOverview', []) as ReturnType<Services['readOverview']>,
  )
  const place = await whereIs(thread, data, watchers)
  void place.demonstration?.network.then(
    (demo) => {
      data = { ...data, demo }
      watchers.tell({ kind: 'connecting' })
      return thread.call('provideDemo', [demo])
    },
    (error) => watchers.tellEnd(error),
  )
  const { session } = place
  const { closeAll: closePreviews, ...previews } = openPreviews(async () => {
    const demo = await place.demonstration?.network
    return demo === undefined ? data : { ...data, demo }
  })
  let chosen: { readonly name: string | undefined } | undefined
  // A thread that takes another's place acts as whoever was chosen, or as nobody.
  thread.onStart(({ call }) => {
    if (chosen !== undefined) void call('chooseAccount', [chosen.name]).catch(() => {})
  })
  const services: Services = {
    ...forward(thread),
    act: actOn(thread),
    readOverview,
    ...previews,
    session,
    now: () => Math.floor(Date.now() / 1_000),
    watch: (listener) => watchers.add(listener),
    async chooseAccount(name) {
      const answer = (await thread.call('chooseAccount', [name])) as Pick<Session, 'account'>
      chosen = { name }
      const { account: _before, ...rest } = data
      data = { ...rest, ...(name === undefined ? {} : { account: name }) }
      const { account: _, ...others } = session
      return { ...others, ...answer }
    },
    close: () => thread.terminate(),
  }
  return {
    services,
    async close() {
      await Promise.all([closePreviews(), settled(thread, patience).then(() => thread.terminate())])
      const left = await place.demonstration?.close()
      return left === undefined ? [] : [left]
    },
  }
}

/** How long is waited at the end, in milliseconds. */
export interface Patience {
  /** For drafts to be kept. */
  readonly settle: number
  /** For an EVM to be put away. */
  readonly close: number
}

/** Longer than a small file takes to be written, or an EVM to be put away, and no longer than anybody notices. */
const usualPatience: Patience = { settle: 500, close: 1_000 }

/**
 * What was typed last is kept before the thread is ended, and no EVM is at work any more: its native code would take the
 * whole process with it. A thread that does not answer is not waited for.
 */
async function settled(thread: LastingThread, { settle, close }: Patience): Promise<void> {
  for (const [name, most] of [
    ['settleDrafts', settle],
    ['closeNetwork', close],
  ] as const) {
    const asked = thread.call(name, []).catch(() => {})
    await Promise.race([asked, setTimeout(most, undefined, { ref: false })])
  }
}

function forward(thread: LastingThread): Forwarded {
  const ask =
    (name: string) =>
    (...args: readonly unknown[]) =>
      thread.call(name, args)
  return Object.fromEntries(forwarded.map((name) => [name, ask(name)])) as unknown as Forwarded
}

interface Place {
  readonly session: Session
  readonly demonstration?: Demonstration
}

/** The network of flags, environment or ballast.yaml; else a demonstration, which starts now. */
async function whereIs(
  thread: LastingThread,
  { account }: ThreadData,
  watchers: Watchers,
): Promise<Place> {
  try {
    const session = (await thread.call('readSession', [])) as Session | undefined
    if (session !== undefined) return { session }
    const demonstration = startDemonstration(account, (stage) => watchers.tellStage(stage))
    return { session: demonstration.session, demonstration }
  } catch (error) {
    await thread.terminate()
    throw error
  }
}
