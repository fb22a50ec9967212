import type { Hex } from '../governance/addressBook.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { gwei } from '../shared/format.ts'
import { advise } from '../shared/remedy.ts'
import type { Chain } from './client.ts'
import { NodeRefusedError, NotJsonRpcError } from './nodeErrors.ts'

/** What a transaction offers per unit of gas, in wei, in the form that the chain understands. */
export type Fees =
  | { readonly type: 2; readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }
  | { readonly type: 0; readonly gasPrice: bigint }

/** The most that a unit of gas can cost at these fees, in wei. */
export const mostPerGas = (fees: Fees): bigint =>
  fees.type === 2 ? fees.maxFeePerGas : fees.gasPrice

/** The price of a unit of gas that a block asks for at least, in wei; undefined on a chain that has no base fee. */
export async function readBaseFee(chain: Chain): Promise<bigint | undefined> {
  const block = (await chain.provider.send('eth_getBlockByNumber', ['latest', false])) as {
    readonly baseFeePerGas?: Hex | null
  } | null
  const base = block?.baseFeePerGas ?? undefined
  return base === undefined ? undefined : BigInt(base)
}

/** A block asks for more than somebody wants to pay at most. */
export class FeeAboveCapError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(asked: bigint, cap: bigint, why = 'The chain asks for') {
    super(
      `${why} ${gwei(asked)} for a unit of gas, and ${gwei(cap)} is the most you pay. Nothing was sent.`,
      advise`Wait until the chain is calmer, or raise ${{ act: 'pay more' }}.`,
    )
  }
}

/**
 * EIP-1559 with room for the base fee to double, as far as the cap leaves it; one price on a chain without a base fee.
 *
 * @param cap the most to pay for a unit of gas, wei
 * @throws FeeAboveCapError if the next block would not take it for that; NodeError
 */
export async function readFees(chain: Chain, cap?: bigint): Promise<Fees> {
  const baseFee = await readBaseFee(chain)
  if (baseFee === undefined) {
    const gasPrice = await readPrice(chain)
    requireBelow(gasPrice, cap)
    return { type: 0, gasPrice }
  }
  const tip = await readTip(chain, baseFee)
  requireBelow(baseFee + tip, cap)
  const roomy = 2n * baseFee + tip
  const maxFeePerGas = cap !== undefined && cap < roomy ? cap : roomy
  return { type: 2, maxFeePerGas, maxPriorityFeePerGas: tip }
}

/** @throws FeeAboveCapError for an offer that was planned under another cap */
export const requireOfferBelow = (fees: Fees, cap: bigint | undefined): void =>
  requireBelow(mostPerGas(fees), cap, 'It would offer')

function requireBelow(asked: bigint, cap: bigint | undefined, why?: string): void {
  if (cap !== undefined && asked > cap) throw new FeeAboveCapError(asked, cap, why)
}

/**
 * Fees at which nodes let a transaction take the place of one that waits: an eighth more of each (they ask for a
 * tenth), and at least what the chain asks for now.
 *
 * @throws FeeAboveCapError if that is more than the cap
 */
export function raisedFees(before: Fees, now: Fees, cap?: bigint): Fees {
  const raised = (old: bigint, current: bigint): bigint => {
    const more = old + (old + 7n) / 8n
    return more > current ? more : current
  }
  const fees: Fees =
    before.type === 2 && now.type === 2
      ? {
          type: 2,
          maxFeePerGas: raised(before.maxFeePerGas, now.maxFeePerGas),
          maxPriorityFeePerGas: raised(before.maxPriorityFeePerGas, now.maxPriorityFeePerGas),
        }
      : { type: 0, gasPrice: raised(mostPerGas(before), mostPerGas(now)) }
  requireBelow(mostPerGas(fees), cap, 'To take the place of the one that waits costs')
  return fees
}

const readPrice = (chain: Chain): Promise<bigint> => readWei(chain, 'eth_gasPrice')

/** @throws NotJsonRpcError for anything but a number: some nodes answer null to what they do not know */
async function readWei(chain: Chain, method: string): Promise<bigint> {
  const answer: unknown = await chain.provider.send(method, [])
  if (typeof answer === 'string' && /^0x[0-9a-f]+$/i.test(answer)) return BigInt(answer)
  throw new NotJsonRpcError('The node', method, { status: 200, text: JSON.stringify(answer) ?? '' })
}

/** The usual tip; some nodes know only the whole price, of which the base fee is a part. */
async function readTip(chain: Chain, baseFee: bigint): Promise<bigint> {
  try {
    return await readWei(chain, 'eth_maxPriorityFeePerGas')
  } catch (error) {
    if (!(error instanceof NodeRefusedError)) throw error
    const price = await readPrice(chain)
    return price > baseFee ? price - baseFee : 0n
  }
}
