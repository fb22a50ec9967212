import { expect } from 'chai'
import type { PreviewRun } from '../../cli/ui/previewRun.ts'
import { PreviewStore } from '../../cli/ui/previewStore.ts'
import { PreviewCancelledError, type PreviewServices } from '../../cli/ui/services/previews.ts'
import type { StageNews } from '../../cli/ui/services/stages.ts'
import type { Preview } from '../../cli/workflows/preview.ts'
import { previewData } from '../support/previews.ts'
import { rejectionOf } from '../workspace/folder.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A store whose previews the test ends one by one. */
function opened() {
  const open = new Set<string>()
  const ends = new Map<string, (preview: Preview) => void>()
  const hears = new Map<string, (news: StageNews) => void>()
  const heard: string[] = []
  const startPreview: PreviewServices['startPreview'] = ({ reference }, onStage) => {
    const { promise, resolve, reject } = Promise.withResolvers<Preview>()
    open.add(reference)
    ends.set(reference, resolve)
    hears.set(reference, onStage)
    const close = () => {
      open.delete(reference)
      reject(new PreviewCancelledError())
    }
    return {
      result: promise,
      cancel: close,
      close,
      accept: async () => previewData(),
      replay: async () => previewData(),
      publish: async () => ['report.md'],
    }
  }
  const note = (what: string) => (run: PreviewRun) => void heard.push(`${what} ${run.reference}`)
  const store = new PreviewStore(
    { previewStages: ['assess', 'render report'], startPreview, now: () => 7 },
    { begun: note('begun'), ended: note('ended') },
  )
  const finish = async (reference: string) => {
    ends.get(reference)?.(previewData())
    await turn()
  }
  return { store, open, heard, hears, finish }
}

describe('the previews of an interface', () => {
  it('keep the newest three results with their processes, and let older ones go', async () => {
    const { store, open, finish } = opened()
    for (const reference of ['a', 'b', 'c', 'd']) {
      store.start(reference)
      await finish(reference)
    }
    expect([...open]).to.deep.equal(['b', 'c', 'd'])
    expect(store.get('a')).to.equal(undefined)
    expect(store.get('b')?.status).to.equal('ready')
  })

  it('never let one go that runs', async () => {
    const { store, open, finish } = opened()
    store.start('a')
    for (const reference of ['b', 'c', 'd']) {
      store.start(reference)
      await finish(reference)
    }
    expect([...open]).to.deep.equal(['a', 'c', 'd'])
    expect(store.get('a')?.status).to.equal('running')
  })

  it('hear nothing more of one that was replaced', async () => {
    const { store, hears, heard } = opened()
    store.start('a')
    const old = hears.get('a')
    store.start('a')
    old?.({ kind: 'stage', name: 'assess' })
    await turn()
    expect(store.get('a')?.stages[0]?.state).to.equal('pending')
    expect(store.get('a')?.status).to.equal('running')
    expect(heard).to.deep.equal(['begun a', 'ended a', 'begun a'])
  })

  it('publish only what is there', async () => {
    const { store, finish } = opened()
    expect(await rejectionOf(store.publish('a'))).to.be.instanceOf(PreviewCancelledError)
    store.start('a')
    await finish('a')
    expect(await store.publish('a')).to.deep.equal(['report.md'])
    expect(store.get('a')?.files).to.deep.equal(['report.md'])
  })

  it('no longer call a report written once the evidence is another', async () => {
    const { store, finish } = opened()
    store.start('a')
    await finish('a')
    await store.publish('a')
    await store.replay('a', { path: 'eth.csv' })
    expect(store.get('a')?.files).to.equal(undefined)
    expect(store.get('a')?.stages.at(-1)?.state).to.equal('pending')
  })

  it('all go at the end, with whoever was told of them told again', () => {
    const { store, open, heard } = opened()
    store.start('a')
    store.closeAll()
    expect([...open]).to.deep.equal([])
    expect(heard).to.deep.equal(['begun a', 'ended a'])
  })
})
