import { resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import Mocha from 'mocha'

/** Files to run in this order, until one fails. */
export interface Order {
  readonly files: readonly string[]
}

/** The first file that failed and the title of its test, if one did. */
export interface Outcome {
  readonly failed?: { readonly file: string; readonly title: string }
}

/** Loaded anew each time, or a file would not deploy what has changed since. */
let runs = 0

/** A process that keeps Hardhat and tsx loaded and runs test files for mutants, one order after the other. */
async function runFile(file: string): Promise<string | undefined> {
  const mocha = new Mocha({ bail: true, timeout: 60_000, reporter: class {} as never })
  const path = resolve(file)
  runs += 1
  mocha.suite.emit('pre-require', globalThis, path, mocha)
  try {
    await import(`${pathToFileURL(path).href}?run=${runs}`)
  } catch (error) {
    // What is computed while a file is read can fail as well as a test of it.
    return `loading: ${String(error)}`
  }
  let title: string | undefined
  await new Promise<void>((done) => {
    mocha
      .run(() => done())
      .on('fail', (test) => {
        title ??= test.fullTitle()
      })
  })
  return title
}

process.on('message', async ({ files }: Order) => {
  const outcome = await outcomeOf(files)
  process.send?.(outcome)
})

async function outcomeOf(files: readonly string[]): Promise<Outcome> {
  for (const file of files) {
    const title = await runFile(file)
    if (title !== undefined) return { failed: { file, title } }
  }
  return {}
}

// What a mutant breaks beside its test must not end the process: the test has failed or will.
process.on('unhandledRejection', () => {})
