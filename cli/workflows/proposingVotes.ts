import { setTimeout as pause } from 'node:timers/promises'
import { readBlock } from '../chain/client.ts'
import { advanceTo } from '../chain/devChain.ts'
import { asDevelopmentChain } from '../chain/network.ts'
import { NOBODY, readHolder, readProposingPower } from '../chain/votingPower.ts'
import { displayValue } from '../governance/value.ts'
import type { Progress } from '../shared/progress.ts'
import { advise } from '../shared/remedy.ts'
import type { Acting } from './protocol.ts'
import { NotNowError } from './refusals.ts'

/**
 * Makes sure that the account has the votes to propose.
 *
 * @throws NotNowError with how many are missing, and what would bring them
 */
export async function requireProposingVotes({ protocol, sender }: Acting): Promise<void> {
  const { chain, book } = protocol
  const { address } = sender.account
  const { votes, threshold } = await readProposingPower(chain, book, address)
  if (votes >= threshold) return
  const { balance, delegate } = await readHolder(chain, book, address)
  const show = (amount: bigint) => displayValue('votes', amount, book)
  const isIdle = balance > 0n && delegate === NOBODY
  throw new NotNowError(
    `${address} has ${show(votes)} of votes; a proposal needs ${show(threshold)}: ${show(threshold - votes)} are missing.`,
    isIdle
      ? advise`Its own ${show(balance)} are delegated to nobody. Delegate them: ${{ act: 'delegate' }}`
      : advise`Get more votes delegated to it, or submit as another account: ${{ act: 'act as another' }}`,
  )
}

/**
 * Makes sure that the votes count already, for somebody who only wants to know and changes nothing, not even the time.
 *
 * @throws NotNowError
 */
export async function requireOldVotes({ protocol, sender }: Acting): Promise<void> {
  const { chain, book } = protocol
  const { address } = sender.account
  const { votesBefore, threshold } = await readProposingPower(chain, book, address)
  if (votesBefore >= threshold) return
  throw new NotNowError(
    `The votes of ${address} came in the chain's newest second, and count from the next one.`,
    'Repeat when there is a later block; without --dry-run, submit waits for it.',
  )
}

const SECONDS_BETWEEN_LOOKS = 2

/**
 * Votes count for a proposal from the second after they came. Several blocks may share a second, so it is the chain's
 * clock that has to move, not the number of its blocks; a development chain is told to.
 *
 * @throws NotNowError if no later block comes in time
 */
export async function awaitProposingVotes(acting: Acting, progress: Progress): Promise<void> {
  const { protocol, sender } = acting
  const { chain, book } = protocol
  const { votesBefore, threshold, clock } = await readProposingPower(
    chain,
    book,
    sender.account.address,
  )
  if (votesBefore >= threshold) return
  progress.stage('wait for votes')
  const development = await asDevelopmentChain(chain)
  if (development !== undefined) await advanceTo(development, clock + 1)
  for (let waited = 0; (await readBlock(chain)).timestamp <= clock; ) {
    if (waited >= sender.receiptSeconds) {
      throw new NotNowError(
        `The votes came in this second, and the chain's clock has not moved for ${waited} s.`,
        'Submit again when there is a later block.',
      )
    }
    await pause(SECONDS_BETWEEN_LOOKS * 1_000)
    waited += SECONDS_BETWEEN_LOOKS
    progress.step(waited, sender.receiptSeconds)
  }
  progress.finish('they count now')
}
