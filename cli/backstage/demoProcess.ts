import { dirname } from 'node:path'
import process from 'node:process'
import type { StageNews } from '../ui/services/stages.ts'
import { startDemoNode } from '../workflows/demoNode.ts'
import type { DemoNetwork } from '../workflows/demoWorkspace.ts'
import { answerCalls } from './answerCalls.ts'
import { tidyDemoFolder } from './demoFolder.ts'
import { progressTo } from './progressTo.ts'
import { sweepLeftovers } from './sweepLeftovers.ts'

/** As often as somebody who keeps a real protocol alive would: prices count for two hours. */
const REFRESH_MILLISECONDS = 30 * 60 * 1_000

/** The process of a demonstration's chain: gone with whoever started it. */
answerCalls({
  async start(folder: string, onStage: (news: StageNews) => unknown): Promise<DemoNetwork> {
    // Whoever started this process was killed: nobody else would do it before the next demonstration.
    process.once('exit', () => tidyDemoFolder(folder))
    void sweepLeftovers(dirname(folder))
    const now = Math.floor(Date.now() / 1_000)
    const { network, refreshFeeds } = await startDemoNode(folder, now, progressTo(onStage))
    setInterval(() => void refreshFeeds(), REFRESH_MILLISECONDS)
    return network
  },
})
