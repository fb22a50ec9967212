import { readState } from '../chain/governor.ts'
import { isRevert } from '../chain/revert.ts'
import { readHasVoted } from '../chain/voterBallot.ts'
import type { Address } from '../governance/addressBook.ts'
import { hasNonces } from '../governance/ballots.ts'
import type { BallotFile, DelegationFile } from '../workspace/signedFiles.ts'
import { isBallotOf } from './ballotFile.ts'
import { isDelegationOf } from './delegationFile.ts'
import type { Protocol } from './protocol.ts'
import { type Waiting, waitingIn } from './waitingMessages.ts'

/** Where messages of a signer lie, and the number from which on the chain takes them. */
interface Series {
  readonly places: readonly string[]
  readonly from: bigint
}

/**
 * Ballots of a voter that can still be cast. Those on votes that have ended, or on proposals that this chain does not have,
 * hold no place in the order: what is signed next would wait for them for ever.
 */
export async function openBallots(
  protocol: Protocol,
  voter: Address,
  { places, from }: Series,
): Promise<readonly Waiting<BallotFile>[]> {
  const found = await waitingIn(places, isBallotOf(protocol, voter), from)
  const ids = [...new Set(found.map(({ file }) => file.proposalId))]
  const open = await Promise.all(ids.map((id) => isVoteAhead(protocol, BigInt(id))))
  const ahead = found.filter(({ file }) => open[ids.indexOf(file.proposalId)])
  const counted = await Promise.all(ahead.map(({ file }) => isCounted(protocol, voter, file)))
  return ahead.filter((_, i) => !counted[i])
}

/** Where ballots have no numbers, one that was relayed is known by its voter having voted. */
const isCounted = async (
  { chain, book }: Protocol,
  voter: Address,
  { form, proposalId }: BallotFile,
): Promise<boolean> =>
  !hasNonces(form) && (await readHasVoted(chain, book, BigInt(proposalId), voter))

async function isVoteAhead({ chain, book }: Protocol, id: bigint): Promise<boolean> {
  try {
    const state = await readState(chain, book, id)
    return state === 'Pending' || state === 'Active'
  } catch (error) {
    if (isRevert(error)) return false
    throw error
  }
}

/** Delegations of a holder that have not expired. @param series.now the chain's time, Unix seconds */
export async function openDelegations(
  protocol: Protocol,
  holder: Address,
  { places, from, now }: Series & { readonly now: bigint },
): Promise<readonly Waiting<DelegationFile>[]> {
  const found = await waitingIn(places, isDelegationOf(protocol, holder), from)
  return found.filter(({ file }) => BigInt(file.expiry) >= now)
}
