import { readClock } from '../chain/clock.ts'
import { judgeDraftText } from '../governance/draftJudgement.ts'
import { delaysOf, executableIfSubmitted } from '../governance/openProposals.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { plural } from '../shared/format.ts'
import { parametersAt } from './bookAt.ts'
import type { DraftedValue } from './draftedMarket.ts'
import type { Protocol } from './protocol.ts'

/** What a draft's text would set, and when. */
export interface DraftEffect {
  /** Its sound changes. */
  readonly changes: readonly DraftedValue[]
  /** When it could be executed at the earliest if it were submitted now, Unix seconds. */
  readonly executesAt: number
  /** What of the draft is not in the changes, in words. */
  readonly leftOut: readonly string[]
}

/** When a draft could be executed at the earliest if it were submitted now, Unix seconds. */
export async function earliestExecution(
  protocol: Protocol,
  block: BlockRef,
  wallClock: number,
): Promise<number> {
  const parameters = await parametersAt(protocol)
  const { now } = await readClock(protocol.chain, block, wallClock)
  return Number(executableIfSubmitted(now, delaysOf(parameters)))
}

/** @param block of the book that the effect is looked at in */
export async function readDraftEffect(
  protocol: Protocol,
  text: string,
  { block, wallClock }: { readonly block: BlockRef; readonly wallClock: number },
): Promise<DraftEffect> {
  const executesAt = await earliestExecution(protocol, block, wallClock)
  const { book, risk } = protocol
  return draftEffect(text, { book, risk, current: await parametersAt(protocol) }, executesAt)
}

/** The same in a world that was read. */
export function draftEffect(
  text: string,
  world: Parameters<typeof judgeDraftText>[1],
  executesAt: number,
): DraftEffect {
  const { judgement, changes } = judgeDraftText({ path: 'the draft', slug: 'draft', text }, world)
  const { problems, callCount } = judgement
  const leftOut = [
    ...(problems.length === 0
      ? []
      : [`What the draft has wrong (${plural(problems.length, 'problem')}) is not counted.`]),
    ...(callCount === 0
      ? []
      : [`What its ${plural(callCount, 'raw call')} would do is not counted.`]),
  ]
  return { changes, executesAt, leftOut }
}
