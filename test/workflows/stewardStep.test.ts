import { expect } from 'chai'
import { readBlock } from '../../cli/chain/client.ts'
import { advanceTo } from '../../cli/chain/devChain.ts'
import { memoryOutbox } from '../../cli/chain/outbox.ts'
import type { AddressBook } from '../../cli/governance/addressBook.ts'
import { formatUtc } from '../../cli/shared/time.ts'
import type { Acted, Plan } from '../../cli/workflows/act.ts'
import { planText, renderActed } from '../../cli/workflows/answersOfActs.ts'
import { listWindows } from '../../cli/workflows/listWindows.ts'
import type { Acting } from '../../cli/workflows/protocol.ts'
import { stepAsSteward } from '../../cli/workflows/stewardStep.ts'
import {
  actingAs,
  agreeing,
  failureOf,
  peopleOf,
  protocolOn,
  untouched,
} from '../support/acting.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

const DAY = 86_400

describe('a steward', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
  })
  after(() => node.stop())
  untouched(() => node)

  const set = async (...settings: readonly string[]): Promise<Acted> =>
    stepBy(await actingAs(node, people.steward), ...settings)
  const stepBy = (acting: Acting, ...settings: readonly string[]): Promise<Acted> =>
    stepAsSteward(acting, { market: 'WETH-A', settings }, agreeing().options)
  const refusal = async (...settings: readonly string[]) => {
    const { message, exitCode, nextStep } = await failureOf(set(...settings))
    return { message, exitCode, nextStep }
  }
  const time = async () => (await readBlock(node.chain)).timestamp
  const shownOf = (acted: Acted) => (acted as Extract<Acted, { how: 'sent' }>).shown

  it('reads the window before it signs, and what the step brings', async () => {
    const plans: Plan[] = []
    const acting = await actingAs(node, people.steward)
    const at = await time()
    const acted = await stepAsSteward(
      acting,
      { market: 'WETH-A', settings: ['liquidationThreshold=80.5%'] },
      {
        ...agreeing().options,
        confirm: async (plan) => {
          plans.push(plan)
          return 'send'
        },
      },
    )
    const text = planText(plans[0]!)
    expect(text).to.contain('set liquidationThreshold of WETH-A to 80.5 %')
    expect(text).to.contain(
      `now 80 %, allowed 79.5 % \u2026 80.5 %, then closed until ${formatUtc(at + 3 * DAY)}`,
    )
    expect(text).to.match(/to +0x\w{40} \(riskSteward\)/)
    expect(text).to.contain('set(bytes32,(uint8,uint256)[]) = 0x')
    const answer = renderActed(acted, acting).text
    expect(answer).to.contain('WETH-A has liquidationThreshold 80.5 %.')
    expect(answer).to.contain('80 % \u2192 80.5 %')
    expect(answer).to.match(/next step from \d{4}-\d\d-\d\d \d\d:\d\d UTC, within 80 % \u2026 81 %/)
    expect(answer).to.contain('Next: ballast steward windows WETH-A')
  })

  it('moves several parameters at once, in whatever order they are named', async () => {
    const { details } = shownOf(
      await set('debtCeiling=150_000_000 bUSD', 'collateralizationRatio=150.5%'),
    )
    const settings = details['settings'] as readonly { parameter: string; effective: bigint }[]
    expect(settings.map(({ parameter }) => parameter)).to.deep.equal([
      ...['collateralizationRatio', 'debtCeiling'],
    ])
    expect(settings[1]?.effective, 'a raise waits').to.equal(100_000_000n * 10n ** 18n)
  })

  it('is done already where the values stand, and sends nothing', async () => {
    await set('stabilityFee=6%')
    expect((await set('stabilityFee=6%')).how).to.equal('already')
    expect((await set('targetHealth=1.05')).how).to.equal('already')
  })

  it('shows the plan alone in a dry run', async () => {
    const acting = await actingAs(node, people.steward)
    const { options } = agreeing()
    const acted = await stepAsSteward(
      acting,
      { market: 'WETH-A', settings: ['stabilityFee=6%'] },
      { ...options, confirm: async () => 'dry run' },
    )
    expect(acted.how).to.equal('planned')
    expect((await set('stabilityFee=6%')).how).to.equal('sent')
  })

  it('is refused outside of the window, with the window, and everything at once', async () => {
    const found = await refusal(
      'liquidationThreshold=81%',
      'thresholdRamp=8 days',
      'stabilityFee=5%',
    )
    expect(found.exitCode).to.equal(2)
    expect(found.message).to.equal(
      [
        '2 problems with the steps in WETH-A; nothing was sent.',
        '  liquidationThreshold 81 % is outside of the window: now 80 %, allowed 79.5 % \u2026 80.5 %',
        '      \u2192 Write a value within 79.5 % \u2026 80.5 %.',
        '  thresholdRamp: now 7 days, not for stewards to move',
        '      \u2192 Draft a proposal for it.',
      ].join('\n'),
    )
  })

  it('waits for the cooldown: refused as too early, then let through', async () => {
    await set('stabilityFee=6%')
    const steppedAt = await time()
    const early = await refusal('stabilityFee=7%')
    expect(early).to.deep.equal({
      exitCode: 5,
      message: `stabilityFee: now 6 %, closed until ${formatUtc(steppedAt + 16 * 3_600)}, then 2 % \u2026 10 %.`,
      nextStep: 'Repeat the command then. On a development chain: ballast warp 57600s',
    })
    await advanceTo(node.chain, steppedAt + 16 * 3_600)
    expect((await set('stabilityFee=7%')).how).to.equal('sent')
  })

  it('is told that no waiting helps where the value lies outside even then', async () => {
    await set('stabilityFee=6%')
    expect((await refusal('stabilityFee=20%')).exitCode).to.equal(2)
  })

  it('may not break the rules across parameters, and hears the market’s own words', async () => {
    const raise = [
      'liquidationPenalty=8.5%',
      'liquidationThreshold=80.5%',
      'maxPenaltyHealth=0.9025',
    ]
    await set(...raise)
    const found = await refusal('collateralizationRatio=20%')
    expect(found.exitCode).to.equal(2)
    await advanceTo(node.chain, (await time()) + 3 * DAY)
    await set('liquidationPenalty=9%', 'liquidationThreshold=81%')
    await advanceTo(node.chain, (await time()) + 3 * DAY)
    await set('liquidationPenalty=9.5%', 'liquidationThreshold=81.5%')
    await advanceTo(node.chain, (await time()) + 3 * DAY)
    const rule = await refusal(
      'liquidationPenalty=10%',
      'liquidationThreshold=82%',
      'maxPenaltyHealth=0.9',
    )
    expect(rule.exitCode).to.equal(5)
    expect(rule.message).to.contain('splitting a liquidation would pay more')
  })

  it('is somebody who holds the capability', async () => {
    const { message, exitCode } = await failureOf(
      stepBy(await actingAs(node, people.stranger), 'stabilityFee=6%'),
    )
    expect(exitCode).to.equal(5)
    expect(message).to.contain('the access manager has not given it the role')
  })

  it('is asked again for what cannot be read', async () => {
    const found = await refusal(
      'liquidationTreshold=80%',
      'stabilityFee',
      'debtCeiling=5%',
      'targetHealth=1',
      'targetHealth=1.1',
    )
    expect(found.exitCode).to.equal(2)
    expect(found.message).to.contain('4 problems')
    expect(found.message).to.contain('Did you mean liquidationThreshold?')
    expect(found.message).to.contain('stabilityFee has no value')
    expect(found.message).to.contain('targetHealth is named twice')
    expect((await refusal()).message).to.equal('No step is named.')
    const acting = await actingAs(node, people.steward)
    const nowhere = stepAsSteward(
      acting,
      { market: 'WETH', settings: ['stabilityFee=6%'] },
      agreeing().options,
    )
    expect((await failureOf(nowhere)).nextStep).to.contain('Did you mean WETH-A?')
  })

  it('does not exist in a deployment from before', async () => {
    const acting = await actingAs(node, people.steward, { outbox: memoryOutbox() })
    const { riskSteward: _, ...contracts } = node.book.contracts
    const book: AddressBook = { ...node.book, contracts }
    const older = { ...acting, protocol: { ...acting.protocol, book } }
    const failures = [
      await failureOf(stepBy(older, 'stabilityFee=6%')),
      await failureOf(listWindows(older.protocol)),
    ]
    for (const { message, exitCode } of failures) {
      expect([exitCode, message]).to.deep.equal([
        2,
        'This deployment has no RiskSteward: its parameters are moved by votes only.',
      ])
    }
  })

  describe('the list of windows', () => {
    it('has every allowance of every market, with its window', async () => {
      const { text, document } = await listWindows(protocolOn(node))
      expect(document.schema).to.equal('ballast.steward.windows/1')
      const windows = document['windows'] as readonly Record<string, unknown>[]
      expect(windows).to.have.length(27)
      expect(windows[1]).to.deep.include({
        market: 'WETH-A',
        parameter: 'liquidationThreshold',
        unit: 'bps',
        state: 'open',
        stored: 8_000n,
        lowest: 7_950n,
        highest: 8_050n,
        opensAt: 0n,
        allowance: {
          ...{ min: 7_700n, max: 8_300n, maxStep: 50n, relative: false },
          cooldown: BigInt(3 * DAY),
        },
      })
      expect(text).to.match(
        /WETH-A +liquidationThreshold +80 % +79\.5 % … 80\.5 % +now +0\.5 % +3 days +77 % … 83 %/,
      )
      expect(text).to.match(
        /debtCeiling +100,000,000 bUSD .* 100 % of its value +1 day +0 bUSD … 400,000,000 bUSD/,
      )
      expect(text).not.to.contain('thresholdRamp')
    })

    it('says when a window opens, of one market', async () => {
      await set('liquidationThreshold=80.5%')
      const opens = formatUtc((await time()) + 3 * DAY)
      const { text, document } = await listWindows(protocolOn(node), 'WETH-A')
      expect(document['windows']).to.have.length(9)
      expect(text).to.contain(opens)
      expect(text).not.to.contain('WBTC-A')
      expect((await failureOf(listWindows(protocolOn(node), 'nothing'))).exitCode).to.equal(2)
    })
  })
})
