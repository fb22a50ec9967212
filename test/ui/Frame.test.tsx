import { expect } from 'chai'
import { screens } from '../../cli/ui/screens/registry.ts'
import { themeOf } from '../../cli/ui/theme.ts'
import { fakeConnection, liveAt } from '../support/fakeConnection.ts'
import { testNow } from '../support/fakeServices.ts'
import { type StoppedClock, stoppedClock } from '../support/stoppedClock.ts'
import { kindsOfTerminals } from '../support/themes.ts'
import { openUi, type Ui } from '../support/ui.tsx'
import { expectWithinWindow } from '../support/window.ts'

const sizes = [
  [200, 60],
  [160, 50],
  [120, 40],
  [100, 30],
  [99, 24],
  [80, 24],
  [79, 20],
  [60, 20],
  [40, 12],
] as const

/** A screen that cannot be drawn: the answer is not what its type says. */
const broken = { readParameters: async () => ({}) as never }

describe('the frame', () => {
  let ui: Ui
  let clock: StoppedClock | undefined
  afterEach(() => {
    ui?.close()
    clock?.goOn()
  })

  for (const { id } of screens) {
    // That header, body and footer are within the window is looked at by `openUi`, here and in every other test.
    it(`stays within every window on the screen ${id}`, async () => {
      ui = await openUi({ screen: id })
      for (const [columns, rows] of sizes) {
        await ui.resize(columns, rows)
        expectWithinWindow(ui.frame(), columns, rows)
        await ui.press('?')
        await ui.press('?')
      }
    })
  }

  it('stays within every window under the palette and a long notice', async () => {
    ui = await openUi()
    await ui.press('9')
    for (const [columns, rows] of sizes) {
      await ui.resize(columns, rows)
      await ui.press(':', 'e')
      await ui.press('escape', '9')
    }
  })

  it('has room for one polite sentence in a window that is too small', async () => {
    ui = await openUi()
    for (const [columns, rows] of [
      [39, 24],
      [80, 11],
      [20, 5],
    ] as const) {
      await ui.resize(columns, rows)
      expect(ui.frame().replace(/\s+/g, ' ')).to.equal(
        'Ballast needs 40 columns and 12 rows; please make the window larger, or press q.',
      )
    }
    await ui.press('q')
    expect(ui.hasLeft()).to.equal(true)
  })

  it('takes no other key while nobody sees what it does', async () => {
    ui = await openUi()
    await ui.resize(30, 10)
    await ui.press('2', ':', '?', 'x')
    await ui.resize(80, 24)
    expect(ui.frame()).to.match(/^Overview/)
    expect(ui.frame()).not.to.contain('Go to')
  })

  it('does what was typed before the window became too small, all of it', async () => {
    ui = await openUi()
    const typing = ui.burst('32')
    await ui.resize(30, 10)
    await typing
    expect(ui.frame()).to.contain('make the')
    await ui.resize(120, 40)
    expect(ui.frame()).to.match(/^Parameters/)
    await ui.press('escape')
    expect(ui.frame()).to.match(/^Drafts/)
  })

  it('does nothing of what was typed while the window was too small, however soon it grows', async () => {
    ui = await openUi()
    await ui.resize(30, 10)
    const typing = ui.burst('32')
    await ui.resize(120, 40)
    await typing
    expect(ui.frame()).to.match(/^Overview/)
  })

  it('keeps a half typed text through a window that is too small', async () => {
    ui = await openUi()
    await ui.press(':', 'para')
    await ui.resize(20, 5)
    await ui.resize(120, 40)
    expect(ui.frame()).to.contain('│ para')
    await ui.press('enter')
    expect(await ui.waitFor('reading')).to.match(/^Parameters/)
  })

  it('goes to a screen by its number, and back with Esc', async () => {
    ui = await openUi()
    await ui.press('2')
    expect(ui.frame()).to.match(/^Parameters/)
    await ui.press('escape')
    expect(ui.frame()).to.match(/^Overview/)
  })

  it('has a screen for every number, and takes 0 for none', async () => {
    ui = await openUi()
    const before = ui.frame()
    await ui.press('0')
    expect(ui.frame()).to.equal(before)
    for (const key of '123456789') {
      await ui.press(key)
      expect(ui.frame()).not.to.contain('There are')
    }
  })

  it('opens help over a screen and returns to the same place', async () => {
    ui = await openUi({ screen: 'parameters' })
    await ui.press('?')
    expect(ui.frame()).to.match(/^Keys/)
    await ui.press('escape')
    expect(ui.frame()).to.match(/^Parameters/)
    await ui.press('?', '?')
    expect(ui.frame()).to.match(/^Parameters/)
  })

  it('survives a screen that crashes: says so, goes elsewhere, tries again', async () => {
    ui = await openUi({ screen: 'parameters', services: broken })
    await ui.waitFor('This screen has a problem')
    expect(ui.frame())
      .to.contain('Ballast DAO')
      .and.to.contain('r try again')
      .and.to.contain('? help')
    await ui.press('1')
    expect(ui.frame()).to.match(/^Overview/)
    await ui.press('escape')
    await ui.waitFor('This screen has a problem')
    await ui.press('r')
    await ui.waitFor('This screen has a problem')
  })

  for (const { name, theme, terminal, check } of kindsOfTerminals) {
    it(`draws what can be drawn on a terminal ${name}`, async () => {
      ui = await openUi({ theme, ...terminal, columns: 100, rows: 30, services: broken })
      check(ui.rawFrame())
      for (const number of '1234567') {
        await ui.press(number)
        check(ui.rawFrame())
      }
      await ui.press('9')
      check(ui.rawFrame())
      await ui.press('?')
      check(ui.rawFrame())
      await ui.press('?', ':', 'pa')
      check(ui.rawFrame())
      expect(ui.frame()).to.contain('Parameters')
    })
  }

  it('does not draw a screen again because the clock moves', async () => {
    let asked = 0
    let now = testNow
    clock = stoppedClock()
    ui = await openUi({
      theme: themeOf({ colour: true, unicode: true, animation: false, ticking: true }),
      screen: 'delegates',
      services: {
        now: () => {
          now += 1
          asked += 1
          return now
        },
      },
    })
    const before = ui.frame()
    const askedBefore = asked
    for (const second of [1, 2]) {
      clock.tick(1_000)
      await ui.drawn()
      // The header alone asks for the time: once for each second, and no screen with it.
      expect(asked - askedBefore).to.equal(second)
    }
    expect(ui.frame()).not.to.equal(before)
  })

  it('says nothing again by itself on a terminal that is read aloud', async () => {
    const { watch, tell } = fakeConnection(liveAt(1))
    const [reader] = kindsOfTerminals.filter(({ terminal }) => terminal.screenReader)
    ui = await openUi({
      theme: reader!.theme,
      screenReader: true,
      screen: 'activity',
      services: { watch },
    })
    const before = ui.frame()
    clock = stoppedClock()
    tell(liveAt(2))
    for (let i = 0; i < 15; i += 1) {
      clock.tick(100)
      await ui.drawn()
      expect(ui.frame()).to.equal(before)
    }
    clock.goOn()
    tell({ kind: 'lost', since: testNow, why: 'gone', nextStep: 'start it' })
    await ui.waitFor('lost')
  })
})
