import { RiskInputError } from './riskInputError.ts'

export type Matrix = readonly (readonly number[])[]

/** A table of correlations that no set of prices can have. */
export class NotPositiveDefiniteError extends RiskInputError {
  /** The row, from 0, at which the factorisation failed. */
  readonly row: number

  constructor(row: number, problem: string) {
    super(
      `The correlation matrix is not usable: ${problem} (row ${row + 1}).`,
      'Give a symmetric matrix with ones on the diagonal whose correlations fit together, or use the calibrated one.',
    )
    this.row = row
  }
}

/** Below this share of a unit variance, what a factor adds of its own is rounding noise. */
const smallestPivot = 1e-12

function assertCorrelation(matrix: Matrix): void {
  matrix.forEach((row, i) => {
    if (row.length !== matrix.length) throw new NotPositiveDefiniteError(i, 'it is not square')
    if (row[i] !== 1) throw new NotPositiveDefiniteError(i, 'the diagonal is not 1')
    row.forEach((value, j) => {
      if (!Number.isFinite(value)) throw new NotPositiveDefiniteError(i, 'an entry is not a number')
      if (value !== matrix[j]?.[i]) throw new NotPositiveDefiniteError(i, 'it is not symmetric')
    })
  })
}

/**
 * The lower triangle L with L * transpose(L) = `matrix`: multiplied with independent standard normals it gives
 * standard normals with these correlations.
 * @throws NotPositiveDefiniteError if the matrix is not a positive definite correlation matrix.
 */
export function cholesky(matrix: Matrix): Matrix {
  assertCorrelation(matrix)
  const lower: number[][] = []
  matrix.forEach((row, i) => {
    const own: number[] = []
    for (let j = 0; j <= i; j++) {
      const other = lower[j] ?? own
      let rest = row[j] ?? 0
      for (let k = 0; k < j; k++) rest -= (own[k] ?? 0) * (other[k] ?? 0)
      if (j < i) own.push(rest / (other[j] ?? 1))
      else if (rest > smallestPivot) own.push(Math.sqrt(rest))
      else throw new NotPositiveDefiniteError(i, 'it is not positive definite')
    }
    lower.push(own)
  })
  return lower
}
