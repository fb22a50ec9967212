import { expect } from 'chai'
import { UsageError } from '../../../../cli/shared/errors.ts'
import { fullId } from '../../../../cli/shared/proposalId.ts'
import type { Services } from '../../../../cli/ui/services.ts'
import { fakeBlocks } from '../../../support/fakeBlocks.ts'
import { fakeConnection, liveAt } from '../../../support/fakeConnection.ts'
import { lineIn, lineOf, statusOf, viewOf } from '../../../support/fakeProposals.ts'
import { never, readOnlySession } from '../../../support/fakeServices.ts'
import { openUi, type Ui, type UiOptions } from '../../../support/ui.tsx'
import { until } from '../../../support/until.ts'

const second = lineIn('Executed', { id: 2n, handle: '0x00000002', title: 'Lower the fee' })
const lines = [lineOf(), second]

const reading = (own: Partial<Services> = {}): Partial<Services> => ({
  readProposals: async () => statusOf(lines),
  readProposal: async (id) => viewOf(lines.find((line) => line.id === id) ?? second),
  ...own,
})

describe('the proposals screen', () => {
  let ui: Ui
  afterEach(() => ui.close())
  const open = async (options: UiOptions = {}) => {
    ui = await openUi({ screen: 'proposals', services: reading(), ...options })
    return ui
  }

  it('says what it reads', async () => {
    await open({ services: { readProposals: never } })
    await ui.waitFor('reading the proposals')
  })

  it('says how the first proposal comes to be', async () => {
    await open({ services: { readProposals: async () => statusOf([]) } })
    expect(await ui.waitFor('No proposal was ever made here')).to.contain('n begins one')
  })

  it('says why it cannot be read, what to do, and tries again', async () => {
    let isGone = true
    const readProposals = async () => {
      if (isGone) throw new UsageError('The node is gone.', 'Start it again.')
      return statusOf(lines)
    }
    await open({ services: reading({ readProposals }) })
    expect(await ui.waitFor('The node is gone.')).to.contain('Start it again.')
    isGone = false
    await ui.press('r')
    await ui.waitFor('Raise the WETH-A threshold')
  })

  it('lists them with state, countdown, tally and own vote', async () => {
    await open({ columns: 96, rows: 24 })
    const frame = await ui.waitFor('Raise the WETH-A')
    expect(frame).to.match(
      /● voting +Raise the WETH-A .*ends in 2 days 3 h +█+.* 75 % +█+.* 60 % +not yet/,
    )
    expect(frame).to.match(/✔ executed +Lower the fee/)
  })

  it('has the whole title, countdown and tally of the selected one below the list', async () => {
    const title = 'Raise the collateralisation ratio of the WSTETH-A market to 160 %'
    await open({
      columns: 80,
      rows: 24,
      services: reading({ readProposals: async () => statusOf([lineOf({ title }), second]) }),
    })
    const frame = await ui.waitFor(title)
    expect(frame).to.match(/▸ ● voting +Raise the coll.*… ends in 2 days 3 h +60 % not yet/)
    expect(frame).to.match(/^● voting, ends in 2 days 3 h$/m)
    expect(frame).to.contain(
      'votes: quorum short by 400,000 BLST; 600,000 for, 200,000 against, 0 abstain',
    )
    expect(frame).to.contain('you: 800,000 BLST at the snapshot, not voted yet')
    await ui.press('down')
    await ui.waitFor(/^Lower the fee$/m)
    await ui.resize(80, 14)
    expect(await ui.waitFor('✔ executed')).not.to.match(/^Lower the fee$/m)
  })

  it('keeps the state, the title and the countdown on a narrow window', async () => {
    await open({ columns: 60, rows: 20 })
    const frame = await ui.waitFor('Raise the WETH-A')
    expect(frame).to.match(/● voting +Raise the WETH-A .*ends in 2 days/)
    for (const line of frame.split('\n')) expect(line.length).to.be.at.most(60)
  })

  it('shows the selected one beside the list where there is room', async () => {
    await open({ columns: 160, rows: 50 })
    const frame = await ui.waitFor('What it does')
    expect(frame).to.contain('1. relax WETH-A: set liquidationThreshold 82 %')
    expect(frame).to.contain('WETH-A Liquidation threshold: 80 % → 82 %')
    expect(frame).to.contain('600,000 of 1,000,000 BLST, short by 400,000')
    await ui.press('down')
    await ui.waitFor(/✔ executed {2}0x00000002/)
  })

  it('hands the keys over to the other pane and back', async () => {
    await open({ columns: 110, rows: 20 })
    await ui.waitFor(/1–\d+ of \d+/)
    await ui.press('tab', 'down')
    await ui.waitFor(/2–\d+ of \d+/)
    await ui.press('tab', 'down')
    await ui.waitFor(/✔ executed {2}0x00000002/)
  })

  it('goes back to the list with Esc, and remembers in which pane somebody was', async () => {
    await open({ columns: 110, rows: 20 })
    await ui.waitFor(/1–\d+ of \d+/)
    await ui.press('tab', 'escape', 'down')
    await ui.waitFor(/✔ executed {2}0x00000002/)
    expect(ui.frame(), 'the screen was not left').to.match(/^Proposals/)
    await ui.press('tab', '1', 'escape')
    await ui.waitFor(/✔ executed {2}0x00000002/)
    await ui.press('down')
    await ui.waitFor(/2–\d+ of \d+/)
  })

  it('filters by title, state and id', async () => {
    await open({ columns: 96 })
    await ui.waitFor('Lower the fee')
    await ui.press('/', 'executed')
    const frame = await ui.waitFor('1 of 2')
    expect(frame).not.to.contain('Raise the WETH-A')
    await ui.press('nothing')
    await ui.waitFor('No proposal contains that')
    await ui.press('escape')
    await ui.waitFor('Raise the WETH-A')
  })

  it('opens the selected one and finds the row again', async () => {
    await open({ columns: 96 })
    await ui.waitFor('Lower the fee')
    await ui.press('down', 'enter')
    await ui.waitFor('What it does')
    await ui.press('escape')
    await ui.waitFor(/▸ ✔ executed +Lower the fee/)
  })

  it('is read once when the interface opens, and once for each block after that', async () => {
    const blocks = fakeBlocks()
    let block = blocks.next()
    let reads = 0
    const readProposals = async () => {
      reads += 1
      return statusOf(lines, { block: { ...block, hash: '0x00' } })
    }
    await open({ columns: 96, services: reading({ readProposals, watch: blocks.watch }) })
    await ui.waitFor('Raise the WETH-A')
    blocks.again()
    await ui.drawn()
    expect(reads).to.equal(1)
    block = blocks.next()
    await until(() => reads > 1)
    await ui.drawn()
    expect(reads).to.equal(2)
  })

  it('stays with the proposal that somebody looks at when a newer one comes', async () => {
    const newer = lineOf({ id: 3n, handle: '0x00000003', title: 'Raise the fee' })
    let shown = lines
    await open({
      columns: 96,
      services: reading({ readProposals: async () => statusOf(shown) }),
    })
    // Nobody has pressed a key: the first one is what is on the screen.
    await ui.waitFor(/▸ ● voting +Raise the WETH-A/)
    shown = [newer, ...lines]
    await ui.press('r')
    await ui.waitFor('Raise the fee')
    expect(ui.frame()).to.match(/▸ ● voting +Raise the WETH-A/)
    await ui.press('y')
    await ui.waitFor(/copied .*0xbbc1eb0a0000/)
    await ui.press('up')
    await ui.waitFor(/▸ ● voting +Raise the fee/)
  })

  it('keeps every key and says why it cannot act', async () => {
    await open({ columns: 160, rows: 50 })
    const frame = await ui.waitFor('Q  queue: the vote ends in 2 days 3 h')
    expect(frame).to.contain('X  execute: the vote comes first')
    expect(frame).to.contain('C  cancel: only the guardian may')
    expect(frame).to.contain('v  vote for, against, abstain, or split')
    await ui.press('Q')
    await ui.waitFor('! the vote ends in 2 days 3 h')
  })

  it('is read-only for nobody, and says how to change that', async () => {
    const { account: _, ...status } = statusOf(lines)
    await open({ columns: 160, rows: 50, services: reading({ readProposals: async () => status }) })
    await ui.waitFor('v  vote: read-only: choose an account with A')
    await ui.press('v')
    await ui.waitFor('! read-only: choose an account with A')
  })

  it('counts down by the clock of a chain that runs ahead', async () => {
    const { watch } = fakeConnection(liveAt(1_234, (lineOf().voteEndsAt ?? 0) - 59))
    await open({ columns: 96, services: reading({ watch }) })
    await ui.waitFor('ends in 1 min')
  })

  it('is read aloud row by row, without bars', async () => {
    await open({ columns: 96, screenReader: true })
    const frame = await ui.waitFor('state ● voting')
    expect(frame).to.contain('proposal Raise the WETH-A threshold, when ends in 2 days')
  })
})

describe('the screen of one proposal', () => {
  let ui: Ui
  afterEach(() => ui.close())
  const open = async (options: UiOptions = {}) => {
    const params = { id: lineOf().id.toString() }
    ui = await openUi({ screen: 'proposal', params, services: reading(), rows: 60, ...options })
    return ui
  }

  it('is found by its id and by its handle', async () => {
    await open()
    await ui.waitFor('● voting, ends in 2 days 3 h  0xbbc1eb0a')
    ui.close()
    await open({ params: { id: '0xbbc1eb0a' } })
    await ui.waitFor('● voting, ends in 2 days 3 h  0xbbc1eb0a')
  })

  it('says that there is none of that id', async () => {
    await open({ params: { id: '7' } })
    await ui.waitFor('The Governor has no proposal 7.')
  })

  it('says what it reads, and why it cannot', async () => {
    const readProposal = async () => {
      throw new UsageError('The node forgot it.', 'Ask another one.')
    }
    await open({ services: reading({ readProposal: never }) })
    await ui.waitFor('reading the proposal')
    ui.close()
    await open({ services: reading({ readProposal }) })
    expect(await ui.waitFor('The node forgot it.')).to.contain('r tries again')
  })

  it('has the tally and what the quorum lacks on its first page', async () => {
    await open({ columns: 80, rows: 24 })
    await ui.waitFor(/votes +quorum short by 400,000 BLST; 600,000 for, 200,000 against, 0 abstain/)
  })

  it('begins at its top whenever it is opened, and is where it was after Esc', async () => {
    await open({ screen: 'proposals', params: {}, columns: 80, rows: 20 })
    await ui.waitFor('Raise the WETH-A')
    await ui.press('enter')
    await ui.waitFor(/^1–\d+ of/m)
    await ui.press('G')
    const end = await ui.waitFor('made from')
    await ui.press('s')
    await ui.waitFor('Preview')
    await ui.press('escape')
    expect(await ui.waitFor('made from')).to.equal(end)
    await ui.press('escape', 'enter')
    await ui.waitFor(/^1–\d+ of/m)
  })

  it('comes to the point where it is executed', async () => {
    const done = lineIn('Executed', { next: { kind: 'none', words: 'It is executed.' } })
    const readProposal = async () => viewOf(done)
    const services = reading({ readProposals: async () => statusOf([done]), readProposal })
    await open({ services, columns: 80, rows: 24 })
    const frame = await ui.waitFor('✔ executed')
    expect(frame).not.to.match(/it is executed/i)
    expect(frame.split('\n').findIndex((line) => line.includes('What it does'))).to.be.below(8)
  })

  it('gives the sides shares that add up', async () => {
    const thousand = 1_000n * 10n ** 18n
    const tally = { for: 700n * thousand, against: 500n * thousand, abstain: 0n }
    await open({
      services: reading({
        readProposals: async () => statusOf([lineOf({ tally })]),
        readProposal: async () => viewOf(lineOf({ tally })),
      }),
    })
    const frame = await ui.waitFor(/for .* 700,000 BLST +58 %/)
    expect(frame).to.match(/against .* 500,000 BLST +42 %/)
  })

  it('shows votes with their reasons, what happened when, and the text', async () => {
    await open()
    const frame = await ui.waitFor('What it says')
    expect(frame).to.match(/for +█+.* 600,000 BLST +75 %/)
    expect(frame).to.contain('0x90F7…b906  for with 600,000 BLST\n  | the report convinces me')
    expect(frame).to.contain(
      '2026-11-20 12:00 UTC  proposed by 0x90F7…b906, block 1100, 2 days ago',
    )
    expect(frame).to.contain('2026-11-24 14:59 UTC  the vote ends, in 2 days 2 h')
    expect(frame).to.contain('| We looked twice.')
    expect(frame).to.match(/next +delegates vote until/)
    expect(frame).to.contain('you    800,000 BLST at the snapshot, not voted yet')
  })

  it('marks what cannot be put into words, and a text that is not the announced one', async () => {
    const [call] = viewOf(lineOf()).calls
    const strange = { ...call!, words: 'call 0x12345678 of 0x9A9f…63AE', isUnderstood: false }
    const readProposal = async () =>
      viewOf(lineOf(), { calls: [strange], isTextGenuine: false, rows: [] })
    await open({ services: reading({ readProposal }) })
    const frame = await ui.waitFor('1. ? call 0x12345678')
    expect(frame).to.contain('? inconclusive: 1 of 1 call cannot be put into words')
    expect(frame).to.contain('? inconclusive: this is not the text')
  })

  it('lets no text move the cursor', async () => {
    const readProposal = async () =>
      viewOf(lineOf(), { description: 'up \u001b[2J and\u202e away' })
    await open({ services: reading({ readProposal }) })
    await ui.waitFor('| up \\u{1b}[2J and\\u{202e} away')
  })

  it('fits a narrow window and scrolls', async () => {
    await open({ columns: 60, rows: 20 })
    await ui.waitFor(/1–\d+ of/)
    for (const line of ui.frame().split('\n')) expect(line.length).to.be.at.most(60)
    await ui.press('G')
    await ui.waitFor('made from')
  })

  it('has all of it on a wide window, its lines no longer than they need to be', async () => {
    await open({ columns: 160, rows: 60 })
    const frame = await ui.waitFor('made from')
    expect(frame).to.contain('● voting, ends in 2 days 3 h  0xbbc1eb0a')
    // Nothing is left to scroll to, and no bar grows with the window.
    expect(frame).not.to.match(/\d+–\d+ of \d+/)
    expect(frame).to.match(/^for {5}[█▎░]{32} 600,000 BLST {3}75 %$/m)
    expect(frame).to.contain(`id         ${fullId(lineOf().id)}`)
  })

  it('keeps every key for somebody who only looks, each with its reason', async () => {
    const { own: _, ...line } = lineOf()
    const { account: __, ...status } = statusOf([line])
    const services = {
      session: readOnlySession,
      readProposals: async () => status,
      readProposal: async () => viewOf(line),
    }
    await open({ columns: 80, rows: 24, services })
    const frame = await ui.waitFor('v  vote: read-only: choose an account with A')
    expect(frame).to.contain('Q  queue: the vote ends in 2 days 3 h')
    expect(frame).to.contain('C  cancel: read-only: choose an account with A')
    expect(frame).not.to.contain('you ')
    expect(frame).to.contain('(v vote)  (Q queue)  (X execute)  (C cancel)')
    await ui.press('v')
    await ui.waitFor('! read-only: choose an account with A')
    await ui.press('C')
    await ui.waitFor('! read-only: choose an account with A')
    expect(ui.frame()).to.contain('What it does')
  })

  it('is read aloud in the order in which somebody decides, a sentence a line', async () => {
    await open({ screenReader: true, columns: 60 })
    const frame = await ui.waitFor('What it says')
    const said = frame.split('\n').map((line) => line.trimEnd())
    expect(said.slice(1, 12)).to.deep.equal([
      'Raise the WETH-A threshold',
      'voting, ends in 2 days 3 h, 0xbbc1eb0a',
      'next: delegates vote until 2026-11-24 15:00 UTC, in 2 days 3 h',
      'you: 800,000 BLST at the snapshot, not voted yet',
      'votes: quorum short by 400,000 BLST; 600,000 for, 200,000 against, 0 abstain',
      '',
      'key v: vote for, against, abstain, or split',
      'key Q, queue, not now: the vote ends in 2 days 3 h',
      'key X, execute, not now: the vote comes first',
      'key C, cancel, not now: only the guardian may, or its proposer before the vote',
      'key T: move the clock of a development chain to what comes next',
    ])
    const votes = said.indexOf('Votes')
    expect(said.slice(votes + 1, votes + 7)).to.deep.equal([
      'for: 600,000 BLST, 75 %',
      'against: 200,000 BLST, 25 %',
      'abstain: 0 BLST, 0 %',
      'quorum: 600,000 of 1,000,000 BLST, short by 400,000; for and abstain count',
      '0x90F7…b906 votes for with 600,000 BLST',
      'with the reason: the report convinces me',
    ])
    expect(said).to.include('WETH-A Liquidation threshold: 80 % to 82 %')
    expect(frame).not.to.match(/[●✔✖→█░│]/)
  })

  it('copies the whole id', async () => {
    await open()
    await ui.waitFor('What it does')
    await ui.press('y')
    await ui.waitFor(/copied .*0xbbc1eb0a0000/)
  })
})
