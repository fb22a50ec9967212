import { readBlock } from '../chain/client.ts'
import { restrainAction } from '../chain/guardian.ts'
import { readParameters } from '../chain/readParameters.ts'
import type { Action, Sent } from '../chain/transaction.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import { chooseFrom } from '../governance/nearest.ts'
import { type ParameterValue, parameterId } from '../governance/parameter.ts'
import {
  judgeRestraints,
  type Restrainable,
  type Restraint,
  type RestraintProblem,
  restrainables,
  restrainingSpecs,
} from '../governance/restraint.ts'
import { displayValue } from '../governance/value.ts'
import { UsageError } from '../shared/errors.ts'
import { listOf, plural, printable, shellWord } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import type { Acted, Confirm, Deed, Fact, Intent, Shown } from './act.ts'
import { reachOf } from './guardianReach.ts'
import { requireRight } from './guardianRight.ts'
import { perform } from './perform.ts'
import type { Acting, Protocol } from './protocol.ts'
import { NotAsSentError } from './refusals.ts'

/** What a guardian wants tighter. */
export interface TightenRequest {
  /** A market, the derivative or a risk. */
  readonly subject: string
  /** `collateralizationRatio=175%`. */
  readonly settings: readonly string[]
}

/** What the guardian may not set, or nobody can: all of it at once. */
export class NotRestrainingError extends UsageError {
  constructor(subject: string, problems: readonly RestraintProblem[]) {
    const lines = problems.map(({ message, instead }) => `  ${message}\n      \u2192 ${instead}`)
    super(
      `${plural(problems.length, 'problem')} with what is to be tightened of ${subject}; nothing was sent.\n${lines.join('\n')}`,
      'The guardian may only raise the collateralizationRatio and lower ceilings and caps; everything else takes a proposal.',
    )
  }
}

type Restraints = readonly [Restraint, ...Restraint[]]

/**
 * Raises the ratio and lowers the ceilings of a market at once, all of it or nothing, or the cap on a risk: what can make
 * no vault that exists liquidatable.
 *
 * @throws UsageError, NotRestrainingError, NotTheGuardianError and what `act` throws
 */
export async function tightenNow(
  acting: Acting,
  { subject, settings }: TightenRequest,
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  const known = restrainableCalled(subject, acting.protocol.book)
  const tightening = { acting, subject: known, settings }
  const { restraints } = await readNow(tightening)
  return perform(acting, deedOf(tightening, restraints), options)
}

/** @throws UsageError */
function restrainableCalled(name: string, book: AddressBook): Restrainable {
  const known = restrainables(book)
  const found = known.find((subject) => subject.name === name)
  if (found !== undefined) return found
  const names = known.map((subject) => subject.name)
  throw new UsageError(
    `There is nothing called "${printable(name)}" that a guardian may tighten.`,
    chooseFrom(name, names),
  )
}

interface Tightening {
  readonly acting: Acting
  readonly subject: Restrainable
  readonly settings: readonly string[]
}

/** What is to be tightened, judged against the newest block. @throws NotRestrainingError, UsageError */
async function readNow({ acting: { protocol }, subject, settings }: Tightening) {
  const { chain, book } = protocol
  const block = await readBlock(chain)
  const current = await readParameters(chain, book, block)
  const judging = { subject, current, book }
  const { restraints, problems } = judgeRestraints(settings, judging)
  if (problems.length > 0) throw new NotRestrainingError(subject.name, problems)
  const [first, ...others] = restraints
  if (first === undefined) {
    throw new UsageError(
      'Nothing is named that is to be tightened.',
      `Name what, and its value: ballast guardian tighten ${shellWord(subject.name)} ${exampleOf(subject)}`,
    )
  }
  return { block, restraints: [first, ...others] as Restraints }
}

const exampleOf = ({ scope }: Restrainable): string =>
  scope === 'market' ? 'collateralizationRatio=175%' : `${restrainingSpecs(scope)[0]?.key}=…`

function deedOf(tightening: Tightening, restraints: Restraints): Deed {
  const { acting, subject } = tightening
  const { protocol } = acting
  const action = restrainAction(protocol.book, restraints)
  return {
    verb: 'guardian',
    async done() {
      const now = await readValues(protocol, restraints)
      if (now.some(({ isSet }) => !isSet)) return undefined
      return { ...shownTightened(protocol, subject, now), action }
    },
    prepare: () => prepared(tightening, action),
  }
}

async function prepared(tightening: Tightening, action: Action): Promise<Intent> {
  const { acting, subject } = tightening
  const { protocol } = acting
  const { block, restraints } = await readNow(tightening)
  await requireRight(acting, action, { what: `tighten ${subject.name}`, at: block })
  const [first, ...others] = restraints.map((restraint) => wordsOf(restraint, protocol))
  return {
    action,
    words: [`tighten ${first}`, ...others.map((other) => `tighten ${other}`)],
    facts: [
      ...restraints.map(
        (restraint): Fact => [restraint.spec.key, changeWords(restraint, protocol)],
      ),
      ...(await reachOf(protocol, restraints, { subject, at: block })),
    ],
    warnings: [],
    handles: [],
    readBack: (sent) => readBack(protocol, { subject, restraints }, sent),
  }
}

const wordsOf = ({ spec, subject, value }: Restraint, { book }: Protocol): string =>
  `${spec.key} of ${subject} to ${displayValue(spec.unit, value, book)}`

/** `150 % → 175 %`; where a raise is on its way, what counts now and what would have come. */
function changeWords({ spec, before, value }: Restraint, { book }: Protocol): string {
  const show = (amount: bigint) => displayValue(spec.unit, amount, book)
  const { stored, effective } = before
  if (stored === value) return `${show(value)} already`
  if (stored === effective) return `${show(stored)} \u2192 ${show(value)}`
  return `${show(effective)} \u2192 ${show(value)}; ${show(stored)}, which was on its way, is gone`
}

/** A restraint and what the chain shows of it. */
interface Value extends Restraint {
  readonly now: ParameterValue
  readonly isSet: boolean
}

async function readValues(
  { chain, book }: Protocol,
  restraints: Restraints,
): Promise<readonly Value[]> {
  const { values } = await readParameters(chain, book)
  return restraints.map((restraint) => {
    const { spec, subject, value, before } = restraint
    const now = values.get(parameterId(subject, spec.key)) ?? before
    return { ...restraint, now, isSet: now.stored === value }
  })
}

/** @throws NotAsSentError */
async function readBack(
  protocol: Protocol,
  { subject, restraints }: { readonly subject: Restrainable; readonly restraints: Restraints },
  { transactionHash }: Sent,
): Promise<Shown> {
  const values = await readValues(protocol, restraints)
  const others = values.filter(({ isSet }) => !isSet)
  if (others.length === 0) return shownTightened(protocol, subject, values)
  const found = others.map(
    ({ spec, now }) => `${spec.key} is ${displayValue(spec.unit, now.stored, protocol.book)}`,
  )
  throw new NotAsSentError(transactionHash, listOf(found))
}

function shownTightened(
  { book }: Protocol,
  { scope, name }: Restrainable,
  values: readonly Value[],
): Shown {
  const show = ({ spec }: Value, amount: bigint) => displayValue(spec.unit, amount, book)
  const set = values.map((value) => `${value.spec.key} ${show(value, value.value)}`)
  return {
    headline: `${name} is tightened: ${listOf(set)}.`,
    facts: values.map((value): Fact => {
      const { before, now } = value
      const was = before.stored === now.stored ? '' : `${show(value, before.stored)} \u2192 `
      const other = now.effective === now.stored ? '' : `, ${show(value, now.effective)} counts now`
      return [value.spec.key, `${was}${show(value, now.stored)}${other}`]
    }),
    details: {
      does: 'tighten',
      [scope]: name,
      parameters: values.map(({ spec, before, now }) => ({
        parameter: spec.key,
        before: before.stored,
        ...now,
      })),
    },
    next: { command: `params ${shellWord(name)}` },
  }
}
