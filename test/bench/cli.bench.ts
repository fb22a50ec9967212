import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeAddressBook } from '../../cli/workspace/addressBookFiles.ts'
import { seeded, startAnvil, startHardhat, type TestNode } from '../support/nodes.ts'
import { type Row, report } from './bench.ts'
import { median, timeCli, timeProcess } from './processes.ts'

/** 1,000 paths × 720 hourly steps, before and after. */
const PROPOSAL = `title: Raise the WETH-A liquidation threshold to 82%
summary: The proposal of the bench.
changes:
  - market: WETH-A
    parameter: liquidationThreshold
    to: 82%
risk: {paths: 1000, horizon: 30 days, seed: 1}
`

const rows: Row[] = []
const work = await mkdtemp(join(tmpdir(), 'ballast-bench-'))
try {
  rows.push({
    name: 'bare Node process, for comparison',
    figure: await median(15, () => timeProcess(['-e', '0'])),
    unit: 'ms',
  })
  rows.push({
    name: 'ballast --help',
    figure: await median(15, () => timeCli(['--help'])),
    unit: 'ms',
    bar: 250,
  })
  await writeFile(join(work, 'proposal.yaml'), PROPOSAL)
  rows.push({
    name: 'ballast simulate, demonstration in process (1,000 paths × 720 steps)',
    figure: (await median(3, () => simulate(work, 'demo'))) / 1_000,
    unit: 's',
    bar: 10,
  })
  await onNode('Hardhat', startHardhat)
  await onNode('anvil', startAnvil)
} finally {
  await rm(work, { recursive: true, force: true })
}
await report('cli', rows)

async function onNode(name: string, start: () => Promise<TestNode>): Promise<void> {
  const node = await seeded(await start())
  const folder = join(work, name)
  try {
    await mkdir(folder)
    await writeAddressBook(join(folder, 'addresses.json'), node.book)
    await writeFile(join(folder, 'proposal.yaml'), PROPOSAL)
    await writeFile(
      join(folder, 'ballast.yaml'),
      `network: local\nnetworks:\n  local: {url: "${node.url}", chainId: ${node.chainId}, addresses: addresses.json}\n`,
    )
    rows.push({
      name: `ballast status, ${name} node`,
      figure: await median(9, () => timeCli(['status', '--quiet'], folder)),
      unit: 'ms',
      bar: 700,
    })
    rows.push({
      name: `ballast simulate, fork of the ${name} node (1,000 paths × 720 steps)`,
      figure: (await median(3, () => simulate(folder, 'local'))) / 1_000,
      unit: 's',
      bar: 10,
    })
  } finally {
    await node.stop()
  }
}

function simulate(folder: string, network: string): Promise<number> {
  return timeCli(['simulate', 'proposal.yaml', '--quiet', '--network', network], folder)
}
