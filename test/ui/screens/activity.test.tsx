import { expect } from 'chai'
import type { NetworkStatus } from '../../../cli/report/statusText.ts'
import { UsageError } from '../../../cli/shared/errors.ts'
import { clipboardSequence } from '../../../cli/ui/hooks/useClipboard.ts'
import { themeOf } from '../../../cli/ui/theme.ts'
import type { ActivityList } from '../../../cli/workflows/readActivity.ts'
import { activityOf, hash, activityList as list } from '../../support/fakeActivity.ts'
import { never, testNow } from '../../support/fakeServices.ts'
import { openUi, type Ui, type UiOptions } from '../../support/ui.tsx'

/** The chain without any proposal. */
const statusWithout: NetworkStatus = {
  network: 'local',
  chainId: 31_337,
  block: { number: 1_234, timestamp: testNow - 5, hash: hash('b') },
  blockAge: 5,
  isDevelopment: true,
  tokenSymbol: 'BLST',
  proposals: [],
  endedCount: 0,
  priceTroubles: [],
  badDebt: [],
  stopped: [],
}

describe('the activity screen', () => {
  let ui: Ui
  afterEach(() => ui.close())

  const open = async (options: UiOptions & { readonly list?: ActivityList } = {}) => {
    const { list: shown = list, services, ...others } = options
    ui = await openUi({
      screen: 'activity',
      columns: 80,
      rows: 24,
      ...others,
      services: { readActivity: async () => shown, readPending: async () => [], ...services },
    })
  }
  const selected = () => /\u25b8 (\S+ \S+ ago)/.exec(ui.frame())?.[1]

  it('says what it reads', async () => {
    await open({ services: { readActivity: never, readPending: never } })
    await ui.waitFor('reading what was sent')
  })

  it('says what failed and what to do', async () => {
    const readActivity = () => Promise.reject(new UsageError('It is locked.', 'Unlock it.'))
    await open({ services: { readActivity } })
    await ui.waitFor('It is locked.')
    await ui.waitFor('r tries again')
  })

  it('shows a clock that was moved, without an account or a hash to copy', async () => {
    const { account: _, transactionHash: __, ...moved } = activityOf('1', { verb: 'warp' })
    const headline = 'The clock was moved by 3 days.'
    const activities = [{ ...moved, headline, proposalId: undefined }]
    for (const columns of [80, 200]) {
      await open({ columns, list: { ...list, activities } })
      const frame = await ui.waitFor(/1 h ago +warp +The clock was moved by 3 days\. .*\u2714 done/)
      expect(frame).not.to.contain('copy hash')
      if (columns === 80) await ui.press('enter')
      const detail = await ui.waitFor('Blocks were mined up to there.')
      expect(detail).not.to.match(/account {2}|undefined/)
      ui.close()
    }
  })

  it('names what would be here where nothing was sent', async () => {
    await open({ list: { ...list, activities: [] } })
    await ui.waitFor('Nothing was sent from here yet')
    expect(ui.frame()).to.contain('ballast vote')
  })

  it('shows when, verb, what, status by sign and word, and the hash where there is room', async () => {
    await open()
    const frame = await ui.waitFor('Act 2.')
    expect(frame).to.match(/1 h ago +queue +Proposal 0xbbc1eb0a.* \u2714 done/)
    expect(frame).to.match(/2 h ago +delegate +Act 2\. +\u2714 mined/)
    expect(frame).to.match(/3 h ago .* ! differs/)
    expect(frame).to.match(/4 h ago .* \u2716 reverted/)
    expect(frame).to.match(/5 h ago .* \? not mined yet/)
    expect(frame).to.match(/6 h ago .* \u25cb other chain/)
    await ui.resize(200, 50)
    await ui.waitFor(/\u2714 done +0x1111\u20261111/)
    await ui.waitFor(/\u2714 mined +0x2222\u20262222/)
  })

  it('has side and title of a vote in its row, before any id', async () => {
    const headline = `0x${'c'.repeat(40)} has cast 700,000 BLST for on proposal 0xbbc1eb0a \u201cRaise the WETH-A ratio\u201d.`
    await open({ list: { ...list, activities: [activityOf('1', { headline, verb: 'vote' })] } })
    await ui.waitFor(/vote +700,000 BLST for on \u201cRaise the WET/)
  })

  it('shows the selected act beside the list from 100 columns on', async () => {
    await open({ columns: 160, rows: 50 })
    await ui.waitFor('network')
    await ui.press('j', 'j')
    const frame = await ui.waitFor('The chain shows something else.')
    expect(frame).to.contain('2026-11-22 09:00 UTC (3 h ago)')
    expect(frame).to.contain('local, chain 31337')
    expect(frame).to.contain(`0x${'a'.repeat(40)}`)
    expect(frame).to.match(/block +103/)
  })

  it('opens the selected act where there is no room beside the list', async () => {
    await open({ columns: 60, rows: 20 })
    await ui.waitFor('Act 2.')
    await ui.press('j', 'enter')
    await ui.waitFor('What was sent')
    await ui.press('y')
    await ui.waitFor(/copied 0x2+/)
    expect(ui.written()).to.contain(clipboardSequence(hash('2')))
    await ui.press('escape')
    await ui.waitFor('Act 3.')
    expect(selected()).to.equal('2 h ago')
  })

  it('keeps when, verb and what where it is narrow', async () => {
    await open({ columns: 40, rows: 12 })
    const frame = await ui.waitFor('Act 2.')
    expect(frame).to.contain('delegate')
    expect(Math.max(...frame.split('\n').map((line) => line.length))).to.be.at.most(40)
  })

  it('opens the proposal that an act is about, and comes back to the same row', async () => {
    const readProposals = async () => statusWithout
    await open({ services: { readProposals } })
    await ui.waitFor('Enter open proposal')
    await ui.press('enter')
    await ui.waitFor('The Governor has no proposal 42.')
    await ui.press('escape')
    await ui.waitFor('Act 2.')
    expect(selected()).to.equal('1 h ago')
  })

  it('does not open the proposal of another chain, and says why', async () => {
    await open()
    await ui.waitFor('Act 2.')
    await ui.press('G', 'enter')
    await ui.waitFor('it is on another chain')
    await ui.press('d')
    await ui.waitFor('to one that was started anew')
  })

  it('counts on while nothing else happens', async () => {
    const theme = themeOf({ colour: true, unicode: true, animation: false, ticking: true })
    let now = testNow
    await open({ theme, services: { now: () => now } })
    await ui.waitFor(/\u25b8 1 h ago/)
    now += 3_600
    await ui.waitFor(/\u25b8 2 h ago/)
  })

  it('copies the hash', async () => {
    await open({ columns: 120 })
    await ui.waitFor('Act 2.')
    await ui.press('j', 'y')
    await ui.waitFor(`copied the hash ${hash('2')}`)
    expect(ui.written()).to.contain(clipboardSequence(hash('2')))
  })

  it('filters by verb, words, network and hash', async () => {
    await open()
    await ui.waitFor('Act 2.')
    await ui.press('/', 'mainnet', 'enter')
    await ui.waitFor('1 of 6')
    expect(selected()).to.equal('6 h ago')
    await ui.press('escape', '/', '0x444')
    await ui.waitFor('1 of 6')
    await ui.press('zzz')
    await ui.waitFor('Nothing that was sent contains that.')
  })

  it('says what of the file is not shown', async () => {
    await open({ list: { ...list, isCut: true, unreadable: 1 } })
    await ui.waitFor('The newest 6; older ones are in /treasury/.ballast/activity.jsonl.')
    await ui.waitFor('A line of the file says nothing')
    ui.close()
    await open({ list: { ...list, activities: [], unreadable: 3 } })
    await ui.waitFor('3 lines of the file say nothing')
  })

  it('works for somebody who only looks', async () => {
    const session = { network: 'local', dao: 'Ballast', isDemo: false, folder: '/w', notes: [] }
    await open({ services: { session } })
    await ui.waitFor('read-only')
    await ui.waitFor('Act 2.')
  })

  it('cannot be led astray by a title that moves the cursor', async () => {
    await open({ list: { ...list, activities: [activityOf('1', { headline: 'a\u001b[2Jb\nc' })] } })
    await ui.waitFor('a\\u{1b}[2Jb\\u{a}c')
  })

  it('shortens addresses in the list, and never the hash in the detail', async () => {
    const headline = `0x${'d'.repeat(40)} delegates to 0x${'c'.repeat(40)}.`
    await open({ columns: 100, list: { ...list, activities: [activityOf('1', { headline })] } })
    await ui.waitFor('0xcccc\u2026cccc')
    const inDetail = ui
      .frame()
      .match(/\u2502 (0x1+|1+)/g)
      ?.map((part) => part.slice(2))
    expect(inDetail?.join('')).to.equal(hash('1'))
  })

  it('draws with ASCII signs, and reads rows out as sentences', async () => {
    const theme = themeOf({ colour: false, unicode: false, animation: false })
    await open({ theme })
    expect(await ui.waitFor('+ done')).to.contain('x reverted')
    ui.close()
    await open({ screenReader: true })
    await ui.waitFor('selected: when 1 h ago, verb queue, what Proposal 0xbbc1eb0a is queued.')
  })
})
