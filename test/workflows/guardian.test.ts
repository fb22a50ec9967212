import { expect } from 'chai'
import { readBlock } from '../../cli/chain/client.ts'
import { advanceTo } from '../../cli/chain/devChain.ts'
import { readState } from '../../cli/chain/governor.ts'
import { readMarkets } from '../../cli/chain/readBook.ts'
import { readParameters } from '../../cli/chain/readParameters.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import type { Acted } from '../../cli/workflows/act.ts'
import { cancelAsGuardian } from '../../cli/workflows/guardianCancel.ts'
import { freezeMarket } from '../../cli/workflows/guardianFreeze.ts'
import { heldBy } from '../../cli/workflows/guardianReach.ts'
import { NotTheGuardianError } from '../../cli/workflows/guardianRight.ts'
import { NotRestrainingError, tightenNow } from '../../cli/workflows/guardianTighten.ts'
import { listParameters } from '../../cli/workflows/listParameters.ts'
import { readStatus } from '../../cli/workflows/readStatus.ts'
import { readNewestActivity } from '../../cli/workspace/activityFile.ts'
import {
  actingAs,
  agreeing,
  failureOf,
  peopleOf,
  proposed,
  protocolOn,
  untouched,
  workspaceOn,
} from '../support/acting.ts'
import { commandsIn } from '../support/commandsIn.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { marketReading } from '../support/vaultBooks.ts'

const WAD = 10n ** 18n
const DAY = 86_400

describe('the guardian', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
  })
  after(() => node.stop())
  untouched(() => node)

  const stored = async (key: string) => {
    const { values } = await readParameters(node.chain, node.book)
    return values.get(`WETH-A.${key}`)
  }
  type Sent = Extract<Acted, { how: 'sent' }>

  describe('tightens', () => {
    const tighten = async (settings: readonly string[], how = agreeing(), as = people.guardian) =>
      tightenNow(await actingAs(node, as), { subject: 'WETH-A', settings }, how.options)

    it('the ratio and both ceilings in one call, whatever their order', async () => {
      const how = agreeing()
      const settings = ['ceilingGap=1_000_000 bUSD', 'debtCeiling=40_000_000 bUSD']
      const acted = await tighten([...settings, 'collateralizationRatio=175%'], how)
      expect(acted.how).to.equal('sent')
      expect(await stored('collateralizationRatio')).to.deep.equal({
        stored: 17_500n,
        effective: 17_500n,
      })
      expect((await stored('debtCeiling'))?.effective).to.equal(40_000_000n * WAD)
      expect((await stored('ceilingGap'))?.effective).to.equal(1_000_000n * WAD)
      const [plan] = how.plans
      expect(plan?.words).to.deep.equal([
        'tighten collateralizationRatio of WETH-A to 175 %',
        'tighten debtCeiling of WETH-A to 40,000,000 bUSD',
        'tighten ceilingGap of WETH-A to 1,000,000 bUSD',
      ])
      const facts = Object.fromEntries(plan?.facts ?? [])
      expect(facts['collateralizationRatio']).to.equal('150 % → 175 %')
      expect(facts['reaches']).to.contain('no vault that exists becomes liquidatable')
      expect(facts['vaults']).to.match(
        /^\d+ of 1\d\d vaults with debt could not issue or withdraw; \d+ cannot now$/,
      )
      expect(facts['owed']).to.match(/may still be issued$/)
      expect(facts['steps']).to.equal('1,000,000 bUSD in 6 h at most')
      expect(plan?.signed?.fields).to.include({
        toName: 'ledger',
        signature: 'restrain(bytes32,(uint8,uint256)[])',
      })
      expect((acted as Sent).shown.headline).to.contain('WETH-A is tightened: ')
      expect((acted as Sent).shown.details).to.deep.include({ does: 'tighten', market: 'WETH-A' })
    })

    it('says that a ceiling below what is owed stops issuing', async () => {
      const how = agreeing()
      await tighten(['debtCeiling=0 bUSD'], how)
      expect(Object.fromEntries(how.plans[0]?.facts ?? [])['owed']).to.match(
        /nothing more is issued$/,
      )
    })

    it('is done already when it is so', async () => {
      expect((await tighten(['collateralizationRatio=175%'])).how).to.equal('sent')
      expect((await tighten(['collateralizationRatio=175%'])).how).to.equal('already')
    })

    it('refuses everything else at once, with what can be done', async () => {
      const how = agreeing()
      const failure = await failureOf(
        tighten(
          [
            'liquidationThreshold=70%',
            'collateralizationRatio=140%',
            'debtCeiling=200_000_000 bUSD',
            'ceilingGap=0 bUSD',
            'collateralisationRatio=175%',
            'stabilityFee',
          ],
          how,
        ),
      )
      expect(failure).to.be.instanceOf(NotRestrainingError)
      expect(failure.exitCode).to.equal(2)
      expect(failure.message).to.contain('6 problems')
      for (const words of [
        'liquidationThreshold may reach vaults that exist',
        'ballast draft --set "WETH-A.liquidationThreshold=…"',
        'collateralizationRatio 140 % would loosen it: it is 150 %',
        'Write 100,000,000 bUSD at most.',
        'ceilingGap 0 bUSD is outside of its bounds',
        'Did you mean collateralizationRatio?',
        'stabilityFee has no value',
      ]) {
        expect(failure.message).to.contain(words)
      }
      expect(how.plans).to.deep.equal([])
    })

    it('refuses a parameter that is named twice, none, and an unknown market', async () => {
      const twice = tighten(['debtCeiling=2 bUSD', 'debtCeiling=1 bUSD'])
      expect((await failureOf(twice)).message).to.contain('debtCeiling is named twice')
      expect((await failureOf(tighten([]))).message).to.contain('Nothing is named')
      const acting = await actingAs(node, people.guardian)
      const other = { subject: 'WETH-B', settings: ['debtCeiling=0 bUSD'] }
      const failure = await failureOf(tightenNow(acting, other, agreeing().options))
      expect([failure.exitCode, failure.nextStep]).to.deep.equal([
        2,
        'Did you mean WETH-A? Use one of: WETH-A, WSTETH-A, WBTC-A, bUSD, asset:ETH, asset:BTC, protocol:lido, oracle:chainlink.',
      ])
    })

    it('the cap on a risk, and on the derivative as a whole, at once', async () => {
      for (const [subject, key] of [
        ['asset:ETH', 'exposureCap'],
        ['bUSD', 'derivativeCap'],
      ] as const) {
        const how = agreeing()
        const acting = await actingAs(node, people.guardian)
        const request = { subject, settings: [`${key}=1_000 bUSD`] }
        const acted = (await tightenNow(acting, request, how.options)) as Sent
        expect(how.plans[0]?.words).to.deep.equal([`tighten ${key} of ${subject} to 1,000 bUSD`])
        const facts = Object.fromEntries(how.plans[0]?.facts ?? [])
        expect(facts['owed']).to.match(/: nothing more is issued$/)
        expect(how.plans[0]?.signed?.fields.signature).to.equal(
          'cutExposureCap(address,bytes32,uint256)',
        )
        expect(acted.shown.headline).to.equal(`${subject} is tightened: ${key} 1,000 bUSD.`)
        const { values } = await readParameters(node.chain, node.book)
        expect(values.get(`${subject}.${key}`)?.effective).to.equal(1_000n * WAD)
        const looser = { subject, settings: [`${key}=2_000 bUSD`] }
        const failure = await failureOf(tightenNow(acting, looser, agreeing().options))
        expect(failure.message).to.contain(`${key} 2,000 bUSD would loosen it`)
      }
    })

    it('refuses who is not the guardian, and names who is', async () => {
      const how = agreeing()
      const failure = await failureOf(tighten(['debtCeiling=0 bUSD'], how, people.first))
      expect(failure).to.be.instanceOf(NotTheGuardianError)
      expect(failure.exitCode).to.equal(5)
      expect(failure.message).to.equal(
        `${people.first} may not tighten WETH-A: that takes FREEZE (3) of the access manager, held by ${people.guardian} and timelock.`,
      )
      expect(how.plans).to.deep.equal([])
    })
  })

  describe('freezes', () => {
    const freeze = async (how = agreeing(), as = people.guardian, kept = {}) =>
      freezeMarket(await actingAs(node, as, kept), { market: 'WETH-A' }, how.options)
    const frozenUntil = async () =>
      (await readMarkets(node.chain, node.book)).markets[0]?.frozenUntil

    it('for a day, and says when the next one may begin', async () => {
      const how = agreeing()
      const acted = (await freeze(how)) as Sent
      expect(how.plans[0]?.words).to.deep.equal(['stop issuing in WETH-A for 1 day'])
      const facts = Object.fromEntries(how.plans[0]?.facts ?? [])
      expect(facts['last freeze']).to.equal('none that counts')
      expect(how.plans[0]?.signed?.fields.signature).to.equal('freeze(bytes32)')
      const { timestamp } = await readBlock(node.chain, acted.sent.blockNumber)
      expect(await frozenUntil()).to.equal(BigInt(timestamp + DAY))
      expect(acted.shown.details).to.deep.equal({
        does: 'freeze',
        market: 'WETH-A',
        frozenSince: BigInt(timestamp),
        frozenUntil: BigInt(timestamp + DAY),
        nextFreezeFrom: BigInt(timestamp + 7 * DAY),
      })
    })

    it('is done already while it lasts, too early after that, and allowed after a week', async () => {
      await freeze()
      expect((await freeze()).how).to.equal('already')
      const { timestamp: start } = await readBlock(node.chain)
      await advanceTo(node.chain, start + DAY)
      const failure = await failureOf(freeze())
      expect(failure.exitCode).to.equal(5)
      expect(failure.message).to.match(
        /^WETH-A was frozen from .* UTC until .* UTC; the next freeze is allowed from .* UTC \(in 6 days\)\.$/,
      )
      expect(failure.nextStep).to.contain('ballast guardian tighten WETH-A "debtCeiling=0 bUSD"')
      await advanceTo(node.chain, start + 7 * DAY)
      const how = agreeing()
      expect((await freeze(how)).how).to.equal('sent')
      expect(Object.fromEntries(how.plans[0]?.facts ?? [])['last freeze']).to.contain(
        '(7 days ago)',
      )
    })

    it('refuses who is not the guardian', async () => {
      const failure = await failureOf(freeze(agreeing(), people.second))
      expect(failure.message).to.contain(`${people.second} may not freeze WETH-A`)
      expect(failure.message).to.contain(people.guardian)
    })

    it('is told by status and by the parameters of the market, while it lasts', async () => {
      const protocol = protocolOn(node)
      const told = async () => {
        const { timestamp: wallClock } = await readBlock(node.chain)
        const { text } = await readStatus(protocol, { wallClock })
        return [text, (await listParameters(protocol, { subject: 'WETH-A' })).text]
      }
      for (const text of await told()) expect(text).not.to.contain('is frozen')
      await freeze()
      for (const text of await told()) {
        expect(text).to.match(/^! WETH-A is frozen: it issues nothing until .* UTC \(in 1 day\)$/m)
      }
      const other = await listParameters(protocol, { subject: 'WBTC-A' })
      expect(other.document.stopped).to.deep.equal([])
      await advanceTo(node.chain, (await readBlock(node.chain)).timestamp + DAY)
      await node.refreshFeeds()
      for (const text of await told()) expect(text).not.to.contain('is frozen')
    })

    it('is taken down in the list of activities', async () => {
      const acting = await actingAs(node, people.guardian)
      await freezeMarket(acting, { market: 'WETH-A' }, agreeing().options)
      const { entries } = await readNewestActivity(acting.folder, 10)
      expect(entries.map(({ verb, outcome }) => [verb, outcome])).to.deep.equal([
        ['guardian', 'done'],
      ])
    })
  })

  describe('cancels', () => {
    it('a proposal of somebody else', async () => {
      const id = await proposed(node)
      const acting = await actingAs(node, people.guardian)
      const acted = await cancelAsGuardian(acting, shortId(id), agreeing().options)
      expect(acted).to.include({ how: 'sent', verb: 'cancel' })
      expect(await readState(node.chain, node.book, id)).to.equal('Canceled')
    })

    it('nothing for anybody else, its proposer included', async () => {
      const id = await proposed(node)
      const acting = await actingAs(node, people.first)
      const failure = await failureOf(cancelAsGuardian(acting, shortId(id), agreeing().options))
      expect(failure).to.be.instanceOf(NotTheGuardianError)
      expect(failure.message).to.contain(`the proposal guardian is ${people.guardian}`)
      expect(await readState(node.chain, node.book, id)).to.equal('Pending')
    })
  })

  describe('as a process', () => {
    let folder: string
    before(async () => {
      folder = await workspaceOn(node)
    })
    const { ballast, answerOf } = commandsIn(() => folder, {})

    it('shows its plan, sends with --yes, and sends nothing when repeated', async () => {
      const freeze = ['guardian', 'freeze', 'WETH-A', '--account', 'guardian']
      const unasked = await ballast(...freeze)
      expect([unasked.exitCode, unasked.stdout]).to.deep.equal([2, ''])
      expect(unasked.stderr).to.contain('Plan of ballast guardian')
      expect(unasked.stderr).to.contain('--yes')
      const first = await answerOf(...freeze, '--yes')
      expect(first).to.include({ schema: 'ballast.guardian/1', outcome: 'sent', does: 'freeze' })
      expect((await answerOf(...freeze, '--yes')).outcome).to.equal('already')
    })

    it('tightens by several settings behind the market', async () => {
      const settings = ['collateralizationRatio=175%', 'ceilingGap=1_000_000 bUSD']
      const tighten = ['guardian', 'tighten', 'WETH-A', ...settings, '--account', 'guardian']
      const { parameters } = await answerOf(...tighten, '--yes')
      expect(parameters).to.deep.equal([
        {
          parameter: 'collateralizationRatio',
          before: '15000',
          stored: '17500',
          effective: '17500',
        },
        {
          parameter: 'ceilingGap',
          before: `${100_000_000n * WAD}`,
          stored: `${1_000_000n * WAD}`,
          effective: `${1_000_000n * WAD}`,
        },
      ])
    })

    for (const [words, message] of [
      [['freeze', 'WETH-A', 'debtCeiling=0 bUSD'], 'takes nothing behind WETH-A'],
      [['freeze', 'WETH-A', '--confirm', 'WETH-A'], '--confirm is of guardian cancel'],
      [['cancel', '0xbbc1eb0a', '--yes'], '--confirm 0xbbc1eb0a'],
      [['thaw', 'WETH-A'], 'tighten'],
      [['freeze'], '<subject>'],
    ] as const) {
      it(`${words.join(' ')} is a mistake in the command`, async () => {
        const { exitCode, stderr } = await ballast('guardian', ...words)
        expect(exitCode).to.equal(2)
        expect(stderr).to.contain(message)
      })
    }
  })
})

describe('the vaults that a ratio keeps from issuing', () => {
  it('are those with debt whose collateral at the low price is worth less, to the wei', () => {
    const market = marketReading(
      'WETH-A',
      [150n * WAD, 150n * WAD - 1n, 0n].map((collateral, i) => ({
        owner: `0x${String(i).padStart(40, '0')}`,
        collateral,
        debt: i === 2 ? 0n : 100n * WAD,
      })),
      { price: { low: WAD, mid: WAD, high: 2n * WAD } },
    )
    expect([15_000n, 15_001n, 14_999n].map((ratio) => heldBy(ratio, market))).to.deep.equal([
      1, 2, 0,
    ])
  })
})
