/** What one thread had at one moment; bytes, milliseconds. */
export interface Sample {
  readonly at: number
  readonly thread: number
  readonly isMainThread: boolean
  /** After everything that nobody needs was collected. */
  readonly heapUsed: number
  readonly arrayBuffers: number
  /** Of the whole process. */
  readonly rss: number
}

/** A straight line through figures over time. */
export interface Growth {
  readonly name: Watched
  readonly first: number
  readonly last: number
  readonly most: number
  /** Bytes an hour, by the line of least squares. */
  readonly perHour: number
}

const HOUR = 3_600_000

/** @throws Error for fewer than three figures. @param figures in the order of time */
export function growthOf(
  name: Watched,
  figures: readonly { readonly at: number; readonly value: number }[],
): Growth {
  if (figures.length < 3)
    throw new Error(`There are ${figures.length} figures of the ${name}: too few.`)
  const values = figures.map(({ value }) => value)
  return {
    name,
    first: figures[0]?.value ?? 0,
    last: figures.at(-1)?.value ?? 0,
    most: Math.max(...values),
    perHour: slopeOf(figures) * HOUR,
  }
}

function slopeOf(figures: readonly { readonly at: number; readonly value: number }[]): number {
  const mean = (of: (figure: (typeof figures)[number]) => number) =>
    figures.reduce((sum, figure) => sum + of(figure), 0) / figures.length
  const [at, value] = [mean((figure) => figure.at), mean((figure) => figure.value)]
  const spread = figures.reduce((sum, figure) => sum + (figure.at - at) ** 2, 0)
  const together = figures.reduce(
    (sum, figure) => sum + (figure.at - at) * (figure.value - value),
    0,
  )
  return spread === 0 ? 0 : together / spread
}

const INTERFACE = 'heap of the interface'
const OFFICE = 'heap of the office'
const PROCESS = 'memory of the process (RSS)'

/** What is watched. */
export type Watched = typeof INTERFACE | typeof OFFICE | typeof PROCESS

/**
 * One line a thread, and one for the whole process. What is loaded at first is no growth: these are samples from later on.
 *
 * @throws Error if one of them said nothing: that it did not grow would be no finding
 */
export function growths(samples: readonly Sample[]): readonly Growth[] {
  const threads = [...new Set(samples.map(({ thread }) => thread))]
  const main = samples.filter(({ isMainThread }) => isMainThread)
  const found = [
    ...threads.map((thread) => {
      const own = samples.filter((sample) => sample.thread === thread)
      return growthOf(
        own[0]?.isMainThread ? INTERFACE : OFFICE,
        own.map(({ at, heapUsed, arrayBuffers }) => ({ at, value: heapUsed + arrayBuffers })),
      )
    }),
    growthOf(
      PROCESS,
      main.map(({ at, rss }) => ({ at, value: rss })),
    ),
  ]
  for (const wanted of [INTERFACE, OFFICE, PROCESS]) {
    if (!found.some(({ name }) => name === wanted))
      throw new Error(`Nobody said what the ${wanted} is.`)
  }
  return found
}
