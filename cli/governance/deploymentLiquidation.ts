import { printable } from '../shared/format.ts'
import type { DeploymentFile } from './deploymentSchema.ts'
import {
  type CapSpec,
  type DeploymentSpec,
  type LiquidationSpec,
  type MarketSpec,
  usualLiquidation,
} from './deploymentSpec.ts'
import { type DeploymentValues, groupAt, tokenSymbol } from './deploymentValues.ts'
import type { Refuse } from './draftChanges.ts'
import { limitFault } from './limitRules.ts'
import { type AuctionTerms, sumOf, usualAuction } from './liquidationTerms.ts'
import { chooseFrom } from './nearest.ts'
import { parameterId } from './parameter.ts'
import type { Scope } from './scopes.ts'
import type { Symbols } from './value.ts'
import { faultUnder, valueRules } from './valueRules.ts'
import type { YamlSource } from './yamlSource.ts'

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
  for (const market of markets) {
    const usual = usualAuction(NO_CEILING)
    judgeValues(judging, { scope: 'market', subject: market, path: ['markets', market], usual })
  }
  const { backstop: usual } = usualLiquidation([])
  judgeValues(judging, { scope: 'derivative', subject: 'derivative', path: ['backstop'], usual })
  judgeBudget(judging, markets)
  judgeRewarded(judging, markets)
  judgeCaps(judging, markets)
}

const NO_CEILING = 0n

/** Some parameters of a subject, where the file has them, and what they are where it says nothing. */
interface Judged {
  readonly scope: Scope
  readonly subject: string
  readonly path: readonly string[]
  readonly usual: Readonly<Record<string, bigint>>
}

function judgeValues(judging: Judging, { scope, subject, path, usual }: Judged): void {
  const { source, values, refuse } = judging
  const group = groupAt(source, ...path)
  const isWritten = (key: string) => group[key] !== undefined
  const knownOf = (key: string) =>
    isWritten(key) ? values.get(parameterId(subject, key)) : usual[key]
  for (const rule of valueRules.filter((one) => one.scope === scope)) {
    const symbols = symbolsOf(judging)
    const fault = faultUnder(rule, knownOf, symbols)
    if (fault === undefined) continue
    const field = rule.keys.find(isWritten)
    const name = scope === 'market' ? subject : symbols.derivativeSymbol
    const place = source.placeOf(field === undefined ? path : [...path, field])
    refuse(place, `${printable(name)}: ${fault[0]}`, fault[1])
  }
}

function symbolsOf({ source }: Judging): Symbols {
  const { symbol } = groupAt(source, 'derivative')
  return { derivativeSymbol: typeof symbol === 'string' ? symbol : 'derivative', tokenSymbol }
}

/** The most that a market's auctions hold, where the file says enough to know it. */
function mostOf({ values }: Judging, market: string): bigint | undefined {
  const said = values.get(parameterId(market, 'maxInAuction'))
  const ceiling = values.get(parameterId(market, 'debtCeiling'))
  return said ?? (ceiling === undefined ? undefined : usualAuction(ceiling).maxInAuction)
}

function judgeBudget(judging: Judging, markets: readonly string[]): void {
  const { source, values, refuse } = judging
  const most = values.get(parameterId('derivative', 'maxInAuctionTotal'))
  if (most === undefined) return
  const sum = sumOf(markets.map((market) => mostOf(judging, market) ?? 0n))
  const symbols = symbolsOf(judging)
  const named = { subject: printable(symbols.derivativeSymbol), symbols }
  const fault = limitFault('maxInAuctionTotal', { most, sum }, named)
  if (fault === undefined) return
  refuse(
    source.placeOf(['derivative', 'maxInAuctionTotal']),
    fault[0],
    `${fault[1]} A market that says nothing of it has a tenth of its debt ceiling; leave it out to have the sum.`,
  )
}

function judgeRewarded({ source, refuse }: Judging, markets: readonly string[]): void {
  const { pool } = groupAt(source, 'backstop')
  if (typeof pool !== 'string' || markets.includes(pool)) return
  refuse(
    source.placeOf(['backstop', 'pool']),
    `There is no market "${printable(pool)}"`,
    chooseFrom(pool, markets),
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
