import { rewinding } from '../../../cli/chain/devChain.ts'
import type { Row } from '../bench.ts'
import { fillTo, listTo } from './crowd.ts'
import { shareRow } from './measure.ts'
import type { Protocol } from './protocol.ts'
import { measureVaults, type VaultCosts } from './vaults.ts'

export const FEW_VAULTS = 10
const MANY_VAULTS = 10_000
const MANY_MARKETS = 64
/** A hundredth, for calldata and amounts whose bytes happen to be zero or not. */
const MOST = 1.01

/**
 * The same operations of the same accounts where there are many vaults, and where there are many markets.
 *
 * @param few what they cost with one market and `FEW_VAULTS` in it
 */
export async function growthRows(protocol: Protocol, few: VaultCosts): Promise<readonly Row[]> {
  const { chain } = protocol
  const withMarkets = await rewinding(chain, async () => {
    await listTo(protocol, MANY_MARKETS)
    return measureVaults(protocol)
  })
  const withVaults = await rewinding(chain, async () => {
    await fillTo(protocol, FEW_VAULTS, MANY_VAULTS)
    return measureVaults(protocol)
  })
  const vaults = `${MANY_VAULTS.toLocaleString('en-US')} vaults, of the same with ${FEW_VAULTS}`
  return [
    ...compared(vaults, withVaults, few),
    ...compared(`${MANY_MARKETS} markets, of the same with 1`, withMarkets, few),
  ]
}

function compared(what: string, many: VaultCosts, few: VaultCosts): readonly Row[] {
  const adjusting = Object.keys(few.adjust).map(
    (name) => (many.adjust[name] ?? Number.NaN) / (few.adjust[name] ?? Number.NaN),
  )
  return [
    shareRow(`opening a vault with ${what}`, many.open / few.open, MOST),
    shareRow(`adjusting one with ${what}, the dearest of them`, Math.max(...adjusting), MOST),
    shareRow(`liquidating one with ${what}`, many.liquidate / few.liquidate, MOST),
  ]
}
