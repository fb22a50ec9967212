import type { Job } from './job.ts'
import type { KeeperWorld, KeptBackstop } from './world.ts'

/** What was noted longer ago than a day tells the backstop nothing; with room for a keeper that was away. */
const NOTE_LASTS = 20n * 3_600n

/** Less of fees is not worth a call, unless it covers everything: they come in all the time. */
const WORTH_COVERING = 100n * 10n ** 18n

/**
 * Markets with bad debt, where a call would change something.
 *
 * @param world with every market, because the backstop knows what they lack together
 * @param labels of the markets to cover; all of them if absent
 */
export function coverJobs(world: KeeperWorld, labels?: readonly string[]): readonly Job[] {
  const { backstop, surplus } = world
  const indebted = world.markets.filter(
    ({ deficit, label }) => deficit > 0n && (labels?.includes(label) ?? true),
  )
  return indebted.flatMap(({ label, id, deficit }, place): readonly Job[] => {
    // What is noted is of all markets together: one call does.
    const noting = place === 0 && backstop !== undefined ? notingReason(world, backstop) : undefined
    const isPaid = surplus >= WORTH_COVERING || surplus >= deficit
    const reason = isPaid ? 'fees have come in' : noting
    if (reason === undefined) return []
    return [
      {
        kind: 'cover',
        subject: label,
        words: `cover bad debt of ${label}: ${reason}`,
        call: { does: backstop === undefined ? 'coverFromSurplus' : 'cover', market: id },
      },
    ]
  })
}

/** Why the backstop should look at bad debt although no fees have come in. */
function notingReason(world: KeeperWorld, backstop: KeptBackstop): string | undefined {
  const { standing, noted, notedAt, standingTime, proceeds, sale } = backstop
  if (proceeds > 0n) return 'the backstop has proceeds of a sale'
  const lot = world.lots.find(({ id }) => id === sale)
  if (lot?.isOver) return 'the sale of the backstop found no taker'
  const age = world.now - notedAt
  if (age < standingTime) return undefined
  const deficit = world.markets.reduce((sum, market) => sum + market.deficit, 0n)
  if (noted !== deficit || standing !== deficit) return 'the backstop is to note how long it stands'
  return age < NOTE_LASTS ? undefined : 'what the backstop has noted grows old'
}
