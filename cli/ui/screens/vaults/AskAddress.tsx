import { Dialog, useDialogRoom } from '../../components/Dialog.tsx'
import { TextInput } from '../../components/TextInput.tsx'
import { Words } from '../../components/Words.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { useTextField } from '../../hooks/useTextField.ts'

/** Asks whose vaults to look at. */
export function AskAddress({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Whose vaults?" onClose={onClose}>
      <Field onClose={onClose} />
    </Dialog>
  )
}

function Field({ onClose }: { readonly onClose: () => void }) {
  const { go } = useNavigation()
  const width = useDialogRoom()
  const field = useTextField('')
  const owner = field.text.trim()
  const isAddress = /^0x[\da-f]{40}$/i.test(owner)
  useKeys(
    {
      open: {
        run: () => {
          onClose()
          go('impact', { owner })
        },
        word: 'show',
        blocked: isAddress ? undefined : 'an address is 0x and 40 digits',
      },
    },
    { text: field.target },
  )
  return (
    <>
      <TextInput state={field.state} width={width} placeholder="type or paste an address: 0x…" />
      <Words tone={isAddress ? 'good' : 'muted'}>
        {isAddress ? 'Enter shows what the draft does to it' : digitsMissing(owner)}
      </Words>
    </>
  )
}

const DIGITS = 40

function digitsMissing(typed: string): string {
  const [, digits] = /^0x([\da-f]*)$/i.exec(typed) ?? []
  if (typed === '' || typed === '0')
    return 'Enter on a row of the list shows its owner; Esc goes back'
  if (digits === undefined) return 'an address begins with 0x; its digits are 0 to 9 and a to f'
  return digits.length > DIGITS
    ? `${digits.length - DIGITS} digits too many`
    : `${DIGITS - digits.length} digits are missing`
}
