import { formatNumber } from '../../shared/format.ts'
import type { Gain, Job, KeeperCall } from './job.ts'

const BPS = 10_000n
const WAD = 10n ** 18n
/** What a debt may grow by until the call is mined: a repayment that falls short of it by a wei would leave too little. */
const ROOM_BPS = 10n

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** How profit is reckoned, in derivative of 18 decimals. */
export interface Reckoning {
  /** Of a unit of gas, wei. */
  readonly weiPerGas: bigint
  /** Of a whole token that gas is paid in, 18 decimals; undefined if nobody knows. */
  readonly gasTokenWad: bigint | undefined
  /** What gas costs does not count. */
  readonly ignoresGas: boolean
  /** Taken off what collateral is worth at the low price: selling it costs something. */
  readonly haircutBps: bigint
  /** What a job has to bring at least. */
  readonly minProfit: bigint
  readonly symbol: string
}

/** What the chain said that a call would do. */
export interface Outcome {
  /** Derivative that the account pays. */
  readonly spent: bigint
  /** Collateral that it gets, token units. */
  readonly got: bigint
  readonly gas: bigint
}

/** Whether a job is worth doing, and the call with bounds that keep it so. Amounts in derivative, 18 decimals. */
export interface Judgement {
  readonly isWorth: boolean
  readonly call: KeeperCall
  /** Undefined where what gas costs is not known. */
  readonly gasCost: bigint | undefined
  /** Expected, after gas and haircut; undefined where it is not known, and for what is done for everybody. */
  readonly profit: bigint | undefined
  /** Why it is not worth doing. */
  readonly why?: string
}

/** What gas costs in derivative, rounded up. */
export function gasCostUp(gas: bigint, { weiPerGas, gasTokenWad }: Reckoning): bigint | undefined {
  return gasTokenWad === undefined ? undefined : ceilDiv(gas * weiPerGas * gasTokenWad, WAD)
}

/** What collateral brings after the haircut, rounded down. */
export const valueDown = (
  amount: bigint,
  { priceWad, decimals }: Gain,
  haircutBps: bigint,
): bigint => (amount * priceWad * (BPS - haircutBps)) / (10n ** BigInt(decimals) * BPS)

/** The least collateral that brings so much after the haircut. The price is not 0. */
const collateralUp = (worth: bigint, { priceWad, decimals }: Gain, haircutBps: bigint): bigint =>
  ceilDiv(worth * 10n ** BigInt(decimals) * BPS, priceWad * (BPS - haircutBps))

/** Judges a job by what the chain said of it. */
export function judge(job: Job, outcome: Outcome, reckoning: Reckoning): Judgement {
  const gasCost = gasCostUp(outcome.gas, reckoning)
  const { call, gain } = job
  if (gain === undefined) return { isWorth: true, call, gasCost, profit: undefined }
  const none = { isWorth: false, call, gasCost, profit: undefined } as const
  if (gain.priceWad === 0n) return { ...none, why: `${gain.symbol} has no price now` }
  if (gasCost === undefined && !reckoning.ignoresGas) {
    return { ...none, why: 'what gas costs is not known: --gas-token-price says it' }
  }
  const got = outcome.got + (job.reward ?? 0n)
  const value = valueDown(got, gain, reckoning.haircutBps)
  const profit = value - outcome.spent - (reckoning.ignoresGas ? 0n : (gasCost ?? 0n))
  const bounded = boundedCall(job, { outcome, gain, reckoning, gasCost: gasCost ?? 0n })
  const isWorth = profit > 0n && profit >= reckoning.minProfit && bounded !== undefined
  if (isWorth) return { isWorth, call: bounded, gasCost, profit }
  const isTooThin = bounded === undefined && profit > 0n && profit >= reckoning.minProfit
  return { ...none, profit, why: isTooThin ? TOO_THIN : tooLittle(profit, reckoning) }
}

const TOO_THIN = 'it brings so little that no bound would hold until it is mined'

function tooLittle(profit: bigint, { minProfit, symbol, haircutBps }: Reckoning): string {
  const amount = `${formatNumber(profit < 0n ? -profit : profit, 18, 4)} ${symbol}`
  const after = `after gas and a haircut of ${formatNumber(haircutBps, 2)} %`
  if (profit <= 0n) return `it would lose ${amount} ${after}`
  const asked = `${formatNumber(minProfit, 18, 4)} ${symbol}`
  return `it brings ${amount} ${after}, and ${asked} is asked for`
}

interface Bounding {
  readonly outcome: Outcome
  readonly gain: Gain
  readonly reckoning: Reckoning
  readonly gasCost: bigint
}

/** The call with bounds in it, so that it reverts before it brings less than is asked for; undefined if it does so now. */
function boundedCall({ call }: Job, bounding: Bounding): KeeperCall | undefined {
  const { outcome, gain, reckoning, gasCost } = bounding
  const { haircutBps, minProfit, ignoresGas } = reckoning
  const aside = (ignoresGas ? 0n : gasCost) + minProfit
  if (call.does === 'liquidate') {
    const maxRepay = min(call.maxRepay, outcome.spent + ceilDiv(outcome.spent * ROOM_BPS, BPS))
    const minSeized = collateralUp(maxRepay + aside, gain, haircutBps)
    return minSeized > outcome.got ? undefined : { ...call, maxRepay, minSeized }
  }
  if (call.does === 'take') {
    const value = valueDown(outcome.got, gain, haircutBps)
    if (outcome.got === 0n || value < aside) return undefined
    const maxPriceWad = ((value - aside) * 10n ** BigInt(gain.decimals)) / outcome.got
    return maxPriceWad < call.maxPriceWad ? undefined : { ...call, maxPriceWad }
  }
  return call
}
