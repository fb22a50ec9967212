/**
 * Remembers the newest few answers of a function by what it was asked, each part compared by identity; the one that was
 * asked for longest ago is forgotten first.
 */
export function rememberRecent<A extends readonly unknown[], R>(
  most: number,
  work: (...asked: A) => R,
): (...asked: A) => R {
  const kept: { readonly asked: A; readonly answer: R }[] = []
  return (...asked) => {
    const at = kept.findIndex((one) => one.asked.every((part, i) => Object.is(part, asked[i])))
    const found = at === -1 ? { asked, answer: work(...asked) } : kept.splice(at, 1)[0]
    if (found === undefined) throw new Error('What was found is gone.')
    kept.unshift(found)
    kept.length = Math.min(kept.length, most)
    return found.answer
  }
}
