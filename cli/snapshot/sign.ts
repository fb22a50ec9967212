import { verifyTypedData } from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import { hashesOf, type TypedData, type TypedField, typesOf } from '../governance/typedData.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import type { Envelope, MessageKind } from './messages.ts'

/** Whoever signs a message: an account of the chain room. */
export interface Signer {
  readonly address: Address
  readonly signTyped: (data: TypedData) => Promise<Hex>
  /** Of a contract, which alone can say what its signature is; a key's is recovered here. */
  readonly accepts?: (data: TypedData, signature: Hex) => Promise<boolean>
}

/** Something else would have been signed than what was shown; nothing was. */
export class NotAsShownError extends BallastError {
  override readonly exitCode = ExitCode.bug
  constructor(difference: string) {
    super(
      `snapshot.js would sign something else than what was shown: ${difference}. Nothing was sent.`,
      'Do not go on with this version of snapshot.js; report it with the output of --verbose.',
    )
  }
}

/** The account answered with a signature that is not its own. */
export class ForeignSignatureError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(account: Address) {
    super(
      `The signature is not one of ${account}. Nothing was sent.`,
      'Check which account the node or device signs with; a Safe votes by its owners: --account safe:0x\u2026',
    )
  }
}

/** As much of ethers 5's signer as snapshot.js calls. */
interface OldSigner {
  _signTypedData(
    domain: TypedData['domain'],
    types: TypedData['types'],
    message: TypedData['message'],
  ): Promise<Hex>
}

type SignedBy = (signer: OldSigner, address: Address, message: object) => Promise<Envelope>

/** As much of snapshot.js as is used. Its own typings say that everything lies below `default` once more. */
interface SnapshotJs {
  readonly Client712: new (
    address: string,
  ) => Record<ClientMethod, SignedBy> & { send: (envelope: Envelope) => Promise<Envelope> }
}

type ClientMethod = Exclude<MessageKind, 'voteArray' | 'voteString'>

/** Brings the library only when a message is signed: it takes most of a second. */
async function loadSnapshotJs(): Promise<SnapshotJs> {
  const loaded: { readonly default: unknown } = await import('@snapshot-labs/snapshot.js')
  return loaded.default as SnapshotJs
}

/**
 * Has a message signed by snapshot.js with one of our accounts, sends nothing, and answers the envelope. The account signs
 * our own typed data, and only if snapshot.js asks for exactly that.
 *
 * @throws NotAsShownError, ForeignSignatureError
 */
export async function signMessage(
  account: Signer,
  kind: MessageKind,
  typed: TypedData,
): Promise<Envelope> {
  const { Client712 } = await loadSnapshotJs()
  const client = new Client712('http://nowhere.invalid')
  client.send = async (envelope) => envelope
  const signer: OldSigner = {
    _signTypedData: async (domain, types, message) => {
      requireShown(typed, { domain, types, message })
      return account.signTyped(typed)
    },
  }
  const [method, message] = handedIn(kind, typed.message)
  const envelope = await client[method](signer, account.address, message)
  requireShown(typed, envelope.data)
  if (envelope.address !== account.address) throw new NotAsShownError('another address')
  const accepts = account.accepts ?? recovers(account.address)
  if (!(await accepts(typed, envelope.sig))) throw new ForeignSignatureError(account.address)
  return { address: envelope.address, sig: envelope.sig, data: dataOf(typed) }
}

const recovers =
  (account: Address) =>
  async (typed: TypedData, signature: Hex): Promise<boolean> =>
    verifyTypedData(typed.domain, typesOf(typed), typed.message, signature) === account

/** The part of typed data that an envelope holds. */
export const dataOf = ({ domain, types, message }: TypedData): Envelope['data'] => ({
  domain,
  types,
  message,
})

/**
 * What to hand to which method of the client, which changes it: a copy. It chooses the struct by the voting type and writes
 * weighted choices as JSON itself; `copeland` is missing from its list of types that are voted on with a list.
 */
function handedIn(kind: MessageKind, message: TypedData['message']): [ClientMethod, object] {
  const copy = structuredClone(message) as Record<string, unknown>
  switch (kind) {
    case 'vote':
      return ['vote', { ...copy, type: 'basic' }]
    case 'voteArray':
      return ['vote', { ...copy, type: 'ranked-choice' }]
    case 'voteString': {
      const choice = String(copy['choice'])
      // Encrypted: it is signed as it stands, whatever the type.
      if (choice.startsWith('0x')) return ['vote', { ...copy, type: 'basic', privacy: 'shutter' }]
      return ['vote', { ...copy, type: 'weighted', choice: JSON.parse(choice) }]
    }
    default:
      return [kind, copy]
  }
}

function requireShown(shown: TypedData, asked: Envelope['data']): void {
  const structsOf = (types: Readonly<Record<string, readonly TypedField[]>>) =>
    JSON.stringify(types)
  if (structsOf(asked.types) !== structsOf(shown.types)) throw new NotAsShownError('other types')
  if (inOrder(asked.domain) !== inOrder(shown.domain)) throw new NotAsShownError('another domain')
  if (inOrder(asked.message) !== inOrder(shown.message)) throw new NotAsShownError('other fields')
  const { primaryType } = shown
  if (hashesOf({ ...asked, primaryType }).digest !== hashesOf(shown).digest) {
    throw new NotAsShownError('another hash')
  }
}

/** The same text for the same fields, in whatever order they stand. */
const inOrder = (fields: object): string =>
  JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)))
