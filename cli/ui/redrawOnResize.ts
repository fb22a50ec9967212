import process from 'node:process'
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
  let isDrawn = false
  const redraw = (): void => {
    isDrawn = true
    screen.clear()
    stdout.write(ERASE_AND_HOME)
  }
  // Node tells of another size only: of a window that is back at its own before anybody looked it says nothing.
  const redrawAnyway = (): void => {
    if (!isDrawn) stdout.emit('resize')
    isDrawn = false
  }
  // Before Ink's own listener, which then draws every line; and after Node's own, which asks for the size.
  stdout.prependListener('resize', redraw)
  process.on('SIGWINCH', redrawAnyway)
  return () => {
    stdout.off('resize', redraw)
    process.off('SIGWINCH', redrawAnyway)
  }
}
