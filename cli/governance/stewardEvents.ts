import type { EventRow } from './eventRow.ts'
import { addressWords, marketWords, memberWords } from './names.ts'
import { allowanceOf, allowanceStruct } from './stewardCalls.ts'
import { allowanceWords, specOfMember } from './stewardWords.ts'

/** Who may move a parameter without a vote is a permission; so is what was moved that way, beside the Ledger's own event. */
export const stewardEvents: readonly EventRow[] = [
  {
    fragment: `event AllowanceSet(bytes32 indexed id, uint8 indexed parameter, ${allowanceStruct} oldAllowance, ${allowanceStruct} newAllowance)`,
    kind: 'permission',
    words: (args, { book }) => {
      const market = marketWords(args[0], book)
      const next = allowanceOf(args[3])
      if (next.maxStep > 0n) return `lets stewards move ${market} ${allowanceWords(next, book)}`
      const name = specOfMember(BigInt(args[1]))?.key ?? `parameter ${args[1]}`
      return `no longer lets stewards move ${market} ${name}`
    },
  },
  {
    fragment:
      'event Stepped(bytes32 indexed id, uint8 indexed parameter, address indexed steward, uint256 oldValue, uint256 newValue)',
    kind: 'permission',
    words: (args, { book }) =>
      `steps as the steward ${addressWords(args[2], book)}: ${marketWords(args[0], book)} ${memberWords(BigInt(args[1]), BigInt(args[4]), book)}`,
  },
]
