import { readBlock } from '../chain/client.ts'
import type { DevChain } from '../chain/devChain.ts'
import { type DryRunReading, dryRun } from '../chain/dryRun.ts'
import type { Fork } from '../chain/fork.ts'
import { BlockMissingError } from '../chain/nodeErrors.ts'
import { type BookReading, readBook } from '../chain/readBook.ts'
import { assertOnly } from '../governance/assertOnly.ts'
import type { Verdict } from '../governance/effects.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { RiskAssessment } from '../risk/assessment.ts'
import type { Book } from '../risk/market.ts'
import { formatAmount } from '../shared/amount.ts'
import { listOf, plural } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import { assessRisk } from './assessRisk.ts'
import type { Prepared } from './prepareProposal.ts'
import type { Protocol } from './protocol.ts'
import { riskBook } from './riskInputs.ts'
import { inStage } from './stages.ts'

/** A prepared proposal, executed on a fork, its effects compared with what it declares. */
export interface DryRunProposal extends Prepared {
  readonly pinned: BookReading
  readonly reading: DryRunReading
  readonly verdict: Verdict
}

/** The same with its effect on the risk of loss. */
export interface Simulated extends DryRunProposal {
  readonly riskBook: Book
  readonly assessment: RiskAssessment
}

/** Stages 6 and 7: executes the proposal on a fork and names every effect that the file does not declare. */
export async function dryRunProposal(
  protocol: Protocol,
  prepared: Prepared,
  progress: Progress,
): Promise<DryRunProposal> {
  const { book } = protocol
  const { proposal, changes, current, submitted } = prepared
  const pinned = await readBook(protocol.chain, book, current.block)
  const reading = await inStage(progress, 'dry run', {
    work: () =>
      onFork(
        () => protocol.fork(current.block, progress.signal),
        current.block,
        (chain) =>
          dryRun(chain, book, { proposal, from: current, isSubmitted: submitted !== undefined }),
      ),
    outcome: ({ dryRun: { outcome, lifecycle } }) =>
      outcome.kind !== 'executed'
        ? `${outcome.kind === 'reverted' ? 'reverted' : 'not run'}: ${outcome.reason}`
        : (lifecycle.inconclusive ?? lifecycle.states.join(' → ')),
  })
  const verdict = await inStage(progress, 'nothing else', {
    work: () => assertOnly({ dryRun: reading.dryRun, proposal, changes, book }),
    outcome: ({ undeclared }) =>
      undeclared.length === 0
        ? 'all that changes is declared'
        : plural(undeclared.length, 'undeclared effect'),
  })
  return { ...prepared, pinned, reading, verdict }
}

/** Stages 1 to 8 on what stages 1 to 5 prepared: dry run, proof of its effects, risk before and after. */
export async function simulateProposal(
  protocol: Protocol,
  prepared: Prepared,
  progress: Progress,
): Promise<Simulated> {
  const executed = await dryRunProposal(protocol, prepared, progress)
  const book = riskBook(executed.pinned, executed.reading)
  const assessment = await inStage(progress, 'assess', {
    work: () => assessRisk(book, executed.draft.risk, progress),
    outcome: (assessed) => assessedWords(assessed, protocol.book.derivativeSymbol),
  })
  return { ...executed, riskBook: book, assessment }
}

function assessedWords({ total, settings, unpriced }: RiskAssessment, symbol: string): string {
  const missing =
    unpriced.length === 0 ? [] : [`no price of ${listOf(unpriced.map(({ label }) => label))}`]
  const figures =
    total === undefined
      ? ['inconclusive']
      : [
          `expected bad debt ${formatAmount(total.before.badDebt.mean.value)} → ` +
            `${formatAmount(total.after.badDebt.mean.value)} ${symbol} on ${settings.paths} paths`,
        ]
  return [...figures, ...missing].join('; ')
}

/** Runs `work` on a fork that is really at the pinned block: the node may have been started anew since it was read. */
async function onFork<T>(
  open: () => Promise<Fork>,
  block: BlockRef,
  work: (chain: DevChain) => Promise<T>,
): Promise<T> {
  const fork = await open()
  try {
    const { hash } = await readBlock(fork.chain)
    if (hash !== block.hash) throw new BlockMissingError(`${block.number}, ${block.hash}`)
    return await work(fork.chain)
  } finally {
    await fork.close()
  }
}
