import { printable, shortHex } from '../../../shared/format.ts'
import type { VaultOrder } from '../../../workflows/vaultOrders.ts'
import type { VaultHealth, VaultRow } from '../../../workflows/vaultRow.ts'
import type { Column } from '../../components/Table.tsx'
import type { Theme } from '../../theme.ts'
import { amountText, distanceText, healthText, spokenHealth, standingOf } from './vaultWords.ts'

/** A row of the window, by its position; without a vault while that is not there yet. */
export interface ShownRow {
  readonly position: number
  readonly vault: VaultRow | undefined
}

interface Look {
  readonly symbols: Theme['symbols']
  /** Whether somebody listens: then words stand in place of symbols. */
  readonly isRead: boolean
  /** Of the derivative. */
  readonly unit: string
  /** Of the rows that are there. */
  readonly order: Ordering
  /** Of those that are asked for: until they are there, the title says that they are on their way. */
  readonly wanted: Ordering
  /** What there is with a draft: nothing, one moment, or two. */
  readonly drafted: 'nothing' | 'execution' | 'ramp'
}

/** What rows are ordered by. */
interface Ordering {
  readonly order: VaultOrder
  readonly isReversed: boolean
}

/** A column of vaults; `by` is the order that it shows. */
interface VaultColumn extends Omit<Column<ShownRow>, 'text' | 'tone'> {
  readonly by?: VaultOrder
  readonly text: (vault: VaultRow) => string
  readonly tone?: (vault: VaultRow) => ReturnType<typeof standingOf>['tone']
}

/** The columns for this question: titles say what the rows are ordered by, and the draft's stand beside what is now. */
export function columnsFor(look: Look): readonly Column<ShownRow>[] {
  const waiting = look.isRead ? 'not there yet' : look.symbols.ellipsis
  return [...facts(look), ...draftedColumns(look), ...amounts(look)].map(
    ({ by, text, tone, title, ...column }) => ({
      ...column,
      title: by === undefined ? title : titleOf(title, by, look),
      text: ({ vault }) => (vault === undefined ? waiting : text(vault)),
      ...(tone === undefined
        ? {}
        : { tone: ({ vault }: ShownRow) => (vault === undefined ? 'muted' : tone(vault)) }),
    }),
  )
}

function titleOf(title: string, by: VaultOrder, look: Look): string {
  const { order: now, wanted, symbols, isRead } = look
  if (isRead) return title
  const isThere = now.order === wanted.order && now.isReversed === wanted.isReversed
  if (by === wanted.order && !isThere) return `${title} ${symbols.ellipsis}`
  if (by !== now.order) return title
  return `${title} ${isRising(now) ? symbols.up : symbols.down}`
}

/** The largest debt and the largest collateral come first, of all else the least. */
const isRising = ({ order, isReversed }: Ordering): boolean =>
  (order === 'debt' || order === 'collateral') === isReversed

const orderNames: Readonly<Record<VaultOrder, string>> = {
  health: 'health',
  after: 'health with the draft',
  debt: 'debt',
  collateral: 'collateral',
  owner: 'owner',
}

/** What the titles show by an arrow, for who listens. */
export const spokenOrder = (now: Ordering): string =>
  `ordered by ${orderNames[now.order]}, the ${isRising(now) ? 'lowest' : 'highest'} first`

const facts = ({ symbols, isRead }: Look): readonly VaultColumn[] => [
  { title: 'market', text: ({ market }) => printable(market), width: 9, priority: 2 },
  { title: 'owner', by: 'owner', text: ({ owner }) => shortHex(owner), width: 11, grows: true },
  {
    title: 'health',
    by: 'health',
    text: ({ now }) => (isRead ? spokenHealth(now) : healthText(now, { symbols })),
    tone: ({ now }) => standingOf(now).tone,
    align: 'right',
    width: 10,
  },
  {
    title: 'can fall',
    text: ({ now }) => distanceText(now),
    align: 'right',
    width: 8,
    priority: 2,
  },
]

/** With the draft: when it is executed, and when its threshold has stopped moving, where it moves at all. */
function draftedColumns({ symbols, drafted, isRead }: Look): readonly VaultColumn[] {
  if (drafted === 'nothing') return []
  /** What the draft leaves as it is has no number of its own. */
  const unchanged = isRead ? 'unchanged' : symbols.dot
  const becomes = (what: string) => (isRead ? what : `${symbols.arrow} ${what}`)
  const column = (of: (vault: VaultRow) => VaultHealth | undefined) => ({
    text: (vault: VaultRow) => {
      const health = of(vault)
      if (health === undefined) return unchanged
      return isRead ? spokenHealth(health) : becomes(healthText(health, { symbols }))
    },
    tone: (vault: VaultRow) => {
      const health = of(vault)
      return health === undefined ? 'muted' : standingOf(health).tone
    },
    align: 'right' as const,
  })
  const inTheEnd = ({ drafted: own }: VaultRow) => own?.settled ?? own?.execution
  return [
    ...(drafted === 'ramp'
      ? [
          {
            title: 'at execution',
            ...column(({ drafted: own }) => own?.execution),
            width: 12,
            priority: 3 as const,
          },
        ]
      : []),
    {
      title: drafted === 'ramp' ? 'after ramp' : 'with draft',
      by: 'after',
      ...column(inTheEnd),
      width: 12,
    },
    {
      title: isRead ? 'with the draft can fall' : becomes('can fall'),
      text: (vault) => {
        const health = inTheEnd(vault)
        return health === undefined ? unchanged : becomes(distanceText(health))
      },
      align: 'right',
      width: 10,
      priority: 3,
    },
  ]
}

const amounts = ({ unit }: Look): readonly VaultColumn[] => [
  {
    title: 'debt',
    by: 'debt',
    text: ({ debt }) => amountText(debt, unit),
    align: 'right',
    width: 15,
    priority: 2,
  },
  {
    title: 'collateral',
    by: 'collateral',
    text: ({ collateral, collateralSymbol }) => amountText(collateral, printable(collateralSymbol)),
    align: 'right',
    width: 16,
    priority: 4,
  },
]
