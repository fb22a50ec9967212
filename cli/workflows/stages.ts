import type { Progress } from '../shared/progress.ts'

/** A proposal's way through the house. Commands run prefixes or subsets of this list. */
export const stages = [
  'read source',
  'parse',
  'read parameters',
  'diff parameters',
  'encode',
  'dry run',
  'nothing else',
  'assess',
  'gather evidence',
  'run checks',
  'render report',
  'submit',
] as const

export type Stage = (typeof stages)[number]

/**
 * Runs one stage under its name; `outcome` says in a few words what came of it.
 *
 * @throws the reason of `progress.signal` if nobody waits for it any more
 */
export async function inStage<T>(
  progress: Progress,
  stage: Stage,
  run: { readonly work: () => T | Promise<T>; readonly outcome: (result: T) => string },
): Promise<T> {
  progress.signal?.throwIfAborted()
  progress.stage(stage)
  const result = await run.work()
  progress.signal?.throwIfAborted()
  progress.finish(run.outcome(result))
  return result
}
