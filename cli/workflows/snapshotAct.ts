import type { Account } from '../chain/account.ts'
import type { TypedData } from '../governance/typedData.ts'
import { hashesOf } from '../governance/typedData.ts'
import { BallastError, ExitCode, UsageError } from '../shared/errors.ts'
import type { Progress } from '../shared/progress.ts'
import type { Envelope, MessageKind } from '../snapshot/messages.ts'
import { sendEnvelope } from '../snapshot/sequencer.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import { signMessage } from '../snapshot/sign.ts'
import { DuplicateMessageError, SnapshotUnavailableError } from '../snapshot/snapshotErrors.ts'
import type { Fact, Intent, Shown } from './act.ts'
import type { Acting, Protocol } from './protocol.ts'
import { signingWords } from './signingWords.ts'
import { snapshotSigner } from './snapshotSigner.ts'

/** What is done on Snapshot by signing a message. */
export type SnapshotVerb = 'propose' | 'vote' | 'cancel' | 'follow' | 'unfollow' | 'statement'

/** What is about to be signed, in words. */
export type SnapshotIntent = Pick<Intent, 'words' | 'facts' | 'warnings' | 'handles'>

/** Everything that people need to know before they agree. */
export interface SnapshotPlan extends SnapshotIntent {
  readonly verb: SnapshotVerb
  readonly network: string
  readonly space: string
  /** The sequencer's origin. */
  readonly service: string
  readonly account: Pick<Account, 'address' | 'signsWith'>
  /** What the device will show. */
  readonly signing: readonly Fact[]
  /** The same, whole: whoever wants to, computes the hashes from it. */
  readonly typed: TypedData
}

/** Whether to sign and send; asking, and refusing by an error, is the caller's affair. */
export type ConfirmSnapshot = (plan: SnapshotPlan) => Promise<'send' | 'dry run'>

/** How it ended. */
export type SnapshotActed = { readonly verb: SnapshotVerb } & (
  | { readonly how: 'already'; readonly shown: Shown }
  | { readonly how: 'planned'; readonly plan: SnapshotPlan }
  | {
      readonly how: 'sent'
      readonly plan: SnapshotPlan
      readonly id: string
      readonly shown: Shown
    }
)

/** A message to be sent once. */
export interface Delivery {
  readonly verb: SnapshotVerb
  readonly kind: MessageKind
  readonly typed: TypedData
  readonly intent: SnapshotIntent
  /** Signed by an earlier attempt that was never seen to end: it is sent as it is. */
  readonly signed?: Envelope
  /** Takes the envelope down the moment before it leaves. */
  readonly remember?: (envelope: Envelope) => Promise<void>
  /**
   * What Snapshot shows now; undefined while it does not show the message.
   *
   * @throws NotAsSignedError
   */
  readonly readBack: (id: string) => Promise<Shown | undefined>
}

/** Snapshot stores something else than what was signed. */
export class NotAsSignedError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(id: string, difference: string) {
    super(
      `Snapshot stores ${id} with ${difference}.`,
      'Before anybody votes, compare it with your file, and tell the space: its service may not be trusted.',
    )
  }
}

/** The sequencer took the message, and the hub does not show it. */
export class NotShownYetError extends BallastError {
  override readonly exitCode = ExitCode.unreachable
  constructor(id: string) {
    super(
      `The sequencer took message ${id}, and the hub does not show it yet.`,
      'Repeat the command in a while: it looks for it, and sends nothing twice.',
    )
  }
}

export interface SnapshotOptions {
  readonly confirm: ConfirmSnapshot
  readonly progress: Progress
}

/** @throws UsageError where no space is configured */
export function requireSnapshot({ snapshot, network }: Protocol): SnapshotPlace {
  if (snapshot !== undefined) return snapshot
  throw new UsageError(
    `The network ${network} names no space of Snapshot.`,
    'Write below it in ballast.yaml: snapshot: { space: your-dao.eth }.',
  )
}

/**
 * The way of every message: plan with all that will be signed – confirm – sign – take down – send once – read back.
 * Where nobody knows whether it arrived, Snapshot is asked.
 *
 * @throws NotAsShownError, NotAsSignedError, NotShownYetError, SequencerRefusedError, SnapshotUnavailableError
 */
export async function deliver(
  acting: Acting,
  delivery: Delivery,
  { confirm, progress }: SnapshotOptions,
): Promise<SnapshotActed> {
  const { verb, kind, typed, remember, signed } = delivery
  const place = requireSnapshot(acting.protocol)
  const ready = () => progress.stage('sign')
  const { facts, sign } =
    signed === undefined
      ? await toBeSigned(acting, place, { kind, typed, ready })
      : { facts: signingWords(typed), sign: async () => signed }
  const plan = planOf(acting, place, { ...delivery, signing: facts })
  if ((await confirm(plan)) === 'dry run') return { verb, how: 'planned', plan }
  ready()
  const envelope = await sign()
  progress.finish(signed === undefined ? plan.account.signsWith : 'signed by an earlier attempt')
  await remember?.(envelope)
  const id = hashesOf(typed).digest
  progress.stage('send')
  const early = await send(place, envelope, () => delivery.readBack(id))
  const shown = early ?? (await look(id, delivery.readBack))
  progress.finish(id)
  return { verb, how: 'sent', plan, id, shown }
}

/** What is shown of a message that nobody has signed yet, and how it is signed. @throws NotNowError */
async function toBeSigned(
  acting: Acting,
  place: SnapshotPlace,
  { kind, ...how }: Pick<Delivery, 'kind' | 'typed'> & { readonly ready: () => void },
): Promise<{ readonly facts: readonly Fact[]; readonly sign: () => Promise<Envelope> }> {
  const { facts, signer } = await snapshotSigner(acting, place, how)
  return { facts, sign: () => signMessage(signer, kind, how.typed) }
}

function planOf(
  { protocol, sender }: Acting,
  place: SnapshotPlace,
  { verb, typed, intent, signing }: Delivery & Pick<SnapshotPlan, 'signing'>,
): SnapshotPlan {
  const { address, signsWith } = sender.account
  return {
    verb,
    network: protocol.network,
    space: place.space,
    service: new URL(place.sequencer).origin,
    account: { address, signsWith },
    signing,
    typed,
    ...intent,
  }
}

/** Answers what Snapshot shows if that was needed to know whether the message arrived. */
async function send(
  place: SnapshotPlace,
  envelope: Envelope,
  readBack: () => Promise<Shown | undefined>,
): Promise<Shown | undefined> {
  try {
    await sendEnvelope(place, envelope)
    return undefined
  } catch (error) {
    // Exactly this message was stored before: the hub will show it.
    if (error instanceof DuplicateMessageError && error.isThisMessage) return undefined
    const mayHaveArrived = error instanceof SnapshotUnavailableError
    const shown = mayHaveArrived ? await readBack().catch(() => undefined) : undefined
    if (shown === undefined) throw error
    return shown
  }
}

/** The hub shows a message a moment after the sequencer took it. */
const LOOKS_MS = [0, 250, 500, 1_000, 2_000, 4_000]

async function look(id: string, readBack: Delivery['readBack']): Promise<Shown> {
  for (const pause of LOOKS_MS) {
    await new Promise((resolve) => setTimeout(resolve, pause))
    const shown = await readBack(id)
    if (shown !== undefined) return shown
  }
  throw new NotShownYetError(id)
}

/** Unix seconds by the clock of this machine, which is what Snapshot goes by. */
export const clockNow = (): number => Math.floor(Date.now() / 1_000)
