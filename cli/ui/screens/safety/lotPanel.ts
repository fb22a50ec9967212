import { forPeople, plural } from '../../../shared/format.ts'
import { formatBps } from '../../../shared/units.ts'
import type { LotPanel, Safety } from '../../../workflows/readSafety.ts'
import type { Column } from '../../components/Table.tsx'
import { factLines, type Line, titleLine } from '../../lines.ts'
import { agoWords, whenWords } from '../../timeWords.ts'
import { amountWords, distanceWords, priceWords } from './amounts.ts'
import { type Look, lookWords, type Panel, type Setting } from './panel.ts'

/** Every open lot. */
export function lotPanel({ auctions, derivativeSymbol: symbol }: Safety): Panel<LotPanel> {
  const { lots = [], count = 0 } = auctions ?? {}
  const more = count - lots.length
  return {
    rows: lots,
    nameOf: ({ id }) => id.toString(),
    columns: (setting) => columnsOf(symbol, setting),
    lines: (lot, setting) => lotLines(lot, symbol, setting),
    copied: ({ owner }) => ({ text: owner, what: 'owner' }),
    empty:
      auctions === undefined
        ? {
            title: 'This deployment has no auction house',
            hint: 'Unhealthy vaults are liquidated directly: Vaults shows those that are close.',
          }
        : {
            title: 'Nothing is for sale',
            hint: 'Anybody may send an unhealthy vault to auction: ballast keeper does.',
          },
    ...(more > 0 ? { rest: `and ${plural(more, 'older lot')}` } : {}),
  }
}

/** Whether it sells, and until when. What ends it: a sale is not started again, but taken back by whoever covers bad debt. */
export function lotLook(
  { endsAt, market }: Pick<LotPanel, 'endsAt' | 'market'>,
  now: number,
): Look {
  return now >= Number(endsAt)
    ? {
        symbol: 'caution',
        tone: 'caution',
        word: market === undefined ? 'over: cover' : 'over: redo',
      }
    : { symbol: 'active', tone: 'accent', word: agoWords(Number(endsAt), now) }
}

const columnsOf = (symbol: string, { theme, now }: Setting): readonly Column<LotPanel>[] => [
  { title: 'lot', text: ({ id }) => `#${id}`, width: 6 },
  { title: 'market', text: marketWords, width: 9, grows: true },
  {
    title: 'left',
    text: ({ collateral, symbol: token, decimals }) => amountWords(collateral, token, decimals),
    width: 14,
    align: 'right',
    priority: 2,
  },
  {
    title: 'asks for',
    text: ({ tab }) => amountWords(tab, symbol),
    width: 16,
    align: 'right',
    priority: 4,
  },
  {
    title: 'price',
    text: ({ priceWad }) => priceWords(priceWad, symbol),
    width: 15,
    align: 'right',
  },
  {
    title: 'oracle',
    text: ({ oracleWad, priceWad }) =>
      oracleWad === undefined ? 'none' : distanceWords(oracleWad, priceWad),
    width: 8,
    align: 'right',
    priority: 3,
  },
  {
    title: 'ends',
    text: (lot) => lookWords(lotLook(lot, now), theme),
    spoken: (lot) => lotLook(lot, now).word,
    tone: (lot) => lotLook(lot, now).tone,
    width: 13,
    priority: 2,
  },
]

const marketWords = ({ market }: LotPanel): string => market ?? 'a sale'

function lotLines(
  lot: LotPanel,
  symbol: string,
  { width, now }: Setting & { readonly width: number },
): readonly Line[] {
  const { tab, debt, priceWad, oracleWad, topPriceWad, floorWad, endsAt, startedAt } = lot
  const price = (wad: bigint) => priceWords(wad, symbol)
  const isOver = now >= Number(endsAt)
  return [
    titleLine(`Lot #${lot.id}: ${marketWords(lot)}`),
    ...factLines(
      [
        ['for sale', amountWords(lot.collateral, lot.symbol, lot.decimals)],
        [
          'asks for',
          lot.market === undefined
            ? amountWords(tab, symbol)
            : `${amountWords(tab, symbol)}, of it debt ${amountWords(debt, symbol)}`,
        ],
        ['price now', price(priceWad)],
        [
          'oracle',
          oracleWad === undefined
            ? 'no price to compare with'
            : `${price(oracleWad)}: the lot is ${distanceWords(oracleWad, priceWad)} from it`,
        ],
        ['began at', `${price(topPriceWad)}, ${whenWords(Number(startedAt), now)}`],
        ['floor', price(floorWad)],
        [
          isOver ? 'over' : 'sells until',
          isOver
            ? `since ${whenWords(Number(endsAt), now)}: ${lot.market === undefined ? 'whoever covers bad debt has the backstop take it back' : 'anybody may start it again'}`
            : whenWords(Number(endsAt), now),
        ],
        ['falls by', fallWords(lot)],
        [lot.market === undefined ? 'seller' : 'owner', lot.owner],
      ],
      width,
    ),
  ]
}

const WAD_PER_BPS = 10n ** 14n

const fallWords = ({ cutWad, step }: LotPanel): string =>
  `${forPeople(formatBps((10n ** 18n - cutWad) / WAD_PER_BPS))} every ${step} s`
