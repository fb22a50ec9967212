import { advanceTo, type DevChain } from '../chain/devChain.ts'
import { queueAction, readTimes, submitProposal, voteAction } from '../chain/governor.ts'
import { readParameters } from '../chain/readParameters.ts'
import { localSender, transact } from '../chain/transaction.ts'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import { diffParameters } from '../governance/changes.ts'
import { restrictToProposer } from '../governance/description.ts'
import { parseDraft } from '../governance/draft.ts'
import { defaultRisk } from '../governance/draftRisk.ts'
import { encodeProposal } from '../governance/encode.ts'
import { requireSound } from '../governance/invalidProposal.ts'
import type { Proposal } from '../governance/proposal.ts'
import type { Progress } from '../shared/progress.ts'
import type { Support } from '../shared/voteSplit.ts'
import type { DemoDeployment } from './demoProtocol.ts'

/** Was voted through and waits in the timelock. */
const QUEUED = `title: Lower the WBTC-A stability fee to 5 %
summary: |
  Less than a quarter of the debt ceiling of WBTC-A is in use, and its fee is the highest of the three markets. Half a
  percent less per year makes it as dear as WETH-A; no vault comes closer to liquidation by it.

  What speaks against it: the fee pays for bad debt, and there will be less of it.
changes:
  - market: WBTC-A
    parameter: stabilityFee
    to: 5%
    expect: 5.5%
`

/** Is being voted on, and neither side has the quorum. */
const ACTIVE = `title: Raise the WETH-A liquidation threshold to 82 %
summary: |
  Vaults in WETH-A are liquidated once debt exceeds 80 % of the collateral's value. At 82 % owners get more out of the
  same collateral, and a liquidation still leaves 11.4 % of it after the penalty of 8 %.

  What speaks against it: the distance between the two thresholds is the time that liquidators have in a crash.
changes:
  - market: WETH-A
    parameter: liquidationThreshold
    to: 82%
    expect: 80%
`

const HOUR = 3_600
const DAY = 24 * HOUR

/** How far the clock of the chain moves while the two proposals are put in flight. */
export const inFlightSeconds = 5 * DAY + 18 * HOUR

/**
 * Two proposals on their way, so that somebody who has just arrived finds something to vote on: one in the timelock
 * that can be executed in six hours, one whose vote runs for another day and a half and needs one more delegate.
 */
export async function putInFlight(
  chain: DevChain,
  { book, delegates, refreshFeeds }: DemoDeployment,
  progress: Progress,
): Promise<void> {
  progress.stage('propose')
  const [one, two, three] = delegates
  if (one === undefined || two === undefined || three === undefined)
    throw new Error('The demonstration has three delegates.')
  const votes = (id: bigint) => (from: Address, support: Support, reason: string) =>
    transact(localSender(chain, from), voteAction(book, id, { support, reason }))

  const queued = await submit(chain, book, { from: three, text: QUEUED, slug: 'wbtc-a-fee' })
  const { snapshot, deadline } = await readTimes(chain, book, queued)
  await advanceTo(chain, snapshot + 1)
  const onQueued = votes(queued)
  await onQueued(one, 'for', 'more people will use it')
  await onQueued(two, 'for', 'as dear as WETH-A is fair')
  await onQueued(three, 'for', 'as proposed')

  await advanceTo(chain, deadline - 12 * HOUR)
  await refreshFeeds()
  const active = await submit(chain, book, { from: two, text: ACTIVE, slug: 'weth-a-threshold' })
  await advanceTo(chain, deadline + 1)
  await transact(localSender(chain, three), queueAction(book, queued))
  await advanceTo(chain, deadline + 13 * HOUR)
  const onActive = votes(active)
  await onActive(two, 'for', 'as proposed: owners get more out of their collateral')
  await onActive(three, 'against', 'in a crash the time that this takes away is missing')

  const { eta } = await readTimes(chain, book, queued)
  await advanceTo(chain, eta - 6 * HOUR)
  await refreshFeeds()
  progress.finish('one to vote on, one in the timelock')
}

async function submit(
  chain: DevChain,
  book: AddressBook,
  draft: { readonly from: Address; readonly text: string; readonly slug: string },
): Promise<bigint> {
  const proposal = await encode(chain, book, draft)
  const restricted = restrictToProposer(proposal, draft.from)
  await submitProposal(localSender(chain, draft.from), book, restricted)
  return restricted.id
}

async function encode(
  chain: DevChain,
  book: AddressBook,
  { text, slug }: { readonly text: string; readonly slug: string },
): Promise<Proposal> {
  const source = { path: slug, slug, text }
  const draft = parseDraft(source, book, defaultRisk)
  const changes = diffParameters(draft.value, await readParameters(chain, book), book)
  requireSound(source, [draft, changes])
  return encodeProposal(draft.value, changes.value, book)
}
