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
import { useTextField } from '../hooks/useTextField.ts'
import { addNews, noStages, type StageLog } from '../stageLog.ts'
import { useTheme } from '../theme.ts'
import { warpLines, warpSentence } from '../warpWords.ts'
import { Dialog } from './Dialog.tsx'
import { DialogText } from './DialogText.tsx'
import { Stages } from './Stages.tsx'
import { Trouble } from './States.tsx'
import { TextInput } from './TextInput.tsx'
import { Words } from './Words.tsx'

interface WarpDialogProps {
  /** The proposal whose next boundary `next` means; the first of all open ones if absent. */
  readonly proposal?: {
    readonly reference: string
    readonly title: string
    /** Why its vote would be lost if it ended now. */
    readonly loss?: string
  }
  readonly onClose: () => void
}

type Phase =
  | { readonly kind: 'asking' }
  | { readonly kind: 'moving'; readonly log: StageLog }
  | { readonly kind: 'moved'; readonly warped: Warped }
  | { readonly kind: 'failed'; readonly error: Error }

const IN_FLIGHT = 'warp'

/** Moves the clock of a development chain: nobody waits days for a rehearsal. */
export function WarpDialog({ proposal, onClose }: WarpDialogProps) {
  const [phase, setPhase] = useState<Phase>({ kind: 'asking' })
  const move = useMove(proposal?.reference, setPhase)
  return (
    <Dialog title="Move the clock" onClose={onClose}>
      <WarpPhase phase={phase} proposal={proposal} onMove={move} onClose={onClose} />
    </Dialog>
  )
}

function useMove(reference: string | undefined, show: (phase: Phase) => void) {
  const services = useServices()
  const client = useQueryClient()
  const { begin, end } = useDesk()
  const { say } = useNotices()
  return async (target: string): Promise<void> => {
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
  proposal,
  onMove,
  onClose,
}: {
  readonly phase: Phase
  readonly proposal: WarpDialogProps['proposal'] | undefined
  readonly onMove: (target: string) => void
  readonly onClose: () => void
}) {
  const { width, height } = useDialogSpace()
  const { symbols } = useTheme()
  switch (phase.kind) {
    case 'asking':
      return <Question proposal={proposal} onMove={onMove} />
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

function Question({
  proposal,
  onMove,
}: {
  readonly proposal: WarpDialogProps['proposal'] | undefined
  readonly onMove: (target: string) => void
}) {
  const { width } = useDialogSpace()
  const { symbols } = useTheme()
  const field = useTextField('next')
  useKeys(
    {
      open: {
        run: () => onMove(field.text),
        word: 'move it',
        blocked: field.text.trim() === '' ? 'say how far' : undefined,
      },
    },
    { text: field.target },
  )
  const whose =
    proposal === undefined ? 'of the first open proposal' : `of ${printable(proposal.title)}`
  return (
    <Box flexDirection="column">
      <Words wrap="wrap">
        {`next goes to the next boundary ${whose}: vote opens, vote ends, timelock opens. Or write a duration such as 3 days.`}
      </Words>
      {proposal?.loss === undefined ? null : (
        <Words tone="caution" wrap="wrap">
          {`${symbols.caution} If the vote ended now it would be lost: ${proposal.loss}. Vote first with v; A acts as another account.`}
        </Words>
      )}
      <TextInput state={field.state} width={width} placeholder="next" />
      <Words tone="muted">Enter moves the clock, prices kept fresh. It cannot be moved back.</Words>
    </Box>
  )
}

function Closing({ onClose }: Pick<WarpDialogProps, 'onClose'>) {
  useKeys({ open: { run: onClose, word: 'close' } })
  return <Words tone="muted">Enter or Esc closes this.</Words>
}
