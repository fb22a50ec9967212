import * as z from 'zod'
import type { Address } from '../governance/addressBook.ts'
import { post, type SnapshotPlace } from './service.ts'
import {
  NotSnapshotError,
  SnapshotUnreachableError,
  UnknownVotingTypeError,
} from './snapshotErrors.ts'
import {
  followSchema,
  foreignProposalSchema,
  type Options,
  optionSchema,
  powerSchema,
  type Space,
  type StoredProposal,
  type StoredStatement,
  type StoredVote,
  spaceSchema,
  statementSchema,
  storedProposalSchema,
  storedVoteSchema,
  type VotingPower,
} from './stored.ts'

const SPACE = `id name network symbol strategies { name network params } admins moderators members
  filters { minScore onlyMembers } validation { name params } voting { delay period type quorum privacy }
  verified flagged turbo hibernated proposalsCount1d proposalsCount30d`

const PROPOSAL = `id ipfs author created space { id } type title body discussion choices labels start end snapshot
  quorum privacy state app scores scores_total scores_state votes`

/** The space and the limits that the hub announces; undefined if there is no such space. */
export async function readSpace(
  place: SnapshotPlace,
): Promise<{ readonly space: Space | undefined; readonly options: Options }> {
  const { space, options } = await ask(place, {
    query: `query Space($space: String!) { space(id: $space) { ${SPACE} } options { name value } }`,
    variables: { space: place.space },
    answer: z.object({ space: spaceSchema.nullable(), options: z.array(optionSchema) }),
  })
  return {
    space: space ?? undefined,
    options: new Map(options.map(({ name, value }) => [name, value])),
  }
}

/** A proposal by its id, of whatever space. @throws UnknownVotingTypeError */
export async function readProposal(
  place: SnapshotPlace,
  id: string,
): Promise<StoredProposal | undefined> {
  const { proposal } = await ask(place, {
    query: `query Proposal($id: String!) { proposal(id: $id) { ${PROPOSAL} } }`,
    variables: { id },
    answer: z.object({
      proposal: z.union([storedProposalSchema, foreignProposalSchema]).nullable(),
    }),
  })
  if (proposal === null) return undefined
  if ('foreignType' in proposal) throw new UnknownVotingTypeError(proposal.id, proposal.foreignType)
  return proposal
}

/** Proposals of a space on a page. */
const PAGE = 100
/** How far back a search goes. */
const MOST_PAGES = 10

/**
 * The first proposals of the space, the newest first, that `isWanted` picks; it is asked for page by page. Anybody's may be
 * among them, so those that are voted on in ways unknown here are passed over.
 */
export async function searchProposals(
  place: SnapshotPlace,
  isWanted: (proposal: StoredProposal) => boolean,
): Promise<readonly StoredProposal[]> {
  const found: StoredProposal[] = []
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { proposals } = await ask(place, {
      query: `query Proposals($space: String!, $first: Int!, $skip: Int!) {
        proposals(first: $first, skip: $skip, where: { space: $space }, orderBy: "created", orderDirection: desc) { ${PROPOSAL} }
      }`,
      variables: { space: place.space, first: PAGE, skip: page * PAGE },
      answer: z.object({
        proposals: z.array(z.union([storedProposalSchema, foreignProposalSchema])),
      }),
    })
    const known = proposals.filter((one): one is StoredProposal => !('foreignType' in one))
    found.push(...known.filter(isWanted))
    if (proposals.length < PAGE) break
  }
  return found
}

/** Who votes on what. */
interface VoteOf {
  readonly voter: Address
  readonly proposal: string
}

/** The vote of an account on a proposal, and what its votes weigh there. */
export async function readVote(
  place: SnapshotPlace,
  { voter, proposal }: VoteOf,
): Promise<{ readonly vote: StoredVote | undefined; readonly power: VotingPower }> {
  const { votes, vp } = await ask(place, {
    query: `query Vote($space: String!, $voter: String!, $proposal: String!) {
      votes(first: 1, where: { space: $space, voter: $voter, proposal: $proposal }) { id ipfs voter created choice reason vp }
      vp(voter: $voter, space: $space, proposal: $proposal) { vp vp_state }
    }`,
    variables: { space: place.space, voter, proposal },
    answer: z.object({ votes: z.array(storedVoteSchema), vp: powerSchema }),
  })
  return { vote: votes[0], power: vp }
}

/** Votes on a page, and pages that the hub gives. */
const VOTES = 1_000
const MOST_VOTE_PAGES = 6

/** Every vote on a proposal; undefined if there are more than the hub gives. */
export async function readVotes(
  place: SnapshotPlace,
  proposal: string,
): Promise<readonly StoredVote[] | undefined> {
  const all: StoredVote[] = []
  for (let page = 0; page < MOST_VOTE_PAGES; page += 1) {
    const { votes } = await ask(place, {
      query: `query Votes($proposal: String!, $first: Int!, $skip: Int!) {
        votes(first: $first, skip: $skip, where: { proposal: $proposal }, orderBy: "created", orderDirection: asc) {
          id ipfs voter created choice reason vp
        }
      }`,
      variables: { proposal, first: VOTES, skip: page * VOTES },
      answer: z.object({ votes: z.array(storedVoteSchema) }),
    })
    all.push(...votes)
    if (votes.length < VOTES) return all
  }
  return undefined
}

/** What an account's votes weigh in the space now. */
export async function readPower(place: SnapshotPlace, voter: Address): Promise<VotingPower> {
  const { vp } = await ask(place, {
    query: `query Power($space: String!, $voter: String!) { vp(voter: $voter, space: $space) { vp vp_state } }`,
    variables: { space: place.space, voter },
    answer: z.object({ vp: powerSchema }),
  })
  return vp
}

/** Whether an account follows the space, and what it says of itself there. */
export async function readMember(
  place: SnapshotPlace,
  account: Address,
): Promise<{ readonly follows: boolean; readonly statement: StoredStatement | undefined }> {
  const { follows, statements } = await ask(place, {
    query: `query Member($space: String!, $account: String!) {
      follows(first: 1, where: { follower: $account, space: $space }) { id created }
      statements(first: 1, where: { delegate: $account, space: $space }) { id about statement created }
    }`,
    variables: { space: place.space, account },
    answer: z.object({ follows: z.array(followSchema), statements: z.array(statementSchema) }),
  })
  return { follows: follows.length > 0, statement: statements[0] }
}

interface Question<T extends z.ZodType> {
  /** At most five selections at its root: the hub refuses more. */
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly answer: T
}

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
})

/** @throws SnapshotUnavailableError */
async function ask<T extends z.ZodType>(
  { hub, timeoutSeconds, apiKey }: SnapshotPlace,
  { query, variables, answer }: Question<T>,
): Promise<z.infer<T>> {
  const { origin } = new URL(hub)
  const { status, body } = await post(
    hub,
    { query, variables },
    { isQuestion: true, timeoutSeconds, apiKey: apiKey?.('hub') },
  )
  const envelope = answerSchema.safeParse(body)
  const said = envelope.data?.errors?.[0]?.message
  if (said !== undefined) throw new NotSnapshotError(origin, said)
  if (status >= 500) throw new SnapshotUnreachableError(origin, `HTTP ${status}`)
  const read = answer.safeParse(envelope.data?.data)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new NotSnapshotError(origin, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
}
