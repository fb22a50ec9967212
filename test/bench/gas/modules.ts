import { MaxUint256 } from 'ethers'
import { Derivative__factory } from '../../../artifacts/typechain/factories/contracts/core/Derivative__factory.js'
import { StabilityPool__factory } from '../../../artifacts/typechain/factories/contracts/liquidation/StabilityPool__factory.js'
import { OracleHub__factory } from '../../../artifacts/typechain/factories/contracts/oracle/OracleHub__factory.js'
import { signerOf } from '../../../cli/chain/client.ts'
import { feedKey } from '../../../cli/chain/deploymentSteps.ts'
import { rewinding, sendAs } from '../../../cli/chain/devChain.ts'
import type { Address, Hex } from '../../../cli/governance/addressBook.ts'
import type { Row } from '../bench.ts'
import { gasOf, gasRow } from './measure.ts'
import { govern, type Protocol, WAD } from './protocol.ts'
import { openDistressed } from './vaults.ts'

const hubs = OracleHub__factory.createInterface()
const derivatives = Derivative__factory.createInterface()

/** The contracts around the core. Each measurement starts from the same chain and leaves nothing behind; a new one is one more function. */
const measurements: readonly ((protocol: Protocol) => Promise<readonly Row[]>)[] = [
  reading,
  absorbing,
]

export async function moduleRows(protocol: Protocol): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const measure of measurements) {
    rows.push(...(await rewinding(protocol.chain, () => measure(protocol))))
  }
  return rows
}

/** What of the figures above is the oracle's: a call with nothing else in it. */
async function reading({ chain, book, market, voter }: Protocol): Promise<readonly Row[]> {
  const data = hubs.encodeFunctionData('peek', [feedKey(market.feed)]) as Hex
  const peek = await gasOf(chain, { from: voter, to: book.contracts.oracleHub, data })
  return [gasRow('read a price of three sources, nothing else', peek)]
}

const REWARD_BPS = 50n
const DEPOSIT = 100_000n * WAD

/** The pool's first absorption, which is the dearest: all it writes is new, and so is the caller's reward. */
async function absorbing(protocol: Protocol): Promise<readonly Row[]> {
  const { chain, book, market, deployer, keeper, voter, owner } = protocol
  const { ledger, derivative, accessManager } = book.contracts
  const pool = await new StabilityPool__factory(signerOf(chain, deployer)).deploy(
    ...([ledger, derivative, market.collateral, 'Stability', 'sWETH', accessManager] as const),
  )
  const to = (await pool.getAddress()) as Address
  const { interface: pools } = pool
  await govern(protocol, to, pools.encodeFunctionData('setAbsorbReward', [REWARD_BPS]))
  const approve = derivatives.encodeFunctionData('approve', [to, MaxUint256]) as Hex
  await sendAs(chain, { from: keeper, to: derivative, data: approve })
  const deposit = pools.encodeFunctionData('deposit', [DEPOSIT, keeper]) as Hex
  await sendAs(chain, { from: keeper, to, data: deposit })
  await openDistressed(protocol)
  const data = pools.encodeFunctionData('absorb', [market.id, owner, MaxUint256]) as Hex
  const absorb = await gasOf(chain, { from: voter, to, data })
  return [gasRow('StabilityPool.absorb, the first of a pool', absorb, 260_000)]
}
