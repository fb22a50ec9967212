import { useEffect, useRef, useState } from 'react'
import { printable } from '../../../shared/format.ts'
import { Dialog, useDialogRoom } from '../../components/Dialog.tsx'
import { TextInput } from '../../components/TextInput.tsx'
import { Words } from '../../components/Words.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { useServices } from '../../hooks/useServices.ts'
import { useTextField } from '../../hooks/useTextField.ts'
import { nextStepOf } from '../../remedyKeys.ts'
import { errorText } from './draftWords.ts'

/** Opens a proposal that lies anywhere, by its path. */
export function OpenFile({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Open a file" onClose={onClose}>
      <Field onClose={onClose} />
    </Dialog>
  )
}

function Field({ onClose }: { readonly onClose: () => void }) {
  const { openDraft, session } = useServices()
  const { go } = useNavigation()
  const width = useDialogRoom()
  const [failure, setFailure] = useState<unknown>()
  const field = useTextField('', () => setFailure(undefined))
  const path = field.text.trim()
  const isThere = useRef(true)
  useEffect(
    () => () => {
      isThere.current = false
    },
    [],
  )
  const open = async () => {
    try {
      const opened = await openDraft(path)
      // Whoever closed it meanwhile stays where they are.
      if (!isThere.current) return
      onClose()
      go('draft', { path: opened.path })
    } catch (error) {
      setFailure(error)
    }
  }
  useKeys(
    {
      open: { run: () => void open(), blocked: path === '' ? 'nothing is typed yet' : undefined },
    },
    { text: field.target },
  )
  return (
    <>
      <TextInput
        state={field.state}
        width={width}
        placeholder="type or paste a path, such as proposals/some.yaml"
      />
      {failure === undefined ? (
        <Words tone="muted" wrap="wrap">
          {`A proposal’s YAML file or its folder, from here, from ${printable(session.folder)}, or from / or ~.`}
        </Words>
      ) : (
        <Failure error={failure} />
      )}
    </>
  )
}

function Failure({ error }: { readonly error: unknown }) {
  const next = error instanceof Error ? nextStepOf(error) : undefined
  return (
    <>
      <Words tone="bad" wrap="wrap">
        {printable(errorText(error))}
      </Words>
      {next === undefined ? null : <Words wrap="wrap">{printable(next)}</Words>}
    </>
  )
}
