import { Buffer } from 'node:buffer'
import { useStdout } from 'ink'
import { useLayout } from '../layout.ts'
import { useNotices } from './useNotices.tsx'

/** Asks the terminal to put a text into the clipboard (OSC 52): it works over SSH too, and moves no cursor. */
export const clipboardSequence = (text: string): string =>
  `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`

/**
 * Copies a text and says so. Nobody learns whether the terminal allows it, so the notice shows the text whole: it can be
 * marked there.
 */
export function useClipboard(): (text: string, what: string) => void {
  const { stdout } = useStdout()
  const { columns } = useLayout()
  const { say } = useNotices()
  return (text, what) => {
    stdout.write(clipboardSequence(text))
    const words = `copied ${what} ${text}`
    say(words.length <= columns ? words : `copied ${text}`)
  }
}
