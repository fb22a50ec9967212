import { Box, Text, useIsScreenReaderEnabled } from 'ink'
import { Fragment } from 'react'
import { printable, shortHex } from '../../shared/format.ts'
import { connectionParts, lostLines } from '../connectionParts.ts'
import { useNetwork } from '../hooks/useConnection.tsx'
import { useIsUpdating } from '../hooks/useIsUpdating.ts'
import { useNow } from '../hooks/useNow.ts'
import { useLayout } from '../layout.ts'
import { fitParts, type LinePart } from '../lineParts.ts'
import type { Session } from '../services/session.ts'
import { useTheme } from '../theme.ts'
import { Words } from './Words.tsx'

/** The screen's title, DAO · network · block and its age · account; below it a rule, or what to do about a lost node. */
export function Header({ title }: { readonly title: string }) {
  const { columns } = useLayout()
  const lost = lostLines(useNetwork().connection, columns)
  if (useIsScreenReaderEnabled()) return <HeaderToHear title={title} />
  return (
    <Box flexDirection="column" flexShrink={0}>
      <HeaderLine title={title} />
      {lost.length === 0 ? <Rule /> : null}
      {lost.map(({ text, tone = 'bad' }, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <Words key={row} tone={tone}>
          {text}
        </Words>
      ))}
    </Box>
  )
}

/** Rows that the header takes besides its line and the rule. */
export function useExtraRows(): number {
  const { columns } = useLayout()
  return Math.max(0, lostLines(useNetwork().connection, columns).length - 1)
}

/** The rule has room for the mark in every window, and nothing has to leave for it. */
function Rule() {
  const { columns } = useLayout()
  const { symbols } = useTheme()
  const mark = useIsUpdating() ? ' updating ' : ''
  const right = symbols.rule.repeat(mark === '' ? 0 : 2)
  const left = symbols.rule.repeat(columns - mark.length - right.length)
  return <Words tone="muted">{left + mark + right}</Words>
}

/** The only part of the frame that moves by itself. */
function HeaderLine({ title }: { readonly title: string }) {
  const { connection, session } = useNetwork()
  const { columns } = useLayout()
  const theme = useTheme()
  const now = useNow()
  const parts = [
    { id: 'title', text: title, tone: 'plain', rank: 1 } as const,
    ...sessionParts(session),
    ...connectionParts(connection, now, theme),
    accountPart(session),
  ]
  const between = ` ${theme.symbols.dot} `
  return (
    <Text wrap="truncate">
      {fitParts(parts, columns, between.length).map(({ id, text, tone }, index) => (
        <Fragment key={id}>
          {index === 0 ? '' : <Text {...theme.look('muted')}>{between}</Text>}
          <Text bold={index === 0} {...theme.look(tone)}>
            {text}
          </Text>
        </Fragment>
      ))}
    </Text>
  )
}

/** Without the block: every new one would be read out. So would every answer that is not quick. */
function HeaderToHear({ title }: { readonly title: string }) {
  const { connection, session } = useNetwork()
  const isUpdating = useIsUpdating(LONG_MS)
  const account = accountPart(session).text
  const parts = [
    printable(session.dao),
    `network ${session.network}`,
    connection.kind === 'live' && isUpdating ? 'connected, updating' : standing[connection.kind],
    account === 'read-only' ? account : `account ${account}`,
  ]
  const lost = lostLines(connection, Number.POSITIVE_INFINITY).map(({ text }) => ` ${text}`)
  return <Text>{`${title}. ${parts.join(', ')}.${lost.join('')}`}</Text>
}

const LONG_MS = 2_000

const standing = {
  connecting: 'connecting',
  live: 'connected',
  lost: 'the node is lost, trying again',
} as const

const sessionParts = ({ dao, network }: Session): readonly LinePart[] => [
  { id: 'dao', text: printable(dao), tone: 'muted', rank: 4 },
  { id: 'network', text: printable(network), tone: 'muted', rank: 3 },
]

function accountPart({ account = 'read-only' }: Session): LinePart {
  const text = account.startsWith('0x') ? shortHex(account) : printable(account)
  return { id: 'account', text, tone: 'plain', rank: 1 }
}
