import type { Address, Hex } from '../governance/addressBook.ts'
import type { TypedData, TypedField } from '../governance/typedData.ts'
import type { VotingType } from '../shared/votingTypes.ts'

/** The domain of every message. It names no chain: a message counts wherever this domain does. */
export const DOMAIN = { name: 'snapshot', version: '0.1.4' } as const

/** `from string` → the fields of a struct; their order decides whether the sequencer knows the type. */
const fields = (...written: readonly string[]): readonly TypedField[] =>
  written.map((field) => {
    const [type = '', name = ''] = field.split(' ')
    return { name, type }
  })

const vote = (choice: string): readonly TypedField[] =>
  fields(
    'string from',
    'string space',
    'uint64 timestamp',
    'string proposal',
    `${choice} choice`,
    'string reason',
    'string app',
    'string metadata',
  )

const membership = fields('address from', 'string network', 'string space', 'uint64 timestamp')
const subscription = fields('address from', 'string space', 'uint64 timestamp')

/** What is asked, by whom and where: so it stands in a proposal and in its correction. */
const asked = [
  'string from',
  'string space',
  'uint64 timestamp',
  'string type',
  'string title',
  'string body',
  'string discussion',
  'string[] choices',
  'string[] labels',
] as const

/** Every kind of message with the struct that it is signed as, as snapshot.js has them. */
export const structs = {
  proposal: {
    name: 'Proposal',
    fields: fields(
      ...asked,
      'uint64 start',
      'uint64 end',
      'uint64 snapshot',
      'string plugins',
      'string privacy',
      'string app',
    ),
  },
  updateProposal: {
    name: 'UpdateProposal',
    fields: fields('string proposal', ...asked, 'string plugins', 'string privacy'),
  },
  flagProposal: {
    name: 'FlagProposal',
    fields: fields('string from', 'string space', 'string proposal', 'uint64 timestamp'),
  },
  cancelProposal: {
    name: 'CancelProposal',
    fields: fields('string from', 'string space', 'uint64 timestamp', 'string proposal'),
  },
  vote: { name: 'Vote', fields: vote('uint32') },
  voteArray: { name: 'Vote', fields: vote('uint32[]') },
  voteString: { name: 'Vote', fields: vote('string') },
  follow: { name: 'Follow', fields: membership },
  unfollow: { name: 'Unfollow', fields: membership },
  subscribe: { name: 'Subscribe', fields: subscription },
  unsubscribe: { name: 'Unsubscribe', fields: subscription },
  profile: {
    name: 'Profile',
    fields: fields('address from', 'uint64 timestamp', 'string profile'),
  },
  statement: {
    name: 'Statement',
    fields: fields(
      'address from',
      'uint64 timestamp',
      'string space',
      'string about',
      'string statement',
      'string discourse',
      'string status',
      'string network',
    ),
  },
  alias: { name: 'Alias', fields: fields('address from', 'address alias', 'uint64 timestamp') },
  space: {
    name: 'Space',
    fields: fields('address from', 'string space', 'uint64 timestamp', 'string settings'),
  },
  deleteSpace: {
    name: 'DeleteSpace',
    fields: fields('address from', 'string space', 'uint64 timestamp'),
  },
} as const satisfies Readonly<
  Record<string, { readonly name: string; readonly fields: readonly TypedField[] }>
>

export type MessageKind = keyof typeof structs

/** What every message says: who, and when in Unix seconds. */
interface Signed {
  readonly from: Address
  readonly timestamp: number
}

/** The fields of a message; each kind has its own. */
export type Message = Signed & Readonly<Record<string, unknown>>

export interface ProposalMessage extends Signed {
  readonly space: string
  readonly type: VotingType
  readonly title: string
  readonly body: string
  readonly discussion: string
  readonly choices: readonly string[]
  readonly labels: readonly string[]
  readonly start: number
  readonly end: number
  /** The block at which votes are counted. */
  readonly snapshot: number
  /** A JSON object. */
  readonly plugins: string
  readonly privacy: string
  readonly app: string
}

/** A message as our own code has it signed: nothing of snapshot.js has a part in it. */
export const typedMessage = (kind: MessageKind, message: Message | ProposalMessage): TypedData => {
  const { name, fields } = structs[kind]
  return { domain: DOMAIN, types: { [name]: fields }, primaryType: name, message: { ...message } }
}

/** What is handed to the sequencer. */
export interface Envelope {
  readonly address: Address
  readonly sig: Hex
  readonly data: Pick<TypedData, 'domain' | 'types' | 'message'>
}

/** By this name proposals and votes say what they were made with. */
export const APP = 'ballast'
