import { Box } from 'ink'
import { wholeTokens } from '../../../shared/format.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { TextInput } from '../../components/TextInput.tsx'
import { Words } from '../../components/Words.tsx'
import { useDialogSpace } from '../../hooks/useDialogSpace.ts'
import type { TextField } from '../../hooks/useTextField.ts'
import type { ActRequest } from '../../services/acts.ts'
import { useTheme } from '../../theme.ts'
import { useVoteForm } from './useVoteForm.ts'
import { judgeSplit, type Purse, type VoteChoice, voteChoices } from './voteChoice.ts'

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
      <Form {...props} />
    </Dialog>
  )
}

/** Rows of a split with an answer of three lines, everything spaced. */
const ROOMY = 18

function Form({ reference, purse, onVote }: VoteDialogProps) {
  const { choice, field, split, reason } = useVoteForm(reference, purse, onVote)
  const { height } = useDialogSpace()
  const isTight = height < ROOMY
  return (
    <Box flexDirection="column">
      <Words wrap="wrap">
        {`${wholeTokens(purse.left)} ${purse.symbol} can be cast. ${isTight ? 'A vote is final.' : 'A vote that was cast cannot be changed.'}`}
      </Words>
      <Choices chosen={choice} isFocused={field === 'choice'} />
      {choice === 'split' ? (
        <>
          <Labelled
            label="shares of what is left, or votes"
            placeholder="such as for=60%,against=40%"
            field={split}
            isFocused={field === 'split'}
            isTight={isTight}
          />
          <SplitVerdict text={split.text} purse={purse} />
        </>
      ) : null}
      <Labelled
        label="reason, published with the vote"
        placeholder="may be left out"
        field={reason}
        isFocused={field === 'reason'}
        isTight={isTight}
      />
      {isTight ? null : (
        <Words tone="muted" wrap="wrap">
          Up and down choose, Tab goes to the next field, Enter shows the plan.
        </Words>
      )}
    </Box>
  )
}

const choiceWords: Readonly<Record<VoteChoice, string>> = {
  for: 'for, with everything that is left',
  against: 'against, with everything that is left',
  abstain: 'abstain: counts for the quorum, for neither side',
  split: 'split: some for, some against',
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
      {`${choice === chosen ? symbols.active : symbols.pending} ${choiceWords[choice]}`}
    </Words>
  ))
}

/** What the split gives as it stands, or what is wrong with it. */
function SplitVerdict({ text, purse }: { readonly text: string; readonly purse: Purse }) {
  const { symbols } = useTheme()
  if (text.trim() === '')
    return <Words tone="muted">{'  no split yet: side=share, with commas'}</Words>
  const judged = judgeSplit(text, purse)
  if (judged.kind === 'refused') {
    return (
      <Words tone="bad" wrap="wrap">
        {`  ${symbols.fail} ${judged.message} ${judged.instead}`}
      </Words>
    )
  }
  const write = (votes: bigint) => `${wholeTokens(votes)} ${purse.symbol}`
  const { split, remains } = judged
  return (
    <Words tone="good" wrap="wrap">
      {`  ${symbols.pass} ${write(split.for)} for, ${write(split.against)} against, ${write(split.abstain)} abstain; ${write(remains)} left for later`}
    </Words>
  )
}

function Labelled({
  label,
  placeholder,
  field,
  isFocused,
  isTight,
}: {
  readonly label: string
  readonly placeholder: string
  readonly field: TextField
  readonly isFocused: boolean
  readonly isTight: boolean
}) {
  const { width } = useDialogSpace()
  const { symbols } = useTheme()
  return (
    <Box flexDirection="column" marginTop={isTight ? 0 : 1}>
      <Words tone="muted">{`${isFocused ? symbols.selected : ' '} ${label}`}</Words>
      <Box paddingLeft={2}>
        <TextInput
          state={field.state}
          width={width - 2}
          placeholder={placeholder}
          isFocused={isFocused}
        />
      </Box>
    </Box>
  )
}
