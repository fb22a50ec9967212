import { readBlock } from '../chain/client.ts'
import {
  hasExpired,
  readSplit,
  type Split,
  type SplitPart,
  shareOf,
  splitAction,
} from '../chain/splitRegistry.ts'
import { NOBODY } from '../chain/votingPower.ts'
import type { Address } from '../governance/addressBook.ts'
import { whenWords } from '../governance/governorClock.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { UsageError } from '../shared/errors.ts'
import { formatBps } from '../shared/units.ts'
import type { Deed, Fact, Shown } from './act.ts'
import type { Acting } from './protocol.ts'
import { NotAsSentError, NotNowError } from './refusals.ts'
import { COUNTS } from './registerDelegate.ts'
import { doubtsThatItCounts, requireRegistry, type SpaceRegistry } from './snapshotRegistry.ts'

/** How votes on Snapshot are split; without parts, delegations are taken back. */
export interface Splitting {
  readonly parts: readonly { readonly delegate: Address; readonly share: bigint }[]
  /** Unix seconds; 0 for never. */
  readonly expires: bigint
}

interface Matter extends SpaceRegistry {
  readonly acting: Acting
  readonly own: Address
  /** What the registry is to say. */
  readonly wish: Pick<Split, 'parts' | 'expires'>
}

/** What the registry says, and the block at which it does. */
interface Now {
  readonly split: Split
  readonly block: BlockRef
}

/**
 * Splits the account's votes on Snapshot among delegates, or takes them back.
 *
 * @throws UsageError for what the registry would refuse, NoRegistryError, NotNowError for a time that is over
 */
export async function splitting(acting: Acting, wish: Splitting): Promise<Deed> {
  const own = acting.sender.account.address
  requirePossible(own, wish)
  const found = await requireRegistry(acting.protocol, 'split')
  const matter = {
    acting,
    own,
    ...found,
    wish: { parts: ratiosOf(wish.parts), expires: wish.expires },
  }
  const action = splitAction(found.registry, found.place.space, matter.wish)
  return {
    verb: 'delegate',
    async done() {
      const now = await readNow(matter)
      return isAsWished(matter, now) ? { ...shownOf(matter, now), action } : undefined
    },
    async prepare() {
      const before = await readNow(matter)
      requireFuture(matter, before)
      const later = { ...before, split: { ...before.split, ...matter.wish } }
      return {
        action,
        words: [wordsOf(matter)],
        facts: factsOf(matter, later, before),
        warnings: await doubtsOf(matter),
        handles: [],
        async readBack({ transactionHash }) {
          const now = await readNow(matter)
          if (isAsWished(matter, now)) return shownOf(matter, now, before)
          throw new NotAsSentError(transactionHash, `the registry has ${splitWords(now)}`)
        },
      }
    },
  }
}

/** @throws UsageError */
function requirePossible(own: Address, { parts }: Splitting): void {
  const delegates = parts.map(({ delegate }) => delegate)
  const twice = delegates.find((delegate, i) => delegates.indexOf(delegate) !== i)
  const refuse = (what: string): never => {
    throw new UsageError(what, 'Name each delegate once, and give it its share: alice=60%,bob=40%.')
  }
  if (twice !== undefined) refuse(`The split names ${twice} twice, which the registry refuses.`)
  if (delegates.includes(NOBODY)) refuse('The registry refuses the zero address as a delegate.')
  if (delegates.includes(own)) {
    refuse(
      'The split names the account itself: votes are passed on from delegate to delegate, and these would go in a circle.',
    )
  }
}

/** Whole percents where they are, as Snapshot's own page writes them. */
function ratiosOf(parts: Splitting['parts']): readonly SplitPart[] {
  const unit = parts.every(({ share }) => share % 100n === 0n) ? 100n : 1n
  return parts.map(({ delegate, share }) => ({ delegate, ratio: share / unit }))
}

async function readNow({ acting, own, registry, place }: Matter): Promise<Now> {
  const { chain } = acting.sender
  const block = await readBlock(chain)
  return {
    block,
    split: await readSplit(chain, { registry, account: own, space: place.space }, block),
  }
}

/** By the shares: ratios of another scale say the same. */
function isAsWished({ wish }: Matter, { split }: Now): boolean {
  const sum = (parts: readonly SplitPart[]) => parts.reduce((total, { ratio }) => total + ratio, 0n)
  const [wished, there] = [sum(wish.parts), sum(split.parts)]
  return (
    split.parts.length === wish.parts.length &&
    split.expires === wish.expires &&
    wish.parts.every(({ delegate, ratio }) =>
      split.parts.some(
        (part) => part.delegate === delegate && part.ratio * wished === ratio * there,
      ),
    )
  )
}

/** @throws NotNowError: a delegation that is over from the start would look as if it were one */
function requireFuture({ wish }: Matter, { block }: Now): void {
  if (!hasExpired(wish, block)) return
  throw new NotNowError(
    `The delegation would end ${whenWords(wish.expires, BigInt(block.timestamp))}, which is over.`,
    'Name a later end: --expires "90 days"',
  )
}

/** Delegates who said that they want to be none, and whether the space counts it at all. */
async function doubtsOf({ acting, registry, place, wish }: Matter): Promise<readonly string[]> {
  const { chain } = acting.sender
  const { space } = place
  const optedOut = await Promise.all(
    wish.parts.map(async ({ delegate }) => {
      const { isOptedOut } = await readSplit(chain, { registry, account: delegate, space })
      return isOptedOut ? [`${delegate} said that it wants to be nobody\u2019s delegate here.`] : []
    }),
  )
  return [...optedOut.flat(), ...(await doubtsThatItCounts(place, 'split', chain.chainId))]
}

function wordsOf({ place, wish }: Matter): string {
  return wish.parts.length === 0
    ? `take back every delegation of the votes in ${place.space} on Snapshot`
    : `split the votes in ${place.space} on Snapshot: ${partsWords(wish)}`
}

/** `60% to 0x…, 40% to 0x…`. */
export const partsWords = (split: Pick<Split, 'parts'>): string =>
  split.parts.length === 0
    ? 'to nobody'
    : split.parts
        .map(({ delegate }) => `${formatBps(shareOf(split, delegate))} to ${delegate}`)
        .join(', ')

/** The same with its end, by the chain's clock. */
export function splitWords({ split, block }: Now): string {
  const { expires, parts } = split
  if (expires === 0n || parts.length === 0) return partsWords(split)
  const when = whenWords(expires, BigInt(block.timestamp))
  return `${partsWords(split)}; ${hasExpired(split, block) ? 'ended' : 'until'} ${when}`
}

const factsOf = (
  { registry, place }: Matter,
  now: Now,
  before: Now | undefined,
): readonly Fact[] => [
  ['registry', registry],
  ...(before === undefined ? [] : [['before', splitWords(before)] as const]),
  [`in ${place.space}`, splitWords(now)],
  ['counts', COUNTS],
]

function shownOf(matter: Matter, now: Now, before?: Now): Shown {
  const { own, place, registry } = matter
  return {
    headline: `${own} delegates ${partsWords(now.split)} in ${place.space}.`,
    facts: factsOf(matter, now, before),
    details: {
      space: place.space,
      registry,
      ...now.split,
      before: before?.split ?? null,
    },
    next: { command: 'power' },
  }
}
