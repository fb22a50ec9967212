import { Interface } from 'ethers'
import type { Address, AddressBook, Hex } from './addressBook.ts'
import { operationId } from './description.ts'
import type { Call, DryRun, Proposal, TracedCall, TracedEvent } from './proposal.ts'

/** A dry run beside the proposal that was executed, and who did what in it. */
export interface Execution {
  readonly dryRun: DryRun
  readonly proposal: Proposal
  readonly book: AddressBook
  /** Each event with the proposal call that caused it, where the timelock's own events tell. */
  readonly events: readonly AttributedEvent[]
  /** Whether they tell: not so when the batch ran as the timelock, without it. */
  readonly isAttributed: boolean
  /** The accounts that each proposal call called into, by place of the call. */
  readonly reached: readonly ReadonlySet<Address>[]
  /** The id of the timelock's operation. */
  readonly operationId: Hex
}

export interface AttributedEvent extends TracedEvent {
  /** Undefined: outside of every call, or the batch did not run through the timelock. */
  readonly call: Call | undefined
  /** The number, from 1, of the proposal call that the timelock says with this event to have finished. */
  readonly finishes?: number
}

const timelockAbi = new Interface([
  'event CallExecuted(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data)',
])
const callExecuted = timelockAbi.getEvent('CallExecuted')?.topicHash

/** Whether the timelock says with this event that its own operation finished the call at `index`. */
function finishesCall(
  event: TracedEvent,
  execution: Pick<Execution, 'book' | 'operationId'>,
  index: number,
): boolean {
  const [topic, operation, place] = event.topics
  return (
    event.address === execution.book.contracts.timelock &&
    topic === callExecuted &&
    operation?.toLowerCase() === execution.operationId &&
    place !== undefined &&
    BigInt(place) === BigInt(index)
  )
}

/** The timelock emits CallExecuted right after each call, so what lies before it belongs to that call. */
function attributeEvents(
  input: Pick<Execution, 'dryRun' | 'proposal' | 'book' | 'operationId'>,
): readonly AttributedEvent[] {
  const { events } = input.dryRun
  const attributed: AttributedEvent[] = []
  let index = 0
  let pending: TracedEvent[] = []
  for (const event of events) {
    if (!finishesCall(event, input, index)) {
      pending.push(event)
      continue
    }
    const call = input.proposal.calls[index]
    attributed.push(...pending.map((earlier) => ({ ...earlier, call })))
    index += 1
    attributed.push({ ...event, call: undefined, finishes: index })
    pending = []
  }
  return [...attributed, ...pending.map((event) => ({ ...event, call: undefined }))]
}

/** Whether a traced call may write. */
export const mayWrite = (call: TracedCall): boolean => call.kind !== 'STATICCALL'

/** The calls that the timelock made itself, each with everything that happened below it. */
export function batchCalls(
  calls: readonly TracedCall[],
  timelock: Address,
): readonly { readonly call: TracedCall; readonly below: readonly TracedCall[] }[] {
  return calls.flatMap((call, index) => {
    if (call.from !== timelock || !mayWrite(call)) return []
    const rest = calls.slice(index + 1)
    const end = rest.findIndex((later) => later.depth <= call.depth)
    return [{ call, below: end === -1 ? rest : rest.slice(0, end) }]
  })
}

/** Whether a traced call is exactly that call of the proposal. */
export const isCall = (traced: TracedCall, call: Call): boolean =>
  traced.kind === 'CALL' &&
  traced.to === call.target &&
  traced.value === call.value &&
  traced.input.toLowerCase() === call.calldata.toLowerCase()

function reachedBy(
  proposal: Proposal,
  calls: readonly TracedCall[],
  timelock: Address,
): readonly ReadonlySet<Address>[] {
  const batch = batchCalls(calls, timelock)
  let next = 0
  return proposal.calls.map((call) => {
    const found = batch.findIndex((entry, index) => index >= next && isCall(entry.call, call))
    const entry = batch[found]
    if (entry === undefined) return new Set<Address>()
    next = found + 1
    return new Set([call.target, ...entry.below.filter(mayWrite).map((inner) => inner.to)])
  })
}

/** Reads a dry run's trace against its proposal. */
export function readExecution(dryRun: DryRun, proposal: Proposal, book: AddressBook): Execution {
  const operation = operationId(proposal.calls, proposal.descriptionHash, book.contracts.governor)
  const base = { dryRun, proposal, book, operationId: operation }
  const events = attributeEvents(base)
  return {
    ...base,
    events,
    isAttributed: events.some((event) => event.finishes !== undefined),
    reached: reachedBy(proposal, dryRun.calls, book.contracts.timelock),
  }
}
