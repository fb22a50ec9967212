import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import { type MildFlags, withMild } from './actingFlags.ts'
import type { Command, Outcome, Services } from './command.ts'
import type { GlobalFlags } from './output.ts'
import { type SigningFlags, withSigning } from './signingFlags.ts'

interface Flags extends MildFlags, SigningFlags {
  readonly to: string
  readonly expires?: string
}

export const delegate: Command<Flags> = {
  name: 'delegate',
  positional: '<to>',
  summary: 'Let an account vote with the tokens of another, or its own',
  examples: [
    ['ballast delegate self', 'so that the account votes with its own tokens'],
    [
      'ballast delegate 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --yes',
      'to somebody else, without asking',
    ],
    ['ballast delegate self --by-signature --expires "2 days"', 'sign it, for others to send'],
  ],
  flags: (yargs) =>
    withSigning(withMild(yargs))
      .positional('to', {
        type: 'string',
        demandOption: true,
        describe: 'an address, an account of ballast.yaml, or self',
      })
      .option('expires', {
        type: 'string',
        implies: 'by-signature',
        describe: 'for how long it can be sent (default: 7 days)',
      }) as unknown as Argv<Flags>,
  async run(flags, services) {
    if (flags.bySignature === true) return signed(flags, services)
    const { openActing, openWorkspace, progress } = services
    const { delegateVotes } = await import('../workflows/delegateVotes.ts')
    const { renderActed } = await import('../workflows/answersOfActs.ts')
    const { confirmByYes } = await import('./confirm.ts')
    const acting = await openActing(flags.account, flags)
    const { config } = await openWorkspace()
    const options = { confirm: confirmByYes(flags), progress }
    const acted = await delegateVotes(acting, { to: flags.to, config }, options)
    return { answer: renderActed(acted, acting), exitCode: ExitCode.done }
  },
}

async function signed(flags: Flags & GlobalFlags, services: Services): Promise<Outcome> {
  const { signDelegation } = await import('../workflows/signDelegation.ts')
  const { renderSigned, signingPlanText } = await import('../workflows/answersOfSigning.ts')
  const { confirmSignature } = await import('./confirm.ts')
  const acting = await services.openActing(flags.account, flags)
  const { config } = await services.openWorkspace()
  const confirm = confirmSignature(flags)
  const answer = await signDelegation(acting, { ...flags, config }, (plan) =>
    confirm(signingPlanText(plan)),
  )
  return { answer: renderSigned(answer, acting), exitCode: ExitCode.done }
}
