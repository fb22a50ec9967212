import { TypedDataEncoder } from 'ethers'
import type { OverrideVote } from '../chain/overrides.ts'
import type { Address, Hex } from '../governance/addressBook.ts'
import type { Ballot, BallotForm } from '../governance/ballots.ts'
import { type TypedData, typesOf } from '../governance/typedData.ts'
import { type Choice, encodeChoice } from '../governance/voteParams.ts'
import { UsageError } from '../shared/errors.ts'
import type { BallotFile, SignedFile } from '../workspace/signedFiles.ts'
import type { Protocol } from './protocol.ts'

/** A vote as a ballot of a form; a split or a reason makes it an extended one. */
export function ballotOf(
  vote: Choice & { readonly reason?: string },
  about: Pick<Ballot, 'form' | 'proposalId' | 'voter' | 'nonce'>,
): Ballot {
  const { reason = '' } = vote
  const isPlain = 'support' in vote && reason === ''
  if (!isPlain && about.form === 'bravo') {
    throw new UsageError(
      'This Governor takes neither a reason nor a split by signature.',
      'Sign one side without a reason, or send the vote: leave --by-signature out.',
    )
  }
  return { ...about, kind: isPlain ? 'plain' : 'extended', reason, ...encodeChoice(vote) }
}

/** A vote that takes the voter's own tokens out of the vote of its delegate, as a ballot. */
export function overrideBallotOf(
  { reason, ...choice }: OverrideVote,
  about: Pick<Ballot, 'form' | 'proposalId' | 'voter' | 'nonce'>,
): Ballot {
  if (about.form !== 'openzeppelin-5') {
    throw new UsageError(
      'This Governor takes no override by signature.',
      'Send it: leave --by-signature out.',
    )
  }
  return { ...about, kind: 'override', reason, ...encodeChoice(choice) }
}

/** What a ballot's file says, as a vote. */
export const voteIn = (file: BallotFile): Choice & { readonly reason: string } => {
  const { split, support, reason } = file
  return split === null
    ? { support: support ?? 'abstain', reason }
    : {
        split: {
          for: BigInt(split.for),
          against: BigInt(split.against),
          abstain: BigInt(split.abstain),
        },
        reason,
      }
}

/** What the file of an override says; undefined for every other ballot. */
export const overrideIn = ({ override, support, reason }: BallotFile): OverrideVote | undefined =>
  override === undefined || support === null ? undefined : { support, reason }

/** What a ballot's file says, as the Governor has it. */
export function ballotIn(file: BallotFile): Ballot {
  const { form, voter } = file
  const about = { form, voter, proposalId: BigInt(file.proposalId), nonce: BigInt(file.nonce) }
  const override = overrideIn(file)
  return override === undefined ? ballotOf(voteIn(file), about) : overrideBallotOf(override, about)
}

/** The file of a ballot. */
export function ballotFileOf(
  { network, book }: Protocol,
  signed: {
    readonly vote: Choice
    readonly ballot: Ballot
    readonly typed: TypedData
    readonly signature: Hex
  },
): BallotFile {
  const { vote, ballot, typed, signature } = signed
  const { form, proposalId, voter, nonce, reason } = ballot
  return {
    schema: 'ballast.ballot/1',
    network,
    chainId: book.chainId,
    governor: book.contracts.governor,
    form,
    proposalId: proposalId.toString(),
    voter,
    ...(ballot.kind === 'override' ? { override: true } : {}),
    support: 'support' in vote ? vote.support : null,
    split:
      'split' in vote
        ? {
            for: vote.split.for.toString(),
            against: vote.split.against.toString(),
            abstain: vote.split.abstain.toString(),
          }
        : null,
    reason,
    nonce: nonce.toString(),
    typedData: payloadOf(typed),
    signature,
  }
}

/** A message as wallets take it (eth_signTypedData_v4), its numbers in decimal. */
export const payloadOf = (typed: TypedData): Record<string, unknown> =>
  TypedDataEncoder.getPayload(typed.domain, typesOf(typed), typed.message)

/** Ballots of one voter for this Governor. */
export const isBallotOf =
  ({ book }: Protocol, voter: Address) =>
  (file: SignedFile): file is BallotFile =>
    file.schema === 'ballast.ballot/1' &&
    file.chainId === book.chainId &&
    file.governor === book.contracts.governor &&
    file.voter === voter

/** Which ballots of a Governor are known, for words. */
export const formWords: Readonly<Record<BallotForm, string>> = {
  'openzeppelin-5': 'OpenZeppelin Governor 5',
  'openzeppelin-4': 'OpenZeppelin Governor 4',
  bravo: 'Compound Governor Bravo',
}
