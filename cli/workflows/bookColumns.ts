import { type BookReading, hasPrice } from '../chain/readBook.ts'
import { healthOf } from '../risk/liquidation.ts'
import { thresholdBpsAt } from './parameterPaths.ts'

/** Of an owner's address. */
export const OWNER_BYTES = 20

/** A book laid out for sorting and searching: row by row the same vault in every column. */
export interface BookColumns {
  readonly count: number
  /** Places in the book's list of markets. */
  readonly market: Uint16Array
  /** Places in that market's list of vaults. */
  readonly place: Uint32Array
  readonly owners: Uint8Array
  /** Tokens. */
  readonly collateral: Float64Array
  /** Collateral at the high price, by which liquidation decides; derivative. NaN while there is no price. */
  readonly value: Float64Array
  /** Derivative, fees up to the block included. */
  readonly debt: Float64Array
  /** Infinite without debt, at whatever price; else NaN while there is no price. */
  readonly health: Float64Array
}

const WAD = 1e18
const BPS = 10_000

/** Lays a book out. Health is the Ledger's: value at the high price × threshold in force / debt with fees. */
export function bookColumns({ block, markets }: BookReading): BookColumns {
  const count = markets.reduce((sum, { vaults }) => sum + vaults.length, 0)
  const columns = {
    count,
    market: new Uint16Array(count),
    place: new Uint32Array(count),
    owners: new Uint8Array(count * OWNER_BYTES),
    collateral: new Float64Array(count),
    value: new Float64Array(count),
    debt: new Float64Array(count),
    health: new Float64Array(count),
  }
  let row = 0
  for (const [m, market] of markets.entries()) {
    const { vaults, thresholdPath, collateralDecimals } = market
    const unit = 10 ** collateralDecimals
    const high = hasPrice(market) ? Number(market.price.high) / WAD : Number.NaN
    const threshold = Number(thresholdBpsAt(thresholdPath, BigInt(block.timestamp))) / BPS
    for (const [place, { owner, collateral, debt }] of vaults.entries()) {
      const position = {
        collateral: Number(collateral) / unit,
        debt: Number(debt) / WAD,
      }
      columns.market[row] = m
      columns.place[row] = place
      writeBytes(owner, columns.owners, row * OWNER_BYTES)
      columns.collateral[row] = position.collateral
      columns.value[row] = position.collateral * high
      columns.debt[row] = position.debt
      columns.health[row] = healthOf(position, high, threshold)
      row += 1
    }
  }
  return columns
}

/** By hand: a hundred thousand addresses of forty digits are read for every block. */
function writeBytes(address: string, into: Uint8Array, at: number): void {
  for (let i = 0; i < OWNER_BYTES; i += 1) {
    const first = digitOf(address.charCodeAt(2 + 2 * i))
    into[at + i] = (first << 4) | digitOf(address.charCodeAt(3 + 2 * i))
  }
}

const [ZERO, NINE, TEN] = [0x30, 0x39, 0x61 - 10]

/** Of a hexadecimal digit's character; a capital differs from a small letter in one bit. */
const digitOf = (code: number): number => (code <= NINE ? code - ZERO : (code | 0x20) - TEN)
