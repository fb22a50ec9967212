import { dirname, join, resolve } from 'node:path'
import { silence } from '../shared/progress.ts'
import type { PreviewRequest, ReplayChoice } from '../ui/services/previews.ts'
import type { StageNews } from '../ui/services/stages.ts'
import { shownPath } from '../workflows/draftPlaces.ts'
import { type Judged, judgeProposal } from '../workflows/judgeProposal.ts'
import { isProposalId } from '../workflows/locateProposal.ts'
import type { Preview } from '../workflows/preview.ts'
import { previewOf, withAccepted, withReplay } from '../workflows/previewProposal.ts'
import { publishReport } from '../workflows/publishReport.ts'
import type { ReplayRequest } from '../workflows/replayPrices.ts'
import { answerCalls } from './answerCalls.ts'
import { openFrom } from './open.ts'
import { ownFolder, startedWith } from './parent.ts'
import { progressTo } from './progressTo.ts'
import { sweepLeftovers } from './sweepLeftovers.ts'

/** The process of one preview: judges the proposal, then answers what is asked about exactly that result. */
const data = startedWith()
const opened = openFrom(data)
let judged: Judged | undefined

const known = (): Judged => {
  if (judged === undefined) throw new Error('Nothing was previewed yet.')
  return judged
}

async function keep(result: Judged): Promise<Preview> {
  judged = result
  return previewOf(result, await opened.protocol())
}

/** Where reports of proposals go that have no file of their own. */
async function folderOf({ simulated: { source } }: Judged): Promise<string | undefined> {
  if (!isProposalId(source.path)) return undefined
  const root = data.demo?.folder ?? (await opened.workspace()).config.folder
  return join(root, '.ballast', 'reports', source.path)
}

/** Where no file was named, the crash of March 2020 is meant. */
const requestOf = ({ path, ...range }: ReplayChoice): ReplayRequest =>
  path === '' ? range : { path, ...range }

if (ownFolder !== undefined) void sweepLeftovers(dirname(ownFolder))

answerCalls({
  async preview(request: PreviewRequest, onStage: (news: StageNews) => unknown) {
    const { reference, acceptInconclusive, replay } = request
    const { path, ...range } = replay === undefined ? {} : requestOf(replay)
    const named = path === undefined ? {} : { replay: path }
    const asked = { proposal: reference, acceptInconclusive, ...named, ...range }
    return keep(await judgeProposal(opened.protocol, asked, progressTo(onStage)))
  },
  accept: async (checks: readonly string[]) => keep(withAccepted(known(), checks)),
  replay: async (choice: ReplayChoice) => keep(await withReplay(known(), requestOf(choice))),
  async publish() {
    const folder = await folderOf(known())
    const { files } = await publishReport(await opened.protocol(), known(), {
      ...(folder === undefined ? {} : { folder }),
      progress: silence,
    })
    return files.map((file) => shownPath(resolve(file)))
  },
})
