import type { Address } from '../governance/addressBook.ts'
import type { NamedReplay } from '../report/reportInput.ts'
import type { Progress } from '../shared/progress.ts'
import { type Checked, checkProposal, requireKnownChecks } from './checkProposal.ts'
import { prepareProposal } from './prepareProposal.ts'
import type { Protocol } from './protocol.ts'
import { type PriceHistory, readPriceHistory, replaysOf } from './replayPrices.ts'
import { type Simulated, simulateProposal } from './simulateProposal.ts'

/** What a user asks to be judged. */
export interface JudgeRequest {
  readonly proposal: string
  readonly acceptInconclusive: readonly string[]
  /** Judges what this account would submit now, whatever was made from the file before. */
  readonly proposer?: Address
  /** A CSV of prices; without one the crash of March 2020 is replayed. */
  readonly replay?: string
  readonly from?: string
  readonly to?: string
}

/** A proposal with all evidence about it. */
export interface Judged {
  readonly simulated: Simulated
  readonly checked: Checked
  readonly replays: readonly NamedReplay[]
}

/** Stages 1 to 10: everything that is known about a proposal before anyone votes. */
export async function judgeProposal(
  openProtocol: () => Promise<Protocol>,
  request: JudgeRequest,
  progress: Progress,
): Promise<Judged> {
  requireKnownChecks(request.acceptInconclusive)
  const history = await readHistory(request)
  const prepared = await prepareProposal(openProtocol, request.proposal, progress, request)
  const protocol = await openProtocol()
  const simulated = await simulateProposal(protocol, prepared, progress)
  const checked = await checkProposal(protocol, simulated, {
    acceptedInconclusive: request.acceptInconclusive,
    progress,
  })
  return { simulated, checked, replays: replaysOf(simulated.riskBook, history) }
}

/** Read first: a wrong file or range is told before minutes of simulation. */
async function readHistory({ replay, from, to }: JudgeRequest): Promise<PriceHistory> {
  return readPriceHistory({
    ...(replay === undefined ? {} : { path: replay }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  })
}
