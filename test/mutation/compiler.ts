import { createRequire } from 'node:module'
import type { SyntaxNode } from './syntax.ts'

const require = createRequire(import.meta.url)

/** One contract as solc compiled it. */
export interface Compiled {
  readonly bytecode: string
  readonly deployedBytecode: string
  readonly linkReferences: object
  readonly deployedLinkReferences: object
  readonly immutableReferences: object
}

interface Bytecode {
  readonly object: string
  readonly linkReferences: object
  readonly immutableReferences?: object
}

interface Output {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[]
  readonly sources: Readonly<Record<string, { readonly ast: SyntaxNode }>>
  readonly contracts?: Readonly<
    Record<string, Record<string, { evm: { bytecode: Bytecode; deployedBytecode: Bytecode } }>>
  >
}

/** What Hardhat gave to solc: the sources by their names, and how to compile them. */
export interface Input {
  readonly settings: Readonly<Record<string, unknown>>
  readonly sources: Readonly<Record<string, { readonly content: string }>>
}

/** `project/contracts/core/Ledger.sol` and the contracts in it. */
export interface Target {
  readonly source: string
  readonly contracts: readonly string[]
}

/** solc, kept loaded: starting it takes longer than many a mutant. */
export class Compiler {
  readonly #solc: { compile(input: string, callbacks: object): string } = require('solc/wrapper')(
    require('solc/soljson.js'),
  )
  readonly #input: Input

  constructor(input: Input) {
    this.#input = input
  }

  /** The syntax trees of some sources. */
  parse(sources: readonly string[]): ReadonlyMap<string, SyntaxNode> {
    const settings = { stopAfter: 'parsing', outputSelection: { '*': { '': ['ast'] } } }
    const { sources: trees } = this.#run(sources, { settings })
    return new Map(sources.map((source) => [source, trees[source]!.ast]))
  }

  /**
   * Compiles contracts, one source of theirs replaced.
   *
   * @returns by `source:Contract`; undefined if solc refuses the mutant
   */
  compile(
    targets: readonly Target[],
    replaced?: { readonly source: string; readonly content: string },
  ): ReadonlyMap<string, Compiled> | undefined {
    const wanted = ['evm.bytecode', 'evm.deployedBytecode']
    const outputSelection = Object.fromEntries(
      targets.map(({ source, contracts }) => [
        source,
        Object.fromEntries(contracts.map((name) => [name, wanted])),
      ]),
    )
    // Without the hash of the sources at its end, the bytecode of the same contract is the same.
    const metadata = { appendCBOR: false, bytecodeHash: 'none' }
    const settings = { ...this.#input.settings, metadata, outputSelection }
    const roots = targets.map(({ source }) => source)
    const output = this.#run(roots, replaced === undefined ? { settings } : { settings, replaced })
    if (output.errors?.some(({ severity }) => severity === 'error')) return undefined
    return new Map(
      targets.flatMap(({ source, contracts }) =>
        contracts.map((name) => [`${source}:${name}`, compiledOf(output, source, name)] as const),
      ),
    )
  }

  #run(
    roots: readonly string[],
    request: {
      readonly settings: object
      readonly replaced?: { readonly source: string; readonly content: string }
    },
  ): Output {
    const { settings, replaced } = request
    const contentOf = (source: string): string | undefined =>
      source === replaced?.source ? replaced.content : this.#input.sources[source]?.content
    const sources = Object.fromEntries(roots.map((root) => [root, { content: contentOf(root) }]))
    const callbacks = {
      import: (source: string) => {
        const contents = contentOf(source)
        return contents === undefined ? { error: `${source} is not there` } : { contents }
      },
    }
    const input = JSON.stringify({ language: 'Solidity', sources, settings })
    return JSON.parse(this.#solc.compile(input, callbacks)) as Output
  }
}

function compiledOf(output: Output, source: string, name: string): Compiled {
  const evm = output.contracts?.[source]?.[name]?.evm
  if (evm === undefined) throw new Error(`solc gave nothing for ${source}:${name}.`)
  return {
    bytecode: `0x${evm.bytecode.object}`,
    deployedBytecode: `0x${evm.deployedBytecode.object}`,
    linkReferences: evm.bytecode.linkReferences,
    deployedLinkReferences: evm.deployedBytecode.linkReferences,
    immutableReferences: evm.deployedBytecode.immutableReferences ?? {},
  }
}
