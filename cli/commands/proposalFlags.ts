import type { Argv } from 'yargs'

/** The proposal that a verb works on: a file, a folder that holds proposal.yaml, or an id on the chain. */
export interface ProposalFlags {
  readonly proposal: string
}

export const withProposal = <T>(yargs: Argv<T>): Argv<T & ProposalFlags> =>
  yargs.positional('proposal', {
    type: 'string',
    demandOption: true,
    describe: 'a proposal file, its folder, an id on the chain, or - for standard input',
  }) as unknown as Argv<T & ProposalFlags>

/** Checks that may stay inconclusive without stopping the command; recorded in the answer. */
export interface AcceptFlags {
  readonly acceptInconclusive: readonly string[]
}

export const withAccept = <T>(yargs: Argv<T>): Argv<T & AcceptFlags> =>
  yargs.option('accept-inconclusive', {
    type: 'string',
    array: true,
    nargs: 1,
    default: [],
    describe: 'name of a check that may stay inconclusive (repeatable)',
  }) as unknown as Argv<T & AcceptFlags>

/** Prices to replay. */
export interface ReplayFlags {
  readonly replay?: string
  readonly from?: string
  readonly to?: string
}

export const withReplay = <T>(yargs: Argv<T>): Argv<T & ReplayFlags> =>
  yargs
    .option('replay', {
      type: 'string',
      describe: 'CSV of prices to replay on the book (default: the crash of March 2020)',
    })
    .option('from', { type: 'string', describe: 'first date of the replay, such as 2020-03-12' })
    .implies('from', 'replay')
    .implies('to', 'replay')
    .option('to', {
      type: 'string',
      describe: 'end of the replay (not included)',
    }) as unknown as Argv<T & ReplayFlags>

/** A proposal on the chain. */
export interface LocatedFlags {
  readonly proposal: string
}

export const withLocated = <T>(yargs: Argv<T>): Argv<T & LocatedFlags> =>
  yargs.positional('proposal', {
    type: 'string',
    demandOption: true,
    describe: 'its id, the beginning of the id, or the file it was made from',
  }) as unknown as Argv<T & LocatedFlags>
