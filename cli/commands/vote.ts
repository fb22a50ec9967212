import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import { type MildFlags, withMild } from './actingFlags.ts'
import type { Command, Outcome, Services } from './command.ts'
import type { GlobalFlags } from './output.ts'
import { type LocatedFlags, withLocated } from './proposalFlags.ts'
import { type SigningFlags, withSigning } from './signingFlags.ts'

interface Flags extends LocatedFlags, MildFlags, SigningFlags {
  readonly support?: 'for' | 'against' | 'abstain'
  readonly split?: string
  readonly reason?: string
  readonly again?: boolean
  readonly voter?: string
  readonly override?: boolean
}

export const vote: Command<Flags> = {
  name: 'vote',
  positional: '<proposal> [support]',
  summary: 'Cast the votes of an account: for, against, abstain, or a split',
  examples: [
    ['ballast vote 0xbbc1eb0a for --reason "the report convinces me"', 'with all its votes'],
    ['ballast vote 0xbbc1eb0a --split for=60%,against=40%', 'for people who delegated to it'],
    [
      'ballast vote 0xbbc1eb0a for --by-signature',
      'sign a ballot for others to send: it costs the voter nothing',
    ],
  ],
  flags: (yargs) =>
    withSigning(withMild(withLocated(yargs)))
      .positional('support', {
        choices: ['for', 'against', 'abstain'] as const,
        describe: 'the side that gets every vote that is left',
      })
      .option('split', {
        type: 'string',
        describe: 'shares of what is left, or votes: for=60%,against=40% or "for=500_000 BLST"',
      })
      .option('reason', { type: 'string', describe: 'a text that is published with the vote' })
      .option('again', {
        type: 'boolean',
        describe: 'cast the same split once more, of what is left',
      })
      .option('override', {
        type: 'boolean',
        conflicts: ['split', 'again'],
        describe:
          'take your own tokens out of the vote of your delegate, once (where the Governor counts overrides)',
      })
      .option('voter', {
        type: 'string',
        implies: 'by-signature',
        describe: 'a contract wallet whose votes they are, if the account signs for one (ERC-1271)',
      }) as unknown as Argv<Flags>,
  async run(flags, services) {
    if (flags.bySignature === true) return signed(flags, services)
    const { openActing, progress } = services
    const { voteOnProposal } = await import('../workflows/voteOnProposal.ts')
    const { renderActed } = await import('../workflows/answersOfActs.ts')
    const { confirmByYes } = await import('./confirm.ts')
    const acting = await openActing(flags.account, flags)
    const acted = await voteOnProposal(acting, flags, { confirm: confirmByYes(flags), progress })
    return { answer: renderActed(acted, acting), exitCode: ExitCode.done }
  },
}

async function signed(flags: Flags & GlobalFlags, services: Services): Promise<Outcome> {
  const { signBallot } = await import('../workflows/signBallot.ts')
  const { renderSigned, signingPlanText } = await import('../workflows/answersOfSigning.ts')
  const { confirmSignature } = await import('./confirm.ts')
  const acting = await services.openActing(flags.account, flags)
  const { config } = await services.openWorkspace()
  const confirm = confirmSignature(flags)
  const answer = await signBallot(acting, { ...flags, config }, (plan) =>
    confirm(signingPlanText(plan)),
  )
  return { answer: renderSigned(answer, acting), exitCode: ExitCode.done }
}
