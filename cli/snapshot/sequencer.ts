import * as z from 'zod'
import type { Envelope } from './messages.ts'
import { post, type SnapshotPlace } from './service.ts'
import { NotSnapshotError, refusalFrom, SnapshotUnreachableError } from './snapshotErrors.ts'

const receiptSchema = z.object({ id: z.string(), ipfs: z.string() })
const refusalSchema = z.object({ error: z.string(), error_description: z.unknown() })

/** What the sequencer gives for a message that it stored. */
export type Receipt = z.infer<typeof receiptSchema>

/**
 * Hands a signed message over, once.
 *
 * @throws SequencerRefusedError, SnapshotUnavailableError (the message may have arrived)
 */
export async function sendEnvelope(place: SnapshotPlace, envelope: Envelope): Promise<Receipt> {
  const { sequencer, timeoutSeconds } = place
  const { origin } = new URL(sequencer)
  const { status, body } = await post(sequencer, envelope, { isQuestion: false, timeoutSeconds })
  const receipt = receiptSchema.safeParse(body)
  if (status < 300 && receipt.success) return receipt.data
  const refusal = refusalSchema.safeParse(body)
  if (!refusal.success) throw new NotSnapshotError(origin, `HTTP ${status}`)
  const { error_description: said } = refusal.data
  const reason = typeof said === 'string' ? said : JSON.stringify(said)
  if (status >= 500) throw new SnapshotUnreachableError(origin, `HTTP ${status}: ${reason}`)
  throw refusalFrom(reason)
}
