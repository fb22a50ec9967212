import { displayValue } from '../value.ts'
import { type Check, pass, warn } from './check.ts'

/** A factor that looks like a slip of the unit rather than a decision. */
const SUSPICIOUS_FACTOR = 10n

/** No value moves by a factor that looks like a wrong unit; a move from or to zero has none and is looked at too. */
export const magnitude: Check<'calls'> = {
  name: 'magnitude',
  title: 'No value moves tenfold',
  needs: ['calls'],
  judge({ changes, book }) {
    const suspicious = changes.filter(({ before: { stored }, after }) => {
      const [small, large] = stored < after ? [stored, after] : [after, stored]
      return small !== large && large >= small * SUSPICIOUS_FACTOR
    })
    if (suspicious.length === 0) return pass('All changes are within a factor of ten.')
    return warn(
      'Check the units of these changes.',
      suspicious.map(({ spec, subject, before, after }) => {
        const show = (value: bigint) => displayValue(spec.unit, value, book)
        return `${subject} ${spec.key}: ${show(before.stored)} → ${show(after)}`
      }),
    )
  },
}
