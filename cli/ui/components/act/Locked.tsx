import { Box } from 'ink'
import { useState } from 'react'
import { printable } from '../../../shared/format.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useSecretField } from '../../hooks/useSecretField.ts'
import { Words } from '../Words.tsx'

interface LockedProps {
  /** As the command line asks it. */
  readonly question: string
  /** What came of the one before. */
  readonly said: string | undefined
  readonly onUnlock: (passphrase: string) => void
}

/** Asks for a passphrase: what is typed is not drawn, not even as stars, and dropped once it was handed over. */
export function Locked({ question, said, onUnlock }: LockedProps) {
  const { target, take } = useSecretField()
  const [isTooEarly, setTooEarly] = useState(false)
  const unlock = () => {
    const passphrase = take()
    // The Enter that agreed to the plan may have been pressed twice: it must not use up a try.
    if (passphrase === '') setTooEarly(true)
    else onUnlock(passphrase)
  }
  useKeys({ open: { run: unlock, word: 'unlock' } }, { text: target })
  const trouble = isTooEarly ? 'Nothing is typed yet.' : said
  return (
    <Box flexDirection="column">
      <Words tone="accent" wrap="wrap">
        {printable(question.replace(/: $/, ''))}
      </Words>
      {trouble === undefined ? null : (
        <Words tone="bad" wrap="wrap">
          {printable(trouble)}
        </Words>
      )}
      <Words wrap="wrap">
        What is typed is not shown. Enter unlocks what signs, Esc sends nothing.
      </Words>
    </Box>
  )
}
