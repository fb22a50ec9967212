import type { Chain } from '../chain/client.ts'
import { delegateAction } from '../chain/votingPower.ts'
import type { Address } from '../governance/addressBook.ts'
import { displayValue } from '../governance/value.ts'
import type { Progress } from '../shared/progress.ts'
import type { Config } from '../workspace/config.ts'
import type { Acted, Confirm, Deed } from './act.ts'
import {
  type Delegating,
  delegateName,
  delegationFacts,
  delegationWarnings,
  readBackDelegation,
  readDelegation,
  shownDelegation,
} from './delegation.ts'
import { perform } from './perform.ts'
import type { Acting } from './protocol.ts'
import { resolveAddress } from './resolveAccount.ts'

/** To whom votes are to be delegated. */
export interface DelegateRequest {
  /** An address, the name of an account in ballast.yaml, or `self`. */
  readonly to: string
  readonly config: Pick<Config, 'accounts'>
}

/**
 * Delegates all tokens of the account: to itself, so that it can vote, or to somebody else.
 *
 * @throws UsageError and what `act` throws
 */
export async function delegateVotes(
  acting: Acting,
  request: DelegateRequest,
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  const { protocol, sender } = acting
  const own = sender.account.address
  const to = await delegateeOf(sender.chain, request, own)
  return perform(acting, byTransaction({ protocol, own, to }), options)
}

/** @throws UsageError */
export const delegateeOf = async (
  chain: Chain,
  { to, config }: DelegateRequest,
  self: Address,
): Promise<Address> => (to === 'self' ? self : resolveAddress(chain, config, to))

function byTransaction(delegating: Delegating): Deed {
  const { protocol, own, to } = delegating
  const { book } = protocol
  const action = delegateAction(book, to)
  return {
    verb: 'delegate',
    async done() {
      const now = await readDelegation(delegating)
      if (now.own.delegate !== to) return undefined
      return { ...shownDelegation(delegating, now), action }
    },
    async prepare() {
      const before = await readDelegation(delegating)
      const tokens = displayValue('votes', before.own.balance, book)
      return {
        action,
        words: [`delegate the votes of ${tokens} to ${delegateName(to, own)}`],
        facts: delegationFacts(delegating, before),
        warnings: delegationWarnings(delegating, before),
        handles: [],
        readBack: ({ transactionHash }) => readBackDelegation(delegating, before, transactionHash),
      }
    },
  }
}
