import { Interface } from 'ethers'
import { IBackstop__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IBackstop__factory.js'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { BackingReading } from '../governance/pools.ts'
import { askAll, viewsOf } from './askAll.ts'
import type { Chain } from './client.ts'
import { vaultOf, vaultViews } from './pools.ts'

const backstopAbi = IBackstop__factory.createInterface()

const abi = new Interface([
  'function deficitOf(address derivative) view returns (uint256)',
  'function surplusOf(address derivative) view returns (uint256)',
  'function navOf(address derivative) view returns (uint256)',
  'function balanceOf(address owner) view returns (uint256)',
])

/**
 * What is lacking of the derivative's backing and what pays for it, at a block.
 *
 * @throws UnexpectedContractError, NodeError
 */
export async function readBacking(
  chain: Chain,
  book: AddressBook,
  at: BlockRef,
): Promise<BackingReading> {
  const { ledger, ledgerLens, derivative, backstop, insurancePool } = book.contracts
  const views = [
    viewsOf(ledger, abi)('deficitOf', derivative),
    viewsOf(ledger, abi)('surplusOf', derivative),
    viewsOf(ledgerLens, abi)('navOf', derivative),
  ]
  const [answers, below, insurance] = await Promise.all([
    askAll(chain, views, at),
    backstop === undefined ? undefined : readBackstop(chain, { book, backstop }, at),
    insurancePool === undefined ? undefined : askAll(chain, vaultViews(insurancePool), at),
  ])
  const [deficit, surplus, navWad] = answers.map(([answer]) => answer) as [bigint, bigint, bigint]
  return {
    ...{ deficit, surplus, navWad },
    ...(below === undefined ? {} : { backstop: below }),
    ...(insurancePool === undefined || insurance === undefined
      ? {}
      : { insurance: vaultOf(insurancePool, insurance) }),
  }
}

/** Places in the enum `BackstopParameter`. */
const parameters = [0, 1, 2, 3, 4]

async function readBackstop(
  chain: Chain,
  { book, backstop }: { readonly book: AddressBook; readonly backstop: Address },
  at: BlockRef,
): Promise<NonNullable<BackingReading['backstop']>> {
  const { token, derivative } = book.contracts
  const ask = viewsOf(backstop, backstopAbi)
  const views = [
    ...parameters.map((parameter) => ask('storedParameter', derivative, parameter)),
    ask('standingOf', derivative),
    ask('saleOf', derivative),
    viewsOf(token, abi)('balanceOf', backstop),
    viewsOf(derivative, abi)('balanceOf', backstop),
  ]
  const answers = await askAll(chain, views, at)
  const [standing, noted, notedAt] = answers[parameters.length] as unknown as readonly bigint[]
  const [surplusBuffer, poolShareBps, insuranceShareBps, salePriceWad, saleSize, ...rest] =
    answers.map(([answer]) => answer) as [bigint, bigint, bigint, bigint, bigint, ...bigint[]]
  const [, sale = 0n, tokens = 0n, proceeds = 0n] = rest
  return {
    ...{ address: backstop, surplusBuffer, poolShareBps, insuranceShareBps },
    ...{ salePriceWad, saleSize, sale, tokens, proceeds },
    ...{ standing: standing ?? 0n, noted: noted ?? 0n, notedAt: notedAt ?? 0n },
  }
}
