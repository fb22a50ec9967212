import { Interface, type Result } from 'ethers'
import { printable } from '../shared/format.ts'
import type { Advice } from '../shared/remedy.ts'
import type { AddressBook, Hex } from './addressBook.ts'
import { noBook } from './errorNames.ts'
import type { ErrorRow } from './errorRow.ts'
import { errorTable } from './errorTable.ts'

/** A revert as people read it. */
export interface RevertWords {
  /** One printable sentence without a final stop. */
  readonly sentence: string
  /** The error's name in the contracts: what code and documentation call it. */
  readonly name: string
  readonly nextStep?: string | Advice
}

const LONGEST_REASON = 200

/** What Solidity itself checks, by its number in the language's documentation. */
const panics: Readonly<Record<string, string>> = {
  '0': 'an unknown mistake of the compiler',
  '1': 'a condition that can never be false',
  '17': 'a number too large or below zero',
  '18': 'a division by zero',
  '33': 'a value that the enumeration does not have',
  '34': 'a broken storage of bytes',
  '49': 'taking from an empty list',
  '50': 'a place beyond the end of a list',
  '65': 'more memory than there is',
  '81': 'calling a function that is not set',
}

/** What every contract may throw without declaring it. */
const builtIn: readonly ErrorRow[] = [
  {
    fragment: 'Error(string reason)',
    words: ([reason]) => {
      const text = printable(reason)
      const cut = text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}\u2026` : text
      return `The contract says "${cut}"`
    },
  },
  {
    fragment: 'Panic(uint256 code)',
    words: ([code]) =>
      `The contract stopped at ${panics[String(code)] ?? 'a mistake of its own'} (code 0x${code.toString(16).padStart(2, '0')})`,
  },
]

interface Known {
  readonly abi: Interface
  readonly rowOf: ReadonlyMap<Hex, ErrorRow>
}

let known: Known | undefined

/** Read when the first revert has to be explained: it takes 30 ms, and most commands meet none. */
function knownErrors(): Known {
  if (known === undefined) {
    const rows = [...builtIn, ...errorTable]
    const abi = new Interface(rows.map(({ fragment }) => `error ${fragment}`))
    known = { abi, rowOf: new Map(rows.map((row) => [selectorOf(row, abi), row])) }
  }
  return known
}

function selectorOf({ fragment }: ErrorRow, abi: Interface): Hex {
  const found = abi.getError(fragment.slice(0, fragment.indexOf('(')))
  if (found === null) throw new Error(`No error is called as in ${fragment}.`)
  return found.selector
}

/** The error in words; undefined if no row knows its selector, or its arguments are not what the row says. */
export function errorWords(data: Hex, book: AddressBook = noBook): RevertWords | undefined {
  const row = knownErrors().rowOf.get(data.slice(0, 10).toLowerCase())
  const args = row === undefined ? undefined : decode(row, data)
  if (row === undefined || args === undefined) return undefined
  const name = row.fragment.slice(0, row.fragment.indexOf('('))
  const nextStep = row.nextStep?.(args, { book })
  return {
    sentence: row.words(args, { book }),
    name,
    ...(nextStep === undefined ? {} : { nextStep }),
  }
}

/** All arguments, or nothing: ethers tells of a broken one only when it is looked at. */
function decode(row: ErrorRow, data: Hex): Result | undefined {
  try {
    const { abi } = knownErrors()
    const args = abi.decodeErrorResult(selectorOf(row, abi), data)
    args.toArray(true)
    return args
  } catch {
    return undefined
  }
}
