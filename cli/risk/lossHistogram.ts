/** How many paths lose an amount in [from, to); of a bin from 0 only losses above 0. Amounts in derivative. */
export interface LossBin {
  readonly from: number
  readonly to: number
  readonly before: number
  readonly after: number
}

/**
 * The distribution of a loss over the paths, before and after on common bins.
 *
 * Most paths lose nothing at all: this atom at zero is counted by itself. What is above it spans orders of magnitude, so
 * the edges are the numbers 1, 2, 5, 10, 20, 50 … : about equally wide on a logarithmic scale, and readable.
 */
export interface LossHistogram {
  readonly paths: number
  /** Paths without any loss. */
  readonly none: { readonly before: number; readonly after: number }
  /** From the smallest loss to the largest, without gaps; empty if no path lost anything. */
  readonly bins: readonly LossBin[]
}

/** Eight decades; smaller losses share a first bin that begins at 0. */
export const mostBins = 25

const mantissas = [1, 2, 5] as const

/** The k-th number of the series: 1 for 0, 2, 5, 10 … upwards, 0.5, 0.2, 0.1 … downwards. The nearest doubles. */
const edgeAt = (k: number): number => {
  const decade = Math.floor(k / mantissas.length)
  return Number(`${mantissas[k - decade * mantissas.length]}e${decade}`)
}

/** The largest k with edgeAt(k) <= amount. */
function edgeBelow(amount: number): number {
  let k = Math.floor(Math.log10(amount)) * mantissas.length
  while (edgeAt(k) > amount) k -= 1
  while (edgeAt(k + 1) <= amount) k += 1
  return k
}

/** Counts both distributions of the same paths on the same bins. */
export function lossHistogram(before: Float64Array, after: Float64Array): LossHistogram {
  const edges = edgesOf(before, after)
  const inBins = { before: countIn(edges, before), after: countIn(edges, after) }
  const lossFree = (losses: Float64Array): number =>
    losses.reduce((count, loss) => (loss > 0 ? count : count + 1), 0)
  return {
    paths: before.length,
    none: { before: lossFree(before), after: lossFree(after) },
    bins: edges.slice(1).map((to, i) => ({
      from: edges[i] ?? 0,
      to,
      before: inBins.before[i] ?? 0,
      after: inBins.after[i] ?? 0,
    })),
  }
}

/** Edges around every loss above zero of either distribution. */
function edgesOf(...distributions: readonly Float64Array[]): readonly number[] {
  let smallest = Number.POSITIVE_INFINITY
  let largest = 0
  for (const losses of distributions)
    for (const loss of losses) {
      if (loss > 0 && loss < smallest) smallest = loss
      if (loss > largest) largest = loss
    }
  if (largest === 0) return []
  const top = edgeBelow(largest) + 1
  const bottom = edgeBelow(smallest)
  const lowest = Math.max(bottom, top - mostBins + 1)
  const edges = Array.from({ length: top - lowest + 1 }, (_, i) => edgeAt(lowest + i))
  return lowest > bottom ? [0, ...edges] : edges
}

function countIn(edges: readonly number[], losses: Float64Array): readonly number[] {
  const counts = new Array<number>(Math.max(0, edges.length - 1)).fill(0)
  for (const loss of losses) {
    if (!(loss > 0)) continue
    const bin = binOf(edges, loss)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

/** The last edge at or below the loss, found by halves. */
function binOf(edges: readonly number[], loss: number): number {
  let low = 0
  let high = edges.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((edges[middle] ?? 0) <= loss) low = middle
    else high = middle
  }
  return low
}
