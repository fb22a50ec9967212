import { readBlock } from '../chain/client.ts'
import { NOBODY } from '../chain/votingPower.ts'
import type { Address } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import { parseDuration } from '../shared/time.ts'
import type { Acted, Confirm, Deed } from './act.ts'
import { type DelegateRequest, delegateeOf } from './delegateVotes.ts'
import { optingOut } from './optOut.ts'
import { perform } from './perform.ts'
import type { Acting } from './protocol.ts'
import { registering } from './registerDelegate.ts'
import { splitting } from './splitDelegation.ts'
import { parseShares } from './splitWish.ts'

/** To whom votes on Snapshot are to be delegated: also `nobody`, and with `split` shares, `opt-out` and `opt-in`. */
export interface SnapshotDelegateRequest extends DelegateRequest {
  /** In the registry of split delegations. */
  readonly split?: boolean
  readonly allSpaces?: boolean
  /** A duration, or a date: the end of a split. */
  readonly expires?: string
}

/**
 * Delegates the account's votes in the network's space on Snapshot: an entry in a registry on the chain.
 *
 * @throws UsageError, UnitError, NoRegistryError and what `act` throws
 */
export async function delegateOnSnapshot(
  acting: Acting,
  request: SnapshotDelegateRequest,
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  const deed = await (request.split === true
    ? splitDeed(acting, request)
    : singleDeed(acting, request))
  return perform(acting, deed, options)
}

async function singleDeed(acting: Acting, request: SnapshotDelegateRequest): Promise<Deed> {
  const { to, allSpaces = false } = request
  if (/[=,]/.test(to) || to === 'opt-out' || to === 'opt-in') {
    throw new UsageError(
      `The delegate registry has one delegate for a space, and no "${printable(to)}".`,
      'The registry of split delegations has: add --split, if the space counts it.',
    )
  }
  return registering(acting, { to: await delegateOf(acting, request, to), everywhere: allSpaces })
}

async function splitDeed(acting: Acting, request: SnapshotDelegateRequest): Promise<Deed> {
  const { to } = request
  if (to === 'opt-out' || to === 'opt-in') return optingOut(acting, to === 'opt-out')
  if (to === 'nobody') return splitting(acting, { parts: [], expires: 0n })
  const parts = await Promise.all(
    parseShares(to).map(async ({ name, share }) => ({
      delegate: await delegateOf(acting, request, name),
      share,
    })),
  )
  return splitting(acting, { parts, expires: await expiryOf(acting, request.expires) })
}

/** @throws UsageError: `nobody` is a word, the zero address a mistake */
async function delegateOf(
  { sender }: Acting,
  request: SnapshotDelegateRequest,
  to: string,
): Promise<Address> {
  if (to === 'nobody') return NOBODY
  const found = await delegateeOf(sender.chain, { ...request, to }, sender.account.address)
  if (found !== NOBODY) return found
  throw new UsageError(
    'The registry takes no delegation to the zero address.',
    'To take a delegation back: ballast delegate nobody --snapshot',
  )
}

const DAY = 86_400n

/**
 * A date is one, and a duration ends with its last day (UTC) by the chain's clock: the same command says the same again.
 *
 * @throws UsageError, UnitError
 */
async function expiryOf({ sender }: Acting, text: string | undefined): Promise<bigint> {
  if (text === undefined) return 0n
  if (!/^\d{4}-/.test(text)) {
    const now = BigInt((await readBlock(sender.chain)).timestamp)
    return ((now + parseDuration(text)) / DAY + 1n) * DAY
  }
  const time = Date.parse(text)
  if (/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/.test(text) && !Number.isNaN(time)) {
    return BigInt(time / 1_000)
  }
  throw new UsageError(
    `The end "${printable(text)}" is no date.`,
    'Write a date such as 2027-01-31 or 2027-01-31T12:00Z, or a duration such as "90 days".',
  )
}
