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
})
