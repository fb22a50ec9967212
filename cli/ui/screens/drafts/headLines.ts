import { printable } from '../../../shared/format.ts'
import { roughDuration } from '../../../shared/time.ts'
import { heard, type Line, paragraph } from '../../lines.ts'
import type { Theme } from '../../theme.ts'
import type { DraftState } from './draftState.ts'
import { savedWords } from './draftWords.ts'

interface Setting {
  readonly width: number
  readonly theme: Pick<Theme, 'symbols'>
  /** The wall clock, Unix seconds. */
  readonly now: number
  /** The header says already why. */
  readonly isNodeLost: boolean
  /** The most rows of one sentence. */
  readonly most: number
}

/** The file, whether it has everything that is on the screen, and what came in between. */
export function headLines(state: DraftState, setting: Setting): readonly Line[] {
  const { symbols } = setting.theme
  const { symbol, word, tone } = savedWords(state)
  const { notKept, refused, awaited, judgement } = state
  const waiting = awaited === undefined ? '' : `, ${printable(awaited)}`
  const checking = judgement.isAsking ? ', checking' : ''
  const standing = `${word}${waiting}${checking}`
  // A new one gets its file's name from its title.
  const where = state.isNew ? '' : `  ${printable(state.path)}`
  const say = (text: string | undefined, mark: string, toneOf: 'bad' | 'caution') =>
    text === undefined
      ? []
      : paragraph(text, { width: setting.width, tone: toneOf, mark: `${mark} ` }).slice(
          0,
          setting.most,
        )
  return [
    {
      text: `${symbols[symbol]} ${standing}${where}`,
      spoken: heard(`${standing}${where === '' ? '' : ','}${where}`),
      tone,
    },
    ...say(foundWords(state, setting.now), symbols.caution, 'caution'),
    ...say(refused, symbols.fail, 'bad'),
    ...say(notKept, symbols.fail, 'bad'),
    ...say(whyNotJudged(state, setting), symbols.unknown, 'caution'),
  ]
}

/** What is on the screen was typed earlier, by whoever had the file open then. */
function foundWords({ found, isNew }: DraftState, now: number): string | undefined {
  if (found === undefined) return undefined
  const ago = roughDuration(BigInt(Math.max(0, now - found.at)))
  const next = isNew ? 'w writes it' : 'u goes back to the file'
  return `typed ${ago} ago and never written; ${found.isFileNewer ? 'the file was changed since then' : next}`
}

function whyNotJudged(
  { judgement: { error } }: DraftState,
  { isNodeLost }: Setting,
): string | undefined {
  if (error === undefined) return undefined
  return `not judged: ${isNodeLost ? 'node away' : error.message}`
}
