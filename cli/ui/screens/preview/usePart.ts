import { useIsScreenReaderEnabled } from 'ink'
import type { Canvas } from '../../charts/chart.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useMemory } from '../../hooks/useNavigation.tsx'
import { useLayout } from '../../layout.ts'
import { useTheme } from '../../theme.ts'

/** One of several parts by its number; `m` shows the next, after the last the first again. */
export function usePart(count: number, name: string): number {
  const [part, setPart] = useMemory(name, 0)
  useKeys(
    { market: { run: () => setPart((before) => (before + 1) % count), word: 'next market' } },
    { isActive: count > 1 },
  )
  return Math.min(part, count - 1)
}

/** What charts are drawn on, as the window is now. */
export function useCanvas(): Canvas {
  const { columns } = useLayout()
  const { symbols } = useTheme()
  return { width: columns, symbols, isRead: useIsScreenReaderEnabled() }
}
