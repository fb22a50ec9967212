import { printable } from '../shared/format.ts'
import { auctionParameters } from './auctionParameters.ts'
import type { DeploymentFile } from './deploymentSchema.ts'
import {
  type CapSpec,
  type DeploymentSpec,
  type LiquidationSpec,
  type MarketSpec,
  usualLiquidation,
} from './deploymentSpec.ts'
import { type DeploymentValues, groupAt } from './deploymentValues.ts'
import type { Refuse } from './draftChanges.ts'
import { type AuctionTerms, brokenAuctionRule, sumOf, usualAuction } from './liquidationTerms.ts'
import { chooseFrom } from './nearest.ts'
import { parameterId } from './parameter.ts'
import type { YamlPath, YamlSource } from './yamlSource.ts'

/** What the file says of a subject, and the usual where it says nothing. */
const written = <Key extends string>(
  subject: string,
  values: DeploymentValues,
  usual: Readonly<Record<Key, bigint>>,
) =>
  Object.fromEntries(
    Object.entries<bigint>(usual).map(([key, value]) => [
      key,
      values.get(parameterId(subject, key)) ?? value,
    ]),
  ) as Readonly<Record<Key, bigint>>

/** A market's auctions. */
export const writtenAuction = (
  market: string,
  values: DeploymentValues,
  debtCeiling: bigint,
): AuctionTerms => written(market, values, usualAuction(debtCeiling))

type Written = Pick<MarketSpec, 'label' | 'terms' | 'auction'>

/** Pools and waterfall. */
export function writtenLiquidation(
  file: DeploymentFile,
  values: DeploymentValues,
  markets: readonly Written[],
): LiquidationSpec {
  const usual = usualLiquidation(markets)
  return {
    budget: written('derivative', values, usual.budget),
    stabilityPool: written('stabilityPools', values, usual.stabilityPool),
    insurancePool: written('insurancePool', values, usual.insurancePool),
    backstop: written('derivative', values, usual.backstop),
    rewarded: file.backstop?.['pool'] ?? usual.rewarded,
  }
}

/** A risk as the chain knows it: `asset:ETH`. */
const kinds = ['asset', 'protocol', 'oracle'] as const
export const writtenRisks = (risks: DeploymentFile['markets'][string]['risks']) =>
  kinds.flatMap((kind) => (risks?.[kind] === undefined ? [] : [`${kind}:${risks[kind]}`]))

/** Caps on risks, and on the derivative as a whole. */
export function writtenCaps(
  { exposureCaps }: DeploymentFile,
  values: DeploymentValues,
): Pick<DeploymentSpec, 'caps' | 'derivativeCap'> {
  const whole = values.get(parameterId('derivative', 'derivativeCap'))
  return {
    ...(whole === undefined ? {} : { derivativeCap: whole }),
    ...(exposureCaps === undefined
      ? {}
      : { caps: Object.keys(exposureCaps).map((risk) => capOf(risk, values)) }),
  }
}

function capOf(risk: string, values: DeploymentValues): CapSpec {
  const exposureCap = values.get(parameterId(risk, 'exposureCap'))
  const relativeCap = values.get(parameterId(risk, 'relativeCap'))
  return {
    risk,
    ...(exposureCap === undefined ? {} : { exposureCap }),
    ...(relativeCap === undefined ? {} : { relativeCap }),
  }
}

interface Judging {
  readonly source: YamlSource
  readonly values: DeploymentValues
  readonly refuse: Refuse
}

/** What the liquidation contracts demand of several values together. */
export function judgeLiquidation(judging: Judging): void {
  const markets = Object.keys(groupAt(judging.source, 'markets'))
  for (const market of markets) judgeAuction(judging, market)
  judgeBudget(judging, markets)
  judgeBackstop(judging, markets)
  judgeCaps(judging, markets)
}

const NO_CEILING = 0n

const auctionRules = {
  floorTooHigh: {
    message: 'a lot stops selling above the price it is worth',
    instead: 'Write a lower auctionFloor or auctionBuffer.',
    members: ['auctionFloor', 'auctionBuffer'],
  },
  tooSlow: {
    message: 'a lot does not fall to the price it is worth before its tail ends',
    instead: 'Write a lower auctionCut, auctionStep or auctionBuffer, or a longer auctionTail.',
    members: ['auctionTail', 'auctionCut', 'auctionStep', 'auctionBuffer'],
  },
} as const

function judgeAuction({ source, values, refuse }: Judging, market: string): void {
  const group = groupAt(source, 'markets', market)
  const isWhole = auctionParameters.every(
    ({ key }) => group[key] === undefined || values.has(parameterId(market, key)),
  )
  if (!isWhole) return
  const rule = brokenAuctionRule(writtenAuction(market, values, NO_CEILING))
  if (rule === undefined) return
  const path: YamlPath = ['markets', market]
  const { message, instead, members } = auctionRules[rule]
  const field = members.find((key) => group[key] !== undefined)
  refuse(
    source.placeOf(field === undefined ? path : [...path, field]),
    `${printable(market)}: ${message}`,
    instead,
  )
}

/** The most that a market's auctions hold, where the file says enough to know it. */
function mostOf({ values }: Judging, market: string): bigint | undefined {
  const said = values.get(parameterId(market, 'maxInAuction'))
  const ceiling = values.get(parameterId(market, 'debtCeiling'))
  return said ?? (ceiling === undefined ? undefined : usualAuction(ceiling).maxInAuction)
}

function judgeBudget(judging: Judging, markets: readonly string[]): void {
  const { source, values, refuse } = judging
  const budget = values.get(parameterId('derivative', 'maxInAuctionTotal'))
  const each = markets.map((market) => mostOf(judging, market) ?? 0n)
  if (budget === undefined || sumOf(each) <= budget) return
  refuse(
    source.placeOf(['derivative', 'maxInAuctionTotal']),
    'The auctions of the markets may hold more together than the derivative’s may',
    'Write at least the sum of their maxInAuction (a tenth of the debt ceiling unless a market says otherwise), or leave it out.',
  )
}

function judgeBackstop({ source, values, refuse }: Judging, markets: readonly string[]): void {
  const { pool, poolShare, insuranceShare } = groupAt(source, 'backstop')
  if (typeof pool === 'string' && !markets.includes(pool)) {
    refuse(
      source.placeOf(['backstop', 'pool']),
      `There is no market "${printable(pool)}"`,
      chooseFrom(pool, markets),
    )
  }
  const usual = usualLiquidation([]).backstop
  const shares = (['poolShare', 'insuranceShare'] as const).map(
    (key) => values.get(parameterId('derivative', key)) ?? usual[key],
  )
  if (sumOf(shares) <= 10_000n) return
  const field =
    insuranceShare === undefined && poolShare !== undefined ? 'poolShare' : 'insuranceShare'
  refuse(
    source.placeOf(['backstop', field]),
    'The two pools get more than all of the surplus',
    'Write shares of at most 100% together; the usual ones are 50% and 20%.',
  )
}

function judgeCaps({ source, refuse }: Judging, markets: readonly string[]): void {
  const named = markets.flatMap((market) => {
    const group = groupAt(source, 'markets', market, 'risks')
    return kinds.flatMap((kind) => (group[kind] === undefined ? [] : [`${kind}:${group[kind]}`]))
  })
  for (const risk of Object.keys(groupAt(source, 'exposureCaps'))) {
    if (named.includes(risk)) continue
    refuse(
      source.keyPlaceOf(['exposureCaps', risk]),
      `No market rests on "${printable(risk)}"`,
      named.length === 0
        ? 'Name the risks of a market first, under its risks:.'
        : chooseFrom(risk, named),
    )
  }
}
