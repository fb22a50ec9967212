import { Box } from 'ink'
import { printable } from '../../shared/format.ts'
import { formatUtc, roughDuration } from '../../shared/time.ts'
import { type Boundary, boundaryOf, firstBoundary, lossAhead } from '../boundaries.ts'
import { useChainClock } from '../hooks/useChainClock.ts'
import { useDialogSpace } from '../hooks/useDialogSpace.ts'
import { useKeys } from '../hooks/useKeys.tsx'
import { useLive } from '../hooks/useLive.ts'
import { useServices } from '../hooks/useServices.ts'
import { useTextField } from '../hooks/useTextField.ts'
import { useTheme } from '../theme.ts'
import { TextInput } from './TextInput.tsx'
import { Words } from './Words.tsx'

interface WarpQuestionProps {
  /** The proposal whose next boundary `next` means, as long as it waits for time. */
  readonly reference: string | undefined
  readonly onMove: (target: string, reference: string | undefined) => void
}

/** How far the clock is to move: what `next` would mean is said before anybody presses Enter. */
export function WarpQuestion({ reference, onMove }: WarpQuestionProps) {
  const { width } = useDialogSpace()
  const { symbols } = useTheme()
  const field = useTextField('next')
  const { words, loss, counting } = useNext(reference)
  useKeys(
    {
      open: {
        run: () => onMove(field.text, counting),
        word: 'move it',
        blocked: field.text.trim() === '' ? 'say how far' : undefined,
      },
    },
    { text: field.target },
  )
  return (
    <Box flexDirection="column">
      <Words wrap="wrap">{`${words} Or write a duration such as 3 days.`}</Words>
      {loss === undefined ? null : (
        <Words tone="caution" wrap="wrap">
          {`${symbols.caution} If the vote ended now it would be lost: ${loss}. Vote first with v; A acts as another account.`}
        </Words>
      )}
      <TextInput state={field.state} width={width} placeholder="next" />
      <Words tone="muted">Enter moves the clock, prices kept fresh. It cannot be moved back.</Words>
    </Box>
  )
}

interface Next {
  readonly words: string
  /** Why the vote that would end is lost then. */
  readonly loss?: string | undefined
  /** The proposal whose boundary it is to be; undefined for the first of all. */
  readonly counting: string | undefined
}

/** What `next` means now. One that waits for no time lets the others go first. */
function useNext(reference: string | undefined): Next {
  const services = useServices()
  const live = useLive(['chain', 'proposals'], services.readProposals)
  const clock = useChainClock()
  if (live.status !== 'ready') {
    return {
      words:
        '\u201cnext\u201d goes to where a proposal moves on: vote opens, vote ends, timelock opens.',
      counting: reference,
    }
  }
  const { proposals, block, tokenSymbol } = live.value
  const now = Math.max(clock, block.timestamp)
  const asked = proposals.find(({ handle }) => handle === reference)
  const own = asked === undefined ? undefined : boundaryOf(asked, now)
  const next = own ?? firstBoundary(proposals, now)
  const idle =
    asked === undefined || own !== undefined ? '' : `${nameOf(asked)} does not wait for time. `
  return {
    words: `${idle}${next === undefined ? 'No proposal that is open waits for time.' : boundaryWords(next, now)}`,
    loss: next?.what === 'vote ends' ? lossAhead(next.line, tokenSymbol) : undefined,
    counting: own === undefined ? undefined : reference,
  }
}

const nameOf = ({ title, handle }: Boundary['line']): string =>
  `\u201c${printable(title ?? handle)}\u201d`

function boundaryWords({ line, at, what }: Boundary, now: number): string {
  const away = roughDuration(BigInt(Math.max(0, at - now)))
  const [subject, verb] = what.split(' ')
  return `\u201cnext\u201d goes to ${formatUtc(at)}, in ${away}: the ${subject} of ${nameOf(line)} ${verb}.`
}
