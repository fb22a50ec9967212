import type { AccessManager } from '../../artifacts/typechain/@openzeppelin/contracts/access/manager/AccessManager.js'
import type { TimelockController } from '../../artifacts/typechain/@openzeppelin/contracts/governance/TimelockController.js'
import type { Address } from '../governance/addressBook.ts'
import { type RoleName, roles } from '../governance/roles.ts'
import { DeploymentUnsafeError } from './errors.ts'

/**
 * Proves that an account holds no role in the access manager or the timelock.
 *
 * @param named roles that the specification gives to this account by name, and which it is to keep
 * @throws DeploymentUnsafeError naming every role it still has
 */
export async function assertHandedOver(
  contracts: { readonly accessManager: AccessManager; readonly timelock: TimelockController },
  account: Address,
  named: readonly RoleName[] = [],
): Promise<void> {
  const { accessManager, timelock } = contracts
  const held: string[] = []
  for (const [name, id] of Object.entries(roles)) {
    const [isMember] = await accessManager.hasRole(id, account)
    if (isMember && !named.some((role) => role === name)) held.push(`${name} in the access manager`)
  }
  const timelockRoles = {
    DEFAULT_ADMIN: await timelock.DEFAULT_ADMIN_ROLE(),
    PROPOSER: await timelock.PROPOSER_ROLE(),
    CANCELLER: await timelock.CANCELLER_ROLE(),
    EXECUTOR: await timelock.EXECUTOR_ROLE(),
  }
  for (const [name, id] of Object.entries(timelockRoles)) {
    if (await timelock.hasRole(id, account)) held.push(`${name} in the timelock`)
  }
  if (held.length > 0) throw new DeploymentUnsafeError(held)
}
