import { Box } from 'ink'
import type { NearLiquidation } from '../../../workflows/nearLiquidation.ts'
import type { Overview } from '../../../workflows/readOverview.ts'
import { Words } from '../../components/Words.tsx'
import { useChainClock } from '../../hooks/useChainClock.ts'
import { useNetwork } from '../../hooks/useConnection.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useNamedCursor } from '../../hooks/useNamedCursor.ts'
import { useNavigation, usePassingMemory } from '../../hooks/useNavigation.tsx'
import { useServices } from '../../hooks/useServices.ts'
import { useLayout } from '../../layout.ts'
import { useTheme } from '../../theme.ts'
import { feedRows, marketRows, protocolRows } from './healthRows.ts'
import { RowPane } from './RowPane.tsx'
import { blankRow, type Row } from './rows.ts'
import { needRows, noteRows, standingRows } from './standingRows.ts'

/** Rows at the bottom that say more about what is selected. */
const DETAIL_ROWS = 2
/** Cells between two panes. */
const GAP = 3
/** Of a wide window for what needs somebody, which can be wrapped: bars and numbers cannot. */
const NEEDS_SHARE = 0.42
/** Cells in front of each row, for the mark of the selected one. */
const MARK = 2

/** Everything at a glance: side by side where there is room, else below each other. */
export function Glance({ overview }: { readonly overview: Overview }) {
  const { columns, bodyRows, fit } = useLayout()
  const height = Math.max(1, bodyRows - DETAIL_ROWS)
  const [isAll, setAll] = usePassingMemory('all needs', false)
  const panes = usePanes(overview, height, isAll)
  const selectable = panes.flatMap(({ rows }) =>
    rows.filter(({ target, isRest }) => target !== undefined || isRest),
  )
  const selected = useSelection(selectable, () => setAll(() => true))
  return (
    <Box flexDirection="column">
      <Box height={height} overflow="hidden" columnGap={fit === 'wide' ? GAP : 0}>
        {panes.map(({ name, rows, width }) => (
          <RowPane key={name} rows={rows} width={width} height={height} selected={selected?.key} />
        ))}
      </Box>
      <Box height={DETAIL_ROWS} width={columns} overflow="hidden">
        <Words tone="muted" wrap="wrap">
          {selected?.detail ?? ''}
        </Words>
      </Box>
    </Box>
  )
}

/** Asked once the rest is there: it takes reading every vault. */
function useNear(): NearLiquidation | undefined {
  const services = useServices()
  const live = useLive(['chain', 'near'], services.countNear)
  return live.status === 'ready' ? live.value : undefined
}

interface Pane {
  readonly name: string
  readonly rows: readonly Row[]
  readonly width: number
}

function usePanes(overview: Overview, height: number, isAll: boolean): readonly Pane[] {
  const { columns, fit } = useLayout()
  const { connection, session } = useNetwork()
  const theme = useTheme()
  const now = useChainClock()
  const isWide = fit === 'wide'
  const left = isWide ? Math.floor((columns - GAP) * NEEDS_SHARE) : columns
  const right = isWide ? columns - GAP - left : columns
  const space = (width: number) => ({ width: width - MARK, theme })
  const near = useNear()
  const health = [
    protocolRows(overview, near, space(right)),
    marketRows(overview, near, space(right)),
    feedRows(overview, now, space(right)),
  ]
  const standing = standingRows(overview, connection, space(left))
  const used = health.flat().length + standing.length + 1
  const room = isWide ? height - standing.length - 2 : Math.max(3, height - used)
  const needs = needRows(overview, { now, room, isAll, space: space(left) })
  const notes = noteRows(session.notes, space(left))
  if (isWide) {
    const own = withRoomFor(notes, [standing, needs], height)
    return [
      { name: 'needs', rows: spaced(own, height), width: left },
      { name: 'health', rows: spaced(health, height), width: right },
    ]
  }
  const all = withRoomFor(notes, [standing, needs, ...health], height)
  return [{ name: 'all', rows: spaced(all, height), width: columns }]
}

type Sections = readonly (readonly Row[])[]

/** One more section at the end, if there is room for all of it. */
const withRoomFor = (rows: readonly Row[], sections: Sections, height: number): Sections =>
  rows.length > 0 && sections.flat().length + sections.length + rows.length <= height
    ? [...sections, rows]
    : sections

/** An empty row between sections if there is room for all of them. */
function spaced(sections: Sections, height: number): readonly Row[] {
  const isRoomy = sections.flat().length + sections.length - 1 <= height
  if (!isRoomy) return sections.flat()
  return sections.flatMap((rows, i) => (i === 0 ? rows : [blankRow(rows[0]?.key ?? ''), ...rows]))
}

/** The selected row, and the keys that move and open it. Tab goes to the next section. */
function useSelection(rows: readonly Row[], showRest: () => void): Row | undefined {
  const { go } = useNavigation()
  const { index, select, actions } = useNamedCursor(rows.map(({ key }) => key))
  const selected = rows[index]
  const sectionOf = (row: Row | undefined) => row?.key.split(' ')[0]
  const jump = (order: readonly Row[]) => {
    const from = selected === undefined ? 0 : order.indexOf(selected)
    const next = [...order.slice(from), ...order.slice(0, from)].find(
      (row) => sectionOf(row) !== sectionOf(selected),
    )
    if (next !== undefined) select(rows.indexOf(next))
  }
  useKeys({
    ...actions,
    nextPane: { run: () => jump(rows), isQuiet: true },
    previousPane: { run: () => jump(rows.toReversed()), isQuiet: true },
    open: {
      run: () => {
        if (selected?.isRest) showRest()
        else if (selected?.target !== undefined) go(selected.target.screen, selected.target.params)
      },
      isQuiet: selected === undefined,
    },
  })
  return selected
}
