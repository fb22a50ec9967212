import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import { MaxUint256 } from 'ethers'
import type { InsurancePool, StabilityPool } from '../../../artifacts/typechain/index.ts'
import type { Connection, TestMarket } from '../../support/ledgerFixture.ts'
import { DAY, deployWithoutFees, Parameter, wad } from '../../support/ledgerFixture.ts'

export type PoolFixture = Awaited<ReturnType<typeof deployPools>>

/** Shares for each wei of a pool's first deposit. */
export const FIRST_SHARES = 1_000_000n

/**
 * The core without a fee, with a stability pool for WETH and an insurance pool. Every account has 500,000 of the derivative and
 * has approved the pools; alice owes 12,000 on 10 WETH, which is unhealthy below 1,500.
 */
export async function deployPools(connection: Connection) {
  const f = await deployWithoutFees(connection)
  const { ethers, networkHelpers } = connection
  const accounts = [f.admin, f.alice, f.bob, f.carol, f.keeper]
  await f.relax(f.usdx, [Parameter.debtCeiling, wad(1e12)])
  await networkHelpers.time.increase(2 * DAY)
  await f.setPrice(f.weth, 2_000)

  async function deployStability(market: TestMarket): Promise<StabilityPool> {
    const pool = await ethers.deployContract('StabilityPool', [
      ...[f.ledger, f.derivative, market.token, 'Stability', 'sWETH', f.manager],
    ])
    for (const account of accounts) await f.derivative.connect(account).approve(pool, MaxUint256)
    return pool
  }

  const stability = await deployStability(f.weth)
  const insurance: InsurancePool = await ethers.deployContract('InsurancePool', [
    ...[f.derivative, 'Insurance', 'iUSD', f.manager],
  ])
  for (const account of accounts) {
    await f.derivative.connect(account).approve(insurance, MaxUint256)
    await f.open(account, f.usdx, [900_000, 500_000])
  }
  await f.open(f.alice, f.weth, [10, 12_000])

  /** Asks, waits for the cool-down and redeems all that the account holds. */
  async function leave(pool: StabilityPool | InsurancePool, account: HardhatEthersSigner) {
    await pool.connect(account).requestWithdrawal(await pool.balanceOf(account))
    await networkHelpers.time.increase(await pool.cooldown())
    await pool.connect(account).redeem(await pool.maxRedeem(account), account, account)
  }

  const absorb = (caller: HardhatEthersSigner, owner = f.alice, maxRepay = MaxUint256) =>
    stability.connect(caller).absorb(f.weth.id, owner, maxRepay)

  return { ...f, stability, insurance, deployStability, leave, absorb }
}
