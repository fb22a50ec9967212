import type { AddressBook } from './addressBook.ts'
import { settingsInTheEnd } from './declaredSettings.ts'
import { decodeCall } from './decode.ts'
import type { ProposalState, ProposalStatus } from './lifecycle.ts'
import type { OnChainProposal } from './onChainDraft.ts'
import { announcedTitle } from './onChainDraft.ts'
import { type ParameterSet, parameterId } from './parameter.ts'
import type { ParameterChange } from './proposal.ts'
import type { Setting } from './settings.ts'

/** The states from which a proposal can still be executed. */
const openStates: readonly ProposalState[] = ['Pending', 'Active', 'Succeeded', 'Queued']

export const isOpen = (state: ProposalState): boolean => openStates.includes(state)

/** A proposal of our Governor that may still be executed. */
export interface OpenProposal {
  readonly id: bigint
  readonly handle: string
  /** Somebody's words, printable. */
  readonly title: string
  readonly state: ProposalState
  /** Every call in words. */
  readonly calls: readonly string[]
  /** Whatever its calls set, themselves, through another contract, or scheduled for later. */
  readonly sets: readonly Setting[]
  /** Calls that nobody can read to the end: they may set anything. */
  readonly unreadCalls: readonly string[]
  /** Unix seconds; the earliest moment at which it can be executed. */
  readonly executableFrom: bigint
}

/** How long governance takes, in seconds. */
export interface GovernanceDelays {
  readonly votingDelay: bigint
  readonly votingPeriod: bigint
  readonly minDelay: bigint
}

/** The delays in force. */
export function delaysOf({ values }: ParameterSet): GovernanceDelays {
  const at = (subject: string, key: string) =>
    values.get(parameterId(subject, key))?.effective ?? 0n
  return {
    votingDelay: at('governor', 'votingDelay'),
    votingPeriod: at('governor', 'votingPeriod'),
    minDelay: at('timelock', 'minDelay'),
  }
}

/** The earliest moment (Unix seconds) at which a proposal in this state can be executed; undefined if it never can. */
export function executableFrom(
  status: ProposalStatus,
  delays: GovernanceDelays,
): bigint | undefined {
  switch (status.state) {
    case 'Pending':
    case 'Active':
      return status.voteEndsAt + 1n + delays.minDelay
    case 'Succeeded':
      return status.now + delays.minDelay
    case 'Queued':
      return status.executableAt ?? status.now + delays.minDelay
    default:
      return undefined
  }
}

/** The same for a proposal that is submitted now. */
export const executableIfSubmitted = (now: bigint, delays: GovernanceDelays): bigint =>
  now + delays.votingDelay + delays.votingPeriod + 1n + delays.minDelay

/** Reads what an open proposal would do. */
export function readOpen(
  onChain: OnChainProposal,
  at: { readonly state: ProposalState; readonly executableFrom: bigint },
  book: AddressBook,
): OpenProposal {
  const { id, handle, calls } = onChain
  const read = calls.map((call) => decodeCall(call, book))
  const sets = calls.flatMap((call) => settingsInTheEnd(call, book))
  return {
    id,
    handle,
    title: announcedTitle(onChain),
    ...at,
    calls: read.map(({ words }) => words),
    sets: sets.map(({ spec, subject, after }) => ({ spec, subject, value: after })),
    unreadCalls: read.flatMap((call) =>
      call.kind === 'known' && call.isWhole ? [] : [call.words],
    ),
  }
}

/** A parameter that two proposals set. */
export interface Overlap {
  readonly mine: ParameterChange
  readonly theirs: Setting
}

/** Every parameter of these changes that the other proposal sets too. */
export const overlapsWith = (
  changes: readonly ParameterChange[],
  { sets }: Pick<OpenProposal, 'sets'>,
): readonly Overlap[] =>
  changes.flatMap((mine) =>
    sets
      .filter(({ spec, subject }) => spec === mine.spec && subject === mine.subject)
      .map((theirs) => ({ mine, theirs })),
  )
