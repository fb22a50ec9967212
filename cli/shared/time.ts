import {
  excerpt,
  NegativeValueError,
  type Seconds,
  TooPreciseError,
  UnreadableValueError,
  WrongUnitError,
} from './units.ts'

interface TimeUnit {
  readonly seconds: bigint
  readonly names: readonly string[]
  readonly one: string
  readonly many: string
}

/** From the longest to the shortest: the order in which a duration is written. */
const timeUnits: readonly TimeUnit[] = [
  { seconds: 86_400n, names: ['d', 'day', 'days'], one: 'day', many: 'days' },
  { seconds: 3_600n, names: ['h', 'hour', 'hours'], one: 'h', many: 'h' },
  { seconds: 60n, names: ['min', 'minute', 'minutes'], one: 'min', many: 'min' },
  { seconds: 1n, names: ['s', 'sec', 'second', 'seconds'], one: 's', many: 's' },
]

const example = '2 days, 36 h, 1 day 6 h or 90 min'
const part = /^(\d+(?:_\d+)*)(?:\.(\d+))?\s*([A-Za-z]*)\s*/

/** Seconds → `1 day 6 h`; the inverse of `parseDuration`. Negative durations carry a leading `-`. */
export function formatDuration(value: bigint): string {
  if (value < 0n) return `-${formatDuration(-value)}`
  const parts: string[] = []
  let rest = value
  for (const unit of timeUnits) {
    const count = rest / unit.seconds
    rest %= unit.seconds
    if (count > 0n) parts.push(`${count} ${count === 1n ? unit.one : unit.many}`)
  }
  return parts.length === 0 ? '0 s' : parts.join(' ')
}

/** Seconds → `2 days 3 h`: the two largest units, rounded down; for countdowns, which move while people read. */
export function roughDuration(value: bigint): string {
  if (value < 0n) return `-${roughDuration(-value)}`
  const first = timeUnits.findIndex(({ seconds }) => value >= seconds)
  const last = timeUnits[Math.min(first + 1, timeUnits.length - 1)]
  return formatDuration(first < 0 || last === undefined ? value : value - (value % last.seconds))
}

/** Seconds → `2 days`: the largest unit alone, rounded down; where there is room for one word. */
export function largestUnit(value: bigint): string {
  const unit = timeUnits.find(({ seconds }) => value >= seconds)
  return formatDuration(unit === undefined ? value : value - (value % unit.seconds))
}

function refuseFraction(text: string, digits: string, fraction: string): (unit: TimeUnit) => never {
  return (unit) => {
    const scaled = BigInt(digits + fraction) * unit.seconds
    const whole = scaled / 10n ** BigInt(fraction.length)
    throw new TooPreciseError(
      `"${text}" is not a whole number of ${unit.names.at(-1)}`,
      `Write ${formatDuration(whole)}.`,
    )
  }
}

function timeUnitOf(name: string, text: string, digits: string): TimeUnit {
  const unit = timeUnits.find((candidate) => candidate.names.includes(name.toLowerCase()))
  if (unit !== undefined) return unit
  if (name === '') {
    throw new WrongUnitError(
      `"${text}" has no unit of time`,
      `Write the unit with it, such as ${digits} days or ${digits} h.`,
    )
  }
  throw new WrongUnitError(
    `"${text}" has the unit "${name}", which is no fixed time`,
    `Write days, h, min or s, such as ${example}.`,
  )
}

/**
 * `2 days`, `36 h`, `1 day 6 h`, `90 min`, `45 s` → seconds. Each unit at most once, the longest first.
 * Throws a UnitError.
 */
export function parseDuration(input: string): Seconds {
  const text = input.trim()
  if (/^[-\u2212]/.test(text)) {
    throw new NegativeValueError(`"${excerpt(text)}" is below zero`, `Write ${example}.`)
  }
  let rest = text.length <= 120 ? text : ''
  let total = 0n
  let shortest: bigint | undefined
  while (rest !== '') {
    const match = part.exec(rest)
    if (match?.[1] === undefined) break
    const digits = match[1].replaceAll('_', '')
    const unit = timeUnitOf(match[3] ?? '', text, match[1])
    if (match[2] !== undefined && /[1-9]/.test(match[2]))
      refuseFraction(text, digits, match[2])(unit)
    if (shortest !== undefined && unit.seconds >= shortest) break
    shortest = unit.seconds
    total += BigInt(digits) * unit.seconds
    rest = rest.slice(match[0].length)
  }
  if (shortest === undefined || rest !== '') {
    throw new UnreadableValueError(`"${excerpt(text)}" is not a duration`, `Write ${example}.`)
  }
  return total as Seconds
}

/** Unix seconds → `2026-11-24 12:00 UTC`. */
export function formatUtc(seconds: bigint | number): string {
  const text = new Date(Number(seconds) * 1000).toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`
}

/** Unix seconds → `2026-11-24`. */
export const formatUtcDate = (seconds: bigint | number): string => formatUtc(seconds).slice(0, 10)

/** `in 5 blocks`, `now`, `1 block ago`. */
export function blocksAway(blocks: bigint): string {
  if (blocks === 0n) return 'now'
  const count = blocks < 0n ? -blocks : blocks
  const words = `${count} ${count === 1n ? 'block' : 'blocks'}`
  return blocks < 0n ? `${words} ago` : `in ${words}`
}
