import { Interface, id as keccakOfText, Signature } from 'ethers'
import type { Address, Hex } from './addressBook.ts'
import type { TypedData, TypedDomain, TypedField } from './typedData.ts'

/** Whose rules a Governor's ballots follow. */
export type BallotForm = 'openzeppelin-5' | 'openzeppelin-4' | 'bravo'

/** Whether ballots of a form are numbered. Elsewhere an account votes once, so that none counts twice, and none replaces another. */
export const hasNonces = (form: BallotForm): boolean => form === 'openzeppelin-5'

/** A vote alone; one with a reason or parameters; one that takes its votes back from a delegate (GovernorCountingOverridable). */
export type BallotKind = 'plain' | 'extended' | 'override'

/** A vote that somebody signs and anybody sends. */
export interface Ballot {
  readonly form: BallotForm
  readonly kind: BallotKind
  readonly proposalId: bigint
  readonly voter: Address
  /** What keeps it from being counted twice; 0 in forms that are older than OpenZeppelin 5, which have none. */
  readonly nonce: bigint
  readonly support: number
  readonly reason: string
  /** `0x` for none. */
  readonly params: Hex
}

/** How a form writes a kind down: the struct that is signed, and the function that takes it. */
interface BallotRow {
  readonly struct: string
  readonly fields: string
  readonly cast: string
}

const CAST_WITH_PARTS = 'uint8 v, bytes32 r, bytes32 s'

/** As the contracts have them: the order of the fields is part of what is signed. */
const rows: Readonly<Record<BallotForm, Partial<Readonly<Record<BallotKind, BallotRow>>>>> = {
  'openzeppelin-5': {
    plain: {
      struct: 'Ballot',
      fields: 'uint256 proposalId,uint8 support,address voter,uint256 nonce',
      cast: 'castVoteBySig(uint256 proposalId, uint8 support, address voter, bytes signature)',
    },
    extended: {
      struct: 'ExtendedBallot',
      fields:
        'uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason,bytes params',
      cast: 'castVoteWithReasonAndParamsBySig(uint256 proposalId, uint8 support, address voter, string reason, bytes params, bytes signature)',
    },
    override: {
      struct: 'OverrideBallot',
      fields: 'uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason',
      cast: 'castOverrideVoteBySig(uint256 proposalId, uint8 support, address voter, string reason, bytes signature)',
    },
  },
  'openzeppelin-4': {
    plain: {
      struct: 'Ballot',
      fields: 'uint256 proposalId,uint8 support',
      cast: `castVoteBySig(uint256 proposalId, uint8 support, ${CAST_WITH_PARTS})`,
    },
    extended: {
      struct: 'ExtendedBallot',
      fields: 'uint256 proposalId,uint8 support,string reason,bytes params',
      cast: `castVoteWithReasonAndParamsBySig(uint256 proposalId, uint8 support, string reason, bytes params, ${CAST_WITH_PARTS})`,
    },
  },
  bravo: {
    plain: {
      struct: 'Ballot',
      fields: 'uint256 proposalId,uint8 support',
      cast: `castVoteBySig(uint256 proposalId, uint8 support, ${CAST_WITH_PARTS})`,
    },
  },
}

/** A form that has no such kind: Bravo takes no reasons by signature, only OpenZeppelin 5 overrides. */
class NoSuchBallotError extends TypeError {
  constructor(form: BallotForm, kind: BallotKind) {
    super(`A Governor of the form ${form} takes no ${kind} ballots.`)
  }
}

function rowOf({ form, kind }: Pick<Ballot, 'form' | 'kind'>): BallotRow {
  const row = rows[form][kind]
  if (row === undefined) throw new NoSuchBallotError(form, kind)
  return row
}

/** The struct as it is hashed, such as `Ballot(uint256 proposalId,uint8 support)`. @throws TypeError for what the form lacks */
export function ballotType(of: Pick<Ballot, 'form' | 'kind'>): string {
  const { struct, fields } = rowOf(of)
  return `${struct}(${fields})`
}

/** keccak256 of the struct, which Governors publish as BALLOT_TYPEHASH and its like. */
export const ballotTypeHash = (of: Pick<Ballot, 'form' | 'kind'>): Hex =>
  keccakOfText(ballotType(of))

/** What a voter signs. @throws TypeError for what the form lacks */
export function typedBallot(ballot: Ballot, domain: TypedDomain): TypedData {
  const { struct, fields } = rowOf(ballot)
  const typed = fieldsOf(fields)
  const { proposalId, voter, nonce, support, reason, params } = ballot
  const values = { proposalId, voter, nonce, support, reason, params }
  const message = Object.fromEntries(
    typed.map(({ name }) => [name, values[name as keyof typeof values]]),
  )
  return { domain, types: { [struct]: typed }, primaryType: struct, message }
}

const fieldsOf = (fields: string): readonly TypedField[] =>
  fields.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ')
    return { name, type }
  })

/** The call that casts a signed ballot, whoever sends it. @throws TypeError for what the form lacks */
export function castCall(ballot: Ballot, signature: Hex): Hex {
  const { cast } = rowOf(ballot)
  const abi = new Interface([`function ${cast}`])
  const fragment = abi.getFunction(cast.slice(0, cast.indexOf('(')))
  if (fragment === null) throw new NoSuchBallotError(ballot.form, ballot.kind)
  const values: Readonly<Record<string, unknown>> = {
    ...ballot,
    signature,
    ...(ballot.form === 'openzeppelin-5' ? {} : partsOf(signature)),
  }
  return abi.encodeFunctionData(
    fragment,
    fragment.inputs.map(({ name }) => values[name]),
  )
}

/** A signature as older contracts take it. */
const partsOf = (signature: Hex): Pick<Signature, 'v' | 'r' | 's'> => {
  const { v, r, s } = Signature.from(signature)
  return { v, r, s }
}

/** The form of a Governor by the hash that it publishes of its ballots; undefined for one that nobody knows. */
export function formOf(ballotTypehash: Hex, hasOwnDomainHash: boolean): BallotForm | undefined {
  if (ballotTypehash === ballotTypeHash({ form: 'openzeppelin-5', kind: 'plain' })) {
    return 'openzeppelin-5'
  }
  if (ballotTypehash !== ballotTypeHash({ form: 'openzeppelin-4', kind: 'plain' })) return undefined
  // Both sign the same struct. Only Bravo publishes the hash of its domain, which has no version.
  return hasOwnDomainHash ? 'bravo' : 'openzeppelin-4'
}
