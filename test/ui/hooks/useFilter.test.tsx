import { expect } from 'chai'
import { Box, Text } from 'ink'
import { FilterLine } from '../../../cli/ui/components/FilterLine.tsx'
import { matcherOf, useFilter } from '../../../cli/ui/hooks/useFilter.ts'
import { useKeys } from '../../../cli/ui/hooks/useKeys.tsx'
import { useListCursor } from '../../../cli/ui/hooks/useListCursor.ts'
import { useNavigation } from '../../../cli/ui/hooks/useNavigation.tsx'
import { openPart } from '../../support/part.tsx'
import type { TestTerminal } from '../../support/testTerminal.tsx'

const all = ['WETH-A threshold', 'WETH-A penalty', 'WBTC-A threshold']

function Rows({ onOpen = () => {} }: { readonly onOpen?: (row: string) => void }) {
  const filter = useFilter()
  const rows = all.filter((row) => filter.matches(row))
  const { index, actions } = useListCursor(rows.length, 10)
  useKeys({
    ...actions,
    open: () => onOpen(rows[index] ?? ''),
    simulate: () => onOpen('simulated'),
  })
  return (
    <Box flexDirection="column">
      <FilterLine filter={filter} count={rows.length} of={all.length} />
      {rows.map((row, i) => (
        <Text key={row}>{`${i === index ? '>' : ' '}${row}`}</Text>
      ))}
    </Box>
  )
}

/** Two places, so that somebody can leave one and come back. */
function TwoPlaces() {
  const { location, go, back } = useNavigation()
  useKeys({ new: () => go('elsewhere'), back })
  return location.screen === 'elsewhere' ? <Text>elsewhere</Text> : <Rows />
}

describe('useFilter', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('takes no line of the screen before somebody filters', async () => {
    ui = await openPart(<Rows />)
    expect(ui.frame()).not.to.contain('of 3')
  })

  it('shows the rows that contain every word, in any case', async () => {
    ui = await openPart(<Rows />)
    await ui.press('/', 'weth Thr')
    expect(ui.frame()).to.contain('1 of 3').and.to.contain('WETH-A threshold')
    expect(ui.frame()).not.to.contain('WBTC')
    expect(matcherOf('a  PEN')('WETH-A', 'penalty')).to.equal(true)
  })

  it('takes letters that are keys elsewhere', async () => {
    const opened: string[] = []
    ui = await openPart(<Rows onOpen={(row) => opened.push(row)} />)
    await ui.press('/', 'sjk')
    expect(ui.frame()).to.contain('/ sjk')
    expect(opened).to.deep.equal([])
  })

  it('keeps the filter with Enter, and Enter opens a row again', async () => {
    const opened: string[] = []
    ui = await openPart(<Rows onOpen={(row) => opened.push(row)} />)
    await ui.press('/', 'penalty', 'enter')
    expect(opened).to.deep.equal([])
    await ui.press('enter', 's')
    expect(opened).to.deep.equal(['WETH-A penalty', 'simulated'])
    expect(ui.frame()).to.contain('/ penalty').and.to.contain('1 of 3')
  })

  it('clears with Esc, while typing and afterwards', async () => {
    ui = await openPart(<Rows />)
    await ui.press('/', 'wbtc', 'escape')
    expect(ui.frame()).to.contain('WETH-A penalty').and.not.to.contain('of 3')
    await ui.press('/', 'wbtc', 'enter', 'escape')
    expect(ui.frame()).to.contain('WETH-A penalty').and.not.to.contain('of 3')
  })

  it('moves the rows with the arrows while somebody types', async () => {
    ui = await openPart(<Rows />)
    await ui.press('/', 'weth', 'down')
    expect(ui.frame()).to.contain('>WETH-A penalty')
  })

  it('is found as it was by somebody who comes back', async () => {
    ui = await openPart(<TwoPlaces />)
    await ui.press('/', 'penalty', 'enter', 'n')
    await ui.waitFor('elsewhere')
    await ui.press('escape')
    expect(await ui.waitFor('/ penalty')).to.contain('1 of 3')
  })

  it('says that nothing is left', async () => {
    ui = await openPart(<Rows />)
    await ui.press('/', 'zzz')
    expect(ui.frame()).to.contain('0 of 3')
  })
})
