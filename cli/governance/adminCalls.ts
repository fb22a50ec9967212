import type { Result } from 'ethers'
import { printable, shortHex } from '../shared/format.ts'
import { excerpt } from '../shared/units.ts'
import type { Address, AddressBook } from './addressBook.ts'
import type { CallRow, CallWords } from './callRow.ts'
import { addressWords } from './names.ts'
import { roleWords } from './roles.ts'
import { formatValue } from './value.ts'

const onManager = (fragment: string, words: CallWords): CallRow => ({
  contract: 'accessManager',
  fragment: `function ${fragment}`,
  words,
})

const onTimelock = (fragment: string, words: CallWords): CallRow => ({
  contract: 'timelock',
  fragment: `function ${fragment}`,
  words,
})

const onGovernor = (fragment: string, words: CallWords): CallRow => ({
  contract: 'governor',
  fragment: `function ${fragment}`,
  words,
})

const role = (id: unknown): string => roleWords(BigInt(id as bigint))

/** `5 BLST` for tokens of the deployment; the bare number where the decimals are not known. */
export function amountWords(amount: bigint, token: Address, book: AddressBook): string {
  const { contracts } = book
  if (token === contracts.token) return formatValue('votes', amount, book).replaceAll('_', ',')
  if (token === contracts.derivative) {
    return formatValue('derivative', amount, book).replaceAll('_', ',')
  }
  return `${amount} units of ${addressWords(token, book)}`
}

const managerCalls: readonly CallRow[] = [
  onManager(
    'grantRole(uint64 roleId, address account, uint32 executionDelay)',
    (args, { book }) =>
      `grant role ${role(args[0])} to ${addressWords(args[1], book)} on accessManager`,
  ),
  onManager(
    'revokeRole(uint64 roleId, address account)',
    (args, { book }) =>
      `revoke role ${role(args[0])} from ${addressWords(args[1], book)} on accessManager`,
  ),
  onManager(
    'renounceRole(uint64 roleId, address callerConfirmation)',
    (args) => `give up role ${role(args[0])} on accessManager`,
  ),
  onManager(
    'setRoleAdmin(uint64 roleId, uint64 admin)',
    (args) => `make role ${role(args[1])} the admin of role ${role(args[0])}`,
  ),
  onManager(
    'setRoleGuardian(uint64 roleId, uint64 guardian)',
    (args) => `make role ${role(args[1])} the guardian of role ${role(args[0])}`,
  ),
  onManager(
    'setGrantDelay(uint64 roleId, uint32 newDelay)',
    (args) => `set the grant delay of role ${role(args[0])} to ${args[1]} s`,
  ),
  onManager(
    'setTargetFunctionRole(address target, bytes4[] selectors, uint64 roleId)',
    (args, { book }) =>
      `open ${[...(args[1] as Result)].join(', ')} of ${addressWords(args[0], book)} to role ${role(args[2])}`,
  ),
  onManager(
    'setTargetAdminDelay(address target, uint32 newDelay)',
    (args, { book }) => `set the admin delay of ${addressWords(args[0], book)} to ${args[1]} s`,
  ),
  onManager(
    'setTargetClosed(address target, bool closed)',
    (args, { book }) =>
      `${args[1] ? 'close' : 'open'} ${addressWords(args[0], book)} for every restricted call`,
  ),
  onManager(
    'updateAuthority(address target, address newAuthority)',
    (args, { book }) =>
      `hand ${addressWords(args[0], book)} to the authority ${addressWords(args[1], book)}`,
  ),
  onManager(
    'labelRole(uint64 roleId, string label)',
    (args) => `label role ${role(args[0])} "${excerpt(printable(args[1]))}"`,
  ),
  onManager(
    'execute(address target, bytes data)',
    (args, { inner }) =>
      `through accessManager: ${inner({ target: args[0], value: 0n, calldata: args[1] })}`,
  ),
]

const governanceCalls: readonly CallRow[] = [
  onTimelock(
    'grantRole(bytes32 role, address account)',
    (args, { book }) =>
      `grant timelock role ${shortHex(args[0])} to ${addressWords(args[1], book)}`,
  ),
  onTimelock(
    'revokeRole(bytes32 role, address account)',
    (args, { book }) =>
      `revoke timelock role ${shortHex(args[0])} from ${addressWords(args[1], book)}`,
  ),
  onTimelock(
    'cancel(bytes32 id)',
    (args) => `cancel the timelock's operation ${shortHex(args[0])}`,
  ),
  onTimelock(
    'schedule(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, uint256 delay)',
    (args, { inner }) =>
      `schedule on the timelock: ${inner({ target: args[0], value: args[1], calldata: args[2] })}`,
  ),
  onGovernor(
    'relay(address target, uint256 value, bytes data)',
    (args, { inner }) =>
      `through governor: ${inner({ target: args[0], value: args[1], calldata: args[2] })}`,
  ),
  onGovernor(
    'updateTimelock(address newTimelock)',
    (args, { book }) => `hand governance to the timelock ${addressWords(args[0], book)}`,
  ),
  onGovernor(
    'setProposalGuardian(address newProposalGuardian)',
    (args, { book }) =>
      `make ${addressWords(args[0], book)} the proposal guardian; the old one keeps FREEZE until it is revoked`,
  ),
]

const tokenCalls: readonly CallRow[] = [
  {
    contract: 'any',
    fragment: 'function transfer(address to, uint256 amount)',
    words: (args, { book, target }) =>
      `transfer ${amountWords(args[1], target, book)} to ${addressWords(args[0], book)}`,
  },
  {
    contract: 'any',
    fragment: 'function approve(address spender, uint256 amount)',
    words: (args, { book, target }) =>
      `let ${addressWords(args[0], book)} spend ${amountWords(args[1], target, book)}`,
  },
  {
    contract: 'any',
    fragment: 'function transferFrom(address from, address to, uint256 amount)',
    words: (args, { book, target }) =>
      `transfer ${amountWords(args[2], target, book)} from ${addressWords(args[0], book)} to ${addressWords(args[1], book)}`,
  },
]

/** Functions of the access manager, the governance contracts and tokens. */
export const adminCalls: readonly CallRow[] = [...managerCalls, ...governanceCalls, ...tokenCalls]
