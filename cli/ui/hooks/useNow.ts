import { useAnimation, useIsScreenReaderEnabled } from 'ink'
import { useTheme } from '../theme.ts'
import { useServices } from './useServices.ts'

/** The wall clock, Unix seconds; moves by itself where things may move. */
export function useNow(): number {
  const { isTicking } = useTheme()
  const isRead = useIsScreenReaderEnabled()
  useAnimation({ interval: 1_000, isActive: isTicking && !isRead })
  return useServices().now()
}
