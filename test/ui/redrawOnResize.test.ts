import { EventEmitter } from 'node:events'
import process from 'node:process'
import { expect } from 'chai'
import { redrawOnResize } from '../../cli/ui/redrawOnResize.ts'

describe('redrawOnResize', () => {
  let done: string[]
  let stdout: EventEmitter
  let stop: () => void

  beforeEach(() => {
    done = []
    stdout = Object.assign(new EventEmitter(), { write: () => done.push('erase') })
    stdout.on('resize', () => done.push('draw'))
    stop = redrawOnResize(stdout as NodeJS.WriteStream, { clear: () => done.push('forget') })
  })
  afterEach(() => stop())

  const whole = ['forget', 'erase', 'draw']

  it('forgets what was drawn and erases it before the frame is drawn', () => {
    stdout.emit('resize')
    expect(done).to.deep.equal(whole)
  })

  it('draws once for a window of another size', () => {
    // As Node does: the signal, and in its own listener the news of another size.
    stdout.emit('resize')
    process.emit('SIGWINCH')
    expect(done).to.deep.equal(whole)
  })

  it('draws too for one that is back at its size before anybody looked', () => {
    process.emit('SIGWINCH')
    expect(done).to.deep.equal(whole)
    stdout.emit('resize')
    process.emit('SIGWINCH')
    process.emit('SIGWINCH')
    expect(done).to.deep.equal([...whole, ...whole, ...whole])
  })

  it('listens no longer when the interface is gone', () => {
    stop()
    process.emit('SIGWINCH')
    stdout.emit('resize')
    expect(done).to.deep.equal(['draw'])
  })
})
