import { type ReactNode, useState } from 'react'
import { printable } from '../../../shared/format.ts'
import type { DraftFile } from '../../../workflows/listDrafts.ts'
import { Confirmation } from '../../components/Confirmation.tsx'
import { useDesk } from '../../hooks/useDesk.tsx'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { useNotices } from '../../hooks/useNotices.tsx'
import { usePreviews } from '../../hooks/usePreviews.tsx'
import type { KeyAction } from '../../keyRouter.ts'
import { errorText } from './draftWords.ts'
import { useSessions } from './useSessions.ts'

/**
 * Puts away a draft: what was typed and never written, after a question. Files are never removed from here; one that
 * other screens compare with is only closed.
 */
export function useDiscard(selected: DraftFile | undefined): {
  readonly action: KeyAction
  readonly question: ReactNode
} {
  const [asked, ask] = useState<DraftFile>()
  const { draft, putAway: clearDesk } = useDesk()
  const { say } = useNotices()
  const discard = useDiscarding()
  const close = () => ask(undefined)
  const question =
    asked === undefined ? undefined : (
      <Confirmation
        title={`Discard ${nameOf(asked)}?`}
        lines={[whatIsLost(asked)]}
        yes={{
          word: 'discard',
          run: () => {
            close()
            void discard(asked)
          },
        }}
        onClose={close}
      />
    )
  const isOpen = selected !== undefined && selected.path === draft?.path
  const action: KeyAction =
    selected?.isKept === true
      ? { run: () => ask(selected), word: 'discard' }
      : {
          run() {
            clearDesk(selected?.path ?? '')
            say('Closed: nothing is compared with it any more. Its file stays as it is.')
          },
          word: isOpen ? 'close' : 'discard',
          blocked: isOpen ? undefined : 'all is written; remove the file by hand',
        }
  return { action, question }
}

/** Forgets a draft everywhere: on the disk, on the desk, and where going back would lead. */
function useDiscarding(): (draft: DraftFile) => Promise<void> {
  const sessions = useSessions()
  const previews = usePreviews()
  const { putAway: clearDesk } = useDesk()
  const { forget } = useNavigation()
  const { say } = useNotices()
  return async (draft) => {
    const { path, isNew } = draft
    try {
      await sessions.putAway(path)
      clearDesk(path)
      previews.close(path)
      if (isNew) forget(({ params }) => params['path'] === path)
      say(`Discarded: ${printable(nameOf(draft))}`)
    } catch (error) {
      say(printable(errorText(error)), 'bad')
    }
  }
}

const nameOf = ({ title, path, isNew }: DraftFile): string =>
  title !== '' ? `“${title}”` : isNew ? 'the draft without a title' : path

const whatIsLost = ({ path, isNew }: DraftFile): string =>
  isNew
    ? 'It was never written to a file: nothing of it is left after this.'
    : `What was typed and not written is lost; ${printable(path)} stays as it is.`
