import { MaxUint256 } from 'ethers'
import { StabilityPool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/StabilityPool__factory.js'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import { type DevChain, impersonate, inOneBlock, queueAs } from './devChain.ts'

/** What somebody puts into a pool. */
export interface PoolDeposit {
  readonly pool: Address
  readonly owner: Address
  /** Derivative, 18 decimals. */
  readonly amount: bigint
}

const GAS = { approve: 80_000n, deposit: 250_000n }

const pools = StabilityPool__factory.createInterface()

/** Deposits in the pools' own way: each owner of derivative approves and deposits. Who has shares already is left out. */
export async function seedPools(
  chain: DevChain,
  book: AddressBook,
  deposits: readonly PoolDeposit[],
): Promise<void> {
  const missing: PoolDeposit[] = []
  for (const deposit of deposits) {
    const pool = StabilityPool__factory.connect(deposit.pool, chain.provider)
    if ((await pool.balanceOf(deposit.owner)) === 0n) missing.push(deposit)
  }
  if (missing.length === 0) return
  for (const { owner } of missing) await impersonate(chain, owner)
  await inOneBlock(chain, () =>
    inTurn(missing, ({ owner, pool }) =>
      queueAs(chain, {
        from: owner,
        to: book.contracts.derivative,
        data: pools.encodeFunctionData('approve', [pool, MaxUint256]),
        gas: GAS.approve,
      }),
    ),
  )
  await inOneBlock(chain, () =>
    inTurn(missing, ({ owner, pool, amount }) =>
      queueAs(chain, {
        from: owner,
        to: pool,
        data: pools.encodeFunctionData('deposit', [amount, owner]),
        gas: GAS.deposit,
      }),
    ),
  )
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}
