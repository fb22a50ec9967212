import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { BallastGovernor__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastGovernor__factory.js'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import { timelockSalt } from '../governance/description.ts'
import type { ParameterSet } from '../governance/parameter.ts'
import type { DryRun, Proposal } from '../governance/proposal.ts'
import { displayValue } from '../governance/value.ts'
import { readBlock } from './client.ts'
import { type Delegate, readDelegates } from './delegates.ts'
import { advanceTo, type DevChain, impersonating, rewinding, sendAs } from './devChain.ts'
import { ChainRevertedError } from './errors.ts'
import {
  executeAction,
  queueAction,
  readState,
  readTimes,
  submitProposal,
  voteAction,
} from './governor.ts'
import { type BookReading, readBook, settledAt } from './readBook.ts'
import { readParameters } from './readParameters.ts'
import { type Trace, traceTransaction } from './trace.ts'
import { localSender, type Sent, transact } from './transaction.ts'

/** The dry run, with the positions as the execution leaves them. */
export interface DryRunReading {
  readonly dryRun: DryRun
  /** Every vault right after execution, and on the control fork at the same moment. */
  readonly executedBook: BookReading
  readonly controlBook: BookReading
  /** Unix seconds at which the last ramp or delay has ended. */
  readonly settledAt: number
}

type Lifecycle = DryRun['lifecycle']
type Outcome = DryRun['outcome']

interface Played {
  readonly lifecycle: Lifecycle
  readonly outcome: Outcome
  readonly trace: Trace
  readonly executed: ParameterSet
  readonly executedBook: BookReading
  readonly settled: ParameterSet
}

/**
 * Executes the proposal on a fork, from the vote of the real delegates to the timelock's batch, then
 * plays the same time on a second fork without the proposal. The chain is left as it was found.
 *
 * Voters and proposer are accounts that really hold the votes; storage is never written. If their votes
 * cannot carry the proposal, the batch runs as the timelock would run it and the lifecycle is inconclusive.
 */
export async function dryRun(
  chain: DevChain,
  book: AddressBook,
  { proposal, from }: { readonly proposal: Proposal; readonly from: ParameterSet },
): Promise<DryRunReading> {
  const played = await rewinding(chain, () => play(chain, book, proposal))
  const settleTime = settledAt(played.executedBook)
  const control = await rewinding(chain, async () => {
    await advanceTo(chain, played.executed.block.timestamp)
    const executed = await readParameters(chain, book)
    const controlBook = await readBook(chain, book)
    return { executed, controlBook, settled: await readSettled(chain, book, played.settled) }
  })
  return {
    dryRun: {
      from,
      lifecycle: played.lifecycle,
      outcome: played.outcome,
      ...played.trace,
      executed: played.executed,
      control: control.executed,
      settled: played.settled,
      settledControl: control.settled,
    },
    executedBook: played.executedBook,
    controlBook: control.controlBook,
    settledAt: settleTime,
  }
}

async function play(chain: DevChain, book: AddressBook, proposal: Proposal): Promise<Played> {
  const electorate = await readElectorate(chain, book)
  const { lifecycle, outcome, trace } =
    electorate.inconclusive === undefined
      ? await playVote(chain, book, { proposal, electorate })
      : await playAsTimelock(chain, book, { proposal, electorate })
  const executed = await readParameters(chain, book)
  const executedBook = await readBook(chain, book)
  const settleTime = settledAt(executedBook)
  if (settleTime > executed.block.timestamp) await advanceTo(chain, settleTime)
  const settled = await readParameters(chain, book)
  return { lifecycle, outcome, trace, executed, executedBook, settled }
}

/** The settled moment on the control fork: the same block time as on the proposal's. */
async function readSettled(
  chain: DevChain,
  book: AddressBook,
  twin: ParameterSet,
): Promise<ParameterSet> {
  const { timestamp } = await readBlock(chain)
  if (twin.block.timestamp > timestamp) await advanceTo(chain, twin.block.timestamp)
  return readParameters(chain, book)
}

interface Electorate {
  readonly voters: readonly Delegate[]
  readonly quorum: bigint
  readonly inconclusive?: string
}

/** The heaviest delegates that reach quorum together, and whether the heaviest may propose. */
async function readElectorate(chain: DevChain, book: AddressBook): Promise<Electorate> {
  const governor = BallastGovernor__factory.connect(book.contracts.governor, chain.provider)
  const { timestamp } = await readBlock(chain)
  const [quorum, threshold, delegates] = await Promise.all([
    governor.quorum(timestamp - 1),
    governor.proposalThreshold(),
    readDelegates(chain, book),
  ])
  const shown = (amount: bigint) => displayValue('votes', amount, book)
  const voters: Delegate[] = []
  let votes = 0n
  for (const delegate of delegates) {
    if (votes >= quorum && voters.length > 0) break
    voters.push(delegate)
    votes += delegate.weight
  }
  const heaviest = voters[0]?.weight ?? 0n
  if (heaviest < threshold || voters.length === 0) {
    return { voters, quorum, inconclusive: 'no delegate has the votes to propose' }
  }
  if (votes < quorum) {
    return {
      voters,
      quorum,
      inconclusive: `all delegates together have ${shown(votes)} of ${shown(quorum)}`,
    }
  }
  return { voters, quorum }
}

interface Attempt {
  readonly proposal: Proposal
  readonly electorate: Electorate
}

type Attempted = Pick<Played, 'lifecycle' | 'outcome' | 'trace'>

/** A refusal on the way (of the proposal, a vote, the queue) is an outcome like a revert of the execution. */
async function playVote(
  chain: DevChain,
  book: AddressBook,
  { proposal, electorate }: Attempt,
): Promise<Attempted> {
  const { voters, quorum } = electorate
  const accounts = voters.map(({ address }) => address)
  const states: string[] = []
  const played = await attempt(chain, accounts[0] as Address, () =>
    impersonating(chain, accounts, () => live(chain, book, { proposal, accounts, states })),
  )
  return { lifecycle: { states, voters, quorum }, ...played }
}

async function live(
  chain: DevChain,
  book: AddressBook,
  run: {
    readonly proposal: Proposal
    readonly accounts: readonly Address[]
    readonly states: string[]
  },
): Promise<Sent> {
  const { proposal, accounts, states } = run
  const sender = localSender(chain, accounts[0] as Address, book)
  const note = async () => states.push(await readState(chain, book, proposal.id))
  const times = () => readTimes(chain, book, proposal.id)

  await submitProposal(sender, book, proposal)
  await note()
  await advanceTo(chain, (await times()).snapshot + 1)
  await note()
  for (const from of accounts) {
    const voter = localSender(chain, from, book)
    await transact(voter, voteAction(book, proposal.id, { support: 'for' }))
  }
  await advanceTo(chain, (await times()).deadline + 1)
  await note()
  await transact(sender, queueAction(book, proposal.id))
  await note()
  await advanceTo(chain, (await times()).eta)
  const sent = await transact(sender, executeAction(book, proposal.id))
  await note()
  return sent
}

/** The batch exactly as the timelock would run it, scheduled by its one proposer, the Governor. */
async function playAsTimelock(
  chain: DevChain,
  book: AddressBook,
  { proposal, electorate }: Attempt,
): Promise<Attempted> {
  const { governor, timelock } = book.contracts
  const contract = TimelockController__factory.connect(timelock, chain.provider)
  const salt = timelockSalt(proposal.descriptionHash, governor)
  const predecessor = `0x${'0'.repeat(64)}`
  const { calls } = proposal
  const batch = [
    calls.map((call) => call.target),
    calls.map((call) => call.value),
    calls.map((call) => call.calldata),
  ] as const
  const delay = await contract.getMinDelay()
  const schedule = contract.interface.encodeFunctionData('scheduleBatch', [
    ...batch,
    predecessor,
    salt,
    delay,
  ])
  const execute = contract.interface.encodeFunctionData('executeBatch', [
    ...batch,
    predecessor,
    salt,
  ])
  const executed = await attempt(chain, governor, () =>
    impersonating(chain, [governor], async () => {
      await sendAs(chain, { from: governor, to: timelock, data: schedule }, book)
      await advanceTo(chain, (await readBlock(chain)).timestamp + Number(delay))
      const receipt = await sendAs(chain, { from: governor, to: timelock, data: execute }, book)
      return { transactionHash: receipt.transactionHash, gasUsed: BigInt(receipt.gasUsed) }
    }),
  )
  const { voters, quorum, inconclusive = '' } = electorate
  return { lifecycle: { states: [], voters, quorum, inconclusive }, ...executed }
}

const NO_TRACE: Trace = { calls: [], events: [], diffs: [] }

async function attempt(
  chain: DevChain,
  executor: Address,
  execute: () => Promise<{ readonly transactionHash: string; readonly gasUsed: bigint }>,
): Promise<{ readonly outcome: Outcome; readonly trace: Trace }> {
  try {
    const { transactionHash, gasUsed } = await execute()
    const trace = await traceTransaction(chain, transactionHash)
    return { outcome: { kind: 'executed', gasUsed, executor, transactionHash }, trace }
  } catch (error) {
    if (!(error instanceof ChainRevertedError)) throw error
    const reason = error.message.replace(/\.$/, '')
    return { outcome: { kind: 'reverted', reason }, trace: NO_TRACE }
  }
}
