import { useQueryClient } from '@tanstack/react-query'
import { Box } from 'ink'
import { useState } from 'react'
import { printable } from '../../shared/format.ts'
import type { Warped } from '../../workflows/warpChain.ts'
import { useDesk } from '../hooks/useDesk.tsx'
import { useDialogSpace } from '../hooks/useDialogSpace.ts'
import { useKeys } from '../hooks/useKeys.tsx'
import { useNotices } from '../hooks/useNotices.tsx'
import { useServices } from '../hooks/useServices.ts'
import { addNews, noStages, type StageLog } from '../stageLog.ts'
import { useTheme } from '../theme.ts'
import { warpLines, warpSentence } from '../warpWords.ts'
import { Dialog } from './Dialog.tsx'
import { DialogText } from './DialogText.tsx'
import { Stages } from './Stages.tsx'
import { Trouble } from './States.tsx'
import { WarpQuestion } from './WarpQuestion.tsx'
import { Words } from './Words.tsx'

interface WarpDialogProps {
  /** The proposal whose next boundary `next` means; the first of all open ones if absent. */
  readonly reference?: string
  readonly onClose: () => void
}

type Phase =
  | { readonly kind: 'asking' }
  | { readonly kind: 'moving'; readonly log: StageLog }
  | { readonly kind: 'moved'; readonly warped: Warped }
  | { readonly kind: 'failed'; readonly error: Error }

const IN_FLIGHT = 'warp'

/** Moves the clock of a development chain: nobody waits days for a rehearsal. */
export function WarpDialog({ reference, onClose }: WarpDialogProps) {
  const [phase, setPhase] = useState<Phase>({ kind: 'asking' })
  const move = useMove(setPhase)
  return (
    <Dialog title="Move the clock" onClose={onClose}>
      <WarpPhase phase={phase} reference={reference} onMove={move} onClose={onClose} />
    </Dialog>
  )
}

/** @param reference the only proposal whose boundaries count */
type Move = (target: string, reference: string | undefined) => void

function useMove(show: (phase: Phase) => void): Move {
  const services = useServices()
  const client = useQueryClient()
  const { begin, end } = useDesk()
  const { say } = useNotices()
  return async (target, reference) => {
    let log = noStages
    show({ kind: 'moving', log })
    begin(IN_FLIGHT, 'The clock is being moved.')
    try {
      const warped = await services.warp(target, reference, (news) => {
        log = addNews(log, news)
        show({ kind: 'moving', log })
      })
      say(warpSentence(warped), 'good')
      show({ kind: 'moved', warped })
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      say(printable(error.message), 'bad')
      show({ kind: 'failed', error })
    } finally {
      end(IN_FLIGHT)
      void client.invalidateQueries({ queryKey: ['chain'] })
    }
  }
}

function WarpPhase({
  phase,
  reference,
  onMove,
  onClose,
}: {
  readonly phase: Phase
  readonly reference: string | undefined
  readonly onMove: Move
  readonly onClose: () => void
}) {
  const { width, height } = useDialogSpace()
  const { symbols } = useTheme()
  switch (phase.kind) {
    case 'asking':
      return <WarpQuestion reference={reference} onMove={onMove} />
    case 'moving':
      return <Stages log={phase.log} height={height} />
    case 'moved':
      return (
        <Box flexDirection="column">
          <DialogText lines={warpLines(phase.warped, width, symbols)} height={height - 1} />
          <Closing onClose={onClose} />
        </Box>
      )
    case 'failed':
      return <Trouble error={phase.error} retry="Esc closes this; the chain is as it says it is" />
  }
}

function Closing({ onClose }: Pick<WarpDialogProps, 'onClose'>) {
  useKeys({ open: { run: onClose, word: 'close' } })
  return <Words tone="muted">Enter or Esc closes this.</Words>
}
