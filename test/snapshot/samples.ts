import { Wallet } from 'ethers'
import type { TypedData } from '../../cli/governance/typedData.ts'
import { hashesOf, typesOf } from '../../cli/governance/typedData.ts'
import type { Message, MessageKind, ProposalMessage } from '../../cli/snapshot/messages.ts'
import type { Signer } from '../../cli/snapshot/sign.ts'

/** A key of the tests: nobody's. */
export const wallet = new Wallet(`0x${'42'.repeat(32)}`)
export const author = wallet.address as `0x${string}`

/** An account that signs in this process, as a key account does. */
export const signer: Signer = {
  address: author,
  signTyped: async (typed: TypedData) =>
    (await wallet.signTypedData(typed.domain, typesOf(typed), typed.message)) as `0x${string}`,
}

/** When the tests were loaded, which may be an hour before they run. */
const timestamp = Math.floor(Date.now() / 1_000)
const space = 'ballast-tests.eth'
const id = `0x${'ab'.repeat(32)}`
const own = { from: author, timestamp }

export const proposalSample: ProposalMessage = {
  ...own,
  space,
  type: 'basic',
  title: 'Set the WETH-A debt ceiling to 90 million',
  body: 'Because.\n\nballast-calldata: none',
  discussion: 'https://forum.example.org/t/1',
  choices: ['For', 'Against', 'Abstain'],
  labels: ['abc123'],
  start: timestamp,
  end: timestamp + 86_400,
  snapshot: 100,
  plugins: '{}',
  privacy: '',
  app: 'ballast',
}

const vote = { ...own, space, proposal: id, reason: 'why', app: 'ballast', metadata: '{}' }
const membership = { ...own, network: 's', space }

/** A message of every kind. */
export const samples: Readonly<Record<MessageKind, Message | ProposalMessage>> = {
  proposal: proposalSample,
  updateProposal: {
    ...own,
    proposal: id,
    space,
    type: 'basic',
    title: 'Another title',
    body: '',
    discussion: '',
    choices: ['For', 'Against'],
    labels: [],
    plugins: '{}',
    privacy: '',
  },
  flagProposal: { ...own, space, proposal: id },
  cancelProposal: { ...own, space, proposal: id },
  vote: { ...vote, choice: 2 },
  voteArray: { ...vote, choice: [2, 1, 3] },
  voteString: { ...vote, choice: '{"1":60,"2":40}' },
  follow: membership,
  unfollow: membership,
  subscribe: { ...own, space },
  unsubscribe: { ...own, space },
  profile: { ...own, profile: '{"name":"A delegate"}' },
  statement: {
    ...own,
    space,
    about: 'A delegate',
    statement: 'What I stand for.',
    discourse: '',
    status: 'ACTIVE',
    network: 's',
  },
  alias: { ...own, alias: '0x000000000000000000000000000000000000dEaD' },
  space: { ...own, space, settings: '{}' },
  deleteSpace: { ...own, space },
}

export const idOf = (typed: TypedData): string => hashesOf(typed).digest
