import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { UsageError } from '../shared/errors.ts'
import type { Session } from '../ui/services/session.ts'
import type { StageNews } from '../ui/services/stages.ts'
import { demoAccounts, demoDerivative } from '../workflows/demoSpec.ts'
import type { DemoNetwork } from '../workflows/demoWorkspace.ts'
import { startProcess } from './callProcess.ts'
import { hasOwnFiles, makeDemoFolder, tidyDemoFolder } from './demoFolder.ts'
import { entryOf } from './entry.ts'

/** A chain of our own to try everything on, gone when the interface is. */
export interface Demonstration {
  readonly session: Session
  /** There as soon as its node answers; rejected if that comes to nothing. */
  readonly network: Promise<DemoNetwork>
  /** Ends it. @returns where to find what somebody wrote there, if anything */
  readonly close: () => Promise<string | undefined>
}

/**
 * Starts the demonstration. Nothing is awaited: the interface is open while the chain is being prepared.
 *
 * @throws UsageError if there is no such account in it
 */
export function startDemonstration(
  account: string | undefined,
  onStage: (words: string) => void,
): Demonstration {
  const acting = account ?? Object.keys(demoAccounts)[0] ?? ''
  requireAccount(acting)
  const folder = makeDemoFolder()
  // However the process ends: it is only a few files.
  const tidy = () => tidyDemoFolder(folder)
  process.on('exit', tidy)
  // What the process keeps for itself goes with it, whatever ends it; what somebody wrote must not.
  const own = join(folder, '.ballast', 'chain')
  mkdirSync(own, { recursive: true })
  const child = startProcess(entryOf('demoProcess'), { flags: {} }, own)
  const words = stageWords()
  const hear = (news: StageNews) => onStage(words(news))
  return {
    session: sessionOf(folder, acting),
    network: child.call('start', [folder, hear]) as Promise<DemoNetwork>,
    async close() {
      await child.terminate()
      process.removeListener('exit', tidy)
      tidy()
      return hasOwnFiles(folder) ? `What you wrote is in ${folder}` : undefined
    },
  }
}

function requireAccount(name: string): void {
  if (name in demoAccounts || /^node:\d+$/.test(name)) return
  throw new UsageError(
    `The demonstration has no account of that name.`,
    `Use one of: ${Object.keys(demoAccounts).join(', ')}.`,
  )
}

const sessionOf = (folder: string, account: string): Session => ({
  network: 'demonstration',
  dao: `${demoDerivative.symbol} DAO`,
  isDemo: true,
  account,
  folder,
  notes: [
    'This is a demonstration: a chain of this process, gone when you leave. Nothing here can go wrong.',
    'Enter on a proposal shows it: v votes, T moves the clock to what comes next, A acts as somebody else. A draft begins with 3 and n.',
    `Drafts and reports are kept in ${folder}`,
  ],
})

/** What the stages of its preparation are called on the screen. */
const stageNames: Readonly<Record<string, string>> = {
  'start node': 'starting a node',
  deploy: 'deploying the contracts',
  seed: 'opening vaults',
  propose: 'putting two proposals in flight',
}

/** `opening vaults 120 of 340`, from one piece of news after the other. */
function stageWords(): (news: StageNews) => string {
  let name = ''
  return (news) => {
    if (news.kind === 'stage') name = stageNames[news.name] ?? news.name
    return news.kind === 'step' ? `${name} ${news.done} of ${news.total}` : name
  }
}
