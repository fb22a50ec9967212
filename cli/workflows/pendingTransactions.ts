import type { Chain } from '../chain/client.ts'
import { mostPerGas } from '../chain/fees.ts'
import { requireFunds } from '../chain/funds.ts'
import { wishOfOffer } from '../chain/offers.ts'
import type { OutboxEntry } from '../chain/outboxStore.ts'
import { hasSettled, readPending, type Standing } from '../chain/pending.ts'
import { planReplacement, type Replacement, replaceWaiting } from '../chain/replacing.ts'
import type { Address, Hex } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import { gwei, printable } from '../shared/format.ts'
import { advise } from '../shared/remedy.ts'
import { outboxIn } from '../workspace/outboxFile.ts'
import type { Confirm, Plan } from './act.ts'
import { noteReplacement } from './noteActivity.ts'
import type { Acting, Protocol, Workspace } from './protocol.ts'
import { signedTransaction } from './signedTransaction.ts'

/** A transaction that was sent from this workspace and whose end nobody has seen. */
export interface PendingTransaction {
  readonly from: Address
  readonly nonce: number
  /** The newest that is known of it. */
  readonly hash?: Hex
  /** What it does, in a line. */
  readonly about: string
  /** Offered for a unit of gas at most, wei; undefined if an earlier version sent it. */
  readonly offered?: bigint
  /** What takes it back, the newest of them, if something is on its way that does. */
  readonly cancellation?: Hex
  readonly standing: Standing
  /** Its end is known and deep enough: nothing is lost if it is taken off the list. */
  readonly hasEnded: boolean
}

/** Whose transactions, and when they count as ended. */
export interface PendingPlace {
  /** Of the workspace. */
  readonly folder: string
  /** Blocks that must hold the end of one: its own, and those on top of it. */
  readonly confirmations: number
}

export const pendingPlace = ({ config, network }: Workspace): PendingPlace => ({
  folder: config.folder,
  confirmations: network.confirmations,
})

/** Everything unfinished on the protocol's chain, by account and nonce. @throws UnreadableOutboxError, NodeError */
export async function listPending(
  { chain }: Pick<Protocol, 'chain'>,
  { folder, confirmations }: PendingPlace,
): Promise<readonly PendingTransaction[]> {
  const entries = await entriesOn(chain.chainId, folder)
  return Promise.all(entries.map((entry) => pendingOf(chain, entry, confirmations)))
}

/** One of them, as it stands now. @throws NodeError */
export async function pendingOf(
  chain: Chain,
  entry: OutboxEntry,
  confirmations: number,
): Promise<PendingTransaction> {
  const { from, nonce, hash, offer, cancellations } = entry
  const cancellation = cancellations?.at(-1)
  const standing = await readPending(chain, entry)
  return {
    from,
    nonce,
    ...(hash === undefined ? {} : { hash }),
    about: aboutOf(entry),
    ...(offer === undefined ? {} : { offered: mostPerGas(wishOfOffer(offer).fees) }),
    ...(cancellation === undefined ? {} : { cancellation }),
    standing,
    hasEnded: await hasSettled(chain, entry, { standing, confirmations }),
  }
}

const aboutOf = ({ offer }: OutboxEntry): string => printable(offer?.about ?? 'a transaction')

/** What is unfinished on a chain, by account and nonce. @throws UnreadableOutboxError */
export async function entriesOn(chainId: number, folder: string): Promise<readonly OutboxEntry[]> {
  const entries = await outboxIn(folder).list()
  return entries
    .filter(({ offer }) => offer === undefined || offer.chainId === chainId)
    .sort((a, b) => a.from.localeCompare(b.from) || a.nonce - b.nonce)
}

/** Which transaction gets what. */
export interface ReplaceRequest {
  readonly what: Replacement
  /** Its hash, the beginning of it, or its nonce; may be absent where only one is unfinished. */
  readonly which?: string
}

/** What came of it. */
export type ReplacedTransaction =
  | { readonly how: 'planned'; readonly plan: Plan }
  | {
      readonly how: 'sent'
      readonly what: Replacement
      readonly plan: Plan
      readonly hash: Hex
      readonly before?: Hex
      /** Why the list of what was sent does not have it. */
      readonly trouble?: string
    }

/**
 * Offers more for a transaction that waits, or lets one that does nothing take its place: at the same nonce, so that one of
 * the two is mined and not both.
 *
 * @throws UsageError, NothingToReplaceError, ReplacementRefusedError, FeeAboveCapError, NotEnoughFundsError, NodeError
 */
export async function replacePending(
  acting: Acting,
  { what, which }: ReplaceRequest,
  { confirm }: { readonly confirm: Confirm },
): Promise<ReplacedTransaction> {
  const { protocol, sender, folder } = acting
  const { chain, account, feeCap, outbox } = sender
  const own = (await entriesOn(chain.chainId, folder)).filter(
    ({ from }) => from === account.address,
  )
  const entry = choose(own, which, account.address)
  const cap = feeCap === undefined ? {} : { feeCap }
  const wish = await planReplacement({ chain, account, ...cap }, entry, what)
  const cost = wish.gasLimit * mostPerGas(wish.fees) + wish.value
  await requireFunds(chain, account.address, cost)
  const plan: Plan = {
    verb: 'pending',
    network: protocol.network,
    chainId: chain.chainId,
    account: { address: account.address, signsWith: account.signsWith },
    words: [wordsOf(what, entry)],
    facts: [
      ['nonce', `${entry.nonce}: only one transaction with it can be mined`],
      ['in place of', entry.hash ?? 'what was sent, whose hash is not known'],
      ['for a unit of gas', `${gwei(mostPerGas(wish.fees))} at most`],
    ],
    warnings:
      what === 'cancel' ? ['If the first one is mined before, it happens all the same.'] : [],
    handles: [],
    gas: wish.gasLimit,
    fees: wish.fees,
    cost,
    signed: signedTransaction(
      { content: wish, fees: wish.fees, gasLimit: wish.gasLimit },
      { chainId: chain.chainId, nonce: entry.nonce },
      protocol.book,
    ),
  }
  if ((await confirm(plan)) === 'dry run') return { how: 'planned', plan }
  const { hash } = await replaceWaiting({ chain, account, outbox }, entry, { what, wish })
  const trouble = await noteReplacement(acting, { hash, headline: leftWords(what, entry) })
  return {
    how: 'sent',
    what,
    plan,
    hash,
    ...(trouble === undefined ? {} : { trouble }),
    ...(entry.hash === undefined ? {} : { before: entry.hash }),
  }
}

const wordsOf = (what: Replacement, entry: OutboxEntry): string =>
  what === 'cancel'
    ? `take back \u201c${aboutOf(entry)}\u201d: a transaction to oneself that moves nothing`
    : `offer more for \u201c${aboutOf(entry)}\u201d`

/** For the list of what was sent. */
const leftWords = (what: Replacement, entry: OutboxEntry): string =>
  what === 'cancel'
    ? `What takes back \u201c${aboutOf(entry)}\u201d was sent.`
    : `More was offered for \u201c${aboutOf(entry)}\u201d.`

/** By its nonce, its hash or how that begins. */
export const isMeant = ({ hash, nonce }: OutboxEntry, which: string | undefined): boolean =>
  which === undefined ||
  (/^\d+$/.test(which) ? nonce === Number(which) : hash?.startsWith(which.toLowerCase()) === true)

/** @throws UsageError if there is none, or several fit */
function choose(
  own: readonly OutboxEntry[],
  which: string | undefined,
  address: Address,
): OutboxEntry {
  const fits = own.filter((entry) => isMeant(entry, which))
  const [found, ...more] = fits
  if (found !== undefined && more.length === 0) return found
  throw new UsageError(
    found === undefined
      ? `No unfinished transaction of ${address} ${which === undefined ? 'is here' : `is "${printable(which)}"`}.`
      : `${fits.length} unfinished transactions of ${address} fit.`,
    found === undefined
      ? advise`See what is unfinished: ${{ act: 'list pending' }}; act as the account that sent it: ${{ act: 'act as another' }}.`
      : `Name one by its nonce: ${fits.map(({ nonce }) => nonce).join(', ')}.`,
  )
}
