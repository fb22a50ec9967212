import { Interface } from 'ethers'
import { IStabilityPool__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IStabilityPool__factory.js'
import type { Address, AddressBook, PoolEntry } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { PatientVaultReading, PoolReading } from '../governance/pools.ts'
import { askAll, type View, viewsOf } from './askAll.ts'
import type { Chain } from './client.ts'

const poolAbi = IStabilityPool__factory.createInterface()
const tokenAbi = new Interface(['function balanceOf(address owner) view returns (uint256)'])

/** A share starts as a millionth of a wei, so that this many cost one derivative. */
const FIRST_SHARES = 10n ** 24n

type Views = readonly View<readonly unknown[]>[]

/** The questions to a vault, in the order in which `vaultOf` understands the answers. */
export function vaultViews(address: Address): Views {
  const ask = viewsOf(address, poolAbi)
  return [
    ask('totalAssets'),
    ask('convertToAssets', FIRST_SHARES),
    ask('spendable'),
    ask('unvested'),
    ask('vestsUntil'),
    ask('cooldown'),
    ask('retired'),
  ]
}

export function vaultOf(
  address: Address,
  answers: readonly (readonly unknown[])[],
): PatientVaultReading {
  const [assets, sharePriceWad, spendable, unvested, vestsUntil, cooldown, isRetired] = answers.map(
    ([answer]) => answer,
  ) as [bigint, bigint, bigint, bigint, bigint, bigint, boolean]
  return {
    address,
    assets,
    sharePriceWad,
    spendable,
    unvested,
    vestsUntil,
    cooldown,
    isRetired,
  }
}

/**
 * Every stability pool at a block; none in a deployment from before them.
 *
 * @throws UnexpectedContractError, NodeError
 */
export async function readPools(
  chain: Chain,
  { pools = [], markets }: AddressBook,
  at: BlockRef,
): Promise<readonly PoolReading[]> {
  const asked = pools.map(viewsOfPool)
  const answers = await askAll(chain, asked.flat(), at)
  const perPool = answers.length / Math.max(1, pools.length)
  return pools.map((pool, i) => {
    const own = answers.slice(i * perPool, (i + 1) * perPool)
    const [reward, held] = own.slice(-2).map(([answer]) => answer) as [bigint, bigint]
    const market = markets.find(({ collateral }) => collateral === pool.collateral)
    return {
      ...vaultOf(pool.address, own.slice(0, -2)),
      label: pool.label,
      collateral: pool.collateral,
      collateralSymbol: market?.collateralSymbol ?? pool.label,
      collateralDecimals: market?.collateralDecimals ?? 18,
      absorbRewardBps: reward,
      held,
    }
  })
}

const viewsOfPool = ({ address, collateral }: PoolEntry): Views => [
  ...vaultViews(address),
  viewsOf(address, poolAbi)('absorbRewardBps'),
  viewsOf(collateral, tokenAbi)('balanceOf', address),
]
