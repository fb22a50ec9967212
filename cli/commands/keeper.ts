import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import type { Keeping, Pass } from '../workflows/keeping.ts'
import { type SevereFlags, withSevere } from './actingFlags.ts'
import type { Command, Outcome } from './command.ts'
import { type GlobalFlags, printOneOf } from './output.ts'

interface Flags extends SevereFlags {
  readonly once?: boolean
  readonly only?: string
  readonly market?: string
  readonly interval?: string
  readonly maxRepay?: string
  readonly minProfit?: string
  readonly haircut?: string
  readonly gasTokenPrice?: string
  readonly ignoreGas?: boolean
}

/** So long whatever is on its way is looked after once somebody has asked to stop. */
const LEAVE_SECONDS = 10

export const keeper: Command<Flags> = {
  name: 'keeper',
  summary: 'Liquidate, auction and refresh: do what the protocol pays for, or needs from anybody',
  examples: [
    [
      'ballast keeper --once --dry-run',
      'what there is to do now, what it would bring, and why not',
    ],
    ['ballast keeper --confirm local', 'goes on until Ctrl-C; without --confirm it asks once'],
    [
      'ballast keeper --only liquidate,take --max-repay "50_000 bUSD" --min-profit "25 bUSD"',
      'no more than that for one job, and no less than that from it',
    ],
    [
      'ballast keeper --once --only refresh,note,shutdown --json',
      'for a timer; shutdown is named only',
    ],
  ],
  flags: (yargs) =>
    withSevere(yargs)
      .option('confirm', {
        type: 'string',
        describe: "send without asking: the network's name",
      })
      .option('once', { type: 'boolean', describe: 'look once, and end' })
      .option('only', {
        type: 'string',
        describe:
          'what to do, with commas: refresh, note, liquidate, absorb, kick, take, redo, cover, shutdown (default: all but the last two)',
      })
      .option('market', {
        type: 'string',
        describe: 'in which markets, with commas (default: all)',
      })
      .option('interval', { type: 'string', describe: 'how often to look (default: "12 s")' })
      .option('max-repay', {
        type: 'string',
        describe: 'the most to pay for one job, such as "50_000 bUSD" (default: what there is)',
      })
      .option('min-profit', {
        type: 'string',
        describe: 'the least that a job brings, such as "25 bUSD" (default: more than nothing)',
      })
      .option('haircut', {
        type: 'string',
        describe: 'taken off what collateral is worth at the low price (default: 1%)',
      })
      .option('gas-token-price', {
        type: 'string',
        describe:
          'of a whole token that gas is paid in, such as "2_400 bUSD" (default: the WETH feed)',
      })
      .option('ignore-gas', {
        type: 'boolean',
        describe: 'what gas costs does not count',
      }) as unknown as Argv<Flags>,
  async run(flags, services) {
    const { readKeeperSettings } = await import('../workflows/keeperSettings.ts')
    const { openKeeper } = await import('../workflows/keep.ts')
    const { confirmKeeper } = await import('./confirm.ts')
    const { stopped } = await import('./signals.ts')
    const acting = await services.openActing(flags.account, flags)
    const settings = readKeeperSettings(flags, acting.protocol.book)
    const confirm = confirmKeeper(flags, acting.sender.feeCap)
    const repeats = flags.once !== true
    // Until somebody has agreed, an interruption is one.
    const stopping = new AbortController()
    const keeping = await openKeeper(acting, {
      ...{ settings, repeats, confirm },
      ...{ progress: services.progress, signal: stopping.signal },
    })
    stopped(LEAVE_SECONDS).addEventListener('abort', () => stopping.abort(), { once: true })
    return repeats ? goOn(keeping, flags) : once(keeping)
  },
}

async function once(keeping: Keeping): Promise<Outcome> {
  const { keepOnce } = await import('../workflows/keep.ts')
  const { renderPass } = await import('../workflows/keeperAnswer.ts')
  const pass = await keepOnce(keeping)
  return { answer: renderPass(pass, keeping), exitCode: exitOf(pass, keeping) }
}

function exitOf({ jobs, trouble }: Pass, { signal }: Keeping): ExitCode {
  if (signal.aborted) return ExitCode.interrupted
  if (trouble !== undefined) return trouble.exitCode
  if (jobs.some(({ state }) => state === 'under way')) return ExitCode.unreachable
  return jobs.some(({ state }) => state === 'failed') ? ExitCode.reverted : ExitCode.done
}

/** For people only what is new is told; for machines every pass. */
async function goOn(keeping: Keeping, flags: GlobalFlags): Promise<Outcome> {
  const { keepOn } = await import('../workflows/keep.ts')
  const { newsOf, renderKept, renderPass } = await import('../workflows/keeperAnswer.ts')
  let told: string | undefined
  const kept = await keepOn(keeping, async (pass) => {
    const news = newsOf(pass)
    if (flags.json !== true && news === told) return
    told = news
    await printOneOf(renderPass(pass, keeping), flags)
  })
  return { answer: renderKept(kept, keeping), exitCode: ExitCode.done, isLast: true }
}
