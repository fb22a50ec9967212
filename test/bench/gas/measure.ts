import type { Contract } from 'ethers'
import { type DevChain, type RawTransaction, sendAs } from '../../../cli/chain/devChain.ts'
import type { Address, Hex } from '../../../cli/governance/addressBook.ts'
import type { Row } from '../bench.ts'

/** Sends one transaction and tells what it cost: the intrinsic 21,000 and the calldata in it, refunds off. */
export async function gasOf(chain: DevChain, transaction: RawTransaction): Promise<number> {
  const { gasUsed } = await sendAs(chain, transaction)
  return Number(gasUsed)
}

/** A call of a contract that has no types of ours, as a transaction. */
export const callOf = (
  from: Address,
  contract: Contract,
  method: string,
  ...values: readonly unknown[]
): RawTransaction => ({
  from,
  to: contract.target as Address,
  data: contract.interface.encodeFunctionData(method, values) as Hex,
})

/** What an operation costs, with its bar where it has one. */
export const gasRow = (name: string, figure: number, bar?: number): Row => ({
  name,
  figure,
  unit: 'gas',
  ...(bar === undefined ? {} : { bar }),
})

/** What an operation costs in terms of another one. */
export const shareRow = (name: string, figure: number, bar: number): Row => ({
  name,
  figure,
  unit: '×',
  bar,
})
