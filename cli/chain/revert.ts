import { type Interface, isError } from 'ethers'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { Ledger__factory } from '../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { BallastGovernor__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastGovernor__factory.js'
import { IOracleHub__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IOracleHub__factory.js'
import { printable } from '../shared/format.ts'

// The Ledger itself rather than its interface: it also declares what its access guard and its token transfers throw.
let knownErrors: readonly Interface[] | undefined

/** Read when the first revert has to be explained: most commands meet none. */
function errorAbis(): readonly Interface[] {
  knownErrors ??= [
    Ledger__factory.createInterface(),
    IOracleHub__factory.createInterface(),
    BallastGovernor__factory.createInterface(),
    TimelockController__factory.createInterface(),
    AccessManager__factory.createInterface(),
  ]
  return knownErrors
}

/** A revert in one printable line: the custom error with its arguments where we know it, else what the node said. */
export function explainRevert(error: unknown): string {
  const data = revertData(error)
  for (const errors of data === undefined ? [] : errorAbis()) {
    const parsed = errors.parseError(data ?? '0x')
    if (parsed !== null) {
      return printable(`${parsed.name}(${parsed.args.map(String).join(', ')})`)
    }
  }
  return printable(error instanceof Error ? error.message : String(error))
}

/** Whether the chain refused, as opposed to a node that could not be asked or a mistake of ours. */
export const isRevert = (error: unknown): boolean =>
  isError(error, 'CALL_EXCEPTION') || revertData(error) !== undefined

function revertData(error: unknown): string | undefined {
  if (isError(error, 'CALL_EXCEPTION') && error.data !== null) return error.data
  let inner: unknown = error
  while (typeof inner === 'object' && inner !== null) {
    const { data } = inner as { data?: unknown }
    if (typeof data === 'string' && data.startsWith('0x')) return data
    if (typeof data === 'object' && data !== null) {
      const nested = (data as { data?: unknown }).data
      if (typeof nested === 'string') return nested
    }
    inner =
      (inner as { error?: unknown; cause?: unknown }).error ?? (inner as { cause?: unknown }).cause
  }
  return undefined
}
