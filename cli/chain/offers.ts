import type { Hex } from '../governance/addressBook.ts'
import type { SentOffer } from '../governance/sentEntry.ts'
import type { Fees } from './fees.ts'
import type { Wish } from './wish.ts'

const hex = (value: bigint): Hex => `0x${value.toString(16)}`

/** A transaction as it is written down when it leaves. */
export const offerOf = (chainId: number, wish: Omit<Wish, 'fees'>, fees: Fees): SentOffer => ({
  chainId,
  ...(wish.about === undefined ? {} : { about: wish.about }),
  ...(wish.to === undefined ? {} : { to: wish.to }),
  data: wish.data,
  value: hex(wish.value),
  gasLimit: hex(wish.gasLimit),
  ...(fees.type === 0
    ? { mostPerGas: hex(fees.gasPrice) }
    : { mostPerGas: hex(fees.maxFeePerGas), tip: hex(fees.maxPriorityFeePerGas) }),
})

/** The same transaction again, without its place in the account's order. */
export const wishOfOffer = (offer: SentOffer): Wish & { readonly fees: Fees } => ({
  ...(offer.about === undefined ? {} : { about: offer.about }),
  ...(offer.to === undefined ? {} : { to: offer.to }),
  data: offer.data,
  value: BigInt(offer.value),
  gasLimit: BigInt(offer.gasLimit),
  fees: feesOf(offer),
})

const feesOf = ({ mostPerGas, tip }: SentOffer): Fees =>
  tip === undefined
    ? { type: 0, gasPrice: BigInt(mostPerGas) }
    : { type: 2, maxFeePerGas: BigInt(mostPerGas), maxPriorityFeePerGas: BigInt(tip) }
