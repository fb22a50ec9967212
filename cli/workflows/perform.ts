import type { Progress } from '../shared/progress.ts'
import { type Acted, act, type Confirm, type Deed } from './act.ts'
import type { Acting } from './protocol.ts'
import { safeWay } from './safeWay.ts'

/**
 * Does something on the chain in the way of the account that acts: by itself, or through the owners of a Safe.
 *
 * @throws what `act` throws
 */
export function perform(
  acting: Acting,
  deed: Deed,
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  const { owners } = acting.sender.account
  return act(acting, deed, {
    ...options,
    ...(owners === undefined ? {} : { way: safeWay(acting, owners) }),
  })
}
