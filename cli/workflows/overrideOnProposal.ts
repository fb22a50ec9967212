import { overrideAction } from '../chain/overrides.ts'
import type { Progress } from '../shared/progress.ts'
import type { Acted, Confirm } from './act.ts'
import { overrideWishOf, overriding, requireOverrides } from './castOverride.ts'
import { fileOf, locateProposal } from './locateProposal.ts'
import { perform } from './perform.ts'
import type { Acting } from './protocol.ts'
import type { VoteRequest } from './voteWish.ts'

/**
 * Takes the account's own tokens out of the vote of its delegate, and casts them.
 *
 * @throws NoOverrideError, NotNowError and what `act` throws
 */
export async function overrideOnProposal(
  acting: Acting,
  request: VoteRequest,
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  const { protocol, sender } = acting
  const vote = overrideWishOf(request)
  await requireOverrides(protocol)
  const { proposal: reference } = request
  const proposal = await locateProposal(protocol, reference)
  const matter = { protocol, voter: sender.account.address, proposal, reference, vote }
  const action = overrideAction(protocol.book, proposal.id, vote)
  const deed = overriding(matter, { verb: 'override the vote on', action })
  return perform(acting, { verb: 'vote', ...fileOf(reference), ...deed }, options)
}
