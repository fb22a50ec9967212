import type { Argv } from 'yargs'
import { ExitCode, UsageError } from '../shared/errors.ts'
import { type MildFlags, type SevereFlags, withMild } from './actingFlags.ts'
import type { Command, Services } from './command.ts'
import type { GlobalFlags } from './output.ts'

const parts = [
  ['tighten', 'raise the collateralizationRatio, lower ceilings and caps on risks; at once'],
  ['freeze', 'stop issuing in a market for a day, at most once a week'],
  ['cancel', 'end a proposal for ever, in any state before its execution'],
] as const

interface Flags extends MildFlags, SevereFlags {
  readonly what: (typeof parts)[number][0]
  readonly subject: string
  readonly settings?: readonly string[]
}

export const guardian: Command<Flags> = {
  name: 'guardian',
  positional: '<what> <subject> [settings..]',
  summary: 'Act in an emergency without a vote, where no vault that exists can be hurt',
  parts,
  examples: [
    ['ballast guardian tighten WETH-A collateralizationRatio=175%', 'asks before it sends'],
    [
      'ballast guardian tighten WETH-A "debtCeiling=0 bUSD" --yes',
      'no new debt until the ceiling is raised again; without asking',
    ],
    ['ballast guardian tighten asset:WETH "exposureCap=0 bUSD"', 'all markets behind a risk'],
    ['ballast guardian freeze WETH-A --dry-run', 'until when, and when the next one may begin'],
    ['ballast guardian cancel 0xbbc1eb0a --confirm 0xbbc1eb0a', 'as the proposal guardian'],
  ],
  flags: (yargs) =>
    withMild(yargs)
      .positional('what', {
        choices: parts.map(([name]) => name),
        demandOption: true,
        describe: 'what to do',
      })
      .positional('subject', {
        type: 'string',
        demandOption: true,
        describe:
          'a market, such as WETH-A; of tighten a risk or the derivative too; of cancel a proposal',
      })
      .positional('settings', {
        type: 'string',
        array: true,
        describe: 'of tighten: parameter=value, with the unit',
      })
      .option('confirm', {
        type: 'string',
        describe: "cancel: send without asking; the proposal's slug, or the beginning of its id",
      }) as unknown as Argv<Flags>,
  async run(flags, services) {
    requireFitting(flags)
    const { renderActed } = await import('../workflows/answersOfActs.ts')
    const acting = await services.openActing(flags.account, flags)
    const acted = await act(flags, services, acting)
    return { answer: renderActed(acted, acting), exitCode: ExitCode.done }
  },
}

/** @throws UsageError for what another part takes */
function requireFitting({ what, subject, settings = [], yes, confirm }: Flags): void {
  const [first] = settings
  if (what !== 'tighten' && first !== undefined) {
    throw new UsageError(
      `ballast guardian ${what} takes nothing behind ${subject}.`,
      `To tighten it: ballast guardian tighten ${subject} ${first}`,
    )
  }
  if (what === 'cancel' && yes === true) {
    throw new UsageError(
      'A cancelled proposal can never be proposed again, so --yes is not enough.',
      `Confirm it by its name: --confirm ${subject}`,
    )
  }
  if (what !== 'cancel' && confirm !== undefined) {
    throw new UsageError('--confirm is of guardian cancel.', 'To send without asking: --yes')
  }
}

async function act(
  flags: Flags & GlobalFlags,
  { progress }: Services,
  acting: Awaited<ReturnType<Services['openActing']>>,
) {
  const { confirmBySlug, confirmByYes } = await import('./confirm.ts')
  const { subject, settings = [] } = flags
  const mild = { confirm: confirmByYes(flags), progress }
  switch (flags.what) {
    case 'tighten': {
      const { tightenNow } = await import('../workflows/guardianTighten.ts')
      return tightenNow(acting, { subject, settings }, mild)
    }
    case 'freeze': {
      const { freezeMarket } = await import('../workflows/guardianFreeze.ts')
      return freezeMarket(acting, { market: subject }, mild)
    }
    case 'cancel': {
      const { cancelAsGuardian } = await import('../workflows/guardianCancel.ts')
      return cancelAsGuardian(acting, subject, { confirm: confirmBySlug(flags), progress })
    }
  }
}
