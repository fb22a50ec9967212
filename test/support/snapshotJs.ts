import snapshot from '@snapshot-labs/snapshot.js'
import hashes from '@snapshot-labs/snapshot.js/src/sign/hashedTypes.json' with { type: 'json' }
import type { Envelope } from '../../cli/snapshot/messages.ts'

/** A way of counting votes, as the package has it. */
interface Voting {
  new (
    proposal: { readonly choices: readonly string[] },
    votes: readonly { choice: unknown; balance: number; scores: readonly number[] }[],
    strategies: readonly unknown[],
    selected: unknown,
  ): { getScores(): readonly number[] }
  isValidChoice(choice: unknown, choices: readonly string[]): boolean
}

/** As much of the package as the tests measure us by. Its typings say that it lies below `default` once more. */
interface Package {
  readonly schemas: Readonly<Record<string, object>>
  readonly utils: {
    validateSchema(schema: unknown, data: unknown, options?: object): true | readonly unknown[]
    getHash(data: unknown, address: string): string
    verify(
      address: string,
      sig: string,
      data: unknown,
      network: string,
      options: { readonly broviderUrl: string },
    ): Promise<boolean>
    readonly voting: Readonly<Record<string, Voting>>
  }
  readonly Client712: new (
    address: string,
  ) => Record<string, (signer: unknown, address: string, message: object) => Promise<Envelope>> & {
    send: (envelope: Envelope) => Promise<Envelope>
  }
}

export const snapshotJs = snapshot as unknown as Package

/** What the sequencer knows messages by: sha256 of their types → kind. */
export const hashedTypes = hashes as Readonly<Record<string, string>>
