import type { ProposalLine } from '../../../report/statusText.ts'
import { formatPercent } from '../../../shared/amount.ts'
import { plural, printable, wholeTokens } from '../../../shared/format.ts'
import { roughDuration } from '../../../shared/time.ts'
import type { FeedOverview, MarketOverview, Overview } from '../../../workflows/readOverview.ts'
import type { Tone } from '../../theme.ts'
import { feedAge, freshnessOf } from './feedAge.ts'

/** Where Enter leads. */
export interface Target {
  readonly screen: string
  readonly params: Readonly<Record<string, string>>
}

/** Something that somebody should look at. */
export interface Need {
  readonly key: string
  /** The most urgent first: 0 harms somebody now, 1 waits for somebody, 2 may, 3 moves by itself. */
  readonly urgency: 0 | 1 | 2 | 3
  /** Until when, Unix seconds; earlier ones come first. */
  readonly until: number
  readonly words: string
  readonly target: Target
}

/** How the urgency looks: never by its colour alone. */
export const urgencyLooks: readonly {
  readonly symbol: 'fail' | 'caution' | 'active' | 'pending'
  readonly tone: Tone
}[] = [
  { symbol: 'fail', tone: 'bad' },
  { symbol: 'caution', tone: 'caution' },
  { symbol: 'active', tone: 'accent' },
  { symbol: 'pending', tone: 'plain' },
]

const WHENEVER = Number.MAX_SAFE_INTEGER

/** What needs somebody, the most urgent first. `now` is the chain's clock in Unix seconds. */
export function needsOf(overview: Overview, now: number): readonly Need[] {
  const { status, markets, feeds } = overview
  return [
    ...status.proposals.flatMap((line) => proposalNeed(line, overview, now) ?? []),
    ...feeds.flatMap((feed) => feedNeed(feed, now) ?? []),
    ...markets.flatMap((market) => marketNeeds(market, overview)),
    ...idleNeed(overview),
  ].toSorted((a, b) => a.urgency - b.urgency || a.until - b.until)
}

function proposalNeed(line: ProposalLine, overview: Overview, now: number): Need | undefined {
  const title = `\u201c${printable(line.title ?? line.handle)}\u201d`
  const said = sayProposal(line, overview, now)
  if (said === undefined) return undefined
  return {
    key: `proposal ${line.id}`,
    ...said,
    words: `${said.words} ${title}`,
    target: { screen: 'proposal', params: { id: line.id.toString() } },
  }
}

type Said = Pick<Need, 'urgency' | 'until' | 'words'>

function sayProposal(line: ProposalLine, overview: Overview, now: number): Said | undefined {
  const { state, voteStartsAt, voteEndsAt, executableAt } = line
  switch (state) {
    case 'Pending':
      return now > voteStartsAt
        ? moved('vote opens with the next block:')
        : { urgency: 3, until: voteStartsAt, words: `vote opens in ${left(voteStartsAt, now)}:` }
    case 'Active':
      return now > voteEndsAt
        ? moved('vote is over with the next block:')
        : sayVote(line, overview, now)
    case 'Succeeded':
      return { urgency: 1, until: now, words: 'queue due, anyone may:' }
    case 'Queued':
      return executableAt === undefined || now >= executableAt
        ? { urgency: 1, until: now, words: 'execution ready, anyone may:' }
        : { urgency: 3, until: executableAt, words: `executable in ${left(executableAt, now)}:` }
    default:
      return undefined
  }
}

/** The chain has not noticed yet that the time has come. */
const moved = (words: string): Said => ({ urgency: 3, until: WHENEVER, words })

const DAY = 86_400

function sayVote({ own, voteEndsAt }: ProposalLine, overview: Overview, now: number): Said {
  const ends = `vote ends in ${left(voteEndsAt + 1, now)}`
  const missing = own === undefined ? 0n : own.votes - own.cast
  if (missing > 0n) {
    const votes = `${wholeTokens(missing)} ${overview.tokenSymbol}`
    const urgency = voteEndsAt - now < DAY ? 0 : 1
    return { urgency, until: voteEndsAt, words: `${ends}, your ${votes} not cast:` }
  }
  const done = own !== undefined && own.cast > 0n ? ', you have voted' : ''
  return { urgency: 2, until: voteEndsAt, words: `${ends}${done}:` }
}

function feedNeed(feed: FeedOverview, now: number): Need | undefined {
  const { label, state, trouble } = feed
  const age = feedAge(feed, now)
  const target: Target = { screen: 'parameter', params: { subject: label, parameter: 'maxAge' } }
  const base = { key: `feed ${label}`, target, until: now }
  if (state !== 'OK') return { ...base, urgency: state === 'DOWN' ? 0 : 1, words: trouble ?? label }
  if (age !== undefined && freshnessOf(age) === 'stale') {
    return { ...base, urgency: 0, words: `${label} is stale from the next block on` }
  }
  if (trouble !== undefined) return { ...base, urgency: 1, words: trouble }
  if (age === undefined || freshnessOf(age) === 'fresh') return undefined
  const rest = age.allowed - age.decisive
  return {
    ...base,
    urgency: 1,
    until: now + rest,
    words: `${label} goes stale in ${roughDuration(BigInt(rest))}`,
  }
}

/** From this part of its ceiling on a market is nearly full. */
const NEARLY_FULL = 0.95

function marketNeeds(market: MarketOverview, { derivativeSymbol }: Overview): readonly Need[] {
  const { label, badDebt, collateralization, mostCollateralization, ceilingUse } = market
  const need = (urgency: 0 | 1, words: string, target: Target): Need => ({
    key: `market ${label} ${words}`,
    urgency,
    until: WHENEVER,
    words: `${label} ${words}`,
    target,
  })
  const parameter = (name: string): Target => ({
    screen: 'parameter',
    params: { subject: label, parameter: name },
  })
  const { liquidationCollateralization, requiredCollateralization } = market
  const isBelow = (ratio: number | undefined, limit: number) => ratio !== undefined && ratio < limit
  return [
    ...(badDebt > 0n
      ? [
          need(0, `has ${wholeTokens(badDebt)} ${derivativeSymbol} of bad debt`, {
            screen: 'vaults',
            params: { market: label },
          }),
        ]
      : []),
    ...(isBelow(mostCollateralization, liquidationCollateralization)
      ? [need(0, 'is below its liquidation limit as a whole', parameter('liquidationThreshold'))]
      : isBelow(collateralization, requiredCollateralization)
        ? [need(1, 'is below what issuing needs as a whole', parameter('collateralizationRatio'))]
        : []),
    ...(ceilingUse !== undefined && ceilingUse >= NEARLY_FULL
      ? [need(1, `uses ${formatPercent(ceilingUse, 1)} of its ceiling`, parameter('debtCeiling'))]
      : []),
  ]
}

function idleNeed({ status: { account }, tokenSymbol }: Overview): readonly Need[] {
  if (account === undefined || account.balance === 0n || account.delegate !== undefined) return []
  return [
    {
      key: 'idle votes',
      urgency: 1,
      until: WHENEVER,
      words: `your ${wholeTokens(account.balance)} ${tokenSymbol} vote for nobody: delegate them`,
      target: { screen: 'delegates', params: {} },
    },
  ]
}

/** How many more there are than are shown. */
export const moreWords = (count: number): string =>
  `and ${plural(count, 'more thing')}: 4 lists the proposals`

const left = (time: number, now: number): string => roughDuration(BigInt(Math.max(0, time - now)))
