import { id } from 'ethers'
import { plural } from '../shared/format.ts'
import { type Address, contractKindAt } from './addressBook.ts'
import { declares, isDeclaredAt, rawCallsTo } from './callEffects.ts'
import type { LocatedEffect } from './effects.ts'
import type { Execution } from './execution.ts'
import { addressWords } from './names.ts'
import type { AccountDiff, Call } from './proposal.ts'
import { displayValue } from './value.ts'

const accrue = id('accrue(bytes32)').slice(0, 10)

/** A raw call of `accrue` writes nothing but the Ledger's interest, and is silent when there is none. */
const isAccrued = ({ proposal, book }: Execution, address: Address): boolean =>
  address === book.contracts.ledger &&
  proposal.calls.some((call) => call.target === address && call.calldata.startsWith(accrue))

/** Whether that call is among those that told something at an account (`here`). New code is told once for all calls. */
const tells = (call: Call, here: readonly LocatedEffect[], { isAttributed }: Execution): boolean =>
  here.some((effect) => !isAttributed || effect.kind === 'code' || effect.call === call)

/** Our own contracts announce every write (a table test holds them to it), so there anything told is enough. */
const isOurs = ({ book }: Execution, address: Address): boolean =>
  contractKindAt(address, book) !== undefined

/**
 * Storage written at an account where something was told (a known event, a creation) is judged by what was told; an
 * event that nobody knows tells nothing. Governor and timelock keep books. Every raw call that was silent at the account
 * must openly declare `permission`: an unannounced slot may hold an owner.
 */
function storageEffect(
  diff: AccountDiff,
  execution: Execution,
  seen: readonly LocatedEffect[],
): LocatedEffect | undefined {
  if (diff.slots.length === 0) return undefined
  const { book } = execution
  const { governor, timelock } = book.contracts
  const { address } = diff
  if (address === governor || address === timelock) return undefined
  if (isAccrued(execution, address)) return undefined
  const here = seen.filter((effect) => effect.at === address && effect.isOpaque !== true)
  const reaching = rawCallsTo(execution, address)
  const silent = reaching.filter((call) => !tells(call, here, execution))
  if (here.length > 0 && (silent.length === 0 || isOurs(execution, address))) return undefined
  const name = addressWords(address, book)
  return {
    at: address,
    subject: name,
    kind: 'storage',
    words: `writes ${plural(diff.slots.length, 'slot')} of ${name} without telling what`,
    declared: reaching.length > 0 && silent.every((call) => declares(call, 'permission')),
  }
}

/** Code that changed, or that an account brought into being: the nonce of a contract counts what it created. */
function codeEffect(diff: AccountDiff, execution: Execution): LocatedEffect | undefined {
  const isCreator = diff.nonceChanged && diff.address !== executorOf(execution)
  if (!diff.codeChanged && !isCreator) return undefined
  const name = addressWords(diff.address, execution.book)
  return {
    at: diff.address,
    subject: name,
    kind: 'code',
    words: diff.codeChanged ? `changes the code of ${name}` : `creates a contract from ${name}`,
    declared: isDeclaredAt(execution, diff.address, 'code'),
  }
}

const executorOf = ({ dryRun: { outcome } }: Execution): Address | undefined =>
  outcome.kind === 'executed' ? outcome.executor : undefined

/**
 * ETH that an account lost. The executor pays for gas; fees make the block's beneficiary richer without a call; every
 * other gain is the other side of a loss or of a transfer in the trace.
 */
function balanceEffect(diff: AccountDiff, execution: Execution): LocatedEffect | undefined {
  const { dryRun, book } = execution
  if (diff.balanceAfter >= diff.balanceBefore || diff.address === executorOf(execution)) {
    return undefined
  }
  const name = addressWords(diff.address, book)
  const lost = displayValue('wad', diff.balanceBefore - diff.balanceAfter, book)
  const sentTo = dryRun.calls
    .filter((call) => call.from === diff.address && call.value > 0n)
    .map((call) => call.to)
  return {
    at: diff.address,
    subject: name,
    kind: 'tokenMovement',
    words: `takes ${lost} ETH from ${name}`,
    declared:
      sentTo.length > 0 && sentTo.every((to) => isDeclaredAt(execution, to, 'tokenMovement')),
  }
}

/** What the prestate diff of the execution shows and the effects that were told (`seen`) do not cover. */
export function stateEffects(
  execution: Execution,
  seen: readonly LocatedEffect[],
): readonly LocatedEffect[] {
  return execution.dryRun.diffs.flatMap((diff) =>
    [
      storageEffect(diff, execution, seen),
      codeEffect(diff, execution),
      balanceEffect(diff, execution),
    ].filter((effect) => effect !== undefined),
  )
}
