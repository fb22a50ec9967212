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
  readonly name: string
  readonly first: number
  readonly last: number
  readonly most: number
  /** Bytes an hour, by the line of least squares through the last two thirds: what is loaded at first is no growth. */
  readonly perHour: number
}

const HOUR = 3_600_000

/** @param figures in the order of time, three or more */
export function growthOf(
  name: string,
  figures: readonly { readonly at: number; readonly value: number }[],
): Growth {
  const settled = figures.slice(Math.floor(figures.length / 3))
  const values = figures.map(({ value }) => value)
  return {
    name,
    first: settled[0]?.value ?? 0,
    last: settled.at(-1)?.value ?? 0,
    most: Math.max(...values),
    perHour: slopeOf(settled) * HOUR,
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

/** One line a thread, and one for the whole process. */
export function growths(samples: readonly Sample[]): readonly Growth[] {
  const threads = [...new Set(samples.map(({ thread }) => thread))]
  const main = samples.filter(({ isMainThread }) => isMainThread)
  return [
    ...threads.map((thread) => {
      const own = samples.filter((sample) => sample.thread === thread)
      return growthOf(
        own[0]?.isMainThread ? 'heap of the interface' : 'heap of the office',
        own.map(({ at, heapUsed, arrayBuffers }) => ({ at, value: heapUsed + arrayBuffers })),
      )
    }),
    growthOf(
      'memory of the process (RSS)',
      main.map(({ at, rss }) => ({ at, value: rss })),
    ),
  ]
}
