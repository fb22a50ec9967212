import type { Argv } from 'yargs'
import { ExitCode, UsageError } from '../shared/errors.ts'
import type { Progress } from '../shared/progress.ts'
import type { Acted, Confirm } from '../workflows/act.ts'
import type { SnapshotDelegateRequest } from '../workflows/delegateOnSnapshot.ts'
import type { Acting } from '../workflows/protocol.ts'
import { type MildFlags, withMild } from './actingFlags.ts'
import type { Command, Outcome, Services } from './command.ts'
import type { GlobalFlags } from './output.ts'
import { type SigningFlags, withSigning } from './signingFlags.ts'

interface Flags extends MildFlags, SigningFlags {
  readonly to: string
  readonly expires?: string
  readonly snapshot?: boolean
  readonly split?: boolean
  readonly allSpaces?: boolean
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
    [
      'ballast delegate alice --snapshot',
      'the votes in the space on Snapshot; nobody takes it back',
    ],
    [
      'ballast delegate alice=60%,bob=40% --snapshot --split --expires "90 days"',
      'to several, where the space counts split delegations',
    ],
  ],
  flags: (yargs) =>
    withSigning(withMild(yargs))
      .positional('to', {
        type: 'string',
        demandOption: true,
        describe:
          'an address, an account of ballast.yaml, or self; on Snapshot also nobody, and with --split shares, opt-out or opt-in',
      })
      .option('expires', {
        type: 'string',
        describe:
          'by signature: for how long it can be sent (default: 7 days); split: when it ends (default: never)',
      })
      .option('snapshot', {
        type: 'boolean',
        conflicts: 'by-signature',
        describe: "the votes in the network's space on Snapshot, not those of the token",
      })
      .option('split', {
        type: 'boolean',
        implies: 'snapshot',
        describe: 'in the registry of split delegations',
      })
      .option('all-spaces', {
        type: 'boolean',
        implies: 'snapshot',
        conflicts: 'split',
        describe: 'in every space of Snapshot that has no delegation of its own',
      }) as unknown as Argv<Flags>,
  async run(flags, services) {
    requireEnd(flags)
    if (flags.bySignature === true) return signed(flags, services)
    const { openActing, openWorkspace, progress } = services
    const { renderActed } = await import('../workflows/answersOfActs.ts')
    const { confirmByYes } = await import('./confirm.ts')
    const acting = await openActing(flags.account, flags)
    const { config } = await openWorkspace()
    const options = { confirm: confirmByYes(flags), progress }
    const acted = await delegated(acting, { ...flags, config }, options)
    return { answer: renderActed(acted, acting), exitCode: ExitCode.done }
  },
}

/** @throws UsageError */
function requireEnd({ expires, bySignature, split }: Flags): void {
  if (expires === undefined || bySignature === true || split === true) return
  throw new UsageError(
    'Such a delegation does not end by itself: --expires is of signed and of split ones.',
    'Leave --expires out; or add --by-signature, or --snapshot --split.',
  )
}

async function delegated(
  acting: Acting,
  request: SnapshotDelegateRequest & Flags,
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  if (request.snapshot === true) {
    const { delegateOnSnapshot } = await import('../workflows/delegateOnSnapshot.ts')
    return delegateOnSnapshot(acting, request, options)
  }
  const { delegateVotes } = await import('../workflows/delegateVotes.ts')
  return delegateVotes(acting, request, options)
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
