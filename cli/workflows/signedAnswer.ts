import type { BallotFile } from '../workspace/signedFiles.ts'
import type { BallotPlace } from './ballotMatter.ts'
import { whenWords } from './lifecycleWords.ts'
import type { Signed } from './signMessage.ts'
import { orderFacts, queueTo, type Waiting } from './waitingMessages.ts'

/** How it ended: the file, and when it can be relayed after which others. */
export function signedAs(
  { from, waiting, moment, voter }: BallotPlace,
  { path, file, nonce }: Waiting<BallotFile>,
  { how, what }: { readonly how: 'signed' | 'already'; readonly what: string },
): Signed {
  const opens = BigInt(moment.times.snapshot) + 1n
  return {
    verb: 'vote',
    how,
    headline: `${voter} has signed ${what}.`,
    path,
    file,
    facts: [
      ['ballot', path],
      ['nonce', `${nonce}`],
      ...orderFacts(nonce, from, waiting),
      ['vote ends', whenWords(BigInt(moment.times.deadline), moment.now)],
    ],
    relay: {
      paths: queueTo(path, nonce, waiting),
      ...(moment.state === 'Pending' ? { when: `from ${whenWords(opens, moment.now)}` } : {}),
    },
  }
}
