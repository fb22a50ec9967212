import { type Refuse, readValue } from './draftChanges.ts'
import { riskSchema } from './draftSchema.ts'
import type { RiskSettings } from './proposal.ts'
import { soundPart } from './soundPart.ts'
import { displayValue, type Symbols } from './value.ts'
import type { YamlSource } from './yamlSource.ts'

/** What a proposal that says nothing about risk gets. */
export const defaultRisk: RiskSettings = { paths: 2_000, horizonDays: 30, seed: 1, prices: 'gbm' }

const day = 86_400n
const longestHorizonDays = 365n

function readHorizon(
  text: string,
  source: YamlSource,
  symbols: Symbols,
  refuse: Refuse,
): number | undefined {
  const place = source.placeOf(['risk', 'horizon'])
  const seconds = readValue({ unit: 'seconds', text, place }, symbols, refuse)
  if (seconds === undefined) return undefined
  if (seconds % day === 0n && seconds >= day && seconds <= longestHorizonDays * day) {
    return Number(seconds / day)
  }
  refuse(
    place,
    `A horizon of ${displayValue('seconds', seconds, symbols)} cannot be simulated`,
    `Write whole days, from 1 day to ${longestHorizonDays} days.`,
  )
  return undefined
}

/** The risk settings with defaults for what is not (soundly) written. */
export function readRisk(
  input: { readonly source: YamlSource; readonly defaults: RiskSettings },
  symbols: Symbols,
  refuse: Refuse,
): RiskSettings {
  const { source, defaults } = input
  const written = (source.plain as { readonly risk?: unknown } | null | undefined)?.risk
  if (written === undefined) return defaults
  const { paths, horizon, seed, prices, maxAddedBadDebt } = soundPart(riskSchema, written).fields
  const horizonDays = horizon && readHorizon(horizon, source, symbols, refuse)
  const bound =
    maxAddedBadDebt === undefined
      ? undefined
      : readValue(
          {
            unit: 'derivative',
            text: maxAddedBadDebt,
            place: source.placeOf(['risk', 'maxAddedBadDebt']),
          },
          symbols,
          refuse,
        )
  return {
    paths: paths ?? defaults.paths,
    horizonDays: horizonDays || defaults.horizonDays,
    seed: seed ?? defaults.seed,
    prices: prices ?? defaults.prices,
    ...(bound === undefined ? {} : { maxAddedBadDebt: bound }),
  }
}
