import { readBlock } from '../chain/client.ts'
import { readWindows, stepAction } from '../chain/stewardWindows.ts'
import type { Address, MarketEntry } from '../governance/addressBook.ts'
import { type Change, replacedWords, settlingWords } from '../governance/settling.ts'
import {
  type StewardWindow,
  stateOf,
  windowRange,
  windowWords,
} from '../governance/stewardWindow.ts'
import { displayValue } from '../governance/value.ts'
import type { Progress } from '../shared/progress.ts'
import { formatUtc } from '../shared/time.ts'
import type { Acted, Confirm, Deed, Fact, Intent, Shown } from './act.ts'
import { perform } from './perform.ts'
import type { Acting, Protocol } from './protocol.ts'
import { type JudgedStep, judgeSteps, readSteps, type Step } from './readSteps.ts'
import { NotAsSentError } from './refusals.ts'
import { marketCalled, riskStewardOf } from './stewardOf.ts'

/** What a steward wants to set in one market. */
export interface StewardRequest {
  readonly market: string
  /** `liquidationThreshold=80.5%`. */
  readonly settings: readonly string[]
}

/** Steps in one market of a deployment that has a RiskSteward. */
interface Stepping {
  readonly protocol: Protocol
  readonly steward: Address
  readonly market: MarketEntry
  readonly steps: readonly Step[]
}

/**
 * Moves parameters of a market within the windows that governance has given to stewards; all of them or none.
 *
 * @throws UsageError, StepsRefusedError and what `act` throws
 */
export async function stepAsSteward(
  acting: Acting,
  { market, settings }: StewardRequest,
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  const { protocol } = acting
  const { book } = protocol
  const stepping: Stepping = {
    protocol,
    steward: riskStewardOf(book),
    market: marketCalled(market, book),
    steps: readSteps(market, settings, book),
  }
  return perform(acting, deedOf(stepping), options)
}

const deedOf = (stepping: Stepping): Deed => ({
  verb: 'steward',
  async done() {
    const now = await readNow(stepping)
    const isSo = stepping.steps.every((step) => storedOf(step, now) === step.value)
    if (!isSo) return undefined
    return { ...shownSteps(stepping, now, undefined), action: actionOf(stepping) }
  },
  prepare: () => prepared(stepping),
})

const actionOf = ({ steward, market, steps }: Stepping) => stepAction({ steward, market }, steps)

async function prepared(stepping: Stepping): Promise<Intent> {
  const { protocol, market, steps } = stepping
  const { book } = protocol
  const now = await readNow(stepping)
  const judged = judgeSteps(steps, now.windows, { book, at: now.at })
  const [first, ...others] = judged.map(({ spec, value }) => {
    const shown = displayValue(spec.unit, value, book)
    return `${spec.key} of ${market.label} to ${shown}`
  })
  return {
    action: actionOf(stepping),
    words: [`set ${first}`, ...others.map((other) => `set ${other}`)],
    facts: judged.flatMap((step) => planFacts(step, changeOf(step, judged, now), protocol)),
    warnings: judged.flatMap((step) => replacedWords(changeOf(step, judged, now), book) ?? []),
    handles: [],
    readBack: ({ transactionHash }) => readBack(stepping, judged, transactionHash),
  }
}

/** What a step does, by the ramp that stands once the whole tuple has applied. */
function changeOf({ window, value }: JudgedStep, steps: readonly Step[], now: Now): Change {
  const rampOf = ({ spec }: { readonly spec: Step['spec'] }) => spec.key === 'thresholdRamp'
  const ramp = steps.find(rampOf)?.value ?? now.windows.find(rampOf)?.stored ?? 0n
  return { from: window, value, at: now.at, ramp }
}

/** The window, and from when the step counts where that may not be at once. */
function planFacts(step: JudgedStep, change: Change, protocol: Protocol): readonly Fact[] {
  const { key, settles } = step.spec
  const window: Fact = [key, planWords(step, change.at, protocol)]
  const isPlain = settles === 'atOnce' || step.value === step.window.stored
  return isPlain ? [window] : [window, [`${key} counts`, settlingWords(change, protocol.book)]]
}

/** `now 80 %, allowed 79.5 % … 80.5 %, then closed until 2026-11-26 14:00 UTC`. */
function planWords({ window, value }: JudgedStep, at: bigint, { book }: Protocol): string {
  const words = windowWords(window, at, book)
  if (value === window.stored) return `${words}; stays as it is`
  return `${words}, then closed until ${formatUtc(at + window.allowance.cooldown)}`
}

/** The windows of the market at one block. */
async function readNow({ protocol, steward, market }: Stepping) {
  const { chain, book } = protocol
  const block = await readBlock(chain)
  const windows = await readWindows(
    chain,
    { steward, ledger: book.contracts.ledger },
    [market],
    block,
  )
  return { at: BigInt(block.timestamp), windows }
}
type Now = Awaited<ReturnType<typeof readNow>>

const windowOf = ({ spec }: Step, { windows }: Now) => windows.find((one) => one.spec === spec)
const storedOf = (step: Step, now: Now) => windowOf(step, now)?.stored

/** @throws NotAsSentError */
async function readBack(
  stepping: Stepping,
  before: readonly JudgedStep[],
  transactionHash: string,
): Promise<Shown> {
  const { steps, protocol } = stepping
  const now = await readNow(stepping)
  const other = steps.find((step) => storedOf(step, now) !== step.value)
  if (other === undefined) return shownSteps(stepping, now, before)
  const found = displayValue(other.spec.unit, storedOf(other, now) ?? 0n, protocol.book)
  throw new NotAsSentError(transactionHash, `${other.spec.key} is ${found}`)
}

function shownSteps(
  { protocol, market, steps }: Stepping,
  now: Now,
  before: readonly JudgedStep[] | undefined,
): Shown {
  const { book } = protocol
  const rows = steps.map((step) => {
    const { spec, value } = step
    const window = windowOf(step, now)
    const was = before?.find((one) => one.spec === spec)?.window.stored
    const effective = window?.effective ?? value
    return { spec, value, window, was, effective }
  })
  type Row = (typeof rows)[number]
  const show = ({ spec }: Row, value: bigint) => displayValue(spec.unit, value, book)
  const factOf = (row: Row): readonly Fact[] => [
    [
      row.spec.key,
      row.was === undefined
        ? show(row, row.value)
        : `${show(row, row.was)} \u2192 ${show(row, row.value)}`,
    ],
    ...(row.effective === row.value
      ? []
      : [['', `${show(row, row.effective)} counts now${untilWords(row.window)}`] as const]),
    ...(row.window === undefined || stateOf(row.window, now.at) !== 'cooling'
      ? []
      : [
          [
            '',
            `next step from ${formatUtc(row.window.opensAt)}, within ${windowRange(row.window, book)}`,
          ] as const,
        ]),
  ]
  const done = rows.map((row) => `${row.spec.key} ${show(row, row.value)}`)
  return {
    headline: `${market.label} has ${done.join(', ')}.`,
    facts: rows.flatMap(factOf),
    details: {
      market: market.label,
      settings: rows.map(({ spec, value, was, effective, window }) => ({
        parameter: spec.key,
        before: was ?? null,
        stored: value,
        effective,
        settlesAt: window?.settlesAt ?? null,
        opensAt: window === undefined ? null : Number(window.opensAt),
      })),
    },
    next: { command: `steward windows ${market.label}` },
  }
}

/** `, ramping until 2026-11-30 12:00 UTC`. */
function untilWords(window: StewardWindow | undefined): string {
  if (window?.settlesAt === undefined) return ''
  return `${window.spec.settles === 'ramp' ? ', ramping' : ''} until ${formatUtc(window.settlesAt)}`
}
