import { expect } from 'chai'
import type { Progress } from '../../cli/shared/progress.ts'
import { inStage, stages } from '../../cli/workflows/stages.ts'
import { rejectionOf } from '../workspace/folder.ts'

/** A progress that keeps what it is told. */
function listening(): { readonly progress: Progress; readonly heard: string[] } {
  const heard: string[] = []
  const progress: Progress = {
    stage: (name) => heard.push(`stage ${name}`),
    step: (done, total) => heard.push(`step ${done}/${total}`),
    finish: (outcome) => heard.push(`finish ${outcome}`),
    say: (sentence) => heard.push(`say ${sentence}`),
  }
  return { progress, heard }
}

describe('inStage', () => {
  it('names the stage, does the work, then says what came of it', async () => {
    const { progress, heard } = listening()
    const result = await inStage(progress, 'encode', {
      work: async () => {
        heard.push('work')
        return 2
      },
      outcome: (calls) => `${calls} calls`,
    })
    expect(result).to.equal(2)
    expect(heard).to.deep.equal(['stage encode', 'work', 'finish 2 calls'])
  })

  it('takes work that is done at once', async () => {
    const { progress } = listening()
    expect(await inStage(progress, 'parse', { work: () => 7, outcome: String })).to.equal(7)
  })

  it('claims no outcome when the work fails', async () => {
    const { progress, heard } = listening()
    const failure = new Error('no')
    const work = () => {
      throw failure
    }
    const error = await rejectionOf(inStage(progress, 'dry run', { work, outcome: String }))
    expect(error).to.equal(failure)
    expect(heard).to.deep.equal(['stage dry run'])
  })
})

describe('stages', () => {
  it('are twelve, from the source to the submission, each once', () => {
    expect(new Set(stages).size).to.equal(12)
    expect([stages[0], stages.at(-1)]).to.deep.equal(['read source', 'submit'])
  })
})
