import { Text, type TextProps } from 'ink'
import type { ReactNode } from 'react'
import { type Tone, useTheme } from '../theme.ts'

/** Text in a tone of the theme; one line, cut with an ellipsis unless it is told to wrap. */
export function Words({
  tone = 'plain',
  wrap = 'truncate',
  isFocused = false,
  children,
}: {
  readonly tone?: Tone
  readonly wrap?: NonNullable<TextProps['wrap']>
  readonly isFocused?: boolean
  readonly children?: ReactNode
}) {
  const theme = useTheme()
  return (
    <Text {...theme.look(tone)} {...(isFocused ? theme.focus : {})} wrap={wrap}>
      {children}
    </Text>
  )
}
