import type { Argv } from 'yargs'
import { ExitCode, UsageError } from '../shared/errors.ts'
import { type VotingType, votingTypes } from '../shared/votingTypes.ts'
import { type SignatureFlags, withSignature } from './actingFlags.ts'
import type { Command, Outcome, Services } from './command.ts'
import type { OutputFlags } from './output.ts'

const parts = [
  ['propose', 'put a draft to the vote, with the hash of its calls in the text'],
  ['vote', 'vote, or replace your vote: for, 1, 2,1 or 1=60%,2=40%'],
  ['cancel', 'take a proposal back, with its votes'],
  ['status', 'the space and what is open in it; one vote, its scores counted again'],
  ['follow', 'follow the space'],
  ['unfollow', 'stop following it'],
  ['statement', 'publish what you stand for as a delegate, from a file'],
] as const

type Part = (typeof parts)[number][0]

interface Flags extends SignatureFlags, OutputFlags {
  readonly what: Part
  readonly proposal?: string
  readonly vote?: string
  readonly type?: VotingType
  readonly choice?: readonly string[]
  readonly label?: readonly string[]
  readonly start?: string
  readonly period?: string
  readonly block?: number
  readonly secret?: boolean
  readonly reason?: string
  readonly about?: string
}

export const snapshot: Command<Flags> = {
  name: 'snapshot',
  positional: '<what> [proposal] [vote]',
  summary: 'Hold votes off-chain on Snapshot, and prove that submit sends what was voted on',
  parts,
  examples: [
    ['ballast snapshot propose proposals/2026-11-24-weth-a-threshold', 'asks for the slug first'],
    ['ballast snapshot vote proposals/2026-11-24-weth-a-threshold for --yes', 'without asking'],
    ['ballast snapshot vote my.yaml 1=60%,2=40% --reason "half convinced"', 'a weighted vote'],
    ['ballast snapshot status', 'what the space asks of proposals, and what is open'],
  ],
  flags: (yargs) => withBallot(withSignature(yargs)) as unknown as Argv<Flags>,
  async run(flags, services) {
    if (flags.what === 'status') return status(flags, services)
    const { renderSnapshotActed } = await import('../workflows/snapshotAnswers.ts')
    const acting = await services.openActing(flags.account)
    const acted = await act(flags, services, acting)
    return { answer: renderSnapshotActed(acted, acting), exitCode: ExitCode.done }
  },
}

const withBallot = <T>(yargs: Argv<T>) =>
  yargs
    .positional('what', {
      choices: parts.map(([name]) => name),
      demandOption: true,
      describe: 'what to do',
    })
    .positional('proposal', {
      type: 'string',
      describe:
        'its file, its folder, or its id on Snapshot; of a statement the file with its text',
    })
    .positional('vote', { type: 'string', describe: 'of vote: for, 1, 2,1 or 1=60%,2=40%' })
    .option('type', { choices: votingTypes, describe: 'propose: how it is voted on' })
    .option('choice', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'propose: a choice, the one that does it first (repeatable)',
    })
    .option('label', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'propose: id of a label of the space (repeatable)',
    })
    .option('start', { type: 'string', describe: 'propose: when it opens: 2026-11-24T12:00Z' })
    .option('period', { type: 'string', describe: 'propose: how long it is open: "3 days"' })
    .option('block', {
      type: 'number',
      describe: "propose: the block of the space's chain at which votes are counted",
    })
    .option('secret', { type: 'boolean', describe: 'propose: votes are secret until it ends' })
    .option('reason', { type: 'string', describe: 'vote: a text that is published with it' })
    .option('about', { type: 'string', describe: 'statement: one line about you' })

async function status({ proposal }: Flags, { openProtocol }: Services): Promise<Outcome> {
  const { readProposalStatus, readSpaceStatus } = await import('../workflows/readSnapshotStatus.ts')
  const { renderProposalStatus, renderSpaceStatus } = await import(
    '../workflows/snapshotAnswers.ts'
  )
  const protocol = await openProtocol()
  const answer =
    proposal === undefined
      ? renderSpaceStatus(await readSpaceStatus(protocol), protocol)
      : renderProposalStatus(await readProposalStatus(protocol, proposal), proposal, protocol)
  return { answer, exitCode: ExitCode.done }
}

async function act(
  flags: Flags,
  { progress }: Services,
  acting: Awaited<ReturnType<Services['openActing']>>,
) {
  const { confirmOnSnapshot } = await import('./confirm.ts')
  const isSevere = flags.what === 'propose' || flags.what === 'cancel'
  const options = { confirm: confirmOnSnapshot(flags, isSevere), progress }
  switch (flags.what) {
    case 'propose': {
      const { proposeOnSnapshot } = await import('../workflows/proposeOnSnapshot.ts')
      return proposeOnSnapshot(acting, { ...flags, proposal: named(flags) }, options)
    }
    case 'vote': {
      const { voteOnSnapshot } = await import('../workflows/voteOnSnapshot.ts')
      const request = { ...flags, proposal: named(flags), choice: flags.vote }
      return voteOnSnapshot(acting, request, options)
    }
    case 'cancel': {
      const { cancelOnSnapshot } = await import('../workflows/cancelOnSnapshot.ts')
      return cancelOnSnapshot(acting, { proposal: named(flags) }, options)
    }
    case 'statement': {
      const { publishStatement } = await import('../workflows/joinSnapshot.ts')
      return publishStatement(acting, { ...flags, file: flags.proposal }, options)
    }
    case 'follow':
    case 'unfollow': {
      const { followSpace } = await import('../workflows/joinSnapshot.ts')
      return followSpace(acting, flags.what, options)
    }
    case 'status':
      throw new Error('Nothing is signed for a look.')
  }
}

/** @throws UsageError */
function named({ what, proposal }: Flags): string {
  if (proposal !== undefined) return proposal
  throw new UsageError(
    `ballast snapshot ${what} needs a proposal.`,
    'Name its file, its folder, or its id on Snapshot.',
  )
}
