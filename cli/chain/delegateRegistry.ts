import { encodeBytes32String, Interface, ZeroHash, zeroPadValue } from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { askAll, viewsOf } from './askAll.ts'
import { type Chain, readBlock } from './client.ts'
import { recallLogs } from './logMemory.ts'
import type { Action } from './transaction.ts'
import { NOBODY } from './votingPower.ts'

/** Snapshot's delegate registry, as far as it is used: its interface is the same on every chain. */
export const registryAbi = new Interface([
  'function setDelegate(bytes32 id, address delegate)',
  'function clearDelegate(bytes32 id)',
  'function delegation(address delegator, bytes32 id) view returns (address)',
  'event SetDelegate(address indexed delegator, bytes32 indexed id, address indexed delegate)',
])

/** A registry, and whose entry it is about. */
export interface RegistryEntry {
  readonly registry: Address
  readonly account: Address
  /** The space; votes there go first by what it says. */
  readonly space: string
}

/** To whom an account delegates; the zero address if to nobody. */
export interface Registered {
  readonly inSpace: Address
  /** In every space that has no delegation of its own. */
  readonly everywhere: Address
}

/** The key of delegations for every space. */
const EVERYWHERE: Hex = ZeroHash
const LONGEST_ID = 31

/** Whether a space's name fits into the registry's key. */
export const hasRegistryId = (space: string): boolean =>
  new TextEncoder().encode(space).length <= LONGEST_ID

/** The registry's key of a space: its name in a word; of every space: an empty one. */
export const registryId = (space: string | undefined): Hex =>
  space === undefined ? EVERYWHERE : encodeBytes32String(space)

/** The key of its own entry; none where its name does not fit: such a space follows what is said of every space. */
const ownId = (space: string): readonly Hex[] => (hasRegistryId(space) ? [registryId(space)] : [])

/** The call that delegates, or that takes the delegation back. */
export const registerAction = (registry: Address, id: Hex, to: Address | undefined): Action => ({
  to: registry,
  data:
    to === undefined
      ? registryAbi.encodeFunctionData('clearDelegate', [id])
      : registryAbi.encodeFunctionData('setDelegate', [id, to]),
})

/** What the registry says of an account, at a block, the newest by default. @throws NodeError */
export async function readRegistered(
  chain: Chain,
  { registry, account, space }: RegistryEntry,
  at?: BlockRef,
): Promise<Registered> {
  const view = viewsOf(registry, registryAbi)
  const [all, own] = await askAll(
    chain,
    [EVERYWHERE, ...ownId(space)].map((id) => view('delegation', account, id)),
    at ?? (await readBlock(chain)),
  )
  return { inSpace: own?.[0] ?? NOBODY, everywhere: all?.[0] }
}

/** Somebody who delegates to an account in the registry. */
export interface RegisteredDelegator {
  readonly address: Address
  /** For this space, or for every space and no other one for this. */
  readonly isForSpace: boolean
}

/**
 * Who delegates to an account now, of those who did so since a block.
 *
 * @throws NodeError
 */
export async function readRegisteredDelegators(
  chain: Chain,
  entry: RegistryEntry,
  { fromBlock, at }: { readonly fromBlock: number; readonly at: BlockRef },
): Promise<readonly RegisteredDelegator[]> {
  const { registry, account, space } = entry
  const event = registryAbi.getEvent('SetDelegate')
  if (event === null) return []
  const logs = await recallLogs(chain, {
    address: registry,
    topics: [event.topicHash, null, [...ownId(space), EVERYWHERE], zeroPadValue(account, 32)],
    fromBlock,
    toBlock: at.number,
  })
  const everybody = new Set<Address>(
    logs.map(({ data, topics }) => registryAbi.decodeEventLog(event, data, topics)['delegator']),
  )
  const now = await Promise.all(
    [...everybody].map(async (address) => ({
      address,
      ...(await readRegistered(chain, { registry, account: address, space }, at)),
    })),
  )
  return now
    .filter((one) => delegateHere(one) === account)
    .map(({ address, inSpace }) => ({ address, isForSpace: inSpace === account }))
}

/** Who has the votes in the space: its own delegation goes before the one for every space. */
export const delegateHere = ({ inSpace, everywhere }: Registered): Address =>
  inSpace === NOBODY ? everywhere : inSpace
