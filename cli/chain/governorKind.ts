import { id as hashOf, Interface, isHexString, toQuantity } from 'ethers'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import { formOf } from '../governance/ballots.ts'
import type { GovernorClock, Pace } from '../governance/governorClock.ts'
import { type GovernorTraits, recogniseGovernor } from '../governance/governorTraits.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { type Chain, readBlock } from './client.ts'
import { NodeError } from './nodeErrors.ts'
import { isRevert } from './revert.ts'
import { type Tried, tryViews } from './tryViews.ts'

/** What is at the Governor's address is none, or one whose rules nobody here knows. */
export class UnknownGovernorError extends BallastError {
  override readonly exitCode = ExitCode.unreachable
  constructor(governor: Address, why: string) {
    super(
      `The Governor at ${governor} ${why}.`,
      "Ballast knows OpenZeppelin's Governor 4 and 5 with simple, fractional or overridable counting, and Governor Bravo. Compare `addresses` in ballast.yaml.",
    )
  }
}

/** What tells Governors apart. None has all of it. */
const abi = new Interface([
  'function COUNTING_MODE() view returns (string)',
  'function CLOCK_MODE() view returns (string)',
  'function BALLOT_TYPEHASH() view returns (bytes32)',
  'function DOMAIN_TYPEHASH() view returns (bytes32)',
  'function proposalDetails(uint256 id) view returns (address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash)',
  'function usedVotes(uint256 id, address account) view returns (uint256)',
  'function proposalVotes(uint256 id) view returns (uint256 against, uint256 inFavour, uint256 abstain)',
  'function proposalEta(uint256 id) view returns (uint256)',
  'function getReceipt(uint256 id, address voter) view returns (bool hasVoted, uint8 support, uint96 votes)',
  'function initialProposalId() view returns (uint256)',
  'function clock() view returns (uint48)',
])

const NOBODY = `0x${'0'.repeat(40)}`

/** The questions, each with what is asked about: no proposal and nobody. */
const questions = [
  ['COUNTING_MODE'],
  ['CLOCK_MODE'],
  ['BALLOT_TYPEHASH'],
  ['DOMAIN_TYPEHASH'],
  ['proposalDetails', 0],
  ['usedVotes', 0, NOBODY],
  ['proposalVotes', 0],
  ['proposalEta', 0],
  ['getReceipt', 0, NOBODY],
  ['initialProposalId'],
] as const

const unknownProposal = hashOf('GovernorNonexistentProposal(uint256)').slice(0, 10)

/** Remembered with the chain that was asked: a protocol that is opened again has a chain of its own. */
const known = new WeakMap<Chain, Map<Address, Promise<GovernorTraits>>>()

/**
 * Which Governor the protocol has. Everything is asked in one question, the first time.
 *
 * @throws UnknownGovernorError
 */
export function readTraits(chain: Chain, { contracts }: AddressBook): Promise<GovernorTraits> {
  const { governor } = contracts
  const own = known.get(chain) ?? new Map<Address, Promise<GovernorTraits>>()
  known.set(chain, own)
  const remembered = own.get(governor)
  if (remembered !== undefined) return remembered
  const asked = askTraits(chain, governor)
  own.set(governor, asked)
  // What could not be read now may be read the next time.
  asked.catch(() => own.delete(governor))
  return asked
}

async function askTraits(chain: Chain, governor: Address): Promise<GovernorTraits> {
  const answers = await tryViews(chain, { target: governor, abi }, questions)
  const answer = (name: (typeof questions)[number][0]): Tried | undefined =>
    answers[questions.findIndex(([asked]) => asked === name)]
  const said = (name: (typeof questions)[number][0]): string | undefined =>
    answer(name)?.result?.[0]
  const has = (name: (typeof questions)[number][0]): boolean => answer(name)?.result !== undefined
  const ballot = said('BALLOT_TYPEHASH')
  const recognised = recogniseGovernor({
    countingMode: said('COUNTING_MODE'),
    clockMode: said('CLOCK_MODE'),
    ballotForm: ballot === undefined ? undefined : formOf(ballot, has('DOMAIN_TYPEHASH')),
    // Without any proposal of that number it refuses in its own words.
    hasProposalDetails:
      has('proposalDetails') ||
      answer('proposalDetails')?.returned.startsWith(unknownProposal) === true,
    hasUsedVotes: has('usedVotes'),
    hasTally: has('proposalVotes'),
    hasEta: has('proposalEta'),
    hasReceipts: has('getReceipt'),
    hasFirstId: has('initialProposalId'),
  })
  if (recognised.kind === 'known') return recognised.traits
  throw new UnknownGovernorError(governor, recognised.why)
}

/** Blocks of which the average is taken. */
const PACE_BLOCKS = 1_000

/**
 * What the Governor's clock shows at a block, and how fast it goes. Where blocks are counted it is asked itself: on some
 * chains its blocks are those of another one.
 */
export async function readGovernorClock(
  chain: Chain,
  book: AddressBook,
  block: BlockRef,
): Promise<GovernorClock> {
  const { clock: mode } = await readTraits(chain, book)
  if (mode === 'timestamp') return { mode, now: BigInt(block.timestamp) }
  const { governor } = book.contracts
  const now = await readPoint(chain, governor, block)
  const pace = await readPace(chain, governor, { block, now })
  return { mode, now, ...(pace === undefined ? {} : { pace }) }
}

/** What a clock that counts blocks shows: what it says itself, else the number that contracts are given. */
async function readPoint(chain: Chain, target: Address, block: BlockRef): Promise<bigint> {
  const [said] = await tryViews(chain, { target, abi }, [['clock']], block)
  return said?.result?.[0] ?? (await readNumber(chain, target, block))
}

/** Returns NUMBER. */
const NUMBER_CODE = '0x4360005260206000f3'

/** The block's number as contracts see it: on some chains that of another chain's block, not of the block itself. */
async function readNumber(chain: Chain, governor: Address, block: BlockRef): Promise<bigint> {
  const params = [{ data: NUMBER_CODE }, toQuantity(block.number)]
  const answer: unknown = await chain.provider.send('eth_call', params).catch((error: unknown) => {
    if (isRevert(error)) return undefined
    throw error
  })
  if (isHexString(answer, 32)) return BigInt(answer)
  throw new UnknownGovernorError(
    governor,
    'counts blocks, and the node does not tell which it sees',
  )
}

/** Undefined where the node does not have what is needed: an estimate is not worth a refusal. */
async function readPace(
  chain: Chain,
  governor: Address,
  { block, now }: { readonly block: BlockRef; readonly now: bigint },
): Promise<Pace | undefined> {
  try {
    const earlier = await readBlock(chain, Math.max(0, block.number - PACE_BLOCKS))
    // Of its own blocks every node knows the times; few know what a contract of old has said.
    const isOwn = now === BigInt(block.number)
    const then = isOwn ? BigInt(earlier.number) : await readPoint(chain, governor, earlier)
    const distance = Number(now - then)
    if (distance <= 0) return undefined
    return {
      at: block.timestamp,
      secondsPerBlock: (block.timestamp - earlier.timestamp) / distance,
    }
  } catch (error) {
    const isUntold = error instanceof NodeError || error instanceof UnknownGovernorError
    if (isUntold || isRevert(error)) return undefined
    throw error
  }
}
