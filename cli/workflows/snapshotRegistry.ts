import type { Chain } from '../chain/client.ts'
import { type RegistryEntry, readRegistered } from '../chain/delegateRegistry.ts'
import { ChainRevertedError } from '../chain/errors.ts'
import { readSplit } from '../chain/splitRegistry.ts'
import { NOBODY } from '../chain/votingPower.ts'
import type { Address } from '../governance/addressBook.ts'
import { type BallastError, UnexpectedContractError, UsageError } from '../shared/errors.ts'
import { listOf, printable } from '../shared/format.ts'
import { readSpace } from '../snapshot/hub.ts'
import {
  followingStrategies,
  type RegistryKind,
  registryField,
  registryOn,
} from '../snapshot/registries.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import { SnapshotUnavailableError } from '../snapshot/snapshotErrors.ts'
import type { Space } from '../snapshot/stored.ts'
import type { Protocol } from './protocol.ts'
import { requireSnapshot } from './snapshotAct.ts'
import { placeWords } from './snapshotWords.ts'

/** A space, and the contract that holds delegations there. */
export interface SpaceRegistry {
  readonly place: SnapshotPlace
  readonly registry: Address
}

const kindWords = { single: 'delegate registry', split: 'registry of split delegations' } as const

/** No such registry is known or there, where one is needed. */
export class NoRegistryError extends UsageError {}

/**
 * The registry of delegations that is on the network's chain.
 *
 * @throws UsageError where no space is configured, NoRegistryError, NodeError
 */
export async function requireRegistry(
  protocol: Protocol,
  kind: RegistryKind,
): Promise<SpaceRegistry> {
  const { chain } = protocol
  const place = requireSnapshot(protocol)
  const registry = registryOn(place, kind, chain.chainId)
  const field = registryField[kind]
  if (registry === undefined) {
    throw new NoRegistryError(
      `Snapshot publishes no ${kindWords[kind]} on chain ${chain.chainId}.`,
      `If there is one, name it below \`snapshot\` of the network in ballast.yaml: ${field}: "0x…"`,
    )
  }
  if ((await chain.provider.getCode(registry)) !== '0x') {
    await requireAnswer({ chain, kind, registry, space: place.space })
    return { place, registry }
  }
  throw new NoRegistryError(
    `There is no contract at ${registry}, where chain ${chain.chainId} would have the ${kindWords[kind]}.`,
    `Name another one below \`snapshot\` of the network in ballast.yaml: ${field}: "0x…"; or name another network.`,
  )
}

const questions = { single: readRegistered, split: readSplit } as const

/** A question that a registry answers of anybody: code may be of anything. @throws NoRegistryError, NodeError */
async function requireAnswer({
  chain,
  kind,
  ...of
}: Pick<RegistryEntry, 'registry' | 'space'> & {
  readonly chain: Chain
  readonly kind: RegistryKind
}): Promise<void> {
  try {
    await questions[kind](chain, { ...of, account: NOBODY })
  } catch (error) {
    const isOther = error instanceof ChainRevertedError || error instanceof UnexpectedContractError
    if (!isOther) throw error
    throw new NoRegistryError(
      `What is at ${of.registry} does not answer as a ${kindWords[kind]}.`,
      `Correct it below \`snapshot\` of the network in ballast.yaml: ${registryField[kind]}: "0x…"`,
      { cause: error },
    )
  }
}

/** Whether votes in the space follow the delegations of a registry on this chain: what speaks against it, in sentences. */
export async function doubtsThatItCounts(
  place: SnapshotPlace,
  kind: RegistryKind,
  chainId: number,
): Promise<readonly string[]> {
  try {
    const { space } = await readSpace(place)
    return space === undefined
      ? [`There is no space ${placeWords(place)}: nothing that is delegated there counts.`]
      : doubtsAbout(space, kind, chainId)
  } catch (error) {
    if (!(error instanceof SnapshotUnavailableError)) throw error
    return [`Whether the space counts it is not known. ${sentenceOf(error)}`]
  }
}

const sentenceOf = ({ message }: BallastError): string => message

function doubtsAbout(space: Space, kind: RegistryKind, chainId: number): readonly string[] {
  const following = followingStrategies(space, kind)
  if (following.length === 0) {
    const names = listOf(space.strategies.map(({ name }) => printable(name)))
    return [
      `Votes in the space do not follow this registry, as far as the names of its strategies tell (${names}).`,
    ]
  }
  if (following.some(({ chain }) => chain === String(chainId))) return []
  const [first] = following
  return [
    `The space counts delegations on chain ${printable(first?.chain ?? '')}; this one is on chain ${chainId} and counts nowhere.`,
  ]
}
