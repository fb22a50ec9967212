import { expect } from 'chai'
import { Text } from 'ink'
import { useState } from 'react'
import { Palette } from '../../../cli/ui/components/Palette.tsx'
import { KeyLayer, useKeys } from '../../../cli/ui/hooks/useKeys.tsx'
import { useNavigation } from '../../../cli/ui/hooks/useNavigation.tsx'
import type { KeyActions } from '../../../cli/ui/keyRouter.ts'
import { openPart } from '../../support/part.tsx'
import type { TestTerminal } from '../../support/testTerminal.tsx'
import { openUi } from '../../support/ui.tsx'

/** A screen with the palette over it, as the frame has it. */
function Screen({ actions }: { readonly actions: KeyActions }) {
  const [isOpen, setOpen] = useState(false)
  const { location } = useNavigation()
  useKeys({ ...actions, palette: () => setOpen(true) })
  return (
    <>
      <Text>{`at ${location.screen}`}</Text>
      {isOpen ? (
        <KeyLayer isOverAll>
          <Palette onClose={() => setOpen(false)} />
        </KeyLayer>
      ) : null}
    </>
  )
}

describe('the palette', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('finds a screen and goes there', async () => {
    ui = await openPart(<Screen actions={{}} />)
    await ui.press(':', 'vaul')
    expect(ui.frame()).to.match(/▸ Vaults .* 5 │/)
    await ui.press('enter')
    expect(ui.frame()).to.contain('at vaults').and.not.to.contain('Go to')
  })

  it('finds an action that is valid here with its key, and does it', async () => {
    const done: string[] = []
    ui = await openPart(<Screen actions={{ simulate: () => done.push('simulated') }} />)
    await ui.press(':', 'simul')
    expect(ui.frame()).to.match(/▸ simulate .* s │/)
    await ui.press('enter')
    expect(done).to.deep.equal(['simulated'])
    expect(ui.frame()).not.to.contain('Go to')
  })

  it('shows why an action cannot be done, and says so when somebody tries', async () => {
    const done: string[] = []
    const reasons: string[] = []
    const queue = { run: () => done.push('queued'), blocked: 'voting ends in 2 days' }
    ui = await openPart(<Screen actions={{ queue }} />, {
      onBlocked: (reason) => reasons.push(reason),
    })
    await ui.press(':', 'queue')
    expect(ui.frame()).to.contain('(voting ends in 2 days)')
    await ui.press('enter')
    expect([done, reasons]).to.deep.equal([[], ['voting ends in 2 days']])
  })

  it('does not list moving about', async () => {
    ui = await openPart(<Screen actions={{ down: { run: () => {}, isQuiet: true } }} />)
    await ui.press(':', 'down')
    expect(ui.frame()).not.to.contain('one row down')
  })

  it('selects with the arrows, and begins at the best match with every letter', async () => {
    ui = await openPart(<Screen actions={{}} />)
    await ui.press(':', 'down', 'down')
    expect(ui.frame()).to.contain('▸ Drafts')
    await ui.press('a')
    expect(ui.frame()).to.contain('▸ Activity')
  })

  it('says that nothing is found, and Enter closes it then', async () => {
    ui = await openPart(<Screen actions={{}} />)
    await ui.press(':', 'zzzz')
    expect(ui.frame()).to.contain('nothing has these letters')
    await ui.press('enter')
    expect(ui.frame()).to.contain('at overview').and.not.to.contain('Go to')
  })

  it('closes with Esc and leaves everything as it was', async () => {
    ui = await openPart(<Screen actions={{}} />)
    await ui.press(':', 'vaults', 'escape')
    expect(ui.frame()).to.contain('at overview').and.not.to.contain('Go to')
    await ui.press(':')
    expect(ui.frame()).to.contain('a screen, an action, a market')
  })

  it('opens, searches and goes in one burst of keys', async () => {
    ui = await openUi()
    await ui.burst(':param\r')
    expect(await ui.waitFor('reading')).to.match(/^Parameters/)
  })

  it('finds what has a screen of its own, and goes there', async () => {
    const row = { subject: 'WETH-A', parameter: 'liquidationPenalty', label: 'Penalty' }
    const readParameters = async () => ({ parameters: [row] }) as never
    ui = await openUi({ services: { readParameters } })
    await ui.press(':', 'weth pen')
    await ui.waitFor('▸ WETH-A liquidationPenalty')
    await ui.press('enter')
    expect(ui.frame()).to.match(/^Parameter /)
  })

  it('finds screens while the node does not answer', async () => {
    ui = await openUi({ services: { readParameters: () => Promise.reject(new Error('gone')) } })
    await ui.press(':', 'vaul')
    expect(ui.frame()).to.contain('▸ Vaults').and.not.to.contain('gone')
  })

  it('finds time and accounts wherever their keys act', async () => {
    ui = await openUi()
    await ui.press(':', 'clock')
    expect(ui.frame()).to.match(/▸ clock .* T │/)
    await ui.press('enter')
    await ui.waitFor('Move the clock')
    await ui.press('escape', ':', 'act as')
    expect(ui.frame()).to.match(/▸ act as .* A │/)
  })

  it('finds everywhere what the interface itself can do', async () => {
    const opened = await openUi()
    ui = opened
    await ui.press(':', 'quit', 'enter')
    expect(opened.hasLeft()).to.equal(true)
  })
})
