import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Compiled } from './compiler.ts'

/** Puts mutated bytecode where Hardhat looks for a contract's, and takes it out again. */
export class Artifacts {
  readonly #folder: string
  readonly #pristine = new Map<string, string>()

  /** @param folder a copy of the project */
  constructor(folder: string) {
    this.#folder = folder
  }

  async swap(changed: ReadonlyMap<string, Compiled>): Promise<void> {
    for (const [fullName, compiled] of changed) {
      const path = this.#pathOf(fullName)
      const text = this.#pristine.get(path) ?? (await readFile(path, 'utf8'))
      this.#pristine.set(path, text)
      await writeFile(path, JSON.stringify({ ...JSON.parse(text), ...compiled }))
    }
  }

  async restore(): Promise<void> {
    for (const [path, text] of this.#pristine) await writeFile(path, text)
    this.#pristine.clear()
  }

  /** `project/contracts/core/Ledger.sol:Ledger` is at `artifacts/contracts/core/Ledger.sol/Ledger.json`. */
  #pathOf(fullName: string): string {
    const [source = '', contract = ''] = fullName.split(':')
    const inProject = source.replace(/^project\//, '')
    return join(this.#folder, 'artifacts', inProject, `${contract}.json`)
  }
}
