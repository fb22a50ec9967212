import { expect } from 'chai'
import { startThread, ThreadCrashedError } from '../../cli/backstage/callThread.ts'
import { type LastingThread, lastingThread } from '../../cli/backstage/lastingThread.ts'
import { rejectionOf } from '../workspace/folder.ts'

const entry = new URL('../support/crashingThread.ts', import.meta.url)

describe('the thread behind the screens', () => {
  let crashes: Error[]
  let greeted: number
  let thread: LastingThread

  beforeEach(() => {
    crashes = []
    greeted = 0
    thread = lastingThread(
      () => startThread(entry, { flags: {} }),
      (error) => crashes.push(error),
    )
    thread.onStart(() => {
      greeted += 1
    })
  })
  afterEach(() => thread.terminate())

  it('answers', async () => {
    expect(await thread.call('count', [])).to.equal(1)
    expect(await thread.call('count', [])).to.equal(2)
  })

  it('tells everybody who waits when it crashes, and says that it can be started again', async () => {
    const waiting = rejectionOf(thread.call('never', []))
    const error = (await rejectionOf(thread.call('crash', []))) as ThreadCrashedError
    expect(error).to.be.instanceOf(ThreadCrashedError)
    expect(error.message).to.contain('the moon is made of cheese')
    expect(error.nextStep).to.contain('r starts it again')
    expect(await waiting).to.equal(error)
    expect(crashes).to.deep.equal([error])
  })

  it('is started again by the next question, and only then', async () => {
    await thread.call('count', [])
    await rejectionOf(thread.call('crash', []))
    expect(greeted).to.equal(1)
    expect(await thread.call('count', [])).to.equal(1)
    expect(greeted).to.equal(2)
    await rejectionOf(thread.call('crash', []))
    expect(await thread.call('count', [])).to.equal(1)
    expect(crashes).to.have.lengthOf(2)
  })

  it('has crashed as well if it leaves by itself', async () => {
    const error = (await rejectionOf(thread.call('leave', []))) as Error
    expect(error).to.be.instanceOf(ThreadCrashedError)
    expect(error.message).to.contain('it ended with code 3')
  })

  it('is no crash when it was ended, and stays so', async () => {
    const waiting = rejectionOf(thread.call('never', []))
    await thread.terminate()
    expect(((await waiting) as Error).name).to.equal('EndedError')
    expect(((await rejectionOf(thread.call('count', []))) as Error).name).to.equal('EndedError')
    expect(crashes).to.deep.equal([])
  })
})
