import { contractsOf } from '../addressBook.ts'
import { type Check, pass, warn } from './check.ts'

/** Every call goes to a contract of the address book or a listed collateral. */
export const knownTargets: Check<'calls'> = {
  name: 'known-targets',
  title: 'Calls only known contracts',
  needs: ['calls'],
  judge({ proposal, book }) {
    const known = new Set([
      ...contractsOf(book).map(([, address]) => address),
      ...book.markets.map(({ collateral }) => collateral),
    ])
    const strangers = proposal.calls.filter(({ target }) => !known.has(target))
    return strangers.length === 0
      ? pass('Every target is in the address book.')
      : warn(
          'Look at the code behind these addresses.',
          strangers.map(({ target, words }) => `${target}: ${words}`),
        )
  },
}
