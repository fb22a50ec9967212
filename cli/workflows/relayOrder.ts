import type { Address } from '../governance/addressBook.ts'
import type { SignedFile } from '../workspace/signedFiles.ts'
import type { Fact } from './act.ts'
import { typed } from './lifecycleWords.ts'
import { NotNowError } from './refusals.ts'
import type { Waiting } from './waitingMessages.ts'

/** Something signed that is to be relayed, its signature found to be good. */
export interface SignedMessage<File extends SignedFile = SignedFile> extends Waiting<File> {
  readonly signer: Address
  readonly isByContract: boolean
  /** Where others of the same signer may lie. */
  readonly folders: readonly string[]
}

/** Who says that it is signed. */
export const signatureFact = ({ isByContract }: SignedMessage): Fact => [
  'signature',
  isByContract ? 'the contract accepts it (ERC-1271)' : "the signer's own",
]

/**
 * Makes sure that it is a message's turn: contracts take those of a signer one after the other.
 *
 * @param next the signer's next nonce on the chain
 * @param readOpen what waits in some places from a nonce on
 * @throws NotNowError with what has to be relayed first
 */
export async function requireTurn(
  { path, signer, nonce, folders }: SignedMessage,
  next: bigint,
  readOpen: (series: { places: readonly string[]; from: bigint }) => Promise<readonly Waiting[]>,
): Promise<void> {
  if (nonce === next) return
  if (nonce < next) {
    throw new NotNowError(
      `The nonce ${nonce} of ${signer} is used, and the chain does not show what ${path} says: it cannot be relayed any more.`,
      'If it is still wanted, whoever signed it has to sign it anew.',
    )
  }
  const waiting = await readOpen({ places: folders, from: next })
  const before = waiting.filter((one) => one.nonce < nonce)
  const first = before.find((one) => one.nonce === next)
  throw new NotNowError(
    `${path} has the nonce ${nonce}; the next one of ${signer} is ${next}.`,
    first === undefined
      ? `Relay the one with nonce ${next} first. If there is none, or it can be relayed no more, let this be signed anew with --nonce ${next}.`
      : `Relay the one with nonce ${next} first: ballast relay ${[...before.map((one) => one.path), path].map(typed).join(' ')}`,
  )
}
