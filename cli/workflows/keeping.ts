import { ChainRevertedError } from '../chain/errors.ts'
import { FeeAboveCapError } from '../chain/fees.ts'
import { NodeError } from '../chain/nodeErrors.ts'
import type { Hex } from '../governance/addressBook.ts'
import type { JobKind } from '../governance/keeper/job.ts'
import type { BallastError } from '../shared/errors.ts'
import type { Progress } from '../shared/progress.ts'
import type { KeeperNotes } from '../workspace/keeperFile.ts'
import type { KeeperSettings } from './keeperSettings.ts'
import type { Acting } from './protocol.ts'

/** A keeper at work. */
export interface Keeping {
  readonly acting: Acting
  readonly settings: KeeperSettings
  /** False for a dry run. */
  readonly sends: boolean
  /** Looks again and again: what it sees is no news then. */
  readonly repeats: boolean
  readonly notes: KeeperNotes
  readonly backoff: Backoff
  readonly footing: Footing
  /** Which job each transaction was sent for whose end nobody has seen, by its place in the outbox; while the process lives. */
  readonly sentFor: Map<Hex, string>
  /** What came of those of an earlier look, until somebody is told. */
  readonly untold: JobReport[]
  readonly progress: Progress
  /** Somebody wants it to stop: nothing new is begun. */
  readonly signal: AbortSignal
}

/** How a job stands after a pass. */
export type JobState =
  /** Mined. */
  | 'done'
  /** Worth doing; a dry run does nothing. */
  | 'would'
  /** Not done, and why. */
  | 'skipped'
  /** Sent or about to be, and it came to nothing. */
  | 'failed'
  /** Sent, and nobody has seen it mined. */
  | 'under way'

/** What became of a job. Amounts in derivative, 18 decimals. */
export interface JobReport {
  readonly kind: JobKind | 'earlier'
  readonly subject: string
  readonly words: string
  readonly state: JobState
  readonly why?: string
  /** Worth doing, and something else for the same is worth more. */
  readonly isOutdone?: true
  /** Expected, after gas and haircut. */
  readonly profit?: bigint
  readonly gas?: bigint
  readonly gasCost?: bigint
  readonly transaction?: string
}

/** One look at the network, and what came of it. */
export interface Pass {
  readonly block: { readonly number: number; readonly timestamp: number }
  readonly vaults: number
  readonly distressed: number
  readonly jobs: readonly JobReport[]
  /** What ended it early. */
  readonly trouble?: BallastError
}

/** What may be over by itself: a node that is away or behind, and a chain that is too dear for now. */
export const isPassing = (error: unknown): error is BallastError =>
  [NodeError, FeeAboveCapError, ChainRevertedError].some((kind) => error instanceof kind)

/** Jobs that failed are left alone for a while, twice as long each time. */
export interface Backoff {
  readonly failed: (key: string) => void
  readonly succeeded: (key: string) => void
  /** Seconds until it may be tried again; 0 for at once. */
  readonly left: (key: string) => number
}

const FIRST_SECONDS = 15
const LONGEST_SECONDS = 900

/** @param now in milliseconds, of a clock that only goes forward */
export function newBackoff(now: () => number = () => performance.now()): Backoff {
  const kept = new Map<string, { readonly until: number; readonly seconds: number }>()
  return {
    failed(key) {
      const before = kept.get(key)?.seconds
      const seconds = before === undefined ? FIRST_SECONDS : Math.min(before * 2, LONGEST_SECONDS)
      kept.set(key, { until: now() + seconds * 1_000, seconds })
    },
    succeeded: (key) => void kept.delete(key),
    left: (key) => Math.max(0, Math.ceil(((kept.get(key)?.until ?? 0) - now()) / 1_000)),
  }
}

/** How far the chain has come that we have acted on. */
export interface Footing {
  /** Something of ours was mined in this block. */
  readonly reached: (block: number) => void
  /**
   * Whether a block is from before that: of several nodes behind one address one may be behind the others, and what is done would
   * look undone.
   */
  readonly isBehind: (block: number) => boolean
}

/** So often in a row an older block is taken for the answer of a node that is behind; then for a chain put back. */
const LONGEST_BEHIND = 5

export function newFooting(): Footing {
  let newest = 0
  let behind = 0
  return {
    reached(block) {
      newest = Math.max(newest, block)
    },
    isBehind(block) {
      behind = block < newest ? behind + 1 : 0
      if (behind > LONGEST_BEHIND) {
        newest = block
        behind = 0
      }
      return block < newest
    },
  }
}
