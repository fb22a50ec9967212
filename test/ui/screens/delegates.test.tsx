import { expect } from 'chai'
import { NodeUnreachableError } from '../../../cli/chain/nodeErrors.ts'
import { clipboardSequence } from '../../../cli/ui/hooks/useClipboard.ts'
import type { ActRequest } from '../../../cli/ui/services/acts.ts'
import { themeOf } from '../../../cli/ui/theme.ts'
import type { DelegateList } from '../../../cli/workflows/readDelegates.ts'
import { address, delegateOf, delegateList as list, votes } from '../../support/fakeDelegates.ts'
import { never, readOnlySession } from '../../support/fakeServices.ts'
import { openUi, type Ui, type UiOptions } from '../../support/ui.tsx'

const { own: _, ...listOfNobody } = list

describe('the delegates screen', () => {
  let ui: Ui
  afterEach(() => ui.close())

  const open = async (options: UiOptions & { readonly list?: DelegateList } = {}) => {
    const { list: shown = list, services, ...others } = options
    ui = await openUi({
      screen: 'delegates',
      columns: 80,
      rows: 24,
      ...others,
      services: { readDelegates: async () => shown, ...services },
    })
  }
  const selected = () => /\u25b8 (?:\u25cf )?(\S*)/.exec(ui.frame())?.[1]

  it('says what it reads', async () => {
    await open({ services: { readDelegates: never } })
    await ui.waitFor('reading the delegates')
  })

  it('says what failed and what to do', async () => {
    const readDelegates = () =>
      Promise.reject(new NodeUnreachableError('http://node', 'eth_getLogs', new Error('refused')))
    await open({ services: { readDelegates } })
    await ui.waitFor('r tries again')
  })

  it('says how accounts get votes where nobody has any', async () => {
    const empty = { ...listOfNobody, delegates: [], totalVotes: 0n }
    await open({ list: empty })
    await ui.waitFor('Nobody has votes yet')
    expect(ui.frame()).to.contain('ballast delegate self')
    ui.close()
    await open({ list: { ...empty, isComplete: false } })
    await ui.waitFor('No delegates are known')
  })

  it('shows votes and shares, what a vote needs, and the own account', async () => {
    await open()
    const frame = await ui.waitFor('alice')
    expect(frame).to.contain('delegated    2,000,000 BLST to 3 accounts')
    expect(frame).to.contain('quorum       1,000,000 BLST, 50 % of what is delegated')
    expect(frame).to.contain('to propose   750,000 BLST')
    expect(frame).to.contain('your votes   700,000 BLST: 50,000 BLST short of proposing')
    expect(frame).to.contain('your tokens  500,000 BLST, delegated to yourself')
    expect(frame).to.match(/alice +0xaaaa\u2026aaaa +1,200,000 BLST \u2588{6}\u2591{4} +60\.0 %/)
    expect(frame).to.match(/\u25cf bob \(you\) +0xbbbb\u2026bbbb +700,000 BLST/)
  })

  it('shows the selected one beside the list from 100 columns on', async () => {
    await open({ columns: 160, rows: 50 })
    const frame = await ui.waitFor('120 % of what a vote needs')
    expect(frame).to.contain(address('a'))
    expect(frame).to.contain('60.0 % of what is delegated')
    expect(frame).to.contain('enough to propose')
    await ui.press('j')
    await ui.waitFor('This is the account that acts here.')
    expect(ui.frame()).not.to.contain('Enter details')
  })

  it('opens the selected one where there is no room beside the list', async () => {
    await open({ columns: 60, rows: 20 })
    await ui.waitFor('alice')
    await ui.press('j', 'enter')
    await ui.waitFor(address('b'))
    expect(ui.frame()).to.contain('70 % of what a vote needs')
    await ui.press('y')
    await ui.waitFor(`copied ${address('b')}`)
    await ui.press('escape')
    await ui.waitFor('your votes')
    expect(selected()).to.equal('bob')
  })

  it('keeps names and votes where it is narrow', async () => {
    await open({ columns: 40, rows: 16 })
    const frame = await ui.waitFor('1,200,000 BLST')
    expect(frame).to.contain('alice')
    expect(Math.max(...frame.split('\n').map((line) => line.length))).to.be.at.most(40)
  })

  it('tells an account without votes what it is, and that its tokens do not vote', async () => {
    await open({
      list: {
        ...list,
        delegates: [delegateOf('a', 1_200)],
        own: { address: address('d'), balance: votes(5), votes: 0n, delegate: undefined },
      },
    })
    const frame = await ui.waitFor('delegated to nobody: they have no vote')
    expect(frame).to.contain('750,000 BLST short of proposing')
    expect(frame).to.match(/\u25cf you +0xdddd\u2026dddd +0 BLST/)
  })

  it('says why the own part is not shown, and what the node does not know', async () => {
    await open({
      list: { ...listOfNobody, ownTrouble: '$KEY is not set. Set it.', isComplete: false },
    })
    await ui.waitFor('Your part is not shown: $KEY is not set. Set it.')
    await ui.waitFor('somebody may be missing')
    await ui.press('D')
    await ui.waitFor('the account cannot be opened')
  })

  it('filters by name and address, and comes back to the row from before', async () => {
    await open()
    await ui.waitFor('alice')
    await ui.press('j', '/', '0xCC')
    await ui.waitFor('1 of 3')
    expect(ui.frame()).not.to.contain('alice')
    await ui.press('escape')
    await ui.waitFor('alice')
    expect(selected()).to.equal('bob')
    await ui.press('1')
    await ui.waitFor('Overview')
    await ui.press('6')
    await ui.waitFor('alice')
    expect(selected()).to.equal('bob')
    await ui.press('/', 'nobody at all')
    await ui.waitFor('Nobody has that in a name or an address.')
  })

  it('copies the address', async () => {
    await open()
    await ui.waitFor('alice')
    await ui.press('y')
    await ui.waitFor(`copied the address ${address('a')}`)
    expect(ui.written()).to.contain(clipboardSequence(address('a')))
  })

  describe('delegating', () => {
    const asked: ActRequest[] = []
    const act = (request: ActRequest) => {
      asked.push(request)
      return never<never>()
    }
    beforeEach(() => {
      asked.length = 0
    })

    it('gives the votes to the selected account', async () => {
      await open({ services: { act } })
      await ui.waitFor('D delegate to alice')
      await ui.press('D')
      await ui.waitFor(`Delegate to ${address('a')}`)
      expect(asked).to.deep.equal([{ verb: 'delegate', to: address('a') }])
    })

    it('gives them to whoever was on the screen, also when others overtake', async () => {
      let delegates = list.delegates
      const readDelegates = async () => ({ ...list, delegates })
      await open({ services: { act, readDelegates } })
      await ui.waitFor('alice')
      expect(selected()).to.equal('alice')
      delegates = [delegateOf('c', 1_500, { name: 'carol' }), ...list.delegates.slice(0, 2)]
      await ui.press('r')
      await ui.waitFor('carol')
      expect(selected()).to.equal('alice')
      await ui.press('D')
      await ui.waitFor(`Delegate to ${address('a')}`)
      expect(asked).to.deep.equal([{ verb: 'delegate', to: address('a') }])
    })

    it('takes them back from somebody else', async () => {
      const list_ = { ...list, own: { ...list.own!, delegate: address('a') } }
      await open({ list: list_, services: { act } })
      await ui.waitFor('alice')
      await ui.press('D')
      await ui.waitFor('they are delegated there already')
      await ui.press('j')
      await ui.waitFor('D delegate to yourself')
      await ui.press('D')
      await ui.waitFor(/Delegate to (itself|self|yourself)/)
      expect(asked).to.deep.equal([{ verb: 'delegate', to: 'self' }])
    })

    it('is not for somebody who only looks, and says so', async () => {
      await open({ list: listOfNobody, services: { act, session: readOnlySession } })
      await ui.waitFor('read-only: nobody acts here')
      await ui.press('D')
      await ui.waitFor('read-only: choose an account with A')
      expect(asked).to.deep.equal([])
    })
  })

  it('cannot be led astray by a name that moves the cursor', async () => {
    await open({ list: { ...list, delegates: [delegateOf('a', 10, { name: 'a\u001b[2Jb' })] } })
    await ui.waitFor('a\\u{1b}[2Jb')
  })

  it('shows thousands of them', async () => {
    const delegates = Array.from({ length: 5_000 }, (_, i) => ({
      ...delegateOf('0', 1),
      address: `0x${String(i).padStart(40, '0')}`,
    }))
    await open({ list: { ...list, delegates } })
    await ui.waitFor('of 5,001')
    await ui.press('G')
    await ui.waitFor('\u25b8 \u25cf you')
  })

  it('draws with ASCII signs, and reads rows out as sentences', async () => {
    const theme = themeOf({ colour: false, unicode: false, animation: false })
    await open({ theme })
    await ui.waitFor('######....  60.0 %')
    ui.close()
    await open({ screenReader: true })
    const frame = await ui.waitFor('selected: name alice')
    expect(frame).to.contain('name bob (you)')
    expect(frame).not.to.contain('\u2588')
  })
})
