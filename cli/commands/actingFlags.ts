import type { Argv } from 'yargs'

/** Who acts, and whether it is only a rehearsal. */
export interface ActingFlags {
  readonly account?: string
  readonly dryRun?: boolean
  /** The most to pay for a unit of gas, gwei. */
  readonly maxFee?: number
}

/** Consent to an act that cannot be undone: the proposal's slug. */
export interface SevereFlags extends ActingFlags {
  readonly confirm?: string
}

/** Consent to any other act. */
export interface MildFlags extends ActingFlags {
  readonly yes?: boolean
}

/** Consent to a signature: the slug for what cannot be taken back, yes for the rest. */
export interface SignatureFlags extends ActingFlags {
  readonly confirm?: string
  readonly yes?: boolean
}

export const withMaxFee = <T>(yargs: Argv<T>): Argv<T & Pick<ActingFlags, 'maxFee'>> =>
  yargs.option('max-fee', {
    type: 'number',
    describe: 'the most to pay for a unit of gas, in gwei (default: maxFee in ballast.yaml)',
  }) as unknown as Argv<T & Pick<ActingFlags, 'maxFee'>>

const withActing = <T>(yargs: Argv<T>): Argv<T & ActingFlags> =>
  withMaxFee(
    yargs
      .option('account', {
        type: 'string',
        describe:
          'who acts: a name of ballast.yaml, node:0, env:NAME, keystore:FILE or ledger:PATH',
      })
      .option('dry-run', {
        type: 'boolean',
        describe: 'show what would be sent, and send nothing',
      }),
  ) as unknown as Argv<T & ActingFlags>

export const withSevere = <T>(yargs: Argv<T>): Argv<T & SevereFlags> =>
  withActing(yargs).option('confirm', {
    type: 'string',
    describe: "send without asking: the proposal's slug, or the beginning of its id",
  }) as unknown as Argv<T & SevereFlags>

export const withMild = <T>(yargs: Argv<T>): Argv<T & MildFlags> =>
  withActing(yargs).option('yes', {
    type: 'boolean',
    describe: 'send without asking',
  }) as unknown as Argv<T & MildFlags>

export const withSignature = <T>(yargs: Argv<T>): Argv<T & SignatureFlags> =>
  withActing(yargs)
    .option('yes', {
      type: 'boolean',
      describe: 'vote, follow, unfollow, statement: sign and send without asking',
    })
    .option('confirm', {
      type: 'string',
      describe: "propose, cancel: sign and send without asking; the proposal's slug",
    }) as unknown as Argv<T & SignatureFlags>
