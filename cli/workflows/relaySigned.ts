import { dirname } from 'node:path'
import type { Progress } from '../shared/progress.ts'
import { readSigned } from '../workspace/signedFiles.ts'
import { signedPlaces } from '../workspace/signedPlaces.ts'
import { type Acted, act, type Confirm, type Deed } from './act.ts'
import { carrying } from './carrier.ts'
import { checkSigned } from './checkSigned.ts'
import type { Acting } from './protocol.ts'
import { relayingBallot } from './relayBallot.ts'
import { relayingDelegation } from './relayDelegation.ts'
import type { SignedMessage } from './relayOrder.ts'
import { byNonce } from './waitingMessages.ts'

/** One file that was relayed; with a dry run, one that waits for those before it. */
export type Relayed = { readonly path: string } & (
  | { readonly acted: Acted }
  | { readonly acted?: undefined; readonly after: string }
)

/**
 * Sends what others have signed: everything is looked at before anything is sent, then each file goes the way of every
 * act, those of one signer in the order of their nonces.
 *
 * @throws NoSignedFileError, InvalidSignedFileError, NotNowError and what `act` throws
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
    const acted = await act(carrier, await deedOf(carrier, message), options)
    if (acted.how !== 'planned' && messages.length > 1) {
      progress.say(`\u2714 ${path}: ${acted.how === 'already' ? 'done already' : 'relayed'}`)
    }
    relayed.push({ path, acted })
  }
  return relayed
}

async function read({ protocol, folder }: Acting, path: string): Promise<SignedMessage> {
  const file = await readSigned(path)
  const checked = await checkSigned(protocol, { path, file })
  const folders = await signedPlaces(folder, dirname(path))
  return { path, file, nonce: BigInt(file.nonce), folders, ...checked }
}

async function deedOf(acting: Acting, message: SignedMessage): Promise<Deed> {
  const { file } = message
  return file.schema === 'ballast.ballot/1'
    ? relayingBallot(acting, { ...message, file })
    : relayingDelegation(acting, { ...message, file })
}

/** Whose numbers they are: a signer has others in the Governor than in the token. */
const seriesOf = ({ file, signer }: SignedMessage): string => `${file.schema} ${signer}`

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
