import process from 'node:process'
import type { Account } from '../chain/account.ts'
import type { Chain } from '../chain/client.ts'
import { deployProtocol, stepsOf } from '../chain/deployment.ts'
import { type Deployment, openDeployment } from '../chain/deploymentJournal.ts'
import type { DevChain } from '../chain/devChain.ts'
import { asDevelopmentChain, connectNetwork } from '../chain/network.ts'
import { requireOwnKey } from '../chain/safeAccount.ts'
import type { Sender } from '../chain/transaction.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import { parseDeployment } from '../governance/deploymentDraft.ts'
import { specHash } from '../governance/deploymentRecord.ts'
import { type DeploymentSpec, type NamedPeople, namedRoles } from '../governance/deploymentSpec.ts'
import type { RoleName } from '../governance/roles.ts'
import { UsageError } from '../shared/errors.ts'
import { plural } from '../shared/format.ts'
import { writeAddressBook } from '../workspace/addressBookFiles.ts'
import {
  deployingAlone,
  readDeploymentText,
  removeRecord,
  saveRecord,
} from '../workspace/deploymentFiles.ts'
import { demoSpecHash, deployDemo } from './demoProtocol.ts'
import { findEarlier } from './earlierDeployment.ts'
import { sendingFrom } from './openNetwork.ts'
import type { Workspace } from './protocol.ts'
import { type DeploymentCost, rehearseDeployment } from './rehearseDeployment.ts'
import { resolveAccount, resolveAddress } from './resolveAccount.ts'
import type { Unlocking } from './secrets.ts'

/** The word that stands for the demonstration instead of a file. */
export const demoWord = 'demo'

/** What is deployed by whom. */
export interface DeployRequest {
  /** A deployment.yaml, or `demo`. */
  readonly source: string
  readonly account?: string
  /** Forget an earlier attempt or an earlier deployment. */
  readonly fresh: boolean
  readonly dryRun: boolean
}

/** What people see before a deployment is sent. */
export interface DeploymentPlan extends DeploymentCost {
  readonly source: string
  readonly network: string
  readonly chainId: number
  readonly account: Pick<Account, 'address' | 'signsWith'>
  readonly spec: DeploymentSpec
  readonly steps: { readonly all: number; readonly finished: number }
  /** The Governor of the address book that this one replaces. */
  readonly replaces?: string
}

/** How it ended. `already` sent nothing: the very same was there. */
export type Deployed =
  | { readonly how: 'planned'; readonly plan: DeploymentPlan }
  | {
      readonly how: 'deployed' | 'already'
      readonly network: string
      readonly isDefault: boolean
      readonly book: AddressBook
      readonly addresses: string
      /** What the deployer is by name, and keeps; of an earlier deployment it is not asked. */
      readonly kept?: readonly RoleName[]
    }

/** Asks for consent; throws if there is none. */
export type ConfirmDeployment = (plan: DeploymentPlan) => Promise<void>

interface Around extends Unlocking {
  readonly confirm: ConfirmDeployment
}

/** A deployment ready to be sent. */
interface Site {
  readonly workspace: Workspace
  readonly request: DeployRequest
  readonly sender: Sender
  readonly development: DevChain | undefined
}

/**
 * Deploys the protocol on a network and writes its address book. Whatever interrupts it, the same command goes on after
 * the last finished step, and nothing is deployed twice.
 *
 * @throws InvalidDeploymentError, DeploymentRunningError, UsageError, StepRefusedError, FeeAboveCapError, NotEnoughFundsError, DeploymentUnsafeError, NodeError
 */
export async function deployNetwork(
  workspace: Workspace,
  request: DeployRequest,
  around: Around,
): Promise<Deployed> {
  const written = request.source === demoWord ? undefined : await readSpec(workspace, request)
  const chain = await connectNetwork(workspace.network)
  try {
    const development = await asDevelopmentChain(chain)
    if (written === undefined && development === undefined) throw standInsRefused(workspace)
    const opened = await openSender(chain, workspace, request, around)
    // On a development chain nothing comes on top of a step but the next one.
    const sender = development === undefined ? opened : { ...opened, confirmations: 1 }
    const site = { workspace, request, sender, development }
    const work = async () =>
      written === undefined
        ? deployTheDemo(site, around)
        : deploySpec(site, await resolvePeople(chain, workspace, written), around)
    // A plan that is only shown stands in nobody's way.
    return await (request.dryRun ? work() : deployingAlone(workspace.network.addresses, work))
  } finally {
    chain.provider.destroy()
  }
}

async function readSpec({ config }: Workspace, request: DeployRequest): Promise<DeploymentSpec> {
  const text = await readDeploymentText(request.source)
  return parseDeployment({ path: request.source, text, accounts: Object.keys(config.accounts) })
}

const standInsRefused = ({ network }: Workspace): UsageError =>
  new UsageError(
    `The demonstration brings stand-ins for tokens and prices, which belong on a development chain only; ${network.name} is none.`,
    'Write a deployment for real tokens and prices: ballast init --deployment',
  )

/** For the demonstration it is the node's first account unless somebody is named: the network's own is a delegate. */
async function openSender(
  chain: Chain,
  { config, network }: Workspace,
  { source, account }: DeployRequest,
  unlocking: Unlocking,
): Promise<Sender> {
  const own = source === demoWord ? 'node:0' : network.account
  const name = account ?? process.env['BALLAST_ACCOUNT'] ?? own
  return {
    chain,
    account: requireOwnKey(await resolveAccount(chain, config, name, unlocking), 'deploy'),
    // Each step brings an outbox of its own, the record of the deployment; of this one it has the account's turns.
    ...sendingFrom(config.folder, network),
  }
}

async function resolvePeople(
  chain: Chain,
  { config }: Workspace,
  spec: DeploymentSpec,
): Promise<DeploymentSpec> {
  const { token, governor } = spec
  const recipient = await resolveAddress(chain, config, token.recipient)
  const proposalGuardian = await resolveAddress(chain, config, governor.proposalGuardian)
  const steward =
    spec.steward === undefined ? {} : { steward: await resolveAddress(chain, config, spec.steward) }
  return {
    ...spec,
    ...steward,
    token: { ...token, recipient },
    governor: { ...governor, proposalGuardian },
  }
}

async function deployTheDemo(site: Site, { progress }: Around): Promise<Deployed> {
  const { development, request } = site
  if (development === undefined) throw standInsRefused(site.workspace)
  if (request.dryRun) {
    throw new UsageError(
      'The demonstration has no plan to show.',
      'Leave --dry-run away: a development chain costs nothing.',
    )
  }
  const earlier = await findEarlier(site, { spec: demoSpecHash(), mayBeUnknown: true })
  if (earlier.kind === 'there') return ended(site, 'already', earlier.book)
  const deployment = begin(site, earlier)
  const { book, ...people } = await deployDemo(development, progress, deployment)
  return finish(site, book, people)
}

async function deploySpec(
  site: Site,
  spec: DeploymentSpec,
  { confirm, progress }: Around,
): Promise<Deployed> {
  const { sender, workspace, request } = site
  const earlier = await findEarlier(site, { spec: specHash(spec), mayBeUnknown: false })
  if (earlier.kind === 'there') return ended(site, 'already', earlier.book)
  const names = stepsOf(spec, sender.account.address)
  const finished = names.filter((name) => earlier.record.finished[name] !== undefined).length
  const cost = await rehearseDeployment(
    { sender, network: workspace.network, spec, earlier },
    progress,
  )
  const { address, signsWith } = sender.account
  const plan: DeploymentPlan = {
    source: request.source,
    network: workspace.network.name,
    chainId: sender.chain.chainId,
    account: { address, signsWith },
    spec,
    steps: { all: names.length, finished },
    ...(earlier.replaces === undefined ? {} : { replaces: earlier.replaces }),
    ...cost,
  }
  if (request.dryRun) return { how: 'planned', plan }
  if (site.development === undefined) await confirm(plan)
  await sender.account.unlock?.()
  if (finished > 0) progress.say(`Going on after ${finished} of ${names.length} steps.`)
  progress.stage('deploy')
  let done = 0
  const book = await deployProtocol(begin(site, earlier), spec, () => {
    done += 1
    progress.step(done, names.length)
  })
  progress.finish(`${plural(book.markets.length, 'market')}, the timelock owns everything`)
  return finish(site, book, { guardian: spec.governor.proposalGuardian, steward: spec.steward })
}

const begin = (
  { sender, workspace }: Site,
  start: Parameters<typeof openDeployment>[1],
): Deployment =>
  openDeployment(sender, start, (record) => saveRecord(workspace.network.addresses, record))

async function finish(site: Site, book: AddressBook, people: NamedPeople): Promise<Deployed> {
  const { addresses } = site.workspace.network
  await writeAddressBook(addresses, book)
  await removeRecord(addresses)
  const kept = namedRoles(people, site.sender.account.address)
  return { ...ended(site, 'deployed', book), kept }
}

const ended = (
  { workspace: { network, config } }: Site,
  how: 'deployed' | 'already',
  book: AddressBook,
) => ({
  how,
  network: network.name,
  isDefault: network.name === config.defaultNetwork,
  book,
  addresses: network.addresses,
})
