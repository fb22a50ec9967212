import { mock } from 'node:test'
import { QueryObserver } from '@tanstack/react-query'
import { expect } from 'chai'
import { liveClient, onConnection } from '../../../cli/ui/hooks/useLive.ts'
import type { Connection } from '../../../cli/ui/services/session.ts'
import { until } from '../../support/until.ts'

const block = (number: number): Connection => ({
  kind: 'live',
  by: 'subscription',
  block: { number, timestamp: number },
})

describe('a new block', () => {
  /** A question of which the test says when it is answered. */
  function ask(key: string) {
    const client = liveClient()
    const open: ((answer: number) => void)[] = []
    const seen: (number | undefined)[] = []
    const observer = new QueryObserver<number>(client, {
      queryKey: [key, 'question'],
      queryFn: () => new Promise<number>((resolve) => open.push(resolve)),
    })
    const stop = observer.subscribe(({ data }) => seen.push(data))
    let number = 0
    return {
      open,
      seen,
      stop,
      mine: () => {
        onConnection(client, block(number), block(number + 1))
        number += 1
      },
    }
  }
  const answered = (seen: readonly (number | undefined)[], answer: number) =>
    until(async () => seen.includes(answer))

  it('makes what was read from the chain old, and nothing else', async () => {
    for (const [key, questions] of [
      ['chain', 2],
      ['files', 1],
    ] as const) {
      const { open, seen, stop, mine } = ask(key)
      open[0]!(1)
      await answered(seen, 1)
      mine()
      expect(open, key).to.have.length(questions)
      stop()
    }
  })

  it('leaves a question alone that is under way, and asks it once more afterwards', async () => {
    const { open, seen, stop, mine } = ask('chain')
    open[0]!(1)
    await answered(seen, 1)
    mine()
    for (let i = 0; i < 5; i += 1) mine()
    expect(open).to.have.length(2)
    open[1]!(2)
    await answered(seen, 2)
    await until(async () => open.length === 3)
    open[2]!(3)
    await answered(seen, 3)
    expect(open, 'nothing is asked without a reason').to.have.length(3)
    stop()
  })

  /** A question whose answers say of which block they are. */
  function askOf(answers: readonly unknown[]) {
    const client = liveClient()
    let asked = 0
    const observer = new QueryObserver<unknown>(client, {
      queryKey: ['chain', 'question'],
      queryFn: async () => {
        const answer = answers[asked]
        asked += 1
        if (answer instanceof Error) throw answer
        return answer
      },
    })
    const stop = observer.subscribe(() => {})
    return {
      stop,
      asked: () => asked,
      tell: (before: Connection, now: Connection) => onConnection(client, before, now),
      isDone: () => until(async () => client.isFetching() === 0),
    }
  }
  const of = (number: number) => ({ status: { block: { number, timestamp: number } } })
  const connecting: Connection = { kind: 'connecting' }

  for (const [when, isAnswered] of [
    ['before the connection is there', true],
    ['while the connection comes', false],
  ] as const) {
    it(`does not make an answer old that is of it already, asked ${when}`, async () => {
      const { asked, tell, isDone, stop } = askOf([of(7), of(8)])
      if (isAnswered) await isDone()
      tell(connecting, block(7))
      await isDone()
      expect(asked()).to.equal(1)
      tell(block(7), block(8))
      await isDone()
      expect(asked()).to.equal(2)
      stop()
    })

    it(`makes an answer old that is of the one before, asked ${when}`, async () => {
      const { asked, tell, isDone, stop } = askOf([of(6), of(7), of(8)])
      if (isAnswered) await isDone()
      tell(connecting, block(7))
      await until(async () => asked() === 2)
      await isDone()
      expect(asked()).to.equal(2)
      stop()
    })
  }

  it('asks again what has failed, also when the same block is back', async () => {
    const { asked, tell, isDone, stop } = askOf([of(7), new Error('gone'), of(7)])
    await isDone()
    tell(block(7), block(8))
    await isDone()
    expect(asked()).to.equal(2)
    tell({ kind: 'lost', since: 0, why: 'gone', nextStep: 'wait' }, block(7))
    await isDone()
    expect(asked()).to.equal(3)
    stop()
  })
})

describe('an answer whose screen was left', () => {
  const client = liveClient()
  const kept = (...key: readonly unknown[]) => client.getQueryData(key)
  /** Is shown for as long as it takes to be answered. */
  const show = async (...key: readonly unknown[]) => {
    const observer = new QueryObserver(client, { queryKey: key, queryFn: async () => key.at(-1) })
    const stop = observer.subscribe(() => {})
    await until(async () => kept(...key) !== undefined)
    stop()
  }
  afterEach(() => {
    mock.timers.reset()
    client.clear()
  })

  it('is still there an hour later if it is of the chain', async () => {
    mock.timers.enable({ apis: ['setTimeout'] })
    const shown = ['chain', 'files'].map((about) => show(about, 'answer'))
    for (let i = 0; i < 100; i += 1) {
      await Promise.resolve()
      mock.timers.tick(10)
    }
    await Promise.all(shown)
    mock.timers.tick(3_600_000)
    expect(kept('chain', 'answer')).to.equal('answer')
    expect(kept('files', 'answer'), 'the hour is over').to.equal(undefined)
  })

  it('gives way to newer ones of its kind, twenty of which are kept', async () => {
    await show('chain', 'parameters')
    for (let row = 1; row <= 25; row += 1) await show('chain', 'history', row)
    const rows = Array.from({ length: 25 }, (_, i) => i + 1)
    expect(rows.filter((row) => kept('chain', 'history', row) === row)).to.deep.equal(rows.slice(5))
    expect(kept('chain', 'parameters'), 'of another kind').to.equal('parameters')
  })

  it('is not taken from under somebody who looks at it', async () => {
    await show('chain', 'history', 0)
    const observer = new QueryObserver(client, {
      queryKey: ['chain', 'history', 0],
      enabled: false,
    })
    const stop = observer.subscribe(() => {})
    for (let row = 1; row <= 25; row += 1) await show('chain', 'history', row)
    expect(kept('chain', 'history', 0)).to.equal(0)
    stop()
  })
})
