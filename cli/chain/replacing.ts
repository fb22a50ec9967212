import type { Hex } from '../governance/addressBook.ts'
import type { SentOffer } from '../governance/sentEntry.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import type { Account } from './account.ts'
import { type Chain, requireSameChain } from './client.ts'
import { type Fees, raisedFees, readFees } from './fees.ts'
import { NodeRefusedError } from './nodeErrors.ts'
import { offerOf, wishOfOffer } from './offers.ts'
import { notedOf } from './outbox.ts'
import type { OutboxEntry, OutboxStore } from './outboxStore.ts'
import { nonceOf } from './sentTransactions.ts'
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
      'Repeat the command that sent it: it looks for the transaction first and says what came of it.',
    )
  }
}

/** The node keeps the transaction that it has. */
export class ReplacementRefusedError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(error: NodeRefusedError) {
    super(
      `The node keeps the transaction that waits: ${printable(error.reason)}.`,
      'If it was not mined meanwhile, offer more once again, with a higher --max-fee if need be.',
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
  if ((await nonceOf(chain, entry.from, 'latest')) > entry.nonce) {
    throw new NothingToReplaceError(
      `A transaction with the nonce ${entry.nonce} was mined already.`,
    )
  }
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
  await outbox.put(note(dispatch.hash))
  try {
    const hash = await dispatch.send()
    await outbox.put(note(hash))
    return { hash, fees }
  } catch (error) {
    if (!(error instanceof NodeRefusedError)) throw error
    // The one before stays where it is.
    await outbox.put(entry)
    throw new ReplacementRefusedError(error)
  }
}

/** The entry once something that does nothing is on its way; what it would have to outbid is written down. */
function cancelled(
  offer: SentOffer,
  entry: OutboxEntry,
  { fees, hash }: { readonly fees: Fees; readonly hash: Hex | undefined },
): OutboxEntry {
  const raised = offerOf(offer.chainId, wishOfOffer(offer), fees)
  return { ...entry, offer: raised, ...(hash === undefined ? {} : { cancellation: hash }) }
}

function requireOffer(chain: Chain, entry: OutboxEntry, what: Replacement): SentOffer {
  const { offer, cancellation } = entry
  if (offer === undefined) {
    throw new NothingToReplaceError('An earlier version of Ballast sent it and did not note what.')
  }
  if (offer.chainId !== chain.chainId) {
    throw new NothingToReplaceError(
      `It was sent on chain ${offer.chainId}, this is ${chain.chainId}.`,
    )
  }
  if (what === 'speed up' && cancellation !== undefined) {
    throw new NothingToReplaceError(`It is being taken back by ${cancellation}.`)
  }
  return offer
}
