import { mock } from 'node:test'
import { expect } from 'chai'
import { askedAhead } from '../../cli/backstage/askedAhead.ts'

describe('what is asked ahead', () => {
  const counting = () => {
    let asked = 0
    const ask = async () => {
      asked += 1
      return asked
    }
    return { ask, asked: () => asked }
  }

  it('is asked before anybody wants it, and given to the first who does', async () => {
    const { ask, asked } = counting()
    const read = askedAhead(ask)
    expect(asked()).to.equal(1)
    expect(await read()).to.equal(1)
    expect(asked()).to.equal(1)
  })

  it('is asked anew by everybody later', async () => {
    const read = askedAhead(counting().ask)
    await read()
    expect(await read()).to.equal(2)
    expect(await read()).to.equal(3)
  })

  it('is told why it failed, and asked anew the next time', async () => {
    let asked = 0
    const read = askedAhead(async () => {
      asked += 1
      if (asked === 1) throw new Error('the node is away')
      return asked
    })
    const failure = await read().catch((error: Error) => error.message)
    expect(failure).to.equal('the node is away')
    expect(await read()).to.equal(2)
  })

  describe('and wanted by nobody for a while', () => {
    beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }))
    afterEach(() => mock.timers.reset())

    it('is kept for two seconds, then it is old', async () => {
      const [soon, late] = [askedAhead(counting().ask), askedAhead(counting().ask)]
      mock.timers.tick(1_999)
      expect(await soon()).to.equal(1)
      mock.timers.tick(1)
      expect(await late()).to.equal(2)
    })
  })
})
