import { useState } from 'react'
import { useKeys } from '../../hooks/useKeys.tsx'
import { type TextField, useTextField } from '../../hooks/useTextField.ts'
import type { KeyActions } from '../../keyRouter.ts'
import type { ActRequest } from '../../services/acts.ts'
import { type Purse, type VoteChoice, voteChoices, voteRequest } from './voteChoice.ts'

type Field = 'choice' | 'split' | 'reason'

/** A vote while somebody makes up their mind. */
interface VoteForm {
  readonly choice: VoteChoice
  /** Where letters and arrows go. */
  readonly field: Field
  readonly split: TextField
  readonly reason: TextField
}

/** The fields of a vote and their keys; Enter hands the request over from any of them. */
export function useVoteForm(
  reference: string,
  purse: Purse,
  onVote: (request: ActRequest) => void,
): VoteForm {
  const [choice, setChoice] = useState<VoteChoice>('for')
  const [wanted, setField] = useState<Field>('choice')
  const split = useTextField('')
  const reason = useTextField('')
  const fields: readonly Field[] =
    choice === 'split' ? ['choice', 'split', 'reason'] : ['choice', 'reason']
  const field = fields.includes(wanted) ? wanted : 'choice'
  const step = (by: number) =>
    setField(fields[(fields.indexOf(field) + by + fields.length) % fields.length] ?? 'choice')
  const request = voteRequest(reference, { choice, split: split.text, reason: reason.text }, purse)
  const target = field === 'choice' ? undefined : { split, reason }[field].target
  useKeys(
    {
      ...(field === 'choice' ? choosing(setChoice) : {}),
      nextPane: { run: () => step(1), word: 'next field' },
      previousPane: { run: () => step(-1), isQuiet: true },
      open: {
        run: () => (request === undefined ? undefined : onVote(request)),
        word: 'show the plan',
        blocked: request === undefined ? 'the split cannot be understood yet' : undefined,
      },
    },
    { text: target },
  )
  return { choice, field, split, reason }
}

function choosing(setChoice: (change: (before: VoteChoice) => VoteChoice) => void): KeyActions {
  const by = (distance: number) => () =>
    setChoice((before) => {
      const at = voteChoices.indexOf(before) + distance
      return voteChoices[Math.max(0, Math.min(at, voteChoices.length - 1))] ?? before
    })
  return { up: { run: by(-1), isQuiet: true }, down: { run: by(1), isQuiet: true } }
}
