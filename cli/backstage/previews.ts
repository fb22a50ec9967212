import { mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { temporaryPrefix } from '../shared/temporaryName.ts'
import {
  PreviewCancelledError,
  type PreviewRequest,
  type PreviewServices,
  type RunningPreview,
} from '../ui/services/previews.ts'
import type { StageNews } from '../ui/services/stages.ts'
import type { Preview } from '../workflows/preview.ts'
import { stages } from '../workflows/stages.ts'
import { startProcess } from './callProcess.ts'
import type { Called } from './calls.ts'
import { entryOf } from './entry.ts'
import type { ThreadData } from './threadData.ts'

/** Every preview of an interface. */
export interface Previews extends PreviewServices {
  /** Ends all of them; nothing of them stays behind. */
  readonly closeAll: () => Promise<void>
}

/**
 * @param whereToWork the network that a preview works on; a demonstration may still be on its way
 * @param entry what their processes run
 */
export function openPreviews(
  whereToWork: () => Promise<ThreadData>,
  entry = entryOf('previewProcess'),
): Previews {
  const open = new Set<PreviewProcess>()
  return {
    previewStages: stages.filter((stage) => stage !== 'submit'),
    startPreview(request, onStage) {
      const maker = { host: hostname(), pid: process.pid }
      const folder = mkdtemp(join(tmpdir(), temporaryPrefix('preview', maker)))
      const preview = new PreviewProcess({ data: whereToWork(), folder, entry }, request, onStage)
      open.add(preview)
      void preview.ended.then(() => open.delete(preview))
      return preview
    },
    async closeAll() {
      await Promise.all([...open].map((preview) => preview.end()))
    },
  }
}

/** What the process of a preview is started with. */
interface Start {
  readonly data: Promise<ThreadData>
  readonly folder: Promise<string>
  readonly entry: URL
}

/** One preview: its process, and the folder for everything that the process keeps for a while. */
class PreviewProcess implements RunningPreview {
  readonly result: Promise<Preview>
  /** Resolves when process and folder are gone. */
  readonly ended: Promise<void>
  readonly #started: Promise<Called>
  #process: Called | undefined
  readonly #stop = new AbortController()
  readonly #stopped: Promise<never>

  constructor(
    { data, folder, entry }: Start,
    request: PreviewRequest,
    onStage: (news: StageNews) => void,
  ) {
    this.#started = Promise.all([data, folder]).then(([known, path]) => {
      this.#stop.signal.throwIfAborted()
      this.#process = startProcess(entry, known, path)
      return this.#process
    })
    this.#stopped = new Promise((_, reject) => {
      this.#stop.signal.addEventListener('abort', () => reject(this.#stop.signal.reason))
    })
    this.ended = this.#stopped.catch(() => this.#cleanUp(folder))
    const tell = (news: StageNews) => {
      if (!this.#stop.signal.aborted) onStage(news)
    }
    this.result = this.#ask<Preview>('preview', request, tell)
    this.result.catch(() => this.close())
  }

  cancel = (): void => this.close()
  accept: RunningPreview['accept'] = (checks) => this.#ask('accept', checks)
  replay: RunningPreview['replay'] = (choice) => this.#ask('replay', choice)
  publish: RunningPreview['publish'] = () => this.#ask('publish')
  close = (): void => this.#stop.abort(new PreviewCancelledError())

  async end(): Promise<void> {
    this.close()
    await this.ended
  }

  /** Whoever waits is told at once that it was stopped, however long the process takes to go. */
  async #ask<T>(name: string, ...args: readonly unknown[]): Promise<T> {
    this.#stop.signal.throwIfAborted()
    const answer = this.#started.then((called) => called.call(name, args))
    return (await Promise.race([answer, this.#stopped])) as T
  }

  async #cleanUp(folder: Promise<string>): Promise<void> {
    await this.#process?.terminate()
    const path = await folder.catch(() => undefined)
    if (path !== undefined) await remove(path)
  }
}

const REMOVAL_ATTEMPTS = 5

/** What the process had open when it ended may be held for a moment. Another temporary folder harms nobody. */
async function remove(path: string): Promise<void> {
  for (let attempt = 1; attempt <= REMOVAL_ATTEMPTS; attempt += 1) {
    try {
      return await rm(path, { recursive: true, force: true })
    } catch {
      await setTimeout(50 * attempt)
    }
  }
}
