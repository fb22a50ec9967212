import { Box, Text } from 'ink'
import { printable } from '../../shared/format.ts'
import { shownKey } from '../bindings.ts'
import { widthOf } from '../cell.ts'
import { fitHints } from '../hints.ts'
import { useIsTyping, useShownActions } from '../hooks/useKeys.tsx'
import { useNotice } from '../hooks/useNotices.tsx'
import { useLayout } from '../layout.ts'
import { useTheme } from '../theme.ts'
import { Words } from './Words.tsx'

/** What just happened, and the keys that are valid now; one line each, `? help` always at the end. */
export function Footer() {
  return (
    <Box flexDirection="column" flexShrink={0}>
      <NoticeLine />
      <KeyLine />
    </Box>
  )
}

function NoticeLine() {
  const notice = useNotice()
  const { symbols } = useTheme()
  if (notice === undefined) return <Words> </Words>
  const mark = { good: symbols.pass, caution: symbols.caution, bad: symbols.fail }[
    notice.tone as string
  ]
  return (
    <Words tone={notice.tone}>
      {`${mark === undefined ? '' : `${mark} `}${printable(notice.text)}`}
    </Words>
  )
}

function KeyLine() {
  const { columns } = useLayout()
  const { isAscii, symbols, look } = useTheme()
  const isTyping = useIsTyping()
  const last = isTyping ? `(${shownKey('?')} help: typing)` : `${shownKey('?')} help`
  const cut = `${symbols.ellipsis} `
  const room = columns - widthOf(last) - widthOf(cut)
  const { hints, isCut } = fitHints(useShownActions(), room, isAscii)
  return (
    <Text wrap="truncate">
      {hints.map(({ intent, text, isBlocked }) => (
        <Text key={intent} {...(isBlocked ? look('muted') : {})}>
          {`${text}  `}
        </Text>
      ))}
      {isCut ? cut : ''}
      <Text {...(isTyping ? look('muted') : {})}>{last}</Text>
    </Text>
  )
}
