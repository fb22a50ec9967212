import type { AddressBook } from '../governance/addressBook.ts'
import type { ParameterSet } from '../governance/parameter.ts'
import type { DryRun } from '../governance/proposal.ts'
import type { Attempt } from './attempt.ts'
import { readBlock } from './client.ts'
import { advanceTo, type DevChain, keepingIf, rewinding } from './devChain.ts'
import { playAsTimelock } from './playAsTimelock.ts'
import { type LifeRequest, playLifecycle } from './playLifecycle.ts'
import { type MarketsReading, readMarkets, settledAt } from './readBook.ts'
import { readParameters } from './readParameters.ts'

/** The dry run, with the markets as the execution leaves them. */
export interface DryRunReading {
  readonly dryRun: DryRun
  /** Every market right after execution, and on the control fork at the same moment. */
  readonly executedMarkets: MarketsReading
  readonly controlMarkets: MarketsReading
  /** Unix seconds at which the last ramp or delay has ended. */
  readonly settledAt: number
}

/** What is run, and the parameters of the block that it starts from. */
export interface DryRunRequest extends LifeRequest {
  readonly from: ParameterSet
}

interface Played extends Attempt {
  readonly lifecycle: DryRun['lifecycle']
  readonly executed: ParameterSet
  readonly executedMarkets: MarketsReading
  readonly settled: ParameterSet
}

/**
 * Executes the proposal on a fork, from where it stands (or from its submission) by the vote of the real delegates to
 * the timelock's batch, then plays the same time on a second fork without the proposal. The chain is left as it was
 * found.
 *
 * Voters and proposer are accounts that really hold the votes; storage is never written. If the proposal cannot come to
 * its execution (votes, or a state that it never leaves), the batch runs as the timelock would run it and the lifecycle
 * is inconclusive.
 */
export async function dryRun(
  chain: DevChain,
  book: AddressBook,
  request: DryRunRequest,
): Promise<DryRunReading> {
  const played = await rewinding(chain, () => play(chain, book, request))
  const control = await rewinding(chain, async () => {
    await advanceTo(chain, played.executed.block.timestamp)
    const executed = await readParameters(chain, book)
    const markets = await readMarkets(chain, book)
    return { executed, markets, settled: await readSettled(chain, book, played.settled) }
  })
  const { lifecycle, outcome, trace, executed, settled } = played
  return {
    dryRun: {
      from: request.from,
      lifecycle,
      outcome,
      ...trace,
      executed,
      control: control.executed,
      settled,
      settledControl: control.settled,
    },
    executedMarkets: played.executedMarkets,
    controlMarkets: control.markets,
    settledAt: settledAt(played.executedMarkets),
  }
}

async function play(chain: DevChain, book: AddressBook, request: LifeRequest): Promise<Played> {
  const { lifecycle, ...attempt } = await execute(chain, book, request)
  const executed = await readParameters(chain, book)
  const executedMarkets = await readMarkets(chain, book)
  const settleTime = settledAt(executedMarkets)
  if (settleTime > executed.block.timestamp) await advanceTo(chain, settleTime)
  const settled = await readParameters(chain, book)
  return { lifecycle, ...attempt, executed, executedMarkets, settled }
}

/** By the whole lifecycle; where that ends before its execution, from the start again as the timelock. */
async function execute(
  chain: DevChain,
  book: AddressBook,
  request: LifeRequest,
): Promise<Attempt & Pick<DryRun, 'lifecycle'>> {
  const life = await keepingIf(
    chain,
    () => playLifecycle(chain, book, request),
    ({ kind }) => kind === 'lived',
  )
  const attempt =
    life.kind === 'lived' ? life.attempt : await playAsTimelock(chain, book, request.proposal)
  return { ...attempt, lifecycle: life.lifecycle }
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
