import { readTraits } from '../chain/governorKind.ts'
import { whyForeign } from '../governance/governorTraits.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { advise } from '../shared/remedy.ts'
import type { Protocol } from './protocol.ts'

/** A Governor that Ballast knows, and that cannot do this, or not in a way that Ballast knows. */
export class NotThisGovernorError extends UsageError {}

/** @throws NotThisGovernorError for a split where a vote gives everything */
export async function requireCountable(
  { network, chain, book }: Protocol,
  wish: object,
): Promise<void> {
  if (!('split' in wish)) return
  const { counting, countingMode } = await readTraits(chain, book)
  if (counting === 'fractional') return
  throw new NotThisGovernorError(
    `The Governor of ${network} counts no splits (COUNTING_MODE: ${printable(countingMode) || 'none'}): a vote gives everything to one side.`,
    'Write for, against or abstain behind the proposal, without --split.',
  )
}

/**
 * What is more than voting needs a Governor like Ballast's own: one that stores its proposals and counts seconds.
 *
 * @param what for "Ballast cannot …"
 * @throws NotThisGovernorError, UnknownGovernorError
 */
export async function requireOwnKind(
  { network, chain, book }: Protocol,
  what: string,
): Promise<void> {
  const why = whyForeign(await readTraits(chain, book))
  if (why === undefined) return
  throw new NotThisGovernorError(
    `Ballast cannot ${what} on ${network}: its Governor ${why}.`,
    advise`Voting there is possible, and looking: ${{ act: 'list proposals' }}`,
  )
}
