import { EventFragment, Interface } from 'ethers'
import type { Address, AddressBook, Hex } from './addressBook.ts'
import { type ParameterId, type ParameterSpec, parameterId } from './parameter.ts'
import { addressesAt, announcesCreation, isOfGovernance } from './scopes.ts'
import { type SettingEventRow, type SettingSeen, settingEvents } from './settingEvents.ts'

/** An event of one of our contracts and where it stands in the chain. */
export interface PlacedEvent {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly blockNumber: number
  readonly blockHash: Hex
  readonly transactionHash: Hex
}

/** One change of one parameter: stored values in the chain's scale. */
export interface RecordedChange {
  readonly spec: ParameterSpec
  readonly subject: string
  readonly before: bigint
  readonly after: bigint
  readonly blockNumber: number
  readonly blockHash: Hex
  readonly transactionHash: Hex
  /** When the new value counts in full (a ramp, a delay), in Unix seconds. */
  readonly settlesAt?: bigint
}

/** What is known of the past. */
export interface ParameterHistory {
  /** The changes of each parameter, the oldest first; a parameter that was never changed has none. */
  readonly changes: ReadonlyMap<ParameterId, readonly RecordedChange[]>
  /** False if the node does not have the events of the deployment: then silence proves nothing. */
  readonly isComplete: boolean
}

const rows = settingEvents.map((row) => ({
  row,
  abi: new Interface([row.fragment]),
  topic: EventFragment.from(row.fragment).topicHash,
}))

/** The first topics of every event that announces a parameter. */
export const settingTopics: readonly Hex[] = [...new Set(rows.map(({ topic }) => topic))]

/** The contracts that announce parameters. */
export const settingContracts = (book: AddressBook): readonly Address[] => [
  ...new Set(settingEvents.flatMap(({ contract }) => addressesAt(contract, book))),
]

function seenIn(event: PlacedEvent, book: AddressBook): SettingSeen | undefined {
  const isOf = ({ contract }: SettingEventRow) =>
    addressesAt(contract, book).includes(event.address)
  const found = rows.find(({ row, topic }) => topic === event.topics[0] && isOf(row))
  const log = found?.abi.parseLog(event)
  return log ? found?.row.seen(log.args, { book, emitter: event.address }) : undefined
}

/** Some announce the values that they are created with as if these had been set from 0. That is no change. */
const isCreation = ({ spec, before }: SettingSeen, earlier: number): boolean =>
  announcesCreation(spec.scope) && earlier === 0 && before === 0n

/** Feeds may have been listed at any time: only what the governance says of itself is of the deployment. */
const isDeployment = ({ spec }: SettingSeen): boolean => isOfGovernance(spec.scope)

/**
 * Reads the events of the catalogue's parameters, given in the order of the chain. The events of a ramp or a delay come
 * beside the one that tells the change: they add when it counts in full.
 *
 * @param handedOverAt the block in which the deployer gave its power away: what was set until then is no change
 */
export function historyOf(
  events: readonly PlacedEvent[],
  book: AddressBook,
  handedOverAt: number = book.deployedAtBlock,
): ParameterHistory {
  const changes = new Map<ParameterId, RecordedChange[]>()
  const settling = new Map<string, bigint>()
  let isComplete = false
  for (const event of events) {
    const seen = seenIn(event, book)
    if (seen === undefined) continue
    const { spec, subject, after, settlesAt } = seen
    const id = parameterId(subject, spec.key)
    const { blockNumber, blockHash, transactionHash } = event
    if (settlesAt !== undefined) settling.set(`${transactionHash} ${id} ${after}`, settlesAt)
    const earlier = changes.get(id) ?? []
    const before = seen.before ?? storedBefore(seen, earlier)
    if (before === undefined) continue
    const isStart = isCreation(seen, earlier.length) || blockNumber <= handedOverAt
    if (isStart) isComplete ||= isDeployment(seen)
    else if (before !== after) {
      const change = { spec, subject, before, after, blockNumber, blockHash, transactionHash }
      changes.set(id, [...earlier, change])
    }
  }
  return { isComplete, changes: withSettling(changes, settling) }
}

/** What counted then may be older than what was set last: that stands in the event before. */
const storedBefore = (
  { inForce }: SettingSeen,
  earlier: readonly RecordedChange[],
): bigint | undefined => (inForce === undefined ? undefined : (earlier.at(-1)?.after ?? inForce))

const withSettling = (
  changes: ReadonlyMap<ParameterId, readonly RecordedChange[]>,
  settling: ReadonlyMap<string, bigint>,
): ParameterHistory['changes'] =>
  new Map(
    [...changes].map(([id, list]) => [
      id,
      list.map((change) => {
        const settlesAt = settling.get(`${change.transactionHash} ${id} ${change.after}`)
        return settlesAt === undefined ? change : { ...change, settlesAt }
      }),
    ]),
  )
