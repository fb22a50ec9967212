import { accessErrors } from './accessErrors.ts'
import { backingErrors } from './backingErrors.ts'
import type { ErrorRow } from './errorRow.ts'
import { exposureErrors } from './exposureErrors.ts'
import { governorErrors } from './governorErrors.ts'
import { ledgerErrors } from './ledgerErrors.ts'
import { liquidationErrors } from './liquidationErrors.ts'
import { stewardErrors } from './stewardErrors.ts'
import { tokenErrors } from './tokenErrors.ts'

/** Every custom error that reads as a sentence: of our contracts and of OpenZeppelin's that we deploy. */
export const errorTable: readonly ErrorRow[] = [
  ...governorErrors,
  ...accessErrors,
  ...ledgerErrors,
  ...backingErrors,
  ...exposureErrors,
  ...liquidationErrors,
  ...stewardErrors,
  ...tokenErrors,
]
