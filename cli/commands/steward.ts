import type { Argv } from 'yargs'
import { ExitCode, UsageError } from '../shared/errors.ts'
import { type MildFlags, withMild } from './actingFlags.ts'
import type { Command, Outcome, Services } from './command.ts'
import type { GlobalFlags } from './output.ts'

const parts = [
  ['set', 'move parameters of a market within what stewards may do, all of them or none'],
  ['windows', 'what stewards may do now, and when the next step may follow'],
] as const

interface Flags extends MildFlags {
  readonly what: (typeof parts)[number][0]
  readonly market?: string
  readonly settings?: readonly string[]
}

export const steward: Command<Flags> = {
  name: 'steward',
  positional: '<what> [market] [settings..]',
  summary: 'Move parameters in small steps that governance has allowed in advance, without a vote',
  parts,
  examples: [
    ['ballast steward windows', 'every allowance, its window and when it opens'],
    ['ballast steward set WETH-A liquidationThreshold=80.5%', 'asks before it sends'],
    [
      'ballast steward set WETH-A liquidationThreshold=80.5% "debtCeiling=110_000_000 bUSD" --yes',
      'several together, all of them or none',
    ],
    ['ballast steward set WETH-A stabilityFee=6% --dry-run', 'the plan with the window alone'],
  ],
  flags: (yargs) =>
    withMild(yargs)
      .positional('what', {
        choices: parts.map(([name]) => name),
        demandOption: true,
        describe: 'what to do',
      })
      .positional('market', { type: 'string', describe: 'a market, such as WETH-A' })
      .positional('settings', {
        type: 'string',
        array: true,
        describe: 'of set: parameter=value, with the unit',
      }) as unknown as Argv<Flags>,
  run: (flags, services) =>
    flags.what === 'windows' ? windows(flags, services) : set(flags, services),
}

/** @throws UsageError */
async function windows({ market, settings = [] }: Flags, services: Services): Promise<Outcome> {
  if (settings.length > 0) {
    throw new UsageError(
      'ballast steward windows takes one market.',
      `To move a parameter: ballast steward set ${market} ${settings[0]}`,
    )
  }
  const { listWindows } = await import('../workflows/listWindows.ts')
  const answer = await listWindows(await services.openProtocol(), market)
  return { answer, exitCode: ExitCode.done }
}

/** @throws UsageError */
async function set(flags: Flags & GlobalFlags, services: Services): Promise<Outcome> {
  const { market, settings = [] } = flags
  if (market === undefined) {
    throw new UsageError(
      'ballast steward set needs a market.',
      'Name it, and what to set: ballast steward set WETH-A liquidationThreshold=80.5%',
    )
  }
  const { stepAsSteward } = await import('../workflows/stewardStep.ts')
  const { renderActed } = await import('../workflows/answersOfActs.ts')
  const { confirmByYes } = await import('./confirm.ts')
  const acting = await services.openActing(flags.account, flags)
  const options = { confirm: confirmByYes(flags), progress: services.progress }
  const acted = await stepAsSteward(acting, { market, settings }, options)
  return { answer: renderActed(acted, acting), exitCode: ExitCode.done }
}
