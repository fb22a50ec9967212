import { type Refuse, readValue } from './draftChanges.ts'
import { ballotSchema } from './draftSchema.ts'
import type { BallotWish } from './proposal.ts'
import { soundPart } from './soundPart.ts'
import type { Symbols } from './value.ts'
import type { YamlSource } from './yamlSource.ts'

/** How the author wants the draft to be voted on off-chain; undefined if the file says nothing about it. */
export function readBallot(
  source: YamlSource,
  symbols: Symbols,
  refuse: Refuse,
): BallotWish | undefined {
  const written = (source.plain as { readonly snapshot?: unknown } | null | undefined)?.snapshot
  if (written === undefined) return undefined
  const { period, ...fields } = soundPart(ballotSchema, written).fields
  const place = source.placeOf(['snapshot', 'period'])
  const seconds =
    period === undefined
      ? undefined
      : readValue({ unit: 'seconds', text: period, place }, symbols, refuse)
  return { ...fields, ...(seconds === undefined ? {} : { periodSeconds: Number(seconds) }) }
}
