import type { Argv } from 'yargs'
import type { Command } from './command.ts'

interface Flags {
  readonly file: string
  readonly safe?: string
  readonly nonce?: string
  readonly proposer?: string
}

export const hashes: Command<Flags> = {
  name: 'hashes',
  positional: '<file>',
  summary: 'Compute anew, by other code than signs, every hash of a proposal or a signed file',
  examples: [
    [
      'ballast hashes proposals/ceiling/safe-1-d8a50098-3-vote.signatures.json',
      'what the owners of a Safe sign',
    ],
    [
      'ballast hashes proposals/ceiling/snapshot.json',
      'what was proposed on Snapshot, and its calls',
    ],
    [
      'ballast hashes safe-1-d8a50098-3-vote.json --nonce 3',
      'the same from the Transaction Builder file',
    ],
    [
      'ballast hashes proposals/ceiling --proposer 0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
      'its calls, description, id, and the timelock\u2019s operation',
    ],
  ],
  flags: (yargs) =>
    yargs
      .positional('file', {
        type: 'string',
        demandOption: true,
        describe: 'a proposal (file, folder, id), or a .json that is signed or to be signed',
      })
      .option('safe', {
        type: 'string',
        describe: 'for a Transaction Builder file: the Safe, if not the one it names',
      })
      .option('nonce', {
        type: 'string',
        describe: 'for a Transaction Builder file: the nonce of the Safe',
      })
      .option('proposer', {
        type: 'string',
        describe: 'for a proposal: the address that submits it',
      }) as unknown as Argv<Flags>,
  async run(flags, { openProtocol, progress }) {
    const { recomputeHashes } = await import('../workflows/recomputeHashes.ts')
    const { exitCodeOfHashes, renderHashes } = await import('../workflows/answersOfHashes.ts')
    const groups = await recomputeHashes(openProtocol, flags, progress)
    return { answer: renderHashes(flags.file, groups), exitCode: exitCodeOfHashes(groups) }
  },
}
