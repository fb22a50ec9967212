import type { Session } from '../../cli/ui/services/session.ts'
import type { Services } from '../../cli/ui/services.ts'

/** Never answers: for the state in which something is still read. */
export const never = <T>(): Promise<T> => new Promise<T>(() => {})

const notFaked = (name: string) => (): never => {
  throw new Error(`The test does not say what ${name} answers.`)
}

/** The wall clock of tests: 2026-11-22 12:00 UTC. */
export const testNow = 1_795_348_800

/** Of somebody who only looks: nobody acts. */
export const readOnlySession: Session = {
  network: 'local',
  dao: 'Ballast DAO',
  isDemo: false,
  folder: '/treasury',
  notes: [],
}

/**
 * Services that stand in for the thread behind the screens: a connection that is live, reads that never end unless
 * the test says what they answer.
 */
export function fakeServices(own: Partial<Services> = {}): Services {
  const base: Services = {
    session: { ...readOnlySession, account: 'delegate-one' },
    now: () => testNow,
    watch(listener) {
      listener({
        kind: 'live',
        by: 'polling',
        block: { number: 1_234, timestamp: testNow - 5 },
      })
      return () => {}
    },
    readAccounts: never,
    chooseAccount: notFaked('chooseAccount'),
    close: async () => {},
    readOverview: never,
    readProposals: never,
    readProposal: never,
    readSnapshotVote: never,
    readParameters: never,
    readHistory: never,
    readDelegates: never,
    readStewards: never,
    readSafety: never,
    readActivity: never,
    readPending: never,
    listDrafts: never,
    openDraft: never,
    newDraft: notFaked('newDraft'),
    readDraft: notFaked('readDraft'),
    editDraft: notFaked('editDraft'),
    judgeDraft: never,
    weighDraft: never,
    keepDraft: async () => {},
    saveDraft: notFaked('saveDraft'),
    discardDraft: async () => {},
    putAwayDraft: async () => {},
    previewStages: ['read source', 'dry run', 'assess', 'run checks', 'render report'],
    startPreview: notFaked('startPreview'),
    findVaults: never,
    readVaultPage: never,
    countNear: never,
    readImpact: never,
    act: notFaked('act'),
    dismissPending: notFaked('dismissPending'),
    warp: notFaked('warp'),
    canWarp: async () => true,
  }
  return { ...base, ...own }
}
