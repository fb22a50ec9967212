import { expect } from 'chai'
import { Help } from '../../../cli/ui/components/Help.tsx'
import { KeyLayer, useKeys } from '../../../cli/ui/hooks/useKeys.tsx'
import { keyBindings } from '../../../cli/ui/keys.ts'
import { openPart } from '../../support/part.tsx'
import type { TestTerminal } from '../../support/testTerminal.tsx'

function HelpOverScreen({ onClose = () => {} }: { readonly onClose?: () => void }) {
  useKeys({ vote: () => {}, queue: { run: () => {}, blocked: 'voting ends in 2 days' } })
  return (
    <KeyLayer isOverAll>
      <Help onClose={onClose} />
    </KeyLayer>
  )
}

describe('the help', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('has every key of the table where there is room', async () => {
    ui = await openPart(<HelpOverScreen />, { columns: 200, rows: 70 })
    for (const { help } of keyBindings) expect(ui.frame()).to.contain(help.slice(0, 40))
    for (const title of ['Working', 'On the chain', 'Everywhere', 'Moving']) {
      expect(ui.frame()).to.contain(title)
    }
  })

  it('marks what acts here, and says why something does not', async () => {
    ui = await openPart(<HelpOverScreen />, { columns: 200, rows: 70 })
    expect(ui.frame()).to.match(/● v {2,}vote for/)
    expect(ui.frame()).to.match(/! Q {2,}queue a proposal/)
    expect(ui.frame()).to.contain('not now: voting ends in 2 days')
    expect(ui.frame()).to.match(/ {2}C {2,}cancel a proposal/)
  })

  it('begins with what can be done here', async () => {
    ui = await openPart(<HelpOverScreen />, { columns: 80, rows: 24 })
    const [, first = '', vote = '', queue = '', reason = ''] = ui.frame().split('\n')
    expect(first.trim()).to.equal('Here')
    expect(vote).to.contain('vote for')
    expect(queue).to.contain('queue a proposal')
    expect(reason).to.contain('voting ends in 2 days')
  })

  it('stands in columns where the window is wide', async () => {
    ui = await openPart(<HelpOverScreen />, { columns: 140, rows: 40 })
    expect(ui.frame()).to.match(/Here .*(Working|On the chain|Everywhere)/)
  })

  it('scrolls where it is not, and says where', async () => {
    ui = await openPart(<HelpOverScreen />, { columns: 80, rows: 24 })
    expect(ui.frame())
      .to.match(/rows 1 to \d+ of \d+/)
      .and.not.to.contain('one row up')
    await ui.press('G')
    expect(ui.frame()).to.contain('one row up')
  })

  it('closes with Esc', async () => {
    let isClosed = false
    ui = await openPart(
      <HelpOverScreen
        onClose={() => {
          isClosed = true
        }}
      />,
    )
    await ui.press('escape')
    expect(isClosed).to.equal(true)
  })

  it('is read aloud as a list, with words for its marks', async () => {
    ui = await openPart(<HelpOverScreen />, { screenReader: true, columns: 80, rows: 24 })
    expect(ui.frame()).to.contain('vote for, against, abstain, or split, acts here now')
    expect(ui.frame()).to.contain('one row up').and.not.to.contain('●')
  })
})
