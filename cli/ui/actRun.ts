import { type Consent, isSentBy } from '../shared/consent.ts'
import type { Plan } from '../workflows/act.ts'
import type { ActEnd, ActRequest, ActServices } from './services/acts.ts'
import type { StageNews } from './services/stages.ts'
import { addNews, noStages, type StageLog } from './stageLog.ts'

/** How far an act is. */
export type ActPhase =
  | { readonly kind: 'rehearsing'; readonly log: StageLog }
  /** Nothing leaves before somebody has agreed. */
  | { readonly kind: 'asking'; readonly plan: Plan }
  /** It needs a passphrase: before anybody is asked, or after somebody has agreed. */
  | { readonly kind: 'locked'; readonly question: string; readonly log: StageLog }
  /** Somebody agreed. `consent`: to what. */
  | { readonly kind: 'sending'; readonly log: StageLog; readonly consent: Consent }
  | { readonly kind: 'ended'; readonly end: ActEnd }
  /** `maySend`: somebody had agreed to something that leaves this computer. */
  | { readonly kind: 'failed'; readonly error: Error; readonly maySend: boolean }

/** Who hears of an act, whether or not its window is still there. */
export interface ActListener {
  /** Somebody agreed: from here on it cannot be called back. */
  readonly begin: (consent: Consent) => void
  readonly end: () => void
  readonly ended: (end: ActEnd) => void
  /** Somebody agreed and did not unlock what signs: nothing left. */
  readonly stayedLocked: () => void
  /** It failed after somebody had agreed. */
  readonly failed: (error: Error) => void
}

export const notBegun: ActPhase = { kind: 'rehearsing', log: noStages }

/** One attempt at an act. It is declined if its window goes before somebody has agreed; after that it goes on alone. */
export class ActRun {
  readonly #listener: ActListener
  #show: ((phase: ActPhase) => void) | undefined
  #phase = notBegun
  #isAgreed = false
  #consent: Consent = 'send'
  readonly #stop = new AbortController()
  #answer: ((isYes: boolean) => void) | undefined
  #unlock: ((passphrase: string | undefined) => void) | undefined

  constructor(listener: ActListener, show: (phase: ActPhase) => void) {
    this.#listener = listener
    this.#show = show
  }

  async start(services: Pick<ActServices, 'act'>, request: ActRequest): Promise<void> {
    const hooks = {
      onStage: (news: StageNews) => this.#news(news),
      confirm: (plan: Plan) => this.#ask(plan),
      askSecret: (question: string) => this.#askSecret(question),
      signal: this.#stop.signal,
    }
    try {
      const end = await services.act(request, hooks)
      if (this.#isAgreed) this.#listener.end()
      if (this.#isAgreed && end.how === 'declined') this.#listener.stayedLocked()
      this.#listener.ended(end)
      this.#move({ kind: 'ended', end })
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      if (this.#isAgreed) this.#listener.end()
      if (this.#isAgreed) this.#listener.failed(error)
      this.#move({ kind: 'failed', error, maySend: this.#isAgreed && isSentBy(this.#consent) })
    }
  }

  agree(): void {
    if (this.#answer === undefined || this.#isAgreed) return
    this.#isAgreed = true
    this.#listener.begin(this.#consent)
    this.#move({ kind: 'sending', log: noStages, consent: this.#consent })
    this.#answer(true)
  }

  /** What somebody typed to open what signs; it is kept nowhere. */
  unlock(passphrase: string): void {
    const phase = this.#phase
    if (phase.kind !== 'locked') return
    const { log } = phase
    const consent = this.#consent
    this.#move(this.#isAgreed ? { kind: 'sending', log, consent } : { kind: 'rehearsing', log })
    this.#unlock?.(passphrase)
  }

  /** Its window is gone. */
  leave(): void {
    this.#show = undefined
    if (this.#phase.kind === 'locked') this.#unlock?.(undefined)
    if (this.#isAgreed) return
    this.#answer?.(false)
    this.#stop.abort()
  }

  #ask(plan: Plan): Promise<boolean> {
    if (this.#show === undefined) return Promise.resolve(false)
    this.#consent = plan.consent ?? 'send'
    this.#move({ kind: 'asking', plan })
    return new Promise((resolve) => {
      this.#answer = resolve
    })
  }

  #askSecret(question: string): Promise<string | undefined> {
    if (this.#show === undefined) return Promise.resolve(undefined)
    const log = 'log' in this.#phase ? this.#phase.log : noStages
    // What was typed before did not open it: that stage is over.
    const stages = log.stages.filter(({ outcome }) => outcome !== undefined)
    this.#move({ kind: 'locked', question, log: { ...log, stages } })
    return new Promise((resolve) => {
      this.#unlock = resolve
    })
  }

  #news(news: StageNews): void {
    const phase = this.#phase
    if (phase.kind !== 'rehearsing' && phase.kind !== 'sending') return
    this.#move({ ...phase, log: addNews(phase.log, news) })
  }

  #move(phase: ActPhase): void {
    this.#phase = phase
    this.#show?.(phase)
  }
}
