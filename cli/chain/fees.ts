import type { Hex } from '../governance/addressBook.ts'
import type { Chain } from './client.ts'
import { NodeRefusedError } from './nodeErrors.ts'

/** What a transaction offers per unit of gas, in wei, in the form that the chain understands. */
export type Fees =
  | { readonly type: 2; readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }
  | { readonly type: 0; readonly gasPrice: bigint }

/** The most that a unit of gas can cost at these fees, in wei. */
export const mostPerGas = (fees: Fees): bigint =>
  fees.type === 2 ? fees.maxFeePerGas : fees.gasPrice

/**
 * EIP-1559 with room for the base fee to double; one price on a chain without a base fee.
 *
 * @throws NodeError
 */
export async function readFees(chain: Chain): Promise<Fees> {
  const block = (await chain.provider.send('eth_getBlockByNumber', ['latest', false])) as {
    readonly baseFeePerGas?: Hex | null
  } | null
  const base = block?.baseFeePerGas ?? undefined
  if (base === undefined) return { type: 0, gasPrice: await readPrice(chain) }
  const baseFee = BigInt(base)
  const tip = await readTip(chain, baseFee)
  return { type: 2, maxFeePerGas: 2n * baseFee + tip, maxPriorityFeePerGas: tip }
}

const readPrice = async (chain: Chain): Promise<bigint> =>
  BigInt((await chain.provider.send('eth_gasPrice', [])) as Hex)

/** The usual tip; some nodes know only the whole price, of which the base fee is a part. */
async function readTip(chain: Chain, baseFee: bigint): Promise<bigint> {
  try {
    return BigInt((await chain.provider.send('eth_maxPriorityFeePerGas', [])) as Hex)
  } catch (error) {
    if (!(error instanceof NodeRefusedError)) throw error
    const price = await readPrice(chain)
    return price > baseFee ? price - baseFee : 0n
  }
}
