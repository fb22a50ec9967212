import { advise } from '../shared/remedy.ts'
import { formatDuration } from '../shared/time.ts'
import { amountOf, capital, memberLabel, memberSpec, momentWords } from './errorNames.ts'
import type { ErrorRow } from './errorRow.ts'
import { marketWords } from './names.ts'

const seeWindows = () => advise`See what stewards may do: ${{ act: 'list windows' }}`

/** What the RiskSteward refuses: allowances that are none, and steps outside of them. */
export const stewardErrors: readonly ErrorRow[] = [
  {
    fragment: 'RiskStewardBadRange(uint8 parameter, uint256 min, uint256 max)',
    words: ([member, min, max], { book }) => {
      const shown = (amount: bigint) => amountOf(memberSpec(member), amount, book)
      return `${capital(memberLabel(member))} from ${shown(min)} to ${shown(max)} is no range for stewards: it is upside down, too wide, or reaches 0`
    },
    nextStep: () => 'Only a debt ceiling may be allowed to become 0.',
  },
  {
    fragment: 'RiskStewardBadStep(uint8 parameter, uint256 maxStep, uint256 most)',
    words: ([member, step, most]) =>
      `A step of ${step} for the ${memberLabel(member)} is not above 0 and at most ${most}, in the scale of the contract`,
  },
  {
    fragment: 'RiskStewardBadCooldown(uint8 parameter, uint256 cooldown, uint256 min, uint256 max)',
    words: ([member, cooldown, min, max]) =>
      `A cooldown of ${formatDuration(cooldown)} for the ${memberLabel(member)} is not within ${formatDuration(min)} to ${formatDuration(max)}`,
  },
  {
    fragment: 'RiskStewardNotAllowed(bytes32 id, uint8 parameter)',
    words: ([market, member], { book }) =>
      `Stewards may not move the ${memberLabel(member)} of ${marketWords(market, book)}`,
    nextStep: seeWindows,
  },
  {
    fragment: 'RiskStewardCoolingDown(bytes32 id, uint8 parameter, uint256 opensAt)',
    words: ([market, member, opensAt], { book }) =>
      `The ${memberLabel(member)} of ${marketWords(market, book)} was moved lately: stewards may move it again from ${momentWords(opensAt)}`,
    nextStep: seeWindows,
  },
  {
    fragment:
      'RiskStewardOutsideWindow(bytes32 id, uint8 parameter, uint256 value, uint256 lowest, uint256 highest)',
    words: ([market, member, value, lowest, highest], { book }) => {
      const shown = (amount: bigint) => amountOf(memberSpec(member), amount, book)
      const name = `${memberLabel(member)} of ${marketWords(market, book)}`
      if (lowest > highest) return `No step leads the ${name} back into the range of stewards`
      return `${shown(value)} is not within ${shown(lowest)} to ${shown(highest)}, where stewards may move the ${name}`
    },
    nextStep: seeWindows,
  },
]
