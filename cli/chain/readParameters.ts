import type { AddressBook } from '../governance/addressBook.ts'
import { governedValues } from '../governance/catalogue.ts'
import type {
  BlockRef,
  ParameterId,
  ParameterSet,
  ParameterValue,
} from '../governance/parameter.ts'
import { type ReadCall, readCalls } from '../governance/readCalls.ts'
import { type Chain, readBlock } from './client.ts'
import { readMany } from './readMany.ts'

/**
 * Stage 3: every parameter of everything that has some, stored and effective, all at one block (the newest by
 * default).
 */
export async function readParameters(
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
): Promise<ParameterSet> {
  const block = at ?? (await readBlock(chain))
  const governed = governedValues(book).map(({ id, spec, subject }) => ({
    id,
    ...readCalls(spec, subject, book),
  }))
  // Most parameters have no ramp or delay: one call answers both questions.
  const calls = new Map(
    governed
      .flatMap(({ stored, effective }) => [stored, effective])
      .map((call) => [nameOf(call), call]),
  )
  const answers = await readMany(chain, [...calls.values()], block)
  const answerTo = new Map([...calls.keys()].map((name, i) => [name, answers[i] ?? '0x']))
  const answered = (call: ReadCall) => call.decode(answerTo.get(nameOf(call)) ?? '0x')
  const values = governed.map(({ id, stored, effective }): [ParameterId, ParameterValue] => [
    id,
    { stored: answered(stored), effective: answered(effective) },
  ])
  return { block, values: new Map(values) }
}

const nameOf = ({ target, calldata }: ReadCall): string => `${target} ${calldata}`
