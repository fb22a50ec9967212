import type { NetworkStatus, ProposalLine } from '../../../report/statusText.ts'
import { FilterLine } from '../../components/FilterLine.tsx'
import { Panes } from '../../components/Panes.tsx'
import { Answer, Empty } from '../../components/States.tsx'
import { Table } from '../../components/Table.tsx'
import { Words } from '../../components/Words.tsx'
import { useFilter } from '../../hooks/useFilter.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useNamedCursor } from '../../hooks/useNamedCursor.ts'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { usePaneFocus } from '../../hooks/usePaneFocus.ts'
import { useServices } from '../../hooks/useServices.ts'
import type { KeyActions } from '../../keyRouter.ts'
import { useLayout } from '../../layout.ts'
import { stateLooks } from '../../stateWords.ts'
import { useTheme } from '../../theme.ts'
import type { Screen } from '../screen.ts'
import { ProposalDetail } from './ProposalDetail.tsx'
import { proposalColumns } from './proposalColumns.ts'
import { SELECTED_ROWS, SelectedProposal } from './SelectedProposal.tsx'
import { useProposalActs } from './useProposalActs.tsx'
import { useViewer } from './useViewer.ts'

/** Every proposal, the newest first; beside it, where there is room, the one that is selected. */
function Proposals() {
  const services = useServices()
  const live = useLive(['chain', 'proposals'], services.readProposals)
  return (
    <Answer live={live} what="the proposals">
      {(status) =>
        status.proposals.length === 0 ? (
          <Empty
            title="No proposal was ever made here."
            hint="3 goes to Drafts: n begins one, S there submits it. On the command line: ballast draft, then ballast submit."
          />
        ) : (
          <ListAndDetail status={status} />
        )
      }
    </Answer>
  )
}

/** A proposal says more than its row; the list keeps what state, title and countdown need. */
const SHARING = { detail: 0.54, leastList: 50 }
/** With fewer rows than this all of them are for the list. */
const LEAST_ROWS = 12

function ListAndDetail({ status }: { readonly status: NetworkStatus }) {
  const { bodyRows, fit } = useLayout()
  const focused = usePaneFocus()
  const viewer = useViewer(status)
  const hasLines = fit !== 'wide' && bodyRows >= LEAST_ROWS
  const isListFocused = focused === 'list'
  const list = useRows(status, hasLines ? bodyRows - SELECTED_ROWS : bodyRows, isListFocused)
  const { selected } = list
  const { now } = viewer
  const { actions, dialog } = useProposalActs(selected, viewer, status.tokenSymbol)
  useKeys({ ...actions, open: useOpening(selected) })
  if (dialog !== undefined) return dialog
  return (
    <Panes
      sharing={SHARING}
      list={(width) => (
        <>
          <List list={list} width={width} now={now} isFocused={isListFocused} />
          {hasLines && selected !== undefined ? (
            <SelectedProposal line={selected} now={now} symbol={status.tokenSymbol} />
          ) : null}
        </>
      )}
      detail={(width) =>
        selected === undefined ? null : (
          <ProposalDetail
            line={selected}
            viewer={viewer}
            width={width}
            isFocused={!isListFocused}
          />
        )
      }
    />
  )
}

/** Enter leads to the whole proposal. */
function useOpening(line: ProposalLine | undefined): KeyActions['open'] {
  const { go } = useNavigation()
  return line === undefined ? undefined : () => go('proposal', { id: line.id.toString() })
}

/** Title, place and a line for what is not there. */
const OTHER_ROWS = 2

const nameOf = ({ id }: ProposalLine): string => id.toString()

function useRows({ proposals }: NetworkStatus, bodyRows: number, isFocused: boolean) {
  const filter = useFilter()
  const rows = proposals.filter(({ title = '', handle, state, proposer }) =>
    filter.matches(title, handle, state, stateLooks[state].word, proposer),
  )
  const height = Math.max(1, bodyRows - OTHER_ROWS - filter.rows)
  const cursor = useNamedCursor(rows.map(nameOf), height, `cursor ${filter.text}`)
  useKeys(cursor.actions, { isActive: isFocused })
  const { index, top } = cursor
  return { filter, rows, height, index, top, count: proposals.length, selected: rows[index] }
}

function List({
  list,
  width,
  now,
  isFocused,
}: {
  readonly list: ReturnType<typeof useRows>
  readonly width: number
  readonly now: number
  readonly isFocused: boolean
}) {
  const theme = useTheme()
  const { filter, rows, top, height, index, count } = list
  return (
    <>
      <FilterLine filter={filter} count={rows.length} of={count} width={width} />
      {rows.length === 0 ? (
        <Words tone="muted">No proposal contains that; Esc shows all.</Words>
      ) : (
        <Table<ProposalLine>
          columns={proposalColumns(theme, now, width)}
          rows={rows.slice(top, top + height)}
          keyOf={nameOf}
          selected={index - top}
          width={width}
          isFocused={isFocused}
          place={{ top, count: rows.length }}
        />
      )}
    </>
  )
}

export const proposalsScreen: Screen = {
  id: 'proposals',
  title: 'Proposals',
  summary: 'what is voted on, queued, executed',
  isListed: true,
  Component: Proposals,
  places: async ({ readProposals }) =>
    (await readProposals()).proposals.map(({ id, handle, title = handle, state }) => ({
      title,
      summary: `proposal ${handle}, ${stateLooks[state].word}`,
      screen: 'proposal',
      params: { id: id.toString() },
    })),
}
