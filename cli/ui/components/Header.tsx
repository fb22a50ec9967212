import { Box, Text, useAnimation, useIsScreenReaderEnabled } from 'ink'
import { Fragment } from 'react'
import { printable, shortHex } from '../../shared/format.ts'
import { roughDuration } from '../../shared/time.ts'
import { fitParts, type HeaderPart } from '../headerParts.ts'
import { useNetwork } from '../hooks/useConnection.tsx'
import { useServices } from '../hooks/useServices.ts'
import { useLayout } from '../layout.ts'
import type { Connection, Session } from '../services/session.ts'
import { type Theme, useTheme } from '../theme.ts'
import { Words } from './Words.tsx'

/** The screen's title, DAO · network · block and its age · account. */
export function Header({ title }: { readonly title: string }) {
  const { columns } = useLayout()
  const { symbols } = useTheme()
  if (useIsScreenReaderEnabled()) return <HeaderToHear title={title} />
  return (
    <Box flexDirection="column" flexShrink={0}>
      <HeaderLine title={title} />
      <Words tone="muted">{symbols.rule.repeat(columns)}</Words>
    </Box>
  )
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

/** The wall clock, Unix seconds; moves by itself where things may move. */
export function useNow(): number {
  const { isTicking } = useTheme()
  const isRead = useIsScreenReaderEnabled()
  useAnimation({ interval: 1_000, isActive: isTicking && !isRead })
  return useServices().now()
}

const sessionParts = ({ dao, network }: Session): readonly HeaderPart[] => [
  { id: 'dao', text: printable(dao), tone: 'muted', rank: 4 },
  { id: 'network', text: printable(network), tone: 'muted', rank: 3 },
]

function accountPart({ account = 'read-only' }: Session): HeaderPart {
  const text = account.startsWith('0x') ? shortHex(account) : printable(account)
  return { id: 'account', text, tone: 'plain', rank: 1 }
}

function connectionParts(
  connection: Connection,
  now: number,
  { symbols }: Theme,
): readonly HeaderPart[] {
  switch (connection.kind) {
    case 'connecting':
      return [
        {
          id: 'standing',
          text: `${symbols.pending} ${connection.stage === undefined ? 'connecting' : `preparing: ${connection.stage}`}`,
          tone: 'muted',
          rank: 1,
        },
      ]
    case 'live': {
      const { number, timestamp } = connection.block
      return [
        { id: 'standing', text: `${symbols.active} block ${number}`, tone: 'good', rank: 1 },
        { id: 'age', text: ageWords(now - timestamp), tone: 'good', rank: 2 },
      ]
    }
    case 'lost': {
      const ago = roughDuration(BigInt(Math.max(0, now - connection.since)))
      return [
        { id: 'standing', text: `${symbols.fail} node lost`, tone: 'bad', rank: 1 },
        { id: 'age', text: `${ago} ago, trying again`, tone: 'bad', rank: 2 },
      ]
    }
  }
}

const ageWords = (seconds: number): string =>
  seconds < -60
    ? `${roughDuration(BigInt(-seconds))} ahead`
    : `${roughDuration(BigInt(Math.max(0, seconds)))} ago`
