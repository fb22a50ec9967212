import { join } from 'node:path'
import { readBlock } from '../chain/client.ts'
import { advanceTo } from '../chain/devChain.ts'
import {
  executeAction,
  queueAction,
  readState,
  readTimes,
  submitProposal,
  voteAction,
} from '../chain/governor.ts'
import { readParameters } from '../chain/readParameters.ts'
import { localSender, transact } from '../chain/transaction.ts'
import type { ProposalState } from '../governance/lifecycle.ts'
import { parameterId } from '../governance/parameter.ts'
import type { ParameterChange } from '../governance/proposal.ts'
import { displayValue } from '../governance/value.ts'
import { formatShare } from '../shared/amount.ts'
import { plural, shortHex } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import { formatUtc } from '../shared/time.ts'
import { packageFolder } from '../workspace/versions.ts'
import { checkProposal, type Decision } from './checkProposal.ts'
import { type AfterVote, afterTheVote } from './demoAfterVote.ts'
import { excludedPositions } from './demoVaults.ts'
import { type Prepared, prepareProposal } from './prepareProposal.ts'
import type { DemoProtocol } from './protocol.ts'
import { type Published, publishReport } from './publishReport.ts'
import { readPriceHistory, replaysOf } from './replayPrices.ts'
import { simulateProposal } from './simulateProposal.ts'
import { inStage } from './stages.ts'

/** A parameter as read from the chain before the proposal and after its execution. */
export interface ExecutedChange {
  readonly change: ParameterChange
  readonly before: bigint
  readonly after: bigint
  /** What counts now: on a ramp or before a delay it is not yet `after`. */
  readonly effective: bigint
}

/** What the demonstration ended in. */
export interface DemoResult {
  readonly proposalId: bigint
  readonly decision: Decision
  /** Every state that the Governor reported, in order; stops early when the checks say no. */
  readonly states: readonly ProposalState[]
  readonly changes: readonly ExecutedChange[]
  readonly published: Published
  /** What happened next; absent where nothing was executed. */
  readonly afterVote?: AfterVote
}

/** Comes with the package. */
const EXAMPLE = ['proposals', '2026-11-24-weth-a-threshold'] as const

/** One parameter change, from a file to its execution, then a steward's step and a crash, told stage by stage. */
export async function runDemo(
  protocol: DemoProtocol,
  request: { readonly proposal?: string; readonly out: string },
  progress: Progress,
): Promise<DemoResult> {
  progress.say(`\nThe book: ${bookStory(protocol)}\n`)
  const path = request.proposal ?? join(await packageFolder(), ...EXAMPLE)
  const prepared = await prepareProposal(async () => protocol, path, progress)
  const simulated = await simulateProposal(protocol, prepared, progress)
  const checked = await checkProposal(protocol, simulated, { acceptedInconclusive: [], progress })
  const replays = replaysOf(simulated.riskBook, await readPriceHistory({}))
  const published = await publishReport(
    protocol,
    { simulated, checked, replays },
    { folder: request.out, progress },
  )
  const result = { proposalId: prepared.proposal.id, decision: checked.decision, published }
  if (checked.decision === 'fail' || checked.decision === 'inconclusive') {
    return { ...result, states: [], changes: [] }
  }
  const states = await liveThrough(protocol, prepared, progress)
  const changes = await readBack(protocol, prepared)
  return { ...result, states, changes, afterVote: await afterTheVote(protocol, progress) }
}

function bookStory({ vaultCount }: DemoProtocol): string {
  const { share, otherCollateral, small, unhealthy, observed } = excludedPositions()
  return (
    `${plural(vaultCount, 'vault')} like the ${observed} real positions of 2024-01-30; ` +
    `${formatShare(share)} of those are excluded (${otherCollateral} on other collateral, ` +
    `${small} below the minimum debt, ${unhealthy} below health 1.01). Tokens and feeds are stand-ins.`
  )
}

/** Submit, vote, queue, execute: each delegate votes, time passes, the feeds stay fresh. */
async function liveThrough(
  protocol: DemoProtocol,
  { proposal }: Prepared,
  progress: Progress,
): Promise<readonly ProposalState[]> {
  const { chain, book, delegates } = protocol
  const [proposer] = delegates
  if (proposer === undefined) throw new Error('The demonstration has no delegate.')
  const sender = localSender(chain, proposer)
  const states: ProposalState[] = []
  const note = async (): Promise<ProposalState> => {
    const state = await readState(chain, book, proposal.id)
    states.push(state)
    return state
  }
  const passTime = async (to: number): Promise<void> => {
    await advanceTo(chain, to)
    await protocol.refreshFeeds()
  }
  const times = () => readTimes(chain, book, proposal.id)
  const now = async () => formatUtc((await readBlock(chain)).timestamp)
  const act = (name: string, work: () => Promise<string>): Promise<void> =>
    narrate(progress, name, async () => `${await work()}, ${await now()}`)

  await inStage(progress, 'submit', {
    work: async () => {
      await submitProposal(sender, book, proposal)
      return note()
    },
    outcome: (state) => `${state}, proposal ${shortHex(`0x${proposal.id.toString(16)}`)}`,
  })
  await act('wait', async () => {
    await passTime((await times()).snapshot + 1)
    return note()
  })
  await act('vote', async () => {
    for (const from of delegates) {
      const vote = { support: 'for', reason: 'demonstration' } as const
      await transact(localSender(chain, from), voteAction(book, proposal.id, vote))
    }
    return `${plural(delegates.length, 'delegate')} for`
  })
  await act('wait', async () => {
    await passTime((await times()).deadline + 1)
    return note()
  })
  await act('queue', async () => {
    await transact(sender, queueAction(book, proposal.id))
    return note()
  })
  await act('execute', async () => {
    await passTime((await times()).eta)
    await transact(sender, executeAction(book, proposal.id))
    return note()
  })
  return states
}

async function narrate(
  progress: Progress,
  name: string,
  work: () => Promise<string>,
): Promise<void> {
  progress.stage(name)
  progress.finish(await work())
}

async function readBack(
  { chain, book }: DemoProtocol,
  { changes, current }: Prepared,
): Promise<readonly ExecutedChange[]> {
  const now = await readParameters(chain, book)
  return changes.map((change) => {
    const id = parameterId(change.subject, change.spec.key)
    const [before, after] = [current.values.get(id), now.values.get(id)]
    if (before === undefined || after?.stored !== change.after) {
      throw new Error(`${id} was executed and reads back as ${after?.stored}.`)
    }
    return { change, before: before.stored, after: after.stored, effective: after.effective }
  })
}

/** A value of a change for people. */
export const showValue = (
  { change }: ExecutedChange,
  value: bigint,
  symbols: { readonly derivativeSymbol: string; readonly tokenSymbol: string },
): string => displayValue(change.spec.unit, value, symbols)
