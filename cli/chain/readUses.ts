import type { AddressBook } from '../governance/addressBook.ts'
import type { BlockRef, ParameterSpec } from '../governance/parameter.ts'
import { usedCall } from '../governance/readCalls.ts'
import type { Chain } from './client.ts'
import { readMany } from './readMany.ts'

/** A parameter of a subject. */
interface Named {
  readonly spec: ParameterSpec
  readonly subject: string
}

/** A parameter that caps something, and how much of that is there. */
export interface Use<T extends Named> {
  readonly parameter: T
  readonly used: bigint
}

/** How much there is of what some parameters cap, all at one block; those that cap nothing are left out. */
export async function readUses<T extends Named>(
  chain: Chain,
  book: AddressBook,
  { parameters, at }: { readonly parameters: readonly T[]; readonly at: BlockRef },
): Promise<readonly Use<T>[]> {
  const asked = parameters.flatMap((parameter) => {
    const call = usedCall(parameter.spec, parameter.subject, book)
    return call === undefined ? [] : [{ parameter, call }]
  })
  const calls = asked.map(({ call }) => call)
  const answers = await readMany(chain, calls, at)
  return asked.map(({ parameter, call }, i) => ({
    parameter,
    used: call.decode(answers[i] ?? '0x'),
  }))
}
