import { readBlock } from '../chain/client.ts'
import { freezeAction, readFreezeTerms, readMarket } from '../chain/guardian.ts'
import type { Sent } from '../chain/transaction.ts'
import type { MarketEntry } from '../governance/addressBook.ts'
import { type FreezeTerms, issuingOf, type LastFreeze, lastFreeze } from '../governance/freeze.ts'
import { whenWords } from '../governance/governorClock.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { Progress } from '../shared/progress.ts'
import { advise } from '../shared/remedy.ts'
import { formatDuration, formatUtc } from '../shared/time.ts'
import type { Acted, Confirm, Deed, Fact, Intent, Shown } from './act.ts'
import { requireRight } from './guardianRight.ts'
import { perform } from './perform.ts'
import type { Acting, Protocol } from './protocol.ts'
import { NotAsSentError, NotNowError } from './refusals.ts'
import { marketCalled } from './stewardOf.ts'

/**
 * Stops issuing in a market for a day: nothing else of it, and not again for a week unless governance allows it.
 *
 * @throws UsageError, NotTheGuardianError and what `act` throws
 */
export async function freezeMarket(
  acting: Acting,
  { market }: { readonly market: string },
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  const entry = marketCalled(market, acting.protocol.book)
  return perform(acting, freezing(acting, entry), options)
}

/** A market's freezes as of one block. */
interface Moment {
  readonly block: BlockRef
  /** The chain's time, Unix seconds. */
  readonly now: bigint
  readonly frozenUntil: bigint
  readonly terms: FreezeTerms
  readonly last: LastFreeze | undefined
}

async function readMoment({ chain, book }: Protocol, market: MarketEntry): Promise<Moment> {
  const block = await readBlock(chain)
  const [{ frozenUntil }, terms] = await Promise.all([
    readMarket(chain, book, { market, at: block }),
    readFreezeTerms(chain, book, block),
  ])
  const last = lastFreeze(frozenUntil, terms)
  return { block, now: BigInt(block.timestamp), frozenUntil, terms, last }
}

function freezing(acting: Acting, market: MarketEntry): Deed {
  const { protocol } = acting
  const action = freezeAction(protocol.book, market)
  return {
    verb: 'guardian',
    async done() {
      const moment = await readMoment(protocol, market)
      if (issuingOf(moment.frozenUntil, moment.now).kind !== 'frozen') return undefined
      return { ...shownFreeze(market, moment), action }
    },
    async prepare() {
      const moment = await readMoment(protocol, market)
      requireNow(market, moment, protocol.book.derivativeSymbol)
      const what = `freeze ${market.label}`
      await requireRight(acting, action, { what, at: moment.block })
      return {
        action,
        ...intentOf(market, moment),
        readBack: (sent) => readBack(protocol, market, sent),
      }
    },
  }
}

function intentOf(
  { label }: MarketEntry,
  { now, terms, last }: Moment,
): Omit<Intent, 'action' | 'readBack'> {
  return {
    words: [`stop issuing in ${label} for ${formatDuration(terms.duration)}`],
    facts: [
      ['until', `${formatUtc(now + terms.duration)}, counted from the block that has it`],
      ['last freeze', last === undefined ? 'none that counts' : pastWords(last, now)],
      ['next one', `from ${formatUtc(now + terms.interval)}; before that only if a vote unfreezes`],
      ['goes on', 'repaying, adding and withdrawing collateral, liquidation'],
    ],
    warnings: [],
    handles: [],
  }
}

const pastWords = ({ since, until }: LastFreeze, now: bigint): string =>
  `from ${whenWords(since, now)} until ${formatUtc(until)}`

/** @throws NotNowError */
function requireNow(
  { label }: MarketEntry,
  { frozenUntil, now, last }: Moment,
  symbol: string,
): void {
  if (issuingOf(frozenUntil, now).kind === 'shut') {
    throw new NotNowError(
      `${label} is shut for ever: nothing is issued in it, so there is nothing to freeze.`,
      advise`See its parameters: ${{ act: 'list parameters' }}`,
    )
  }
  if (last === undefined || now >= last.nextFrom) return
  const wait = last.nextFrom - now
  throw new NotNowError(
    `${label} was frozen from ${formatUtc(last.since)} until ${formatUtc(last.until)}; the next freeze is allowed from ${whenWords(last.nextFrom, now)}.`,
    advise`Lower its debt ceiling instead, which stops issuing at once: ballast guardian tighten ${label} "debtCeiling=0 ${symbol}". Or propose \`unfreeze\`, which allows another freeze. On a development chain: ${{ act: 'move the clock', about: `${wait}s` }}`,
  )
}

/** @throws NotAsSentError */
async function readBack(
  protocol: Protocol,
  market: MarketEntry,
  { transactionHash }: Sent,
): Promise<Shown> {
  const moment = await readMoment(protocol, market)
  if (issuingOf(moment.frozenUntil, moment.now).kind === 'frozen') {
    return shownFreeze(market, moment)
  }
  throw new NotAsSentError(transactionHash, `${market.label} is not frozen`)
}

function shownFreeze({ label }: MarketEntry, { frozenUntil, now, last }: Moment): Shown {
  const facts: readonly Fact[] =
    last === undefined
      ? []
      : [
          ['since', formatUtc(last.since)],
          ['until', whenWords(last.until, now)],
          ['next one', `from ${formatUtc(last.nextFrom)}; before that only if a vote unfreezes`],
        ]
  return {
    headline: `${label} issues nothing until ${formatUtc(frozenUntil)}.`,
    facts,
    details: {
      does: 'freeze',
      market: label,
      frozenSince: last?.since ?? null,
      frozenUntil,
      nextFreezeFrom: last?.nextFrom ?? null,
    },
    next: { command: 'status' },
  }
}
