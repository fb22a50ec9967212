import type { Progress } from '../shared/progress.ts'
import type { DeedRequest, Replaced, ReplacingRequest } from '../ui/services/acts.ts'
import type { Confirm } from '../workflows/act.ts'
import { cancelProposal, executeProposal, queueProposal } from '../workflows/advanceProposal.ts'
import { delegateVotes } from '../workflows/delegateVotes.ts'
import { replacePending } from '../workflows/pendingTransactions.ts'
import type { Acting, Workspace } from '../workflows/protocol.ts'
import { stepAsSteward } from '../workflows/stewardStep.ts'
import { type Submitted, submitProposal } from '../workflows/submitProposal.ts'
import { voteOnProposal } from '../workflows/voteOnProposal.ts'

/** The workflow of what was asked for, as the command of the same name runs it. */
export function performAct(
  { acting, config }: { readonly acting: Acting } & Pick<Workspace, 'config'>,
  request: DeedRequest,
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Submitted> {
  switch (request.verb) {
    case 'submit': {
      const { path: proposal, acceptInconclusive } = request
      return submitProposal(acting, { proposal, acceptInconclusive }, options)
    }
    case 'vote': {
      const { verb: _, reference: proposal, ...vote } = request
      return voteOnProposal(acting, { proposal, ...vote }, options)
    }
    case 'queue':
      return queueProposal(acting, request.reference, options)
    case 'execute':
      return executeProposal(acting, request.reference, options)
    case 'cancel':
      return cancelProposal(acting, request.reference, options)
    case 'delegate':
      return delegateVotes(acting, { to: request.to, config }, options)
    case 'steward':
      return stepAsSteward(acting, request, options)
  }
}

/** The same for one that waits: it is sent, and not waited for. */
export async function performReplacement(
  acting: Acting,
  { what, nonce, hash }: ReplacingRequest,
  options: { readonly confirm: Confirm },
): Promise<Replaced | { readonly how: 'declined' }> {
  const replaced = await replacePending(acting, { what, which: hash ?? `${nonce}` }, options)
  return replaced.how === 'sent' ? { ...replaced, how: 'replaced', what } : { how: 'declined' }
}
