import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import type { AddressBook } from '../governance/addressBook.ts'
import { timelockSalt } from '../governance/description.ts'
import type { Proposal } from '../governance/proposal.ts'
import { type Attempt, attempt } from './attempt.ts'
import { readBlock } from './client.ts'
import { advanceTo, type DevChain, impersonating, sendAs } from './devChain.ts'

const NO_PREDECESSOR = `0x${'0'.repeat(64)}`

/** The Governor takes calls about itself from nowhere but its own `execute`: here their revert says nothing. */
const notRun: Attempt = {
  outcome: {
    kind: 'notRun',
    reason: 'it calls the governor, which takes that only from its own execution',
  },
  trace: { calls: [], events: [], diffs: [] },
}

/** The batch exactly as the timelock would run it, scheduled by its one proposer, the Governor. */
export async function playAsTimelock(
  chain: DevChain,
  book: AddressBook,
  proposal: Proposal,
): Promise<Attempt> {
  const { governor, timelock } = book.contracts
  const contract = TimelockController__factory.connect(timelock, chain.provider)
  const delay = await contract.getMinDelay()
  const batch = [
    proposal.calls.map((call) => call.target),
    proposal.calls.map((call) => call.value),
    proposal.calls.map((call) => call.calldata),
    NO_PREDECESSOR,
    timelockSalt(proposal.descriptionHash, governor),
  ] as const
  const schedule = contract.interface.encodeFunctionData('scheduleBatch', [...batch, delay])
  const execute = contract.interface.encodeFunctionData('executeBatch', [...batch])
  const played = await attempt(chain, governor, () =>
    impersonating(chain, [governor], async () => {
      await sendAs(chain, { from: governor, to: timelock, data: schedule }, book)
      await advanceTo(chain, (await readBlock(chain)).timestamp + Number(delay))
      return sendAs(chain, { from: governor, to: timelock, data: execute }, book)
    }),
  )
  const callsGovernor = proposal.calls.some(({ target }) => target === governor)
  return played.outcome.kind === 'reverted' && callsGovernor ? notRun : played
}
