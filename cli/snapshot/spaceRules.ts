import { ensNormalize } from 'ethers'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { plural, printable } from '../shared/format.ts'
import { formatDuration, formatUtc } from '../shared/time.ts'
import { isVotingType } from '../shared/votingTypes.ts'
import type { ProposalMessage } from './messages.ts'
import type { Options, Space } from './stored.ts'

/** Why a space would not take a message, and what to do about it. */
export interface Refusal {
  readonly reason: string
  readonly instead: string
}

/** The space would refuse the proposal; nothing was signed. */
export class SpaceRefusesError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  readonly refusals: readonly Refusal[]
  constructor(space: string, refusals: readonly Refusal[]) {
    const [first] = refusals
    super(
      refusals.length === 1
        ? `The space ${printable(space)} would refuse it: ${first?.reason}.`
        : [
            `The space ${printable(space)} would refuse it, for ${refusals.length} reasons:`,
            ...refusals.map(({ reason, instead }) => `  ${reason}. ${instead}`),
          ].join('\n'),
      refusals.length === 1 ? (first?.instead ?? '') : 'Nothing was signed or sent.',
    )
    this.refusals = refusals
  }
}

/** What the sequencer's own schema allows, whatever the space says. */
const MOST = { title: 256, discussion: 256, choice: 256, label: 8, labels: 10, app: 24 } as const
/** Characters of the whole envelope; the sequencer takes fewer than one more. */
const LARGEST_ENVELOPE = 100_000
const EARLIEST = 1_000_000_000
const LATEST = 2_000_000_000

/** A message may be so old and so far ahead when it arrives, in seconds. */
export const OLDEST_MESSAGE = 6 * 24 * 3_600
const FURTHEST_AHEAD = 300

/** A proposal about to be signed, with what its space says. */
export interface Submission {
  readonly space: Space
  readonly options: Options
  readonly message: ProposalMessage
  /** Unix seconds. */
  readonly now: number
  /** Characters of the whole envelope. */
  readonly envelopeSize: number
}

/**
 * Everything for which the sequencer would refuse a proposal, as far as it can be told beforehand; whether the space's
 * validation admits the author is asked of the score service.
 */
export const refusalsOf = (submission: Submission): readonly Refusal[] => [
  ...refusalsOfShape(submission),
  ...refusalsOfTimes(submission),
  ...refusalsOfSpace(submission),
  ...refusalsOfLimits(submission),
]

const say = (when: boolean, reason: string, instead: string): readonly Refusal[] =>
  when ? [{ reason, instead }] : []

function refusalsOfShape({ message, envelopeSize }: Submission): readonly Refusal[] {
  const { title, discussion, choices, labels, app } = message
  const badLabel = labels.find((label) => !/^[a-zA-Z0-9]{1,8}$/.test(label))
  const badChoice = choices.findIndex(({ length }) => length < 1 || length > MOST.choice)
  return [
    ...say(
      title.length < 1 || title.length > MOST.title,
      `the title has ${title.length} characters, and 1 to ${MOST.title} are allowed`,
      'Shorten the title.',
    ),
    ...say(
      discussion !== '' && (discussion.length > MOST.discussion || !isWebAddress(discussion)),
      `the discussion is no web address of at most ${MOST.discussion} characters`,
      'Give the address of the discussion itself.',
    ),
    ...say(choices.length < 1, 'there are no choices', 'Name them: --choice For --choice Against.'),
    ...say(
      badChoice >= 0,
      `choice ${badChoice + 1} has ${choices[badChoice]?.length} characters, and 1 to ${MOST.choice} are allowed`,
      'Shorten the choice.',
    ),
    ...say(
      labels.length > MOST.labels,
      `there are ${labels.length} labels, and ${MOST.labels} are allowed`,
      'Give fewer labels.',
    ),
    ...say(
      badLabel !== undefined,
      `the label "${printable(badLabel ?? '')}" is not 1 to ${MOST.label} letters and digits`,
      'Give the id of a label of the space.',
    ),
    ...say(new Set(labels).size < labels.length, 'a label is given twice', 'Give each label once.'),
    ...say(app.length > MOST.app, `the app's name is too long`, 'Shorten it.'),
    ...say(
      envelopeSize > LARGEST_ENVELOPE,
      `the whole message has ${envelopeSize} characters, and 100,000 are allowed`,
      'Shorten the summary, and link the rest.',
    ),
    ...say(
      isOddName(message.space),
      `the name ${printable(message.space)} is not in its normal form`,
      'Write the ENS name of the space as it is registered, in lower case.',
    ),
  ]
}

function refusalsOfTimes({ message, space, now }: Submission): readonly Refusal[] {
  const { timestamp, start, end } = message
  const { delay, period } = space.voting ?? {}
  return [
    ...say(
      timestamp > now + FURTHEST_AHEAD || timestamp < now - OLDEST_MESSAGE,
      `the message is of ${formatUtc(timestamp)}, and it is ${formatUtc(now)}`,
      'Sign it anew: a message may be six days old and five minutes ahead.',
    ),
    ...say(
      Boolean(delay) && start !== timestamp + (delay ?? 0),
      `the vote has to open exactly ${formatDuration(BigInt(delay ?? 0))} after it is proposed`,
      'Leave --start out.',
    ),
    ...say(
      Boolean(period) && end - start !== period,
      `the vote has to be open for exactly ${formatDuration(BigInt(period ?? 0))}`,
      'Leave --period out.',
    ),
    ...say(end <= start, 'the vote ends before it opens', 'Give a later end.'),
    ...say(end <= now, 'the vote ends in the past', 'Give a later end.'),
    ...say(
      [start, end].some((time) => time < EARLIEST || time > LATEST),
      'a time is out of what Snapshot understands (2001 to May 2033)',
      'Give times between.',
    ),
  ]
}

/** What `privacy` of a space asks of whoever proposes there. */
const secrecyAdvice: Readonly<Record<string, string>> = {
  '': 'Leave out --secret, and `secret: true` in the file of the proposal.',
  shutter: 'Give --secret.',
}
const OTHER_SECRECY =
  'Ballast knows shutter only: propose it in the web application of Snapshot, or ask an admin of the space.'
const OTHER_TYPE = 'Ballast does not know it: propose it in the web application of Snapshot.'

function refusalsOfSpace({ message, space }: Submission): readonly Refusal[] {
  const { type, choices, privacy, from } = message
  const wanted = space.voting?.type ?? ''
  const secrecy = space.voting?.privacy ?? 'any'
  const isMember = isMemberOf(space, from)
  return [
    ...say(
      Boolean(space.hibernated),
      'the space is hibernated',
      'An admin has to wake it up in its settings.',
    ),
    ...say(
      wanted !== '' && type !== wanted,
      `it votes by ${printable(wanted)} only, not by ${type}`,
      isVotingType(wanted) ? `Give --type ${wanted}, or leave it out.` : OTHER_TYPE,
    ),
    ...say(
      type === 'basic' && (choices.length < 2 || choices.length > 3),
      `a basic vote has the choices For, Against and, if wanted, Abstain, not ${plural(choices.length, 'choice')}`,
      'Leave --choice out, or take another --type.',
    ),
    ...say(
      secrecy !== 'any' && secrecy !== privacy,
      secrecy === ''
        ? 'it allows no secret votes'
        : `it wants secret votes (${printable(secrecy)})`,
      secrecyAdvice[secrecy] ?? OTHER_SECRECY,
    ),
    ...say(
      Boolean(space.filters?.onlyMembers) && !isMember,
      `only its members, moderators and admins propose, and ${from} is none`,
      'Propose as one of them: --account NAME.',
    ),
  ]
}

function refusalsOfLimits({ message, space, options }: Submission): readonly Refusal[] {
  const kind = space.turbo
    ? 'turbo'
    : space.verified
      ? 'verified'
      : space.flagged
        ? 'flagged'
        : 'default'
  const ecosystem = (options.get('space.ecosystem.list') ?? '').split(',')
  const counted = kind === 'default' && ecosystem.includes(space.id) ? 'ecosystem' : kind
  const over = (name: string, count: number, words: (count: number, most: number) => Refusal) => {
    const most = Number(options.get(name) ?? Number.POSITIVE_INFINITY)
    return count > most ? [words(count, most)] : []
  }
  const perTime = (time: string) => (count: number, most: number) => ({
    reason: `it would be proposal ${count} of ${time}, and ${most} are allowed`,
    instead: 'Wait until older ones are out of the count.',
  })
  return [
    ...over(`space.${kind}.body_limit`, message.body.length, (count, most) => ({
      reason: `the body has ${count} characters, and ${most} are allowed`,
      instead: 'Shorten the summary, and link the rest.',
    })),
    ...over(`space.${kind}.choices_limit`, message.choices.length, (count, most) => ({
      reason: `there are ${count} choices, and ${most} are allowed`,
      instead: 'Give fewer.',
    })),
    ...over(
      `space.${counted}.proposal_limit_per_day`,
      (space.proposalsCount1d ?? 0) + 1,
      perTime('the day'),
    ),
    ...over(
      `space.${counted}.proposal_limit_per_month`,
      (space.proposalsCount30d ?? 0) + 1,
      perTime('the month'),
    ),
  ]
}

/** Whether an account may propose without being weighed. */
export const isMemberOf = (space: Space, account: string): boolean =>
  [...space.members, ...space.admins, ...space.moderators].some(
    (member) => member.toLowerCase() === account.toLowerCase(),
  )

function isWebAddress(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text)
}

function isOddName(space: string): boolean {
  if (space.includes(':') && !space.startsWith('s:')) return false
  try {
    return ensNormalize(space) !== space
  } catch {
    return true
  }
}
