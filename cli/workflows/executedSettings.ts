import { readBlock } from '../chain/client.ts'
import { readParameters } from '../chain/readParameters.ts'
import type { Sent } from '../chain/transaction.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import type { PlainCall } from '../governance/callRow.ts'
import { type ParameterId, parameterId } from '../governance/parameter.ts'
import { readSettings, type Setting } from '../governance/settings.ts'
import { displayValue } from '../governance/value.ts'
import type { Fact, Shown } from './act.ts'
import type { Protocol } from './protocol.ts'
import { NotAsSentError } from './refusals.ts'

/**
 * Reads back every governed parameter that the calls set, in the block that executed them.
 *
 * @throws NotAsSentError naming the parameters that hold something else
 */
export async function requireStored(
  protocol: Protocol,
  calls: readonly PlainCall[],
  sent: Sent,
): Promise<void> {
  const { chain, book } = protocol
  const settings = settingsOf(calls, book)
  if (settings.length === 0) return
  const { values } = await readParameters(chain, book, await readBlock(chain, sent.blockNumber))
  const wrong = settings.filter(([id, { value }]) => values.get(id)?.stored !== value)
  if (wrong.length === 0) return
  const differences = wrong.map(([id, { spec, value }]) => {
    const found = values.get(id)?.stored
    const shown = found === undefined ? 'nothing' : displayValue(spec.unit, found, book)
    return `${id} is ${shown}, not ${displayValue(spec.unit, value, book)}`
  })
  throw new NotAsSentError(sent.transactionHash, differences.join('; '))
}

/** The parameters that the calls set, as the chain has them now: a later proposal may have changed them again. */
export async function executedSettings(
  { chain, book }: Protocol,
  calls: readonly PlainCall[],
): Promise<Pick<Shown, 'facts' | 'details'>> {
  const settings = settingsOf(calls, book)
  if (settings.length === 0) return { facts: [], details: { parameters: [] } }
  const now = await readParameters(chain, book)
  const rows = settings.map(([id, { spec, subject, value }]) => {
    const found = now.values.get(id)
    if (found === undefined) throw new Error(`${id} is in the catalogue and was not read.`)
    return { id, unit: spec.unit, subject, parameter: spec.key, set: value, ...found }
  })
  return {
    facts: rows.map(({ id, unit, stored, effective }): Fact => {
      const show = (number: bigint) => displayValue(unit, number, book)
      return [id, show(stored) + (stored === effective ? '' : `, ${show(effective)} counts now`)]
    }),
    details: { parameters: rows.map(({ id: _, ...row }) => row) },
  }
}

/** What the calls set, by parameter; the last call wins. Calls that are no setters of the catalogue set nothing here. */
const settingsOf = (
  calls: readonly PlainCall[],
  book: AddressBook,
): readonly (readonly [ParameterId, Setting])[] => [
  ...new Map(
    calls
      .flatMap((call) => readSettings(call, book) ?? [])
      .map((setting) => [parameterId(setting.subject, setting.spec.key), setting]),
  ),
]
