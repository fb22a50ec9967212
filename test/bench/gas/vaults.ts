import { MaxUint256 } from 'ethers'
import { Ledger__factory } from '../../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { rewinding, sendAs } from '../../../cli/chain/devChain.ts'
import type { Address, Hex } from '../../../cli/governance/addressBook.ts'
import { gasOf } from './measure.ts'
import { PRICE, type Protocol, setPrice, WAD } from './protocol.ts'

/** The vault that everything is measured on, in whole tokens; Aave's position is the same. */
export const LOCKED = 10n * WAD
export const ISSUED = 8_000n * WAD
export const ISSUED_AT_MOST = 15_000n * WAD
export const HEALTH_IN_CRASH = 0.97

const THRESHOLD = 0.8
const ledgers = Ledger__factory.createInterface()

/** What an owner and a liquidator pay. */
export interface VaultCosts {
  readonly open: number
  readonly adjust: Readonly<Record<string, number>>
  readonly liquidate: number
}

const ADJUSTMENTS = {
  'lock and issue more': [LOCKED, ISSUED / 4n],
  'issue more': [0n, ISSUED / 4n],
  'lock more': [LOCKED, 0n],
  'repay a part': [0n, -ISSUED / 4n],
  'repay a part and withdraw': [-LOCKED / 10n, -ISSUED / 4n],
} as const

export const measureVaults = async (protocol: Protocol): Promise<VaultCosts> => ({
  open: await inThePresent(protocol, () => gasOf(protocol.chain, opening(protocol, ISSUED))),
  adjust: await inThePresent(protocol, () => measureAdjusting(protocol)),
  liquidate: await inThePresent(protocol, () => measureLiquidating(protocol)),
})

/** Leaves nothing behind. */
const inThePresent = <T>({ chain }: Protocol, work: () => Promise<T>): Promise<T> =>
  rewinding(chain, work)

/** The transaction of an owner that changes its vault. */
const adjusting = (protocol: Protocol, collateral: bigint, debt: bigint) => {
  const { book, market, owner } = protocol
  const values: [string, Address, bigint, bigint, Address] = [
    ...([market.id, owner] as const),
    ...([collateral, debt, owner] as const),
  ]
  const data = ledgers.encodeFunctionData('adjust', values) as Hex
  return { from: owner, to: book.contracts.ledger, data }
}

const opening = (protocol: Protocol, debt: bigint) => adjusting(protocol, LOCKED, debt)

async function measureAdjusting(protocol: Protocol): Promise<Record<string, number>> {
  const { chain } = protocol
  await sendAs(chain, opening(protocol, ISSUED))
  const costs: Record<string, number> = {}
  for (const [name, [collateral, debt]] of Object.entries(ADJUSTMENTS)) {
    costs[name] = await rewinding(chain, () => gasOf(chain, adjusting(protocol, collateral, debt)))
  }
  return costs
}

/** A vault that a crash has left at `HEALTH_IN_CRASH`. */
export async function openDistressed(protocol: Protocol): Promise<void> {
  await sendAs(protocol.chain, opening(protocol, ISSUED_AT_MOST))
  const price = (HEALTH_IN_CRASH * Number(ISSUED_AT_MOST)) / Number(LOCKED) / THRESHOLD
  if (price >= PRICE) throw new Error('There is no crash.')
  await setPrice(protocol, price)
}

async function measureLiquidating(protocol: Protocol): Promise<number> {
  await openDistressed(protocol)
  const { chain, book, market, owner, keeper } = protocol
  const values: [string, Address, bigint, bigint, Address] = [
    ...([market.id, owner] as const),
    ...([MaxUint256, 0n, keeper] as const),
  ]
  const data = ledgers.encodeFunctionData('liquidate', values) as Hex
  return gasOf(chain, { from: keeper, to: book.contracts.ledger, data })
}
