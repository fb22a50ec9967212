import { expect } from 'chai'
import { ILedgerLens__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedgerLens__factory.js'
import { readBlock } from '../../cli/chain/client.ts'
import { advanceTo } from '../../cli/chain/devChain.ts'
import type { MarketConsequences } from '../../cli/risk/consequences.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import { weighDraftText } from '../../cli/workflows/editDraft.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'
import { openVaults, type VaultQuestion, type Vaults } from '../../cli/workflows/readVaults.ts'
import { cutText } from '../support/cutDraft.ts'
import { lifecycleOn, protocolOf } from '../support/lifecycle.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

const DAY = 86_400
const worst: VaultQuestion = { filter: '', order: 'health', isReversed: false }
const everything = { from: 0, count: 1_000 }

describe('the vaults of a protocol', () => {
  let node: SeededNode
  let vaults: Vaults
  let protocol: Protocol
  const open = async () => protocol
  // What a development chain's own clock is later than.
  const now = () => 0
  before(async () => {
    node = await seeded(await startHardhat())
    protocol = protocolOf(node)
    vaults = openVaults(open, { now })
  })
  after(() => node.stop())

  /** Holds every row's health against what the lens, and so the Ledger, says at that block. */
  async function compareWithLens(): Promise<number> {
    const { block, page } = await vaults.find(worst, everything)
    const lens = ILedgerLens__factory.connect(node.book.contracts.ledgerLens, node.chain.provider)
    for (const { market, owner, now: own, debt } of page.rows) {
      const { health, distance } = own!
      const { id } = node.book.markets.find(({ label }) => label === market)!
      const onChain = await lens.vault(id, owner, { blockTag: block.number })
      const exact = Number(onChain.healthWad) / 1e18
      expect(Math.abs(health / exact - 1), `${market} ${owner}`).to.be.below(1e-9)
      expect(Math.abs(debt / (Number(onChain.debt) / 1e18) - 1)).to.be.below(1e-9)
      // At the price that this distance leads to, health is 1.
      expect(exact * (1 - distance)).to.be.closeTo(1, 1e-9)
    }
    return page.rows.length
  }

  /**
   * Holds the counts with a draft against those at the present price that its editor shows.
   *
   * @returns whether the draft begins a ramp
   */
  async function compareWithEditor(to: string): Promise<boolean> {
    const text = cutText({ to })
    const { markets } = await weighDraftText(open, { path: 'cut', text }, now())
    const asked = { ...worst, market: 'WETH-A', draft: text }
    const { totals, draft } = await vaults.find(asked, everything)
    const atPresentPrice = ({ rungs }: Pick<MarketConsequences, 'rungs'>) => {
      const { before, after } = rungs[0]!
      return { before: before.vaultCount, after: after.vaultCount }
    }
    const { execution, settled } = markets[0]!
    expect(totals.drafted!.execution).to.deep.equal(atPresentPrice(execution))
    expect(totals.drafted!.settled).to.deep.equal(settled && atPresentPrice(settled))
    if (settled === undefined) {
      expect(draft!.settlesAt).to.equal(undefined)
      return false
    }
    // The clock goes on between the two questions.
    expect(draft!.settlesAt! - settled.at).to.be.within(0, 5)
    return true
  }

  it('have the health that the Ledger liquidates by', async () => {
    expect(await compareWithLens()).to.equal(340)
  })

  it('come in pages that together are the whole table', async () => {
    const { page, count, totalCount } = await vaults.find(worst, everything)
    expect({ count, totalCount }).to.deep.equal({ count: 340, totalCount: 340 })
    const pieces = await Promise.all(
      [0, 100, 200, 300].map((from) =>
        vaults.page(worst, { book: page.book, from, count: from === 300 ? 40 : 100 }),
      ),
    )
    expect(pieces.flatMap(({ rows }) => rows)).to.deep.equal(page.rows)
    expect(pieces.map(({ book }) => book)).to.deep.equal(Array(4).fill(page.book))
  })

  it('fill the screen also where somebody asks beyond the end', async () => {
    const { page } = await vaults.find(worst, { from: 335, count: 20 })
    expect(page).to.include({ from: 320 })
    expect(page.rows).to.have.length(20)
    const none = await vaults.find({ ...worst, filter: 'no such owner' }, { from: 7, count: 20 })
    expect(none).to.deep.include({ count: 0, totalCount: 340 })
    expect(none.page).to.deep.include({ from: 0, rows: [] })
  })

  it('say where the selected one is now, with the rows around it', async () => {
    const { page } = await vaults.find(worst, everything)
    const follow = page.rows[200]!
    const byDebt = await vaults.find({ ...worst, order: 'debt' }, { from: 0, count: 10, follow })
    const { followedAt } = byDebt
    expect(byDebt.page.rows[followedAt! - byDebt.page.from]).to.deep.equal(follow)
    const gone = await vaults.find(
      { ...worst, market: 'WBTC-A' },
      { from: 0, count: 10, follow: { ...follow, market: 'WETH-A' } },
    )
    expect(gone).not.to.have.property('followedAt')
  })

  it('show what a draft would do to each, and count whom it makes liquidatable', async () => {
    const after = await vaults.find({ ...worst, draft: cutText() }, everything)
    const touched = after.page.rows.filter(({ drafted }) => drafted !== undefined)
    expect(new Set(touched.map(({ market }) => market))).to.deep.equal(new Set(['WETH-A']))
    expect(touched).to.have.length(140)
    // A cut begins with the execution: until then there are only fees.
    for (const { now: own, drafted } of touched) {
      expect(drafted!.execution.health).to.be.within(own!.health * 0.998, own!.health)
      const { health } = drafted!.settled!
      expect(health / ((own!.health * 70) / 80)).to.be.within(0.997, 1)
    }
    const { execution, settled } = after.totals.drafted!
    expect(execution.after).to.equal(execution.before)
    expect(settled!.after).to.be.above(settled!.before)
    expect(after.draft!.settlesAt! - after.draft!.executesAt).to.equal(7 * DAY)
  })

  for (const [to, hasRamp] of [
    ['70%', true],
    ['76%', true],
    ['82%', false],
  ] as const) {
    it(`count what the editor counts of a threshold of ${to}`, async () => {
      expect(await compareWithEditor(to)).to.equal(hasRamp)
    })
  }

  it('say what of a draft they do not count', async () => {
    const wrong = await vaults.find({ ...worst, draft: cutText({ to: '99%' }) }, everything)
    expect(wrong.draft!.leftOut).to.deep.equal([
      'What the draft has wrong (1 problem) is not counted.',
    ])
    expect(wrong.page.rows.every(({ drafted }) => drafted === undefined)).to.equal(true)
  })

  it('of one owner come with what the draft means, in words', async () => {
    const { page } = await vaults.find({ ...worst, market: 'WETH-A' }, everything)
    const [last, first] = [page.rows.at(-1)!, page.rows[0]!]
    const safe = await vaults.impact(last.owner.toLowerCase(), cutText({ to: '78%' }))
    expect(safe.owner).to.equal(last.owner)
    expect(safe.vaults).to.have.length(1)
    expect(safe.vaults[0]!.words[0]).to.match(
      /^stays safe; the price can fall \d+\.\d % instead of \d+\.\d %, to [\d,.]+ instead of [\d,.]+/,
    )
    const hit = await vaults.impact(first.owner, cutText({ to: '60%' }))
    expect(hit.vaults[0]!.words[0]).to.match(/^could be liquidated at today’s price/)
    const without = await vaults.impact(first.owner, undefined)
    expect(without.vaults[0]!.words).to.have.length(1)
    const nobody = await vaults.impact(node.delegates[0]!, undefined)
    expect(nobody.vaults).to.deep.equal([])
  })

  it('are not looked for by what is no address', async () => {
    const { page } = await vaults.find(worst, everything)
    const owner = page.rows[0]!.owner
    const turned = owner.replace(/[a-f]/i, (digit) =>
      digit === digit.toLowerCase() ? digit.toUpperCase() : digit.toLowerCase(),
    )
    for (const typed of ['', 'alice', '0x12', turned]) {
      const error = await vaults.impact(typed, undefined).catch((reason: unknown) => reason)
      expect(error, typed).to.be.instanceOf(UsageError)
    }
  })

  it('have the health of the Ledger in the middle of a ramp and after fees, too', async () => {
    const life = lifecycleOn(node)
    const { book } = (await vaults.find(worst, everything)).page
    await life.pass(await life.propose(cutText({ to: '76%' }).replace(/^.*changes:/s, 'changes:')))
    const { timestamp } = await readBlock(node.chain)
    await advanceTo(node.chain, timestamp + 2 * DAY + 12_345)
    await node.refreshFeeds()
    expect(await compareWithLens()).to.equal(340)
    // The ramp goes on until the execution, without the draft and with it.
    await compareWithEditor('74%')
    await compareWithEditor('78%')
    // The book of before is still there for whoever scrolls in it.
    const old = await vaults.page(worst, { book, from: 0, count: 1 })
    expect(old.book).to.equal(book)
    // A draft that writes what the ramp already leads to changes nothing.
    const same = await vaults.find({ ...worst, draft: cutText({ to: '76%' }) }, everything)
    expect(same.page.rows.every(({ drafted }) => drafted === undefined)).to.equal(true)
  }).timeout(120_000)
})
