import { id } from 'ethers'
import type { Address, AddressBook } from './addressBook.ts'
import { decodeCall } from './decode.ts'
import type { LocatedEffect } from './effects.ts'
import { batchCalls, type Execution, isCall, mayWrite } from './execution.ts'
import { addressWords } from './names.ts'
import type { Call, SensitiveEffect, TracedCall } from './proposal.ts'
import { displayValue } from './value.ts'

/** Whether a call of the proposal openly declares a sensitive effect. */
export const declares = (call: Call | undefined, kind: SensitiveEffect): boolean =>
  call?.origin.kind === 'raw' && call.origin.call.declares.includes(kind)

/** The raw calls of the proposal that called into an account, themselves or below. */
export const rawCallsTo = ({ proposal, reached }: Execution, address: Address): readonly Call[] =>
  proposal.calls.filter((call, index) => call.origin.kind === 'raw' && reached[index]?.has(address))

/**
 * Whether the raw calls that reached an account openly declare a sensitive effect: every one of them, because the state
 * that a transaction leaves behind does not tell which call made it.
 */
export function isDeclaredAt(
  execution: Execution,
  address: Address,
  kind: SensitiveEffect,
): boolean {
  const reaching = rawCallsTo(execution, address)
  return reaching.length > 0 && reaching.every((call) => declares(call, kind))
}

const wordsOf = (call: TracedCall, book: AddressBook): string =>
  decodeCall({ target: call.to, value: call.value, calldata: call.input }, book).words

/** The timelock's own calls against the proposal's: each exactly once, in order, nothing in between. */
function batchEffects({ dryRun, proposal, book }: Execution): readonly LocatedEffect[] {
  const effects: LocatedEffect[] = []
  let next = 0
  for (const { call } of batchCalls(dryRun.calls, book.contracts.timelock)) {
    const expected = proposal.calls[next]
    const at = { at: call.to, subject: addressWords(call.to, book) }
    if (expected !== undefined && isCall(call, expected)) {
      next += 1
      effects.push({ ...at, kind: 'call', words: `runs: ${expected.words}`, declared: true })
    } else if (call.kind === 'CALL') {
      const words = `runs a call that is not in the proposal: ${wordsOf(call, book)}`
      effects.push({ ...at, kind: 'call', words, declared: false })
    } else {
      const words = `makes the timelock ${call.kind} ${addressWords(call.to, book)}`
      effects.push({ ...at, kind: 'code', words, declared: false })
    }
  }
  const missing = proposal.calls.slice(next).map(
    (call): LocatedEffect => ({
      at: call.target,
      subject: addressWords(call.target, book),
      kind: 'call',
      words: `never ran: ${call.words}`,
      declared: false,
    }),
  )
  return [...effects, ...missing]
}

const relay = id('relay(address,uint256,bytes)').slice(0, 10)
const ownCalls = new Set([
  id('executeBatch(address[],uint256[],bytes[],bytes32,bytes32)').slice(0, 10),
  id('scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)').slice(0, 10),
])

/** The governor can be made to call anything (`relay`), with its rights on the timelock. */
function governorEffects(execution: Execution): readonly LocatedEffect[] {
  const { dryRun, book, proposal } = execution
  const { governor, timelock } = book.contracts
  const relays = proposal.calls.filter((call) => call.calldata.startsWith(relay))
  return dryRun.calls
    .filter((call) => call.from === governor && mayWrite(call))
    .filter((call) => call.to !== timelock || !ownCalls.has(call.input.slice(0, 10)))
    .map((call) => ({
      at: call.to,
      subject: 'governor',
      kind: 'governance',
      words: `makes the governor act: ${wordsOf(call, book)}`,
      declared: relays.length > 0 && relays.every((outer) => declares(outer, 'governance')),
    }))
}

const codeKinds = new Set<TracedCall['kind']>(['CREATE', 'CREATE2', 'SELFDESTRUCT', 'CALLCODE'])

/** Code that comes into being or is destroyed, wherever it happens. */
function codeEffects(execution: Execution): readonly LocatedEffect[] {
  return execution.dryRun.calls
    .filter((call) => codeKinds.has(call.kind))
    .map((call) => {
      const verb = call.kind.startsWith('CREATE') ? 'creates the contract' : `does ${call.kind} to`
      return {
        at: call.to,
        subject: addressWords(call.from, execution.book),
        kind: 'code',
        words: `${verb} ${addressWords(call.to, execution.book)}`,
        declared: isDeclaredAt(execution, call.to, 'code'),
      }
    })
}

/** Every transfer of ETH inside of the execution. */
function etherEffects(execution: Execution): readonly LocatedEffect[] {
  const { dryRun, book } = execution
  return dryRun.calls
    .filter((call) => call.value > 0n && mayWrite(call) && call.kind !== 'DELEGATECALL')
    .map((call) => ({
      at: call.to,
      subject: addressWords(call.from, book),
      kind: 'tokenMovement',
      words: `sends ${displayValue('wad', call.value, book)} ETH from ${addressWords(call.from, book)} to ${addressWords(call.to, book)}`,
      declared: isDeclaredAt(execution, call.to, 'tokenMovement'),
    }))
}

/** What the trace of the execution shows, each call of the proposal included. */
export function callEffects(execution: Execution): readonly LocatedEffect[] {
  const { dryRun, book } = execution
  const reverted: readonly LocatedEffect[] =
    dryRun.outcome.kind !== 'reverted'
      ? []
      : [
          {
            at: book.contracts.timelock,
            subject: 'execution',
            kind: 'call',
            words: `reverts: ${dryRun.outcome.reason}`,
            declared: false,
          },
        ]
  return [
    ...reverted,
    ...batchEffects(execution),
    ...governorEffects(execution),
    ...codeEffects(execution),
    ...etherEffects(execution),
  ]
}
