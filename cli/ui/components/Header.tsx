import { Box, Text, useAnimation } from 'ink'
import { shortHex } from '../../shared/format.ts'
import { roughDuration } from '../../shared/time.ts'
import { useNetwork } from '../hooks/useConnection.tsx'
import { useServices } from '../hooks/useServices.ts'
import { useLayout } from '../layout.ts'
import type { Connection } from '../services/session.ts'
import { type Tone, useTheme } from '../theme.ts'
import { Words } from './Words.tsx'

/** DAO · network · block and its age · account, and the screen's title. */
export function Header({ title }: { readonly title: string }) {
  const { connection, session } = useNetwork()
  const { columns } = useLayout()
  const { symbols, look } = useTheme()
  const now = useNow()
  const { words, tone, symbol } = connectionWords(connection, now)
  const account = session.account ?? 'read-only'
  return (
    <Box flexDirection="column">
      <Text wrap="truncate">
        <Text bold>{title}</Text>
        <Text
          {...look('muted')}
        >{`  ${session.dao} ${symbols.dot} ${session.network} ${symbols.dot} `}</Text>
        <Text {...look(tone)}>{`${symbols[symbol]} ${words}`}</Text>
        <Text {...look('muted')}>{` ${symbols.dot} `}</Text>
        {account.startsWith('0x') ? shortHex(account) : account}
      </Text>
      <Words tone="muted">{symbols.rule.repeat(columns)}</Words>
    </Box>
  )
}

/** The wall clock, Unix seconds; moves by itself where things may move. */
export function useNow(): number {
  const { isAnimated } = useTheme()
  useAnimation({ interval: 1_000, isActive: isAnimated })
  return useServices().now()
}

function connectionWords(
  connection: Connection,
  now: number,
): { readonly words: string; readonly tone: Tone; readonly symbol: 'active' | 'pending' | 'fail' } {
  switch (connection.kind) {
    case 'connecting':
      return {
        words: connection.stage === undefined ? 'connecting' : `preparing: ${connection.stage}`,
        tone: 'muted',
        symbol: 'pending',
      }
    case 'live':
      return {
        words: `block ${connection.block.number}, ${ageWords(now - connection.block.timestamp)}`,
        tone: 'good',
        symbol: 'active',
      }
    case 'lost':
      return {
        words: `node lost ${roughDuration(BigInt(Math.max(0, now - connection.since)))} ago, trying again`,
        tone: 'bad',
        symbol: 'fail',
      }
  }
}

const ageWords = (seconds: number): string =>
  seconds < -60
    ? `${roughDuration(BigInt(-seconds))} ahead`
    : `${roughDuration(BigInt(Math.max(0, seconds)))} ago`
