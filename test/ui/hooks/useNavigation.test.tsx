import { expect } from 'chai'
import { Text } from 'ink'
import { useKeys } from '../../../cli/ui/hooks/useKeys.tsx'
import { placeOf, useMemory, useNavigation } from '../../../cli/ui/hooks/useNavigation.tsx'
import { openPart } from '../../support/part.tsx'
import type { TestTerminal } from '../../support/testTerminal.tsx'

function Places() {
  const { location, go, replace, back, forget, canGoBack } = useNavigation()
  const [count, change] = useMemory('count', 0)
  useKeys({
    down: () => change((before) => before + 1),
    screen: (key) => go('place', { number: key }),
    redo: () => replace('place', { number: 'replaced' }),
    back,
    left: back,
    remove: () => forget(({ params }) => params['number'] === '2'),
  })
  const name = [location.screen, ...Object.values(location.params)].join(' ')
  return <Text>{`${name}, count ${count}${canGoBack ? ', back' : ''}`}</Text>
}

describe('useNavigation', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('goes to a place and back', async () => {
    ui = await openPart(<Places />)
    await ui.press('1')
    expect(ui.frame()).to.contain('place 1, count 0, back')
    await ui.press('escape', 'escape')
    expect(ui.frame()).to.contain('overview, count 0').and.not.to.contain('back')
  })

  it('counts no step for going where somebody is', async () => {
    ui = await openPart(<Places />)
    await ui.press('111', 'escape')
    expect(ui.frame()).to.contain('overview')
  })

  it('skips a place that was replaced', async () => {
    ui = await openPart(<Places />)
    await ui.press('1', 'U')
    expect(ui.frame()).to.contain('place replaced')
    await ui.press('escape')
    expect(ui.frame()).to.contain('overview')
  })

  it('goes back to none that is forgotten, and to no place twice', async () => {
    ui = await openPart(<Places />)
    await ui.press('1', '2', '1', '2', 'x')
    expect(ui.frame()).to.contain('place 2')
    await ui.press('escape')
    expect(ui.frame()).to.contain('place 1')
    await ui.press('escape')
    expect(ui.frame()).to.contain('overview')
  })

  it('goes back fifty steps and no more', async () => {
    ui = await openPart(<Places />)
    await ui.burst('12'.repeat(30))
    await ui.waitFor('place 2')
    await ui.burst('\u001b[D'.repeat(60))
    await ui.waitFor(/count 0\s*$/)
    expect(ui.frame())
      .to.match(/place [12]/)
      .and.not.to.contain('back')
  })
})

describe('useMemory', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('finds a place as it was, by Esc and by its number', async () => {
    ui = await openPart(<Places />)
    await ui.press('1', 'jj', '2')
    expect(ui.frame()).to.contain('place 2, count 0')
    await ui.press('escape')
    expect(ui.frame()).to.contain('place 1, count 2')
    await ui.press('2', '1')
    expect(ui.frame()).to.contain('place 1, count 2')
  })

  it('counts every change of one burst', async () => {
    ui = await openPart(<Places />)
    await ui.burst('jjjjj')
    await ui.waitFor('count 5')
  })
})

describe('placeOf', () => {
  it('is one name, however the parameters are ordered', () => {
    expect(placeOf({ screen: 'a', params: { x: '1', y: '2' } })).to.equal(
      placeOf({ screen: 'a', params: { y: '2', x: '1' } }),
    )
    expect(placeOf({ screen: 'a', params: {} })).not.to.equal(placeOf({ screen: 'b', params: {} }))
  })
})
