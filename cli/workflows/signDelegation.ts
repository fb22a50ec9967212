import { join, resolve } from 'node:path'
import { readBlock } from '../chain/client.ts'
import { hasLentCode, isContract, readDomain, readSignerNonce } from '../chain/signatures.ts'
import { typedDelegation } from '../governance/delegations.ts'
import { whenWords } from '../governance/governorClock.ts'
import { displayValue } from '../governance/value.ts'
import { UsageError } from '../shared/errors.ts'
import { parseDuration } from '../shared/time.ts'
import { type DelegationFile, writeSigned } from '../workspace/signedFiles.ts'
import { DELEGATIONS, signedPlaces } from '../workspace/signedPlaces.ts'
import { type DelegateRequest, delegateeOf } from './delegateVotes.ts'
import {
  type Delegating,
  delegateName,
  delegationFacts,
  delegationWarnings,
  readDelegation,
} from './delegation.ts'
import { delegationFileOf } from './delegationFile.ts'
import { openDelegations } from './openMessages.ts'
import type { Acting } from './protocol.ts'
import { type ConfirmSigning, type Message, type Signed, signMessage } from './signMessage.ts'
import {
  nonceFor,
  orderFacts,
  orderWarnings,
  pathFromHere,
  queueTo,
  type Waiting,
} from './waitingMessages.ts'

/** A delegation that somebody else is to send. */
export interface SignedDelegationRequest extends DelegateRequest {
  /** Where it is written; the workspace's folder `delegations` by default. */
  readonly out?: string
  readonly nonce?: string
  /** For how long it may be sent, such as `7 days`. */
  readonly expires?: string
}

interface Matter extends Delegating {
  /** The holder's next nonce on the chain. */
  readonly from: bigint
  readonly waiting: readonly Waiting<DelegationFile>[]
  /** The chain's time, Unix seconds. */
  readonly now: bigint
}

const USUAL_EXPIRY = '7 days'

/**
 * Signs a delegation that anybody may send; nothing goes to the chain. If one to the same delegate waits already, that
 * is the answer.
 *
 * @throws UsageError, UnitError, ForeignDomainError, NotSignedError
 */
export async function signDelegation(
  acting: Acting,
  request: SignedDelegationRequest,
  confirm: ConfirmSigning,
): Promise<Signed> {
  const { protocol, sender } = acting
  const { chain, account } = sender
  const { token } = protocol.book.contracts
  const { address: own } = account
  const to = await delegateeOf(chain, request, own)
  const lasts = parseDuration(request.expires ?? USUAL_EXPIRY)
  const isKey = !(await isContract(chain, own)) || (await hasLentCode(chain, own))
  if (!isKey) throw notByContract(own)
  const from = await readSignerNonce(chain, token, own)
  const folder =
    request.out === undefined ? join(acting.folder, DELEGATIONS) : resolve(request.out, '..')
  const places = await signedPlaces(acting.folder, folder)
  const now = BigInt((await readBlock(chain)).timestamp)
  const waiting = await openDelegations(protocol, own, { places, from, now })
  const matter = { protocol, own, to, from, waiting, now }
  const same = request.nonce === undefined && waiting.find((one) => isSame(one, matter))
  if (same) return signedAs(matter, 'already', same)
  const nonce = nonceFor(request.nonce, from, waiting)
  const delegation = { delegatee: to, nonce, expiry: now + lasts }
  const typed = typedDelegation(delegation, await readDomain(chain, token))
  const path = pathFromHere(
    request.out === undefined
      ? join(folder, `delegation-${own.slice(0, 10)}-${nonce}.json`)
      : resolve(request.out),
  )
  const warnings = await orderWarnings(acting, { nonce, path }, waiting)
  const plan = await planOf(matter, { ...delegation, path, warnings })
  const signed = await signMessage(acting, { plan, typed, signer: own, onlyKeys: true }, confirm)
  if (signed.signature === undefined) {
    return { verb: 'delegate', how: 'planned', plan: signed.plan }
  }
  const { signature } = signed
  const file = delegationFileOf(protocol, { delegator: own, delegation, typed, signature })
  await writeSigned(path, file)
  return signedAs(matter, 'signed', { path, file, nonce })
}

/** The token recovers keys; it asks no contract (ERC20Votes). */
const notByContract = (own: string): UsageError =>
  new UsageError(
    `${own} is a contract, and the token takes delegations by signature from keys only.`,
    'Let the contract send it: ballast delegate, without --by-signature.',
  )

const isSame = ({ file }: Waiting<DelegationFile>, { to, now }: Matter): boolean =>
  file.delegatee === to && BigInt(file.expiry) > now

async function planOf(
  matter: Matter,
  signed: {
    readonly nonce: bigint
    readonly expiry: bigint
    readonly path: string
    readonly warnings: readonly string[]
  },
): Promise<Message['plan']> {
  const { protocol, own, to, from, waiting, now } = matter
  const current = await readDelegation(matter)
  const tokens = displayValue('votes', current.own.balance, protocol.book)
  return {
    verb: 'delegate',
    words: [
      `sign a delegation of the votes of ${tokens} to ${delegateName(to, own)}`,
      'send nothing: anybody can relay it',
    ],
    facts: [
      ...delegationFacts(matter, current),
      ['expires', whenWords(signed.expiry, now)],
      ['written to', signed.path],
      ...orderFacts(signed.nonce, from, waiting),
    ],
    warnings: [
      ...delegationWarnings(matter, current),
      'Whoever has the file can carry it out until it expires, also after you have delegated otherwise by a transaction.',
      ...signed.warnings,
    ],
  }
}

function signedAs(
  { own, to, from, waiting, now }: Matter,
  how: 'signed' | 'already',
  { path, file, nonce }: Waiting<DelegationFile>,
): Signed {
  return {
    verb: 'delegate',
    how,
    headline: `${own} has signed that it delegates to ${delegateName(to, own)}.`,
    path,
    file,
    facts: [
      ['delegation', path],
      ['nonce', `${nonce}`],
      ...orderFacts(nonce, from, waiting),
      ['expires', whenWords(BigInt(file.expiry), now)],
    ],
    relay: { paths: queueTo(path, nonce, waiting) },
  }
}
