import { hasNonces } from '../governance/ballots.ts'
import type { Fact } from './act.ts'
import type { BallotPlace, BallotRequest } from './ballotMatter.ts'
import { nonceFor, orderFacts, orderWarnings, queueTo } from './waitingMessages.ts'

/** A ballot that is to be signed, or was. */
interface Numbered {
  readonly nonce: bigint
  readonly path: string
}

/** The number of a new ballot; none, so 0, where the Governor does not number them. @throws UsageError */
export const ballotNonce = (
  { form, from, waiting }: BallotPlace,
  { nonce }: BallotRequest,
): bigint => (hasNonces(form) ? nonceFor(nonce, from, waiting) : 0n)

/** When a ballot can be relayed. */
export const ballotOrder = (
  { form, from, waiting }: BallotPlace,
  { nonce }: Pick<Numbered, 'nonce'>,
): readonly Fact[] =>
  hasNonces(form)
    ? orderFacts(nonce, from, waiting)
    : [['to relay', 'at any time: the first ballot of the voter that is relayed counts']]

/** What is wrong with the number of a ballot, or will be with that of the next. */
export const ballotWarnings = async (
  { acting, form, waiting }: BallotPlace,
  numbered: Numbered,
): Promise<readonly string[]> => (hasNonces(form) ? orderWarnings(acting, numbered, waiting) : [])

/** The files to relay so that a ballot can be: its own is the last. */
export const ballotQueue = (
  { form, waiting }: BallotPlace,
  { nonce, path }: Numbered,
): readonly string[] => (hasNonces(form) ? queueTo(path, nonce, waiting) : [path])
