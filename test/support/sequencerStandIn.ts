import { createHash } from 'node:crypto'
import { verifyTypedData } from 'ethers'
import type { TypedField } from '../../cli/governance/typedData.ts'
import { hashedTypes, snapshotJs } from './snapshotJs.ts'

/** The settings of the one space of a stand-in. */
export interface StandInSpace {
  id: string
  network: string
  voting?: { delay?: number; period?: number; type?: string; quorum?: number; privacy?: string }
  admins?: readonly string[]
  moderators?: readonly string[]
  members?: readonly string[]
  filters?: { minScore?: number; onlyMembers?: boolean }
  validation?: { name: string; params?: Readonly<Record<string, unknown>> }
  verified?: boolean
  turbo?: boolean
  flagged?: boolean
  hibernated?: boolean
  /** How it counts votes; the tokens' own votes if absent. */
  strategies?: readonly { name: string; network?: string; params?: object }[]
}

interface Proposal {
  id: string
  ipfs: string
  author: string
  created: number
  type: string
  title: string
  body: string
  discussion: string
  choices: string[]
  labels: string[]
  start: number
  end: number
  snapshot: number
  privacy: string
  app: string
}

interface Vote {
  id: string
  ipfs: string
  voter: string
  created: number
  proposal: string
  choice: unknown
  reason: string
  app: string
  metadata: unknown
  vp: number
  vp_state: string
}

interface EnvelopeBody {
  readonly address: string
  readonly sig: string
  readonly data: {
    readonly domain: { readonly name: string; readonly version: string }
    readonly types: Record<string, TypedField[]>
    readonly message: Message
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire, as the sequencer reads it
type Message = Readonly<Record<string, any>>

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const now = (): number => Math.floor(Date.now() / 1_000)
const lower = (text: string): string => text.toLowerCase()

/** Thrown with the sequencer's own words. */
const refuse = (reason: string): never => {
  throw new Error(reason)
}

/** The sequencer's rules, in the order in which it goes through them. */
export class SequencerStandIn {
  readonly options = new Map<string, string>([
    ['space.default.body_limit', '10000'],
    ['space.default.choices_limit', '20'],
    ['space.default.proposal_limit_per_day', '3'],
    ['space.default.proposal_limit_per_month', '15'],
    ['space.active_proposal_limit_per_author', '20'],
    ['user.default.follow_limit', '25'],
  ])
  space: StandInSpace
  readonly proposals: Proposal[] = []
  votes: Vote[] = []
  follows: { id: string; follower: string; space: object; created: number }[] = []
  statements: {
    id: string
    delegate: string
    about: string
    statement: string
    created: number
  }[] = []
  /** Voting power by address; who is not named has none. */
  readonly powers = new Map<string, number>()
  /** Voting power in one vote, where it is another one there. */
  readonly powersAt = new Map<string, ReadonlyMap<string, number>>()
  /** Whom the space's validation admits; everybody if absent. */
  admitted: readonly string[] | undefined
  /** The node that is asked about signatures of contracts; none if absent. */
  node: string | undefined
  readonly #accepted = new Set<string>()
  /** Ids in the order in which they came. */
  readonly messages: string[] = []

  constructor(space: StandInSpace) {
    this.space = space
  }

  powerOf(address: string, proposal = ''): number {
    const powers = this.powersAt.get(proposal) ?? this.powers
    return powers.get(lower(address)) ?? 0
  }

  give(address: string, power: number): void {
    this.powers.set(lower(address), power)
  }

  admits(address: string): boolean {
    return this.admitted === undefined || this.admitted.some((one) => lower(one) === lower(address))
  }

  /** Takes an envelope, or throws with the sequencer's words. */
  take(body: unknown): { id: string; ipfs: string; relayer: object } {
    const { id, kind, envelope } = this.#admit(body)
    const { message } = envelope.data
    const signer = lower(envelope.address)
    const ipfs = `bafkrei${sha256(id).slice(0, 52)}`
    this.#store(kind, { id, ipfs, signer, message })
    this.messages.push(id)
    return {
      id,
      ipfs,
      relayer: { address: '0x8BBE4Ac64246d600BC2889ef5d83809D138F03DF', receipt: '0x' },
    }
  }

  /** Asks the contract, as the package does it for the sequencer: on the chain of the space, which is our node here. */
  async askContract(body: unknown): Promise<void> {
    const { address, sig, data } = body as EnvelopeBody
    if (this.node === undefined || isSignedBy({ address, sig, data })) return
    const at = { broviderUrl: this.node }
    if (await snapshotJs.utils.verify(address, sig, data, '11155111', at).catch(() => false))
      this.#accepted.add(sig)
  }

  #admit(body: unknown) {
    const envelope = body as EnvelopeBody
    const { address, sig, data } = envelope
    if (typeof address !== 'string' || typeof sig !== 'string' || typeof data !== 'object')
      refuse('wrong envelope format')
    if (JSON.stringify(body).length > 1e5) refuse('too large message')
    const { domain, types, message } = data
    const { timestamp } = message
    if (timestamp > now() + 300 || timestamp < now() - 6 * 86_400) refuse('wrong timestamp')
    if (domain.name !== 'snapshot' || domain.version !== '0.1.4') refuse('wrong domain')
    const kind = hashedTypes[sha256(JSON.stringify(types))] ?? refuse('wrong types')
    const isWithoutSpace = ['settings', 'alias', 'profile', 'delete-space'].includes(kind)
    if (!isWithoutSpace && message['space'] !== this.space.id) refuse('unknown space')
    if (lower(message['from']) !== lower(address)) refuse('wrong from')
    if (!isSignedBy(envelope) && !this.#accepted.has(envelope.sig))
      refuse('signature validation failed')
    const id = snapshotJs.utils.getHash(data, address)
    if (this.messages.includes(id)) refuse('duplicate message')
    return { id, kind, envelope }
  }

  /** Kinds that are not named are taken, and nothing of them is shown. */
  #store(kind: string, arrived: Arrived): void {
    if (kind === 'proposal') this.#propose(arrived)
    if (kind.startsWith('vote')) this.#vote(kind, arrived)
    if (kind === 'delete-proposal') this.#cancel(arrived)
    if (kind === 'follow') this.#follow(arrived)
    if (kind === 'unfollow')
      this.follows = this.follows.filter(({ follower }) => follower !== arrived.signer)
    if (kind === 'statement') this.#state(arrived)
  }

  #propose({ id, ipfs, signer, message }: Arrived): void {
    const payload = {
      name: message['title'],
      body: message['body'],
      discussion: message['discussion'] || '',
      choices: message['choices'],
      privacy: message['privacy'],
      labels: message['labels'] || [],
      start: message['start'],
      end: message['end'],
      snapshot: message['snapshot'],
      metadata: { plugins: JSON.parse(message['plugins']) },
      type: message['type'],
      app: message['app'] || '',
    }
    if (this.space.hibernated) refuse('invalid space settings: space hibernated')
    if (snapshotJs.utils.validateSchema(snapshotJs.schemas['proposal'], payload) !== true)
      refuse('wrong proposal format')
    this.#checkBallot(payload, message)
    this.#checkAuthor(signer, payload)
    this.proposals.push({
      id,
      ipfs,
      author: signer,
      created: message['timestamp'],
      type: payload.type,
      title: payload.name,
      body: payload.body,
      discussion: payload.discussion,
      choices: payload.choices,
      labels: payload.labels,
      start: payload.start,
      end: payload.end,
      snapshot: payload.snapshot,
      privacy: payload.privacy,
      app: payload.app,
    })
  }

  #checkBallot(payload: Message, message: Message): void {
    const { delay, period, type, privacy } = this.space.voting ?? {}
    if (payload['end'] <= now()) refuse('proposal end date must be in the future')
    const count = payload['choices'].length
    if (payload['type'] === 'basic' && count !== 2 && count !== 3)
      refuse('wrong choices for basic type voting')
    if (delay && payload['start'] !== message['timestamp'] + delay) refuse('invalid voting delay')
    if (period && payload['end'] - payload['start'] !== period) refuse('invalid voting period')
    if (type && payload['type'] !== type) refuse('invalid voting type')
    if ((privacy ?? 'any') !== 'any' && payload['privacy'] !== privacy)
      refuse('not allowed to set privacy')
  }

  #checkAuthor(signer: string, payload: Message): void {
    const { members = [], admins = [], moderators = [], filters, validation } = this.space
    const isAuthorized = [...members, ...admins, ...moderators].map(lower).includes(signer)
    if (filters?.onlyMembers && !isAuthorized) refuse('only space authors can propose')
    const name = validation?.name ?? 'basic'
    const least = validation?.params?.['minScore'] || filters?.minScore
    const isOpen = name === 'any' || (name === 'basic' && !least)
    if (!isAuthorized && !isOpen && !this.admits(signer)) refuse('validation failed')
    const limit = (option: string) => Number(this.options.get(option) ?? 0)
    const today = this.proposals.filter(({ created }) => created > now() - 86_400)
    const kind = this.space.turbo ? 'turbo' : this.space.verified ? 'verified' : 'default'
    if (
      today.length >= limit(`space.${kind}.proposal_limit_per_day`) ||
      this.proposals.length >= limit(`space.${kind}.proposal_limit_per_month`)
    )
      refuse('proposal limit reached')
    const most = limit(`space.${kind}.body_limit`)
    if (payload['body'].length > most)
      refuse(`proposal body length can not exceed ${most} characters`)
    const choices = limit(`space.${kind}.choices_limit`)
    if (payload['choices'].length > choices) refuse(`number of choices can not exceed ${choices}`)
  }

  #vote(kind: string, { id, ipfs, signer, message }: Arrived): void {
    const proposal =
      this.proposals.find((one) => one.id === message['proposal']) ?? refuse('unknown proposal')
    if (message['metadata']?.length > 2_000) refuse('too large metadata')
    const isSecret = proposal.privacy === 'shutter'
    const choice =
      kind === 'vote-string' && !isSecret ? JSON.parse(message['choice']) : message['choice']
    const payload = {
      proposal: message['proposal'],
      choice,
      reason: message['reason'] || '',
      app: message['app'] || '',
      metadata: JSON.parse(message['metadata'] || '{}'),
    }
    if (snapshotJs.utils.validateSchema(snapshotJs.schemas['vote'], payload) !== true)
      refuse('wrong vote format')
    const times = [message['timestamp'], now()]
    if (times.some((time) => time > proposal.end || time < proposal.start))
      refuse('not in voting window')
    if (isSecret && payload.reason) refuse('reason not allowed with shutter')
    const isValid = isSecret
      ? typeof choice === 'string' && choice.startsWith('0x')
      : snapshotJs.utils.voting[proposal.type]?.isValidChoice(choice, proposal.choices)
    if (!isValid) refuse('invalid choice')
    const vp = this.powerOf(signer)
    if (vp === 0) refuse('no voting power')
    const isOwn = (vote: Vote) => vote.voter === signer && vote.proposal === proposal.id
    const earlier = this.votes.find(isOwn)
    if (earlier !== undefined && earlier.created > message['timestamp'])
      refuse('already voted at later time')
    if (earlier?.created === message['timestamp'] && id.localeCompare(earlier?.id ?? '') <= 0)
      refuse('already voted same time with lower index')
    this.votes = this.votes.filter((vote) => !isOwn(vote))
    const stored = { ...payload, id, ipfs, voter: signer, created: message['timestamp'] }
    this.votes.push({ ...stored, vp, vp_state: 'final' })
  }

  #cancel({ signer, message }: Arrived): void {
    const at = this.proposals.findIndex(({ id }) => id === message['proposal'])
    const { admins = [], moderators = [] } = this.space
    const author = this.proposals[at]?.author ?? refuse('unknown proposal')
    if (![...admins, ...moderators, author].map(lower).includes(signer))
      refuse('not authorized to archive proposal')
    this.proposals.splice(at, 1)
    this.votes = this.votes.filter(({ proposal }) => proposal !== message['proposal'])
  }

  #follow({ id, signer, message }: Arrived): void {
    if (this.follows.some(({ follower }) => follower === signer))
      refuse('you are already following this space')
    if (message['network'] && !['s', 's-tn'].includes(message['network']))
      refuse(`network ${message['network']} is not allowed`)
    const space = { id: this.space.id }
    this.follows.push({ id, follower: signer, space, created: message['timestamp'] })
  }

  #state({ id, signer, message }: Arrived): void {
    const payload = {
      about: message['about'],
      statement: message['statement'],
      discourse: message['discourse'],
      status: message['status'],
      network: message['network'],
    }
    if (snapshotJs.utils.validateSchema(snapshotJs.schemas['statement'], payload) !== true)
      refuse('wrong statement format')
    const { about, statement } = payload
    const earlier = this.statements.find(({ delegate }) => delegate === signer)
    // The first one's id and time stay.
    if (earlier !== undefined) Object.assign(earlier, { about, statement })
    else
      this.statements.push({
        id,
        delegate: signer,
        about,
        statement,
        created: message['timestamp'],
      })
  }

  /** As the hub shows it. */
  shownSpace() {
    const { voting, filters, validation, strategies, ...space } = this.space
    return {
      name: 'The space of the tests',
      symbol: 'BLST',
      strategies: (strategies ?? [{ name: 'erc20-votes' }]).map((strategy) => ({
        network: this.space.network,
        params: {},
        ...strategy,
      })),
      admins: [],
      moderators: [],
      members: [],
      verified: false,
      turbo: false,
      flagged: false,
      hibernated: false,
      proposalsCount1d: this.proposals.length,
      proposalsCount30d: this.proposals.length,
      ...space,
      filters: { minScore: 0, onlyMembers: false, ...filters },
      validation: { name: 'basic', params: {}, ...validation },
      voting: { delay: null, period: null, type: null, quorum: null, privacy: 'any', ...voting },
    }
  }

  /** As the hub shows them, counted by the package. */
  shownProposals() {
    return this.proposals.map((proposal) => {
      const votes = this.votes.filter((vote) => vote.proposal === proposal.id)
      const time = now()
      const state = time < proposal.start ? 'pending' : time <= proposal.end ? 'active' : 'closed'
      const Voting = snapshotJs.utils.voting[proposal.type]
      // The package's schema allows `custom`, and nothing of the package counts it.
      if (Voting === undefined && proposal.type !== 'custom')
        throw new Error(`No such type: ${proposal.type}`)
      const balances = votes.map(({ choice, vp }) => ({ choice, balance: vp, scores: [vp] }))
      const scores =
        Voting === undefined || votes.length === 0
          ? []
          : new Voting(proposal, balances, [{}], 1).getScores()
      return {
        ...proposal,
        space: { id: this.space.id },
        quorum: this.space.voting?.quorum ?? 0,
        state,
        scores,
        scores_total: votes.reduce((sum, { vp }) => sum + vp, 0),
        scores_state: state === 'closed' ? 'final' : 'pending',
        votes: votes.length,
      }
    })
  }
}

interface Arrived {
  readonly id: string
  readonly ipfs: string
  readonly signer: string
  readonly message: Message
}

function isSignedBy({ address, sig, data }: EnvelopeBody): boolean {
  try {
    return lower(verifyTypedData(data.domain, data.types, data.message, sig)) === lower(address)
  } catch {
    return false
  }
}
