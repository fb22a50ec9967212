import { decodeBytes32String, type TransactionDescription, ZeroHash } from 'ethers'
import { addressIn, type SplitPart } from '../chain/splitRegistry.ts'
import type { Hex } from '../governance/addressBook.ts'
import { printable } from '../shared/format.ts'
import { formatUtc } from '../shared/time.ts'
import { partsWords } from './splitDelegation.ts'

/** What a call of a registry of delegations does with the votes of a Safe; undefined for every other call. */
export function registryCallWords({
  name,
  args,
}: Pick<TransactionDescription, 'name' | 'args'>): string | undefined {
  switch (name) {
    case 'setDelegate':
      return `delegate the Safe\u2019s votes in ${spaceWords(args['id'])} to ${args['delegate']}`
    case 'clearDelegate':
      return `take back the delegation of the Safe\u2019s votes in ${spaceWords(args['id'])}`
    case 'setDelegation': {
      const stored: readonly { delegate: string; ratio: bigint }[] = args['delegation']
      const parts = stored.map(
        ({ delegate, ratio }): SplitPart => ({ delegate: addressIn(delegate), ratio }),
      )
      const end: bigint = args['expirationTimestamp']
      const until = end === 0n ? '' : `, until ${formatUtc(end)}`
      return `split the Safe\u2019s votes in ${contextWords(args['context'])}: ${partsWords({ parts })}${until}`
    }
    case 'clearDelegation':
      return `take back every delegation of the Safe\u2019s votes in ${contextWords(args['context'])}`
    case 'optout':
      return `${args['optout'] ? 'refuse to be' : 'be'} a delegate in ${contextWords(args['context'])}`
    default:
      return undefined
  }
}

const contextWords = (space: string): string => `${printable(space)} on Snapshot`

function spaceWords(id: Hex): string {
  if (id === ZeroHash) return 'every space of Snapshot'
  try {
    return contextWords(decodeBytes32String(id))
  } catch {
    return `the space ${id} on Snapshot`
  }
}
