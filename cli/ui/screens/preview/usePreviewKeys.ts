import { useQueryClient } from '@tanstack/react-query'
import { listOf } from '../../../shared/format.ts'
import { useDesk } from '../../hooks/useDesk.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNotices } from '../../hooks/useNotices.tsx'
import { usePreviews } from '../../hooks/usePreviews.tsx'
import type { PreviewRun } from '../../previewRun.ts'

interface Overlays {
  readonly replay: () => void
  readonly submit: () => void
}

/** What keys do to a preview as a whole. */
export function usePreviewKeys(run: PreviewRun, open: Overlays): void {
  const previews = usePreviews()
  const publish = usePublish(run.reference)
  const { reference, status } = run
  const blocked = whyNot(run)
  useKeys({
    simulate: {
      run: () => previews.start(reference),
      word: status === 'running' ? 'simulate' : 'simulate again',
      blocked: status === 'running' ? 'it is running' : undefined,
    },
    stop: {
      run: () => previews.stop(reference),
      blocked: status === 'running' ? undefined : 'nothing runs',
      isQuiet: status !== 'running',
    },
    publish: { run: publish, blocked },
    timeline: { run: open.replay, word: 'replay prices', blocked },
    submit: { run: open.submit, blocked: blocked ?? whyNotSubmitted(run) },
  })
}

/** Why nothing can be done with the result. */
function whyNot({ status, isOpen }: PreviewRun): string | undefined {
  if (status === 'running') return 'the preview is not there yet'
  return status === 'ready' && isOpen ? undefined : 'there is no preview; s starts it'
}

function whyNotSubmitted({ preview }: PreviewRun): string | undefined {
  if (preview?.submitted !== undefined) return `it is on the chain as ${preview.submitted.shortId}`
  return preview?.decision === 'fail' ? 'a check fails' : undefined
}

/** Writes the report and says where; the paths stay in the terminal. */
function usePublish(reference: string): () => void {
  const previews = usePreviews()
  const client = useQueryClient()
  const { leaveBehind } = useDesk()
  const { say } = useNotices()
  return () => {
    previews.publish(reference).then(
      (files) => {
        say(`Report written: ${listOf(files)}.`, 'good')
        for (const file of files) leaveBehind(`Report written: ${file}`)
        void client.invalidateQueries({ queryKey: ['files'] })
      },
      (error: Error) => say(`The report was not written: ${error.message}`, 'bad'),
    )
  }
}
