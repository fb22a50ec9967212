import { Box, Text, useAnimation, useIsScreenReaderEnabled } from 'ink'
import type { ReactNode } from 'react'
import { printable, printableLines } from '../../shared/format.ts'
import { useNetwork } from '../hooks/useConnection.tsx'
import type { Live } from '../hooks/useLive.ts'
import { LessRoom } from '../layout.ts'
import { nextStepOf } from '../remedyKeys.ts'
import { useTheme } from '../theme.ts'
import { Words } from './Words.tsx'

/** Something that moves while work is under way; still where nothing may move. */
export function Spinner() {
  const { symbols, isAnimated, look } = useTheme()
  const isRead = useIsScreenReaderEnabled()
  const { frame } = useAnimation({ interval: 120, isActive: isAnimated && !isRead })
  if (isRead) return null
  return (
    <Text {...look('accent')}>
      {isAnimated ? symbols.spinner[frame % symbols.spinner.length] : symbols.active}
    </Text>
  )
}

/** Says what is being read, and after a while for how long. */
export function Loading({ what }: { readonly what: string }) {
  const { isTicking } = useTheme()
  const isRead = useIsScreenReaderEnabled()
  const { time } = useAnimation({ interval: 1_000, isActive: isTicking && !isRead })
  const seconds = Math.floor(time / 1_000)
  const { connection } = useNetwork()
  const stage = connection.kind === 'connecting' ? connection.stage : undefined
  const since = seconds >= 3 ? `, ${seconds} s` : ''
  return (
    <Box>
      <Spinner />
      <Words tone="muted">
        {stage === undefined
          ? ` reading ${what}${since}`
          : ` starting the demonstration: ${stage}${since}`}
      </Words>
    </Box>
  )
}

/** A failure: what, what to do, and which key tries again. */
export function Trouble({
  error,
  retry = 'r tries again',
}: {
  readonly error: Error
  readonly retry?: string
}) {
  const { symbols } = useTheme()
  const next = nextStepOf(error)
  return (
    <Box flexDirection="column">
      {printableLines(error.message).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one message never change places
        <Words key={index} tone="bad" wrap="wrap">
          {index === 0 ? `${symbols.fail} ${line}` : `  ${line}`}
        </Words>
      ))}
      {next === undefined ? null : <Words wrap="wrap">{`  ${printable(next)}`}</Words>}
      <Words tone="muted">{`  ${retry}`}</Words>
    </Box>
  )
}

/** Nothing is there: what would be, and how it gets there. */
export function Empty({ title, hint }: { readonly title: string; readonly hint: string }) {
  return (
    <Box flexDirection="column">
      <Words>{title}</Words>
      <Words tone="muted" wrap="wrap">
        {hint}
      </Words>
    </Box>
  )
}

/** An answer of the chain in each of its states; the last one stays while a newer one is asked for. */
export function Answer<T>({
  live,
  what,
  children,
}: {
  readonly live: Live<T>
  /** What is read: `the parameters`. */
  readonly what: string
  readonly children: (value: T) => ReactNode
}) {
  if (live.status === 'loading') return <Loading what={what} />
  if (live.status === 'failed') return <Trouble error={live.error} />
  return <Given live={live}>{children}</Given>
}

/** The answer, below a line if it is not of the newest block. A lost node is spoken of above every screen. */
function Given<T>({
  live: { value, error },
  children,
}: {
  readonly live: Extract<Live<T>, { status: 'ready' }>
  readonly children: (value: T) => ReactNode
}) {
  const { connection } = useNetwork()
  const isSaid = error !== undefined && connection.kind !== 'lost'
  return (
    <Box flexDirection="column" flexGrow={1}>
      {isSaid ? <Stale error={error} /> : null}
      <LessRoom rows={isSaid ? 1 : 0}>{children(value)}</LessRoom>
    </Box>
  )
}

/** One row, whatever went wrong: the key stands where it cannot be cut off. */
function Stale({ error }: { readonly error: Error }) {
  const { symbols } = useTheme()
  return (
    <Words tone="caution">{`${symbols.caution} as it was before, r tries again: ${printable(error.message)}`}</Words>
  )
}
