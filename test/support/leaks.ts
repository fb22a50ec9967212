import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A secret in every form in which it could slip out. */
export type Forms = ReadonlyMap<string, string>

/** A private key: hex in any case, decimal, base64, and as the list of bytes that a program prints of a buffer. */
export function formsOfKey(key: string): Forms {
  const digits = key.slice(2).toLowerCase()
  const bytes = Buffer.from(digits, 'hex')
  return new Map([
    ['hex', digits],
    // A piece is enough to guess the rest, and to say that something leaks.
    ['the first half in hex', digits.slice(0, 32)],
    ['the second half in hex', digits.slice(32)],
    ['hex in pairs', digits.match(/../g)?.join(' ') ?? ''],
    ['decimal', BigInt(key).toString()],
    ['base64', bytes.toString('base64').replace(/=+$/, '')],
    ['base64 for urls', bytes.toString('base64url')],
    ['a list of bytes', [...bytes].join(',')],
    ['a spaced list of bytes', [...bytes].join(', ')],
    ['raw bytes', bytes.toString('latin1')],
  ])
}

/** A passphrase: as it is, and in the forms that programs make of texts. */
export function formsOfText(text: string): Forms {
  const bytes = Buffer.from(text)
  return new Map([
    ['as it is', text],
    ['hex', bytes.toString('hex')],
    ['base64', bytes.toString('base64').replace(/=+$/, '')],
    ['in a url', encodeURIComponent(text)],
    ['a list of bytes', [...bytes].join(',')],
    ['a spaced list of bytes', [...bytes].join(', ')],
  ])
}

/** In which forms a secret is in some bytes, whatever the case of letters. */
export function leaksIn(bytes: Buffer, forms: Forms): readonly string[] {
  const text = bytes.toString('latin1')
  const lower = text.toLowerCase()
  return [...forms].flatMap(([form, secret]) => {
    const raw = Buffer.from(secret, form === 'raw bytes' ? 'latin1' : 'utf8').toString('latin1')
    return lower.includes(raw.toLowerCase()) ? [form] : []
  })
}

/** Every file below a folder, and what is in it. */
export async function* filesBelow(folder: string): AsyncGenerator<readonly [string, Buffer]> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    yield [path, await readFile(path)]
  }
}
