import type {
  PreviewRequest,
  PreviewServices,
  ReplayChoice,
  RunningPreview,
} from '../../cli/ui/services/previews.ts'
import { PreviewCancelledError } from '../../cli/ui/services/previews.ts'
import type { StageNews } from '../../cli/ui/services/stages.ts'
import type { Judged } from '../../cli/workflows/judgeProposal.ts'
import type { Preview } from '../../cli/workflows/preview.ts'
import { previewOf } from '../../cli/workflows/previewProposal.ts'
import { book } from '../governance/demo.ts'
import { assessmentOf, namedReplay, ramp, reportInput, riskBook } from '../report/reportInput.ts'
import { drawn } from './drawn.ts'

/** A preview with real figures of the engine: a threshold on a ramp, on few paths. */
export function previewData(replaced: Partial<Preview> = {}): Preview {
  const { checks, decision, openProposals, verdict, dryRun, draft, changes, proposal } =
    reportInput({ assessment: assessmentOf({ liquidationThreshold: ramp }) })
  const judged = {
    simulated: {
      source: { path: 'proposals/raise', slug: 'raise', text: '' },
      current: { block: { number: 77, timestamp: 1_795_000_000, hash: '0x' }, values: new Map() },
      ...{ draft, changes, proposal, verdict },
      reading: { dryRun },
      riskBook: riskBook(),
      assessment: assessmentOf({ liquidationThreshold: ramp }),
    },
    checked: { checks, decision, acceptedInconclusive: [], openProposals },
    replays: [namedReplay({ name: 'crash.csv' })],
  } as unknown as Judged
  return { ...previewOf(judged, { book }), ...replaced }
}

/** A preview whose news and end the test decides. */
export interface StagedPreview {
  readonly services: PreviewServices
  readonly requests: readonly PreviewRequest[]
  /** What was asked of it, in order: `cancel`, `publish`, `close` and so on. */
  readonly asked: readonly string[]
  readonly news: (...news: readonly StageNews[]) => Promise<void>
  readonly finish: (preview: Preview) => Promise<void>
  readonly fail: (error: Error) => Promise<void>
}

const stages = ['read source', 'parse', 'dry run', 'assess', 'run checks', 'render report']

export function stagedPreview(own: Partial<RunningPreview> = {}): StagedPreview {
  const requests: PreviewRequest[] = []
  const asked: string[] = []
  let hear: (news: StageNews) => void = () => {}
  let result = Promise.withResolvers<Preview>()
  const startPreview: PreviewServices['startPreview'] = (request, onStage) => {
    requests.push(request)
    hear = onStage
    const mine = Promise.withResolvers<Preview>()
    result = mine
    const answer = (name: string, choice?: readonly string[] | ReplayChoice) => {
      asked.push(choice === undefined ? name : `${name} ${JSON.stringify(choice)}`)
    }
    return {
      result: mine.promise,
      cancel() {
        answer('cancel')
        mine.reject(new PreviewCancelledError())
      },
      async accept(checks) {
        answer('accept', checks)
        return own.accept?.(checks) ?? previewData()
      },
      async replay(choice) {
        answer('replay', choice)
        return own.replay?.(choice) ?? previewData()
      },
      async publish() {
        answer('publish')
        return own.publish?.() ?? ['proposals/raise/report.md', 'proposals/raise/report.json']
      },
      close: () => answer('close'),
    }
  }
  return {
    services: { previewStages: stages, startPreview },
    requests,
    asked,
    async news(...all) {
      for (const one of all) hear(one)
      await drawn()
    },
    async finish(preview) {
      result.resolve(preview)
      await drawn()
    },
    async fail(error) {
      result.reject(error)
      await drawn()
    },
  }
}
