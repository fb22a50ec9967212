import { Interface, id } from 'ethers'
import { operationId } from '../../cli/governance/description.ts'
import {
  type ParameterSet,
  type ParameterValue,
  parameterId,
} from '../../cli/governance/parameter.ts'
import type {
  AccountDiff,
  DryRun,
  ParameterChange,
  Proposal,
  TracedCall,
  TracedEvent,
} from '../../cli/governance/proposal.ts'
import { book, coinbase, executor, type Prepared, parameters } from './demo.ts'

const { governor, timelock } = book.contracts

/** An event of an account, by its fragment. */
export function event(address: string, fragment: string, args: readonly unknown[]): TracedEvent {
  const abi = new Interface([`event ${fragment}`])
  const { topics, data } = abi.encodeEventLog(fragment.slice(0, fragment.indexOf('(')), args)
  return { address, topics, data }
}

export const accrued = event(
  book.contracts.ledger,
  'Accrued(bytes32 indexed id, uint256 interest, uint256 totalDebt)',
  [book.markets[0]!.id, 1, 2],
)

export const parameterSet = (
  label: string,
  member: number,
  before: bigint,
  after: bigint,
): TracedEvent =>
  event(
    book.contracts.ledger,
    'ParameterSet(bytes32 indexed id, uint8 indexed parameter, uint256 oldValue, uint256 newValue)',
    [book.markets.find((entry) => entry.label === label)!.id, member, before, after],
  )

export const callExecuted = (proposal: Proposal, index: number): TracedEvent => {
  const call = proposal.calls[index]!
  return event(
    timelock,
    'CallExecuted(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data)',
    [
      operationId(proposal.calls, proposal.descriptionHash, governor),
      index,
      call.target,
      call.value,
      call.calldata,
    ],
  )
}

const executeBatch = id('executeBatch(address[],uint256[],bytes[],bytes32,bytes32)').slice(0, 10)

/** What one proposal call does when it runs. */
export interface Happening {
  readonly events?: readonly TracedEvent[]
  /** Calls below the proposal's call; depth 0 is directly below. */
  readonly calls?: readonly TracedCall[]
}

const slot = { slot: id('slot'), before: id('before'), after: id('after') }

export const diff = (
  address: string,
  changed: Partial<AccountDiff> = { slots: [slot] },
): AccountDiff => ({
  address,
  balanceBefore: 0n,
  balanceAfter: 0n,
  nonceChanged: false,
  codeChanged: false,
  slots: [],
  ...changed,
})

export function withChanges(
  set: ParameterSet,
  changes: Readonly<Record<string, Partial<ParameterValue>>>,
): ParameterSet {
  const values = new Map(set.values)
  for (const [name, value] of Object.entries(changes)) {
    values.set(name, { ...values.get(name)!, ...value })
  }
  return { ...set, values }
}

const arrived = (changes: readonly ParameterChange[]): Record<string, ParameterValue> =>
  Object.fromEntries(
    changes.map(({ subject, spec, after }) => [
      parameterId(subject, spec.key),
      { stored: after, effective: after },
    ]),
  )

/**
 * An honest dry run: the executor calls the governor, which calls the timelock, which makes every call of the proposal.
 * What each call does is given by its place.
 */
export function dryRunOf(
  { proposal, changes }: Prepared,
  happenings: readonly Happening[],
  replaced: Partial<DryRun> = {},
): DryRun {
  const start = parameters()
  const executed = withChanges(start, arrived(changes))
  const call = (depth: number, from: string, to: string, input: string): TracedCall => ({
    kind: 'CALL',
    depth,
    from,
    to,
    value: 0n,
    input,
  })
  const calls = proposal.calls.flatMap((entry, index) => [
    { ...call(2, timelock, entry.target, entry.calldata), value: entry.value },
    ...(happenings[index]?.calls ?? []).map((inner) => ({ ...inner, depth: inner.depth + 3 })),
  ])
  const events = proposal.calls.flatMap((_, index) => [
    ...(happenings[index]?.events ?? []),
    callExecuted(proposal, index),
  ])
  const targets = [...new Set(proposal.calls.map((entry) => entry.target))]
  const wrote = targets.filter((target) =>
    proposal.calls.some(
      (entry, index) => entry.target === target && (happenings[index]?.events ?? []).length > 0,
    ),
  )
  return {
    from: start,
    lifecycle: { states: ['Executed'], voters: [], quorum: 0n },
    outcome: { kind: 'executed', gasUsed: 1n, executor, transactionHash: id('tx') },
    calls: [
      call(0, executor, governor, '0xfe0d94c1'),
      call(1, governor, timelock, executeBatch),
      ...calls,
    ],
    events: [...events, event(governor, 'ProposalExecuted(uint256 proposalId)', [proposal.id])],
    diffs: [...new Set([governor, timelock, ...wrote])]
      .map((address) => diff(address))
      .concat(
        diff(executor, { balanceBefore: 9n, balanceAfter: 1n, nonceChanged: true }),
        diff(coinbase, { balanceAfter: 8n }),
      ),
    executed,
    control: start,
    settled: executed,
    settledControl: start,
    ...replaced,
  }
}
