import { id } from 'ethers'
import { plural } from '../shared/format.ts'
import type { Address } from './addressBook.ts'
import { isDeclaredAt } from './callEffects.ts'
import type { LocatedEffect } from './effects.ts'
import type { Execution } from './execution.ts'
import { addressWords } from './names.ts'
import type { AccountDiff } from './proposal.ts'
import { displayValue } from './value.ts'

const accrue = id('accrue(bytes32)').slice(0, 10)

/** A raw call of `accrue` writes nothing but the Ledger's interest, and is silent when there is none. */
const isAccrued = ({ proposal, book }: Execution, address: Address): boolean =>
  address === book.contracts.ledger &&
  proposal.calls.some((call) => call.target === address && call.calldata.startsWith(accrue))

/**
 * Storage written at an account where something was told (an event, a creation) is judged by what was told. Governor and
 * timelock keep books. Where a contract is silent, only a raw call to it that openly declares `permission` explains the
 * write: an unannounced slot may hold an owner.
 */
function storageEffect(
  diff: AccountDiff,
  execution: Execution,
  told: ReadonlySet<Address>,
): LocatedEffect | undefined {
  if (diff.slots.length === 0) return undefined
  const { book } = execution
  const { governor, timelock } = book.contracts
  const { address } = diff
  if (address === governor || address === timelock) return undefined
  if (told.has(address) || isAccrued(execution, address)) return undefined
  const name = addressWords(address, book)
  return {
    at: address,
    subject: name,
    kind: 'storage',
    words: `writes ${plural(diff.slots.length, 'slot')} of ${name} without telling what`,
    declared: isDeclaredAt(execution, address, 'permission'),
  }
}

function codeEffect(diff: AccountDiff, execution: Execution): LocatedEffect | undefined {
  if (!diff.codeChanged) return undefined
  const name = addressWords(diff.address, execution.book)
  return {
    at: diff.address,
    subject: name,
    kind: 'code',
    words: `changes the code of ${name}`,
    declared: isDeclaredAt(execution, diff.address, 'code'),
  }
}

/**
 * ETH that an account lost. The executor pays for gas; fees make the block's beneficiary richer without a call; every
 * other gain is the other side of a loss or of a transfer in the trace.
 */
function balanceEffect(diff: AccountDiff, execution: Execution): LocatedEffect | undefined {
  const { dryRun, book } = execution
  const executor = dryRun.outcome.kind === 'executed' ? dryRun.outcome.executor : undefined
  if (diff.balanceAfter >= diff.balanceBefore || diff.address === executor) return undefined
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
  const told = new Set(seen.map((effect) => effect.at))
  return execution.dryRun.diffs.flatMap((diff) =>
    [
      storageEffect(diff, execution, told),
      codeEffect(diff, execution),
      balanceEffect(diff, execution),
    ].filter((effect) => effect !== undefined),
  )
}
