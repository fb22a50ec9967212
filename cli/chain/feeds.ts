import { AbiCoder, dataSlice, getAddress, Interface, id } from 'ethers'
import { OracleHub__factory } from '../../artifacts/typechain/factories/contracts/oracle/OracleHub__factory.js'
import { FeedRefresher__factory } from '../../artifacts/typechain/factories/contracts/test/FeedRefresher__factory.js'
import { TestFeed__factory } from '../../artifacts/typechain/factories/contracts/test/TestFeed__factory.js'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { feedWords } from '../governance/names.ts'
import { type Chain, readBlock } from './client.ts'
import { advanceTo, type DevChain, impersonating } from './devChain.ts'
import { ChainRevertedError } from './errors.ts'
import { waitForReceipt } from './receipts.ts'
import { isRevert } from './revert.ts'

/** A price source that goes on ageing while the clock moves. */
export interface OtherSource {
  /** Label of the price, such as `WETH/USD`. */
  readonly feed: string
  readonly source: Address
}

/** The sources behind every price of the hub, as the chain has them now. */
export interface FeedReading {
  /** Stand-ins of ours: anybody may set their answers. */
  readonly standIns: readonly Address[]
  readonly others: readonly OtherSource[]
  /** Seconds after which the first price would go stale; undefined without any price. */
  readonly shortestMaxAge: number | undefined
}

const sourceAbi = new Interface([
  'function AGGREGATOR() view returns (address)',
  'function decimals() view returns (uint8)',
])

/** Finds out behind which prices a stand-in feed answers. */
export async function readFeeds(chain: Chain, book: AddressBook): Promise<FeedReading> {
  const hub = OracleHub__factory.connect(book.contracts.oracleHub, chain.provider)
  const keys = await hub.feeds()
  const isStandIn = standInTest(chain)
  const standIns = new Set<Address>()
  const others: OtherSource[] = []
  const ages: number[] = []
  for (const key of keys) {
    const [{ maxAge }, sources] = await Promise.all([hub.limitsOf(key), hub.sourcesOf(key)])
    ages.push(Number(maxAge))
    for (const source of sources) {
      const feed = await ask(chain, source, 'AGGREGATOR')
      if (feed !== undefined && (await isStandIn(feed))) standIns.add(feed)
      else others.push({ feed: feedWords(key, book), source })
    }
  }
  const shortestMaxAge = ages.length === 0 ? undefined : Math.min(...ages)
  return { standIns: [...standIns], others, shortestMaxAge }
}

/** The one answer of a view function without arguments; undefined where there is none. */
async function ask(
  chain: Chain,
  to: Address,
  name: 'AGGREGATOR' | 'decimals',
): Promise<string | undefined> {
  try {
    const answer = await chain.provider.call({ to, data: sourceAbi.encodeFunctionData(name) })
    return answer === '0x' ? undefined : String(sourceAbi.decodeFunctionResult(name, answer)[0])
  } catch (error) {
    // A source may be anything: one that reverts or answers something else is simply no stand-in.
    if (isRevert(error) || isUndecodable(error)) return undefined
    throw error
  }
}

const isUndecodable = (error: unknown): boolean =>
  ['BAD_DATA', 'BUFFER_OVERRUN', 'INVALID_ARGUMENT', 'NUMERIC_FAULT'].includes(
    String((error as { code?: unknown }).code),
  )

/**
 * Recognises stand-ins by their code: what the node answers for a creation of one with as many decimals. A name or a
 * function that can be called would prove nothing.
 */
function standInTest(chain: Chain): (feed: Address) => Promise<boolean> {
  const known = new Map<string, Promise<Hex>>()
  const codeWith = (decimals: string): Promise<Hex> => {
    const data = `${TestFeed__factory.bytecode}${AbiCoder.defaultAbiCoder()
      .encode(['uint8', 'string'], [decimals, ''])
      .slice(2)}`
    return chain.provider.call({ data }).then(withoutMetadata)
  }
  return async (feed) => {
    const decimals = await ask(chain, feed, 'decimals')
    if (decimals === undefined) return false
    const expected = known.get(decimals) ?? codeWith(decimals)
    known.set(decimals, expected)
    return withoutMetadata(await chain.provider.getCode(feed)) === (await expected)
  }
}

/** The compiler ends code with notes about itself; their length stands in the last two bytes. */
function withoutMetadata(code: Hex): Hex {
  const bytes = (code.length - 2) / 2
  if (bytes < 2) return code
  const noted = Number(dataSlice(code, bytes - 2))
  return noted + 2 <= bytes ? dataSlice(code, 0, bytes - 2 - noted) : code
}

/** Sends what keeps the feeds fresh: an account of nobody, so that no nonce of a person moves. */
const KEEPER = getAddress(dataSlice(id('ballast: keeper of the stand-in feeds'), 12))

/**
 * Moves the clock of a development chain to a time (Unix seconds), at most `step` seconds a block, and lets the
 * stand-ins answer anew in each of these blocks: no block ever sees them older than itself. The node's way of mining
 * is not touched, so an interruption leaves a chain that others can go on with.
 *
 * @param onStep is told the time reached after each block
 * @returns how many blocks were mined
 */
export async function moveClock(
  chain: DevChain,
  plan: { readonly to: number; readonly step: number; readonly standIns: readonly Address[] },
  onStep: (time: number) => void,
): Promise<number> {
  const { to, step, standIns } = plan
  return impersonating(chain, standIns.length === 0 ? [] : [KEEPER], async () => {
    let { timestamp } = await readBlock(chain)
    let blocks = 0
    while (timestamp < to) {
      const next = Math.min(timestamp + step, to)
      await (standIns.length === 0 ? advanceTo(chain, next) : refreshAt(chain, next, standIns))
      timestamp = (await readBlock(chain)).timestamp
      blocks += 1
      onStep(timestamp)
    }
    return blocks
  })
}

/** A development node mines at once; anvil shortly after it has answered. */
const PATIENCE_SECONDS = 5
const GAS_OF_ONE = 100_000n
const GAS_AT_MOST = 16_000_000n // under the 2^24 cap of EIP-7825

/** One block at that time in which every stand-in repeats its answer. */
async function refreshAt(
  chain: DevChain,
  timestamp: number,
  standIns: readonly Address[],
): Promise<void> {
  const feeds = AbiCoder.defaultAbiCoder().encode(['address[]'], [standIns])
  const wanted = 300_000n + GAS_OF_ONE * BigInt(standIns.length)
  const gas = wanted > GAS_AT_MOST ? GAS_AT_MOST : wanted
  await chain.rpc.request({ method: 'evm_setNextBlockTimestamp', params: [timestamp] })
  const data = `${FeedRefresher__factory.bytecode}${feeds.slice(2)}`
  const hash = (await chain.rpc.request({
    method: 'eth_sendTransaction',
    params: [{ from: KEEPER, data, gas: `0x${gas.toString(16)}` }],
  })) as Hex
  // A node that was told not to mine by itself is left so; anvil mines shortly after it has answered.
  if (!(await minesByItself(chain))) await chain.rpc.request({ method: 'evm_mine' })
  const receipt = await waitForReceipt(chain, hash, {
    seconds: PATIENCE_SECONDS,
    nextStep: 'Repeat the command: the clock goes on from where it is now (ballast status).',
  })
  if (receipt.status !== '0x1') {
    throw new ChainRevertedError(`The stand-in feeds could not be refreshed (transaction ${hash}).`)
  }
}

/** Whether the node puts each transaction into a block at once, as development nodes do unless told otherwise. */
export const minesByItself = async (chain: DevChain): Promise<boolean> =>
  (await chain.rpc.request({ method: 'hardhat_getAutomine' })) === true
