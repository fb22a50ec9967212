import { type Support, usualQuorum } from '../shared/voteSplit.ts'
import type { BallotForm } from './ballots.ts'
import { type ClockMode, clockModeOf } from './governorClock.ts'

/** By what a Governor differs from others, as far as anybody has to know who votes there. */
export interface GovernorTraits {
  /** Whose functions it has: those of OpenZeppelin 4 and 5, or of Compound's Governor Bravo. */
  readonly rules: 'openzeppelin' | 'bravo'
  /** Whether it tells what a proposal does (GovernorStorage); otherwise only the event does that. */
  readonly storesProposals: boolean
  /** Whether a voter may give votes bit by bit (GovernorCountingFractional), or gives all of them at once. */
  readonly counting: 'fractional' | 'whole'
  /** As it says itself, `support=bravo&quorum=for,abstain`; empty where it does not say. */
  readonly countingMode: string
  /** The sides whose votes count towards the quorum. */
  readonly quorumSides: readonly Support[]
  /** Whether it tells the tally by itself; otherwise with everything else about the proposal, as Bravo does. */
  readonly tellsTally: boolean
  /** Whether it tells when the timelock lets a proposal through. */
  readonly tellsEta: boolean
  readonly clock: ClockMode
}

/** What a Governor has answered; undefined where it has no such function. */
export interface GovernorAnswers {
  readonly countingMode: string | undefined
  readonly clockMode: string | undefined
  readonly ballotForm: BallotForm | undefined
  readonly hasProposalDetails: boolean
  readonly hasUsedVotes: boolean
  readonly hasTally: boolean
  readonly hasEta: boolean
  /** Of Governor Bravo, and of those that answer as it did: receipts of votes. */
  readonly hasReceipts: boolean
  /** Of Governor Bravo: the number with which its proposals begin. */
  readonly hasFirstId: boolean
}

/** What is known of a Governor, or what about it nobody here knows, for "It …". */
export type Recognised =
  | { readonly kind: 'known'; readonly traits: GovernorTraits }
  | { readonly kind: 'unknown'; readonly why: string }

/** Ballast's own Governor. */
export const ownTraits: GovernorTraits = {
  rules: 'openzeppelin',
  storesProposals: true,
  counting: 'fractional',
  countingMode: 'support=bravo,fractional&quorum=for,abstain&params=fractional',
  quorumSides: usualQuorum,
  tellsTally: true,
  tellsEta: true,
  clock: 'timestamp',
}

/** Which Governor it is. What is known by its answers alone is not guessed from what it fails to answer. */
export function recogniseGovernor(answers: GovernorAnswers): Recognised {
  const clock = clockModeOf(answers.clockMode)
  if (clock === undefined) return unknown('counts time in a way that Ballast does not know')
  if (answers.countingMode !== undefined) {
    return openZeppelin(answers, answers.countingMode, clock)
  }
  const isBravo = answers.ballotForm === 'bravo' && answers.hasReceipts && answers.hasFirstId
  return isBravo
    ? { kind: 'known', traits: { ...bravo, clock } }
    : unknown('answers like none that Ballast knows')
}

const bravo: Omit<GovernorTraits, 'clock'> = {
  rules: 'bravo',
  storesProposals: false,
  counting: 'whole',
  countingMode: '',
  quorumSides: ['for'],
  tellsTally: false,
  tellsEta: true,
}

function openZeppelin(
  answers: GovernorAnswers,
  countingMode: string,
  clock: ClockMode,
): Recognised {
  const mode = new URLSearchParams(countingMode)
  const ways = mode.get('support')?.split(',') ?? []
  const quorumSides = sidesOf(mode.get('quorum'))
  const isFractional = ways.includes('fractional')
  const hasOtherParams = mode.has('params') && !isFractional
  if (!ways.includes('bravo') || quorumSides === undefined || hasOtherParams) {
    return unknown('counts votes in a way that Ballast does not know')
  }
  if (isFractional && !answers.hasUsedVotes) return unknown('does not tell what of a split is left')
  if (!answers.hasTally && !answers.hasReceipts) return unknown('does not tell its tallies')
  return {
    kind: 'known',
    traits: {
      rules: 'openzeppelin',
      storesProposals: answers.hasProposalDetails,
      counting: isFractional ? 'fractional' : 'whole',
      countingMode,
      quorumSides,
      tellsTally: answers.hasTally,
      tellsEta: answers.hasEta,
      clock,
    },
  }
}

/** `bravo` is how Governors say that only votes for count towards the quorum. */
function sidesOf(quorum: string | null): readonly Support[] | undefined {
  const names = quorum === 'bravo' ? ['for'] : (quorum?.split(',') ?? [])
  const sides = (['for', 'against', 'abstain'] as const).filter((side) => names.includes(side))
  return names.length > 0 && sides.length === names.length ? sides : undefined
}

const unknown = (why: string): Recognised => ({ kind: 'unknown', why })

/** Whether more than voting can be done there: what Ballast submits is stored by its Governor, which counts seconds. */
export const isOwnKind = (traits: GovernorTraits): boolean => whyForeign(traits) === undefined

/** What its own Governor does and this one does not; undefined for one of the same kind. */
export function whyForeign({ storesProposals, clock }: GovernorTraits): string | undefined {
  if (!storesProposals) return 'does not store its proposals'
  return clock === 'timestamp' ? undefined : 'counts blocks, not seconds'
}

/** Whether voters may take their own tokens out of the votes of their delegates. */
export const takesOverrides = ({ countingMode }: Pick<GovernorTraits, 'countingMode'>): boolean =>
  new URLSearchParams(countingMode).get('support')?.split(',').includes('override') ?? false
