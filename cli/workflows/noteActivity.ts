import { type Chain, readBlock } from '../chain/client.ts'
import { ChainRevertedError } from '../chain/errors.ts'
import { BlockMissingError, NodeRefusedError } from '../chain/nodeErrors.ts'
import { findSince } from '../chain/sentTransactions.ts'
import type { Action, Sent } from '../chain/transaction.ts'
import type { Hex } from '../governance/addressBook.ts'
import { BallastError } from '../shared/errors.ts'
import { formatDuration, formatUtc } from '../shared/time.ts'
import { type ActivityEntry, appendActivity } from '../workspace/activityFile.ts'
import { wishesOf } from './carriedBySafe.ts'
import type { Acting, Protocol } from './protocol.ts'
import { NotAsSentError } from './refusals.ts'
import type { Warped } from './warpChain.ts'

/** What an act is about. */
interface Matter {
  readonly verb: ActivityEntry['verb']
  /** What is to be done, until the chain shows what was done. */
  readonly headline: string
  readonly proposalId?: bigint
}

/** What is said about an act that was looked at. */
interface Told {
  readonly headline: string
  readonly warnings?: readonly string[]
}

/** Takes down what becomes of one act. Whatever goes wrong with that, the act goes on. */
export interface ActivityNotes {
  /** Around the sending: what left and was not seen to end well is taken down too. */
  readonly sending: <T>(action: Action, work: () => Promise<T>) => Promise<T>
  readonly mined: (sent: Sent) => Promise<void>
  /** Around the look at what the chain shows now. */
  readonly looking: <T extends Told>(sent: Sent, work: () => Promise<T>) => Promise<T>
}

type News = Pick<ActivityEntry, 'outcome' | 'transactionHash' | 'block' | 'headline' | 'trouble'>

/** @throws NodeError before anything is sent */
export async function takeNotes(acting: Acting, matter: Matter): Promise<ActivityNotes> {
  const { chain } = acting.protocol
  const genesis = await readGenesis(chain)
  const troubles = new Set<string>()
  const note = async (news: Partial<News> & Pick<News, 'outcome' | 'transactionHash'>) => {
    const trouble = await write(acting, matter, { genesis, ...news })
    if (trouble !== undefined) troubles.add(trouble)
  }
  return {
    mined: ({ transactionHash, blockNumber }) =>
      note({ outcome: 'mined', transactionHash, block: blockNumber }),
    async sending(action, work) {
      try {
        return await work()
      } catch (error) {
        const transactionHash = revertedHash(error) ?? (await leftHash(acting, action))
        const outcome = revertedHash(error) === undefined ? 'unseen' : 'reverted'
        if (transactionHash !== undefined)
          await note({ outcome, transactionHash, trouble: messageOf(error) })
        throw error
      }
    },
    async looking({ transactionHash, blockNumber: block }, work) {
      const known = { transactionHash, block }
      try {
        const shown = await work()
        await note({ outcome: 'done', ...known, headline: shown.headline })
        return troubles.size === 0
          ? shown
          : { ...shown, warnings: [...(shown.warnings ?? []), ...troubles] }
      } catch (error) {
        if (error instanceof NotAsSentError)
          await note({ outcome: 'different', ...known, trouble: error.message })
        throw error
      }
    },
  }
}

/** The chain shows it done: if an attempt of ours left and was never seen to end, it is taken down as well. */
export async function noteLeftBehind(
  acting: Acting,
  action: Action,
  matter: Matter,
): Promise<void> {
  const transactionHash = await leftHash(acting, action)
  if (transactionHash === undefined) return
  const genesis = await readGenesis(acting.protocol.chain).catch(() => undefined)
  await write(acting, matter, { genesis, outcome: 'unseen', transactionHash })
}

/**
 * Takes down that another transaction took the place of one that waits; nobody waits for either here.
 *
 * @returns why it could not be written
 */
export async function noteReplacement(
  acting: Acting,
  { hash, headline }: { readonly hash: Hex; readonly headline: string },
): Promise<string | undefined> {
  const genesis = await readGenesis(acting.protocol.chain).catch(() => undefined)
  const news = { genesis, outcome: 'unseen', transactionHash: hash } as const
  return write(acting, { verb: 'pending', headline }, news)
}

/**
 * Takes down that the clock of a development chain was moved: what came due by it would seem to have come by itself.
 *
 * @returns why it could not be written
 */
export async function noteWarp(
  folder: string,
  { network, chain }: Pick<Protocol, 'network' | 'chain'>,
  { from, to, blocks, boundaryOf }: Warped,
): Promise<string | undefined> {
  if (blocks === 0) return undefined
  const distance = formatDuration(BigInt(to.timestamp - from.timestamp))
  try {
    const genesis = await readGenesis(chain)
    await appendActivity(folder, {
      network,
      chainId: chain.chainId,
      ...(genesis === undefined ? {} : { genesis }),
      verb: 'warp',
      block: to.number,
      outcome: 'done',
      headline: `The clock was moved by ${distance}, to ${formatUtc(to.timestamp)}.`,
      ...(boundaryOf === undefined ? {} : { proposalId: String(boundaryOf) }),
    })
    return undefined
  } catch (error) {
    return incomplete(error)
  }
}

/** @returns why it could not be written */
async function write(
  { protocol, sender, folder }: Acting,
  { verb, headline, proposalId }: Matter,
  {
    genesis,
    ...news
  }: Partial<News> &
    Pick<News, 'outcome' | 'transactionHash'> & { readonly genesis: Hex | undefined },
): Promise<string | undefined> {
  try {
    await appendActivity(folder, {
      network: protocol.network,
      chainId: protocol.chain.chainId,
      ...(genesis === undefined ? {} : { genesis }),
      verb,
      account: sender.account.address,
      headline,
      ...(proposalId === undefined ? {} : { proposalId: String(proposalId) }),
      ...news,
    })
    return undefined
  } catch (error) {
    return incomplete(error)
  }
}

const incomplete = (error: unknown): string =>
  `The list of what was sent is not complete: ${messageOf(error)}`

/** The first block's hash tells chains with the same id apart; nodes that keep no old blocks have none to show. */
async function readGenesis(chain: Chain): Promise<Hex | undefined> {
  try {
    return (await readBlock(chain, 0)).hash
  } catch (error) {
    if (error instanceof BlockMissingError || error instanceof NodeRefusedError) return undefined
    throw error
  }
}

const revertedHash = (error: unknown): Hex | undefined =>
  error instanceof ChainRevertedError ? error.transactionHash : undefined

/** The transaction that left for this action and whose end nobody has seen, as far as that can be told. */
async function leftHash(acting: Acting, action: Action): Promise<Hex | undefined> {
  const { chain, outbox } = acting.sender
  try {
    for (const { key, content } of await wishesOf(acting, action)) {
      const left = await outbox.find(key)
      if (left !== undefined) return left.hash ?? (await findSince(chain, left, content))?.hash
    }
    return undefined
  } catch (error) {
    if (error instanceof BallastError) return undefined
    throw error
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
