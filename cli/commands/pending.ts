import type { Argv } from 'yargs'
import { ExitCode, UsageError } from '../shared/errors.ts'
import { type MildFlags, withMild } from './actingFlags.ts'
import type { Command } from './command.ts'

interface Flags extends MildFlags {
  readonly transaction?: string
  readonly speedUp?: boolean
  readonly cancelTx?: boolean
  readonly dismiss?: boolean
}

export const pending: Command<Flags> = {
  name: 'pending',
  positional: '[transaction]',
  summary: 'What was sent and has not ended: see it, offer more for it, take it back',
  examples: [
    ['ballast pending', 'what waits to be mined, and what nobody has looked at since'],
    ['ballast pending --speed-up --max-fee 40', 'offer an eighth more, at most 40 gwei'],
    ['ballast pending 17 --cancel-tx', 'let a transaction that does nothing take the nonce 17'],
    ['ballast pending --dismiss', 'take off the list what has ended; nothing is sent'],
  ],
  flags: (yargs) =>
    withMild(yargs)
      .positional('transaction', {
        type: 'string',
        describe: 'its nonce, its hash or how that begins; needed where several are unfinished',
      })
      .option('speed-up', { type: 'boolean', describe: 'offer more for the same transaction' })
      .option('cancel-tx', {
        type: 'boolean',
        describe: 'send one that does nothing, with the same nonce',
      })
      .option('dismiss', {
        type: 'boolean',
        describe: 'take off the list what has ended: all of it, or the one that is named',
      }) as unknown as Argv<Flags>,
  async run(flags, { openActing, openProtocol, openWorkspace }) {
    const { transaction: which, speedUp = false, cancelTx = false, dismiss = false } = flags
    if ([speedUp, cancelTx, dismiss].filter(Boolean).length > 1) {
      throw new UsageError(
        'A transaction is offered more for, taken back, or taken off the list.',
        'Give one of --speed-up, --cancel-tx and --dismiss.',
      )
    }
    const { listPending, pendingPlace, replacePending } = await import(
      '../workflows/pendingTransactions.ts'
    )
    const { renderDismissed, renderPending, renderReplaced } = await import(
      '../workflows/pendingAnswer.ts'
    )
    if (!speedUp && !cancelTx) {
      const place = pendingPlace(await openWorkspace())
      const protocol = await openProtocol()
      if (!dismiss) {
        const answer = renderPending(protocol, await listPending(protocol, place))
        return { answer, exitCode: ExitCode.done }
      }
      const { dismissPending } = await import('../workflows/dismissPending.ts')
      const request = which === undefined ? {} : { which }
      const dismissed = await dismissPending(protocol, place, request)
      return { answer: renderDismissed(protocol, dismissed), exitCode: ExitCode.done }
    }
    const { confirmByYes } = await import('./confirm.ts')
    const acting = await openActing(flags.account, flags)
    const request = {
      what: speedUp ? ('speed up' as const) : ('cancel' as const),
      ...(which === undefined ? {} : { which }),
    }
    const replaced = await replacePending(acting, request, { confirm: confirmByYes(flags) })
    return { answer: renderReplaced(acting.protocol, replaced), exitCode: ExitCode.done }
  },
}
