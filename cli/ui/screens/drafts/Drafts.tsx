import { Box } from 'ink'
import { useState } from 'react'
import type { DraftFile } from '../../../workflows/listDrafts.ts'
import { Answer, Empty } from '../../components/States.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useNamedCursor } from '../../hooks/useNamedCursor.ts'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { useNow } from '../../hooks/useNow.ts'
import { useServices } from '../../hooks/useServices.ts'
import { useLayout } from '../../layout.ts'
import { type Theme, useTheme } from '../../theme.ts'
import { agoWords } from '../../timeWords.ts'
import type { Screen } from '../screen.ts'
import { OpenFile } from './OpenFile.tsx'
import { useDiscard } from './useDiscard.tsx'

/** Proposals that are being written: files, and what was typed and not written yet. */
function Drafts() {
  const services = useServices()
  const live = useLive(['files', 'drafts'], services.listDrafts)
  const { go } = useNavigation()
  const [isAsking, setAsking] = useState(false)
  useKeys({ new: () => go('draft'), file: () => setAsking(true), refresh: live.reload })
  if (isAsking) return <OpenFile onClose={() => setAsking(false)} />
  return (
    <Answer live={live} what="the drafts">
      {(drafts) =>
        drafts.length === 0 ? (
          <Empty
            title="No drafts yet"
            hint="n begins one; e on a parameter begins one that changes it; f opens a file by its path. Here are proposals/<name>/proposal.yaml and proposals/<name>.yaml."
          />
        ) : (
          <List drafts={drafts} />
        )
      }
    </Answer>
  )
}

const nameOf = ({ path }: DraftFile): string => path

function List({ drafts }: { readonly drafts: readonly DraftFile[] }) {
  const { columns, bodyRows } = useLayout()
  const { go } = useNavigation()
  const theme = useTheme()
  const now = useNow()
  const height = bodyRows - 2
  const { index, top, actions } = useNamedCursor(drafts.map(nameOf), height)
  const selected = drafts[index]
  const { action: remove, question } = useDiscard(selected)
  useKeys({
    ...actions,
    remove,
    open: () => selected && go('draft', { path: selected.path }),
    edit: { run: () => selected && go('draft', { path: selected.path }), isQuiet: true },
    simulate: {
      run: () => selected && go('preview', { reference: selected.path }),
      blocked: selected?.isKept === true ? 'unsaved: open and write it' : undefined,
    },
  })
  if (question !== undefined) return question
  return (
    <Box>
      <Table
        columns={columnsOf(theme, now)}
        rows={drafts.slice(top, top + height)}
        keyOf={nameOf}
        selected={index - top}
        width={columns}
        place={{ top, count: drafts.length }}
      />
    </Box>
  )
}

/** What tells files apart: all of them are below `proposals`, and most are called the same in folders of their own. */
const shortPath = (path: string): string =>
  path.replace(/^proposals\//, '').replace(/(?<=.)\/proposal\.yaml$/, '')

const columnsOf = ({ symbols }: Theme, now: number): readonly Column<DraftFile>[] => [
  {
    title: 'state',
    text: ({ isKept, isNew }) =>
      isKept ? `${symbols.active} ${isNew ? 'new' : 'unsaved'}` : `${symbols.pass} file`,
    tone: ({ isKept }) => (isKept ? 'caution' : 'muted'),
    width: 9,
  },
  {
    title: 'title',
    text: ({ title, isNew }) => title || (isNew ? 'no title yet' : 'no title that can be read'),
    width: 24,
    grows: true,
  },
  {
    title: 'file',
    text: ({ path, isNew }) => (isNew ? 'none yet' : shortPath(path)),
    width: 30,
    grows: true,
    priority: 2,
  },
  {
    title: 'changed',
    text: ({ changedAt }) => agoWords(changedAt, now),
    align: 'right',
    width: 14,
    priority: 3,
  },
]

export const draftsScreen: Screen = {
  id: 'drafts',
  title: 'Drafts',
  summary: 'proposals that are being written',
  isListed: true,
  Component: Drafts,
  places: async ({ listDrafts }) =>
    (await listDrafts()).map(({ path, title }) => ({
      title: title || path,
      summary: path,
      screen: 'draft',
      params: { path },
    })),
}
