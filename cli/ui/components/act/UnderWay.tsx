import { Box, useAnimation } from 'ink'
import { type Consent, isSentBy } from '../../../shared/consent.ts'
import type { Space } from '../../hooks/useDialogSpace.ts'
import { remedyKey } from '../../remedyKeys.ts'
import type { StageLog } from '../../stageLog.ts'
import { useTheme } from '../../theme.ts'
import { Stages } from '../Stages.tsx'
import { Spinner } from '../States.tsx'
import { Words } from '../Words.tsx'

/** Nothing is agreed to yet: what is found out before anybody is asked. */
export function Rehearsing({ log, room }: { readonly log: StageLog; readonly room: Space }) {
  return (
    <Box flexDirection="column">
      {log.stages.length === 0 ? (
        <Underway words="looking at the chain" />
      ) : (
        <Stages log={log} height={room.height - 1} />
      )}
      <Words tone="muted">Nothing is sent before you agree. Esc stops it.</Words>
    </Box>
  )
}

const PENDING_PLACE = remedyKey({ act: 'list pending' })

/** The transaction is on its way. */
export function Sending({
  log,
  consent,
  room,
  isToldOnce,
  isAwaited,
}: {
  readonly log: StageLog
  readonly consent: Consent
  readonly room: Space
  readonly isToldOnce: boolean
  /** Whether it is waited for once it was sent. */
  readonly isAwaited: boolean
}) {
  const [title, words] = underwayWords({ log, consent, isAwaited })
  return (
    <Box flexDirection="column">
      <Underway words={title} />
      <Stages log={log} height={room.height - 3} />
      {isToldOnce ? (
        <Words tone="caution" wrap="wrap">
          {`Esc again closes this window and does not call it back. ${PENDING_PLACE} shows what waits, the line at the bottom what comes of it.`}
        </Words>
      ) : (
        <Words tone="muted" wrap="wrap">
          {words}
        </Words>
      )}
    </Box>
  )
}

/** What happens now, and what about it nobody need fear or wait for. */
function underwayWords({
  log,
  consent,
  isAwaited,
}: {
  readonly log: StageLog
  readonly consent: Consent
  readonly isAwaited: boolean
}): readonly [title: string, words: string] {
  const last = log.stages.at(-1)
  // A passphrase takes a second or more to be tried: nothing has left yet.
  if (last?.name === 'unlock' && last.outcome === undefined)
    return ['unlocking', 'Nothing is sent before it is unlocked.']
  if (!isSentBy(consent))
    return ['writing', 'Nothing is sent: more owners of the Safe have to sign.']
  if (!isAwaited) return ['sending', 'Handing it to the node.']
  return ['sending', `Waiting until it is mined. ${PENDING_PLACE} shows what waits.`]
}

function Underway({ words }: { readonly words: string }) {
  const { isAnimated } = useTheme()
  const { time } = useAnimation({ interval: 1_000, isActive: isAnimated })
  const seconds = Math.floor(time / 1_000)
  return (
    <Box>
      <Spinner />
      <Words>{` ${words}${seconds >= 1 ? `, ${seconds} s` : ''}`}</Words>
    </Box>
  )
}
