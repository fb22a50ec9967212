import type { Result } from 'ethers'
import { amountWords } from './adminCalls.ts'
import type { CallRow, CallWords } from './callRow.ts'
import { debtWords } from './errorNames.ts'
import { addressWords, bytes32Text, marketWords } from './names.ts'

const onLedger = (fragment: string, words: CallWords): CallRow => ({
  contract: 'ledger',
  fragment: `function ${fragment}`,
  words,
})

const onCaps = (fragment: string, words: CallWords): CallRow => ({
  contract: 'exposureCaps',
  fragment: `function ${fragment}`,
  words,
})

/** The calls of the Ledger and its caps that set no parameter of the catalogue. */
export const ledgerCalls: readonly CallRow[] = [
  onLedger(
    'accrue(bytes32 id)',
    (args, { book }) => `charge the stability fee of ${marketWords(args[0], book)} up to now`,
  ),
  onLedger(
    'freeze(bytes32 id)',
    (args, { book }) => `stop issuing in ${marketWords(args[0], book)} for a day`,
  ),
  onLedger(
    'unfreeze(bytes32 id)',
    (args, { book }) => `let ${marketWords(args[0], book)} issue again`,
  ),
  onLedger(
    'shutdown(bytes32 id)',
    (args, { book }) => `shut ${marketWords(args[0], book)} for ever, as its price is dead`,
  ),
  onLedger(
    'coverDeficit(bytes32 id, uint256 maxAmount)',
    (args, { book }) =>
      `cover up to ${debtWords(args[1], book)} of the deficit of ${marketWords(args[0], book)}`,
  ),
  onLedger(
    'coverFromSurplus(bytes32 id)',
    (args, { book }) => `cover the deficit of ${marketWords(args[0], book)} from the surplus`,
  ),
  onLedger(
    'mintSurplus(address derivative, uint256 amount, address receiver)',
    (args, { book }) =>
      `issue ${amountWords(args[1], args[0], book)} of surplus to ${addressWords(args[2], book)}`,
  ),
  onCaps('assignRisks(bytes32 id, bytes32[3] risks)', (args, { book }) => {
    const names = [...(args[1] as Result)]
      .filter((name: string) => BigInt(name) !== 0n)
      .map((name: string) => bytes32Text(name) ?? name)
    const market = marketWords(args[0], book)
    return names.length === 0
      ? `count ${market} towards no risk`
      : `count ${market} towards the risks ${names.join(', ')}`
  }),
]
