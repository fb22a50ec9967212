import { MaxUint256 } from 'ethers'
import { Derivative__factory } from '../../../artifacts/typechain/factories/contracts/core/Derivative__factory.js'
import { RiskSteward__factory } from '../../../artifacts/typechain/factories/contracts/governance/RiskSteward__factory.js'
import { AuctionHouse__factory } from '../../../artifacts/typechain/factories/contracts/liquidation/AuctionHouse__factory.js'
import { StabilityPool__factory } from '../../../artifacts/typechain/factories/contracts/liquidation/StabilityPool__factory.js'
import { OracleHub__factory } from '../../../artifacts/typechain/factories/contracts/oracle/OracleHub__factory.js'
import { signerOf } from '../../../cli/chain/client.ts'
import { feedKey } from '../../../cli/chain/deploymentSteps.ts'
import { rewinding, sendAs } from '../../../cli/chain/devChain.ts'
import type { Address, Hex, LaterContract } from '../../../cli/governance/addressBook.ts'
import type { Row } from '../bench.ts'
import { gasOf, gasRow } from './measure.ts'
import { giveCollateral, govern, type Protocol, terms, WAD } from './protocol.ts'
import { openDistressed } from './vaults.ts'

const hubs = OracleHub__factory.createInterface()
const houses = AuctionHouse__factory.createInterface()
const stewards = RiskSteward__factory.createInterface()
const derivatives = Derivative__factory.createInterface()

/** The contracts around the core. Each measurement starts from the same chain and leaves nothing behind; a new one is one more function. */
type Measurement = (protocol: Protocol) => Promise<readonly Row[]>

/** Of these the oracle is a large part. */
export const pricedModules: readonly Measurement[] = [reading, absorbing, kicking]
/** These ask for no price. */
export const otherModules: readonly Measurement[] = [taking, stepping]

export async function moduleRows(
  protocol: Protocol,
  measurements: readonly Measurement[],
): Promise<readonly Row[]> {
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
  return [gasRow('read a price, nothing else', peek)]
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

/** A contract that came after the core, which every deployment of the bench has. */
function placeOf({ book }: Protocol, name: LaterContract): Address {
  const address = book.contracts[name]
  if (address === undefined) throw new Error(`The bench has deployed no ${name}.`)
  return address
}

/** Whole vaults. The first lot of a market is the dearest, and its kicker gets its first collateral as the reward. */
async function kicking(protocol: Protocol): Promise<readonly Row[]> {
  const { owner, guardian } = protocol
  await giveCollateral(protocol, guardian)
  await openDistressed(protocol, [owner, guardian])
  return [
    gasRow('auction kick, the first of a market', await kick(protocol, guardian), 220_000),
    gasRow('auction kick, another lot open', await kick(protocol), 220_000),
  ]
}

const kick = async (protocol: Protocol, owner = protocol.owner): Promise<number> => {
  const { chain, market, voter } = protocol
  const data = houses.encodeFunctionData('kick', [market.id, owner]) as Hex
  return gasOf(chain, { from: voter, to: placeOf(protocol, 'auctionHouse'), data })
}

const PART = WAD

/** A part of a lot, and all that is left of it, by a taker without a callback. */
async function taking(protocol: Protocol): Promise<readonly Row[]> {
  const { chain, book, keeper } = protocol
  const to = placeOf(protocol, 'auctionHouse')
  const approve = derivatives.encodeFunctionData('approve', [to, MaxUint256]) as Hex
  await sendAs(chain, { from: keeper, to: book.contracts.derivative, data: approve })
  await openDistressed(protocol)
  await kick(protocol)
  const take = (most: bigint) =>
    gasOf(chain, {
      ...{ from: keeper, to },
      data: houses.encodeFunctionData('take', [1n, most, MaxUint256, keeper, '0x']) as Hex,
    })
  return [
    gasRow('auction take of a part', await take(PART), 130_000),
    gasRow('auction take of the rest', await take(MaxUint256), 130_000),
  ]
}

const DAY = 86_400n
/** Places in the Ledger's enum. */
const Parameter = { DebtCeiling: 6, StabilityFee: 8 } as const

/** Parameters that a steward moves: one that charges the fee first, and one that does not. */
const STEPS = {
  'the stability fee': [Parameter.StabilityFee, 'stabilityFeeWad', WAD / 1_000n],
  'the debt ceiling': [Parameter.DebtCeiling, 'debtCeiling', 1_000_000n * WAD],
} as const

/** The first step of a parameter, by an account that holds STEWARD. */
async function stepping(protocol: Protocol): Promise<readonly Row[]> {
  const { chain, market, voter } = protocol
  const to = placeOf(protocol, 'riskSteward')
  const rows: Row[] = []
  for (const [name, [parameter, term, step]] of Object.entries(STEPS)) {
    const now = terms()[term]
    const allowance = { parameter, relative: false, cooldown: DAY, maxStep: step }
    const range = { min: now - step, max: now + step }
    const allow = stewards.encodeFunctionData('allow', [market.id, [{ ...allowance, ...range }]])
    await govern(protocol, to, allow)
    const tuple = [{ parameter, value: now - step }]
    const data = stewards.encodeFunctionData('set', [market.id, tuple]) as Hex
    rows.push(
      gasRow(`steward step of ${name}`, await gasOf(chain, { from: voter, to, data }), 60_000),
    )
  }
  return rows
}
