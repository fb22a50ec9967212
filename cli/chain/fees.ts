import type { Hex } from '../governance/addressBook.ts'
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

/**
 * EIP-1559 with room for the base fee to double; one price on a chain without a base fee.
 *
 * @throws NodeError
 */
export async function readFees(chain: Chain): Promise<Fees> {
  const baseFee = await readBaseFee(chain)
  if (baseFee === undefined) return { type: 0, gasPrice: await readPrice(chain) }
  const tip = await readTip(chain, baseFee)
  return { type: 2, maxFeePerGas: 2n * baseFee + tip, maxPriorityFeePerGas: tip }
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
