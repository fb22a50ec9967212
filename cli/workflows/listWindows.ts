import { readBlock } from '../chain/client.ts'
import { readWindows } from '../chain/stewardWindows.ts'
import { isOnItsWay, valueWords } from '../governance/settling.ts'
import { type StewardWindow, stateOf, windowRange } from '../governance/stewardWindow.ts'
import { rangeWords, stepWords } from '../governance/stewardWords.ts'
import { displayMost, type Symbols } from '../governance/value.ts'
import { plainTable } from '../report/table.ts'
import { plural, printable } from '../shared/format.ts'
import { formatDuration, formatUtc } from '../shared/time.ts'
import type { Protocol } from './protocol.ts'
import type { Rendered } from './rendered.ts'
import { marketCalled, riskStewardOf } from './stewardOf.ts'

const columns = [
  { title: 'Market' },
  { title: 'Parameter' },
  { title: 'Stored', isNumber: true },
  { title: 'Allowed', isNumber: true },
  { title: 'From' },
  { title: 'Step', isNumber: true },
  { title: 'Every' },
  { title: 'Never leaves', isNumber: true },
]

/**
 * What stewards may do now, in one market or in all: every allowance with its window.
 *
 * @throws UsageError for an unknown market or a deployment without a RiskSteward, NodeError
 */
export async function listWindows(
  { network, chain, book }: Protocol,
  market?: string,
): Promise<Rendered> {
  const steward = riskStewardOf(book)
  const markets = market === undefined ? book.markets : [marketCalled(market, book)]
  const block = await readBlock(chain)
  const at = BigInt(block.timestamp)
  const windows = await readWindows(
    chain,
    { steward, ledger: book.contracts.ledger },
    markets,
    block,
  )
  const given = windows.filter((window) => stateOf(window, at) !== 'none')
  const title = `${plural(given.length, 'allowance')} of stewards on ${network}, block ${block.number}, ${formatUtc(block.timestamp)}`
  const [first] = given
  return {
    text:
      first === undefined
        ? `${title}: every parameter is moved by votes only.\n\nNext: ballast draft`
        : [
            title,
            '',
            plainTable(
              columns,
              given.map((window) => cellsOf(window, at, book)),
            ),
            ...settlingLines(given, book),
            '',
            `Next: ballast steward set ${first.market} ${first.spec.key}=VALUE`,
          ].join('\n'),
    document: {
      schema: 'ballast.steward.windows/1',
      network,
      chainId: chain.chainId,
      block,
      riskSteward: steward,
      windows: given.map((window) => documentOf(window, at, book)),
    },
  }
}

/** What is not in force as it stands, and what a step does to it. */
function settlingLines(windows: readonly StewardWindow[], symbols: Symbols): readonly string[] {
  const lines = windows
    .filter(isOnItsWay)
    .map(
      (window) =>
        `  ${printable(window.market)} ${window.spec.key}: ${valueWords(window, symbols)}. ${restartWords[window.spec.settles]}`,
    )
  return lines.length === 0 ? [] : ['', 'On their way:', ...lines]
}

const restartWords = {
  ramp: 'A step replaces the ramp: a cut starts a new one from what is in force, a raise above that counts at once.',
  delay: 'A step replaces the raise: a new one waits a whole day, a cut counts at once.',
  atOnce: '',
} as const

function cellsOf(window: StewardWindow, at: bigint, symbols: Symbols): readonly string[] {
  const { market, spec, allowance, stored } = window
  const state = stateOf(window, at)
  return [
    printable(market),
    spec.key,
    displayMost(spec.unit, stored, symbols),
    state === 'unreachable' ? 'no step' : windowRange(window, symbols),
    state === 'open' ? 'now' : state === 'cooling' ? formatUtc(window.opensAt) : 'a vote',
    stepWords(allowance, symbols),
    formatDuration(allowance.cooldown),
    rangeWords(allowance, symbols),
  ]
}

function documentOf(window: StewardWindow, at: bigint, symbols: Symbols) {
  const { market, spec, allowance, stored, effective, settlesAt, lowest, highest, opensAt } = window
  const { relative, cooldown, min, max, maxStep } = allowance
  const state = stateOf(window, at)
  return {
    market,
    parameter: spec.key,
    unit: spec.unit,
    state,
    stored,
    effective,
    settlesAt: settlesAt ?? null,
    lowest,
    highest,
    opensAt,
    allowance: { min, max, maxStep, relative, cooldown },
    shown: {
      stored: displayMost(spec.unit, stored, symbols),
      effective: displayMost(spec.unit, effective, symbols),
      allowed: windowRange(window, symbols),
      step: stepWords(allowance, symbols),
      range: rangeWords(allowance, symbols),
    },
  }
}
