import type { Preview } from '../workflows/preview.ts'
import { endedWith, newRun, type PreviewRun, published, withNews } from './previewRun.ts'
import {
  PreviewCancelledError,
  type PreviewServices,
  type ReplayChoice,
  type RunningPreview,
} from './services/previews.ts'

/** What everybody else hears of previews. */
export interface PreviewListener {
  readonly begun: (run: PreviewRun) => void
  readonly ended: (run: PreviewRun) => void
}

type Service = PreviewServices & { readonly now: () => number }

/** Results are kept for so many proposals, each with the process that can publish it. */
const MOST_KEPT = 3

/** Previews of all proposals, above the screens: one that runs goes on while somebody looks at something else. */
export class PreviewStore {
  readonly #services: Service
  readonly #listener: PreviewListener
  /** The newest last. */
  readonly #runs = new Map<string, PreviewRun>()
  readonly #running = new Map<string, RunningPreview>()
  readonly #subscribers = new Set<() => void>()

  constructor(services: Service, listener: PreviewListener) {
    this.#services = services
    this.#listener = listener
  }

  subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber)
    return () => this.#subscribers.delete(subscriber)
  }

  get = (reference: string): PreviewRun | undefined => this.#runs.get(reference)

  /** Begins, in place of an earlier preview of the same proposal; what was chosen for that stays chosen. */
  start(reference: string): void {
    const { previewStages, startPreview, now } = this.#services
    const choices = this.get(reference)?.choices ?? { acceptInconclusive: [] }
    this.close(reference)
    this.#makeRoom()
    const run = newRun(reference, previewStages, { at: now(), choices })
    this.#set(run)
    this.#listener.begun(run)
    const own: { preview?: RunningPreview } = {}
    const preview = startPreview({ reference, ...choices }, (news) => {
      if (this.#running.get(reference) === own.preview)
        this.#change(reference, (before) => withNews(before, news, now()))
    })
    own.preview = preview
    this.#running.set(reference, preview)
    preview.result.then(
      (result) => this.#end(reference, preview, (before) => ready(before, result, now())),
      (error: Error) =>
        this.#end(reference, preview, (before) =>
          error instanceof PreviewCancelledError
            ? endedWith(before, 'stopped', { at: now() })
            : endedWith(before, 'failed', { at: now(), error }),
        ),
    )
  }

  stop(reference: string): void {
    this.#running.get(reference)?.cancel()
  }

  /** Lets go of a preview and of its process. */
  close(reference: string): void {
    const run = this.#runs.get(reference)
    const preview = this.#running.get(reference)
    this.#running.delete(reference)
    this.#runs.delete(reference)
    preview?.close()
    if (run?.status === 'running') this.#listener.ended(run)
    this.#tell()
  }

  closeAll(): void {
    for (const reference of [...this.#runs.keys()]) this.close(reference)
  }

  /** @returns the paths of what was written */
  async publish(reference: string): Promise<readonly string[]> {
    const files = await this.#open(reference).publish()
    this.#change(reference, (run) => published(run, files))
    return files
  }

  /** Lets these checks stay inconclusive. */
  async accept(reference: string, checks: readonly string[]): Promise<void> {
    const preview = await this.#open(reference).accept(checks)
    this.#change(reference, (run) => ({
      ...withoutReport(run),
      preview,
      choices: { ...run.choices, acceptInconclusive: checks },
    }))
  }

  /** Replays other prices. */
  async replay(reference: string, choice: ReplayChoice): Promise<void> {
    const preview = await this.#open(reference).replay(choice)
    this.#change(reference, (run) => ({
      ...withoutReport(run),
      preview,
      choices: { ...run.choices, replay: choice },
    }))
  }

  #open(reference: string): RunningPreview {
    const preview = this.#running.get(reference)
    if (preview === undefined) throw new PreviewCancelledError()
    return preview
  }

  /** The oldest that have ended go first; what runs is never let go for another one. */
  #makeRoom(): void {
    const ended = [...this.#runs.values()].filter(({ status }) => status !== 'running')
    const tooMany = this.#runs.size - MOST_KEPT + 1
    for (const { reference } of ended.slice(0, Math.max(0, tooMany))) this.close(reference)
  }

  #end(
    reference: string,
    preview: RunningPreview,
    change: (before: PreviewRun) => PreviewRun,
  ): void {
    if (this.#running.get(reference) !== preview) return
    this.#change(reference, change)
    const run = this.get(reference)
    if (run === undefined) return
    if (!run.isOpen) this.#running.delete(reference)
    this.#listener.ended(run)
  }

  #change(reference: string, change: (before: PreviewRun) => PreviewRun): void {
    const before = this.#runs.get(reference)
    if (before !== undefined) this.#set(change(before))
  }

  #set(run: PreviewRun): void {
    this.#runs.set(run.reference, run)
    this.#tell()
  }

  #tell(): void {
    for (const subscriber of this.#subscribers) subscriber()
  }
}

const ready = (run: PreviewRun, preview: Preview, now: number): PreviewRun => ({
  ...run,
  status: 'ready',
  preview,
  endedAt: now,
})

/** The report that was written is of the evidence before. */
function withoutReport({ files: _, ...run }: PreviewRun): PreviewRun {
  const { stages } = run
  return {
    ...run,
    stages: stages.map((stage, index) =>
      index === stages.length - 1 ? { name: stage.name, state: 'pending' } : stage,
    ),
  }
}
