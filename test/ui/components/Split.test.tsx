import { expect } from 'chai'
import { Text } from 'ink'
import stringWidth from 'string-width'
import { ScrollText } from '../../../cli/ui/components/ScrollText.tsx'
import { Split } from '../../../cli/ui/components/Split.tsx'
import { useKeys } from '../../../cli/ui/hooks/useKeys.tsx'
import { useListCursor } from '../../../cli/ui/hooks/useListCursor.ts'
import { usePanes } from '../../../cli/ui/hooks/usePanes.ts'
import { openPart } from '../../support/part.tsx'
import type { TestTerminal } from '../../support/testTerminal.tsx'

const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`)

function ListAndText() {
  const panes = usePanes(0.4)
  return (
    <Split
      panes={panes}
      height={10}
      list={<Rows isFocused={panes.focused === 'list'} onOpen={() => panes.focus('detail')} />}
      detail={<ScrollText lines={lines} height={10} isFocused={panes.focused === 'detail'} />}
    />
  )
}

function Rows({ isFocused, onOpen }: { readonly isFocused: boolean; readonly onOpen: () => void }) {
  const { index, actions } = useListCursor(10, 10)
  useKeys({ ...actions, open: onOpen }, { isActive: isFocused })
  return <Text>{`row ${index}${isFocused ? ' focused' : ''}`}</Text>
}

describe('list and detail', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('stand side by side where the window is wide, within it', async () => {
    ui = await openPart(<ListAndText />, { columns: 100, rows: 20 })
    expect(ui.frame()).to.match(/row 0 focused .*│ line 1/)
    for (const line of ui.frame().split('\n')) expect(stringWidth(line)).to.be.at.most(100)
    expect(ui.frame().split('│')).to.have.length(11)
  })

  it('are shown one at a time where it is not', async () => {
    ui = await openPart(<ListAndText />, { columns: 80, rows: 20 })
    expect(ui.frame()).to.contain('row 0').and.not.to.contain('line 1')
    await ui.press('enter')
    expect(ui.frame()).to.contain('line 1').and.not.to.contain('row 0')
    await ui.press('escape')
    expect(ui.frame()).to.contain('row 0 focused').and.not.to.contain('line 1')
  })

  it('give the keys to the pane that has the focus', async () => {
    ui = await openPart(<ListAndText />, { columns: 120, rows: 20 })
    await ui.press('jj', 'tab', 'j')
    expect(ui.frame()).to.contain('row 2').and.to.contain('line 2').and.not.to.contain('line 1 ')
    await ui.press('shift+tab', 'j')
    expect(ui.frame()).to.contain('row 3 focused')
  })

  it('keep row, scroll and focus when the window changes', async () => {
    ui = await openPart(<ListAndText />, { columns: 120, rows: 20 })
    await ui.press('jj', 'tab', 'jjj')
    await ui.resize(60, 20)
    expect(ui.frame()).to.contain('line 4').and.not.to.contain('row 2')
    await ui.resize(120, 20)
    expect(ui.frame()).to.contain('row 2').and.to.contain('line 4')
  })

  it('have no line between them where they are read aloud', async () => {
    ui = await openPart(<ListAndText />, { columns: 120, rows: 20, screenReader: true })
    expect(ui.frame()).to.contain('row 0').and.to.contain('line 30').and.not.to.contain('│')
  })
})

describe('a text that scrolls', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('says where it is, and goes to its ends', async () => {
    ui = await openPart(<ScrollText lines={lines} height={6} />)
    expect(ui.frame()).to.contain('1–5 of 30')
    await ui.press('G')
    expect(ui.frame()).to.contain('line 30').and.to.contain('26–30 of 30')
    await ui.press('g')
    expect(ui.frame()).to.contain('1–5 of 30')
  })

  it('is all there where it fits, empty lines too', async () => {
    ui = await openPart(
      <ScrollText lines={['one', '', { text: 'three', tone: 'bad' }]} height={6} />,
    )
    expect(
      ui
        .frame()
        .split('\n')
        .slice(0, 3)
        .map((line) => line.trim()),
    ).to.deep.equal(['one', '', 'three'])
    expect(ui.frame()).not.to.contain('of 3')
  })

  it('cuts lines rather than wrapping them', async () => {
    ui = await openPart(<ScrollText lines={['x'.repeat(100), 'next']} height={6} />, {
      columns: 40,
      rows: 12,
    })
    expect(ui.frame().split('\n')[0]).to.match(/^x+…$/)
    expect(ui.frame().split('\n')[1]).to.contain('next')
  })
})
