import { expect } from 'chai'
import { type Need, needsOf } from '../../../../cli/ui/screens/overview/needs.ts'
import type { Overview } from '../../../../cli/workflows/readOverview.ts'
import { testNow } from '../../../support/fakeServices.ts'
import {
  DAY,
  feedOverview,
  HOUR,
  marketOverview,
  overviewOf,
  proposalLine,
} from '../../../support/overviews.ts'

const WAD = 10n ** 18n
const needs = (overview: Overview, now = testNow): readonly Need[] => needsOf(overview, now)
const words = (overview: Overview, now?: number) => needs(overview, now).map((need) => need.words)
const ofProposal = (own: Parameters<typeof proposalLine>[0], now?: number) =>
  needs(overviewOf({ proposals: [proposalLine(own)], feeds: [] }), now)[0]!

describe('what needs you now', () => {
  it('is nothing where nothing is open and all is sound', () => {
    expect(needs(overviewOf())).to.deep.equal([])
  })

  describe('of a proposal', () => {
    it('are votes that are not cast, and until when', () => {
      const need = ofProposal({})
      expect(need).to.deep.include({
        urgency: 1,
        words: 'vote ends in 2 days, your 800,000 BLST not cast: \u201cRaise the threshold\u201d',
        target: { screen: 'proposal', params: { id: '7' } },
      })
    })

    it('is more urgent on the last day, by the chain\u2019s clock', () => {
      expect(ofProposal({}, testNow + DAY + HOUR).urgency).to.equal(0)
      expect(ofProposal({}, testNow + DAY + HOUR).words).to.contain('vote ends in 23 h')
    })

    it('are the votes that are left after a part was cast', () => {
      const own = { votes: 800_000n * WAD, cast: 300_000n * WAD, mayCancel: false }
      expect(ofProposal({ own }).words).to.contain('your 500,000 BLST not cast')
    })

    it('is only the end of the vote for who has voted, or cannot', () => {
      const voted = { votes: 5n * WAD, cast: 5n * WAD, mayCancel: false }
      expect(ofProposal({ own: voted })).to.include({ urgency: 2 })
      expect(ofProposal({ own: voted }).words).to.contain('you have voted')
      const { own: _, ...stranger } = proposalLine()
      const [need] = needs(overviewOf({ proposals: [stranger] }))
      expect(need).to.include({ urgency: 2 })
      expect(need!.words).to.match(/^vote ends in 2 days: /)
    })

    it('is to queue it, to execute it, or to wait', () => {
      expect(ofProposal({ state: 'Succeeded' }).words).to.match(/^queue due, anyone may: /)
      const at = (executableAt: number) => ofProposal({ state: 'Queued', executableAt })
      expect(at(testNow)).to.include({ urgency: 1 })
      expect(at(testNow).words).to.match(/^execution ready, anyone may: /)
      expect(at(testNow + HOUR)).to.include({ urgency: 3 })
      expect(at(testNow + HOUR).words).to.match(/^executable in 1 h: /)
    })

    it('tells the time that has come from the block that has not', () => {
      const pending = { state: 'Pending', voteStartsAt: testNow + HOUR } as const
      expect(ofProposal(pending).words).to.match(/^vote opens in 1 h: /)
      expect(ofProposal(pending, testNow + 2 * HOUR).words).to.match(/^vote opens with the next/)
      expect(ofProposal({}, testNow + 3 * DAY).words).to.match(/^vote is over with the next block/)
    })

    it('goes by the state where blocks are counted, and names the block', () => {
      const blocks = { voteStartsAt: 900, voteEndsAt: 1_100, now: 1_000 }
      const late = ofProposal({ blocks, voteEndsAt: testNow - 1 })
      expect(late).to.include({ urgency: 0 })
      expect(late.words).to.match(/^vote ends after block 1100, your 800,000 BLST not cast: /)
      const unpaced = ofProposal({ blocks, voteEndsAt: undefined })
      expect(unpaced).to.include({ urgency: 1 })
      expect(unpaced.words).to.match(/^vote ends after block 1100, in 100 blocks, your /)
      const pending = { state: 'Pending', blocks, voteStartsAt: testNow - 1 } as const
      expect(ofProposal(pending).words).to.match(/^vote opens after block 900: /)
    })

    it('is nothing once it has ended', () => {
      for (const state of ['Executed', 'Defeated', 'Canceled', 'Expired'] as const) {
        expect(needs(overviewOf({ proposals: [proposalLine({ state })] })), state).to.deep.equal([])
      }
    })

    it('shows a title that moves no cursor', () => {
      expect(ofProposal({ title: 'a\u001b[2Jb' }).words).to.contain('a\\u{1b}[2Jb')
      expect(ofProposal({ title: undefined }).words).to.contain('0x00000007')
    })
  })

  describe('of a price feed', () => {
    const ofFeed = (own: Parameters<typeof feedOverview>[0], now?: number) =>
      needs(overviewOf({ feeds: [feedOverview(own)] }), now)[0]!
    const aged = (...ages: readonly number[]) =>
      ages.map((age) => ({ updatedAt: BigInt(testNow - age), status: 'USED' as const }))

    it('is its trouble, in the words of the reading', () => {
      const trouble = 'WETH/USD is DOWN: of 3 sources, 3 too old'
      const need = ofFeed({ state: 'DOWN', trouble })
      expect(need).to.deep.include({
        urgency: 0,
        words: trouble,
        target: { screen: 'parameter', params: { subject: 'WETH/USD', parameter: 'maxAge' } },
      })
      expect(ofFeed({ state: 'DEGRADED', trouble }).urgency).to.equal(1)
      expect(ofFeed({ trouble: 'WETH/USD is OK: of 3 sources, 1 too far' }).urgency).to.equal(1)
    })

    it('is that it goes stale soon: the last answer that it needs decides', () => {
      expect(ofFeed({ sources: aged(60, 6_600, 7_000) }).words).to.equal(
        'WETH/USD goes stale in 10 min',
      )
      expect(ofFeed({ sources: aged(60, 60, 7_000) })).to.equal(undefined)
    })

    it('is that it has gone stale since the block that was read', () => {
      expect(ofFeed({}, testNow + 7_000).words).to.equal('WETH/USD is stale from the next block on')
    })
  })

  it('are bad debt, a market below its limits, a ceiling that is nearly full', () => {
    const market = (own: Parameters<typeof marketOverview>[0]) =>
      words(overviewOf({ markets: [marketOverview(own)] }))
    expect(market({ badDebt: 5_000n * WAD })).to.deep.equal(['WETH-A has 5,000 bUSD of bad debt'])
    expect(market({ collateralization: 1.4 })).to.deep.equal([
      'WETH-A: collateral 140.0 % of debt, below the 150.0 % that issuing needs',
    ])
    expect(market({ collateralization: 1.2, mostCollateralization: 1.2 })).to.deep.equal([
      'WETH-A: collateral 120.0 % of debt, below its liquidation limit of 125.0 %',
    ])
    // Sources that disagree: the Ledger liquidates by the highest.
    expect(market({ collateralization: 1.2, mostCollateralization: 1.8 })).to.deep.equal([
      'WETH-A: collateral 120.0 % of debt, below the 150.0 % that issuing needs',
    ])
    expect(market({ ceilingUse: 0.958 })).to.deep.equal(['WETH-A uses 95.8 % of its ceiling'])
  })

  it('lead from a market that has too little to its vaults, and say what it means', () => {
    const [need] = needs(overviewOf({ markets: [marketOverview({ collateralization: 1.4 })] }))
    expect(need?.target).to.deep.equal({ screen: 'vaults', params: { market: 'WETH-A' } })
    expect(need?.detail).to.contain('Liquidation begins below 125.0 %. Enter shows its vaults')
  })

  it('put what endangers somebody before what only waits for somebody', () => {
    const proposals = [proposalLine({ state: 'Succeeded' }), proposalLine({ id: 8n })]
    const markets = [marketOverview({ collateralization: 1.4 })]
    const keys = needs(overviewOf({ proposals, markets })).map(({ key }) => key)
    expect(keys).to.deep.equal(['market WETH-A collateral', 'proposal 7', 'proposal 8'])
  })

  it('are tokens that vote for nobody', () => {
    const overview = overviewOf()
    const account = { ...overview.status.account!, balance: 50n * WAD }
    expect(words({ ...overview, status: { ...overview.status, account } })).to.deep.equal([
      'your 50 BLST vote for nobody: delegate them',
    ])
  })

  it('come with the most urgent first, then by their time', () => {
    const proposals = [
      proposalLine({ id: 1n, state: 'Pending', voteStartsAt: testNow + DAY }),
      proposalLine({ id: 2n, voteEndsAt: testNow + 3 * DAY }),
      proposalLine({ id: 3n, voteEndsAt: testNow + 2 * DAY }),
      proposalLine({ id: 4n, voteEndsAt: testNow + HOUR }),
    ]
    const markets = [marketOverview({ badDebt: 1n * WAD })]
    const keys = needs(overviewOf({ proposals, markets })).map(({ key }) => key)
    expect(keys).to.deep.equal([
      'market WETH-A loss',
      'proposal 4',
      'proposal 3',
      'proposal 2',
      'proposal 1',
    ])
  })
})
