import {
  type Registered,
  readRegistered,
  readRegisteredDelegators,
} from '../chain/delegateRegistry.ts'
import { readSplit, readSplitDelegators, type Split } from '../chain/splitRegistry.ts'
import type { Address } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { formatBps } from '../shared/units.ts'
import { readPower, readSpace, readVote, searchProposals } from '../snapshot/hub.ts'
import { followingStrategies, type RegistryKind } from '../snapshot/registries.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import { SnapshotUnavailableError } from '../snapshot/snapshotErrors.ts'
import type { Space, StoredProposal } from '../snapshot/stored.ts'
import type { Protocol } from './protocol.ts'
import { NoRegistryError, requireRegistry } from './snapshotRegistry.ts'
import { placeWords } from './snapshotWords.ts'

/** What was found out, or why it was not: who could not ask knows nothing, and not that it is nothing. */
export type Told<T> = { readonly known: T } | { readonly unknown: string }

/** What an account has in a vote that is open, or will be. */
export interface SnapshotVotePower
  extends Pick<StoredProposal, 'id' | 'title' | 'snapshot' | 'end'> {
  readonly power: number
  readonly hasVoted: boolean
}

/** What a registry says of an account, and who delegates to it there. */
export type RegistryPower = {
  /** Each with the share or the scope that it has, in words. */
  readonly from: readonly { readonly address: Address; readonly words: string }[]
} & (
  | { readonly kind: 'single'; readonly entry: Registered }
  | { readonly kind: 'split'; readonly entry: Split }
)

/** What of an account counts on Snapshot. */
export interface SnapshotPower {
  readonly place: SnapshotPlace
  readonly space: Told<Pick<Space, 'strategies'>>
  /** By the space's strategies, as of now. */
  readonly power: Told<number>
  /** The registries that the space follows; those that there are, where nobody can say. */
  readonly registries: readonly Told<RegistryPower>[]
  /** No event was looked for before this block. */
  readonly since: number
  /** The newest first. */
  readonly votes: Told<readonly SnapshotVotePower[]>
}

/**
 * What of an account counts in the network's space; undefined where it names none.
 *
 * @throws NodeError
 */
export async function readSnapshotPower(
  protocol: Protocol,
  account: Address,
  block: BlockRef,
): Promise<SnapshotPower | undefined> {
  const { snapshot: place, book } = protocol
  if (place === undefined) return undefined
  const space = await told(() => spaceOf(place))
  const kinds = 'known' in space ? followedOn(space.known, protocol.chain.chainId) : BOTH
  const [power, votes, registries] = await Promise.all([
    told(async () => (await readPower(place, account)).vp),
    told(() => readVotePowers(place, account)),
    Promise.all(kinds.map((kind) => told(() => readRegistry(protocol, { kind, account, block })))),
  ])
  return { place, space, power, votes, registries, since: book.deployedAtBlock }
}

const BOTH: readonly RegistryKind[] = ['single', 'split']

/** A space that there is not is as little known as one that cannot be asked for. */
class NoSpaceError extends Error {}

async function told<T>(work: () => Promise<T>): Promise<Told<T>> {
  try {
    return { known: await work() }
  } catch (error) {
    const isOutside =
      error instanceof SnapshotUnavailableError ||
      error instanceof NoRegistryError ||
      error instanceof NoSpaceError
    if (isOutside) return { unknown: error.message }
    throw error
  }
}

async function spaceOf(place: SnapshotPlace): Promise<Space> {
  const { space } = await readSpace(place)
  if (space === undefined) throw new NoSpaceError(`There is no space ${placeWords(place)}.`)
  return space
}

const followedOn = (space: Space, chainId: number): readonly RegistryKind[] =>
  BOTH.filter((kind) =>
    followingStrategies(space, kind).some(({ chain }) => chain === String(chainId)),
  )

/** Votes that are open, or will be. */
async function readVotePowers(
  place: SnapshotPlace,
  voter: Address,
): Promise<readonly SnapshotVotePower[]> {
  const open = await searchProposals(place, ({ state }) => state !== 'closed')
  return Promise.all(
    open.map(async ({ id, title, snapshot, end }) => {
      const { vote, power } = await readVote(place, { voter, proposal: id })
      return { id, title, snapshot, end, power: power.vp, hasVoted: vote !== undefined }
    }),
  )
}

async function readRegistry(
  protocol: Protocol,
  { kind, account, block }: { kind: RegistryKind; account: Address; block: BlockRef },
): Promise<RegistryPower> {
  const { chain, book } = protocol
  const { registry, place } = await requireRegistry(protocol, kind)
  const entry = { registry, account, space: place.space }
  const since = { fromBlock: book.deployedAtBlock, at: block }
  if (kind === 'single') {
    const from = await readRegisteredDelegators(chain, entry, since)
    return {
      kind,
      entry: await readRegistered(chain, entry, block),
      from: from.map(({ address, isForSpace }) => ({
        address,
        words: isForSpace ? 'in this space' : 'in every space',
      })),
    }
  }
  const from = await readSplitDelegators(chain, entry, since)
  return {
    kind,
    entry: await readSplit(chain, entry, block),
    from: from.map(({ address, share }) => ({ address, words: formatBps(share) })),
  }
}
