import type { AccountChoice } from '../../workflows/readAccounts.ts'

/** Where this interface works, known before the node answers. */
export interface Session {
  readonly network: string
  /** The DAO as the header names it. */
  readonly dao: string
  /** Whether the chain belongs to this process: a demonstration that is gone with it. */
  readonly isDemo: boolean
  /** The name of the account that acts; undefined means read-only. */
  readonly account?: string
  /** Where its off-chain votes are held on Snapshot, if anywhere. */
  readonly space?: string
  /** Below which drafts, reports and what was sent are kept. */
  readonly folder: string
  /** What the journal of the start has to say: where the demonstration's files are, and the like. */
  readonly notes: readonly string[]
}

/** The connection as it stands. Times are Unix seconds. */
export type Connection =
  | {
      readonly kind: 'connecting'
      /** What a demonstration is being prepared with: `opening vaults 120 of 340`. */
      readonly stage?: string
    }
  | {
      readonly kind: 'live'
      /** How news arrives: pushed by the node, or asked for. */
      readonly by: 'subscription' | 'polling'
      readonly block: { readonly number: number; readonly timestamp: number }
      /** Seconds by which the chain's clock is ahead of this computer's; 0 unless it says. */
      readonly clockAhead?: number
    }
  | {
      readonly kind: 'lost'
      readonly since: number
      readonly why: string
      /** What to do about it. */
      readonly nextStep: string
      readonly block?: { readonly number: number; readonly timestamp: number }
      readonly clockAhead?: number
    }

export interface SessionServices {
  readonly session: Session
  /** The wall clock, Unix seconds. */
  readonly now: () => number
  /** Calls at once and whenever the connection or the newest block changes. @returns how to stop */
  readonly watch: (listener: (connection: Connection) => void) => () => void
  /** Who may act, in an order that does not depend on who does. */
  readonly readAccounts: () => Promise<readonly AccountChoice[]>
  /** Acts as somebody else from here on; undefined acts as nobody. @returns the session from then on */
  readonly chooseAccount: (name: string | undefined) => Promise<Session>
  /** Leaves: what runs is stopped, what is kept is whole. */
  readonly close: () => Promise<void>
}
