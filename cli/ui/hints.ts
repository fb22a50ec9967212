import { bindingOf, rankOf, shownKey } from './bindings.ts'
import { widthOf } from './cell.ts'
import type { ShownAction } from './keyRouter.ts'
import { keyBindings } from './keys.ts'
import { listedScreens } from './screens/registry.ts'

/** A key in the footer. */
export interface Hint {
  readonly intent: string
  /** `v vote`, or `(Q queue)` if it cannot act now. */
  readonly text: string
  readonly isBlocked: boolean
}

interface Wish {
  readonly intent: string
  readonly short: string
  /** With its reason, if it has one. */
  readonly long: string
  readonly rank: 1 | 2 | 3
  readonly isBlocked: boolean
}

const GAP = 2

/**
 * The keys that fit into so many cells, in the order of the key table. Where there is little room, keys that are the
 * same everywhere leave first, then reasons, then what helps to look around; what acts stays longest.
 */
export function fitHints(
  shown: readonly ShownAction[],
  room: number,
  isAscii = false,
): { readonly hints: readonly Hint[]; readonly isCut: boolean } {
  const wishes = wishesOf(shown, isAscii)
  const texts = new Map<string, string>()
  let left = room
  const grant = ({ intent }: Wish, text: string) => {
    const before = texts.get(intent)
    const cost = widthOf(text) + GAP - (before === undefined ? 0 : widthOf(before) + GAP)
    if (cost > left) return
    texts.set(intent, text)
    left -= cost
  }
  const ranked = (rank: number) => wishes.filter((wish) => wish.rank === rank)
  for (const wish of [...ranked(1), ...ranked(2)]) grant(wish, wish.short)
  for (const wish of wishes) if (texts.has(wish.intent)) grant(wish, wish.long)
  for (const wish of ranked(3)) grant(wish, wish.long)
  return {
    hints: wishes.flatMap(({ intent, isBlocked }) => {
      const text = texts.get(intent)
      return text === undefined ? [] : [{ intent, text, isBlocked }]
    }),
    isCut: texts.size < wishes.length,
  }
}

function wishesOf(shown: readonly ShownAction[], isAscii: boolean): readonly Wish[] {
  return keyBindings.flatMap((binding) => {
    const action = shown.find(({ intent }) => intent === binding.intent)
    if (action === undefined || action.isQuiet || action.intent === 'help') return []
    return [wishOf(action, isAscii)]
  })
}

function wishOf({ intent, key, word, blocked }: ShownAction, isAscii: boolean): Wish {
  const binding = bindingOf(intent)
  const keys =
    intent === 'screen'
      ? `1${isAscii ? '-' : '\u2013'}${listedScreens.length}`
      : shownKey(key, isAscii)
  const text = `${keys} ${word ?? binding.word}`
  const isBlocked = blocked !== undefined
  return {
    intent,
    short: isBlocked ? `(${text})` : text,
    long: isBlocked ? `(${text}: ${blocked})` : text,
    rank: rankOf(binding),
    isBlocked,
  }
}
