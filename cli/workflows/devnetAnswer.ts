import { relative } from 'node:path'
import process from 'node:process'
import { type ContractKind, contractKindAt, contractsOf } from '../governance/addressBook.ts'
import { sumOf } from '../governance/liquidationTerms.ts'
import { displayValue } from '../governance/value.ts'
import { plainTable } from '../report/table.ts'
import { plural, printable } from '../shared/format.ts'
import { demoDeposits } from './demoPools.ts'
import { type Devnet, portOf } from './runDevnet.ts'

type Deployed = NonNullable<Devnet['deployed']>

/** A devnet for people and for programs; it is there as soon as this is read. */
export function renderDevnet(devnet: Devnet) {
  const { url, chainId, forkedAt, accounts, deployed, network } = devnet
  const fork = forkedAt === undefined ? '' : `, forked at block ${forkedAt.number}`
  const shown = accounts.filter(({ role, name }) => role !== undefined || name !== undefined)
  const table = plainTable(
    [{ title: 'Account' }, { title: 'Reference' }, { title: 'Address' }, { title: 'Role' }],
    shown.map(({ name = '', reference, address, role = '' }) => [name, reference, address, role]),
  )
  const others = accounts.length - shown.length
  const lines = [
    `Devnet at ${url}, chain ${chainId}${fork}`,
    deployed === undefined ? 'Nothing is deployed on it.' : storyOf(deployed),
    '',
    'The node signs for these accounts:',
    table,
    ...(others > 0 ? [`and ${plural(others, 'other')}.`] : []),
    '',
    ...(deployed === undefined ? [] : ['The protocol:', contractsTable(deployed), '']),
    ...(deployed === undefined
      ? []
      : [`Address book: ${pathOf(deployed.addresses)}${whose(network?.name)}`]),
    ...hints(devnet),
    'Ctrl-C stops it; the chain is gone then.',
    '',
    `Next, in another terminal: ${nextOf(devnet)}`,
  ]
  return {
    text: lines.join('\n'),
    document: {
      schema: 'ballast.devnet/1',
      url,
      chainId,
      ...(forkedAt === undefined ? {} : { forkedAt }),
      ...(network === undefined ? {} : { network: network.name }),
      ...(deployed === undefined
        ? {}
        : {
            addresses: deployed.addresses,
            markets: deployed.book.markets.map(({ label }) => label),
            vaults: deployed.vaultCount,
            contracts: Object.fromEntries(contractsOf(deployed.book)),
            deposits: depositsOf(deployed).map(({ name, amount }) => ({ pool: name, amount })),
          }),
      accounts,
    },
  }
}

/** Every contract with its address; of pools also what was deposited. */
function contractsTable(deployed: Deployed): string {
  const { book } = deployed
  const deposited = new Map(depositsOf(deployed).map(({ name, amount }) => [name, amount]))
  return plainTable(
    [{ title: 'Contract' }, { title: 'Address' }, { title: 'What it is' }],
    contractsOf(book).map(([name, address]) => {
      const amount = deposited.get(name)
      const holds =
        amount === undefined ? '' : `, ${displayValue('derivative', amount, book)} in it`
      return [name, address, `${whatIs(contractKindAt(address, book))}${holds}`]
    }),
  )
}

const whatIs = (kind: ContractKind | undefined): string => (kind === undefined ? '' : words[kind])

const words: Readonly<Record<ContractKind, string>> = {
  token: 'the votes',
  governor: 'where proposals are voted on',
  timelock: 'owns everything, and is the treasury',
  accessManager: 'who may call what',
  oracleHub: 'prices',
  ledger: 'markets and vaults',
  exposureCaps: 'caps on what markets rest on together',
  ledgerLens: 'reads in bulk',
  derivative: 'what is issued',
  riskSteward: 'the steward’s windows',
  auctionHouse: 'Dutch auctions of collateral, in every market',
  insurancePool: 'first-loss money against bad debt',
  backstop: 'what pays for bad debt, and where surplus goes',
  stabilityPool: 'liquidates with its depositors’ money',
}

interface PoolDeposits {
  readonly name: string
  readonly amount: bigint
}

function depositsOf({ book }: Deployed): readonly PoolDeposits[] {
  const deposits = demoDeposits(book)
  return contractsOf(book).flatMap(([name, address]) => {
    const own = deposits.filter(({ pool }) => pool === address)
    return own.length === 0 ? [] : [{ name, amount: sumOf(own.map(({ amount }) => amount)) }]
  })
}

const storyOf = ({ book, vaultCount }: Deployed): string =>
  `${plural(book.markets.length, 'market')}, ${plural(vaultCount, 'vault')}, ${plural(book.pools?.length ?? 0, 'stability pool')} with deposits, fresh prices`

const whose = (network: string | undefined): string =>
  network === undefined ? '' : ` (network ${network})`

/** As somebody in this folder would write it. */
const pathOf = (path: string): string => printable(relative(process.cwd(), path) || path)

/** What ballast.yaml would have to say so that the other commands find this node. */
function hints({ url, chainId, network, workspace, deployed }: Devnet): readonly string[] {
  if (network !== undefined) {
    return portOf(network.url) === portOf(url)
      ? []
      : [`ballast.yaml has ${network.url} for ${network.name}: write url: ${url} there.`]
  }
  if (workspace.config === undefined) return []
  return [
    'No network of ballast.yaml can be this one; add under networks:',
    '  fork:',
    `    url: ${url}`,
    `    chainId: ${chainId}`,
    `    addresses: ${pathOf(deployed?.addresses ?? `deployments/fork-${chainId}.json`)}`,
  ]
}

function nextOf({ network, workspace, deployed }: Devnet): string {
  if (workspace.config === undefined) return 'ballast init'
  const name = network?.name ?? 'fork'
  const on = name === workspace.config.defaultNetwork ? '' : ` --network ${name}`
  return deployed === undefined ? `ballast deploy deployment.yaml${on}` : `ballast params${on}`
}
