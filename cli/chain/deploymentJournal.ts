import type { Address } from '../governance/addressBook.ts'
import type { DeploymentRecord, FinishedStep } from '../governance/deploymentRecord.ts'
import { type Chain, readBlock } from './client.ts'
import { ChainRevertedError, DeploymentLostError, StepRefusedError } from './errors.ts'
import type { OutboxStore } from './outboxStore.ts'
import { type Action, localSender, type Sender, type Sent, transact } from './transaction.ts'

/** Keeps the newest state of a record where it outlives the process, whole. */
export type SaveRecord = (record: DeploymentRecord) => Promise<void>

/** A deployment under way: who sends, what is finished, and where that is written down. */
export interface Deployment {
  readonly sender: Sender
  /** Whether an earlier attempt had begun it. */
  readonly isResumed: boolean
  readonly record: () => DeploymentRecord
  /** What a finished step left behind. */
  readonly finished: (step: string) => FinishedStep | undefined
  readonly finish: (step: string, left: FinishedStep) => Promise<void>
  /** The one transaction of a step that was sent and not seen to end: found or repeated, never sent twice. */
  readonly outboxOf: (step: string) => OutboxStore
  /** Gas that the steps of this attempt used. */
  gasUsed: bigint
}

/** One step: a name that stays the same from attempt to attempt, and the transaction it consists of. */
export interface Step {
  readonly name: string
  /** @param at where an earlier step put its contract */
  readonly action: (at: (step: string) => Address) => Action | Promise<Action>
}

/**
 * Begins a deployment, or goes on with one that an earlier attempt left.
 *
 * @param start what is deployed by whom; with `earlier`, that attempt's record
 */
export function openDeployment(
  sender: Sender,
  start: { readonly record: DeploymentRecord; readonly isResumed: boolean },
  save: SaveRecord = async () => {},
): Deployment {
  let { record } = start
  const { alone } = sender.outbox
  const put = async (next: DeploymentRecord) => {
    record = next
    await save(record)
  }
  const withoutSent = (step: string) => {
    const { [step]: _, ...others } = record.sent
    return others
  }
  return {
    sender,
    isResumed: start.isResumed,
    record: () => record,
    finished: (step) => record.finished[step],
    finish: (step, left) =>
      put({ ...record, finished: { ...record.finished, [step]: left }, sent: withoutSent(step) }),
    outboxOf: (step) => ({
      find: async (key) => (record.sent[step]?.key === key ? record.sent[step] : undefined),
      put: (entry) => put({ ...record, sent: { ...record.sent, [step]: entry } }),
      async remove() {
        if (record.sent[step] !== undefined) await put({ ...record, sent: withoutSent(step) })
      },
      // Others may send from this account too; who waits for whom is up to the sender's own outbox.
      ...(alone === undefined ? {} : { alone }),
    }),
    gasUsed: 0n,
  }
}

/** A record of nothing done yet. */
export async function newRecord(
  chain: Chain,
  deployment: Pick<DeploymentRecord, 'deployer' | 'spec'>,
): Promise<DeploymentRecord> {
  const { number } = await readBlock(chain)
  return { ...deployment, chainId: chain.chainId, startedAtBlock: number, finished: {}, sent: {} }
}

/** A deployment by an account of a chain that ends with the process: nothing outlives it. */
export async function localDeployment(chain: Chain, deployer: Address): Promise<Deployment> {
  const record = await newRecord(chain, { deployer, spec: '0x' })
  return openDeployment(localSender(chain, deployer), { record, isResumed: false })
}

/**
 * Takes the steps that are not finished yet, one after the other; each is mined and written down before the next.
 *
 * @param onStep is told each step that is finished now or was before
 * @returns where each step put its contract
 * @throws StepRefusedError, ReceiptMissingError, NodeError
 */
export async function takeSteps(
  deployment: Deployment,
  steps: readonly Step[],
  onStep: (step: string) => void = () => {},
): Promise<(step: string) => Address> {
  const at = (step: string): Address => {
    const address = deployment.finished(step)?.contract
    if (address === undefined) throw new Error(`The step "${step}" put no contract anywhere.`)
    return address
  }
  for (const { name, action } of steps) {
    if (deployment.finished(name) === undefined) await take(deployment, name, await action(at))
    onStep(name)
  }
  return at
}

async function take(deployment: Deployment, step: string, action: Action): Promise<void> {
  const sender = { ...deployment.sender, outbox: deployment.outboxOf(step) }
  const remember = ({ transactionHash, contractAddress }: Sent) =>
    deployment.finish(step, {
      transactionHash,
      ...(contractAddress === undefined ? {} : { contract: contractAddress }),
    })
  try {
    const { gasUsed } = await transact(sender, action, { remember })
    deployment.gasUsed += gasUsed
  } catch (error) {
    throw error instanceof ChainRevertedError ? new StepRefusedError(step, error) : error
  }
}

/**
 * Makes sure that the chain still holds what the record says, before anything is added to it.
 *
 * @throws DeploymentLostError naming the first contract that is not there
 */
export async function assertStillThere(chain: Chain, record: DeploymentRecord): Promise<void> {
  for (const [step, { contract }] of Object.entries(record.finished)) {
    if (contract === undefined) continue
    if ((await chain.provider.getCode(contract)) === '0x') {
      throw new DeploymentLostError(step, contract)
    }
  }
}
