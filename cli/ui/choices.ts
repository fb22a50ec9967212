/** Something that the palette finds and does. */
export interface Choice {
  readonly id: string
  readonly title: string
  readonly summary: string
  /** The key that does the same. */
  readonly key: string
  /** Why it cannot be done now. */
  readonly blocked?: string
  readonly run: () => void
}

/** The choices in which every word is found, the best match first; all of them, as they are, for no word. */
export function findChoices(choices: readonly Choice[], text: string): readonly Choice[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return choices
    .map((choice) => ({ choice, distance: distanceOf(choice, words) }))
    .filter(({ distance }) => distance < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.distance - b.distance)
    .map(({ choice }) => choice)
}

function distanceOf({ title, summary, blocked }: Choice, words: readonly string[]): number {
  const far = words.reduce((sum, word) => sum + distanceOfWord(title, summary, word), 0)
  // Of two that match alike, the one that can be done comes first.
  return far + (words.length > 0 && blocked !== undefined ? 0.5 : 0)
}

/** How far a word is from being what somebody meant; infinite if it cannot be. */
function distanceOfWord(title: string, summary: string, word: string): number {
  const [name, about] = [title.toLowerCase(), summary.toLowerCase()]
  if (name === word) return 0
  if (name.startsWith(word)) return 1
  if (beginsWord(title, word)) return 2
  if (name.includes(word)) return 3
  if (beginsWord(summary, word)) return 4
  if (about.includes(word)) return 5
  return hasInOrder(name, word) ? 6 : Number.POSITIVE_INFINITY
}

/** `threshold` begins a word of `liquidationThreshold` too. */
const beginsWord = (text: string, word: string): boolean =>
  text
    .split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u)
    .some((one) => one.toLowerCase().startsWith(word))

/** `prm` in `parameters`: letters left out, none in another place. */
function hasInOrder(text: string, word: string): boolean {
  let from = 0
  for (const letter of word) {
    const at = text.indexOf(letter, from)
    if (at === -1) return false
    from = at + letter.length
  }
  return true
}
