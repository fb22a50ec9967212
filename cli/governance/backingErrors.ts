import { capital, debtWords, momentWords } from './errorNames.ts'
import type { ErrorRow } from './errorRow.ts'
import { feedWords, marketWords } from './names.ts'

/** Freezing, shutting and settling a market. */
export const backingErrors: readonly ErrorRow[] = [
  {
    fragment: 'LedgerCeilingStepExceeded(uint256 exposure, uint256 step, uint256 opensAt)',
    words: ([exposure, step, opensAt], { book }) =>
      `The market's debt would be ${debtWords(exposure, book)}; this step of its ceiling ends at ${debtWords(step, book)}, and the next one opens at ${momentWords(opensAt)}`,
    nextStep: () => 'Issue less, or wait for the next step.',
  },
  {
    fragment: 'LedgerFrozen(bytes32 id, uint256 until)',
    words: ([market, until], { book }) =>
      until === 2n ** 64n - 1n
        ? `${capital(marketWords(market, book))} is shut: nothing is issued there any more`
        : `Issuing in ${marketWords(market, book)} is frozen until ${momentWords(until)}`,
  },
  {
    fragment: 'LedgerFreezeTooSoon(bytes32 id, uint256 allowedAt)',
    words: ([market, allowedAt], { book }) =>
      `${capital(marketWords(market, book))} was frozen within the last week: the next freeze is allowed from ${momentWords(allowedAt)}`,
    nextStep: () => 'Governance may allow one earlier by `unfreeze`.',
  },
  {
    fragment: 'LedgerNotDead(bytes32 feed, uint256 deadSince)',
    words: ([feed, deadSince], { book }) =>
      deadSince === 0n
        ? `The price ${feedWords(feed, book)} is not known to be dead`
        : `The price ${feedWords(feed, book)} is dead since ${momentWords(deadSince)}: a market may be shut after a day`,
  },
  {
    fragment: 'LedgerShut(bytes32 id)',
    words: ([market], { book }) => `${capital(marketWords(market, book))} is shut for ever`,
  },
  {
    fragment: 'LedgerNotShut(bytes32 id)',
    words: ([market], { book }) =>
      `${capital(marketWords(market, book))} is not shut: its vaults are liquidated, not settled`,
  },
  {
    fragment: 'LedgerSurplusTooSmall(uint256 surplus, uint256 amount)',
    words: ([surplus, amount], { book }) =>
      `The surplus is ${debtWords(surplus, book)}; ${debtWords(amount, book)} were to be issued of it`,
  },
  {
    fragment: 'LedgerSettlesTooMuch(uint256 inAuction, uint256 proceeds)',
    words: ([inAuction, proceeds], { book }) =>
      `The auctions of the market owe ${debtWords(inAuction, book)} and brought ${debtWords(proceeds, book)}: more was to be settled`,
  },
]
