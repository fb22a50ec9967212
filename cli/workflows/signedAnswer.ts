import { hasNonces } from '../governance/ballots.ts'
import type { BallotFile } from '../workspace/signedFiles.ts'
import type { BallotPlace } from './ballotMatter.ts'
import { ballotOrder, ballotQueue } from './ballotOrder.ts'
import { voteTimes } from './lifecycleWords.ts'
import type { Signed } from './signMessage.ts'
import type { Waiting } from './waitingMessages.ts'

/** How it ended: the file, and when it can be relayed after which others. */
export function signedAs(
  place: BallotPlace,
  { path, file, nonce }: Waiting<BallotFile>,
  { how, what }: { readonly how: 'signed' | 'already'; readonly what: string },
): Signed {
  const { form, moment, voter } = place
  const { opens, ends } = voteTimes(moment)
  return {
    verb: 'vote',
    how,
    headline: `${voter} has signed ${what}.`,
    path,
    file,
    facts: [
      ['ballot', path],
      ...(hasNonces(form) ? [['nonce', `${nonce}`] as const] : []),
      ...ballotOrder(place, { nonce }),
      ['vote ends', ends],
    ],
    relay: {
      paths: ballotQueue(place, { nonce, path }),
      ...(moment.state === 'Pending' ? { when: `from ${opens}` } : {}),
    },
  }
}
