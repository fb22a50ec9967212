import { type Chain, readBlock } from '../chain/client.ts'
import { waitForReceipt } from '../chain/receipts.ts'
import type { Address, Hex } from '../governance/addressBook.ts'
import { BallastError } from '../shared/errors.ts'
import { type ActivityEntry, readNewestActivity } from '../workspace/activityFile.ts'

/** One thing that was sent from this folder. */
export interface Activity {
  /** Unix seconds, by the clock of the computer that sent it. */
  readonly at: number
  readonly network: string
  readonly chainId: number
  /** Whether it was sent to the chain that is looked at, not to another one or one that is gone. */
  readonly isHere: boolean
  readonly verb: ActivityEntry['verb']
  /** Nobody's and no transaction where the clock of a development chain was moved. */
  readonly account?: Address
  readonly transactionHash?: Hex
  /** Undefined if nobody has seen it mined. */
  readonly block: number | undefined
  readonly outcome: ActivityEntry['outcome']
  /** `Proposal 0xbbc1eb0a is queued.`; what was to be done if that is not what came of it. */
  readonly headline: string
  /** What is not as it should be. */
  readonly trouble: string | undefined
  readonly proposalId: bigint | undefined
}

/** What was sent from a folder, the newest first. */
export interface ActivityList {
  readonly activities: readonly Activity[]
  /** The file that it comes from. */
  readonly path: string
  /** The file has older ones. */
  readonly isCut: boolean
  /** Lines of the file that say nothing. */
  readonly unreadable: number
}

const MOST = 500
/** What left without being seen mined is looked up, a few of them: each is a question to the node. */
const MOST_LOOKUPS = 20

/**
 * The newest of what was sent from a folder, by any verb, from a command or from the interface. Without a node it is
 * told as it was written down.
 */
export async function readActivity(
  folder: string,
  here: { readonly chainId: number; readonly chain?: Chain | undefined },
): Promise<ActivityList> {
  const { chainId, chain } = here
  const { entries, ...file } = await readNewestActivity(folder, MOST)
  const genesis = entries.length === 0 ? undefined : await genesisOf(chain)
  const activities = entries.map((entry) => activityOf(entry, { chainId, genesis }))
  const lookedUp = activities.filter(isUnseenHere).slice(0, MOST_LOOKUPS)
  const found = await Promise.all(lookedUp.map((activity) => lookUp(chain, activity)))
  return {
    ...file,
    activities: activities.map((activity) => found[lookedUp.indexOf(activity)] ?? activity),
  }
}

const isUnseenHere = ({ outcome, isHere }: Activity): boolean => outcome === 'unseen' && isHere

/** Unknown where there is no node, or one that keeps no old blocks. */
const genesisOf = async (chain: Chain | undefined): Promise<Hex | undefined> =>
  chain && (await unlessUnreachable(() => readBlock(chain, 0)))?.hash

async function unlessUnreachable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof BallastError) return undefined
    throw error
  }
}

function activityOf(
  { genesis, proposalId, block, trouble, ...entry }: ActivityEntry,
  here: { readonly chainId: number; readonly genesis: Hex | undefined },
): Activity {
  const isOther = genesis !== undefined && here.genesis !== undefined && genesis !== here.genesis
  return {
    ...entry,
    block,
    trouble,
    isHere: entry.chainId === here.chainId && !isOther,
    proposalId: proposalId === undefined ? undefined : BigInt(proposalId),
  }
}

async function lookUp(chain: Chain | undefined, activity: Activity): Promise<Activity> {
  const { transactionHash: hash } = activity
  if (chain === undefined || hash === undefined) return activity
  const receipt = await unlessUnreachable(() => waitForReceipt(chain, hash, { seconds: 0 }))
  if (receipt === undefined) return activity
  const { status, blockNumber } = receipt
  return {
    ...activity,
    outcome: status === '0x1' ? 'mined' : 'reverted',
    block: Number(blockNumber),
  }
}
