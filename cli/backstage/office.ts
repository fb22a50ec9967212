import type { Connection, Session } from '../ui/services/session.ts'
import type { Services } from '../ui/services.ts'
import { startThread } from './callThread.ts'
import { openPreviews } from './previews.ts'
import type { ThreadData } from './threadData.ts'

/** Services that are asked for by name and answered as they are. */
const forwarded = [
  'readOverview',
  'readProposals',
  'readProposal',
  'readParameters',
  'readHistory',
  'readDelegates',
  'readActivity',
  'listDrafts',
  'openDraft',
  'newDraft',
  'editDraft',
  'judgeDraft',
  'keepDraft',
  'saveDraft',
  'discardDraft',
  'findVaults',
  'readVaultPage',
  'readImpact',
  'readAccounts',
  'act',
  'warp',
] as const satisfies readonly (keyof Services)[]

type Forwarded = Pick<Services, (typeof forwarded)[number]>

/**
 * The services of the interface, on a thread of their own: whatever is read, decoded and computed there, keys are
 * answered here.
 */
export function openOffice(data: ThreadData, session: Session): Services {
  const thread = startThread(new URL(`./officeThread${extension}`, import.meta.url), data)
  const ask = <K extends keyof Forwarded>(name: K) =>
    ((...args: readonly unknown[]) => thread.call(name, args)) as unknown as Forwarded[K]
  const all = Object.fromEntries(forwarded.map((name) => [name, ask(name)])) as unknown as Forwarded
  const { closeAll: closePreviews, ...previews } = openPreviews(data)
  return {
    ...all,
    ...previews,
    session,
    now: () => Math.floor(Date.now() / 1_000),
    watch(listener: (connection: Connection) => void) {
      let isWanted = true
      const tell = (connection: Connection) => {
        if (isWanted) listener(connection)
      }
      void thread.call('watch', [tell]).catch(() => {})
      return () => {
        isWanted = false
      }
    },
    async chooseAccount(name) {
      return (await thread.call('chooseAccount', [name])) as Session
    },
    async close() {
      await Promise.all([closePreviews(), thread.terminate()])
    },
  }
}

/** From source the entry is TypeScript, in the built package it is not. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
