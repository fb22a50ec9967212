import type { Chain } from '../chain/client.ts'
import { delegateAction, type Holder, NOBODY, readHolder } from '../chain/votingPower.ts'
import type { Address } from '../governance/addressBook.ts'
import { displayValue } from '../governance/value.ts'
import type { Progress } from '../shared/progress.ts'
import type { Config } from '../workspace/config.ts'
import type { Acted, Confirm, Deed, Shown } from './act.ts'
import { perform } from './perform.ts'
import type { Acting } from './protocol.ts'
import { NotAsSentError } from './refusals.ts'
import { resolveAddress } from './resolveAccount.ts'

/** Who delegates to whom; both are read anew for each answer. */
interface Delegation {
  readonly own: Holder
  readonly theirs: Holder
}

/**
 * Delegates all tokens of the account: to itself, so that it can vote, or to somebody else.
 *
 * @param to an address, the name of an account in ballast.yaml, or `self`
 * @throws UsageError and what `act` throws
 */
export async function delegateVotes(
  acting: Acting,
  request: { readonly to: string; readonly config: Pick<Config, 'accounts'> },
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  const { chain, account } = acting.sender
  const to = await addressOf(chain, request, account.address)
  return perform(acting, delegating(acting, to), options)
}

const addressOf = async (
  chain: Chain,
  { to, config }: { readonly to: string; readonly config: Pick<Config, 'accounts'> },
  self: Address,
): Promise<Address> => (to === 'self' ? self : resolveAddress(chain, config, to))

const AFFECTED =
  'for every vote that opens from now on, those of pending proposals included; not in a vote that is open'

function delegating(acting: Acting, to: Address): Deed {
  const { protocol, sender } = acting
  const { book } = protocol
  const action = delegateAction(book, to)
  const own = sender.account.address
  const read = () => readDelegation(acting, to)
  return {
    verb: 'delegate',
    async done() {
      const delegation = await read()
      if (delegation.own.delegate !== to) return undefined
      return { ...shownOf(acting, to, delegation), action }
    },
    async prepare() {
      const before = await read()
      const { balance, delegate, votes } = before.own
      const show = (amount: bigint) => displayValue('votes', amount, book)
      return {
        action,
        words: [`delegate the votes of ${show(balance)} to ${nameOf(to, own)}`],
        facts: [
          ['delegated now', `to ${nameOf(delegate, own)}`],
          ['own votes', show(votes)],
          ...(to === own || to === NOBODY
            ? []
            : [['their votes', `${show(before.theirs.votes)} before`] as const]),
          ['counts', AFFECTED],
        ],
        warnings: warningsOf(to, balance),
        handles: [],
        async readBack(sent) {
          const after = await read()
          if (after.own.delegate !== to) {
            throw new NotAsSentError(
              sent.transactionHash,
              `the votes are delegated to ${nameOf(after.own.delegate, own)}`,
            )
          }
          return shownOf(acting, to, after, before)
        },
      }
    },
  }
}

function warningsOf(to: Address, balance: bigint): readonly string[] {
  const nothing = 'The account has no tokens: nobody gets votes until it has some.'
  const nobody = 'The zero address votes for nobody: the votes count nowhere.'
  return [...(balance === 0n ? [nothing] : []), ...(to === NOBODY ? [nobody] : [])]
}

async function readDelegation({ protocol, sender }: Acting, to: Address): Promise<Delegation> {
  const { chain, book } = protocol
  const [own, theirs] = await Promise.all([
    readHolder(chain, book, sender.account.address),
    readHolder(chain, book, to),
  ])
  return { own, theirs }
}

const nameOf = (address: Address, own: Address): string =>
  address === NOBODY ? 'nobody' : address === own ? `itself (${address})` : address

function shownOf(
  { protocol, sender }: Acting,
  to: Address,
  now: Delegation,
  before?: Delegation,
): Shown {
  const { book } = protocol
  const own = sender.account.address
  const show = (amount: bigint) => displayValue('votes', amount, book)
  const change = (side: keyof Delegation) =>
    before === undefined
      ? show(now[side].votes)
      : `${show(before[side].votes)} \u2192 ${show(now[side].votes)}`
  return {
    headline: `${own} delegates to ${nameOf(to, own)}.`,
    facts: [
      ['tokens', show(now.own.balance)],
      ['own votes', change('own')],
      ...(to === own || to === NOBODY ? [] : [['their votes', change('theirs')] as const]),
      ['counts', AFFECTED],
    ],
    details: {
      delegate: to,
      balance: now.own.balance,
      votes: { own: now.own.votes, delegate: now.theirs.votes },
      before:
        before === undefined
          ? null
          : { delegate: before.own.delegate, own: before.own.votes, to: before.theirs.votes },
    },
    next: { command: 'status' },
  }
}
