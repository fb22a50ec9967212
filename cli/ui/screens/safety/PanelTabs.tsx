import { Box, useIsScreenReaderEnabled } from 'ink'
import type { Safety } from '../../../workflows/readSafety.ts'
import { Words } from '../../components/Words.tsx'
import { useTheme } from '../../theme.ts'
import { type PanelId, panelTabs } from './panelTabs.ts'

/** Which panels there are, which of them is shown, and what matters of each. */
export function PanelTabs({
  safety,
  chosen,
  width,
}: {
  readonly safety: Safety
  readonly chosen: PanelId
  readonly width: number
}) {
  const theme = useTheme()
  const isRead = useIsScreenReaderEnabled()
  if (isRead) {
    const all = panelTabs(safety, chosen, { theme, width: Number.POSITIVE_INFINITY })
    const words = all.map(({ id, spoken }) => (id === chosen ? `shown: ${spoken}` : spoken))
    return <Words wrap="wrap">{`panels: ${words.join(', ')}`}</Words>
  }
  return (
    <Box height={1} gap={2} flexShrink={0}>
      {panelTabs(safety, chosen, { theme, width }).map(({ id, text, tone }) => (
        <Words key={id} tone={tone} isFocused={id === chosen}>
          {text}
        </Words>
      ))}
    </Box>
  )
}
