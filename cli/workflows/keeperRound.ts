import { type Fees, readBaseFee, readFees } from '../chain/fees.ts'
import { type KeeperView, readWorthAgain } from '../chain/keeperWorld.ts'
import { NodeBehindError } from '../chain/nodeErrors.ts'
import type { Reckoning } from '../governance/keeper/profit.ts'
import { feedOf, type KeeperWorld } from '../governance/keeper/world.ts'
import type { Keeping } from './keeping.ts'

/** What is looked at and how it is reckoned; anew after each transaction. */
export interface Round {
  readonly keeping: Keeping
  readonly view: KeeperView
  readonly world: KeeperWorld
  readonly reckoning: Reckoning
  readonly fees: Fees
  /** When it was read, by a clock that only goes forward, milliseconds. */
  readonly readAt: number
}

export function viewOf({ acting, notes }: Keeping): KeeperView {
  const { chain, book } = acting.protocol
  const hub = { chainId: chain.chainId, hub: book.contracts.oracleHub }
  return {
    chain,
    book,
    account: acting.sender.account.address,
    notedAt: (feed) => notes.of(hub, feed),
  }
}

/** What a unit of gas costs now, and in derivative. @throws FeeAboveCapError, NodeError */
export async function roundOf(
  keeping: Keeping,
  view: KeeperView,
  world: KeeperWorld,
): Promise<Round> {
  const { chain, feeCap } = keeping.acting.sender
  const fees = await readFees(chain, feeCap)
  const base = await readBaseFee(chain)
  const weiPerGas = fees.type === 2 ? (base ?? 0n) + fees.maxPriorityFeePerGas : fees.gasPrice
  const { haircutBps, minProfit, ignoresGas } = keeping.settings
  const gasTokenWad = keeping.settings.gasTokenWad ?? wethPrice(world)
  const { symbol } = world
  const reckoning = { weiPerGas, gasTokenWad, ignoresGas, haircutBps, minProfit, symbol }
  return { keeping, view, world, fees, reckoning, readAt: performance.now() }
}

/** By the prices of now. @throws NodeBehindError, FeeAboveCapError, NodeError, ChainRevertedError */
export async function roundAgain({ keeping, view, world }: Round): Promise<Round> {
  const next = await readWorthAgain(view, world)
  if (keeping.footing.isBehind(next.block.number)) throw new NodeBehindError(next.block.number)
  return roundOf(keeping, view, next)
}

/** Asking about jobs takes time as well: so old may be what they are judged by. */
const LONGEST_MS = 12_000

export const isOld = ({ readAt }: Round): boolean => performance.now() - readAt > LONGEST_MS

/** The high price of the deployment's WETH, which stands for the token that gas is paid in. */
function wethPrice(world: KeeperWorld): bigint | undefined {
  const market = world.markets.find(({ symbol }) => symbol === 'WETH')
  const price = market === undefined ? undefined : feedOf(world, market.feed)?.price.high
  return price === 0n ? undefined : price
}
