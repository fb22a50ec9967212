import { relative } from 'node:path'
import process from 'node:process'
import { plainTable } from '../report/table.ts'
import { plural, printable } from '../shared/format.ts'
import { type Devnet, portOf } from './runDevnet.ts'

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
          }),
      accounts,
    },
  }
}

const storyOf = ({ book, vaultCount }: NonNullable<Devnet['deployed']>): string =>
  `${plural(book.markets.length, 'market')}, ${plural(vaultCount, 'vault')}, fresh prices`

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
