import { join, resolve } from 'node:path'
import type { Chain } from '../chain/client.ts'
import { hasLentCode, isContract, readBallotForm, readSignerNonce } from '../chain/signatures.ts'
import type { Address } from '../governance/addressBook.ts'
import { type BallotForm, hasNonces } from '../governance/ballots.ts'
import { UsageError } from '../shared/errors.ts'
import { shortId } from '../shared/proposalId.ts'
import type { Config } from '../workspace/config.ts'
import { reportFolder } from '../workspace/reportFiles.ts'
import type { BallotFile } from '../workspace/signedFiles.ts'
import { BALLOTS, signedPlaces } from '../workspace/signedPlaces.ts'
import { type Moment, readMoment, refusalOf } from './lifecycleWords.ts'
import { isProposalId, locateProposal } from './locateProposal.ts'
import { openBallots } from './openMessages.ts'
import type { Acting } from './protocol.ts'
import { requireCountable } from './requireGovernor.ts'
import { resolveAddress } from './resolveAccount.ts'
import { type Hand, readHand } from './voteHand.ts'
import { type VoteRequest, type Wish, wishOf } from './voteWish.ts'
import type { Voter } from './voteWords.ts'
import { pathFromHere, type Waiting } from './waitingMessages.ts'

/** What somebody wants to say, without sending it. */
export interface BallotRequest extends VoteRequest {
  /** A contract wallet whose votes they are, if the account signs for one. */
  readonly voter?: string
  /** Where the ballot is written; beside the proposal's file by default. */
  readonly out?: string
  /** Instead of the next free one: of two ballots with one nonce only the first that is relayed counts. */
  readonly nonce?: string
  readonly config: Pick<Config, 'accounts'>
}

/** Whose ballot it is, on what, and where it stands among others. */
export interface BallotPlace extends Voter {
  readonly acting: Acting
  readonly form: BallotForm
  readonly moment: Moment
  /** The voter's next nonce on the chain; 0 where ballots have none. */
  readonly from: bigint
  /** Ballots of the voter that lie in the workspace and can still be relayed. */
  readonly waiting: readonly Waiting<BallotFile>[]
  /** Where the ballot is to lie. */
  readonly folder: string
}

/** Everything that a ballot is made from. */
export interface BallotMatter extends BallotPlace {
  readonly wish: Wish
  /** Undefined while the vote is not open. */
  readonly hand: Hand | undefined
}

/** @throws UsageError, NotNowError unless the vote is open or will be, ForeignDomainError */
export async function readBallotMatter(
  acting: Acting,
  request: BallotRequest,
): Promise<BallotMatter> {
  const { protocol } = acting
  const wish = wishOf(request, protocol.book.tokenSymbol)
  await requireCountable(protocol, wish)
  const place = await readBallotPlace(acting, request)
  const hand = await readHand(protocol, place.proposal, place.voter)
  return { ...place, wish, hand, moment: hand?.moment ?? place.moment }
}

/** @throws UsageError, NotNowError unless the vote is open or will be, ForeignDomainError */
export async function readBallotPlace(
  acting: Acting,
  request: BallotRequest,
): Promise<BallotPlace> {
  const { protocol } = acting
  const { chain, book } = protocol
  const { governor } = book.contracts
  const voter = await voterOf(acting, request)
  const { proposal: reference } = request
  const proposal = await locateProposal(protocol, reference)
  const moment = await readMoment(protocol, proposal.id)
  if (moment.state !== 'Pending' && moment.state !== 'Active') {
    throw refusalOf(proposal, moment, { verb: 'vote on', reference })
  }
  const form = await readBallotForm(chain, governor)
  if (!hasNonces(form)) await requireKey(acting, voter, request)
  const [from, home] = await Promise.all([
    hasNonces(form) ? readSignerNonce(chain, governor, voter) : 0n,
    homeOf(acting, request),
  ])
  const folder = request.out === undefined ? home : resolve(request.out, '..')
  const places = await signedPlaces(acting.folder, folder, home)
  const waiting = await openBallots(protocol, voter, { places, from })
  return { acting, protocol, voter, proposal, reference, moment, form, from, folder, waiting }
}

/** Governors older than OpenZeppelin 5 take signatures of keys alone, and do not number ballots. @throws UsageError */
async function requireKey(
  { protocol, sender }: Acting,
  voter: Address,
  { nonce }: BallotRequest,
): Promise<void> {
  const { chain, network } = protocol
  const own = sender.account.address
  if (!(await signsByKey(chain, voter, own))) {
    throw new UsageError(
      `The Governor of ${network} takes no ballots of contracts, and ${voter} is one.`,
      'Send the vote: leave --by-signature out. A Safe votes through its owners: --account safe:0x\u2026',
    )
  }
  if (nonce === undefined) return
  throw new UsageError(
    `Ballots of the Governor of ${network} have no numbers: an account votes once, and its first ballot that is relayed counts.`,
    'Leave --nonce out.',
  )
}

/** An account that lent itself code (EIP-7702) goes on signing with its key; whoever signs for another needs a contract. */
const signsByKey = async (chain: Chain, voter: Address, own: Address): Promise<boolean> =>
  !(await isContract(chain, voter)) || (voter === own && (await hasLentCode(chain, voter)))

/** Whose votes they are: the account's, or those of a contract that takes its signature. */
async function voterOf({ sender }: Acting, { voter, config }: BallotRequest): Promise<Address> {
  const { chain, account } = sender
  if (voter === undefined) return account.address
  const address = await resolveAddress(chain, config, voter)
  if (address === account.address || (await isContract(chain, address))) return address
  throw new UsageError(
    `${address} is no contract, so nobody else can sign for it.`,
    'Sign as that account: --account. --voter is for contract wallets that accept signatures (ERC-1271).',
  )
}

/** Beside the proposal's file; ballots on a proposal that was named by its id lie in the workspace. */
const homeOf = async ({ folder }: Acting, { proposal }: BallotRequest): Promise<string> =>
  isProposalId(proposal) ? join(folder, BALLOTS) : resolve(await reportFolder(proposal))

/** Where a ballot is written. */
export function ballotPath(
  { proposal, voter, folder }: BallotPlace,
  { out }: BallotRequest,
  nonce: bigint,
): string {
  const path =
    out === undefined
      ? join(folder, `ballot-${shortId(proposal.id)}-${voter.slice(0, 10)}-${nonce}.json`)
      : resolve(out)
  return pathFromHere(path)
}
