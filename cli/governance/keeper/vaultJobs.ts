import { formatNumber, shortHex } from '../../shared/format.ts'
import type { Gain, Job } from './job.ts'
import { feedOf, type KeeperWorld, type KeptMarket, type KeptVault, marketOf } from './world.ts'

const BPS = 10_000n
/** The auction house rounds a penalty down to it. */
const CENT = 10n ** 16n
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** Every way to help a vault below health 1; the largest debts first. */
export const vaultJobs = (world: KeeperWorld, maxRepay: bigint | undefined): readonly Job[] =>
  world.vaults
    .toSorted((a, b) => (a.debt < b.debt ? 1 : a.debt > b.debt ? -1 : 0))
    .flatMap((vault) => {
      const market = marketOf(world, vault.market)
      if (market === undefined) return []
      const found: Found = { world, vault, market, gain: gainOf(world, market) }
      return [liquidation(found, maxRepay), ...absorptions(found), ...kicks(found)]
    })

/** Markets in which nobody can be liquidated, and why. */
export const priceless = (world: KeeperWorld): readonly Job[] =>
  world.markets
    .filter(({ feed, isShut }) => !isShut && feedOf(world, feed)?.state === 'DOWN')
    .map(({ label, id, feed }) => ({
      kind: 'liquidate',
      subject: label,
      words: `liquidate in ${label}`,
      call: { does: 'liquidate', market: id, owner: '', maxRepay: 0n, minSeized: 0n },
      hindrance: `${feed} is DOWN: there is no price to judge vaults by`,
    }))

interface Found {
  readonly world: KeeperWorld
  readonly vault: KeptVault
  readonly market: KeptMarket
  readonly gain: Gain
}

/** What a market's collateral is worth, cautiously. */
export function gainOf(world: KeeperWorld, { symbol, decimals, feed }: KeptMarket): Gain {
  return { symbol, decimals, priceWad: feedOf(world, feed)?.price.low ?? 0n }
}

const subjectOf = ({ vault }: Found): string => `${vault.market} ${vault.owner}`

/** `the vault of 0x1234…abcd in WETH-A (health 0.93, 12,000 bUSD)`. */
function vaultWords({ world, vault }: Found): string {
  const health = formatNumber(vault.healthWad, 18, 4)
  const debt = formatNumber(vault.debt, 18, 2)
  return `the vault of ${shortHex(vault.owner)} in ${vault.market} (health ${health}, ${debt} ${world.symbol})`
}

function liquidation(found: Found, limit: bigint | undefined): Job {
  const { world, vault, market, gain } = found
  const { derivative, address } = world.purse
  const most = limit === undefined ? derivative : min(derivative, limit)
  const hindrance =
    vault.owner === address
      ? 'it is your own vault'
      : most === 0n
        ? `${shortHex(address)} has no ${world.symbol} to repay with`
        : undefined
  return {
    kind: 'liquidate',
    subject: subjectOf(found),
    words: `liquidate ${vaultWords(found)}`,
    call: {
      does: 'liquidate',
      market: market.id,
      owner: vault.owner,
      maxRepay: most,
      minSeized: 0n,
    },
    gain,
    ...(hindrance === undefined ? {} : { hindrance }),
  }
}

function absorptions(found: Found): readonly Job[] {
  const { world, vault, market, gain } = found
  if (vault.owner === world.purse.address) return []
  return world.pools
    .filter(({ collateral, spendable }) => collateral === market.collateral && spendable > 0n)
    .map(({ label, address: pool, spendable }) => ({
      kind: 'absorb',
      subject: subjectOf(found),
      words: `have ${label} absorb ${vaultWords(found)}`,
      call: { does: 'absorb', pool, market: market.id, owner: vault.owner, maxRepay: spendable },
      gain,
    }))
}

function kicks(found: Found): readonly Job[] {
  const { world, vault, market, gain } = found
  const { auctions } = market
  if (auctions === undefined || vault.owner === world.purse.address) return []
  if (vault.healthWad > auctions.healthWad || auctions.room === 0n) return []
  return [
    {
      kind: 'kick',
      subject: subjectOf(found),
      words: `send ${vaultWords(found)} to auction`,
      call: { does: 'kick', market: market.id, owner: vault.owner },
      gain,
      reward: kickReward(found, auctions),
    },
  ]
}

/**
 * Collateral that whoever sends a vault to auction gets, rounded down: a share of what is seized, never worth more than the
 * penalty. Where there is no room for the whole debt, the vault keeps its minimum.
 */
function kickReward(
  { world, vault, market }: Found,
  { room, kickRewardBps }: NonNullable<KeptMarket['auctions']>,
): bigint {
  const { debt, collateral } = vault
  const rest = debt > market.minimumDebt ? debt - market.minimumDebt : 0n
  const seizedDebt = debt <= room ? debt : min(room, rest)
  if (seizedDebt === 0n) return 0n
  const share = (((collateral * seizedDebt) / debt) * kickRewardBps) / BPS
  const high = feedOf(world, market.feed)?.price.high ?? 0n
  if (high === 0n) return 0n
  const penalty = (seizedDebt * market.penaltyBps) / BPS
  const wholeCents = penalty - (penalty % CENT)
  return min(share, (wholeCents * 10n ** BigInt(market.decimals)) / high)
}
