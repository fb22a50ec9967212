import { Box, Text, useIsScreenReaderEnabled } from 'ink'
import { Fragment } from 'react'
import { printable, shortHex } from '../../shared/format.ts'
import { connectionParts, lostWords } from '../connectionParts.ts'
import { fitParts, type HeaderPart } from '../headerParts.ts'
import { useNetwork } from '../hooks/useConnection.tsx'
import { useIsUpdating } from '../hooks/useIsUpdating.ts'
import { useNow } from '../hooks/useNow.ts'
import { useLayout } from '../layout.ts'
import type { Session } from '../services/session.ts'
import { useTheme } from '../theme.ts'
import { Words } from './Words.tsx'

/** The screen's title, DAO · network · block and its age · account. */
export function Header({ title }: { readonly title: string }) {
  const { columns } = useLayout()
  const { symbols } = useTheme()
  const lost = lostWords(useNetwork().connection)
  if (useIsScreenReaderEnabled()) return <HeaderToHear title={title} />
  return (
    <Box flexDirection="column" flexShrink={0}>
      <HeaderLine title={title} />
      {lost === undefined ? (
        <Words tone="muted">{symbols.rule.repeat(columns)}</Words>
      ) : (
        <Words tone="bad">{lost}</Words>
      )}
    </Box>
  )
}

/** The only part of the frame that moves by itself. */
function HeaderLine({ title }: { readonly title: string }) {
  const { connection, session } = useNetwork()
  const { columns } = useLayout()
  const theme = useTheme()
  const now = useNow()
  const isUpdating = useIsUpdating()
  const parts = [
    { id: 'title', text: title, tone: 'plain', rank: 1 } as const,
    ...sessionParts(session),
    ...connectionParts(connection, now, theme),
    accountPart(session),
    ...(isUpdating ? [{ id: 'updating', text: 'updating', tone: 'muted', rank: 5 } as const] : []),
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

/** Without the block: every new one would be read out. */
function HeaderToHear({ title }: { readonly title: string }) {
  const { connection, session } = useNetwork()
  const standing = {
    connecting: 'connecting',
    live: 'connected',
    lost: 'the node is lost, trying again',
  }[connection.kind]
  const account = accountPart(session).text
  return (
    <Text>
      {`${title}. ${printable(session.dao)}, network ${session.network}, ${standing}, ${account === 'read-only' ? account : `account ${account}`}.`}
    </Text>
  )
}

const sessionParts = ({ dao, network }: Session): readonly HeaderPart[] => [
  { id: 'dao', text: printable(dao), tone: 'muted', rank: 4 },
  { id: 'network', text: printable(network), tone: 'muted', rank: 3 },
]

function accountPart({ account = 'read-only' }: Session): HeaderPart {
  const text = account.startsWith('0x') ? shortHex(account) : printable(account)
  return { id: 'account', text, tone: 'plain', rank: 1 }
}
