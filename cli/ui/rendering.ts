import type { RenderOptions } from 'ink'

/** How Ink draws the interface: on the terminal's other screen, and only what has changed. */
export const rendering = {
  alternateScreen: true,
  exitOnCtrlC: true,
  interactive: true,
  incrementalRendering: true,
  // A key that comes right after a frame waits for the next one: at Ink's own 30 a second for longer than people notice.
  maxFps: 60,
} as const satisfies RenderOptions
