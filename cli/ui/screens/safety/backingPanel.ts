import type { BackingReading } from '../../../governance/pools.ts'
import { forPeople } from '../../../shared/format.ts'
import { formatBps } from '../../../shared/units.ts'
import type { LotPanel, Safety } from '../../../workflows/readSafety.ts'
import { factLines, type Line, paragraph, titleLine } from '../../lines.ts'
import { whenWords } from '../../timeWords.ts'
import { amountWords, priceWords, ratioWords } from './amounts.ts'
import { lotLook } from './lotPanel.ts'
import { type Look, lookWords, type Panel, type Setting } from './panel.ts'
import { stateLines, vaultFacts, vaultLook } from './poolPanel.ts'

/** One step of the waterfall, or what it is for. */
export interface BackingRow {
  readonly name: string
  readonly value: string
  readonly look: (now: number) => Look
  readonly about: string
  readonly facts?: (now: number) => readonly (readonly [string, string])[]
  readonly address?: string
}

type Insurance = NonNullable<BackingReading['insurance']>
type Backstop = NonNullable<BackingReading['backstop']>

/** What is lacking, and what pays for it, in the order in which it pays. */
export const backingPanel = (safety: Safety): Panel<BackingRow> => ({
  rows: backingRows(safety),
  nameOf: ({ name }) => name,
  columns: ({ theme, now }) => [
    { title: 'what', text: ({ name }) => name, width: 12, grows: true },
    { title: 'amount', text: ({ value }) => value, width: 20, align: 'right' },
    {
      title: 'state',
      text: ({ look }) => lookWords(look(now), theme),
      spoken: ({ look }) => look(now).word,
      tone: ({ look }) => look(now).tone,
      width: 18,
      priority: 2,
    },
  ],
  lines: (row, setting) => rowLines(row, safety.backing.insurance, setting),
  copied: ({ address }) => (address === undefined ? undefined : { text: address, what: 'address' }),
  empty: { title: 'Nothing is known of the backing', hint: 'r asks the chain again.' },
})

const WAD = 10n ** 18n

export const navLook = ({ navWad }: Pick<BackingReading, 'navWad'>): Look =>
  navWad < WAD
    ? { symbol: 'fail', tone: 'bad', word: 'below 1' }
    : { symbol: 'pass', tone: 'good', word: 'backed' }

const plainly =
  (look: Look): ((now: number) => Look) =>
  () =>
    look

const quiet = (word: string): Look => ({ symbol: 'pending', tone: 'muted', word })
const ready = (word: string): Look => ({ symbol: 'active', tone: 'good', word })

function backingRows(safety: Safety): readonly BackingRow[] {
  const { backing, derivativeSymbol: symbol } = safety
  const { deficit, surplus, insurance, backstop } = backing
  return [
    {
      name: 'NAV',
      value: `${ratioWords(backing.navWad)} ${symbol}`,
      look: plainly(navLook(backing)),
      about: `What backs each ${symbol} by the books of the Ledger: 1 at most, less by the part of the supply that nothing backs. What the collateral is worth stands in Overview.`,
    },
    {
      name: 'deficit',
      value: amountWords(deficit, symbol),
      look: plainly(
        deficit === 0n
          ? { symbol: 'pass', tone: 'good', word: 'no bad debt' }
          : { symbol: 'fail', tone: 'bad', word: 'bad debt' },
      ),
      about: 'Debt that no collateral pays for, in all markets. Anybody may have it covered.',
      ...(backstop === undefined ? {} : { facts: (now) => standingFacts(backstop, symbol, now) }),
    },
    {
      name: 'surplus',
      value: amountWords(surplus, symbol),
      look: plainly(surplus === 0n ? quiet('none') : ready('pays first')),
      about:
        'Fees that were charged and not yet minted. They pay for bad debt before anything else.',
      ...(backstop === undefined ? {} : { facts: () => surplusFacts(backstop, symbol) }),
    },
    ...(insurance === undefined ? [] : [insuranceRow(insurance, symbol)]),
    ...(backstop === undefined ? [noBackstop] : backstopRows(safety, backstop)),
  ]
}

const noBackstop: BackingRow = {
  name: 'backstop',
  value: 'none',
  look: plainly(quiet('not deployed')),
  about: 'This deployment has no backstop: what surplus does not pay stays a deficit.',
}

/** What the backstop has taken note of: only what has stood for a while is paid by insurance and sale. */
const standingFacts = (
  { standing, noted, notedAt }: Backstop,
  symbol: string,
  now: number,
): readonly (readonly [string, string])[] => [
  ['standing', `${amountWords(standing, symbol)}: insurance and sale pay for it`],
  [
    'noted',
    notedAt === 0n
      ? 'nothing yet'
      : `${amountWords(noted, symbol)}, ${whenWords(Number(notedAt), now)}`,
  ],
]

const surplusFacts = (
  { surplusBuffer, poolShareBps, insuranceShareBps }: Backstop,
  symbol: string,
): readonly (readonly [string, string])[] => [
  ['buffer', `${amountWords(surplusBuffer, symbol)} are never distributed`],
  ['to the pool', `${percent(poolShareBps)} of the rest`],
  ['insurance', `${percent(insuranceShareBps)} of the rest`],
  ['treasury', percent(10_000n - poolShareBps - insuranceShareBps)],
]

const percent = (bps: bigint): string => forPeople(formatBps(bps))

const insuranceRow = (insurance: Insurance, symbol: string): BackingRow => ({
  name: 'insurance',
  value: amountWords(insurance.assets, symbol),
  look: plainly(insurance.isRetired ? vaultLook(insurance) : insuranceLook(insurance)),
  about: 'First-loss money that people offer for yield; it pays after the surplus.',
  facts: (now) => vaultFacts(insurance, symbol, now),
  address: insurance.address,
})

const insuranceLook = ({ spendable }: Insurance): Look =>
  spendable === 0n ? quiet('empty') : ready('pays second')

/** Governance tokens that pay last, and whether they are for sale now. */
function backstopRows(safety: Safety, backstop: Backstop): readonly BackingRow[] {
  const { derivativeSymbol: symbol, tokenSymbol } = safety
  const { tokens, salePriceWad, saleSize, proceeds, address } = backstop
  const isSet = salePriceWad > 0n && saleSize > 0n
  const sale = saleOf(safety, backstop)
  return [
    {
      name: 'backstop',
      value: amountWords(tokens, tokenSymbol),
      look: plainly(
        isSet && tokens > 0n ? ready('pays third') : quiet(isSet ? 'empty' : 'sells nothing'),
      ),
      about: 'Governance tokens that are sold for what neither surplus nor insurance pays.',
      facts: () => [
        [
          'a sale starts',
          isSet ? priceWords(salePriceWad, symbol) : 'never: no price or size is set',
        ],
        ['and offers', isSet ? `${amountWords(saleSize, tokenSymbol)} at most` : 'nothing'],
        ['proceeds', `${amountWords(proceeds, symbol)} of earlier sales`],
      ],
      address,
    },
    {
      name: 'sale',
      value: sale === undefined ? 'none' : amountWords(sale.collateral, sale.symbol),
      look: (now) => (sale === undefined ? quiet('not running') : lotLook(sale, now)),
      about:
        sale === undefined
          ? 'No governance tokens are for sale.'
          : `Lot #${sale.id} among the auctions: ${amountWords(sale.tab, symbol)} are asked for, at ${priceWords(sale.priceWad, symbol)} now.`,
    },
  ]
}

const saleOf = ({ auctions }: Safety, { sale }: Backstop): LotPanel | undefined =>
  auctions?.lots.find(({ id }) => id === sale)

function rowLines(
  { name, value, look, about, facts, address }: BackingRow,
  insurance: Insurance | undefined,
  setting: Setting & { readonly width: number },
): readonly Line[] {
  const { theme, width, now } = setting
  const { symbol, tone, word } = look(now)
  return [
    titleLine(name),
    ...paragraph(`${word}: ${value}`, { width, tone, mark: `${theme.symbols[symbol]} ` }),
    ...paragraph(about, { width }),
    ...(name === 'insurance' && insurance !== undefined ? stateLines(insurance, setting) : []),
    ...factLines(
      [...(facts?.(now) ?? []), ...(address === undefined ? [] : [['address', address] as const])],
      width,
    ),
  ]
}
