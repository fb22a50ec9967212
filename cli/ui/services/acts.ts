import type { Replacement } from '../../chain/replacing.ts'
import type { Hex } from '../../governance/addressBook.ts'
import type { CheckResult } from '../../governance/checks/runChecks.ts'
import type { Support } from '../../shared/voteSplit.ts'
import type { Acted, Plan } from '../../workflows/act.ts'
import type { Decision } from '../../workflows/checkProposal.ts'
import type { PendingTransaction } from '../../workflows/pendingTransactions.ts'
import type { Warped } from '../../workflows/warpChain.ts'
import type { StageNews } from './stages.ts'

/** Another transaction at the nonce of one that waits: more is offered for the same, or nothing takes its place. */
export interface ReplacingRequest {
  readonly verb: 'pending'
  readonly what: Replacement
  readonly nonce: number
  /** The newest that is known of the one that waits. */
  readonly hash?: Hex
}

/** What somebody wants to do to the chain. `reference`: an id, the first digits of one, or a file. */
export type ActRequest = DeedRequest | ReplacingRequest

/** What is rehearsed, sent and waited for. */
export type DeedRequest =
  | {
      readonly verb: 'submit'
      readonly path: string
      readonly acceptInconclusive: readonly string[]
    }
  | {
      readonly verb: 'vote'
      readonly reference: string
      readonly support: Support
      readonly reason?: string
    }
  | {
      readonly verb: 'vote'
      readonly reference: string
      /** `for=60%,against=40%`, or in votes. */
      readonly split: string
      readonly reason?: string
    }
  | { readonly verb: 'queue' | 'execute' | 'cancel'; readonly reference: string }
  | { readonly verb: 'delegate'; readonly to: string }
  /** `settings`: `liquidationThreshold=80.5%`. */
  | {
      readonly verb: 'steward'
      readonly market: string
      readonly settings: readonly string[]
    }

export interface ActHooks {
  readonly onStage: (news: StageNews) => void
  /** Shows the plan and asks; whatever is sent was agreed to here. */
  readonly confirm: (plan: Plan) => Promise<boolean>
  /**
   * Asks for the passphrase of what signs, before the plan only if nothing else says whose key it is. What is typed goes
   * nowhere else; undefined: it stays locked, and the act is declined.
   */
  readonly askSecret: (question: string) => Promise<string | undefined>
  /** Nobody wants it any more, and nobody has agreed to it: it ends as declined at its next step. */
  readonly signal?: AbortSignal
}

/** How it ended. `declined`: nobody agreed; `refused`: the checks say no. Nothing was sent then. */
export type ActEnd =
  | Acted
  | { readonly how: 'refused'; readonly checks: CheckResult; readonly decision: Decision }
  | { readonly how: 'declined' }
  | Replaced

/** It left in place of the one before; which of them is mined nobody has seen. */
export interface Replaced {
  readonly how: 'replaced'
  readonly what: Replacement
  readonly plan: Plan
  readonly hash: Hex
  readonly before?: Hex
}

export interface ActServices {
  /** Whether the chain's clock is ours to move: a development chain. */
  readonly canWarp: () => Promise<boolean>
  /**
   * Takes what has ended off the list of what has not.
   *
   * @throws UsageError where its end is not known, or where it is not the one that was seen any more; AlreadySendingError, AccountBusyError
   */
  readonly dismissPending: (
    seen: Pick<PendingTransaction, 'from' | 'nonce' | 'hash'>,
  ) => Promise<void>
  /** @throws BallastError that says whether anything was sent, and what to do */
  readonly act: (request: ActRequest, hooks: ActHooks) => Promise<ActEnd>
  /**
   * Moves a development chain's clock, feeds kept fresh.
   *
   * @param target `next`, or a duration such as `3 days`
   * @param reference the proposal whose next boundary is meant
   */
  readonly warp: (
    target: string,
    reference: string | undefined,
    onStage: (news: StageNews) => void,
  ) => Promise<Warped>
}
