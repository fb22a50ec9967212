import { isSignedBy } from '../chain/signatures.ts'
import type { Sender } from '../chain/transaction.ts'
import type { TypedData } from '../governance/typedData.ts'
import { printable } from '../shared/format.ts'
import { readSpace } from '../snapshot/hub.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import type { Signer } from '../snapshot/sign.ts'
import type { Fact } from './act.ts'
import { NotNowError } from './refusals.ts'
import { signingOf } from './signers.ts'

/** Who signs a message of Snapshot, and what they are shown. */
export interface SnapshotSigning {
  readonly facts: readonly Fact[]
  readonly signer: Signer
}

const ON_THE_PAGE =
  'let the Safe act on the page of the space, where owners sign one after the other'

/**
 * The account itself signs. For a Safe its owners do: the sequencer asks it on the space's chain whether they have
 * (ERC-1271), and so do we, before anything is sent.
 *
 * @param about.ready is told before each signature, when what that needs was asked for
 * @throws NotNowError where the space looks for the Safe on another chain, or too few owners are at hand
 */
export async function snapshotSigner(
  { sender }: { readonly sender: Pick<Sender, 'chain' | 'account'> },
  place: SnapshotPlace,
  { typed, ready }: { readonly typed: TypedData; readonly ready?: () => void },
): Promise<SnapshotSigning> {
  const { chain, account } = sender
  const { address } = account
  if (account.owners !== undefined) await requireSameChain(place, chain.chainId)
  const { facts, sign } = await signingOf(sender, typed, ON_THE_PAGE)
  const signer = { address, signTyped: () => sign(ready) }
  if (account.owners === undefined) return { facts, signer }
  return {
    facts,
    signer: {
      ...signer,
      accepts: (data, signature) => isSignedBy(chain, address, data, signature),
    },
  }
}

/** @throws NotNowError */
async function requireSameChain(place: SnapshotPlace, chainId: number): Promise<void> {
  const { space } = await readSpace(place)
  if (space === undefined || space.network === String(chainId)) return
  throw new NotNowError(
    `The space asks contracts for their signatures on chain ${printable(space.network)}, and the network is chain ${chainId}.`,
    'Use an account that has a key; or name the network of that chain: --network NAME.',
  )
}
