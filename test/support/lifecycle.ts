import { advanceTo } from '../../cli/chain/devChain.ts'
import {
  executeAction,
  queueAction,
  readTimes,
  submitProposal,
  voteAction,
} from '../../cli/chain/governor.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import type { Vote } from '../../cli/chain/vote.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { defaultRisk } from '../../cli/governance/draftRisk.ts'
import type { Proposal } from '../../cli/governance/proposal.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'
import type { SeededNode } from './nodes.ts'
import { proposalOf } from './proposals.ts'

/** The protocol of a node as the reading verbs get it. */
export const protocolOf = ({ chain, book }: SeededNode): Protocol => ({
  network: 'local',
  chain,
  book,
  risk: defaultRisk,
  fork: () => Promise.reject(new Error('Nothing is executed here.')),
  close: async () => {},
})

/** Carries proposals through their lives on a node, one step a call. */
export function lifecycleOn(node: SeededNode) {
  const { chain, book, delegates } = node
  const [proposer] = delegates
  const sender = (from: Address | undefined) => localSender(chain, from ?? '')
  return {
    /** Submits what a file with this part would do. */
    async propose(yaml: string): Promise<Proposal> {
      const { proposal } = await proposalOf(protocolOf(node), yaml)
      await submitProposal(sender(proposer), book, proposal)
      return proposal
    },
    /** Submits a proposal as it is, whatever it does. */
    submit: (proposal: Proposal) => submitProposal(sender(proposer), book, proposal),
    async toVote({ id }: Proposal): Promise<void> {
      const { snapshot } = await readTimes(chain, book, id)
      await advanceTo(chain, snapshot + 1)
    },
    vote: ({ id }: Proposal, voter: Address | undefined, vote: Vote) =>
      transact(sender(voter), voteAction(book, id, vote)),
    async toDecision({ id }: Proposal): Promise<void> {
      const { deadline } = await readTimes(chain, book, id)
      await advanceTo(chain, deadline + 1)
    },
    queue: ({ id }: Proposal) => transact(sender(proposer), queueAction(book, id)),
    async toExecution({ id }: Proposal): Promise<void> {
      const { eta } = await readTimes(chain, book, id)
      await advanceTo(chain, eta)
    },
    execute: ({ id }: Proposal) => transact(sender(proposer), executeAction(book, id)),
    /** From the submitted proposal to its execution, two delegates for it. */
    async pass(proposal: Proposal): Promise<void> {
      await this.toVote(proposal)
      await this.vote(proposal, delegates[0], { support: 'for' })
      await this.vote(proposal, delegates[1], { support: 'for' })
      await this.toDecision(proposal)
      await this.queue(proposal)
      await this.toExecution(proposal)
      await this.execute(proposal)
    },
  }
}

/** A change that every rule of the demonstration's market allows. */
export const thresholdTo82 = `changes:
  - market: WETH-A
    parameter: liquidationThreshold
    to: 82%
    expect: 80%`
