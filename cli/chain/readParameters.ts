import type { AddressBook } from '../governance/addressBook.ts'
import { type GovernedValue, governedValues } from '../governance/catalogue.ts'
import type {
  BlockRef,
  ParameterId,
  ParameterSet,
  ParameterValue,
} from '../governance/parameter.ts'
import { type ReadCall, readCalls } from '../governance/readCalls.ts'
import { type Chain, readBlock } from './client.ts'

/**
 * Stage 3: every parameter of every market, feed and governance contract, stored and effective, all at
 * one block (the newest by default).
 */
export async function readParameters(
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
): Promise<ParameterSet> {
  const block = at ?? (await readBlock(chain))
  const values = await Promise.all(
    governedValues(book).map(
      async (governed): Promise<[ParameterId, ParameterValue]> => [
        governed.id,
        await readValue(chain, book, { governed, block }),
      ],
    ),
  )
  return { block, values: new Map(values) }
}

async function readValue(
  chain: Chain,
  book: AddressBook,
  { governed, block }: { readonly governed: GovernedValue; readonly block: BlockRef },
): Promise<ParameterValue> {
  const { stored, effective } = readCalls(governed.spec, governed.subject, book)
  const ask = async ({ target, calldata, decode }: ReadCall) =>
    decode(await chain.provider.call({ to: target, data: calldata, blockTag: block.number }))
  const storedValue = await ask(stored)
  // Most parameters have no ramp or delay: one call answers both questions.
  const isSame = stored.calldata === effective.calldata && stored.target === effective.target
  return { stored: storedValue, effective: isSame ? storedValue : await ask(effective) }
}
