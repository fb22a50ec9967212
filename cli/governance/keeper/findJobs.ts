import { coverJobs } from './coverJobs.ts'
import { feedJobs, shutdownJobs } from './feedJobs.ts'
import type { Job, JobKind } from './job.ts'
import { lotJobs } from './lotJobs.ts'
import { priceless, vaultJobs } from './vaultJobs.ts'
import type { KeeperWorld } from './world.ts'

/** What a keeper may look for. */
export interface Search {
  readonly kinds: readonly JobKind[]
  /** Labels; all of them if absent. */
  readonly markets?: readonly string[]
  /** The most derivative to pay for one job, 18 decimals. */
  readonly maxRepay?: bigint
}

/** Everything that could be done, in the order in which it is looked at: prices first, because what follows goes by them. */
export function findJobs(world: KeeperWorld, search: Search): readonly Job[] {
  const { kinds, maxRepay } = search
  const seen = within(world, search.markets)
  return [
    ...feedJobs(seen),
    ...priceless(seen),
    ...vaultJobs(seen, maxRepay),
    ...lotJobs(seen, maxRepay),
    ...coverJobs(world, search.markets),
    ...shutdownJobs(seen),
  ].filter(({ kind }) => kinds.includes(kind))
}

/** The world as far as some markets are concerned. */
function within(world: KeeperWorld, labels: readonly string[] | undefined): KeeperWorld {
  if (labels === undefined) return world
  const markets = world.markets.filter(({ label }) => labels.includes(label))
  const feeds = markets.map(({ feed }) => feed)
  return {
    ...world,
    markets,
    feeds: world.feeds.filter(({ label }) => feeds.includes(label)),
    vaults: world.vaults.filter(({ market }) => labels.includes(market)),
    lots: world.lots.filter(({ market }) => market !== undefined && labels.includes(market)),
  }
}

/** Jobs that exclude each other, together, in the order of the first of each. */
export function bySubject(jobs: readonly Job[]): readonly (readonly Job[])[] {
  const groups = new Map<string, Job[]>()
  for (const job of jobs) {
    const group = groups.get(job.subject)
    if (group === undefined) groups.set(job.subject, [job])
    else group.push(job)
  }
  return [...groups.values()]
}
