import { getAddress, Interface, zeroPadValue } from 'ethers'
import type { Address } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { askAll, viewsOf } from './askAll.ts'
import { type Chain, readBlock } from './client.ts'
import type { RegistryEntry } from './delegateRegistry.ts'
import { recallLogs } from './logMemory.ts'
import type { Action } from './transaction.ts'

/** The registry of split delegations, as far as it is used: its interface is the same on every chain. */
export const splitAbi = new Interface([
  'function setDelegation(string context, (bytes32 delegate, uint256 ratio)[] delegation, uint256 expirationTimestamp)',
  'function clearDelegation(string context)',
  'function optout(string context, bool optout)',
  'function optouts(address delegate, string context) view returns (bool)',
  'function getDelegation(string context, address delegator) view returns ((bytes32 delegate, uint256 ratio)[] delegation, uint256 expirationTimestamp)',
  'event DelegationUpdated(address indexed delegator, string context, (bytes32 delegate, uint256 ratio)[] previousDelegation, (bytes32 delegate, uint256 ratio)[] delegation, uint256 expirationTimestamp)',
])

/** One delegate's part; ratios are relative to their sum. */
export interface SplitPart {
  readonly delegate: Address
  readonly ratio: bigint
}

/** How an account's votes in a space are split. */
export interface Split {
  /** From the lowest address to the highest, as the registry wants them. */
  readonly parts: readonly SplitPart[]
  /** Unix seconds; 0 for never. */
  readonly expires: bigint
  /** Whether the account wants to be nobody's delegate. */
  readonly isOptedOut: boolean
}

const inOrder = (parts: readonly SplitPart[]): readonly SplitPart[] =>
  parts.toSorted((a, b) => (BigInt(a.delegate) < BigInt(b.delegate) ? -1 : 1))

/** The call that splits the sender's votes; without parts, the one that takes its delegations back. */
export const splitAction = (
  registry: Address,
  space: string,
  { parts, expires }: Pick<Split, 'parts' | 'expires'>,
): Action => ({
  to: registry,
  data:
    parts.length === 0
      ? splitAbi.encodeFunctionData('clearDelegation', [space])
      : splitAbi.encodeFunctionData('setDelegation', [
          space,
          inOrder(parts).map(({ delegate, ratio }) => [zeroPadValue(delegate, 32), ratio]),
          expires,
        ]),
})

/** The call by which the sender wants to be nobody's delegate, or to be one again. */
export const optOutAction = (registry: Address, space: string, isOut: boolean): Action => ({
  to: registry,
  data: splitAbi.encodeFunctionData('optout', [space, isOut]),
})

/** What the registry says of an account, at a block, the newest by default. @throws NodeError */
export async function readSplit(
  chain: Chain,
  { registry, account, space }: RegistryEntry,
  at?: BlockRef,
): Promise<Split> {
  const view = viewsOf(registry, splitAbi)
  const [split, optOut] = await askAll(
    chain,
    [view('getDelegation', space, account), view('optouts', account, space)],
    at ?? (await readBlock(chain)),
  )
  const stored: readonly { readonly delegate: string; readonly ratio: bigint }[] = split?.[0] ?? []
  return {
    parts: stored.map(({ delegate, ratio }) => ({ delegate: addressIn(delegate), ratio })),
    expires: split?.[1] ?? 0n,
    isOptedOut: optOut?.[0] ?? false,
  }
}

/** Delegates of other kinds of chain have longer names: they are shown as they are. */
export const addressIn = (word: string): Address =>
  /^0x0{24}/.test(word) ? getAddress(`0x${word.slice(26)}`) : word

/** Somebody who gives an account a part of its votes. */
export interface SplitDelegator {
  readonly address: Address
  /** The part, 1e4 scale, rounded down. */
  readonly share: bigint
}

/**
 * Who gives an account a part now, of those who split since a block.
 *
 * @throws NodeError
 */
export async function readSplitDelegators(
  chain: Chain,
  entry: RegistryEntry,
  { fromBlock, at }: { readonly fromBlock: number; readonly at: BlockRef },
): Promise<readonly SplitDelegator[]> {
  const { registry, account, space } = entry
  const event = splitAbi.getEvent('DelegationUpdated')
  if (event === null) return []
  const logs = await recallLogs(chain, {
    address: registry,
    topics: [event.topicHash],
    fromBlock,
    toBlock: at.number,
  })
  const everybody = new Set<Address>(
    logs
      .map(({ data, topics }) => splitAbi.decodeEventLog(event, data, topics))
      .filter(({ context }) => context === space)
      .map(({ delegator }) => delegator),
  )
  const now = await Promise.all(
    [...everybody].map(async (address) => ({
      address,
      split: await readSplit(chain, { registry, account: address, space }, at),
    })),
  )
  return now
    .filter(({ split }) => !hasExpired(split, at))
    .map(({ address, split }) => ({ address, share: shareOf(split, account) }))
    .filter(({ share }) => share > 0n)
}

export const hasExpired = ({ expires }: Pick<Split, 'expires'>, at: BlockRef): boolean =>
  expires !== 0n && expires <= BigInt(at.timestamp)

/** What a delegate gets of a split, 1e4 scale, rounded down. */
export function shareOf({ parts }: Pick<Split, 'parts'>, delegate: Address): bigint {
  const sum = parts.reduce((total, { ratio }) => total + ratio, 0n)
  const own = parts.find((part) => part.delegate === delegate)?.ratio ?? 0n
  return sum === 0n ? 0n : (own * 10_000n) / sum
}
