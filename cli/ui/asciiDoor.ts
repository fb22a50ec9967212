import { charactersOf, widthOf } from './cell.ts'

/** What stands for a character of one cell that an ASCII terminal cannot draw. */
const spelled: Readonly<Record<string, string>> = {
  '…': '~',
  '–': '-',
  '—': '-',
  '−': '-',
  '·': '-',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '×': 'x',
  '±': '+',
  '≤': '<',
  '≥': '>',
  '≈': '~',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '│': '|',
  '─': '-',
  '█': '#',
  '▸': '>',
  '●': '*',
  '○': 'o',
  '✔': '+',
  '✖': 'x',
}

/** A frame in ASCII, every character in as many cells as before: letters without their accents, else a known stand-in or `?`. */
export const inAscii = (frame: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them
  frame.replace(/[^\x00-\x7f]+/g, (run) => charactersOf(run).map(spell).join(''))

function spell(character: string): string {
  const known = spelled[character]
  if (known !== undefined) return known
  const bare = character.normalize('NFKD').replace(/\p{M}/gu, '')
  const width = widthOf(character)
  return /^[\x20-\x7e]+$/.test(bare) && bare.length === width ? bare : '?'.repeat(width)
}

/**
 * The terminal's stream for one that draws ASCII only: whatever is written, foreign names included, arrives in it. Wraps
 * the stream rather than changing it: what is printed after the interface has closed is somebody else's.
 */
export function asciiDoor(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return new Proxy(stream, {
    get(target, name) {
      if (name === 'write') {
        return (chunk: string | Uint8Array, ...rest: never[]) =>
          target.write(typeof chunk === 'string' ? inAscii(chunk) : chunk, ...rest)
      }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
