import { MaxUint256 } from 'ethers'
import { Ledger__factory } from '../../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { rewinding, sendAs } from '../../../cli/chain/devChain.ts'
import type { Address, Hex } from '../../../cli/governance/addressBook.ts'
import { gasOf } from './measure.ts'
import { adjustment, PRICE, type Protocol, setPrice, WAD } from './protocol.ts'

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

/** Leaves nothing behind. */
export async function measureVaults(protocol: Protocol): Promise<VaultCosts> {
  const { chain } = protocol
  return {
    open: await rewinding(chain, () => gasOf(chain, opening(protocol, ISSUED))),
    adjust: await rewinding(chain, () => measureAdjusting(protocol)),
    liquidate: await rewinding(chain, () => measureLiquidating(protocol)),
  }
}

const opening = (protocol: Protocol, debt: bigint, owner = protocol.owner) =>
  adjustment(protocol, owner, [LOCKED, debt])

async function measureAdjusting(protocol: Protocol): Promise<Record<string, number>> {
  const { chain, owner } = protocol
  await sendAs(chain, opening(protocol, ISSUED))
  const costs: Record<string, number> = {}
  for (const [name, change] of Object.entries(ADJUSTMENTS)) {
    costs[name] = await rewinding(chain, () => gasOf(chain, adjustment(protocol, owner, change)))
  }
  return costs
}

/** Vaults that a crash has left at `HEALTH_IN_CRASH`. */
export async function openDistressed(
  protocol: Protocol,
  owners: readonly Address[] = [protocol.owner],
): Promise<void> {
  for (const owner of owners) await sendAs(protocol.chain, opening(protocol, ISSUED_AT_MOST, owner))
  const price = (HEALTH_IN_CRASH * Number(ISSUED_AT_MOST)) / Number(LOCKED) / THRESHOLD
  if (price >= PRICE) throw new Error('There is no crash.')
  await setPrice(protocol, price)
}

async function measureLiquidating(protocol: Protocol): Promise<number> {
  await openDistressed(protocol)
  const { chain, book, market, owner, keeper } = protocol
  const data = ledgers.encodeFunctionData('liquidate', [
    market.id,
    owner,
    MaxUint256,
    0n,
    keeper,
  ]) as Hex
  return gasOf(chain, { from: keeper, to: book.contracts.ledger, data })
}
