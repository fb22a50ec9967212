import type { Hex } from '../governance/addressBook.ts'
import type { SentOffer } from '../governance/sentEntry.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { advise } from '../shared/remedy.ts'
import type { Account } from './account.ts'
import { type Chain, requireSameChain } from './client.ts'
import { type Fees, raisedFees, readFees } from './fees.ts'
import { NodeError, NodeRefusedError } from './nodeErrors.ts'
import { offerOf, wishOfOffer } from './offers.ts'
import { notedOf } from './outbox.ts'
import type { OutboxEntry, OutboxStore } from './outboxStore.ts'
import { isStillOpen, nonceOf } from './sentTransactions.ts'
import { isUnclearRefusal } from './transactionErrors.ts'
import type { Wish } from './wish.ts'

/** More is offered for the same transaction, or one that does nothing takes its place. */
export type Replacement = 'speed up' | 'cancel'

interface Replacing {
  readonly chain: Chain
  readonly account: Account
  readonly outbox: OutboxStore
  /** The most to pay for a unit of gas, wei. */
  readonly feeCap?: bigint
}

/** There is nothing that another transaction could take the place of. */
export class NothingToReplaceError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(why: string) {
    super(
      `${why} Nothing was sent.`,
      'Do the same once more only if it is still wanted: what was sent is looked for first.',
    )
  }
}

/** The node keeps the transaction that it has. */
export class ReplacementRefusedError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(error: NodeRefusedError) {
    super(
      `The node keeps the transaction that waits: ${printable(error.reason)}.`,
      advise`If it was not mined meanwhile, offer more once again, with a higher ${{ act: 'pay more' }} if need be.`,
      { cause: error },
    )
  }
}

/** What took the place of a waiting transaction, at the same nonce. */
export interface Replaced {
  readonly hash: Hex
  readonly fees: Fees
}

/** What a replacement would offer, before anybody agrees. @throws NothingToReplaceError, FeeAboveCapError, NodeError */
export async function planReplacement(
  { chain, account, feeCap }: Omit<Replacing, 'outbox'>,
  entry: OutboxEntry,
  what: Replacement,
): Promise<Wish & { readonly fees: Fees }> {
  const offer = requireOffer(chain, entry, what)
  await requireOpen(chain, entry)
  const before = wishOfOffer(offer)
  const fees = raisedFees(before.fees, await readFees(chain, feeCap), feeCap)
  if (what === 'speed up') return { ...before, fees }
  const nothing = { to: account.address, data: '0x', value: 0n }
  const gasLimit = await chain.provider.estimateGas({ from: account.address, ...nothing })
  return {
    ...nothing,
    gasLimit,
    fees,
    ...(before.about === undefined ? {} : { about: before.about }),
  }
}

/** @throws NothingToReplaceError if it was mined, or the chain does not get as far as its nonce any more */
async function requireOpen(chain: Chain, entry: OutboxEntry): Promise<void> {
  if (await isStillOpen(chain, entry)) return
  const isUsed = (await nonceOf(chain, entry.from, 'latest')) > entry.nonce
  throw new NothingToReplaceError(
    isUsed
      ? `A transaction with the nonce ${entry.nonce} was mined already.`
      : `The nonce ${entry.nonce} is ahead of the account on this chain, which was started anew or put back since.`,
  )
}

/**
 * Puts a transaction into the place of one that waits: the same nonce, so that only one of the two is mined. Written down before it
 * leaves; whoever waits for the first one hears of it.
 *
 * @throws NothingToReplaceError, ReplacementRefusedError, FeeAboveCapError, WrongChainError, NodeError
 */
export async function replaceWaiting(
  { chain, account, outbox }: Replacing,
  entry: OutboxEntry,
  { what, wish }: { readonly what: Replacement; readonly wish: Wish & { readonly fees: Fees } },
): Promise<Replaced> {
  const { fees } = wish
  const { about: _, ...transaction } = wish
  const dispatch = await account.prepare({ ...transaction, nonce: entry.nonce })
  const note = (hash: Hex | undefined): OutboxEntry =>
    what === 'speed up'
      ? notedOf(chain, entry, { wish, fees, hash })
      : cancelled(requireOffer(chain, entry, what), entry, { fees, hash })
  await requireSameChain(chain)
  await requireUnchanged(outbox, entry)
  await requireOpen(chain, entry)
  await outbox.put(note(dispatch.hash))
  try {
    const hash = await dispatch.send()
    // Whoever waits may have seen the end of it already: what is over is not written down again.
    if (await isNoted(outbox, entry)) await outbox.put(note(hash))
    return { hash, fees }
  } catch (error) {
    const isUnanswered = error instanceof NodeError && !(error instanceof NodeRefusedError)
    if (isUnanswered || isUnclearRefusal(error)) throw error
    await putBack({ chain, outbox }, entry)
    throw error instanceof NodeRefusedError ? new ReplacementRefusedError(error) : error
  }
}

const isNoted = async (outbox: OutboxStore, { key }: OutboxEntry): Promise<boolean> =>
  (await outbox.find(key)) !== undefined

/** Whether nothing was sent between two looks at an entry: neither at its nonce, nor at another one. */
export const isSameOffer = (now: OutboxEntry, then: OutboxEntry): boolean =>
  now.nonce === then.nonce &&
  now.hash === then.hash &&
  now.cancellations?.at(-1) === then.cancellations?.at(-1)

/** Agreeing to it takes a person a while. @throws NothingToReplaceError if it ended or was replaced in the meantime */
async function requireUnchanged(outbox: OutboxStore, entry: OutboxEntry): Promise<void> {
  const now = await outbox.find(entry.key)
  if (now === undefined) throw new NothingToReplaceError('It has come to its end meanwhile.')
  if (!isSameOffer(now, entry))
    throw new NothingToReplaceError('Something else was offered for it meanwhile.')
}

/** The one before stays where it is, unless it has come to its end. */
async function putBack(
  { chain, outbox }: Pick<Replacing, 'chain' | 'outbox'>,
  entry: OutboxEntry,
): Promise<void> {
  const isOver = (await nonceOf(chain, entry.from, 'latest')) > entry.nonce
  if (!isOver && (await isNoted(outbox, entry))) await outbox.put(entry)
}

/** The entry once something that does nothing is on its way; what it would have to outbid is written down. */
function cancelled(
  offer: SentOffer,
  entry: OutboxEntry,
  { fees, hash }: { readonly fees: Fees; readonly hash: Hex | undefined },
): OutboxEntry {
  const raised = offerOf(offer.chainId, wishOfOffer(offer), fees)
  if (hash === undefined) return { ...entry, offer: raised }
  const others = (entry.cancellations ?? []).filter((one) => one !== hash)
  return { ...entry, offer: raised, cancellations: [...others, hash] }
}

function requireOffer(chain: Chain, entry: OutboxEntry, what: Replacement): SentOffer {
  const { offer, cancellations } = entry
  if (offer === undefined) {
    throw new NothingToReplaceError('An earlier version of Ballast sent it and did not note what.')
  }
  if (offer.chainId !== chain.chainId) {
    throw new NothingToReplaceError(
      `It was sent on chain ${offer.chainId}, this is ${chain.chainId}.`,
    )
  }
  if (what === 'speed up' && cancellations !== undefined) {
    throw new NothingToReplaceError(`It is being taken back by ${cancellations.at(-1)}.`)
  }
  return offer
}
