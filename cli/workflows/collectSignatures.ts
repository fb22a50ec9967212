import { transactionBuilderFile } from '../governance/transactionBuilder.ts'
import { writeSafeFiles } from '../workspace/safeFiles.ts'
import type { Deed, Intent, Shown } from './act.ts'
import { capital, typed } from './lifecycleWords.ts'
import type { Prepared } from './prepareSafe.ts'
import { countWords } from './safeWords.ts'

/**
 * Too few owners are at hand: what there is is written for the others, in two files. One goes from owner to owner until
 * enough have signed; the other one goes to the Safe app.
 *
 * @throws FileNotWrittenError
 */
export async function collectIntoFiles(
  { safe, collected, place }: Prepared,
  { deed, intent }: { readonly deed: Deed; readonly intent: Intent },
): Promise<Shown> {
  const { transaction, signatures, safeTxHash } = collected
  const [first = ''] = intent.words
  const builder = transactionBuilderFile(safe, [transaction], {
    name: `ballast ${deed.verb}, nonce ${transaction.nonce}`,
    description: first.replace(/:$/, ''),
    createdAt: Date.now(),
  })
  await writeSafeFiles(place, collected, builder)
  const missing = safe.threshold - signatures.length
  return {
    headline: `${capital(countWords(signatures.length, safe))} of the Safe ${safe.address}; nothing was sent.`,
    facts: [
      ['missing', `${missing} of: ${ownersLeft(safe.owners, signatures).join(', ')}`],
      ['for owners', place.signatures],
      ['for the app', `${place.builder} (Transaction Builder)`],
      ['safeTxHash', safeTxHash],
    ],
    details: {
      safe: safe.address,
      nonce: transaction.nonce,
      threshold: safe.threshold,
      safeTxHash,
      signatures,
      files: { signatures: place.signatures, transactionBuilder: place.builder },
    },
    next: {
      command: `safe sign ${typed(place.signatures)} --account <owner>`,
      when: `then ballast safe execute ${typed(place.signatures)}, or the same command again`,
    },
  }
}

const ownersLeft = (
  owners: readonly string[],
  signatures: readonly { readonly owner: string }[],
): readonly string[] => owners.filter((each) => !signatures.some(({ owner }) => owner === each))
