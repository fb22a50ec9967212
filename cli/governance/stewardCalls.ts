import type { Result } from 'ethers'
import type { CallRow } from './callRow.ts'
import { marketWords, memberWords } from './names.ts'
import type { StewardAllowance } from './stewardAllowances.ts'
import { allowanceWords, specOfMember } from './stewardWords.ts'

/** The struct `Allowance` of IRiskSteward, in the order of its fields. */
export const allowanceStruct =
  '(uint8 parameter, bool relative, uint256 cooldown, uint256 min, uint256 max, uint256 maxStep)'

/** An allowance as the contract tells it. */
export const allowanceOf = (fields: Result): StewardAllowance => ({
  parameter: BigInt(fields[0]),
  relative: Boolean(fields[1]),
  cooldown: BigInt(fields[2]),
  min: BigInt(fields[3]),
  max: BigInt(fields[4]),
  maxStep: BigInt(fields[5]),
})

const list = (items: Iterable<string>): string => [...items].join('; ') || 'nothing'

/** What governance and stewards do with the RiskSteward. */
export const stewardCalls: readonly CallRow[] = [
  {
    contract: 'riskSteward',
    fragment: `function allow(bytes32 id, ${allowanceStruct}[] allowances)`,
    words: (args, { book }) => {
      const allowed = (args[1] as Result).map((one) => allowanceWords(allowanceOf(one), book))
      return `let stewards move ${marketWords(args[0], book)}: ${list(allowed)}`
    },
  },
  {
    contract: 'riskSteward',
    fragment: 'function disallow(bytes32 id, uint8[] parameters)',
    words: (args, { book }) => {
      const members = (args[1] as Result).map(
        (one) => specOfMember(BigInt(one))?.key ?? `parameter ${one}`,
      )
      return `no longer let stewards move ${marketWords(args[0], book)}: ${list(members)}`
    },
  },
  {
    contract: 'riskSteward',
    fragment: 'function set(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
    words: (args, { book }) => {
      const members = (args[1] as Result).map(([member, value]) =>
        memberWords(BigInt(member), BigInt(value), book),
      )
      return `step as a steward in ${marketWords(args[0], book)}: set ${list(members)}`
    },
  },
]
