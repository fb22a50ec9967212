import type { ProposalLine } from '../../../report/statusText.ts'
import { formatPercent } from '../../../shared/amount.ts'
import { plural, printable, wholeTokens } from '../../../shared/format.ts'
import { roughDuration } from '../../../shared/time.ts'
import type { FeedOverview, MarketOverview, Overview } from '../../../workflows/readOverview.ts'
import type { Tone } from '../../theme.ts'
import { isTurnPast, turnWords } from '../../voteTurns.ts'
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
  /** More than a row has room for: what it means, and where Enter leads. */
  readonly detail?: string
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
    // Of what is equally urgent now, what endangers somebody comes before what waits for somebody.
    ...feeds.flatMap((feed) => feedNeed(feed, now) ?? []),
    ...markets.flatMap((market) => marketNeeds(market, overview, now)),
    ...status.proposals.flatMap((line) => proposalNeed(line, overview, now) ?? []),
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
  const { state, voteStartsAt = WHENEVER, executableAt } = line
  switch (state) {
    case 'Pending':
      return isTurnPast(line, 'voteStartsAt', now)
        ? moved('vote opens with the next block:')
        : { urgency: 3, until: voteStartsAt, words: opensWords(line, now) }
    case 'Active':
      return isTurnPast(line, 'voteEndsAt', now)
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

const opensWords = (line: ProposalLine, now: number): string =>
  `vote opens ${turnWords(line, 'voteStartsAt', now)}:`

function sayVote(line: ProposalLine, overview: Overview, now: number): Said {
  const { own, voteEndsAt = WHENEVER } = line
  const ends = `vote ends ${turnWords(line, 'voteEndsAt', now)}`
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

function marketNeeds(market: MarketOverview, overview: Overview, now: number): readonly Need[] {
  const { label, badDebt, ceilingUse } = market
  const base = { until: now, target: { screen: 'vaults', params: { market: label } } }
  const loss = `${wholeTokens(badDebt)} ${overview.derivativeSymbol} of bad debt`
  return [
    ...(badDebt > 0n
      ? [
          {
            ...base,
            key: `market ${label} loss`,
            urgency: 0,
            words: `${label} has ${loss}`,
          } as const,
        ]
      : []),
    ...collateralNeed(market, base),
    ...(ceilingUse !== undefined && ceilingUse >= NEARLY_FULL
      ? [
          {
            ...base,
            key: `market ${label} ceiling`,
            urgency: 1,
            words: `${label} uses ${formatPercent(ceilingUse, 1)} of its ceiling`,
            target: { screen: 'parameter', params: { subject: label, parameter: 'debtCeiling' } },
          } as const,
        ]
      : []),
  ]
}

/** A market whose collateral is too little as a whole: its vaults say whose. */
function collateralNeed(
  market: MarketOverview,
  base: Pick<Need, 'until' | 'target'>,
): readonly Need[] {
  const { label, collateralization: low, mostCollateralization: high } = market
  const { liquidationCollateralization: limit, requiredCollateralization: required } = market
  const percent = (ratio: number) => formatPercent(ratio, 1)
  const key = `market ${label} collateral`
  const seeVaults = 'Enter shows its vaults, the weakest first.'
  if (high !== undefined && high < limit) {
    const words = `${label}: collateral ${percent(high)} of debt, below its liquidation limit of ${percent(limit)}`
    const detail = `${words}. ${seeVaults}`
    return [{ ...base, key, urgency: 0, words, detail }]
  }
  if (low === undefined || low >= required) return []
  const words = `${label}: collateral ${percent(low)} of debt, below the ${percent(required)} that issuing needs`
  const detail = `${words}. Liquidation begins below ${percent(limit)}. ${seeVaults}`
  return [{ ...base, key, urgency: 1, words, detail }]
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
  `and ${plural(count, 'more thing')}: Enter shows ${count === 1 ? 'it' : 'them'}`

const left = (time: number, now: number): string => roughDuration(BigInt(Math.max(0, time - now)))
