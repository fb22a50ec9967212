import { delegateHere } from '../chain/delegateRegistry.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { listOf, printable } from '../shared/format.ts'
import type { Fact } from './act.ts'
import { factsText } from './answersOfActs.ts'
import type { RegistryPower, SnapshotPower, SnapshotVotePower, Told } from './readSnapshotPower.ts'
import { toWords } from './registerDelegate.ts'
import { placeWords, powerWords, timeWords } from './snapshotWords.ts'
import { splitWords } from './splitDelegation.ts'

/** What of an account counts on Snapshot, for people. */
export function snapshotPowerText(power: SnapshotPower | undefined, block: BlockRef): string {
  if (power === undefined) {
    return 'On Snapshot: not known, the network names no space (`snapshot` in ballast.yaml).'
  }
  return [
    `On Snapshot, ${placeWords(power.place)}:`,
    factsText([
      ['votes now', nowWords(power)],
      ...registryFacts(power, block),
      ...voteFacts(power),
      [
        'next proposals',
        'count at a block that is past by then: delegate now, propose in the next block',
      ],
    ]),
  ].join('\n')
}

const unknownWords = (reason: string): string => `not known: ${printable(reason)}`

function nowWords({ power, space }: SnapshotPower): string {
  if ('unknown' in power) return unknownWords(power.unknown)
  const by =
    'known' in space
      ? `, by ${listOf(space.known.strategies.map(({ name }) => printable(name)))}`
      : ''
  return `${powerWords(power.known)}${by}`
}

function registryFacts(power: SnapshotPower, block: BlockRef): readonly Fact[] {
  if (power.registries.length === 0) {
    return [['delegated', 'no strategy of the space follows a registry on this chain']]
  }
  return power.registries.flatMap((registry) => factsOfRegistry(registry, power, block))
}

function factsOfRegistry(
  registry: Told<RegistryPower>,
  { since }: SnapshotPower,
  block: BlockRef,
): readonly Fact[] {
  if ('unknown' in registry) return [['delegated', unknownWords(registry.unknown)]]
  const { from } = registry.known
  const nobody = `nobody, as far as events since block ${since} tell`
  return [
    [
      registry.known.kind === 'split' ? 'in shares' : 'delegated',
      entryWords(registry.known, block),
    ],
    ...(from.length === 0
      ? [['from', nobody] as const]
      : from.map(({ address, words }, i): Fact => [i === 0 ? 'from' : '', `${address}  ${words}`])),
  ]
}

function entryWords(power: RegistryPower, block: BlockRef): string {
  if (power.kind === 'split') {
    const refuses = power.entry.isOptedOut ? '; it wants to be nobody\u2019s delegate' : ''
    return `${splitWords({ split: power.entry, block })}${refuses}`
  }
  const { inSpace, everywhere } = power.entry
  const here = delegateHere(power.entry)
  return `${toWords(here)}${here !== inSpace && here === everywhere ? ', as in every space' : ''}`
}

function voteFacts({ votes, power }: SnapshotPower): readonly Fact[] {
  if ('unknown' in votes) return [['open votes', unknownWords(votes.unknown)]]
  if (votes.known.length === 0) return [['open votes', 'none']]
  return votes.known.flatMap((vote): readonly Fact[] => [
    [vote.id.slice(0, 10), `\u201c${vote.title}\u201d`],
    ['', voteWords(vote, 'known' in power ? power.known : 0)],
  ])
}

function voteWords({ power, snapshot, end, hasVoted }: SnapshotVotePower, now: number): string {
  const counted = `counted at block ${snapshot}`
  if (power === 0) {
    const late = now > 0 ? ': what was delegated later counts from the next one on' : ''
    return `no votes, ${counted}${late}`
  }
  return `${powerWords(power)}, ${counted}; ${hasVoted ? 'voted' : 'not voted yet'}, until ${timeWords(end)}`
}

/** The same for machines. */
export function snapshotPowerDetails(power: SnapshotPower | undefined) {
  if (power === undefined) return { inconclusive: 'The network names no space.' }
  const { place, space, power: now, registries, since, votes } = power
  const of = <T>(told: Told<T>) => ('known' in told ? told.known : { inconclusive: told.unknown })
  return {
    space: place.space,
    strategies: 'known' in space ? space.known.strategies : { inconclusive: space.unknown },
    power: of(now),
    registries: registries.map(of),
    since,
    votes: of(votes),
  }
}
