import { plural } from '../../../shared/format.ts'
import type { NearLiquidation } from '../../../workflows/nearLiquidation.ts'
import { piece, type Row, type Space, textRow } from './rows.ts'

/** How the fall of `nearLiquidation` is said. */
const NEAR = 'within 10 % of liquidation'
const UNPRICED = 'without a price'

type Counts = Omit<NearLiquidation['markets'][number], 'label'>

/** What backs the protocol, and how many vaults are close to liquidation as soon as that is known. */
export function backingRow(backing: string, near: NearLiquidation | undefined, space: Space): Row {
  if (near === undefined) return textRow(backing)
  const { symbols } = space.theme
  const { symbol, tone, text, short } = nearWords(near.markets)
  const dot = `  ${symbols.dot} `
  const room = space.width - backing.length - dot.length - 2
  return {
    key: 'backing',
    pieces: [
      piece(backing),
      piece(dot, 'muted'),
      piece(`${symbols[symbol]} ${text.length <= room ? text : short}`, tone),
    ],
    spoken: `${backing}, ${text}.`,
    target: { screen: 'vaults', params: {} },
    detail: `${text}. Enter shows the vaults, the weakest first.`,
  }
}

/**
 * What can be liquidated already comes first: nothing is said of those that are only near then. Where nobody can tell of
 * some, nothing is called sound.
 */
function nearWords(markets: NearLiquidation['markets']) {
  const of = (key: keyof Counts) => markets.reduce((sum, one) => sum + one[key], 0)
  const [liquidatable, near, unpriced] = [of('liquidatable'), of('near'), of('unpriced')]
  const others = unpriced === 0 ? '' : `, ${unpriced} ${UNPRICED}`
  if (liquidatable > 0) {
    const short = `${plural(liquidatable, 'vault')} liquidatable now`
    return { symbol: 'fail', tone: 'bad', text: short + others, short } as const
  }
  if (near === 0 && unpriced > 0) {
    const text = `${plural(unpriced, 'vault')} ${UNPRICED}: how near liquidation is not known`
    return { symbol: 'unknown', tone: 'caution', text, short: `${unpriced} unpriced` } as const
  }
  if (near === 0) {
    return {
      symbol: 'pass',
      tone: 'good',
      text: `no vault ${NEAR}`,
      short: 'no vault near',
    } as const
  }
  const count = plural(near, 'vault')
  return {
    symbol: 'caution',
    tone: 'caution',
    text: `${count} ${NEAR}${others}`,
    short: `${count} near`,
  } as const
}

/** A market's row with how many of its vaults are close to liquidation, once that is known. */
export function withNear(row: Row, near: Counts | undefined): Row {
  if (near === undefined) return row
  const { liquidatable, near: close, unpriced } = near
  const words = [
    ...(liquidatable > 0 ? [`${liquidatable} liquidatable now`] : []),
    ...(close > 0 || unpriced === 0 ? [`${close} ${NEAR}`] : []),
    ...(unpriced > 0 ? [`${unpriced} ${UNPRICED}`] : []),
  ]
    .map((one) => `, ${one}`)
    .join('')
  const added = (text: string) => text.replace(/\.$/, `${words}.`)
  return {
    ...row,
    spoken: added(row.spoken),
    ...(row.detail === undefined ? {} : { detail: added(row.detail) }),
  }
}
