import { Text, useIsScreenReaderEnabled } from 'ink'
import { cutTo } from '../cell.ts'
import type { TextState } from '../hooks/useTextField.ts'
import { textWindow } from '../textWindow.ts'
import { useTheme } from '../theme.ts'

interface TextInputProps {
  readonly state: TextState
  /** Cells, the cursor's among them. */
  readonly width: number
  readonly placeholder?: string
  readonly isFocused?: boolean
}

/** A field of one line: the part around the cursor that fits, the cursor in reverse video or as a bar. Selected text is reversed as a whole. */
export function TextInput({ state, width, placeholder = '', isFocused = true }: TextInputProps) {
  const { symbols } = useTheme()
  const isRead = useIsScreenReaderEnabled()
  const text = state.characters.join('')
  if (isRead) return <Text>{text === '' ? placeholder : text}</Text>
  if (text === '') return <EmptyInput {...{ width, placeholder, isFocused }} />
  if (!isFocused) return <Text wrap="truncate">{cutTo(text, width, symbols.ellipsis)}</Text>
  if (state.isSelected) return <SelectedInput text={cutTo(text, width - 2, symbols.ellipsis)} />
  return <FocusedInput state={state} width={width} />
}

function EmptyInput({ width, placeholder, isFocused }: Required<Omit<TextInputProps, 'state'>>) {
  const { symbols, look } = useTheme()
  return (
    <Text wrap="truncate">
      {isFocused ? <Cursor under=" " /> : null}
      <Text {...look('muted')}>{cutTo(placeholder, width - 1, symbols.ellipsis)}</Text>
    </Text>
  )
}

function FocusedInput({ state, width }: Pick<TextInputProps, 'state' | 'width'>) {
  const { isStyled } = useTheme()
  const { before, under, after } = textWindow(state, isStyled ? width : width - 1)
  return (
    <Text wrap="truncate">
      {before}
      <Cursor under={under} />
      {after}
    </Text>
  )
}

/** Marked as a whole, with brackets where there is no style. */
function SelectedInput({ text }: { readonly text: string }) {
  const { isStyled, focus } = useTheme()
  return <Text {...(isStyled ? focus : {})}>{isStyled ? text : `[${text}]`}</Text>
}

function Cursor({ under }: { readonly under: string }) {
  const { isStyled, focus } = useTheme()
  return isStyled ? <Text {...focus}>{under}</Text> : <Text>{`|${under}`}</Text>
}
