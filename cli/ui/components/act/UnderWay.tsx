import { Box, useAnimation } from 'ink'
import type { Space } from '../../hooks/useDialogSpace.ts'
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

/** The transaction is on its way. */
export function Sending({
  log,
  room,
  isToldOnce,
}: {
  readonly log: StageLog
  readonly room: Space
  readonly isToldOnce: boolean
}) {
  return (
    <Box flexDirection="column">
      <Underway words="sending" />
      <Stages log={log} height={room.height - 3} />
      {isToldOnce ? (
        <Words tone="caution" wrap="wrap">
          The transaction is on its way; nothing calls it back. Esc again closes this window: what
          comes of it is then told at the bottom of the screen.
        </Words>
      ) : (
        <Words tone="muted">Waiting until it is mined.</Words>
      )}
    </Box>
  )
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
