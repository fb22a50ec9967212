import type { Address, AddressBook } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { atBlock, type Chain, readBlock } from './client.ts'
import { governorOf, tokenAbi, tokenOf } from './contracts.ts'
import { readGovernorClock } from './governorKind.ts'
import type { Action } from './transaction.ts'

/** Somebody's tokens and votes at one block, 18 decimals. Tokens vote only through whom they are delegated to. */
export interface Holder {
  readonly balance: bigint
  /** To whom the tokens are delegated; the zero address if to nobody. */
  readonly delegate: Address
  /** Votes of all tokens that are delegated to this account. */
  readonly votes: bigint
}

/** Nobody: tokens that are delegated here have no vote. */
export const NOBODY: Address = '0x0000000000000000000000000000000000000000'

/** The call that delegates all tokens of the sender, those that it gets later included. */
export const delegateAction = (book: AddressBook, to: Address): Action => ({
  to: book.contracts.token,
  data: tokenAbi.encodeFunctionData('delegate', [to]),
})

/** An account's tokens and votes at a block, the newest by default. */
export async function readHolder(
  chain: Chain,
  book: AddressBook,
  account: Address,
  at?: BlockRef,
): Promise<Holder> {
  const token = tokenOf(chain, book)
  const [balance, delegate, votes] = await Promise.all([
    token.balanceOf(account, atBlock(at)),
    token.delegates(account, atBlock(at)),
    token.getVotes(account, atBlock(at)),
  ])
  return { balance, delegate, votes }
}

/** What a proposer needs and has. The Governor counts the votes of one second before the proposal. */
export interface ProposingPower {
  readonly threshold: bigint
  /** Votes at the newest block; they count for proposals in later seconds. */
  readonly votes: bigint
  /** Votes that a proposal in the second of the newest block would count. */
  readonly votesBefore: bigint
  /** The newest block's time, Unix seconds. */
  readonly clock: number
}

export async function readProposingPower(
  chain: Chain,
  book: AddressBook,
  account: Address,
  at?: BlockRef,
): Promise<ProposingPower> {
  const block = at ?? (await readBlock(chain))
  const { number: blockTag, timestamp: clock } = block
  const { now } = await readGovernorClock(chain, book, block)
  const token = tokenOf(chain, book)
  const [threshold, votes, votesBefore] = await Promise.all([
    governorOf(chain, book).proposalThreshold({ blockTag }),
    token.getVotes(account, { blockTag }),
    token.getPastVotes(account, now - 1n, { blockTag }),
  ])
  return { threshold, votes, votesBefore, clock }
}
