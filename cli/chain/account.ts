import { keccak256, Wallet } from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import type { Chain } from './client.ts'

/** A transaction with its place in the account's order; nobody else may use this nonce. */
export interface NumberedTransaction {
  /** Absent for the creation of a contract. */
  readonly to?: Address
  readonly data: Hex
  readonly value: bigint
  readonly nonce: number
  readonly gasLimit: bigint
}

/** A transaction about to leave. Its hash is known beforehand where the account signs in this process. */
export interface Dispatch {
  readonly hash?: Hex
  /** Hands it to the node and answers its hash; never repeated by the transport. */
  readonly send: () => Promise<Hex>
}

/**
 * Somebody who acts on the chain. How it signs is its own affair: a node, a key, later a keystore, a Safe or
 * a device implement this and nothing else changes.
 */
export interface Account {
  readonly address: Address
  /** For people: `account of the node`, `key in $BALLAST_KEY`. Never holds a secret. */
  readonly signsWith: string
  readonly prepare: (transaction: NumberedTransaction) => Promise<Dispatch>
}

const hex = (value: bigint | number): Hex => `0x${value.toString(16)}`

/** An account that the node signs for: a development account, or one that is impersonated on a fork. */
export const nodeAccount = (chain: Chain, address: Address): Account => ({
  address,
  signsWith: 'account of the node',
  prepare: async ({ to, data, value, nonce, gasLimit }) => ({
    send: async () => {
      const transaction = {
        from: address,
        ...(to === undefined ? {} : { to }),
        data,
        value: hex(value),
        nonce: hex(nonce),
        gas: hex(gasLimit),
      }
      return (await chain.rpc.request({
        method: 'eth_sendTransaction',
        params: [transaction],
      })) as Hex
    },
  }),
})

/** An account whose key is in this process's memory; `source` says where it came from, never what it is. */
export function keyAccount(chain: Chain, key: string, source: string): Account {
  const wallet = new Wallet(key)
  return {
    address: wallet.address,
    signsWith: source,
    async prepare({ gasLimit, ...transaction }) {
      const fees = await readFees(chain)
      const signed = await wallet.signTransaction({
        ...transaction,
        ...fees,
        gasLimit,
        type: 2,
        chainId: chain.chainId,
      })
      return {
        hash: keccak256(signed),
        send: async () =>
          (await chain.rpc.request({ method: 'eth_sendRawTransaction', params: [signed] })) as Hex,
      }
    },
  }
}

/** EIP-1559: room for the base fee to double, and what the node calls a usual tip. */
async function readFees(
  chain: Chain,
): Promise<{ readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }> {
  const [block, tip] = await Promise.all([
    chain.rpc.request({ method: 'eth_getBlockByNumber', params: ['latest', false] }),
    chain.rpc.request({ method: 'eth_maxPriorityFeePerGas' }),
  ])
  const baseFee = BigInt((block as { baseFeePerGas?: Hex }).baseFeePerGas ?? '0x0')
  const maxPriorityFeePerGas = BigInt(tip as Hex)
  return { maxFeePerGas: 2n * baseFee + maxPriorityFeePerGas, maxPriorityFeePerGas }
}
