import { type FileHandle, open } from 'node:fs/promises'

const CHUNK_BYTES = 64 * 1_024
/** Enough for thousands of lines; a file that is no list of lines is not read through. */
const MOST_BYTES = 8 * 1_024 * 1_024
const NEWLINE = '\n'.charCodeAt(0)

/**
 * The lines of a file from the last to the first, empty ones left out; none if there is no file. `cut` comes last if the
 * beginning was not read.
 */
export async function* linesFromEnd(
  path: string,
): AsyncGenerator<{ readonly text: string } | 'cut'> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (file === undefined) return
  try {
    yield* backwards(file, (await file.stat()).size)
  } finally {
    await file.close()
  }
}

async function* backwards(file: FileHandle, size: number): ReturnType<typeof linesFromEnd> {
  const floor = Math.max(0, size - MOST_BYTES)
  // The parts of a line whose end is read already.
  let rest: readonly Uint8Array[] = []
  for (let end = size; end > floor; end = Math.max(floor, end - CHUNK_BYTES)) {
    const chunk = await readRange(file, Math.max(floor, end - CHUNK_BYTES), end)
    let stop = chunk.length
    for (let at = newlineBefore(chunk, stop); at >= 0; at = newlineBefore(chunk, stop)) {
      const text = textOf([chunk.subarray(at + 1, stop), ...rest])
      if (text !== '') yield { text }
      rest = []
      stop = at
    }
    rest = [chunk.subarray(0, stop), ...rest]
  }
  const first = floor > 0 ? '' : textOf(rest)
  if (first !== '') yield { text: first }
  if (floor > 0) yield 'cut'
}

const textOf = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString('utf8')

const newlineBefore = (bytes: Uint8Array, stop: number): number =>
  stop === 0 ? -1 : bytes.lastIndexOf(NEWLINE, stop - 1)

async function readRange(file: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(end - start)
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start)
  return buffer.subarray(0, bytesRead)
}
