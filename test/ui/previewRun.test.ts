import { expect } from 'chai'
import { endedWith, newRun, published, withNews } from '../../cli/ui/previewRun.ts'
import type { StageNews } from '../../cli/ui/services/stages.ts'

const stages = ['read source', 'parse', 'assess', 'render report']
const begun = { at: 100, choices: { acceptInconclusive: [] } }
const runAfter = (...news: readonly StageNews[]) =>
  news.reduce((run, one, i) => withNews(run, one, 101 + i), newRun('raise', stages, begun))
const statesOf = (run: ReturnType<typeof runAfter>) => run.stages.map(({ state }) => state)

describe('the run of a preview', () => {
  it('begins with every stage ahead', () => {
    expect(statesOf(runAfter())).to.deep.equal(Array<string>(4).fill('pending'))
  })

  it('follows the stages, their steps and their outcomes', () => {
    const run = runAfter(
      { kind: 'stage', name: 'read source' },
      { kind: 'finish', outcome: 'raise' },
      { kind: 'stage', name: 'parse' },
      { kind: 'finish', outcome: '0 problems' },
      { kind: 'stage', name: 'assess' },
      { kind: 'step', done: 32, total: 100 },
    )
    expect(run.stages).to.deep.equal([
      { name: 'read source', state: 'done', outcome: 'raise' },
      { name: 'parse', state: 'done', outcome: '0 problems' },
      { name: 'assess', state: 'running', since: 105, step: { done: 32, total: 100 } },
      { name: 'render report', state: 'pending' },
    ])
  })

  it('calls what was passed over not needed', () => {
    const run = runAfter(
      { kind: 'stage', name: 'read source' },
      { kind: 'finish', outcome: '0xbbc1eb0a' },
      { kind: 'stage', name: 'assess' },
    )
    expect(statesOf(run)).to.deep.equal(['done', 'skipped', 'running', 'pending'])
  })

  it('keeps sentences, and knows nothing of a stage that is not on its list', () => {
    const run = runAfter(
      { kind: 'say', sentence: 'taken from there' },
      { kind: 'stage', name: 'tea' },
    )
    expect(run.said).to.deep.equal(['taken from there'])
    expect(statesOf(run)).to.deep.equal(Array<string>(4).fill('pending'))
  })

  it('marks the stage in which it was stopped, or failed', () => {
    const run = runAfter({ kind: 'stage', name: 'read source' })
    expect(endedWith(run, 'stopped', { at: 110 })).to.deep.include({
      status: 'stopped',
      endedAt: 110,
      isOpen: false,
    })
    const error = new Error('no')
    const failed = endedWith(run, 'failed', { at: 110, error })
    expect(failed.stages[0]).to.deep.equal({ name: 'read source', state: 'failed' })
    expect(failed.error).to.equal(error)
  })

  it('has its last stage done when the report is written', () => {
    expect(published(runAfter(), ['a.md', 'a.json']).stages.at(-1)).to.deep.equal({
      name: 'render report',
      state: 'done',
      outcome: 'a.md, a.json',
    })
  })
})
