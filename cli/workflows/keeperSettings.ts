import type { AddressBook } from '../governance/addressBook.ts'
import type { Search } from '../governance/keeper/findJobs.ts'
import { type JobKind, jobKinds, usualKinds } from '../governance/keeper/job.ts'
import { probablyMeant } from '../governance/nearest.ts'
import { UsageError } from '../shared/errors.ts'
import { listOf, printable } from '../shared/format.ts'
import { parseDuration } from '../shared/time.ts'
import { parseBps, parseTokenAmount } from '../shared/units.ts'

/** What was asked for on the command line. */
export interface KeeperRequest {
  readonly only?: string
  readonly market?: string
  readonly interval?: string
  readonly maxRepay?: string
  readonly minProfit?: string
  readonly haircut?: string
  readonly gasTokenPrice?: string
  readonly ignoreGas?: boolean
}

/** What a keeper may do, and what it asks for. Amounts in derivative, 18 decimals. */
export interface KeeperSettings {
  readonly search: Search
  readonly intervalSeconds: number
  readonly minProfit: bigint
  readonly haircutBps: bigint
  /** Of a whole token that gas is paid in; that of the deployment's WETH if absent. */
  readonly gasTokenWad?: bigint
  readonly ignoresGas: boolean
}

const LONGEST_INTERVAL = 3_600n
const INTERVAL = '12 s'
const HAIRCUT = '1%'

/** @throws UsageError */
export function readKeeperSettings(request: KeeperRequest, book: AddressBook): KeeperSettings {
  const { interval = INTERVAL, haircut = HAIRCUT, minProfit, maxRepay, gasTokenPrice } = request
  const amount = (text: string): bigint => parseTokenAmount(text, book.derivativeSymbol)
  return {
    search: {
      kinds: kindsIn(request.only),
      ...(request.market === undefined ? {} : { markets: marketsIn(request.market, book) }),
      ...(maxRepay === undefined ? {} : { maxRepay: amount(maxRepay) }),
    },
    intervalSeconds: intervalIn(interval),
    haircutBps: haircutIn(haircut),
    minProfit: minProfit === undefined ? 0n : amount(minProfit),
    ...(gasTokenPrice === undefined ? {} : { gasTokenWad: amount(gasTokenPrice) }),
    ignoresGas: request.ignoreGas === true,
  }
}

const wordsIn = (list: string): readonly string[] =>
  list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')

function kindsIn(list: string | undefined): readonly JobKind[] {
  if (list === undefined) return usualKinds
  const known = jobKinds.map(([name]) => name)
  const words = wordsIn(list)
  if (words.length === 0) {
    throw new UsageError('--only names nothing to do.', `Name some of: ${known.join(', ')}.`)
  }
  return words.map((word) => {
    const found = known.find((kind) => kind === word)
    if (found !== undefined) return found
    throw unknown('--only', word, known)
  })
}

function marketsIn(list: string, { markets }: AddressBook): readonly string[] {
  const known = markets.map(({ label }) => label)
  return wordsIn(list).map((word) => {
    if (known.includes(word)) return word
    throw unknown('--market', word, known)
  })
}

function unknown(flag: string, word: string, known: readonly string[]): UsageError {
  const near = probablyMeant(word, known)
  return new UsageError(
    `${flag} knows no ${printable(word)}.`,
    near === undefined ? `It knows ${listOf(known)}.` : `Did you mean ${near}?`,
  )
}

function intervalIn(text: string): number {
  const seconds = parseDuration(text)
  if (seconds >= 1n && seconds <= LONGEST_INTERVAL) return Number(seconds)
  throw new UsageError(
    `--interval is ${printable(text)}, and a keeper looks every 1 s to every 1 h.`,
    'Write it as in --interval "12 s".',
  )
}

function haircutIn(text: string): bigint {
  const bps = parseBps(text)
  if (bps < 10_000n) return bps
  throw new UsageError(
    `--haircut is ${printable(text)}, which leaves nothing.`,
    'Write what selling collateral costs, as in --haircut 1%.',
  )
}
