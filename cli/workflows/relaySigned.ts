import { dirname } from 'node:path'
import { hasNonces } from '../governance/ballots.ts'
import { BallastError, type ExitCode } from '../shared/errors.ts'
import { plural, printable } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import { readSigned } from '../workspace/signedFiles.ts'
import { signedPlaces } from '../workspace/signedPlaces.ts'
import { type Acted, act, type Confirm, type Deed } from './act.ts'
import { overrideIn } from './ballotFile.ts'
import { carrying } from './carrier.ts'
import { checkSigned } from './checkSigned.ts'
import type { Acting } from './protocol.ts'
import { relayingBallot } from './relayBallot.ts'
import { relayingDelegation } from './relayDelegation.ts'
import type { SignedMessage } from './relayOrder.ts'
import { relayingOverride } from './relayOverride.ts'
import { byNonce } from './waitingMessages.ts'

/** One file that was relayed; with a dry run, one that waits for those before it. */
export type Relayed = { readonly path: string } & (
  | { readonly acted: Acted }
  | { readonly acted?: undefined; readonly after: string }
)

/** Something kept the rest from being sent, after the first files were. */
export class RelayStoppedError extends BallastError {
  override readonly exitCode: ExitCode
  constructor(cause: BallastError, sent: readonly string[], path: string) {
    const lines = [`${plural(sent.length, 'file')} relayed before that:`, ...sent]
    super(`${printable(path)}: ${cause.message}\n${lines.join('\n  ')}`, cause.advice, { cause })
    this.exitCode = cause.exitCode
  }
}

/**
 * Sends what others have signed: everything is looked at before anything is sent, then each file goes the way of every
 * act, those of one signer in the order of their nonces.
 *
 * @throws NoSignedFileError, InvalidSignedFileError, NotNowError and what `act` throws; RelayStoppedError if some were sent by then
 */
export async function relaySigned(
  acting: Acting,
  paths: readonly string[],
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<readonly Relayed[]> {
  const { progress } = options
  const carrier = carrying(acting)
  const messages = await Promise.all([...new Set(paths)].map((path) => read(acting, path)))
  const relayed: Relayed[] = []
  for (const message of inOrder(messages)) {
    const { path } = message
    const before = relayed.find((one) => isPlanned(one) && isBefore(one, message, messages))
    if (before !== undefined) {
      relayed.push({ path, after: before.path })
      continue
    }
    const acted = await relayOne(carrier, message, options).catch((error: unknown) => {
      throw stoppedBy(error, relayed, path)
    })
    if (acted.how !== 'planned' && messages.length > 1) {
      progress.say(`\u2714 ${path}: ${acted.how === 'already' ? 'done already' : 'relayed'}`)
    }
    relayed.push({ path, acted })
  }
  return relayed
}

const relayOne = async (
  carrier: Acting,
  message: SignedMessage,
  options: Parameters<typeof act>[2],
): Promise<Acted> => act(carrier, await deedOf(carrier, message), options)

/** What is said of the failure of one file would not be true of those before it. */
function stoppedBy(error: unknown, relayed: readonly Relayed[], path: string): unknown {
  const sent = relayed.flatMap((one) =>
    one.acted?.how === 'sent'
      ? [`${printable(one.path)}  transaction ${one.acted.sent.transactionHash}`]
      : [],
  )
  return error instanceof BallastError && sent.length > 0
    ? new RelayStoppedError(error, sent, path)
    : error
}

async function read({ protocol, folder }: Acting, path: string): Promise<SignedMessage> {
  const file = await readSigned(path)
  const checked = await checkSigned(protocol, { path, file })
  const folders = await signedPlaces(folder, dirname(path))
  return { path, file, nonce: BigInt(file.nonce), folders, ...checked }
}

async function deedOf(acting: Acting, message: SignedMessage): Promise<Deed> {
  const { file } = message
  if (file.schema !== 'ballast.ballot/1') return relayingDelegation(acting, { ...message, file })
  const override = overrideIn(file)
  return override === undefined
    ? relayingBallot(acting, { ...message, file })
    : relayingOverride(acting, { ...message, file }, override)
}

/** Whose numbers they are: a signer has others in the Governor than in the token; a ballot without one stands alone. */
const seriesOf = ({ file, signer }: SignedMessage): string => {
  const own = `${file.schema} ${signer}`
  return file.schema === 'ballast.ballot/1' && !hasNonces(file.form)
    ? `${own} ${file.proposalId}`
    : own
}

/** As they were named; those of one signer take the places of that signer in the order of their nonces. */
function inOrder(messages: readonly SignedMessage[]): readonly SignedMessage[] {
  const series = Map.groupBy(messages, seriesOf)
  for (const own of series.values()) own.sort(byNonce)
  return messages.flatMap((message) => series.get(seriesOf(message))?.shift() ?? [])
}

const isPlanned = ({ acted }: Relayed): boolean => acted === undefined || acted.how === 'planned'

/** With a dry run nothing is sent, so whatever comes later in the same series cannot be rehearsed. */
function isBefore(
  { path }: Relayed,
  message: SignedMessage,
  messages: readonly SignedMessage[],
): boolean {
  const other = messages.find((one) => one.path === path)
  return other !== undefined && seriesOf(other) === seriesOf(message)
}
