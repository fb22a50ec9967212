import { printable } from '../../../shared/format.ts'
import type { DraftStart } from '../../../workflows/editDraft.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { Words } from '../../components/Words.tsx'
import type { OpenDraft } from '../../hooks/useDesk.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { useNotices } from '../../hooks/useNotices.tsx'
import { useTheme } from '../../theme.ts'
import { errorText } from './draftWords.ts'
import { useSessions } from './useSessions.ts'

interface AddOrBeginProps {
  readonly draft: OpenDraft
  readonly start: DraftStart
  readonly onBegin: () => void
}

/** A draft is open: does the parameter go into it, or into a new one? */
export function AddOrBegin(props: AddOrBeginProps) {
  const { back } = useNavigation()
  const { draft, start } = props
  return (
    <Dialog title={`${start.subject} ${start.parameter}`} onClose={back}>
      <Words wrap="wrap">{`The draft “${printable(draft.title || draft.path)}” is open.`}</Words>
      <Answers {...props} />
    </Dialog>
  )
}

function Answers({ draft, start, onBegin }: AddOrBeginProps) {
  const { open } = useSessions()
  const { replace } = useNavigation()
  const { say } = useNotices()
  const { symbols } = useTheme()
  const add = async () => {
    try {
      const session = await open(draft.path)
      session.edit({ kind: 'add', ...start })
      replace('draft', { path: draft.path, ...start })
    } catch (error) {
      say(printable(errorText(error)), 'bad')
    }
  }
  useKeys({
    open: { run: () => void add(), word: 'add it' },
    new: { run: onBegin, word: 'begin another' },
  })
  return (
    <Words tone="muted">{`Enter adds it there ${symbols.dot} n begins a new draft ${symbols.dot} Esc neither`}</Words>
  )
}
