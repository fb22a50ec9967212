import { printable } from '../shared/format.ts'
import type { DeploymentFile } from './deploymentSchema.ts'
import {
  type CapSpec,
  type LiquidationSpec,
  type MarketSpec,
  usualLiquidation,
} from './deploymentSpec.ts'
import { auctionOf, capOf, type DeploymentValues, groupAt } from './deploymentValues.ts'
import type { Refuse } from './draftChanges.ts'
import {
  type AuctionTerms,
  auctionTerms,
  backstopTerms,
  brokenAuctionRule,
  budgetTerms,
  type LiquidationTerm,
  patientTerms,
  stabilityPoolTerms,
  sumOf,
  type TermsOf,
  usualAuction,
} from './liquidationTerms.ts'
import { chooseFrom } from './nearest.ts'
import { parameterId } from './parameter.ts'
import type { YamlPath, YamlSource } from './yamlSource.ts'

/** What the file says of some terms, and the usual where it says nothing. */
const written = <List extends readonly LiquidationTerm[]>(
  terms: List,
  { subject, values, usual }: { subject: string; values: DeploymentValues; usual: TermsOf<List> },
): TermsOf<List> =>
  Object.fromEntries(
    terms.map(({ key }) => [
      key,
      values.get(parameterId(subject, key)) ?? usual[key as keyof TermsOf<List>],
    ]),
  ) as unknown as TermsOf<List>

/** A market's auctions. */
export const writtenAuction = (
  market: string,
  values: DeploymentValues,
  debtCeiling: bigint,
): AuctionTerms =>
  written(auctionTerms, { subject: auctionOf(market), values, usual: usualAuction(debtCeiling) })

type Written = Pick<MarketSpec, 'label' | 'terms' | 'auction'>

/** Pools and waterfall. */
export function writtenLiquidation(
  file: DeploymentFile,
  values: DeploymentValues,
  markets: readonly Written[],
): LiquidationSpec {
  const usual = usualLiquidation(markets)
  const of = <List extends readonly LiquidationTerm[]>(
    subject: string,
    terms: List,
    known: TermsOf<List>,
  ) => written(terms, { subject, values, usual: known })
  return {
    budget: of('derivative', budgetTerms, usual.budget),
    stabilityPool: of('stabilityPools', stabilityPoolTerms, usual.stabilityPool),
    insurancePool: of('insurancePool', patientTerms, usual.insurancePool),
    backstop: of('backstop', backstopTerms, usual.backstop),
    rewarded: file.backstop?.['pool'] ?? usual.rewarded,
  }
}

/** A risk as the chain knows it: `asset:ETH`. */
const kinds = ['asset', 'protocol', 'oracle'] as const
export const writtenRisks = (risks: DeploymentFile['markets'][string]['risks']) =>
  kinds.flatMap((kind) => (risks?.[kind] === undefined ? [] : [`${kind}:${risks[kind]}`]))

/** In the file the derivative as a whole is called so; on the chain it has no name. */
const WHOLE = 'total'

export const writtenCaps = (
  { exposureCaps = {} }: DeploymentFile,
  values: DeploymentValues,
): readonly CapSpec[] =>
  Object.keys(exposureCaps).map((risk) => {
    const [cap, relativeCap] = (['cap', 'relativeCap'] as const).map((key) =>
      values.get(parameterId(capOf(risk), key)),
    )
    return {
      risk: risk === WHOLE ? '' : risk,
      ...(cap === undefined ? {} : { cap }),
      ...(relativeCap === undefined ? {} : { relativeCap }),
    }
  })

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
    instead: 'Write a lower floor or buffer.',
    members: ['floor', 'buffer'],
  },
  tooSlow: {
    message: 'a lot does not fall to the price it is worth before its tail ends',
    instead: 'Write a lower cut, step or buffer, or a longer tail.',
    members: ['tail', 'cut', 'step', 'buffer'],
  },
} as const

function judgeAuction({ source, values, refuse }: Judging, market: string): void {
  const group = groupAt(source, 'markets', market, 'auction')
  const isWhole = auctionTerms.every(
    ({ key }) => group[key] === undefined || values.has(parameterId(auctionOf(market), key)),
  )
  if (!isWhole) return
  const rule = brokenAuctionRule(writtenAuction(market, values, NO_CEILING))
  if (rule === undefined) return
  const path: YamlPath = ['markets', market, 'auction']
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
  const said = values.get(parameterId(auctionOf(market), 'maxInAuction'))
  const ceiling = values.get(parameterId(market, 'debtCeiling'))
  return said ?? (ceiling === undefined ? undefined : usualAuction(ceiling).maxInAuction)
}

function judgeBudget(judging: Judging, markets: readonly string[]): void {
  const { source, values, refuse } = judging
  const budget = values.get(parameterId('derivative', 'maxInAuction'))
  const each = markets.map((market) => mostOf(judging, market) ?? 0n)
  if (budget === undefined || sumOf(each) <= budget) return
  refuse(
    source.placeOf(['derivative', 'maxInAuction']),
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
    (key) => values.get(parameterId('backstop', key)) ?? usual[key],
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
  for (const [risk, caps] of Object.entries(groupAt(source, 'exposureCaps'))) {
    const path: YamlPath = ['exposureCaps', risk]
    const isWhole = risk === WHOLE
    if (!isWhole && !named.includes(risk)) {
      refuse(
        source.keyPlaceOf(path),
        `No market rests on "${printable(risk)}"`,
        named.length === 0
          ? 'Name the risks of a market first, under its risks:.'
          : chooseFrom(risk, named),
      )
    }
    if (isWhole && typeof caps === 'object' && caps !== null && 'relativeCap' in caps) {
      refuse(
        source.placeOf([...path, 'relativeCap']),
        'The derivative as a whole is always all of itself',
        'Write a cap only.',
      )
    }
  }
}
