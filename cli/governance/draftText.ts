import { authorsSuffix } from './description.ts'
import type { Problem } from './proposal.ts'
import type { YamlSource } from './yamlSource.ts'

/** Control characters and those that reorder or hide text: a title must show what it says. */
const invisible = /[\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|\p{Surrogate}/u
const invisibleButLines = new RegExp(`(?![\\n\\t])(?:${invisible.source})`, 'u')

interface Rule {
  readonly test: (text: string) => boolean
  readonly message: string
  readonly instead: string
}

const hidden: Omit<Rule, 'test'> = {
  message: 'contains invisible characters that can hide or reorder text',
  instead: 'Type the text again without them.',
}

const suffix: Rule = {
  test: (text) => authorsSuffix(text) !== undefined,
  message: 'ends in a #proposer= suffix, which the Governor reads as an instruction',
  instead: 'Remove it: who may submit is decided when the proposal is submitted.',
}

const rules: Readonly<Record<'title' | 'summary' | 'discussion', readonly Rule[]>> = {
  title: [
    {
      test: (text) => text.trim().includes('\n'),
      message: 'has more than one line',
      instead: 'Keep the first line; the rest belongs into summary.',
    },
    { ...hidden, test: (text) => invisible.test(text.trim().replaceAll('\n', '')) },
    suffix,
  ],
  summary: [{ ...hidden, test: (text) => invisibleButLines.test(text) }, suffix],
  discussion: [suffix],
}

/** What is wrong with the texts that become the description of the proposal. */
export function textProblems(source: YamlSource): readonly Problem[] {
  const plain = (source.plain ?? {}) as Readonly<Record<string, unknown>>
  return Object.entries(rules).flatMap(([key, list]) => {
    const text = plain[key]
    if (typeof text !== 'string') return []
    return list
      .filter((rule) => rule.test(text))
      .map(({ message, instead }) => ({
        place: source.placeOf([key]),
        message: `${key} ${message}`,
        instead,
      }))
  })
}
