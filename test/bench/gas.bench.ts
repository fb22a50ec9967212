import { join } from 'node:path'
import { packagesOf } from '../support/ownPackages.ts'
import { type Row, report } from './bench.ts'
import { type AaveCosts, measureAave } from './gas/aave.ts'
import { fillTo } from './gas/crowd.ts'
import { type GovernorCosts, measureGovernors } from './gas/governors.ts'
import { FEW_VAULTS, growthRows } from './gas/growth.ts'
import { gasRow, shareRow } from './gas/measure.ts'
import { moduleRows, otherModules, pricedModules } from './gas/modules.ts'
import { ONE_SOURCE, openProtocol, type Protocol } from './gas/protocol.ts'
import { measureVaults, type VaultCosts } from './gas/vaults.ts'

const BELOW_THE_PEER = 1
const AS_THE_PEER = 1.05

const protocol = await openProtocol()
try {
  await report('gas', await allRows(protocol), 'contracts/README.md')
} finally {
  await protocol.chain.close()
}

async function allRows(protocol: Protocol): Promise<readonly Row[]> {
  await fillTo(protocol, 0, FEW_VAULTS)
  const vaults = await measureVaults(protocol)
  return [
    ...vaultRows(vaults, await aave(protocol)),
    ...(await moduleRows(protocol, pricedModules)),
    ...(await oneSourceRows()),
    ...(await moduleRows(protocol, otherModules)),
    ...governorRows(await measureGovernors(protocol)),
    ...(await growthRows(protocol, vaults)),
  ]
}

/** What asks for a price, where only one source is behind it. */
async function oneSourceRows(): Promise<readonly Row[]> {
  const protocol = await openProtocol(ONE_SOURCE)
  try {
    await fillTo(protocol, 0, FEW_VAULTS)
    const vaults = ownRows(await measureVaults(protocol))
    const modules = await moduleRows(protocol, pricedModules)
    return [...vaults, ...modules].map((row) => ({ ...row, name: `${row.name}, one source` }))
  } finally {
    await protocol.chain.close()
  }
}

/** Aave's costs, or why they could not be measured: only that its package cannot be had. */
async function aave(protocol: Protocol): Promise<AaveCosts | string> {
  let theirs: NodeJS.Require
  try {
    theirs = await packagesOf(join(import.meta.dirname, 'peers'))
  } catch (error) {
    const [reason = ''] = error instanceof Error ? error.message.split('\n') : []
    return `not installed: ${reason}`
  }
  return measureAave(protocol, theirs)
}

function ownRows(ours: VaultCosts): readonly Row[] {
  return [
    gasRow('open a vault: lock and first issue', ours.open, 190_000),
    ...Object.entries(ours.adjust).map(([name, figure]) =>
      gasRow(`adjust a vault: ${name}`, figure, 110_000),
    ),
    gasRow('direct liquidation', ours.liquidate, 180_000),
  ]
}

/** With three sources. */
function vaultRows(ours: VaultCosts, peer: AaveCosts | string): readonly Row[] {
  return [
    ...ownRows(ours),
    ...peerRows("Aave v3's supply + borrow", ours.open, peer, 'supplyAndBorrow'),
    ...peerRows("Aave v3's liquidationCall", ours.liquidate, peer, 'liquidationCall'),
  ]
}

function peerRows(
  name: string,
  ours: number,
  peer: AaveCosts | string,
  cost: keyof AaveCosts,
): readonly Row[] {
  if (typeof peer === 'string') return [{ name, figure: null, unit: 'gas', note: peer }]
  return [gasRow(name, peer[cost]), shareRow(`ours, of ${name}`, ours / peer[cost], BELOW_THE_PEER)]
}

function governorRows(costs: Readonly<Record<'ours' | 'stock', GovernorCosts>>): readonly Row[] {
  const steps = Object.keys(costs.ours) as (keyof GovernorCosts)[]
  return steps.flatMap((step) => [
    gasRow(`${step}, BallastGovernor`, costs.ours[step]),
    gasRow(`${step}, a stock OpenZeppelin Governor with the same extensions`, costs.stock[step]),
    shareRow(`${step}: ours, of the stock one`, costs.ours[step] / costs.stock[step], AS_THE_PEER),
  ])
}
