import { isDeepStrictEqual } from 'node:util'
import {
  isContract,
  isSignedBy,
  isSignedByKey,
  readBallotForm,
  readDomain,
} from '../chain/signatures.ts'
import type { Address } from '../governance/addressBook.ts'
import { hasNonces, typedBallot } from '../governance/ballots.ts'
import { typedDelegation } from '../governance/delegations.ts'
import type { TypedData } from '../governance/typedData.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import type { BallotFile, DelegationFile, SignedFile } from '../workspace/signedFiles.ts'
import { ballotIn, payloadOf } from './ballotFile.ts'
import { delegationIn } from './delegationFile.ts'
import type { Protocol } from './protocol.ts'

/** A file whose signature counts for nothing here: made for another chain or contract, changed, or signed by somebody else. */
export class InvalidSignedFileError extends UsageError {}

/** What was signed, by whom, for which contract. */
interface Checked {
  readonly signer: Address
  /** Whether the signer is a contract, which may change its mind about a signature. */
  readonly isByContract: boolean
}

/**
 * Makes sure that a file is for this chain and these contracts, that its parts say the same, and that the signature is
 * the signer's, before anybody pays for it.
 *
 * @throws InvalidSignedFileError, ForeignDomainError
 */
export async function checkSigned(
  protocol: Protocol,
  { path, file }: { readonly path: string; readonly file: SignedFile },
): Promise<Checked> {
  const { chain } = protocol
  requireHere(protocol, path, file)
  const isBallot = file.schema === 'ballast.ballot/1'
  const signer = isBallot ? file.voter : file.delegator
  const typed = isBallot
    ? await typedOfBallot(protocol, path, file)
    : await typedOfDelegation(protocol, file)
  const shown = printable(path)
  if (!isDeepStrictEqual(payloadOf(typed), file.typedData)) {
    throw new InvalidSignedFileError(
      `What ${shown} says is not what was signed: it was changed, or made for another version of the contract.`,
      'Ask whoever signed it for the file as it was written.',
    )
  }
  // Tokens, and Governors that are older than OpenZeppelin 5, recover a key and ask no contract.
  const isByKey = !isBallot || !hasNonces(file.form)
  const isByContract = !isByKey && (await isContract(chain, signer))
  const isSigned = isByKey
    ? isSignedByKey(signer, typed, file.signature)
    : await isSignedBy(chain, signer, typed, file.signature)
  if (isSigned) return { signer, isByContract }
  throw new InvalidSignedFileError(
    isByContract
      ? `The contract ${signer} does not accept the signature in ${shown}.`
      : `The signature in ${shown} is not that of ${signer}.`,
    isByContract
      ? 'Its owners may have changed since: ask them to sign anew.'
      : 'It was changed, or somebody else signed: ask for the file as it was written.',
  )
}

function requireHere({ network, book }: Protocol, path: string, file: SignedFile): void {
  const shown = printable(path)
  if (file.chainId !== book.chainId) {
    throw new InvalidSignedFileError(
      `${shown} is for chain ${file.chainId}; the network ${network} is chain ${book.chainId}.`,
      `Name its network with --network; it was written for "${printable(file.network)}".`,
    )
  }
  const [what, named, own] =
    file.schema === 'ballast.ballot/1'
      ? (['Governor', file.governor, book.contracts.governor] as const)
      : (['token', file.token, book.contracts.token] as const)
  if (named === own) return
  throw new InvalidSignedFileError(
    `${shown} is for the ${what} ${named}; that of the network ${network} is ${own}.`,
    `Name its network with --network; it was written for "${printable(file.network)}".`,
  )
}

async function typedOfBallot(
  { chain, book }: Protocol,
  path: string,
  file: BallotFile,
): Promise<TypedData> {
  const { governor } = book.contracts
  const [form, domain] = await Promise.all([
    readBallotForm(chain, governor),
    readDomain(chain, governor),
  ])
  if (form === file.form) return typedBallot(ballotIn(file), domain)
  throw new InvalidSignedFileError(
    `${printable(path)} is a ballot of the form ${file.form}; this Governor takes ${form}.`,
    'Ask the voter to sign anew.',
  )
}

const typedOfDelegation = async (
  { chain, book }: Protocol,
  file: DelegationFile,
): Promise<TypedData> =>
  typedDelegation(delegationIn(file), await readDomain(chain, book.contracts.token))
