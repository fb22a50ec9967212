import type { Progress } from '../shared/progress.ts'
import type { Acted, Confirm } from './act.ts'
import { cancelProposal } from './advanceProposal.ts'
import { requireProposalGuardian } from './guardianRight.ts'
import type { Acting } from './protocol.ts'

/**
 * Cancels a proposal in any state before its execution, as the Governor's proposal guardian.
 *
 * @throws NotTheGuardianError before the proposal is looked at, and what `cancelProposal` throws
 */
export async function cancelAsGuardian(
  acting: Acting,
  reference: string,
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  await requireProposalGuardian(acting)
  return cancelProposal(acting, reference, options)
}
