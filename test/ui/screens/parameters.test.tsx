import { expect } from 'chai'
import { never } from '../../support/fakeServices.ts'
import { openUi, type Ui } from '../../support/ui.tsx'

describe('the parameters screen', () => {
  let ui: Ui
  afterEach(() => ui.close())

  it('says what it reads', async () => {
    ui = await openUi({ screen: 'parameters', services: { readParameters: never } })
    expect(await ui.waitFor('reading the parameters')).to.contain('Ballast DAO')
    await ui.press('?')
    await ui.waitFor('one row up')
    await ui.press('escape')
    await ui.waitFor('reading the parameters')
    await ui.resize(30, 10)
    await ui.waitFor('Ballast needs 40 columns')
    await ui.press('q')
    expect(ui.hasLeft()).to.equal(true)
  })
})
