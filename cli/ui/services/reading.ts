import type { NetworkStatus } from '../../report/statusText.ts'
import type { ParameterList } from '../../workflows/listParameters.ts'
import type { PendingTransaction } from '../../workflows/pendingTransactions.ts'
import type { ActivityList } from '../../workflows/readActivity.ts'
import type { DelegateList } from '../../workflows/readDelegates.ts'
import type { Overview } from '../../workflows/readOverview.ts'
import type { Safety } from '../../workflows/readSafety.ts'
import type { SnapshotVote } from '../../workflows/readSnapshotVote.ts'
import type { StewardList } from '../../workflows/readStewards.ts'
import type { ProposalView } from '../../workflows/showProposal.ts'

/** Questions to the chain; every answer is at one block. All of them throw BallastErrors that say what to do. */
export interface ReadingServices {
  readonly readOverview: () => Promise<Overview>
  /** Every proposal, those that ended included, the newest first. */
  readonly readProposals: () => Promise<NetworkStatus>
  readonly readProposal: (id: bigint) => Promise<ProposalView>
  /** Of the vote on Snapshot that it followed; undefined if there is none, or the network has no space. */
  readonly readSnapshotVote: (id: bigint) => Promise<SnapshotVote | undefined>
  readonly readParameters: () => Promise<ParameterList>
  /** One parameter with every change of it, the oldest first. */
  readonly readHistory: (subject: string, parameter: string) => Promise<ParameterList>
  readonly readDelegates: () => Promise<DelegateList>
  /** What stewards may do now, and who they are. */
  readonly readStewards: () => Promise<StewardList>
  /** What a crash runs into: feeds with their sources, auctions, pools, what pays for bad debt. */
  readonly readSafety: () => Promise<Safety>
  /** What was sent from this folder, the newest first. */
  readonly readActivity: () => Promise<ActivityList>
  /** What was sent from this folder and has not ended, by account and nonce. */
  readonly readPending: () => Promise<readonly PendingTransaction[]>
}
