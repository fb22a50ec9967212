import { expect } from 'chai'
import { UsageError } from '../../cli/shared/errors.ts'
import { advise, type RemedyAct } from '../../cli/shared/remedy.ts'
import { nextStepOf, remedyKey, remedyPlaces } from '../../cli/ui/remedyKeys.ts'
import { screens } from '../../cli/ui/screens/registry.ts'

describe('what to do, in the interface', () => {
  it('names the key and the screen that has it', () => {
    const advice = advise`Nobody has them: ${{ act: 'delegate' }}. Or wait: ${{ act: 'move the clock' }}`
    expect(nextStepOf(new UsageError('No votes.', advice))).to.equal(
      'Nobody has them: D in Delegates and power. Or wait: T',
    )
  })

  it('names only screens that there are, and always something', () => {
    const titles = screens.map(({ title }) => title)
    for (const [act, { screen }] of Object.entries(remedyPlaces)) {
      expect(remedyKey({ act: act as RemedyAct }), act).not.to.equal('')
      if (screen !== undefined) expect(titles).to.include(screen)
    }
  })

  it('is nothing for what is no failure of ours', () => {
    expect(nextStepOf(new Error('boom'))).to.equal(undefined)
  })
})
