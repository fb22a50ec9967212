import { Box, Text } from 'ink'
import stringWidth from 'string-width'
import { bindingOf, shownKey } from '../bindings.ts'
import { useShownActions } from '../hooks/useKeys.tsx'
import { useNotice } from '../hooks/useNotices.tsx'
import type { ShownAction } from '../keyRouter.ts'
import { keyTable } from '../keys.ts'
import { useLayout } from '../layout.ts'
import { useTheme } from '../theme.ts'
import { Words } from './Words.tsx'

interface Hint {
  readonly intent: string
  readonly text: string
  readonly isBlocked: boolean
}

/** What just happened, and the keys that are valid now; one line each, `? help` always at the end. */
export function Footer() {
  const notice = useNotice()
  const { columns } = useLayout()
  const theme = useTheme()
  const shown = useShownActions()
  const last = `${shownKey('?')} help`
  const hints = fitHints(hintsOf(shown, theme.isAscii), columns - stringWidth(last) - 4)
  return (
    <Box flexDirection="column">
      <Words tone={notice?.tone ?? 'plain'}>{notice?.text ?? ' '}</Words>
      <Text wrap="truncate">
        {hints.kept.map(({ intent, text, isBlocked }) => (
          <Text key={intent} {...(isBlocked ? theme.look('muted') : {})}>
            {`${isBlocked ? `(${text})` : text}  `}
          </Text>
        ))}
        {hints.isCut ? `${theme.symbols.ellipsis} ` : ''}
        {last}
      </Text>
    </Box>
  )
}

/** In the order of the key table: what acts here first, then what is the same everywhere. */
function hintsOf(shown: readonly ShownAction[], isAscii: boolean): readonly Hint[] {
  return keyTable.flatMap(({ intent }) => {
    const action = shown.find((candidate) => candidate.intent === intent)
    if (action === undefined || action.isQuiet || intent === 'help') return []
    const { keys, word } = bindingOf(intent)
    const key = intent === 'screen' ? '1\u20139' : shownKey(keys[0] ?? '', isAscii)
    const text = `${key} ${action.word ?? word}`
    return [
      action.blocked === undefined
        ? { intent, text, isBlocked: false }
        : { intent, text: `${text}: ${action.blocked}`, isBlocked: true },
    ]
  })
}

function fitHints(hints: readonly Hint[], room: number) {
  const kept: Hint[] = []
  let used = 0
  for (const hint of hints) {
    const width = stringWidth(hint.text) + (hint.isBlocked ? 4 : 2)
    if (used + width > room) return { kept, isCut: true }
    kept.push(hint)
    used += width
  }
  return { kept, isCut: false }
}
