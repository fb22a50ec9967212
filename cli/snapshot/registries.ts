import type { Address } from '../governance/addressBook.ts'
import type { SnapshotPlace } from './service.ts'
import type { Space } from './stored.ts'

/** Where delegations are written down: one delegate for a space, or several with a share each. */
export type RegistryKind = 'single' | 'split'

interface Published {
  readonly address: Address
  /** Undefined for every chain. */
  readonly chains?: readonly number[]
}

/** The addresses that Snapshot publishes; of the first one, the chains whose delegations it indexes. */
const published: Readonly<Record<RegistryKind, Published>> = {
  single: {
    address: '0x469788fE6E9E9681C6ebF3bF78e7Fd26Fc015446',
    chains: [
      1, 10, 56, 100, 137, 146, 250, 5_000, 8_453, 42_161, 43_114, 59_144, 81_457, 84_532,
      11_155_111,
    ],
  },
  split: { address: '0xDE1e8A7E184Babd9F0E3af18f40634e9Ed6F0905' },
}

/** Field of ballast.yaml that names another one. */
export const registryField = { single: 'registry', split: 'splitRegistry' } as const

/** The registry that counts on a chain; undefined where none is known. */
export function registryOn(
  named: Pick<SnapshotPlace, 'registry' | 'splitRegistry'>,
  kind: RegistryKind,
  chainId: number,
): Address | undefined {
  const { address, chains } = published[kind]
  const isThere = chains === undefined || chains.includes(chainId)
  return named[registryField[kind]] ?? (isThere ? address : undefined)
}

/** A way of counting votes that follows delegations. */
export interface FollowingStrategy {
  readonly name: string
  /** The chain whose registry it reads. */
  readonly chain: string
}

type Strategy = Space['strategies'][number]

/** Strategies of a space that count the delegations of a kind of registry, also inside of others. */
export function followingStrategies(
  space: Space,
  kind: RegistryKind,
): readonly FollowingStrategy[] {
  const follows = ({ name }: Strategy): boolean =>
    kind === 'split' ? name === 'split-delegation' : /(?<!split-)delegation/.test(name)
  return everyStrategy(space.strategies)
    .filter(follows)
    .map((strategy) => ({ name: strategy.name, chain: chainOf(strategy, space) }))
}

const DEEPEST = 3

function everyStrategy(strategies: readonly Strategy[], depth = 0): readonly Strategy[] {
  if (depth > DEEPEST) return []
  return strategies.flatMap((strategy) => [
    strategy,
    ...everyStrategy(innerOf(strategy), depth + 1),
  ])
}

function innerOf({ params }: Strategy): readonly Strategy[] {
  const inner = fieldOf(params, 'strategies')
  return Array.isArray(inner) ? inner.filter(isStrategy) : []
}

const isStrategy = (value: unknown): value is Strategy => typeof fieldOf(value, 'name') === 'string'

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[field]
    : undefined

/** The chain that it names for delegations, else its own, else the space's. */
function chainOf({ network, params }: Strategy, space: Space): string {
  const named = fieldOf(params, 'delegationNetwork')
  return typeof named === 'string' ? named : (network ?? space.network)
}
