import { expect } from 'chai'
import { ILedger__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedger__factory.js'
import { readBlock } from '../../cli/chain/client.ts'
import { advanceTo, impersonating, sendAs } from '../../cli/chain/devChain.ts'
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
const ledgerAbi = ILedger__factory.createInterface()

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

  describe('where a value is on its way', () => {
    const planOf = async (...settings: readonly string[]) => {
      const { options } = agreeing()
      const acted = await stepAsSteward(
        await actingAs(node, people.steward),
        { market: 'WETH-A', settings },
        { ...options, confirm: async () => 'dry run' },
      )
      return (acted as Extract<Acted, { how: 'planned' }>).plan
    }
    const windowOf = async (parameter: string) => {
      const { text, document } = await listWindows(protocolOn(node), 'WETH-A')
      const windows = document['windows'] as readonly Record<string, unknown>[]
      return { text, window: windows.find((one) => one['parameter'] === parameter) ?? {} }
    }
    const BUSD = 10n ** 18n
    /** A raise that governance has made, which no cooldown of stewards knows of. */
    const raiseCeiling = async (to: bigint) => {
      const { timelock, ledger } = node.book.contracts
      const [market] = node.book.markets
      const data = ledgerAbi.encodeFunctionData('relax', [
        market!.id,
        [{ parameter: 6, value: to }],
      ])
      await impersonating(node.chain, [timelock], () =>
        sendAs(node.chain, { from: timelock, to: ledger, data }),
      )
      return (await time()) + DAY
    }

    it('tells a ramp from what is stored, and that a cut starts it anew', async () => {
      await set('liquidationThreshold=79.5%')
      const ends = (await time()) + 7 * DAY
      await advanceTo(node.chain, (await time()) + 3 * DAY)
      const at = await time()
      const { text, window } = await windowOf('liquidationThreshold')
      expect(window).to.deep.include({
        ...{ stored: 7_950n, effective: 7_979n, settlesAt: BigInt(ends) },
        ...{ lowest: 7_900n, highest: 8_000n },
      })
      const now = `79.5 % stored, 79.79 % in force, ramping until ${formatUtc(ends)}`
      expect(text).to.contain(`WETH-A liquidationThreshold: ${now}. A step replaces the ramp`)
      const { facts, warnings } = await planOf('liquidationThreshold=79%')
      expect(facts).to.deep.equal([
        [
          'liquidationThreshold',
          `now ${now}, allowed 79 % \u2026 80 %, then closed until ${formatUtc(at + 3 * DAY)}`,
        ],
        ['liquidationThreshold counts', `on a ramp from 79.79 % until ${formatUtc(at + 7 * DAY)}`],
      ])
      expect(warnings).to.deep.equal([
        `The ramp of liquidationThreshold to 79.5 %, complete on ${formatUtc(ends)}, is replaced by one that starts now from 79.79 % and ends on ${formatUtc(at + 7 * DAY)}.`,
      ])
      expect((await planOf('liquidationThreshold=80%')).warnings).to.deep.equal([
        `The ramp of liquidationThreshold to 79.5 %, complete on ${formatUtc(ends)}, is given up: 80 % counts at once.`,
      ])
      expect((await planOf('stabilityFee=6%')).warnings).to.deep.equal([])
    })

    it('tells a pending raise with its time, and that a step replaces it', async () => {
      const counts = await raiseCeiling(150_000_000n * BUSD)
      await advanceTo(node.chain, counts - 3_600)
      const at = await time()
      const { text, window } = await windowOf('debtCeiling')
      expect(window).to.deep.include({
        stored: 150_000_000n * BUSD,
        effective: 100_000_000n * BUSD,
        settlesAt: BigInt(counts),
      })
      const now = `150,000,000 bUSD stored, 100,000,000 bUSD in force until ${formatUtc(counts)}`
      expect(text).to.contain(`WETH-A debtCeiling: ${now}. A step replaces the raise`)
      const raise = `The raise of debtCeiling to 150,000,000 bUSD, which counts from ${formatUtc(counts)},`
      const again = await planOf('debtCeiling=160_000_000 bUSD')
      expect(again.facts[0]?.[1]).to.contain(`now ${now}, allowed`)
      expect(again.facts[1]).to.deep.equal([
        'debtCeiling counts',
        `from ${formatUtc(at + DAY)}; until then 100,000,000 bUSD`,
      ])
      expect(again.warnings).to.deep.equal([
        `${raise} is replaced by one that waits anew: 100,000,000 bUSD stays in force until ${formatUtc(at + DAY)}.`,
      ])
      const cut = await planOf('debtCeiling=90_000_000 bUSD')
      expect(cut.facts[1]).to.deep.equal(['debtCeiling counts', 'at once'])
      expect(cut.warnings).to.deep.equal([`${raise} is given up: 90,000,000 bUSD counts at once.`])
    })

    it('says what counts after the step, and until when', async () => {
      const acting = await actingAs(node, people.steward)
      const acted = await stepBy(acting, 'debtCeiling=150_000_000 bUSD')
      const counts = (await time()) + DAY
      expect(renderActed(acted, acting).text).to.contain(
        `100,000,000 bUSD counts now until ${formatUtc(counts)}`,
      )
      const [setting] = shownOf(acted).details['settings'] as readonly Record<string, unknown>[]
      expect(setting).to.deep.include({ settlesAt: BigInt(counts) })
    })

    it('is silent where everything counts as it stands', async () => {
      const { text, window } = await windowOf('liquidationThreshold')
      expect(text).not.to.contain('On their way')
      expect(window).to.deep.include({ stored: 8_000n, effective: 8_000n, settlesAt: null })
    })
  })

  describe('the list of windows', () => {
    it('has every allowance of every market, with its window', async () => {
      const { text, document } = await listWindows(protocolOn(node))
      expect(document.schema).to.equal('ballast.steward.windows/1')
      const windows = document['windows'] as readonly Record<string, unknown>[]
      expect(windows).to.have.length(30)
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
      expect(document['windows']).to.have.length(10)
      expect(text).to.contain(opens)
      expect(text).not.to.contain('WBTC-A')
      expect((await failureOf(listWindows(protocolOn(node), 'nothing'))).exitCode).to.equal(2)
    })
  })
})
