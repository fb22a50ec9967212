import { listOf, plural, printable } from '../shared/format.ts'
import { formatDuration } from '../shared/time.ts'
import { verdictOf } from '../snapshot/tally.ts'
import type { Fact } from './act.ts'
import { factsText, nextText, warningLines } from './answersOfActs.ts'
import { typed } from './lifecycleWords.ts'
import type { Acting, Protocol } from './protocol.ts'
import type { ProposalStatus, SpaceStatus } from './readSnapshotStatus.ts'
import type { Recount } from './recountVotes.ts'
import type { Rendered } from './rendered.ts'
import type { SnapshotActed } from './snapshotAct.ts'
import { requireSnapshot } from './snapshotAct.ts'
import { snapshotPlanText } from './snapshotPlanText.ts'
import { placeWords, powerWords, standingDetails, standingFacts } from './snapshotWords.ts'

const SCHEMA = 'ballast.snapshot/1'

/** The answer of every verb that signs. */
export function renderSnapshotActed(acted: SnapshotActed, { protocol, sender }: Acting): Rendered {
  const { address, signsWith } = sender.account
  const common = {
    schema: SCHEMA,
    verb: acted.verb,
    outcome: acted.how,
    network: protocol.network,
    account: { address, signsWith },
  }
  if (acted.how === 'planned') {
    const { words, facts, signing, warnings, typed: typedData } = acted.plan
    return {
      text: `${snapshotPlanText(acted.plan)}\n\nNothing was signed or sent (--dry-run).\nNext: the same command without --dry-run.`,
      document: {
        ...common,
        plan: {
          does: words,
          facts: Object.fromEntries(facts),
          signing: Object.fromEntries(signing.map(([name, value]) => [name.trim(), value])),
          typedData,
          warnings,
        },
      },
    }
  }
  const { shown } = acted
  const before = acted.how === 'already' ? 'Nothing to send: it is done already.\n' : ''
  return {
    text: [
      `${before}\u2714 ${printable(shown.headline)}`,
      ...(shown.facts.length === 0 ? [] : [factsText(shown.facts)]),
      '',
      nextText(shown),
    ].join('\n'),
    document: { ...common, message: acted.how === 'sent' ? acted.id : null, ...shown.details },
  }
}

/** The space: what it asks of proposals, and what is open. */
export function renderSpaceStatus({ space, proposals }: SpaceStatus, protocol: Protocol): Rendered {
  const place = requireSnapshot(protocol)
  const { voting } = space
  const facts: readonly Fact[] = [
    ['name', space.name],
    [
      'counts votes on',
      `chain ${space.network} (${listOf(space.strategies.map(({ name }) => name))})`,
    ],
    ['vote opens', `${formatDuration(BigInt(voting?.delay ?? 0))} after it is proposed`],
    ['vote lasts', voting?.period ? formatDuration(BigInt(voting.period)) : 'as its author says'],
    ['type', voting?.type || 'as its author says'],
    [
      'privacy',
      voting?.privacy === 'any' || voting?.privacy == null
        ? 'as its author says'
        : voting.privacy || 'public',
    ],
    ['quorum', powerWords(voting?.quorum ?? 0)],
    ['open', plural(proposals.length, 'vote')],
  ]
  const first = proposals[0]
  return {
    text: [
      `The space ${placeWords(place)}`,
      factsText(facts),
      ...proposals.flatMap((one) => ['', printable(one.title), factsText(standingFacts(one))]),
      '',
      first === undefined
        ? 'Next: ballast snapshot propose proposals/YOUR-PROPOSAL'
        : `Next: ballast snapshot vote ${first.id} for`,
    ].join('\n'),
    document: {
      schema: SCHEMA,
      verb: 'status',
      network: protocol.network,
      space: space.id,
      chain: space.network,
      voting: voting ?? null,
      proposals: proposals.map((one) => ({ title: one.title, ...standingDetails(one) })),
    },
  }
}

/** One vote, with its scores counted again. */
export function renderProposalStatus(
  status: ProposalStatus,
  reference: string,
  protocol: Protocol,
): Rendered {
  const { stored, calldataHash, recount, warnings } = status
  const next =
    stored.state === 'closed'
      ? verdictOf(stored).isPassed && status.record !== undefined
        ? `submit ${typed(reference)}`
        : 'snapshot status'
      : `snapshot vote ${typed(reference)} for`
  return {
    text: [
      printable(stored.title),
      factsText([
        ...standingFacts(stored),
        ['counted again', recountWords(recount)],
        ['calldata hash', calldataHash ?? 'none recorded'],
        ['ipfs', stored.ipfs],
      ]),
      ...warningLines(warnings),
      '',
      `Next: ballast ${next}`,
    ].join('\n'),
    document: {
      schema: SCHEMA,
      verb: 'status',
      network: protocol.network,
      space: stored.space.id,
      title: stored.title,
      ...standingDetails(stored),
      calldataHash: calldataHash ?? null,
      recount,
      warnings,
    },
  }
}

function recountWords(recount: Recount): string {
  if (recount.kind === 'not counted') return `no: ${recount.why}`
  const of = `${plural(recount.votes, 'vote')} of the hub`
  if (recount.kind === 'agrees') return `the scores are those of ${of}`
  return `NOT the scores of ${of}: ${recount.scores.map(powerWords).join(', ')}`
}
