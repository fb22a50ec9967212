import { expect } from 'chai'
import stringWidth from 'string-width'
import { type Column, Table } from '../../../cli/ui/components/Table.tsx'
import { themeFrom } from '../../../cli/ui/theme.ts'
import { openPart } from '../../support/part.tsx'
import type { TestTerminal } from '../../support/testTerminal.tsx'

interface Vault {
  readonly owner: string
  readonly debt: string
  readonly note: string
}

const columns: readonly Column<Vault>[] = [
  { title: 'owner', text: ({ owner }) => owner, width: 12, grows: true },
  { title: 'debt', text: ({ debt }) => debt, width: 12, align: 'right', tone: () => 'bad' },
  { title: 'note', text: ({ note }) => note, width: 20, priority: 2 },
]
const rows: readonly Vault[] = [
  { owner: 'alice', debt: '1,000 bUSD', note: 'healthy' },
  {
    owner: '日本\u202Eevil\u001b[2J',
    debt: '25 bUSD',
    note: 'a note that is far too long for its column',
  },
]

const table = (width: number, selected = 0, isFocused = true) => (
  <Table
    columns={columns}
    rows={rows}
    keyOf={({ owner }) => owner}
    selected={selected}
    width={width}
    isFocused={isFocused}
    place={{ top: 4, count: 45 }}
  />
)

describe('a table', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('has words to the left and numbers to the right, under their titles', async () => {
    ui = await openPart(table(60))
    const [titles = '', first = ''] = ui.frame().split('\n')
    expect(titles).to.match(/^ {2}owner .* debt note/)
    expect(first).to.match(/^▸ alice .*1,000 bUSD healthy/)
    expect(titles.indexOf('debt') + 4).to.equal(first.indexOf('1,000 bUSD') + 10)
  })

  it('never takes more than its width, whatever is in it', async () => {
    for (const width of [60, 48, 30, 20]) {
      ui = await openPart(table(width), { columns: 80, rows: 12 })
      for (const line of ui.frame().split('\n')) expect(stringWidth(line)).to.be.at.most(width)
      ui.close()
    }
  })

  it('drops the column that matters least where there is little room', async () => {
    ui = await openPart(table(40))
    expect(ui.frame()).to.contain('debt').and.not.to.contain('note')
  })

  it('shows foreign text as what it is', async () => {
    ui = await openPart(table(100))
    expect(ui.frame()).to.contain('日本\\u{202e}evil\\u{1b}[2J')
  })

  it('marks the selected row with a sign, and the focus with reverse video', async () => {
    ui = await openPart(table(60, 1))
    expect(ui.frame().split('\n')[2]).to.match(/^▸ 日本/)
    expect(ui.rawFrame()).to.contain('\u001b[7m')
    ui.close()
    ui = await openPart(table(60, 1, false))
    expect(ui.frame().split('\n')[2]).to.match(/^▸ 日本/)
    expect(ui.rawFrame()).not.to.contain('\u001b[7m')
  })

  it('says which rows of all it shows', async () => {
    ui = await openPart(table(60))
    expect(ui.frame()).to.contain('5–6 of 45')
    ui.close()
    ui = await openPart(table(60), { theme: themeFrom({ TERM: 'linux' }) })
    expect(ui.frame()).to.contain('5-6 of 45')
  })

  it('is read aloud row by row, each value after its title', async () => {
    ui = await openPart(table(60), { screenReader: true })
    expect(ui.frame()).to.contain('selected: owner alice, debt 1,000 bUSD, note healthy')
  })
})
