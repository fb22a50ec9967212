import type { Argv } from 'yargs'

/** Signing what others send, instead of sending it. */
export interface SigningFlags {
  readonly bySignature?: boolean
  readonly out?: string
  readonly nonce?: string
}

export const withSigning = <T>(yargs: Argv<T>): Argv<T & SigningFlags> =>
  yargs
    .option('by-signature', {
      type: 'boolean',
      describe: 'send nothing: sign it into a file that anybody can send with ballast relay',
    })
    .option('out', {
      type: 'string',
      implies: 'by-signature',
      describe: 'the file to write (default: beside the proposal, or in the workspace)',
    })
    .option('nonce', {
      type: 'string',
      implies: 'by-signature',
      describe: 'its number in the order of what the account signs (default: the next free one)',
    }) as unknown as Argv<T & SigningFlags>
