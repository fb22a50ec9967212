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
import { UsageError } from '../shared/errors.ts'
import type { Progress } from '../shared/progress.ts'
import type { NetworkConfig } from '../workspace/config.ts'

/** A deployment names addresses at which this chain has nothing. */
export class NothingThereError extends UsageError {
  constructor(network: string, missing: readonly string[]) {
    super(
      `On ${network} there is no contract at:\n${missing.map((line) => `  ${line}`).join('\n')}`,
      'Correct these addresses; every chain has its own. Nothing was sent.',
    )
  }
}

/**
 * Makes sure that tokens and aggregators of a deployment are contracts on this chain.
 *
 * @throws NothingThereError with every address that is not
 */
async function requireContracts(
  { chain }: Pick<Sender, 'chain'>,
  network: NetworkConfig,
  spec: DeploymentSpec,
): Promise<void> {
  const named = [
    ...spec.feeds.flatMap(({ label, aggregators }) =>
      aggregators.map((at, i) => ({ at, what: `aggregator ${i + 1} of ${label}` })),
    ),
    ...spec.markets.map(({ label, collateral }) => ({
      at: collateral,
      what: `collateral of ${label}`,
    })),
  ]
  const missing: string[] = []
  for (const { at, what } of named) {
    if ((await chain.provider.getCode(at)) === '0x') missing.push(`${at}, ${what}`)
  }
  if (missing.length > 0) throw new NothingThereError(network.name, missing)
}

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
 * @throws NothingThereError, FeeAboveCapError, StepRefusedError, DeploymentUnsafeError, NotEnoughFundsError, NodeError
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
  await requireContracts(sender, network, spec)
  const fees = await readFees(sender.chain, sender.feeCap)
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
  const cost = gas * mostPerGas(fees)
  await requireFunds(sender.chain, address, cost)
  progress.finish(`every step passes on a fork, ${gas} gas`)
  return { gas, cost }
}
