import { getAddress, isAddress } from 'ethers'
import * as z from 'zod'
import { isVotingType, votingTypes } from '../shared/votingTypes.ts'

/** What the hub stores, as far as it is asked for. Older hubs write some numbers as text and leave some out. */
const count = z.coerce.number()
const text = z
  .string()
  .nullish()
  .transform((found) => found ?? '')
const list = <T extends z.ZodType>(of: T) =>
  z
    .array(of)
    .nullish()
    .transform((found) => found ?? [])

/** Hubs keep addresses in small letters. */
const account = z.string().transform((text) => (isAddress(text) ? getAddress(text) : text))

export const strategySchema = z.object({
  name: z.string(),
  network: z.string().nullish(),
  params: z.unknown().optional(),
})

export const spaceSchema = z.object({
  id: z.string(),
  name: text,
  network: z.string(),
  symbol: text,
  strategies: list(strategySchema),
  admins: list(z.string()),
  moderators: list(z.string()),
  members: list(z.string()),
  filters: z
    .object({ minScore: z.number().nullish(), onlyMembers: z.boolean().nullish() })
    .nullish(),
  validation: z
    .object({ name: z.string(), params: z.record(z.string(), z.unknown()).nullish() })
    .nullish(),
  voting: z
    .object({
      delay: z.number().nullish(),
      period: z.number().nullish(),
      type: z.string().nullish(),
      quorum: z.number().nullish(),
      privacy: z.string().nullish(),
    })
    .nullish(),
  verified: z.boolean().nullish(),
  flagged: z.boolean().nullish(),
  turbo: z.boolean().nullish(),
  hibernated: z.boolean().nullish(),
  proposalsCount1d: z.number().nullish(),
  proposalsCount30d: z.number().nullish(),
})

/** A space and what it asks of proposals. */
export type Space = z.infer<typeof spaceSchema>

export const storedProposalSchema = z.object({
  id: z.string(),
  ipfs: text,
  author: account,
  created: count,
  space: z.object({ id: z.string() }),
  type: z.enum(votingTypes),
  title: z.string(),
  body: text,
  discussion: text,
  choices: z.array(z.string()),
  labels: list(z.string()),
  start: count,
  end: count,
  snapshot: count,
  quorum: z.number().nullish(),
  privacy: text,
  state: z.string(),
  app: text,
  scores: list(z.number().nullable()),
  scores_total: z.number().nullish(),
  scores_state: text,
  votes: z.number().nullish(),
})

/** A proposal as the hub stores it. */
export type StoredProposal = z.infer<typeof storedProposalSchema>

export const storedVoteSchema = z.object({
  id: z.string(),
  ipfs: text,
  voter: account,
  created: count,
  choice: z.unknown(),
  reason: text,
  vp: z.number().nullish(),
})

const isForeign = (type: string): boolean => !isVotingType(type)

/** A proposal that is voted on in a way that Snapshot allows and Ballast does not know. */
export const foreignProposalSchema = z
  .object({ id: z.string(), type: text.refine(isForeign, { error: 'is known' }) })
  .transform(({ id, type }) => ({ id, foreignType: type }))

/** A vote as the hub stores it: an account has one for each proposal, the latest. */
export type StoredVote = z.infer<typeof storedVoteSchema>

export const powerSchema = z.object({ vp: z.number(), vp_state: text })
export type VotingPower = z.infer<typeof powerSchema>

export const followSchema = z.object({ id: z.string(), created: count })

export const statementSchema = z.object({
  id: z.string(),
  about: text,
  statement: text,
  created: count,
})
export type StoredStatement = z.infer<typeof statementSchema>

export const optionSchema = z.object({ name: z.string(), value: z.string() })
/** Limits that the hub announces, by name. */
export type Options = ReadonlyMap<string, string>
