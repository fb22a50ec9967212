import {
  delegateHere,
  hasRegistryId,
  type Registered,
  readRegistered,
  registerAction,
  registryId,
} from '../chain/delegateRegistry.ts'
import { NOBODY } from '../chain/votingPower.ts'
import type { Address } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import type { Deed, Fact, Shown } from './act.ts'
import type { Acting } from './protocol.ts'
import { NotAsSentError } from './refusals.ts'
import { doubtsThatItCounts, requireRegistry, type SpaceRegistry } from './snapshotRegistry.ts'

/** Whose votes on Snapshot are delegated to whom. */
export interface Registering {
  /** The zero address to take the delegation back. */
  readonly to: Address
  /** In every space that has no delegation of its own. */
  readonly everywhere: boolean
}

interface Matter extends SpaceRegistry, Registering {
  readonly acting: Acting
  readonly own: Address
}

/** When a delegation on Snapshot counts, which its strategies read at a block of the past. */
export const COUNTS =
  'in votes whose snapshot block is later: delegate now, propose in the next block'

/**
 * Delegates the account's votes on Snapshot in the delegate registry, or takes them back.
 *
 * @throws UsageError for what the registry would refuse, NoRegistryError
 */
export async function registering(acting: Acting, wish: Registering): Promise<Deed> {
  const { protocol, sender } = acting
  const own = sender.account.address
  requirePossible(own, wish)
  const found = await requireRegistry(protocol, 'single')
  requireId(found.place.space, wish)
  const matter = { acting, own, ...found, ...wish }
  const action = actionOf(matter)
  return {
    verb: 'delegate',
    async done() {
      const now = await readNow(matter)
      return entryOf(matter, now) === wish.to ? { ...shownOf(matter, now), action } : undefined
    },
    async prepare() {
      const before = await readNow(matter)
      return {
        action,
        words: [wordsOf(matter)],
        facts: factsOf(matter, after(matter, before), before),
        warnings: [
          ...leftOver(matter, before),
          ...(await doubtsThatItCounts(found.place, 'single', protocol.chain.chainId)),
        ],
        handles: [],
        async readBack({ transactionHash }) {
          const now = await readNow(matter)
          if (entryOf(matter, now) === wish.to) return shownOf(matter, now, before)
          const words = toWords(entryOf(matter, now))
          throw new NotAsSentError(transactionHash, `the registry has a delegation ${words}`)
        },
      }
    },
  }
}

/** The registry refuses both; whoever wants that means something else. */
function requirePossible(own: Address, { to }: Registering): void {
  if (to !== own) return
  throw new UsageError(
    'The registry takes no delegation to oneself.',
    'Votes that are delegated to nobody are your own. To take a delegation back: ballast delegate nobody --snapshot',
  )
}

/** @throws UsageError */
function requireId(space: string, { everywhere }: Registering): void {
  if (everywhere || hasRegistryId(space)) return
  throw new UsageError(
    `The registry knows spaces by at most 31 bytes, and ${printable(space)} has more.`,
    'Delegate for every space instead: --all-spaces',
  )
}

const actionOf = ({ registry, place, to, everywhere }: Matter) =>
  registerAction(
    registry,
    registryId(everywhere ? undefined : place.space),
    to === NOBODY ? undefined : to,
  )

const readNow = ({ acting, own, registry, place }: Matter): Promise<Registered> =>
  readRegistered(acting.sender.chain, { registry, account: own, space: place.space })

const entryOf = ({ everywhere }: Matter, { inSpace, everywhere: all }: Registered): Address =>
  everywhere ? all : inSpace

const after = ({ everywhere, to }: Matter, before: Registered): Registered =>
  everywhere ? { ...before, everywhere: to } : { ...before, inSpace: to }

export const toWords = (address: Address): string =>
  address === NOBODY ? 'to nobody' : `to ${address}`

function wordsOf({ place, to, everywhere }: Matter): string {
  const where = everywhere ? 'in every space of Snapshot' : `in ${place.space} on Snapshot`
  return to === NOBODY
    ? `take back the delegation of the votes ${where}`
    : `delegate the votes ${where} to ${to}`
}

const change = (before: Address | undefined, now: Address): string =>
  before === undefined || before === now
    ? toWords(now)
    : `${toWords(before)} \u2192 ${toWords(now)}`

function factsOf(matter: Matter, now: Registered, before?: Registered): readonly Fact[] {
  const { place, registry } = matter
  return [
    ['registry', registry],
    [`in ${place.space}`, change(before?.inSpace, now.inSpace)],
    [
      'in every space',
      `${change(before?.everywhere, now.everywhere)}${now.inSpace === NOBODY || now.everywhere === NOBODY ? '' : ', behind the one of this space'}`,
    ],
    [
      'votes there',
      change(before === undefined ? undefined : delegateHere(before), delegateHere(now)),
    ],
    ['counts', COUNTS],
  ]
}

/** Whose votes they are still when the space's own delegation is taken back. */
const remaining = ({ to, everywhere }: Matter, now: Registered): Address =>
  to === NOBODY && !everywhere ? now.everywhere : NOBODY

function leftOver(matter: Matter, now: Registered): readonly string[] {
  const left = remaining(matter, now)
  if (left === NOBODY) return []
  return [
    `${left} keeps the votes in ${matter.place.space}, by the delegation for every space; to take that one back: ballast delegate nobody --snapshot --all-spaces`,
  ]
}

function headlineOf(matter: Matter, now: Registered): string {
  const { own, place, to, everywhere } = matter
  const left = remaining(matter, now)
  if (left !== NOBODY) {
    return `${own} has no delegation of its own in ${place.space}; the one for every space, to ${left}, counts there.`
  }
  const where = everywhere ? 'every space of Snapshot' : place.space
  return `${own} delegates ${toWords(to)} in ${where}.`
}

function shownOf(matter: Matter, now: Registered, before?: Registered): Shown {
  const { place, registry } = matter
  return {
    headline: headlineOf(matter, now),
    facts: factsOf(matter, now, before),
    details: { space: place.space, registry, ...now, before: before ?? null },
    next: { command: 'power' },
  }
}
