import { useId } from 'react'
import type { Line } from '../lines.ts'
import { ScrollText } from './ScrollText.tsx'

/** A text in a dialog: whoever opens the next dialog reads it from its beginning. */
export function DialogText(props: { readonly lines: readonly Line[]; readonly height: number }) {
  return <ScrollText {...props} name={useId()} />
}
