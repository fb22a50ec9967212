import { roughDuration } from '../../shared/time.ts'
import type { Job } from './job.ts'
import type { KeeperWorld, KeptFeed } from './world.ts'

/** A feed is noted twice in the time after which the hub would forget it: one note may be late. */
const NOTES_AN_INTERVAL = 2n
/** A rate is looked at so often in the time after which a fall counts: a trick of one moment is contradicted in time. */
const LOOKS_A_LAG = 3n

/** What feeds need now. */
export const feedJobs = (world: KeeperWorld): readonly Job[] =>
  world.feeds.flatMap((feed) =>
    feed.state === 'DOWN' ? noteJob(world, feed) : refreshJob(world, feed),
  )

function refreshJob({ now, rules }: KeeperWorld, feed: KeptFeed): readonly Job[] {
  const reason =
    priceReason(feed, now, rules.refreshInterval) ?? rateReason(feed, now, rules.fallLag)
  if (reason === undefined) return []
  const { label, key } = feed
  return [
    {
      kind: 'refresh',
      subject: label,
      words: `refresh ${label}: ${reason}`,
      call: { does: 'refresh', feed: key },
    },
  ]
}

/** Only a price that is OK is stored. */
function priceReason(feed: KeptFeed, now: bigint, interval: bigint): string | undefined {
  if (feed.state !== 'OK') return undefined
  if (feed.lastGoodAt === 0n) return 'it has no last good price'
  const age = now - feed.lastGoodAt
  return age < interval ? undefined : `its last good price is ${roughDuration(age)} old`
}

/** A silent source changes nothing, however often it is asked. */
function rateReason({ rate }: KeptFeed, now: bigint, lag: bigint): string | undefined {
  if (rate === undefined || rate.observedWad === 0n) return undefined
  if (rate.observedWad < rate.acceptedWad) return 'its rate has fallen'
  const age = now - rate.refreshedAt
  return age * LOOKS_A_LAG < lag ? undefined : `its rate was read ${roughDuration(age)} ago`
}

function noteJob({ now, rules }: KeeperWorld, feed: KeptFeed): readonly Job[] {
  const { label, key, deadSince } = feed
  const last = lastNote(feed, now)
  if (last !== undefined && (now - last) * NOTES_AN_INTERVAL < rules.noteInterval) return []
  const reason =
    deadSince === 0n ? 'nobody has noted it yet' : `dead for ${roughDuration(now - deadSince)}`
  return [
    {
      kind: 'note',
      subject: label,
      words: `note that ${label} is DOWN: ${reason}`,
      call: { does: 'noteDown', feed: key },
    },
  ]
}

/** The hub tells when the first note was; of later ones we know our own. What is not of this silence does not count. */
function lastNote({ deadSince, notedAt }: KeptFeed, now: bigint): bigint | undefined {
  if (deadSince === 0n) return undefined
  return notedAt !== undefined && notedAt > deadSince && notedAt <= now ? notedAt : deadSince
}

/** Markets that may be shut for ever: their feed has been dead for long enough. */
export const shutdownJobs = (world: KeeperWorld): readonly Job[] =>
  world.markets.flatMap((market) => {
    const feed = world.feeds.find(({ label }) => label === market.feed)
    const since = feed?.deadSince ?? 0n
    if (market.isShut || since === 0n || world.now < since + world.rules.shutdownGrace) return []
    return [
      {
        kind: 'shutdown',
        subject: market.label,
        words: `shut ${market.label} for ever: ${market.feed} has been dead for ${roughDuration(world.now - since)}`,
        call: { does: 'shutdown', market: market.id },
      },
    ]
  })
