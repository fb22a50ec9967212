import { readBlock } from '../chain/client.ts'
import { deployProtocol } from '../chain/deployment.ts'
import { openDeployment } from '../chain/deploymentJournal.ts'
import { impersonate } from '../chain/devChain.ts'
import { mostPerGas, readFees } from '../chain/fees.ts'
import { forkNetwork } from '../chain/fork.ts'
import { requireFunds } from '../chain/funds.ts'
import { localSender, type Sender } from '../chain/transaction.ts'
import type { DeploymentRecord } from '../governance/deploymentRecord.ts'
import type { DeploymentSpec } from '../governance/deploymentSpec.ts'
import type { Progress } from '../shared/progress.ts'
import type { NetworkConfig } from '../workspace/config.ts'

/** What the steps that are left cost. */
export interface DeploymentCost {
  readonly gas: bigint
  /** The most it can be at the fees of now, wei. */
  readonly cost: bigint
}

/**
 * Deploys what is left on a fork of the network first: whatever the chain refuses is refused there, before anything is
 * paid for. Then makes sure that the deployer can pay.
 *
 * @throws StepRefusedError, DeploymentUnsafeError, NotEnoughFundsError, NodeError
 */
export async function rehearseDeployment(
  work: {
    readonly sender: Sender
    readonly network: NetworkConfig
    readonly spec: DeploymentSpec
    readonly earlier: { readonly record: DeploymentRecord; readonly isResumed: boolean }
  },
  progress: Progress,
): Promise<DeploymentCost> {
  const { sender, network, spec, earlier } = work
  const { address } = sender.account
  progress.stage('rehearse')
  const fork = await forkNetwork(network, await readBlock(sender.chain))
  let gas: bigint
  try {
    await impersonate(fork.chain, address)
    const deployment = openDeployment(localSender(fork.chain, address), earlier)
    await deployProtocol(deployment, spec)
    gas = deployment.gasUsed
  } finally {
    await fork.close()
  }
  const cost = gas * mostPerGas(await readFees(sender.chain))
  await requireFunds(sender.chain, address, cost)
  progress.finish(`every step passes on a fork, ${gas} gas`)
  return { gas, cost }
}
