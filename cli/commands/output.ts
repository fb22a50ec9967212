import process from 'node:process'
import type { Progress } from '../shared/progress.ts'

/** How the user wants to be answered: flags that every verb shares. */
export interface OutputFlags {
  readonly json?: boolean
  readonly quiet?: boolean
}

/** Flags of every verb. */
export interface GlobalFlags extends OutputFlags {
  /** A network of ballast.yaml, or `demo`. */
  readonly network?: string
  /** Another ballast.yaml than the nearest. */
  readonly config?: string
  /** Seconds for one answer of the node. */
  readonly timeout?: number
}

/** An answer as people read it and as machines read it. `schema` names the document's version. */
export interface Answer {
  readonly text: string
  readonly document: { readonly schema: string } & Readonly<Record<string, unknown>>
}

/** Writes the answer, and nothing else, to stdout. */
export async function printAnswer(answer: Answer, flags: OutputFlags): Promise<void> {
  await printText(flags.json ? toJson(answer.document) : answer.text)
}

/** Writes one answer of several: for machines a document a line. */
export async function printOneOf(answer: Answer, flags: OutputFlags): Promise<void> {
  await printText(flags.json ? toJson(answer.document, 0) : answer.text)
}

/** One document; bigints as decimal strings, maps as objects. */
export function toJson(document: unknown, indent = 2): string {
  return JSON.stringify(
    document,
    (_key, value: unknown) => {
      if (typeof value === 'bigint') return value.toString()
      if (value instanceof Map) return Object.fromEntries(value)
      return value
    },
    indent,
  )
}

/** Says on stderr why there is no answer. */
export function printFailure(text: string): void {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** Writes to stdout what somebody asked for and no verb answers: help, words for a shell. */
export async function printText(text: string): Promise<void> {
  const line = text.endsWith('\n') ? text : `${text}\n`
  // A full pipe takes the rest later; the process must not exit before that.
  await new Promise<void>((resolve, reject) =>
    process.stdout.write(line, (error) => (error ? reject(error) : resolve())),
  )
}

/** Progress on stderr: a live line in a terminal, one line a stage elsewhere, nothing with `--quiet`. */
export function progressOn(stream: NodeJS.WriteStream, flags: OutputFlags): Progress {
  if (flags.quiet) return { stage() {}, step() {}, finish() {}, say() {} }
  const isLive = stream.isTTY === true && process.env['TERM'] !== 'dumb' && !process.env['CI']
  let name = ''
  let startedAt = 0
  const redraw = (suffix: string) => {
    if (isLive) stream.write(`\r\u001b[2K  … ${name}${suffix}`)
  }
  return {
    stage(next) {
      name = next
      startedAt = performance.now()
      redraw('')
    },
    step(done, total) {
      redraw(` ${Math.floor((100 * done) / Math.max(total, 1))} %`)
    },
    finish(outcome) {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      const line = `  ✔ ${name.padEnd(18)} ${outcome} (${seconds} s)\n`
      stream.write(isLive ? `\r\u001b[2K${line}` : line)
    },
    say(sentence) {
      stream.write(isLive ? `\r\u001b[2K${sentence}\n` : `${sentence}\n`)
    },
  }
}
