import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { nodeAccounts } from '../../cli/chain/client.ts'
import { advanceTo, impersonating, sendAs } from '../../cli/chain/devChain.ts'
import {
  cancelAction,
  executeAction,
  queueAction,
  readTimes,
  submitProposal,
  voteAction,
} from '../../cli/chain/governor.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { restrictToProposer, timelockSalt } from '../../cli/governance/description.ts'
import type { Proposal } from '../../cli/governance/proposal.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'

/** What the people of the demonstration do with a proposal on its chain. */
export function delegateActs({ chain, book, delegates, refreshFeeds }: DemoProtocol) {
  const sender = (from: Address | undefined) => localSender(chain, from ?? '')
  const { heavy, middle, light } = {
    heavy: delegates[0],
    middle: delegates[1],
    light: delegates[2],
  }
  const passTime = async (to: number) => {
    await advanceTo(chain, to)
    await refreshFeeds()
  }
  return {
    /** As `ballast submit` does it: nobody else can submit the same. */
    async submit(proposal: Proposal, from = heavy): Promise<Proposal> {
      const own = restrictToProposer(proposal, from ?? '')
      await submitProposal(sender(from), book, own)
      return own
    },
    /** Somebody's proposal with any calls and any text. */
    submitAsIs: (proposal: Proposal, from = light) => submitProposal(sender(from), book, proposal),
    async toVote({ id }: Proposal): Promise<void> {
      await passTime((await readTimes(chain, book, id)).snapshot + 1)
    },
    async pass({ id }: Proposal): Promise<void> {
      for (const from of [heavy, middle])
        await transact(sender(from), voteAction(book, id, { support: 'for' }))
      await passTime((await readTimes(chain, book, id)).deadline + 1)
    },
    async defeat({ id }: Proposal): Promise<void> {
      await passTime((await readTimes(chain, book, id)).deadline + 1)
    },
    queue: ({ id }: Proposal) => transact(sender(light), queueAction(book, id)),
    async execute({ id }: Proposal): Promise<void> {
      await passTime((await readTimes(chain, book, id)).eta)
      await transact(sender(light), executeAction(book, id))
    },
    /** The timelock runs what is queued for anyone whom it knows as an executor, here the governor's own doing. */
    async executeOnTimelock({ id, calls, descriptionHash }: Proposal): Promise<void> {
      await passTime((await readTimes(chain, book, id)).eta)
      const { governor, timelock } = book.contracts
      const data = TimelockController__factory.createInterface().encodeFunctionData(
        'executeBatch',
        [
          calls.map(({ target }) => target),
          calls.map(({ value }) => value),
          calls.map(({ calldata }) => calldata),
          `0x${'0'.repeat(64)}`,
          timelockSalt(descriptionHash, governor),
        ],
      )
      await impersonating(chain, [governor], () =>
        sendAs(chain, { from: governor, to: timelock, data }),
      )
    },
    async cancel({ id }: Proposal): Promise<void> {
      const [, guardian] = await nodeAccounts(chain)
      await transact(sender(guardian), cancelAction(book, id))
    },
  }
}
