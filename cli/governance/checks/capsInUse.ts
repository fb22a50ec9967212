import { displayValue } from '../value.ts'
import { type Check, pass, warn } from './check.ts'

/** A cap that lies below what is there already forces nothing back: it stops everything new until that has fallen. */
export const capsInUse: Check<'chain'> = {
  name: 'caps-in-use',
  title: 'No cap lies below what it caps',
  needs: ['chain'],
  judge({ changes, chain: { uses }, book }) {
    const low = changes.flatMap(({ spec, subject, after }) => {
      const use = uses.find((one) => one.subject === subject && one.parameter === spec.key)
      if (use === undefined || after >= use.used) return []
      const show = (value: bigint) => displayValue(spec.unit, value, book)
      return [`${subject} ${spec.key} ${show(after)}: ${show(use.used)} are there`]
    })
    return low.length === 0
      ? pass('Every cap that changes leaves room for what is there.')
      : warn('With these caps nothing more is possible until what they cap has fallen.', low)
  },
}
