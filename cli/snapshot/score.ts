import * as z from 'zod'
import type { Address } from '../governance/addressBook.ts'
import { post, type SnapshotPlace } from './service.ts'
import { NotSnapshotError } from './snapshotErrors.ts'
import type { Space } from './stored.ts'

const answerSchema = z.object({
  result: z.unknown().optional(),
  error: z.object({ data: z.unknown().optional(), message: z.string().optional() }).nullish(),
})

/** Whether anybody may propose in a space without being weighed. */
export function isOpenToAll({ validation, filters }: Space): boolean {
  const name = validation?.name ?? 'basic'
  return name === 'any' || (name === 'basic' && !leastScore({ validation, filters }))
}

/** The voting power that proposing takes, where that is the rule. */
export const leastScore = ({ validation, filters }: Pick<Space, 'validation' | 'filters'>) =>
  Number(validation?.params?.['minScore'] ?? 0) || (filters?.minScore ?? 0)

/**
 * Whether the space's validation admits an author, asked as the sequencer asks it.
 *
 * @throws SnapshotUnavailableError
 */
export async function isAdmitted(
  { score, timeoutSeconds, apiKey }: SnapshotPlace,
  space: Space,
  author: Address,
): Promise<boolean> {
  const name = space.validation?.name ?? 'basic'
  const own = space.validation?.params ?? {}
  const params =
    name === 'basic'
      ? { ...own, minScore: leastScore(space), strategies: own['strategies'] ?? space.strategies }
      : own
  const question = {
    jsonrpc: '2.0',
    method: 'validate',
    params: {
      validation: name,
      author,
      space: space.id,
      network: space.network,
      snapshot: 'latest',
      params,
    },
  }
  const { status, body } = await post(score, question, {
    isQuestion: true,
    timeoutSeconds,
    apiKey: apiKey?.('score'),
  })
  const answer = answerSchema.safeParse(body).data
  if (typeof answer?.result === 'boolean') return answer.result
  const { error } = answer ?? {}
  const said = error?.data ?? error?.message ?? `HTTP ${status}`
  throw new NotSnapshotError(
    new URL(score).origin,
    typeof said === 'string' ? said : JSON.stringify(said),
  )
}
