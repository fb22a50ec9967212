import { expect } from 'chai'
import { Text } from 'ink'
import { Confirmation } from '../../../cli/ui/components/Confirmation.tsx'
import { Dialog } from '../../../cli/ui/components/Dialog.tsx'
import { themeOf } from '../../../cli/ui/theme.ts'
import { openPart } from '../../support/part.tsx'
import type { TestTerminal } from '../../support/testTerminal.tsx'

describe('a dialog', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('has a border and its title, cut where they do not fit', async () => {
    ui = await openPart(
      <Dialog title={'Submit '.repeat(20)} onClose={() => {}}>
        <Text>inside</Text>
      </Dialog>,
      { columns: 40, rows: 12 },
    )
    const [first = '', second = ''] = ui.frame().split('\n')
    expect(first).to.match(/^╭─{38}╮$/)
    expect(second).to.match(/^│ Submit .*… │$/)
    expect(ui.frame()).to.contain('│ inside')
  })

  it('has a border of ASCII without Unicode', async () => {
    ui = await openPart(
      <Dialog title="Vote" onClose={() => {}}>
        <Text>inside</Text>
      </Dialog>,
      { theme: themeOf({ colour: true, unicode: false, animation: false }) },
    )
    expect(ui.frame()).to.match(/^\+-+\+/)
  })

  it('has no border where it is read aloud', async () => {
    ui = await openPart(
      <Dialog title="Vote" onClose={() => {}}>
        <Text>inside</Text>
      </Dialog>,
      { screenReader: true },
    )
    expect(ui.frame()).to.match(/^Vote\ninside/)
  })

  it('shows foreign text as what it is', async () => {
    ui = await openPart(
      <Dialog title={'a\u202Eb'} onClose={() => {}}>
        <Text>inside</Text>
      </Dialog>,
    )
    expect(ui.frame()).to.contain('a\\u{202e}b')
  })
})

describe('a confirmation', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  const open = (done: string[]) =>
    openPart(
      <Confirmation
        title="Leave?"
        lines={['a vote is on its way', 'a vote is on its way']}
        yes={{ word: 'leave', run: () => done.push('left') }}
        onClose={() => done.push('closed')}
      />,
    )

  it('says what follows, and how to answer', async () => {
    ui = await open([])
    expect(ui.frame().split('a vote is on its way')).to.have.length(3)
    expect(ui.frame()).to.contain('Enter leave · Esc not now')
  })

  it('does it with Enter, and nothing with another letter', async () => {
    const done: string[] = []
    ui = await open(done)
    await ui.press('yq', 'enter')
    expect(done).to.deep.equal(['left'])
  })

  it('does not with Esc', async () => {
    const done: string[] = []
    ui = await open(done)
    await ui.press('escape')
    expect(done).to.deep.equal(['closed'])
  })
})
