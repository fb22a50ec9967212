import { expect } from 'chai'
import { askedAhead } from '../../cli/backstage/askedAhead.ts'

describe('what is asked ahead', () => {
  const counting = () => {
    let asked = 0
    return async () => {
      asked += 1
      return asked
    }
  }

  it('is asked before anybody wants it, and given to the first who does', async () => {
    let asked = 0
    const read = askedAhead(async () => {
      asked += 1
      return asked
    })
    expect(asked).to.equal(1)
    expect(await read()).to.equal(1)
    expect(asked).to.equal(1)
  })

  it('is asked anew by everybody later', async () => {
    const read = askedAhead(counting())
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

  it('is old when nobody wanted it for a while', async function () {
    this.timeout(10_000)
    const read = askedAhead(counting())
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    expect(await read()).to.equal(2)
  })
})
