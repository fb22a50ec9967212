import { expect } from 'chai'
import { Text } from 'ink'
import { useKeys } from '../../../cli/ui/hooks/useKeys.tsx'
import { useListCursor } from '../../../cli/ui/hooks/useListCursor.ts'
import { useScroll } from '../../../cli/ui/hooks/useScroll.ts'
import { openPart } from '../../support/part.tsx'
import type { TestTerminal } from '../../support/testTerminal.tsx'

function List({ count }: { readonly count: number }) {
  const { index, top, actions } = useListCursor(count, 5)
  useKeys(actions)
  return <Text>{`row ${index} from ${top}`}</Text>
}

function Scrolled() {
  const { top, actions } = useScroll(20, 5)
  useKeys(actions)
  return <Text>{`from ${top}`}</Text>
}

describe('useListCursor', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('moves the window when the row would leave it', async () => {
    ui = await openPart(<List count={20} />)
    await ui.press('jjjj')
    expect(ui.frame()).to.contain('row 4 from 0')
    await ui.press('j')
    expect(ui.frame()).to.contain('row 5 from 1')
    await ui.press('kkkkk')
    expect(ui.frame()).to.contain('row 0 from 0')
  })

  it('stops at both ends', async () => {
    ui = await openPart(<List count={3} />)
    await ui.press('k')
    expect(ui.frame()).to.contain('row 0 from 0')
    await ui.press('jjjjjj')
    expect(ui.frame()).to.contain('row 2 from 0')
  })

  it('goes to the ends and by pages', async () => {
    ui = await openPart(<List count={20} />)
    await ui.press('G')
    expect(ui.frame()).to.contain('row 19 from 15')
    await ui.press('pageup')
    expect(ui.frame()).to.contain('row 15 from 15')
    await ui.press('g', 'pagedown')
    expect(ui.frame()).to.contain('row 4 from 0')
  })

  it('has a place in an empty list', async () => {
    ui = await openPart(<List count={0} />)
    await ui.press('jGk')
    expect(ui.frame()).to.contain('row 0 from 0')
  })
})

describe('useScroll', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('moves the window itself, within the text', async () => {
    ui = await openPart(<Scrolled />)
    await ui.press('jj')
    expect(ui.frame()).to.contain('from 2')
    await ui.press('G')
    expect(ui.frame()).to.contain('from 15')
    await ui.press('j', 'pageup')
    expect(ui.frame()).to.contain('from 11')
    await ui.press('g', 'k')
    expect(ui.frame()).to.contain('from 0')
  })
})
