import { printable } from '../shared/format.ts'
import { formatTokenAmount } from '../shared/units.ts'
import { judgeLiquidation } from './deploymentLiquidation.ts'
import { type DeploymentValues, groupAt, tokenSymbol } from './deploymentValues.ts'
import type { Refuse } from './draftChanges.ts'
import { chooseFrom } from './nearest.ts'
import { parameterId } from './parameter.ts'
import { brokenRules, membersOf, wordsOfRule } from './tupleRules.ts'
import type { YamlPath, YamlSource } from './yamlSource.ts'

/** A deployment.yaml whose single values may be sound, to be judged as a whole. */
export interface Judging {
  readonly source: YamlSource
  readonly values: DeploymentValues
  /** Names of accounts of the workspace. */
  readonly accounts: readonly string[]
  readonly refuse: Refuse
}

/** What the contracts demand of several values together, and names that must lead somewhere. */
export function judgeTogether(judging: Judging): void {
  judgePeople(judging)
  judgeVotes(judging)
  for (const feed of Object.keys(groupAt(judging.source, 'feeds'))) judgeFeed(judging, feed)
  const markets = Object.keys(groupAt(judging.source, 'markets'))
  for (const market of markets) judgeMarket(judging, market)
  judgeLiquidation(judging)
}

function judgePeople({ source, accounts, refuse }: Judging): void {
  for (const path of [['token', 'recipient'], ['governor', 'guardian'], ['steward']] as const) {
    const who = groupAt(source, ...path.slice(0, -1))[path.at(-1) ?? '']
    if (typeof who !== 'string' || /^0x|:/.test(who) || accounts.includes(who)) continue
    refuse(
      source.placeOf([...path]),
      `There is no account "${printable(who)}" in ballast.yaml`,
      accounts.length === 0
        ? 'Write an address.'
        : `${chooseFrom(who, accounts)} Or write an address.`,
    )
  }
}

/** ERC20Votes counts in 208 bits. */
const mostSupply = 2n ** 208n - 1n

function judgeVotes({ source, values, refuse }: Judging): void {
  const supply = values.get(parameterId('token', 'supply'))
  if (supply !== undefined && (supply === 0n || supply > mostSupply)) {
    refuse(
      source.placeOf(['token', 'supply']),
      `A supply of ${formatTokenAmount(supply, tokenSymbol)} cannot be`,
      `Write more than 0 ${tokenSymbol}, and less than 2^208 of its smallest units.`,
    )
  }
  const threshold = values.get(parameterId('governor', 'proposalThreshold'))
  if (supply !== undefined && threshold !== undefined && threshold > supply) {
    refuse(
      source.placeOf(['governor', 'proposalThreshold']),
      'Nobody could propose: the proposal threshold is more than the whole supply',
      `Write at most ${formatTokenAmount(supply, tokenSymbol)}.`,
    )
  }
  const period = values.get(parameterId('governor', 'votingPeriod'))
  const extension = values.get(parameterId('governor', 'lateQuorumVoteExtension'))
  if (period !== undefined && extension !== undefined && extension > period) {
    refuse(
      source.placeOf(['governor', 'lateQuorumVoteExtension']),
      'The late quorum extension is longer than the vote itself',
      'Write at most the voting period.',
    )
  }
}

function judgeFeed({ source, values, refuse }: Judging, feed: string): void {
  const { aggregators } = groupAt(source, 'feeds', feed)
  if (!Array.isArray(aggregators)) return
  const seen = new Set<string>()
  for (const [index, aggregator] of aggregators.entries()) {
    const known = String(aggregator).toLowerCase()
    if (seen.has(known)) {
      refuse(
        source.placeOf(['feeds', feed, 'aggregators', index]),
        `${printable(feed)} names an aggregator twice`,
        'Keep one of them: a source that counts twice is no second opinion.',
      )
    }
    seen.add(known)
  }
  judgeRate({ source, refuse }, feed)
  const least = values.get(parameterId(feed, 'minSources'))
  if (least !== undefined && least > BigInt(aggregators.length)) {
    refuse(
      source.placeOf(['feeds', feed, 'minSources']),
      `${printable(feed)} has ${aggregators.length} of ${least} sources that it needs: its price would never be OK`,
      `Write at most ${aggregators.length}, or add aggregators.`,
    )
  }
}

const rateFields = ['rateSource', 'growthCap', 'yieldDecay'] as const

/** A token bears yield with all that is said about its rate, or with none of it. */
function judgeRate({ source, refuse }: Pick<Judging, 'source' | 'refuse'>, feed: string): void {
  const group = groupAt(source, 'feeds', feed)
  const missing = rateFields.filter((field) => group[field] === undefined)
  const [given] = rateFields.filter((field) => group[field] !== undefined)
  if (given === undefined || missing.length === 0) return
  refuse(
    source.placeOf(['feeds', feed, given]),
    `${printable(feed)} has ${given} without ${missing.join(' and ')}`,
    'A token that bears yield needs rateSource, growthCap and yieldDecay; any other token none of them.',
  )
}

function judgeMarket({ source, values, refuse }: Judging, market: string): void {
  const path: YamlPath = ['markets', market]
  const feeds = Object.keys(groupAt(source, 'feeds'))
  const { feed } = groupAt(source, 'markets', market)
  if (typeof feed === 'string' && !feeds.includes(feed)) {
    const instead = feeds.length === 0 ? 'Describe it under feeds:.' : chooseFrom(feed, feeds)
    refuse(source.placeOf([...path, 'feed']), `There is no feed "${printable(feed)}"`, instead)
  }
  const [threshold, penalty, health, ratio] = [
    'liquidationThreshold',
    'liquidationPenalty',
    'maxPenaltyHealth',
    'collateralizationRatio',
  ].map((key) => values.get(parameterId(market, key)))
  if (threshold === undefined || penalty === undefined) return
  if (health === undefined || ratio === undefined) return
  const terms = {
    highestThresholdBps: threshold,
    lowestThresholdBps: threshold,
    penaltyBps: penalty,
    maxPenaltyHealthWad: health,
    collateralizationRatioBps: ratio,
  }
  const symbols = { derivativeSymbol: '', tokenSymbol }
  for (const rule of brokenRules(terms)) {
    const [message, instead] = wordsOfRule(rule, terms, symbols)
    const place = source.placeOf([...path, membersOf[rule][0] ?? 'liquidationThreshold'])
    refuse(place, `${printable(market)}: ${message}`, instead)
  }
}
