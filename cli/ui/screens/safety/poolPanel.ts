import type { PatientVaultReading, PoolReading } from '../../../governance/pools.ts'
import { forPeople } from '../../../shared/format.ts'
import { formatDuration } from '../../../shared/time.ts'
import { formatBps } from '../../../shared/units.ts'
import type { Safety } from '../../../workflows/readSafety.ts'
import type { Column } from '../../components/Table.tsx'
import { factLines, type Line, paragraph, titleLine } from '../../lines.ts'
import { whenWords } from '../../timeWords.ts'
import { amountWords, ratioWords } from './amounts.ts'
import { type Look, lookWords, type Panel, type Setting } from './panel.ts'

/** Every stability pool. */
export const poolPanel = ({ pools, derivativeSymbol: symbol }: Safety): Panel<PoolReading> => ({
  rows: pools ?? [],
  nameOf: ({ label }) => label,
  columns: ({ theme }) => [
    { title: 'pool', text: ({ label }) => label, width: 12, grows: true },
    {
      title: 'assets',
      text: ({ assets }) => amountWords(assets, symbol),
      width: 17,
      align: 'right',
    },
    {
      title: 'a share',
      text: ({ sharePriceWad }) => ratioWords(sharePriceWad),
      width: 9,
      align: 'right',
      priority: 3,
    },
    {
      title: 'holds',
      text: ({ held, collateralSymbol, collateralDecimals }) =>
        amountWords(held, collateralSymbol, collateralDecimals),
      width: 15,
      align: 'right',
      priority: 2,
    },
    ...vestingColumn(symbol),
    {
      title: 'state',
      text: (pool) => lookWords(vaultLook(pool), theme),
      spoken: (pool) => vaultLook(pool).word,
      tone: (pool) => vaultLook(pool).tone,
      width: 9,
      priority: 2,
    },
  ],
  lines: (pool, setting) => [
    titleLine(pool.label),
    ...stateLines(pool, setting),
    ...factLines(
      [
        ...vaultFacts(pool, symbol, setting.now),
        [
          'holds',
          `${amountWords(pool.held, pool.collateralSymbol, pool.collateralDecimals)}: what is to be claimed, and whatever else was sent there`,
        ],
        ['reward', `${forPeople(formatBps(pool.absorbRewardBps))} for who absorbs`],
        ['address', pool.address],
      ],
      setting.width,
    ),
  ],
  copied: ({ address }) => ({ text: address, what: 'address' }),
  empty:
    pools === undefined
      ? {
          title: 'This deployment has no stability pools',
          hint: 'Unhealthy vaults are liquidated with the money of whoever comes: Vaults shows those that are close.',
        }
      : { title: 'No stability pools', hint: 'The deployment names none for its collateral.' },
})

const vestingColumn = (symbol: string): readonly Column<PoolReading>[] => [
  {
    title: 'vesting',
    text: ({ unvested }) => (unvested === 0n ? 'nothing' : amountWords(unvested, symbol)),
    width: 15,
    align: 'right',
    priority: 4,
  },
]

/** Whether it still takes part. */
export const vaultLook = ({ isRetired }: PatientVaultReading): Look =>
  isRetired
    ? { symbol: 'fail', tone: 'bad', word: 'retired' }
    : { symbol: 'active', tone: 'good', word: 'open' }

export function stateLines(
  vault: PatientVaultReading,
  { theme, width }: Setting & { readonly width: number },
): readonly Line[] {
  const { symbol, tone, word } = vaultLook(vault)
  const about = vault.isRetired
    ? 'it has lost nearly everything, spends and takes nothing any more; withdrawing goes on'
    : 'deposits wait for losses, and leave after a cool-down'
  return paragraph(`${word}: ${about}`, { width, tone, mark: `${theme.symbols[symbol]} ` })
}

/** What pool and insurance have in common. */
export const vaultFacts = (
  vault: PatientVaultReading,
  symbol: string,
  now: number,
): readonly (readonly [string, string])[] => [
  ['assets', amountWords(vault.assets, symbol)],
  ['a share', `${ratioWords(vault.sharePriceWad)} ${symbol}, of 1 at the start`],
  ['may be spent', amountWords(vault.spendable, symbol)],
  [
    'vesting',
    vault.unvested === 0n
      ? 'no yield'
      : `${amountWords(vault.unvested, symbol)} of yield, the last ${whenWords(Number(vault.vestsUntil), now)}`,
  ],
  ['cool-down', vault.cooldown === 0n ? 'none' : formatDuration(vault.cooldown)],
]
