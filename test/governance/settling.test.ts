import { expect } from 'chai'
import { catalogue, specByKey } from '../../cli/governance/catalogue.ts'
import type { ParameterSpec } from '../../cli/governance/parameter.ts'
import { type Change, settlesAfter } from '../../cli/governance/settling.ts'

const AT = 1_000_000n
const RAMP = 604_800n

/** A value that is set to more or less than 50, which is stored and in force. */
const changeOf = (spec: ParameterSpec, value: bigint): Change => ({
  from: { spec, stored: 50n, effective: 50n, settlesAt: undefined },
  value,
  at: AT,
  ramp: RAMP,
})

describe('when a new value counts', () => {
  it('is once the delay of that parameter is over where it rises, and at once where it falls', () => {
    const delayed = catalogue.filter(({ settles }) => settles === 'delay')
    for (const spec of delayed) {
      const waiting = { ...spec, raiseDelay: 7_200n }
      expect(settlesAfter(changeOf(waiting, 51n)), spec.key).to.equal(AT + 7_200n)
      expect(settlesAfter(changeOf(waiting, 49n)), spec.key).to.equal(AT)
    }
  })

  it('is after the ramp where a threshold falls, and at once where it rises', () => {
    const threshold = specByKey('market', 'liquidationThreshold')!
    expect(settlesAfter(changeOf(threshold, 49n))).to.equal(AT + RAMP)
    expect(settlesAfter(changeOf(threshold, 51n))).to.equal(AT)
  })

  it('is at once for everything else', () => {
    for (const spec of catalogue.filter(({ settles }) => settles === 'atOnce')) {
      expect(settlesAfter(changeOf(spec, 51n)), spec.key).to.equal(AT)
    }
  })
})
