import { relative } from 'node:path'
import process from 'node:process'
import { formatEther } from '../chain/funds.ts'
import { type Address, contractsOf } from '../governance/addressBook.ts'
import type { RoleName } from '../governance/roles.ts'
import { plainTable } from '../report/table.ts'
import { listOf, plural, printable } from '../shared/format.ts'
import type { Deployed, DeploymentPlan } from './deployNetwork.ts'

/** What people read before they agree to a deployment. */
export function deploymentPlanText(plan: DeploymentPlan): string {
  const { network, chainId, account, spec, steps, gas, cost, replaces } = plan
  const left = steps.all - steps.finished
  const lines: readonly (readonly [string, string])[] = [
    ['Network', `${network}, chain ${chainId}`],
    ['Account', `${account.address} (${account.signsWith})`],
    ['Deploys', `${spec.derivative.symbol} with ${whatOf(plan)}`],
    ['Supply to', spec.token.recipient],
    ['Guardian', whoOf(spec.governor.proposalGuardian, account)],
    ...(spec.steward === undefined ? [] : [['Steward', whoOf(spec.steward, account)] as const]),
    ['Transactions', steps.finished === 0 ? String(left) : `${left} of ${steps.all} are left`],
    ['Cost', `${gas} gas, at most ${formatEther(cost)}`],
    ...(replaces === undefined
      ? []
      : [['Replaces', `the address book of governor ${replaces}`] as const]),
  ]
  return lines.map(([label, value]) => `${label.padEnd(13)} ${value}`).join('\n')
}

/** Somebody who gets a role by name; the deployer itself is told that it keeps it. */
const whoOf = (who: Address, { address }: DeploymentPlan['account']): string =>
  who === address ? `${who}, this account: it keeps that role` : who

const whatOf = ({ spec }: DeploymentPlan): string =>
  `${plural(spec.markets.length, 'market')} (${listOf(spec.markets.map(({ label }) => label))})`

/** How a deployment ended, for people and for programs. */
export function renderDeployed(deployed: Deployed) {
  if (deployed.how === 'planned') return renderPlanned(deployed.plan)
  const { how, network, isDefault, book, addresses } = deployed
  const headline =
    how === 'already'
      ? `Deployed on ${network} already; nothing was sent.`
      : `Deployed on ${network}: ${plural(book.markets.length, 'market')}, the timelock owns everything, ${keptWords(deployed.kept)}.`
  const table = plainTable([{ title: 'Contract' }, { title: 'Address' }], contractsOf(book))
  const file = printable(relative(process.cwd(), addresses) || addresses)
  const next = `Next: ballast params${isDefault ? '' : ` --network ${network}`}`
  return {
    text: `${headline}\n\n${table}\n\nAddress book: ${file}\n\n${next}`,
    document: {
      schema: 'ballast.deploy/1',
      how,
      network,
      addresses,
      ...(deployed.kept === undefined ? {} : { kept: deployed.kept }),
      book,
    },
  }
}

const titles: Partial<Readonly<Record<RoleName, string>>> = {
  FREEZE: 'the guardian',
  STEWARD: 'the steward',
}

function keptWords(kept: readonly RoleName[] = []): string {
  if (kept.length === 0) return 'the deployer has no role left'
  const each = kept.map((role) => `${role} as ${titles[role] ?? 'named'}`)
  return `the deployer keeps ${listOf(each)}, and nothing else`
}

function renderPlanned(plan: DeploymentPlan) {
  const { source, network, chainId, account, steps, gas, cost } = plan
  return {
    text: `${deploymentPlanText(plan)}\n\nNothing was sent.\n\nNext: ballast deploy ${printable(source)} --network ${network}`,
    document: {
      schema: 'ballast.deploy/1',
      how: 'planned',
      network,
      chainId,
      account,
      steps,
      gas,
      cost,
    },
  }
}
