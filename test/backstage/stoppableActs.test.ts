import { expect } from 'chai'
import { actOn, stoppable } from '../../cli/backstage/stoppableActs.ts'
import type { ActEnd, ActHooks, ActRequest } from '../../cli/ui/services/acts.ts'

const request: ActRequest = { verb: 'queue', reference: '0x1' }
const hooks: ActHooks = {
  onStage() {},
  confirm: async () => false,
  askSecret: async () => undefined,
}
const declined: ActEnd = { how: 'declined' }

/** Both sides, with nothing but names and plain arguments between them, and acts that end when they are stopped. */
function bothSides() {
  const begun: AbortSignal[] = []
  const called: string[] = []
  const back = stoppable(
    (_, { signal }) =>
      new Promise((resolve) => {
        if (signal === undefined) throw new Error('Nobody can stop it.')
        begun.push(signal)
        signal.addEventListener('abort', () => resolve(declined))
      }),
  )
  const act = actOn({
    async call(name, args) {
      called.push(name)
      expect(args[1] ?? {}).not.to.have.property('signal')
      return back[name as 'act'](...(args as Parameters<typeof back.act>))
    },
  })
  return { act, begun, called }
}

describe('an act that another thread does', () => {
  it('is stopped by its signal, and no other one is', async () => {
    const { act, begun } = bothSides()
    const stop = new AbortController()
    const first = act(request, { ...hooks, signal: stop.signal })
    void act(request, { ...hooks, signal: new AbortController().signal })
    stop.abort()
    expect(await first).to.deep.equal(declined)
    expect(begun.map(({ aborted }) => aborted)).to.deep.equal([true, false])
  })

  it('is stopped at once where nobody wanted it from the beginning', async () => {
    const { act } = bothSides()
    expect(await act(request, { ...hooks, signal: AbortSignal.abort() })).to.deep.equal(declined)
  })

  it('is not asked to stop when it has ended', async () => {
    const { act, called } = bothSides()
    const stop = new AbortController()
    const ended = act(request, { ...hooks, signal: stop.signal })
    stop.abort()
    await ended
    stop.abort()
    expect(called).to.deep.equal(['act', 'stopAct'])
  })
})
