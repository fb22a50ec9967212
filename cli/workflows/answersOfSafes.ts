import { printable } from '../shared/format.ts'
import { factsText } from './answersOfActs.ts'
import { typed } from './lifecycleWords.ts'
import type { Acting } from './protocol.ts'
import type { Rendered } from './rendered.ts'
import type { SafeSigned, SafeSigningPlan } from './safeFile.ts'
import { countWords } from './safeWords.ts'

/** What owners of a Safe are about to sign. */
export function safeSigningText({ matter, does, facts }: SafeSigningPlan): string {
  const [first = '', ...rest] = does
  return [
    'Plan of ballast safe sign:',
    factsText([
      ['Safe', `${matter.safe.address}, chain ${matter.safe.chainId}`],
      ['does', first],
      ...rest.map((line) => ['', line] as const),
      ...facts,
    ]),
  ].join('\n')
}

const headlines = {
  planned: 'Nothing was signed (--dry-run).',
  already: 'Nothing to sign',
  signed: 'Signed',
} as const

/** The answer of `safe sign`: how many signatures there are now, and who comes next. */
export function renderSafeSigned(signed: SafeSigned, { protocol }: Acting): Rendered {
  const { how, plan } = signed
  const { safe, collected, path } = plan.matter
  const { signatures, safeTxHash, transaction } = collected
  const isEnough = signatures.length >= safe.threshold
  const next =
    how === 'planned'
      ? 'the same command without --dry-run.'
      : isEnough
        ? `ballast safe execute ${typed(path)}`
        : `ballast safe sign ${typed(path)} --account <another owner>`
  const headline =
    how === 'planned'
      ? `${safeSigningText(plan)}\n\n${headlines.planned}`
      : `\u2714 ${headlines[how]}: ${printable(path)} has ${countWords(signatures.length, safe)}.`
  return {
    text: `${headline}\n\nNext: ${next}`,
    document: {
      schema: 'ballast.safe/1',
      outcome: how,
      network: protocol.network,
      chainId: safe.chainId,
      safe: safe.address,
      nonce: transaction.nonce,
      threshold: safe.threshold,
      safeTxHash,
      signatures,
      file: path,
      does: plan.does,
      facts: Object.fromEntries(plan.facts),
    },
  }
}
