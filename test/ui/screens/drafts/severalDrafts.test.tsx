import { expect } from 'chai'
import type { ParameterRow } from '../../../../cli/report/parametersText.ts'
import type { DraftServices } from '../../../../cli/ui/services/drafts.ts'
import { fakeConnection, liveAt } from '../../../support/fakeConnection.ts'
import { type FakeDrafts, fakeDrafts } from '../../../support/fakeDrafts.ts'
import { parameterList } from '../../../support/fakeParameters.ts'
import { acting, planOf, sentOf } from '../../../support/fakeProposals.ts'
import { openUi, type Ui, type UiOptions } from '../../../support/ui.tsx'
import { until } from '../../../support/until.ts'

const threshold = { subject: 'WETH-A', parameter: 'liquidationThreshold' }
const penalty = { subject: 'WETH-A', parameter: 'penaltyFloor' }

const row = (names: typeof threshold, label: string): ParameterRow => ({
  ...names,
  label,
  summary: 'What it does.',
  stored: 8_000n,
  effective: 8_000n,
  min: 5_000n,
  max: 9_000n,
  unit: 'bps',
  tightens: 'down',
  lastChange: null,
  shown: { stored: '80 %', effective: '80 %', bounds: '50 % … 90 %' },
})

const parameters = [row(threshold, 'Liquidation threshold'), row(penalty, 'Penalty floor')]

describe('drafts, one after another', () => {
  let ui: Ui
  let drafts: FakeDrafts
  afterEach(() => ui.close())

  const open = async (
    options: UiOptions,
    files: Readonly<Record<string, string>> = {},
    own: Partial<DraftServices> = {},
  ) => {
    drafts = fakeDrafts(files, own)
    ui = await openUi({
      ...options,
      services: {
        ...drafts,
        readParameters: async () => parameterList({ parameters }),
        ...options.services,
      },
    })
  }

  it('begins another one where the one before was left as it was', async () => {
    await open({ screen: 'parameters' })
    await ui.waitFor(/▸.*WETH-A/)
    await ui.press('e')
    await ui.waitFor('WETH-A Liquidation threshold')
    await ui.press('escape', 'escape')
    await ui.waitFor('penaltyFloor')
    await ui.press('down', 'e')
    await ui.waitFor('The draft “new draft” is open.')
    await ui.press('n')
    await ui.waitFor('WETH-A Penalty floor')
    expect(ui.frame()).to.contain('Changes (1)').and.not.contain('WETH-A Liquidation threshold')
  })

  it('types into the parameter that was added, not into the one that was there untouched', async () => {
    const real = fakeDrafts()
    let answer = () => {}
    const asked = new Promise<void>((resolve) => {
      answer = resolve
    })
    await open(
      { screen: 'parameters' },
      {},
      {
        // The chain takes its time, as it does.
        editDraft: async (...edit) => {
          await asked
          return real.editDraft(...edit)
        },
      },
    )
    await ui.waitFor(/▸.*WETH-A/)
    await ui.press('e')
    await ui.waitFor('WETH-A Liquidation threshold')
    await ui.press('escape', 'escape')
    await ui.waitFor('penaltyFloor')
    await ui.press('down', 'e')
    await ui.waitFor('The draft “new draft” is open.')
    await ui.press('enter')
    await ui.waitFor('adding WETH-A penaltyFloor')
    answer()
    await ui.waitFor('Changes (2)')
    await ui.waitFor('Enter done')
    await ui.press('62%')
    await ui.waitFor(/Penalty floor .*→ 62%/)
    expect(ui.frame())
      .to.match(/▸.*Penalty floor/)
      .and.not.match(/threshold .*→ 62%/)
  })

  it('writes of each what was typed into it, and nothing of the other', async () => {
    await open({ screen: 'draft', params: threshold })
    await ui.waitFor('WETH-A Liquidation threshold')
    await ui.press('ctrl+u', '75%', 'enter', 'w')
    await ui.waitFor('Written')
    await ui.press('3', 'n')
    await ui.waitFor('Changes: none yet')
    expect(ui.frame()).to.contain('new, not written')
    await ui.press('g', 'enter', 'Second', 'enter', 'w')
    await ui.waitFor('Written')
    expect(ui.frame()).to.contain('Second').and.contain('✔ written')
    const [first, second, ...others] = [...drafts.files.values()]
    expect(first).to.contain('75%').and.not.contain('Second')
    expect(second).to.contain('Second').and.not.contain('75%')
    expect(others).to.deep.equal([])
  })

  it('lists one of a parameter before anything is typed, so that it can be put away', async () => {
    await open({ screen: 'draft', params: threshold })
    await ui.waitFor('WETH-A Liquidation threshold')
    await ui.press('escape', '3')
    await ui.waitFor(/▸ ● new +no title yet/)
    await ui.press('x', 'enter')
    await ui.waitFor('No drafts yet')
    await ui.press('2')
    await ui.waitFor(/▸.*WETH-A/)
    await ui.press('e')
    await ui.waitFor('WETH-A Liquidation threshold')
  })

  it('is nothing to compare with when it was begun and left empty', async () => {
    await open({ screen: 'parameters' })
    await ui.waitFor(/▸.*WETH-A/)
    await ui.press('3')
    await ui.waitFor('No drafts yet')
    await ui.press('n')
    await ui.waitFor('Changes: none yet')
    await ui.press('escape')
    await ui.waitFor('No drafts yet')
    await ui.press('2')
    await ui.waitFor(/▸.*WETH-A/)
    await ui.press('e')
    await ui.waitFor('WETH-A Liquidation threshold')
    await until(() => drafts.kept.size === 1)
  })

  it('calls one that has no title by what it is', async () => {
    const untitled = 'title: ""\nsummary: ""\nchanges: []\n'
    await open(
      { screen: 'draft', params: { path: 'proposals/raise.yaml' } },
      { 'proposals/raise.yaml': untitled },
    )
    await ui.waitFor('Title is empty')
    await ui.press('2')
    await ui.waitFor(/▸.*WETH-A/)
    await ui.press('e')
    await ui.waitFor('The draft “raise” is open.')
  })

  it('is compared with no more once it is on the chain', async () => {
    const path = 'proposals/raise/proposal.yaml'
    const text =
      'title: Raise\nsummary: Because.\nchanges:\n  - market: WETH-A\n    parameter: stabilityFee\n    to: 6%\n'
    const plan = planOf({ verb: 'submit', handles: ['raise'] })
    await open(
      {
        screen: 'draft',
        params: { path },
        services: {
          act: acting(plan, async () => sentOf(plan, 'Proposal 0xbbc1eb0a is Pending.')),
        },
      },
      { [path]: text },
    )
    await ui.waitFor('neither')
    await ui.press('S')
    await ui.waitFor('Type raise and press Enter')
    await ui.press('raise', 'enter')
    await ui.waitFor('is Pending')
    await ui.press('escape')
    await ui.waitFor('Changes (1)')
    await ui.press('2')
    await ui.waitFor(/▸.*WETH-A/)
    await ui.press('e')
    await ui.waitFor('WETH-A Liquidation threshold')
    expect(ui.frame()).to.contain('new, not written').and.not.contain('Stability fee')
  })

  it('is judged anew where the chain was put back to a block of the same number', async () => {
    const path = 'proposals/raise/proposal.yaml'
    const files = { [path]: 'title: Raise\nsummary: Because.\nchanges: []\n' }
    const real = fakeDrafts(files)
    const { watch, tell } = fakeConnection(liveAt(7, 1))
    let judged = 0
    await open({ screen: 'draft', params: { path }, services: { watch } }, files, {
      judgeDraft: (...draft) => {
        judged += 1
        return real.judgeDraft(...draft)
      },
    })
    await ui.waitFor('Nothing changes yet')
    const before = judged
    tell(liveAt(7, 2))
    await until(() => judged === before + 1)
    tell(liveAt(7, 2))
    await ui.press('2')
    await ui.waitFor(/▸.*WETH-A/)
    expect(judged).to.equal(before + 1)
    await ui.press('escape')
    await until(() => judged > before + 1)
  })

  it('is begun as soon as the node is there again', async () => {
    let isDown = true
    const lost = { kind: 'lost', since: 1, why: 'No answer.', nextStep: 'Wait.' } as const
    const { watch, tell } = fakeConnection(lost)
    const real = fakeDrafts()
    await open(
      { screen: 'draft', params: threshold, services: { watch } },
      {},
      {
        newDraft: async (start) => {
          if (isDown) throw new Error('the node cannot be reached')
          return real.newDraft(start)
        },
      },
    )
    await ui.waitFor('the node cannot be reached')
    isDown = false
    tell(liveAt(1))
    await ui.waitFor('WETH-A Liquidation threshold')
  })
})
