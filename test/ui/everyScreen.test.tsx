import { expect } from 'chai'
import { screens } from '../../cli/ui/screens/registry.ts'
import { fullServices, openDraft, placesWithData } from '../support/fullServices.ts'
import { kindsOfTerminals } from '../support/themes.ts'
import { openUi, type Ui, type UiOptions } from '../support/ui.tsx'
import { expectWholeNumbers, expectWithinWindow } from '../support/window.ts'

const sizes = [
  [200, 60],
  [120, 40],
  [80, 24],
  [60, 20],
  [40, 12],
] as const

describe('a screen with data', () => {
  let ui: Ui
  afterEach(() => ui?.close())

  const open = async (id: string, options: UiOptions = {}) => {
    const { params = {}, shows } = placesWithData[id] ?? { shows: `no data for ${id}` }
    ui = await openUi({
      screen: id,
      params,
      services: fullServices(),
      draft: openDraft,
      ...options,
    })
    return ui.waitFor(shows)
  }

  /** A screen that has crashed fits, too. */
  const expectData = () => {
    expect(ui.frame()).not.to.contain('has a problem')
    expectWholeNumbers(ui.frame())
  }

  for (const { id } of screens) {
    it(`fits every window and cuts no number: ${id}`, async () => {
      await open(id)
      for (const [columns, rows] of sizes) {
        await ui.resize(columns, rows)
        expectWithinWindow(ui.frame(), columns, rows)
        expectData()
        await ui.press('tab')
        expectData()
      }
    })

    for (const { name, theme, terminal, check } of kindsOfTerminals) {
      it(`draws what can be drawn on a terminal ${name}: ${id}`, async () => {
        await open(id, { theme, ...terminal, columns: 120, rows: 40 })
        check(ui.rawFrame())
        for (const [columns, rows] of sizes) {
          await ui.resize(columns, rows)
          check(ui.rawFrame())
          expectData()
        }
      })
    }
  }

  it('cuts no number in the consequences of a draft, one pane at a time', async () => {
    await open('draft', { columns: 80, rows: 24 })
    await ui.press('d')
    await ui.waitFor('at execution')
    for (const [columns, rows] of sizes) {
      await ui.resize(columns, rows)
      expectData()
      expect(ui.frame()).to.match(/at execution,\s+2026-11-29\s+12:00\s+UTC/)
    }
  })

  it('is there for each screen of the registry', () => {
    expect(Object.keys(placesWithData).sort()).to.deep.equal(screens.map(({ id }) => id).sort())
  })
})
