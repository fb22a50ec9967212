import { Box, type BoxProps, useIsScreenReaderEnabled } from 'ink'
import type { ReactNode } from 'react'

/** Panes side by side. Who listens hears one after the other, the second not in the last line of the first. */
export function Beside(props: BoxProps & { readonly children: ReactNode }) {
  const isRead = useIsScreenReaderEnabled()
  return <Box {...props} flexDirection={isRead ? 'column' : 'row'} />
}
