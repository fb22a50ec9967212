import { Box } from 'ink'
import { useState } from 'react'
import { Dialog } from '../../components/Dialog.tsx'
import { TextInput } from '../../components/TextInput.tsx'
import { Words } from '../../components/Words.tsx'
import { useDialogSpace } from '../../hooks/useDialogSpace.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useTextField } from '../../hooks/useTextField.ts'
import type { ActRequest } from '../../services/acts.ts'
import { useTheme } from '../../theme.ts'
import { wholeVotes } from './proposalWords.ts'
import { judgeSplit, type Purse, type VoteChoice, voteChoices, voteRequest } from './voteChoice.ts'

interface VoteDialogProps {
  readonly reference: string
  readonly title: string
  readonly purse: Purse
  /** Told what is to be rehearsed and shown before anything is sent. */
  readonly onVote: (request: ActRequest) => void
  readonly onClose: () => void
}

/** How to vote and why; the plan comes before anything is sent. */
export function VoteDialog(props: VoteDialogProps) {
  return (
    <Dialog title={`Vote: ${props.title}`} onClose={props.onClose}>
      <VoteForm {...props} />
    </Dialog>
  )
}

type Field = 'choice' | 'split' | 'reason'

const choiceWords: Readonly<Record<VoteChoice, string>> = {
  for: 'for, with everything that is left',
  against: 'against, with everything that is left',
  abstain: 'abstain: counts for the quorum, for neither side',
  split: 'split: some for, some against',
}

function VoteForm({ reference, purse, onVote }: VoteDialogProps) {
  const [choice, setChoice] = useState<VoteChoice>('for')
  const [field, setField] = useState<Field>('choice')
  const split = useTextField('for=60%,against=40%')
  const reason = useTextField('')
  const fields: readonly Field[] =
    choice === 'split' ? ['choice', 'split', 'reason'] : ['choice', 'reason']
  const step = (by: number) => {
    const at = fields.indexOf(field)
    setField(fields[(at + by + fields.length) % fields.length] ?? 'choice')
  }
  const choose = (by: number) =>
    setChoice((before) => {
      const at = voteChoices.indexOf(before) + by
      return voteChoices[Math.max(0, Math.min(at, voteChoices.length - 1))] ?? before
    })
  const request = voteRequest(reference, { choice, split: split.text, reason: reason.text }, purse)
  const target = { choice: undefined, split: split.target, reason: reason.target }[field]
  useKeys(
    {
      ...(field === 'choice'
        ? {
            up: { run: () => choose(-1), isQuiet: true },
            down: { run: () => choose(1), isQuiet: true },
          }
        : {}),
      nextPane: { run: () => step(1), word: 'next field' },
      previousPane: { run: () => step(-1), isQuiet: true },
      open: {
        run: () => (request === undefined ? undefined : onVote(request)),
        word: 'show the plan',
        blocked: request === undefined ? 'the split cannot be understood' : undefined,
      },
    },
    target === undefined ? {} : { text: target },
  )
  return (
    <Box flexDirection="column">
      <Words>{`${wholeVotes(purse.left)} ${purse.symbol} can be cast. A vote that was cast cannot be changed.`}</Words>
      <Choices chosen={choice} isFocused={field === 'choice'} />
      {choice === 'split' ? (
        <SplitField field={split} isFocused={field === 'split'} purse={purse} />
      ) : null}
      <Labelled label="reason, published with the vote" isFocused={field === 'reason'}>
        {reason}
      </Labelled>
      <Words tone="muted">
        Up and down choose, Tab goes to the next field, Enter shows the plan.
      </Words>
    </Box>
  )
}

function Choices({
  chosen,
  isFocused,
}: {
  readonly chosen: VoteChoice
  readonly isFocused: boolean
}) {
  const { symbols } = useTheme()
  return voteChoices.map((choice) => (
    <Words key={choice} isFocused={isFocused && choice === chosen}>
      {`${choice === chosen ? symbols.selected : ' '} ${choiceWords[choice]}`}
    </Words>
  ))
}

function SplitField({
  field,
  isFocused,
  purse,
}: {
  readonly field: ReturnType<typeof useTextField>
  readonly isFocused: boolean
  readonly purse: Purse
}) {
  const { symbols } = useTheme()
  const judged = judgeSplit(field.text, purse)
  const write = (votes: bigint) => `${wholeVotes(votes)} ${purse.symbol}`
  return (
    <Box flexDirection="column">
      <Labelled label="shares of what is left, or votes" isFocused={isFocused}>
        {field}
      </Labelled>
      {judged.kind === 'split' ? (
        <Words tone="good" wrap="wrap">
          {`  ${symbols.pass} ${write(judged.split.for)} for, ${write(judged.split.against)} against, ${write(judged.split.abstain)} abstain; ${write(judged.remains)} left for later`}
        </Words>
      ) : (
        <Words
          tone="bad"
          wrap="wrap"
        >{`  ${symbols.fail} ${judged.message} ${judged.instead}`}</Words>
      )}
    </Box>
  )
}

function Labelled({
  label,
  isFocused,
  children: field,
}: {
  readonly label: string
  readonly isFocused: boolean
  readonly children: ReturnType<typeof useTextField>
}) {
  const { width } = useDialogSpace()
  const { symbols } = useTheme()
  return (
    <Box flexDirection="column">
      <Words tone="muted">{`${isFocused ? symbols.selected : ' '} ${label}`}</Words>
      <Box paddingLeft={2}>
        <TextInput
          state={field.state}
          width={width - 2}
          placeholder="(none)"
          isFocused={isFocused}
        />
      </Box>
    </Box>
  )
}
