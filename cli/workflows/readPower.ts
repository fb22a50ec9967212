import { readBlock } from '../chain/client.ts'
import { readCountedBallot } from '../chain/countedBallot.ts'
import { type Delegator, readDelegators } from '../chain/delegators.ts'
import {
  listEveryProposal,
  readAnnouncements,
  readStandings,
  type Standing,
} from '../chain/proposals.ts'
import {
  type Holder,
  NOBODY,
  type ProposingPower,
  readHolder,
  readProposingPower,
} from '../chain/votingPower.ts'
import type { Address } from '../governance/addressBook.ts'
import { titleOf } from '../governance/announcedText.ts'
import type { GovernorClock } from '../governance/governorClock.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { UsageError } from '../shared/errors.ts'
import { advise } from '../shared/remedy.ts'
import type { Protocol, Workspace } from './protocol.ts'
import { readSnapshotPower, type SnapshotPower } from './readSnapshotPower.ts'
import { watcherOf } from './watcher.ts'

/** What an account has in one proposal whose vote is open, or will be. */
export interface VotePower {
  readonly id: bigint
  readonly title: string | undefined
  readonly state: 'Pending' | 'Active'
  /** By the Governor's clock: what is delegated then counts. */
  readonly snapshot: number
  readonly deadline: number
  readonly clock: GovernorClock
  /** Fixed at the snapshot; before it, what there would be if nothing moved. */
  readonly total: bigint
  readonly used: bigint
}

/** What an account has, and where it counts; all of it at one block. */
export interface Power {
  readonly name: string
  readonly address: Address
  readonly block: BlockRef
  readonly holder: Holder
  readonly proposing: ProposingPower
  /** Who delegates to it, the heaviest first. */
  readonly delegators: readonly Delegator[]
  /** Whether the delegators are all of them: their tokens are its votes. */
  readonly isComplete: boolean
  /** The newest first. */
  readonly votes: readonly VotePower[]
  /** In the network's space; undefined where it names none. */
  readonly snapshot: SnapshotPower | undefined
}

/**
 * What of an account counts where, and from which time on.
 *
 * @param asked an address or account; the network's own account by default
 * @throws UsageError where nobody was named and the network has no account, NodeError
 */
export async function readPower(
  protocol: Protocol,
  { workspace, asked }: { readonly workspace?: Workspace; readonly asked?: string },
): Promise<Power> {
  const { chain, book } = protocol
  const watching = await watcherOf(chain, workspace, asked)
  if (watching === undefined || 'trouble' in watching) throw nobodyNamed(watching?.trouble)
  const { name, address } = watching
  const block = await readBlock(chain)
  const [holder, proposing, delegators, snapshot] = await Promise.all([
    readHolder(chain, book, address, block),
    readProposingPower(chain, book, address, block),
    readDelegators(chain, book, address, block),
    readSnapshotPower(protocol, address, block),
  ])
  const counted = delegators.reduce((sum, { balance }) => sum + balance, 0n)
  return {
    name,
    address,
    block,
    holder,
    proposing,
    delegators,
    isComplete: counted === holder.votes,
    votes: await readVotePowers({ chain, book }, { address, holder }, block),
    snapshot,
  }
}

const nobodyNamed = (trouble: string | undefined): UsageError =>
  new UsageError(
    trouble ?? 'Nobody was named, and the network has no account of its own.',
    advise`Name an address or an account: ballast power 0x…, or set \`account\` of the network in ballast.yaml.`,
  )

async function readVotePowers(
  { chain, book }: Pick<Protocol, 'chain' | 'book'>,
  { address, holder }: { readonly address: Address; readonly holder: Holder },
  block: BlockRef,
): Promise<readonly VotePower[]> {
  const [stored, announcements] = await Promise.all([
    listEveryProposal(chain, book, block),
    readAnnouncements(chain, book, block),
  ])
  const ids = stored.map(({ id }) => id)
  const fromBlock = book.deployedAtBlock
  const standings = await readStandings(chain, book, ids, block)
  const powers = ids.map(async (id, i): Promise<VotePower | undefined> => {
    const { state, times, clock } = standings[i] as Standing
    if (state !== 'Pending' && state !== 'Active') return undefined
    const { snapshot, deadline } = times
    const { total, used } =
      state === 'Pending'
        ? { total: holder.votes, used: 0n }
        : await readCountedBallot(chain, book, { id, snapshot, voter: address, fromBlock }, block)
    const title = titleOf(announcements.get(id)?.description ?? '')
    return { id, title, state, snapshot, deadline, clock, total, used }
  })
  return (await Promise.all(powers)).filter((power) => power !== undefined).toReversed()
}

/** Whether its own tokens vote through nobody. */
export const isIdle = ({ balance, delegate }: Holder): boolean =>
  balance > 0n && delegate === NOBODY
