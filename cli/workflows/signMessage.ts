import type { Account } from '../chain/account.ts'
import { isSignedBy, isSignedByKey } from '../chain/signatures.ts'
import type { Address, Hex } from '../governance/addressBook.ts'
import type { TypedData } from '../governance/typedData.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import type { SignedFile } from '../workspace/signedFiles.ts'
import type { Fact } from './act.ts'
import type { Acting } from './protocol.ts'
import { signingOf } from './signers.ts'

/** Verbs that can sign what others send. */
export type SigningVerb = 'vote' | 'delegate'

/** Everything that people need to know before they sign; nothing of it goes to the chain. */
export interface SigningPlan {
  readonly verb: SigningVerb
  readonly network: string
  readonly chainId: number
  readonly account: Pick<Account, 'address' | 'signsWith'>
  readonly words: readonly string[]
  /** What it does, then every field and hash that a device shows. */
  readonly facts: readonly Fact[]
  readonly warnings: readonly string[]
}

/** Whether to sign; asking, and refusing by an error, is the caller's affair. */
export type ConfirmSigning = (plan: SigningPlan) => Promise<'sign' | 'dry run'>

/** How signing ended: there is a file, or nothing was signed. */
export type Signed = { readonly verb: SigningVerb } & (
  | { readonly how: 'planned'; readonly plan: SigningPlan }
  | {
      readonly how: 'signed' | 'already'
      readonly headline: string
      readonly path: string
      readonly file: SignedFile
      readonly facts: readonly Fact[]
      /** The file and those that have to be relayed before it, in their order, and from when on. */
      readonly relay: { readonly paths: readonly string[]; readonly when?: string }
    }
)

/** What is to be signed, and what is written when it is. */
export interface Message {
  readonly plan: Pick<SigningPlan, 'verb' | 'words' | 'facts' | 'warnings'>
  readonly typed: TypedData
  /** Whose signature it has to be: the account's, or that of a contract for which it signs. */
  readonly signer: Address
  /** The contract recovers a key and asks nobody: so it is with tokens, and with Governors older than OpenZeppelin 5. */
  readonly onlyKeys?: boolean
}

/** What came back is no signature of the signer: a wallet that signs something else, or for somebody else. */
export class NotSignedError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(account: Address, signer: Address) {
    super(
      account === signer
        ? `What the account answered is no signature of ${signer} over this message; nothing was written.`
        : `The contract ${signer} does not accept the signature of ${account}; nothing was written.`,
      account === signer
        ? 'Compare what your device showed with the hashes above, and sign again.'
        : 'Sign as an account that the contract accepts. For a Safe, act as the Safe itself: --account safe:0x\u2026',
    )
  }
}

/**
 * Shows a message, asks, signs it, and makes sure that contracts will accept the signature.
 *
 * @returns the signature; undefined for a dry run
 * @throws NotSignedError and what `confirm` throws
 */
export async function signMessage(
  { protocol, sender }: Acting,
  { plan, typed, signer, onlyKeys = false }: Message,
  confirm: ConfirmSigning,
): Promise<{ readonly plan: SigningPlan; readonly signature?: Hex }> {
  const { chain, account } = sender
  const { address, signsWith } = account
  const { facts, sign } = await signingOf(sender, typed)
  const whole = {
    ...plan,
    network: protocol.network,
    chainId: chain.chainId,
    account: { address, signsWith },
    facts: [...plan.facts, ...facts],
  }
  if ((await confirm(whole)) === 'dry run') return { plan: whole }
  const signature = await sign()
  const isGood = onlyKeys
    ? isSignedByKey(signer, typed, signature)
    : await isSignedBy(chain, signer, typed, signature)
  if (isGood) return { plan: whole, signature }
  throw new NotSignedError(address, signer)
}
