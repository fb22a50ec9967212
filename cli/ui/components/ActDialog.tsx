import { useState } from 'react'
import { actTitle } from '../actWords.ts'
import { type RunningAct, useAct } from '../hooks/useAct.ts'
import { useDialogSpace } from '../hooks/useDialogSpace.ts'
import { useNotices } from '../hooks/useNotices.tsx'
import type { ActEnd, ActRequest } from '../services/acts.ts'
import { ActDone, ActFailed } from './act/ActEnded.tsx'
import { ActPlan } from './act/ActPlan.tsx'
import { ActRefused } from './act/ActRefused.tsx'
import { ActReplaced } from './act/ActReplaced.tsx'
import { Locked } from './act/Locked.tsx'
import { Rehearsing, Sending } from './act/UnderWay.tsx'
import { Dialog } from './Dialog.tsx'
import { Words } from './Words.tsx'

interface ActDialogProps {
  readonly request: ActRequest
  /** Told how it ended, if it had ended when somebody closed the dialog. */
  readonly onClose: (end?: ActEnd) => void
}

/** Whatever is sent to the chain goes through here: rehearsal, plan, consent, sending, what came of it. */
export function ActDialog({ request, onClose }: ActDialogProps) {
  const act = useAct(request)
  const { say } = useNotices()
  const [isToldOnce, setToldOnce] = useState(false)
  const [beganAt] = useState(() => performance.now())
  const close = () => {
    const { phase } = act
    switch (phase.kind) {
      case 'ended':
        return onClose(phase.end)
      case 'failed':
        return onClose()
      case 'sending':
        // Nobody must take a closed window for a transaction that was called back.
        return isToldOnce ? onClose() : setToldOnce(true)
      default:
        say('Declined; nothing was sent.')
        return onClose({ how: 'declined' })
    }
  }
  return (
    <Dialog title={actTitle(request)} onClose={close}>
      <Phase
        act={act}
        beganAt={beganAt}
        isToldOnce={isToldOnce}
        isAwaited={request.verb !== 'pending'}
        onClose={close}
      />
    </Dialog>
  )
}

function Phase({
  act,
  beganAt,
  isToldOnce,
  isAwaited,
  onClose,
}: {
  readonly act: RunningAct
  readonly beganAt: number
  readonly isToldOnce: boolean
  /** Whether it is waited for once it was sent. */
  readonly isAwaited: boolean
  readonly onClose: () => void
}) {
  const room = useDialogSpace()
  const { phase } = act
  switch (phase.kind) {
    case 'rehearsing':
      return <Rehearsing log={phase.log} room={room} />
    case 'asking':
      return <ActPlan plan={phase.plan} room={room} beganAt={beganAt} onAgree={act.agree} />
    case 'locked':
      return <Locked question={phase.question} said={phase.log.said} onUnlock={act.unlock} />
    case 'sending':
      return <Sending {...{ ...phase, room, isToldOnce, isAwaited }} />
    case 'failed':
      return <ActFailed error={phase.error} maySend={phase.maySend} room={room} onClose={onClose} />
    case 'ended':
      if (phase.end.how === 'refused') {
        return <ActRefused refused={phase.end} room={room} onAccept={act.accept} />
      }
      if (phase.end.how === 'replaced') {
        return <ActReplaced end={phase.end} room={room} onClose={onClose} />
      }
      return phase.end.how === 'planned' || phase.end.how === 'declined' ? (
        <Words>Nothing was sent.</Words>
      ) : (
        <ActDone end={phase.end} room={room} onClose={onClose} />
      )
  }
}
