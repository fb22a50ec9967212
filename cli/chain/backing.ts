import { Interface } from 'ethers'
import { IBackstop__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IBackstop__factory.js'
import type { AddressBook } from '../governance/addressBook.ts'
import { backstopSpecs } from '../governance/liquidationTerms.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { BackingReading } from '../governance/pools.ts'
import { readCalls } from '../governance/readCalls.ts'
import { askAll, viewOf, viewsOf } from './askAll.ts'
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
  const { ledger, ledgerLens, derivative, insurancePool } = book.contracts
  const views = [
    viewsOf(ledger, abi)('deficitOf', derivative),
    viewsOf(ledger, abi)('surplusOf', derivative),
    viewsOf(ledgerLens, abi)('navOf', derivative),
  ]
  const [answers, below, insurance] = await Promise.all([
    askAll(chain, views, at),
    readBackstop(chain, book, at),
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

/** The waterfall; undefined in a deployment from before it. @throws UnexpectedContractError, NodeError */
export async function readBackstop(
  chain: Chain,
  book: AddressBook,
  at: BlockRef,
): Promise<BackingReading['backstop']> {
  const { token, derivative, backstop } = book.contracts
  if (backstop === undefined) return undefined
  const ask = viewsOf(backstop, backstopAbi)
  const views = [
    ask('standingOf', derivative),
    ask('saleOf', derivative),
    viewsOf(token, abi)('balanceOf', backstop),
    viewsOf(derivative, abi)('balanceOf', backstop),
  ]
  const [of, [note = [], ...rest]] = await Promise.all([
    readSettings(chain, book, at),
    askAll(chain, views, at),
  ])
  const [standing = 0n, noted = 0n, notedAt = 0n] = note as readonly bigint[]
  const [sale, tokens, proceeds] = rest.map(([answer]) => answer) as [bigint, bigint, bigint]
  return {
    ...{ address: backstop, surplusBuffer: of('surplusBuffer') },
    ...{ poolShareBps: of('poolShare'), insuranceShareBps: of('insuranceShare') },
    ...{ salePriceWad: of('salePrice'), saleSize: of('saleSize'), sale, tokens, proceeds },
    ...{ standing, noted, notedAt },
  }
}

/** What is set of the waterfall, by the keys of the catalogue. */
async function readSettings(chain: Chain, book: AddressBook, at: BlockRef) {
  const views = backstopSpecs.map((spec) =>
    viewOf(readCalls(spec, book.derivativeSymbol, book).stored),
  )
  const values = await askAll(chain, views, at)
  return (key: string): bigint => values[backstopSpecs.findIndex((spec) => spec.key === key)] ?? 0n
}
