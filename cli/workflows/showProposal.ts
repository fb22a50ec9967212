import { readBlock } from '../chain/client.ts'
import { type ChainClock, readClock } from '../chain/clock.ts'
import { readTraits } from '../chain/governorKind.ts'
import { type Milestone, readMilestones } from '../chain/milestones.ts'
import { readParameterHistory } from '../chain/parameterHistory.ts'
import { readQuorum, readStanding } from '../chain/proposals.ts'
import { readParameters } from '../chain/readParameters.ts'
import { readVotes } from '../chain/votes.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import { titleOf } from '../governance/announcedText.ts'
import type { PlainCall } from '../governance/callRow.ts'
import { directionOf } from '../governance/changes.ts'
import { changesOf } from '../governance/declaredSettings.ts'
import { decodeCall } from '../governance/decode.ts'
import { sourceHashIn } from '../governance/description.ts'
import { voteTimesOf } from '../governance/governorClock.ts'
import { isOwnKind, whyForeign } from '../governance/governorTraits.ts'
import { addressWords } from '../governance/names.ts'
import { type BlockRef, type ParameterSet, parameterId } from '../governance/parameter.ts'
import { type ChangeRow, type ShownChanges, shownRows } from '../report/shownChanges.ts'
import { type ShownCall, type ShownProposal, showDocument, showText } from '../report/showText.ts'
import { UnexpectedContractError } from '../shared/errors.ts'
import { shortId } from '../shared/proposalId.ts'
import { isProposalId, type LocatedProposal, locateProposal } from './locateProposal.ts'
import { nextOf } from './nextOf.ts'
import type { Protocol } from './protocol.ts'

/** How a proposal is to be shown. */
export interface ShowOptions {
  /** Every call's bytes in the text as well; the document always has them. */
  readonly raw?: boolean
  /** Unix seconds. */
  readonly wallClock: number
}

/**
 * Any proposal of the Governor, in any state, in words: what it does, what it sets, who voted how, what happened when,
 * what may happen next.
 *
 * @param reference an id, the first digits of one, or the file it was made from
 * @throws ProposalNotOnChainError, InvalidProposalError, NodeError
 */
export async function showProposal(
  protocol: Protocol,
  reference: string,
  options: ShowOptions,
): Promise<{ readonly document: ReturnType<typeof showDocument>; readonly text: string }> {
  const located = await locateProposal(protocol, reference)
  const block = await readBlock(protocol.chain)
  const clock = await readClock(protocol.chain, block, options.wallClock)
  const shown = await gather(protocol, located, { block, clock })
  // A file is located only by a proposal that names its hash and does what it says.
  const matching = isProposalId(reference) ? shown : { ...shown, matchingFile: reference }
  const text = showText(matching, { book: protocol.book, raw: options.raw === true })
  return { document: showDocument(matching), text }
}

/** A proposal as a screen shows it: with everything that only the address book can put into words. */
export interface ProposalView extends ShownProposal {
  readonly tokenSymbol: string
  /** What each call is sent to, in the order of the calls: a contract's name, or its shortened address. */
  readonly targets: readonly string[]
  /** The parameters that it sets, or set. */
  readonly rows: readonly ChangeRow[]
}

/**
 * The same as data.
 *
 * @throws ProposalNotOnChainError, NodeError
 */
export async function readProposal(
  protocol: Protocol,
  id: bigint,
  { wallClock }: Pick<ShowOptions, 'wallClock'>,
): Promise<ProposalView> {
  const { chain, book } = protocol
  const located = await locateProposal(protocol, id.toString())
  const block = await readBlock(chain)
  const clock = await readClock(chain, block, wallClock)
  const shown = await gather(protocol, located, { block, clock })
  return {
    ...shown,
    tokenSymbol: book.tokenSymbol,
    targets: shown.calls.map(({ target }) => addressWords(target, book)),
    rows: shownRows(shown.changes, book),
  }
}

async function gather(
  { chain, book, network }: Protocol,
  located: LocatedProposal,
  { block, clock }: { readonly block: BlockRef; readonly clock: ChainClock },
): Promise<ShownProposal> {
  const { id, calls, descriptionHash, proposer, announcement } = located
  const fromBlock = announcement?.blockNumber ?? book.deployedAtBlock
  const range = { fromBlock, toBlock: block.number }
  const [standing, votes, milestones, current, estimate] = await Promise.all([
    readStanding(chain, book, id, block),
    readVotes(chain, book, id, range),
    readMilestones(chain, book, located, range),
    readComparable({ chain, book }, block),
    readQuorum(chain, book, block),
  ])
  const { state, times, tally, quorum = estimate } = standing
  const description = announcement?.description
  const executed = milestones.find(({ kind }) => kind === 'executed')
  return {
    network,
    chainId: chain.chainId,
    block,
    now: clock.now,
    id,
    handle: shortId(id),
    title: titleOf(description ?? ''),
    description,
    descriptionHash,
    isTextGenuine: announcement === undefined || announcement.descriptionHash === descriptionHash,
    proposer,
    state,
    ...voteTimesOf(times, standing.clock),
    executableAt: times.eta === 0 ? undefined : times.eta,
    tally,
    quorum,
    isQuorumEstimated: standing.quorum === undefined,
    quorumSides: standing.governor.quorumSides,
    foreign: whyForeign(standing.governor),
    calls: calls.map((call) => shownCall(call, book)),
    changes:
      current === undefined
        ? { kind: 'unread', changes: [] }
        : executed === undefined
          ? { kind: 'ahead', changes: changesOf(calls, current, book) }
          : await changesMade({ chain, book }, executed, current),
    votes,
    milestones,
    sourceHash: description === undefined ? undefined : sourceHashIn(description),
    next: nextOf({ id, ...standing, quorum }, clock, book),
  }
}

/** Undefined where the Governor is another one, which has not all parameters that Ballast's own has. */
async function readComparable(
  { chain, book }: Pick<Protocol, 'chain' | 'book'>,
  block: BlockRef,
): Promise<ParameterSet | undefined> {
  const traits = await readTraits(chain, book)
  if (!isOwnKind(traits)) return undefined
  try {
    return await readParameters(chain, book, block)
  } catch (error) {
    if (traits.counting === 'whole' && error instanceof UnexpectedContractError) return undefined
    throw error
  }
}

function shownCall(call: PlainCall, book: AddressBook): ShownCall {
  const decoded = decodeCall(call, book)
  return {
    ...call,
    selector: call.calldata.slice(0, 10),
    words: decoded.words,
    isUnderstood: decoded.kind === 'known' && decoded.isWhole,
  }
}

/** What the execution really set, by the events of its transaction. */
async function changesMade(
  { chain, book }: Pick<Protocol, 'chain' | 'book'>,
  executed: Milestone,
  current: ParameterSet,
): Promise<ShownChanges> {
  const { blockNumber, transactionHash } = executed
  const only = { fromBlock: blockNumber, toBlock: blockNumber }
  const { changes } = await readParameterHistory(chain, book, only)
  const made = [...changes.values()]
    .flat()
    .filter((change) => change.transactionHash === transactionHash)
    .map(({ spec, subject, before, after }) => ({
      spec,
      subject,
      before: { stored: before, effective: before },
      after,
      direction: directionOf(spec, { stored: before, effective: before }, after),
      now: current.values.get(parameterId(subject, spec.key))?.stored ?? after,
    }))
  return { kind: 'made', changes: made }
}
