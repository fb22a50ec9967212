import { printable } from '../shared/format.ts'
import { excerpt } from '../shared/units.ts'
import type { AddressBook } from './addressBook.ts'
import { specByKey } from './catalogue.ts'
import { chooseFrom } from './nearest.ts'
import { type Scope, scopes, subjectsOf } from './scopes.ts'

/** One `--set`: a parameter of a known subject and the value it is to have, as written. */
export interface DraftSetting {
  /** The flag as it was given: what a problem points to. */
  readonly flag: string
  readonly scope: Scope
  readonly subject: string
  readonly key: string
  readonly to: string
}

/** Something wrong with a flag: which one, what, and what to write instead. */
export interface FlagProblem {
  readonly flag: string
  readonly message: string
  readonly instead: string
}

const example =
  'WETH-A.liquidationThreshold=82%, WETH/USD.maxAge=1 h or governor.votingPeriod=5 days'

interface ReadSettings {
  readonly settings: readonly DraftSetting[]
  readonly problems: readonly FlagProblem[]
}

/**
 * Reads `subject.parameter=value`, once for each parameter. A subject is whatever has parameters; the last dot before the first `=` ends it. Values are judged later, with the file that they stand in.
 */
export function readSettings(texts: readonly string[], book: AddressBook): ReadSettings {
  const settings: DraftSetting[] = []
  const problems: FlagProblem[] = []
  for (const text of texts) {
    const flag = `--set ${excerpt(printable(text))}`
    const read = readSetting(text, book)
    if ('message' in read) {
      problems.push({ flag, ...read })
    } else if (settings.some(({ subject, key }) => subject === read.subject && key === read.key)) {
      problems.push({
        flag,
        message: `${read.subject} ${excerpt(printable(read.key))} is set twice`,
        instead: 'Give it once.',
      })
    } else {
      settings.push({ flag, ...read })
    }
  }
  return { settings, problems }
}

type Fault = Omit<FlagProblem, 'flag'>

function readSetting(text: string, book: AddressBook): Omit<DraftSetting, 'flag'> | Fault {
  const equals = text.indexOf('=')
  const name = text.slice(0, Math.max(equals, 0)).trim()
  const to = text.slice(equals + 1).trim()
  const dot = name.lastIndexOf('.')
  if (equals < 0 || dot <= 0 || dot === name.length - 1 || to === '') {
    return { message: `This is not subject.parameter=value`, instead: `Write ${example}.` }
  }
  const subject = name.slice(0, dot)
  const key = name.slice(dot + 1)
  const found = scopes.filter((scope) => subjectsOf(scope, book).includes(subject))
  const scope = found.find((candidate) => specByKey(candidate, key) !== undefined) ?? found[0]
  if (scope !== undefined) return { scope, subject, key, to }
  const known = scopes.flatMap((candidate) => subjectsOf(candidate, book))
  return {
    message: `There is nothing called "${excerpt(printable(subject))}"`,
    instead: chooseFrom(subject, known),
  }
}
