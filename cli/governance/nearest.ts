/** Single-character edits between two words (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

const distance = (word: string, candidate: string): number =>
  editDistance(word.slice(0, 64).toLowerCase(), candidate.toLowerCase())

/** The known words, the most similar to what was written first. */
export const closestFirst = (word: string, known: readonly string[]): readonly string[] =>
  known
    .map((candidate) => ({ candidate, distance: distance(word, candidate) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate)

/** The one known word that was probably meant, if any is near enough. */
export function probablyMeant(word: string, known: readonly string[]): string | undefined {
  const [first] = closestFirst(word, known)
  if (first === undefined) return undefined
  return distance(word, first) <= Math.max(2, Math.floor(first.length / 3)) ? first : undefined
}

/** `Did you mean X? Known: X, Y, Z.` */
export function chooseFrom(word: string, known: readonly string[]): string {
  const meant = probablyMeant(word, known)
  const list = `Use one of: ${closestFirst(word, known).join(', ')}.`
  return meant === undefined ? list : `Did you mean ${meant}? ${list}`
}
