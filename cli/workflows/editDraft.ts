import type { Problem } from '../governance/proposal.ts'

/** A draft as a list shows it. */
export interface DraftFile {
  readonly path: string
  readonly title: string
  /** Unix seconds. */
  readonly changedAt: number
  /** Whether something was typed that is not in the file. */
  readonly isKept: boolean
}

/** A draft that was opened. */
export interface OpenedDraft {
  readonly path: string
  readonly text: string
  /** What was typed before the process ended and never saved; `text` is the file's. */
  readonly kept?: { readonly text: string; readonly at: number }
  /** Whether the file is there. */
  readonly isNew: boolean
}

/** One edit of a draft's text. */
export type DraftEdit =
  | { readonly kind: 'title' | 'summary' | 'discussion'; readonly to: string }
  | {
      readonly kind: 'set'
      readonly subject: string
      readonly parameter: string
      /** In human units, as typed. */
      readonly to: string
    }
  | { readonly kind: 'remove'; readonly subject: string; readonly parameter: string }

/** The text after an edit. */
export interface DraftText {
  readonly text: string
  /** Why it is as it was. */
  readonly refused?: string
}

/** A change of a draft and what is to be said about it. */
export interface DraftRow {
  readonly subject: string
  readonly parameter: string
  readonly label: string
  /** As the file has it. */
  readonly to: string
  readonly before: string
  /** Undefined if the value cannot be understood. */
  readonly after?: string
  readonly bounds: { readonly min: string; readonly max: string }
  /** Where before and after stand between the bounds, 0 to 1. */
  readonly at: { readonly before: number; readonly after?: number }
  readonly direction?: 'tighter' | 'looser' | 'neither' | 'same'
  /** Why the value is refused, and what to write instead. */
  readonly problem?: { readonly message: string; readonly instead: string }
}

/** What a draft would do, without simulating. Amounts in derivative. */
export interface Consequences {
  readonly markets: readonly {
    readonly label: string
    /** Liquidatable at the execution date after a sudden fall of the price. */
    readonly rungs: readonly {
      readonly shock: number
      readonly before: { readonly vaultCount: number; readonly debt: number }
      readonly after: { readonly vaultCount: number; readonly debt: number }
    }[]
    /** The most debt that a unit of collateral value carries, as a fraction. */
    readonly capitalEfficiency: { readonly before: number; readonly after: number }
  }[]
  /** When it could be executed at the earliest, Unix seconds. */
  readonly executesAt: number
  /** What these figures leave out. */
  readonly approximations: readonly string[]
}

/** Everything that can be said of a draft at once. */
export interface DraftJudgement {
  readonly title: string
  readonly summary: string
  readonly rows: readonly DraftRow[]
  /** Of the whole file, with lines; the rows' own are among them. */
  readonly problems: readonly Problem[]
  readonly consequences: Consequences | undefined
}

export interface SavedDraft {
  readonly path: string
}
