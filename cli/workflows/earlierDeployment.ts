import { assertStillThere, newRecord } from '../chain/deploymentJournal.ts'
import type { DevChain } from '../chain/devChain.ts'
import type { Sender } from '../chain/transaction.ts'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import type { DeploymentRecord } from '../governance/deploymentRecord.ts'
import { UsageError } from '../shared/errors.ts'
import { AddressBookMissingError, readAddressBook } from '../workspace/addressBookFiles.ts'
import type { NetworkConfig } from '../workspace/config.ts'
import { readRecord, recordPath } from '../workspace/deploymentFiles.ts'
import type { Workspace } from './protocol.ts'

/** What there is already of a deployment: all of it, a part, or nothing. */
export type Earlier =
  | { readonly kind: 'there'; readonly book: AddressBook }
  | {
      readonly kind: 'open'
      readonly record: DeploymentRecord
      readonly isResumed: boolean
      /** The Governor of the address book that will be replaced. */
      readonly replaces?: Address
    }

interface Site {
  readonly workspace: Workspace
  readonly request: { readonly fresh: boolean }
  readonly sender: Sender
  readonly development: DevChain | undefined
}

/** What is to be deployed. */
interface Wanted {
  readonly spec: Hex
  /** Whether a deployment of which nobody wrote down what it was counts as this one. */
  readonly mayBeUnknown: boolean
}

/**
 * Looks for an earlier attempt, then for an earlier deployment, unless they are to be forgotten. Changes nothing: what
 * is forgotten is replaced when the first new step is written down.
 *
 * @throws UsageError where something else was begun or deployed; DeploymentLostError, NodeError
 */
export async function findEarlier(site: Site, wanted: Wanted): Promise<Earlier> {
  const { spec } = wanted
  const { workspace, request, sender } = site
  const { network } = workspace
  const deployer = sender.account.address
  const record = request.fresh ? undefined : await readRecord(network.addresses)
  if (record !== undefined) {
    requireSame(network, record, { chainId: sender.chain.chainId, deployer, spec })
    await assertStillThere(sender.chain, record)
    return { kind: 'open', record, isResumed: true }
  }
  const book = await readIfThere(site)
  if (book !== undefined && !request.fresh) {
    if (book.spec === spec) return { kind: 'there', book }
    if (book.spec === undefined && wanted.mayBeUnknown) return { kind: 'there', book }
    throw somethingThere(network, book)
  }
  return {
    kind: 'open',
    record: await newRecord(sender.chain, { deployer, spec }),
    isResumed: false,
    ...(book === undefined ? {} : { replaces: book.contracts.governor }),
  }
}

const somethingThere = ({ name, addresses }: NetworkConfig, { spec }: AddressBook): UsageError =>
  new UsageError(
    spec === undefined
      ? `There is a deployment on ${name} already, and ${addresses} does not say of what: it may be another.`
      : `Something else is deployed on ${name} (${addresses}).`,
    'What is deployed changes by proposals: ballast draft. To deploy another protocol beside it: --fresh',
  )

/** Another specification, deployer or chain than the attempt that was interrupted. */
function requireSame(
  network: NetworkConfig,
  record: DeploymentRecord,
  now: Pick<DeploymentRecord, 'chainId' | 'deployer' | 'spec'>,
): void {
  const difference =
    record.chainId !== now.chainId
      ? `on chain ${record.chainId}`
      : record.deployer !== now.deployer
        ? `by ${record.deployer}`
        : record.spec !== now.spec
          ? 'of another specification'
          : undefined
  if (difference === undefined) return
  throw new UsageError(
    `A deployment ${difference} was begun and not finished (${recordPath(network.addresses)}).`,
    'Repeat it as it was begun, or forget it and begin anew with --fresh.',
  )
}

/**
 * The address book if its contracts are on this chain. A development chain that was started anew has left a stale one
 * behind; on any other it must be explained first.
 */
async function readIfThere({
  workspace: { network },
  request,
  sender: { chain },
  development,
}: Site): Promise<AddressBook | undefined> {
  const book = await readAddressBook(network.name, network.addresses).catch((error: unknown) => {
    if (error instanceof AddressBookMissingError || request.fresh) return undefined
    throw error
  })
  if (book === undefined) return undefined
  const { governor } = book.contracts
  const isThere =
    book.chainId === chain.chainId && (await chain.provider.getCode(governor)) !== '0x'
  if (isThere) return book
  if (development !== undefined || request.fresh) return undefined
  throw new UsageError(
    `The address book ${network.addresses} leads nowhere on ${network.name}: there is no governor at ${governor}.`,
    'Correct `addresses` in ballast.yaml; or replace the file with --fresh.',
  )
}
