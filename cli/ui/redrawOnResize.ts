import type { Instance } from 'ink'

const ERASE_AND_HOME = '\u001b[2J\u001b[H'

/**
 * Draws the whole frame anew when the window changes: the terminal has moved lines by then, and Ink, which writes only
 * what has changed, would leave some of them where they are.
 *
 * @returns how to stop
 */
export function redrawOnResize(
  stdout: NodeJS.WriteStream,
  screen: Pick<Instance, 'clear'>,
): () => void {
  const redraw = (): void => {
    screen.clear()
    stdout.write(ERASE_AND_HOME)
  }
  // Before Ink's own listener, which then draws every line.
  stdout.prependListener('resize', redraw)
  return () => stdout.off('resize', redraw)
}
