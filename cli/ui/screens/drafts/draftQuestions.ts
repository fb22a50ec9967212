import type { DraftJudgement } from '../../../governance/draftJudgement.ts'
import type { DraftReading } from '../../../governance/draftReading.ts'
import type { Consequences } from '../../../workflows/weighDraft.ts'
import type { DraftServices } from '../../services/drafts.ts'
import { asked, type DraftState } from './draftState.ts'
import { LatestAnswer } from './latestAnswer.ts'

interface Desk {
  readonly state: () => DraftState
  readonly set: (
    change: Partial<Pick<DraftState, 'reading' | 'judgement' | 'consequences'>>,
  ) => void
}

/** What is asked about a draft: the text itself at once, the chain as soon as it answers. */
export class DraftQuestions {
  readonly #desk: Desk
  readonly #read: LatestAnswer<string, DraftReading>
  readonly #judge: LatestAnswer<string, DraftJudgement>
  readonly #weigh: LatestAnswer<string, Consequences>

  constructor(services: DraftServices, desk: Desk) {
    this.#desk = desk
    const { state, set } = desk
    this.#read = new LatestAnswer(
      (text) => services.readDraft(text),
      (end, isNewest) => set({ reading: asked(state().reading, end, isNewest) }),
    )
    this.#judge = new LatestAnswer(
      (text) => services.judgeDraft(state().path, text),
      (end, isNewest) => set({ judgement: asked(state().judgement, end, isNewest) }),
    )
    this.#weigh = new LatestAnswer(
      (text) => services.weighDraft(state().path, text),
      (end, isNewest) => set({ consequences: asked(state().consequences, end, isNewest) }),
    )
  }

  read(): void {
    const { text, reading } = this.#desk.state()
    this.#desk.set({ reading: { ...reading, isAsking: true } })
    this.#read.ask(text)
  }

  /** Everything: the text or the chain is another one. */
  askAll(): void {
    this.read()
    const { text, judgement, consequences } = this.#desk.state()
    this.#desk.set({
      judgement: { ...judgement, isAsking: true },
      consequences: { ...consequences, isAsking: true },
    })
    this.#judge.ask(text)
    this.#weigh.ask(text)
  }
}
