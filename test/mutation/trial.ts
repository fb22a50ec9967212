import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectFolder } from '../support/projectFolder.ts'
import { Artifacts } from './artifacts.ts'
import { type Compiled, Compiler, type Target } from './compiler.ts'
import { importersOf, targetsOf } from './importers.ts'
import { MochaRunner } from './mochaRunner.ts'
import { applied, type Mutation } from './mutations.ts'
import { byKills, type Result, type Status } from './results.ts'
import { CommandFailedError, run, type Scratch } from './scratch.ts'
import type { SyntaxNode } from './syntax.ts'
import { type Tests, testsOf } from './testTable.ts'

const TESTS = 'test/contracts'
/** The libraries that have an address of their own. */
const linked = ['ParameterChanges', 'MarketKeys'].map((name) => `contracts/libraries/${name}.sol`)
const MOCHA_MINUTES = 6
const SOLIDITY_MINUTES = 10

/** How a mutant ended. */
export interface Ended {
  readonly status: Status
  readonly by?: string
}

interface Options {
  /** Mocha's files only: what survives them is left to a later run with `--again`. */
  readonly quick: boolean
  readonly say: (text: string) => void
}

/** One contract under trial: what is compiled for it, and what it is without a mutant. */
interface Subject {
  readonly file: string
  readonly targets: readonly Target[]
  readonly pristine: ReadonlyMap<string, Compiled>
  readonly tests: Tests
}

/** Tries mutants in a scratch, one after the other. */
export class Trial {
  readonly #scratch: Scratch
  readonly #options: Options
  readonly #compiler: Compiler
  readonly #trees: ReadonlyMap<string, SyntaxNode>
  readonly #testFiles: readonly string[]
  readonly #artifacts: Artifacts
  readonly #runner: MochaRunner
  #subject: Subject | undefined

  private constructor(scratch: Scratch, options: Options, testFiles: readonly string[]) {
    this.#scratch = scratch
    this.#options = options
    this.#testFiles = testFiles
    this.#compiler = new Compiler(scratch.input)
    const own = Object.keys(scratch.input.sources).filter((name) => isContract(name))
    this.#trees = this.#compiler.parse(own)
    this.#artifacts = new Artifacts(scratch.mocha)
    this.#runner = new MochaRunner(scratch.mocha)
  }

  static async open(scratch: Scratch, options: Options): Promise<Trial> {
    const names = await readdir(join(projectFolder, TESTS), { recursive: true })
    const others = await readdir(join(projectFolder, 'test/thirdparty'))
    const beside = others.filter((name) => name.endsWith('.test.ts'))
    return new Trial(scratch, options, [
      ...names.filter((name) => /\.(?:sol|test\.ts)$/.test(name)).sort(),
      ...beside.map((name) => `../thirdparty/${name}`),
    ])
  }

  async close(): Promise<void> {
    this.#runner.stop()
    await this.#artifacts.restore()
  }

  /** @param results so far: what has killed most is tried first */
  async of(mutation: Mutation, results: readonly Result[]): Promise<Ended> {
    const subject = await this.#subjectOf(mutation.file)
    const path = join(projectFolder, mutation.file)
    const content = applied(await readFile(path), mutation).toString('utf8')
    const source = `project/${mutation.file}`
    const compiled = this.#compiler.compile(subject.targets, { source, content })
    if (compiled === undefined) return { status: 'uncompilable' }
    const changed = new Map(
      [...compiled].filter(([name, contract]) => !isSame(contract, subject.pristine.get(name))),
    )
    if (changed.size === 0) return { status: 'equivalent' }
    const own = results.filter(({ file }) => file === mutation.file)
    const tests = byKills(subject.tests.mocha, own)
    const byMocha = await this.#tryMocha(changed, tests)
    if (byMocha !== undefined || this.#options.quick) return byMocha ?? { status: 'survived' }
    return (
      (await this.#trySolidity(mutation.file, content, subject.tests)) ?? { status: 'survived' }
    )
  }

  async #tryMocha(
    changed: ReadonlyMap<string, Compiled>,
    tests: readonly string[],
  ): Promise<Ended | undefined> {
    await this.#artifacts.swap(changed)
    try {
      const files = tests.map((file) => join(TESTS, file))
      const outcome = await this.#runner.run(files, MOCHA_MINUTES * 60_000)
      if (outcome === 'timeout') return { status: 'timeout' }
      if (outcome.failed === undefined) return undefined
      const place = files.indexOf(outcome.failed.file)
      return { status: 'killed', by: tests[place] ?? outcome.failed.file }
    } finally {
      await this.#artifacts.restore()
    }
  }

  async #trySolidity(file: string, content: string, tests: Tests): Promise<Ended | undefined> {
    const path = join(this.#scratch.solidity, file)
    const original = await readFile(join(projectFolder, file))
    await writeFile(path, content)
    try {
      const { solidity } = this.#scratch
      // A runner that is given test files compiles them and what they import, not the libraries that they are linked with.
      await run('node_modules/.bin/hardhat', ['--no-typechain', 'build', ...linked], solidity)
      for (const suite of tests.solidity) {
        const failure = await this.#runSuite(suite)
        if (failure?.isTimeout) return { status: 'timeout', by: suite[0] ?? '' }
        if (failure !== undefined) return { status: 'killed', by: suite[0] ?? '' }
      }
      return undefined
    } finally {
      await writeFile(path, original)
    }
  }

  async #runSuite(suite: readonly string[]): Promise<CommandFailedError | undefined> {
    const files = suite.map((name) => join(TESTS, name))
    const args = ['--no-typechain', 'test', 'solidity', ...files]
    const { solidity } = this.#scratch
    try {
      await run('node_modules/.bin/hardhat', args, solidity, SOLIDITY_MINUTES * 60_000)
      return undefined
    } catch (error) {
      if (error instanceof CommandFailedError) return error
      throw error
    }
  }

  /** The contract of a mutation; its tests pass without one, or nothing that they say about mutants counts. */
  async #subjectOf(file: string): Promise<Subject> {
    if (this.#subject?.file === file) return this.#subject
    const targets = targetsOf(importersOf(`project/${file}`, this.#trees), this.#trees)
    const pristine = this.#compiler.compile(targets)
    if (pristine === undefined) throw new Error(`${file} does not compile without a mutant.`)
    const tests = testsOf(file, this.#testFiles)
    await this.#prove(tests)
    this.#subject = { file, targets, pristine, tests }
    return this.#subject
  }

  async #prove({ mocha, solidity }: Tests): Promise<void> {
    const { proven } = this.#scratch
    const files = mocha.filter((file) => !proven.has(file))
    if (files.length > 0) this.#options.say(`${files.length} test files without a mutant first`)
    const outcome = await this.#runner.run(
      files.map((file) => join(TESTS, file)),
      5 * MOCHA_MINUTES * 60_000,
    )
    if (outcome === 'timeout' || outcome.failed !== undefined) {
      throw new Error(`Without a mutant a test fails: ${JSON.stringify(outcome)}`)
    }
    for (const file of files) proven.add(file)
    for (const suite of this.#options.quick ? [] : solidity) {
      const [name = ''] = suite
      if (proven.has(name)) continue
      this.#options.say(`${name} without a mutant first`)
      const failure = await this.#runSuite(suite)
      if (failure !== undefined) throw failure
      proven.add(name)
    }
    await this.#scratch.keepProven()
  }
}

const isContract = (source: string): boolean => source.startsWith('project/contracts/')

const isSame = (one: Compiled, other: Compiled | undefined): boolean =>
  other !== undefined && one.bytecode === other.bytecode
