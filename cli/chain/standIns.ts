import { parseUnits } from 'ethers'
import { TestFeed__factory } from '../../artifacts/typechain/factories/contracts/test/TestFeed__factory.js'
import { TestToken__factory } from '../../artifacts/typechain/factories/contracts/test/TestToken__factory.js'
import { TestYieldToken__factory } from '../../artifacts/typechain/factories/contracts/test/TestYieldToken__factory.js'
import type { Address } from '../governance/addressBook.ts'
import { readBlock } from './client.ts'
import { localDeployment, type Step, takeSteps } from './deploymentJournal.ts'
import { creation } from './deploymentStep.ts'
import { type DevChain, inOneBlock, queueAs } from './devChain.ts'

/**
 * Stand-ins for tokens and price feeds of other parties, so that a development chain has something to
 * govern. Nothing here is ever deployed on a network.
 */
export interface StandInToken {
  readonly symbol: string
  readonly name: string
  readonly decimals: number
  /** For a yield-bearing token: underlying per token at the start, and its growth per year (WAD). */
  readonly yields?: { readonly startRate: bigint; readonly ratePerYear: bigint }
}

/** Feeds answer with 8 decimals, as Chainlink's USD feeds do. */
const FEED_DECIMALS = 8

/** The step that creates a stand-in for a token. */
export const tokenStep = (step: string, token: StandInToken): Step =>
  creation(step, () => {
    const { name, symbol, decimals, yields } = token
    return yields === undefined
      ? new TestToken__factory().getDeployTransaction(name, symbol, decimals)
      : new TestYieldToken__factory().getDeployTransaction(
          name,
          symbol,
          yields.startRate,
          yields.ratePerYear,
        )
  })

/** The step that creates a stand-in for a price feed. */
export const priceFeedStep = (step: string, description: string): Step =>
  creation(step, () => new TestFeed__factory().getDeployTransaction(FEED_DECIMALS, description))

/** One stand-in on its own. */
export const deployStandInToken = (
  chain: DevChain,
  from: Address,
  token: StandInToken,
): Promise<Address> => deployOne(chain, from, tokenStep('token', token))

export const deployStandInFeed = (
  chain: DevChain,
  from: Address,
  description: string,
): Promise<Address> => deployOne(chain, from, priceFeedStep('feed', description))

async function deployOne(chain: DevChain, from: Address, step: Step): Promise<Address> {
  return (await takeSteps(await localDeployment(chain, from), [step]))(step.name)
}

/** A feed and the price it is to answer, in derivative per whole token. */
export interface FeedPrice {
  readonly feed: Address
  readonly price: number
}

/** Sets feeds to prices that are as old as the newest block, all in one block. */
export async function setFeedPrices(
  chain: DevChain,
  from: Address,
  prices: readonly FeedPrice[],
): Promise<void> {
  const feeds = TestFeed__factory.createInterface()
  const { timestamp } = await readBlock(chain)
  await inOneBlock(chain, async () => {
    const hashes: string[] = []
    for (const { feed, price } of prices) {
      const answer = parseUnits(price.toFixed(FEED_DECIMALS), FEED_DECIMALS)
      const data = feeds.encodeFunctionData('set', [answer, timestamp])
      hashes.push(await queueAs(chain, { from, to: feed, data, gas: 200_000n }))
    }
    return hashes
  })
}
