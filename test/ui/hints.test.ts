import { expect } from 'chai'
import { fitHints } from '../../cli/ui/hints.ts'
import type { ShownAction } from '../../cli/ui/keyRouter.ts'
import type { Intent } from '../../cli/ui/keys.ts'

const action = (intent: Intent, key: string, blocked?: string): ShownAction => ({
  intent,
  key,
  isQuiet: false,
  ...(blocked === undefined ? {} : { blocked }),
})
const everywhere = [
  action('refresh', 'r'),
  action('screen', '1'),
  action('palette', ':'),
  action('quit', 'q'),
]
const texts = (shown: readonly ShownAction[], room: number) =>
  fitHints(shown, room).hints.map(({ text }) => text)

describe('fitHints', () => {
  it('has the keys in the order of the table', () => {
    expect(texts([...everywhere, action('vote', 'v'), action('open', 'enter')], 200)).to.deep.equal(
      ['Enter open', 'v vote', 'r refresh', '1–9 screens', ': go to', 'q quit'],
    )
  })

  it('says why a key cannot act, between brackets', () => {
    const { hints, isCut } = fitHints([action('queue', 'Q', 'voting ends in 2 days')], 80)
    expect(hints).to.deep.equal([
      { intent: 'queue', text: '(Q queue: voting ends in 2 days)', isBlocked: true },
    ])
    expect(isCut).to.equal(false)
  })

  it('lets what is the same everywhere leave before what acts', () => {
    const acts = [
      action('vote', 'v'),
      action('queue', 'Q', 'voting ends in 2 days'),
      action('execute', 'X', 'it is not queued'),
      action('cancel', 'C'),
    ]
    const kept = texts([...everywhere, ...acts], 50)
    expect(kept.join(' '))
      .to.contain('v vote')
      .and.to.contain('Q queue')
      .and.to.contain('X execute')
      .and.to.contain('C cancel')
    expect(kept.join(' ')).not.to.contain('screens')
    expect(fitHints([...everywhere, ...acts], 50).isCut).to.equal(true)
  })

  it('would rather lose a reason than a key that acts', () => {
    expect(
      texts(
        [action('queue', 'Q', 'a reason that is long'), action('execute', 'X', 'another one')],
        28,
      ),
    ).to.deep.equal(['(Q queue)', '(X execute)'])
  })

  it('shows no quiet keys, and the help key never twice', () => {
    expect(
      texts([{ ...action('up', 'up'), isQuiet: true }, action('help', '?')], 80),
    ).to.deep.equal([])
  })

  it('uses ASCII where there is nothing else', () => {
    expect(fitHints(everywhere, 80, true).hints.map(({ text }) => text)).to.contain('1-9 screens')
  })

  it('never takes more cells than there are', () => {
    for (let room = 0; room < 120; room += 1) {
      const taken = texts(
        [...everywhere, action('vote', 'v'), action('open', 'enter')],
        room,
      ).reduce((sum, text) => sum + text.length + 2, 0)
      expect(taken).to.be.at.most(room)
    }
  })
})
