import { expect } from 'chai'
import { RelayedError, relayed, UsageError } from '../../cli/shared/errors.ts'
import { adviceText, advise } from '../../cli/shared/remedy.ts'

const advice = advise`Its ${'5 BLST'} are delegated to nobody: ${{ act: 'delegate' }}. Then: ${{ act: 'vote', about: 'raise.yaml' }}`

describe('what to do about a failure', () => {
  it('names commands on the command line', () => {
    expect(new UsageError('No votes.', advice).nextStep).to.equal(
      'Its 5 BLST are delegated to nobody: ballast delegate self. Then: ballast vote raise.yaml for',
    )
  })

  it('is said by whoever has other names for the same', () => {
    const said = adviceText(advice, ({ act, about = 'nothing' }) => `<${act} ${about}>`)
    expect(said).to.equal(
      'Its 5 BLST are delegated to nobody: <delegate nothing>. Then: <vote raise.yaml>',
    )
  })

  it('comes from another thread as data', () => {
    const failure = structuredClone(relayed(new UsageError('No votes.', advice)))
    expect(new RelayedError(failure).advice).to.deep.equal(advice)
  })

  it('may be a plain sentence', () => {
    const failure = relayed(new UsageError('Too long.', 'Write less.'))
    expect(failure).not.to.have.property('advice')
    expect(new RelayedError(failure)).to.include({ nextStep: 'Write less.' })
  })
})
