import { useIsScreenReaderEnabled } from 'ink'
import type { Line } from '../lines.ts'
import { Words } from './Words.tsx'

/** Lines as they stand, cut and never wrapped; who listens hears what is said in place of a drawing. */
export function Lines({ lines }: { readonly lines: readonly (string | Line)[] }) {
  const isRead = useIsScreenReaderEnabled()
  return lines.map((line, row) => {
    const { text, tone, spoken }: Line = typeof line === 'string' ? { text: line } : line
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the text
      <Words key={row} tone={tone ?? 'plain'}>
        {isRead && spoken !== undefined ? spoken : text === '' ? ' ' : text}
      </Words>
    )
  })
}
