import { expect } from 'chai'
import { Text } from 'ink'
import stringWidth from 'string-width'
import { Panes, paneWidths } from '../../../cli/ui/components/Panes.tsx'
import { ScrollText } from '../../../cli/ui/components/ScrollText.tsx'
import { useKeys } from '../../../cli/ui/hooks/useKeys.tsx'
import { useListCursor } from '../../../cli/ui/hooks/useListCursor.ts'
import { usePaneFocus } from '../../../cli/ui/hooks/usePaneFocus.ts'
import { openPart } from '../../support/part.tsx'
import type { TestTerminal } from '../../support/testTerminal.tsx'

const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`)

function ListAndText() {
  const focused = usePaneFocus()
  return (
    <Panes
      height={10}
      list={() => <Rows isFocused={focused === 'list'} />}
      detail={() => <ScrollText lines={lines} height={10} isFocused={focused === 'detail'} />}
    />
  )
}

function Rows({ isFocused }: { readonly isFocused: boolean }) {
  const { index, actions } = useListCursor(10, 10)
  useKeys(actions, { isActive: isFocused })
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

  it('are the list alone where it is not, or the detail where that is asked for', async () => {
    ui = await openPart(<ListAndText />, { columns: 80, rows: 20 })
    expect(ui.frame()).to.contain('row 0 focused').and.not.to.contain('line 1')
    await ui.press('tab', 'j')
    expect(ui.frame()).to.contain('row 1 focused')
    ui.close()
    const text = (name: string) => (width: number) => <Text>{`${name} of ${width}`}</Text>
    const panes = <Panes focused="detail" list={text('list')} detail={text('detail')} />
    ui = await openPart(panes, { columns: 80, rows: 20 })
    expect(ui.frame()).to.contain('detail of 80').and.not.to.contain('list')
    await ui.resize(120, 20)
    expect(ui.frame()).to.match(/list of 72 .*\u2502 detail of 45/)
  })

  it('give the keys to the pane that has the focus', async () => {
    ui = await openPart(<ListAndText />, { columns: 120, rows: 20 })
    await ui.press('jj', 'tab', 'j')
    expect(ui.frame()).to.contain('row 2').and.to.contain('line 2').and.not.to.contain('line 1 ')
    await ui.press('shift+tab', 'j')
    expect(ui.frame()).to.contain('row 3 focused')
  })

  it('give the keys back to the list with Esc', async () => {
    ui = await openPart(<ListAndText />, { columns: 120, rows: 20 })
    await ui.press('tab', 'escape', 'j')
    expect(ui.frame()).to.match(/row 1 focused.*\u2502 line 1\s/)
  })

  it('keep row, scroll and focus when the window changes', async () => {
    ui = await openPart(<ListAndText />, { columns: 120, rows: 20 })
    await ui.press('jj', 'tab', 'jjj')
    await ui.resize(60, 20)
    expect(ui.frame()).to.contain('row 2 focused').and.not.to.contain('line 4')
    await ui.resize(120, 20)
    expect(ui.frame()).to.match(/row 2 .*line 4/)
    await ui.press('j')
    expect(ui.frame()).to.match(/row 2 .*line 5/)
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

describe('the widths of two panes', () => {
  it('are shared out as a screen wants it, the rule between them', () => {
    expect(paneWidths(80, false)).to.deep.equal({ list: 80, detail: 80 })
    expect(paneWidths(100, true)).to.deep.equal({ list: 60, detail: 37 })
    expect(paneWidths(100, true, { detail: 0.54, leastList: 50 })).to.deep.equal({
      list: 50,
      detail: 47,
    })
    expect(paneWidths(120, true, { leastList: 96 }), 'of little room').to.deep.equal({
      list: 82,
      detail: 35,
    })
    expect(paneWidths(100, true, { leastDetail: 48 })).to.deep.equal({ list: 52, detail: 45 })
  })
})
