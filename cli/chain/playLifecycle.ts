import type { Address, AddressBook } from '../governance/addressBook.ts'
import { restrictedTo } from '../governance/description.ts'
import {
  type NextAction,
  nextAction,
  type ProposalState,
  type ProposalStatus,
} from '../governance/lifecycle.ts'
import type { DryRun, Proposal } from '../governance/proposal.ts'
import { type Attempt, attempt, refusable, refusedAttempt } from './attempt.ts'
import { readBlock } from './client.ts'
import { governorOf } from './contracts.ts'
import type { Delegate } from './delegates.ts'
import { advanceTo, type DevChain, impersonating, type RawReceipt, sendAs } from './devChain.ts'
import { readElectorate, readProposer, readQuorum } from './electorate.ts'
import {
  assertStored,
  executeAction,
  proposeAction,
  queueAction,
  readState,
  readTimes,
  voteAction,
} from './governor.ts'
import type { Action } from './transaction.ts'

/** What a proposal's life on a fork came to: an execution (or a refusal), or the reason why there can be none. */
export type Life =
  | { readonly kind: 'lived'; readonly lifecycle: DryRun['lifecycle']; readonly attempt: Attempt }
  | { readonly kind: 'stuck'; readonly lifecycle: DryRun['lifecycle'] }

/** A proposal, and whether the Governor has it already (it has not unless said so). */
export interface LifeRequest {
  readonly proposal: Proposal
  readonly isSubmitted?: boolean
}

/** A life under way: who acts for everyone but the voters, and what has been seen so far. */
interface Run {
  readonly chain: DevChain
  readonly book: AddressBook
  readonly proposal: Proposal
  readonly actor: Address
  readonly states: ProposalState[]
  voters: readonly Delegate[]
}

/**
 * Lives a proposal from where it stands (or from its submission) to its execution, always by what may happen next:
 * time passes, real delegates vote, it is queued and executed. A refusal on the way is an outcome like a revert.
 */
export async function playLifecycle(
  chain: DevChain,
  book: AddressBook,
  { proposal, isSubmitted = false }: LifeRequest,
): Promise<Life> {
  const quorum = await quorumOf(chain, book, isSubmitted ? proposal.id : undefined)
  const actor = isSubmitted
    ? await storedProposer(chain, book, proposal.id)
    : (restrictedTo(proposal.description) ?? (await readProposer(chain, book)))
  if (actor === undefined) {
    const inconclusive = 'no delegate has the votes to propose'
    return { kind: 'stuck', lifecycle: { states: [], voters: [], quorum, inconclusive } }
  }
  const run: Run = { chain, book, proposal, actor, states: [], voters: [] }
  const told = () => ({ states: run.states, voters: run.voters, quorum })
  return impersonating(chain, [actor], async (): Promise<Life> => {
    const arrival = await refusable(async () => {
      if (!isSubmitted) await submit(run)
      return bringToExecution(run)
    })
    if (arrival.kind === 'refused') {
      return { kind: 'lived', lifecycle: told(), attempt: refusedAttempt(arrival.reason) }
    }
    const why = arrival.value
    if (why !== undefined) return { kind: 'stuck', lifecycle: { ...told(), inconclusive: why } }
    const executed = await attempt(chain, actor, () => act(run, executeAction(book, proposal.id)))
    await readStatus(run)
    return { kind: 'lived', lifecycle: told(), attempt: executed }
  })
}

/** A vote, a queue and an execution have a dozen turns; more mean that the Governor stands still. */
const MOST_TURNS = 32

/** Does whatever may happen next until the next thing is the execution; answers why it never will be. */
async function bringToExecution(run: Run): Promise<string | undefined> {
  let hasVoted = false
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const { action, state } = await readNext(run)
    if (action.kind === 'execute') return undefined
    if (action.kind === 'none') return `it is ${state}: ${action.why}`
    if (action.kind === 'vote' && !hasVoted) {
      const why = await vote(run)
      if (why !== undefined) return why
      hasVoted = true
    } else if (action.kind === 'queue') {
      await act(run, queueAction(run.book, run.proposal.id))
    } else {
      // The vote is open until the second before; a wait ends in the very second.
      const until = action.kind === 'vote' ? action.until + 1n : action.until
      await advanceTo(run.chain, Number(until))
    }
  }
  throw new Error(`The proposal is ${run.states.at(-1)} after ${MOST_TURNS} turns.`)
}

async function readNext(
  run: Run,
): Promise<{ readonly action: NextAction; readonly state: ProposalState }> {
  const status = await readStatus(run)
  return { action: nextAction(status), state: status.state }
}

/** Where the proposal stands on the fork; a state that is new is noted. */
async function readStatus({ chain, book, proposal, states }: Run): Promise<ProposalStatus> {
  const [state, times, block] = await Promise.all([
    readState(chain, book, proposal.id),
    readTimes(chain, book, proposal.id),
    readBlock(chain),
  ])
  if (states.at(-1) !== state) states.push(state)
  return {
    state,
    now: BigInt(block.timestamp),
    voteStartsAt: BigInt(times.snapshot),
    voteEndsAt: BigInt(times.deadline),
    ...(times.eta === 0 ? {} : { executableAt: BigInt(times.eta) }),
  }
}

async function submit(run: Run): Promise<void> {
  await act(run, proposeAction(run.book, run.proposal))
  await assertStored(run.chain, run.book, run.proposal)
}

/** Everyone it takes votes for it; answers why all together cannot carry it. */
async function vote(run: Run): Promise<string | undefined> {
  const { chain, book, proposal, actor } = run
  const { voters, why } = await readElectorate(chain, book, proposal.id)
  run.voters = voters
  if (why !== undefined) return why
  const accounts = voters.map(({ address }) => address)
  // The actor goes on acting after its vote.
  const others = accounts.filter((address) => address !== actor)
  await impersonating(chain, others, async () => {
    for (const from of accounts) {
      await act({ ...run, actor: from }, voteAction(book, proposal.id, { support: 'for' }))
    }
  })
  return undefined
}

const act = ({ chain, book, actor }: Run, { data }: Action): Promise<RawReceipt> =>
  sendAs(chain, { from: actor, to: book.contracts.governor, data }, book)

async function storedProposer(chain: DevChain, book: AddressBook, id: bigint): Promise<Address> {
  const governor = governorOf(chain, book)
  return governor.proposalProposer(id)
}

const quorumOf = async (
  chain: DevChain,
  book: AddressBook,
  id: bigint | undefined,
): Promise<bigint> =>
  id === undefined
    ? readQuorum(chain, book)
    : readQuorum(chain, book, (await readTimes(chain, book, id)).snapshot)
