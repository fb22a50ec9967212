import type { AddressBook } from '../governance/addressBook.ts'
import { marketParameters } from '../governance/marketParameters.ts'
import { chooseFrom } from '../governance/nearest.ts'
import type { ParameterSpec } from '../governance/parameter.ts'
import {
  accepts,
  type StewardWindow,
  stateOf,
  windowRange,
  windowWords,
} from '../governance/stewardWindow.ts'
import { displayValue, parseValue } from '../governance/value.ts'
import { UsageError } from '../shared/errors.ts'
import { plural, printable } from '../shared/format.ts'
import { advise } from '../shared/remedy.ts'
import { UnitError } from '../shared/units.ts'
import { NotNowError } from './refusals.ts'

/** One parameter and the value that a steward wants it to have. */
export interface Step {
  readonly spec: ParameterSpec
  readonly value: bigint
}

/** A step and what stewards may do at that moment. */
export interface JudgedStep extends Step {
  readonly window: StewardWindow
}

/** What is wrong with one step, and what to write instead. */
type Trouble = readonly [message: string, instead: string]

/** Steps that cannot be meant, or lie outside of what stewards may do: all of them at once. */
export class StepsRefusedError extends UsageError {
  constructor(market: string, troubles: readonly Trouble[]) {
    const lines = troubles.map(([message, instead]) => `  ${message}\n      \u2192 ${instead}`)
    super(
      `${plural(troubles.length, 'problem')} with the steps in ${printable(market)}; nothing was sent.\n${lines.join('\n')}`,
      advise`See what stewards may do: ${{ act: 'list windows' }}`,
    )
  }
}

/**
 * `liquidationThreshold=80.5%` and the like as steps, in the order of the catalogue.
 *
 * @throws UsageError, with everything that is wrong
 */
export function readSteps(
  market: string,
  settings: readonly string[],
  book: AddressBook,
): readonly Step[] {
  if (settings.length === 0) {
    throw new UsageError(
      'No step is named.',
      'Name parameters and values: ballast steward set WETH-A liquidationThreshold=80.5%',
    )
  }
  const troubles: Trouble[] = []
  const steps = settings.flatMap((text) => readStep(text, book, troubles) ?? [])
  for (const [index, { spec }] of steps.entries()) {
    if (steps.findIndex((one) => one.spec === spec) === index) continue
    troubles.push([`${spec.key} is named twice`, 'Keep one of them.'])
  }
  if (troubles.length > 0) throw new StepsRefusedError(market, troubles)
  const order = (step: Step) => marketParameters.indexOf(step.spec)
  return steps.toSorted((a, b) => order(a) - order(b))
}

function readStep(text: string, book: AddressBook, troubles: Trouble[]): Step | undefined {
  const at = text.indexOf('=')
  const key = at < 0 ? text : text.slice(0, at)
  const spec = marketParameters.find((known) => known.key === key)
  const keys = marketParameters.map((known) => known.key)
  if (spec === undefined) {
    troubles.push([`Stewards may move no parameter "${printable(key)}"`, chooseFrom(key, keys)])
    return undefined
  }
  if (at < 0) {
    troubles.push([`${key} has no value`, `Write ${key}=VALUE.`])
    return undefined
  }
  try {
    return { spec, value: parseValue(spec.unit, text.slice(at + 1), book) }
  } catch (error) {
    if (!(error instanceof UnitError)) throw error
    troubles.push([`${key}: ${error.message}`, error.nextStep])
    return undefined
  }
}

/**
 * The steps with their windows.
 *
 * @param at the chain's time
 * @throws StepsRefusedError for what no waiting helps, NotNowError where only a cooldown is in the way
 */
export function judgeSteps(
  steps: readonly Step[],
  windows: readonly StewardWindow[],
  { book, at }: { readonly book: AddressBook; readonly at: bigint },
): readonly JudgedStep[] {
  const judged = steps.map((step): JudgedStep => {
    const window = windows.find(({ spec }) => spec === step.spec)
    if (window === undefined) throw new Error(`No window of ${step.spec.key} was read.`)
    return { ...step, window }
  })
  const market = judged[0]?.window.market ?? ''
  const refused = judged.filter(({ window, value }) => !accepts(window, value, at))
  const troubles = refused.map((step) => troubleOf(step, { book, at }))
  const waits = refused.filter((step) => isOnlyEarly(step, at))
  if (waits.length < refused.length) throw new StepsRefusedError(market, troubles)
  if (waits.length > 0) throw tooEarly(waits, troubles, at)
  return judged
}

/** @param at the chain's time */
function tooEarly(
  waits: readonly JudgedStep[],
  troubles: readonly Trouble[],
  at: bigint,
): NotNowError {
  const [last = at] = waits.map(({ window }) => window.opensAt).sort((a, b) => (a < b ? 1 : -1))
  const wait = last - at
  return new NotNowError(
    `${troubles.map(([message]) => message).join('; ')}.`,
    advise`Repeat the command then. On a development chain: ${{ act: 'move the clock', about: `${wait}s` }}`,
  )
}

/** The value will be allowed once the cooldown is over, if nothing else moves. */
const isOnlyEarly = ({ window, value }: JudgedStep, at: bigint): boolean =>
  stateOf(window, at) === 'cooling' && accepts(window, value, window.opensAt)

function troubleOf(
  { spec, value, window }: JudgedStep,
  { book, at }: { readonly book: AddressBook; readonly at: bigint },
): Trouble {
  const words = windowWords(window, at, book)
  const state = stateOf(window, at)
  if (state === 'none') return [`${spec.key}: ${words}`, 'Draft a proposal for it.']
  if (state === 'unreachable') return [`${spec.key}: ${words}`, 'Draft a proposal for it.']
  if (isOnlyEarly({ spec, value, window }, at)) return [`${spec.key}: ${words}`, 'Wait until then.']
  const shown = displayValue(spec.unit, value, book)
  return [
    `${spec.key} ${shown} is outside of the window: ${words}`,
    `Write a value within ${windowRange(window, book)}.`,
  ]
}
