import { pointWords } from '../governance/governorClock.ts'
import { displayValue } from '../governance/value.ts'
import { plural, printable } from '../shared/format.ts'
import { shortId } from '../shared/proposalId.ts'
import { formatUtc } from '../shared/time.ts'
import type { Fact } from './act.ts'
import { factsText } from './answersOfActs.ts'
import { delegateName } from './delegation.ts'
import type { Protocol } from './protocol.ts'
import { isIdle, type Power, type VotePower } from './readPower.ts'
import type { Rendered } from './rendered.ts'
import { snapshotPowerDetails, snapshotPowerText } from './snapshotPowerText.ts'

/** How many delegators are listed by name; the rest is counted. */
const LISTED = 10

type Write = (votes: bigint) => string

/** What of an account counts where, for people and for machines. */
export function renderPower(power: Power, { network, chain, book }: Protocol): Rendered {
  const write = (votes: bigint) => displayValue('votes', votes, book)
  const { name, address, block } = power
  const who = name === address ? address : `${name}, ${address},`
  return {
    text: [
      `${printable(who)} on ${network}, chain ${chain.chainId}, block ${block.number}, ${formatUtc(block.timestamp)}`,
      '',
      factsText([...holderFacts(power, write), ...delegatorFacts(power, write)]),
      '',
      'What counts where:',
      factsText([
        ['proposing', proposingWords(power, write)],
        ...power.votes.flatMap((vote) => voteFacts(vote, power, write)),
        [
          'next proposals',
          `${write(power.holder.votes)}, if nothing moves before their votes open`,
        ],
      ]),
      '',
      snapshotPowerText(power.snapshot, block),
      '',
      `Next: ballast ${nextCommand(power)}`,
    ].join('\n'),
    document: {
      schema: 'ballast.power/1',
      network,
      chainId: chain.chainId,
      block,
      account: { name, address },
      ...power.holder,
      delegators: power.delegators,
      isComplete: power.isComplete,
      proposing: { ...power.proposing, may: proposingOf(power) },
      votes: power.votes.map((vote) => ({ ...vote, left: vote.total - vote.used })),
      snapshot: snapshotPowerDetails(power.snapshot),
    },
  }
}

const holderFacts = ({ holder, address }: Power, write: Write): readonly Fact[] => [
  ['tokens', write(holder.balance)],
  [
    'delegated',
    isIdle(holder)
      ? 'to nobody: they have no vote'
      : `to ${delegateName(holder.delegate, address)}`,
  ],
  ['votes', write(holder.votes)],
]

function delegatorFacts({ delegators, isComplete, address }: Power, write: Write): readonly Fact[] {
  const listed = delegators.slice(0, LISTED)
  const rest = delegators.slice(LISTED)
  const words = [
    ...listed.map(
      (one) => `${one.address}${one.address === address ? ' (itself)' : ''}  ${write(one.balance)}`,
    ),
    ...(rest.length === 0
      ? []
      : [
          `${plural(rest.length, 'more')}  ${write(rest.reduce((sum, one) => sum + one.balance, 0n))}`,
        ]),
    ...(isComplete ? [] : ['the node lacks events: not everybody is listed']),
  ]
  return words.map((line, i): Fact => [i === 0 ? 'from' : '', line])
}

/** Whether a proposal of this account would be taken. */
type Proposing = 'yes' | 'in the next block' | 'after delegating to itself' | 'no'

function proposingOf({ proposing, holder, address }: Power): Proposing {
  const { threshold, votes, votesBefore } = proposing
  if (votes >= threshold) return votesBefore >= threshold ? 'yes' : 'in the next block'
  const own = holder.delegate === address ? 0n : holder.balance
  return votes + own >= threshold ? 'after delegating to itself' : 'no'
}

function proposingWords(power: Power, write: Write): string {
  const { threshold, votes } = power.proposing
  const needs = `${write(threshold)} are needed`
  switch (proposingOf(power)) {
    case 'yes':
      return `${write(votes)} count, ${needs}: it may propose now`
    case 'in the next block':
      return `${write(votes)} came in the newest second, ${needs}: it may propose from the next block on`
    case 'after delegating to itself':
      return `${write(votes)}, ${needs}: delegate now, propose in the next block`
    case 'no':
      return `${write(votes)}, ${needs}: ${write(threshold - votes)} are missing`
  }
}

/** The title on a line of its own: somebody else's words may be long. */
function voteFacts(vote: VotePower, power: Power, write: Write): readonly Fact[] {
  const { id, title } = vote
  const words = voteWords(vote, power, write)
  return title === undefined
    ? [[shortId(id), words]]
    : [
        [shortId(id), `\u201c${title}\u201d`],
        ['', words],
      ]
}

function voteWords(vote: VotePower, { holder }: Power, write: Write): string {
  const { state, total, used, snapshot, deadline, clock } = vote
  if (state === 'Pending') {
    return `${write(total)} if nothing moves until ${pointWords(BigInt(snapshot), clock)}; what is delegated then counts`
  }
  const fixed = `fixed at ${clock.mode === 'timestamp' ? formatUtc(snapshot) : `block ${snapshot}`}`
  if (total === 0n) {
    const late = holder.votes > 0n ? ': what was delegated later counts from the next one on' : ''
    return `no votes, ${fixed}${late}`
  }
  return `${write(total)}, ${fixed}: ${write(used)} cast, ${write(total - used)} left until ${pointWords(BigInt(deadline), clock)}`
}

function nextCommand(power: Power): string {
  const open = power.votes.find((vote) => vote.state === 'Active' && vote.total > vote.used)
  if (open !== undefined) return `vote ${shortId(open.id)} for`
  return isIdle(power.holder) ? 'delegate self' : 'status'
}
