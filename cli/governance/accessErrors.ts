import { id } from 'ethers'
import { shortHex } from '../shared/format.ts'
import { advise } from '../shared/remedy.ts'
import { formatDuration } from '../shared/time.ts'
import type { Hex } from './addressBook.ts'
import { bitNames, eitherOf } from './errorNames.ts'
import type { ErrorRow } from './errorRow.ts'
import { addressWords } from './names.ts'
import { roleWords } from './roles.ts'

/** The timelock's states of an operation, in the order of their numbers. */
const operationStates = ['unknown', 'waiting', 'ready', 'done'] as const
const UNSET = 1n
const READY = 4n

const timelockRoles = ['PROPOSER_ROLE', 'EXECUTOR_ROLE', 'CANCELLER_ROLE'] as const
const NO_ROLE: Hex = `0x${'0'.repeat(64)}`

function timelockRole(role: Hex): string {
  if (role === NO_ROLE) return 'admin'
  const name = timelockRoles.find((known) => id(known) === role)
  return name?.replace('_ROLE', '').toLowerCase() ?? shortHex(role)
}

const byProposal = () => advise`Only governance may: propose it with ${{ act: 'draft' }}`

const timelockErrors: readonly ErrorRow[] = [
  {
    fragment: 'TimelockUnexpectedOperationState(bytes32 operationId, bytes32 expectedStates)',
    words: ([operation, expected]) => {
      const name = `Operation ${shortHex(operation)} of the timelock`
      if (BigInt(expected) === READY) {
        return `${name} is not ready: its delay is not over, or it is done, cancelled or unknown`
      }
      if (BigInt(expected) === UNSET) return `${name} is scheduled already`
      return `${name} is not ${eitherOf(bitNames(BigInt(expected), operationStates))}`
    },
    nextStep: ([, expected]) =>
      BigInt(expected) === READY
        ? advise`See when it is: ${{ act: 'list proposals' }}. On a development chain: ${{ act: 'move the clock' }}`
        : advise`See what it waits for: ${{ act: 'list proposals' }}`,
  },
  {
    fragment: 'TimelockInsufficientDelay(uint256 delay, uint256 minDelay)',
    words: ([delay, least]) =>
      `A delay of ${formatDuration(delay)} is shorter than the timelock's ${formatDuration(least)}`,
  },
  {
    fragment: 'TimelockInvalidOperationLength(uint256 targets, uint256 payloads, uint256 values)',
    words: ([targets, payloads, values]) =>
      `The timelock needs one target, value and payload for each call; these are ${targets}, ${values} and ${payloads}`,
  },
  {
    fragment: 'TimelockUnauthorizedCaller(address caller)',
    words: ([caller], { book }) =>
      `${addressWords(caller, book)} may not do this: the timelock changes itself only`,
    nextStep: byProposal,
  },
  {
    fragment: 'TimelockUnexecutedPredecessor(bytes32 predecessorId)',
    words: ([predecessor]) => `Operation ${shortHex(predecessor)} has to be executed before`,
  },
  {
    fragment: 'AccessControlUnauthorizedAccount(address account, bytes32 neededRole)',
    words: ([account, role], { book }) =>
      `${addressWords(account, book)} may not do this: it is no ${timelockRole(role)} of the timelock`,
    nextStep: () =>
      advise`Only the Governor acts on the timelock, when a proposal is queued, executed or cancelled: ${{ act: 'list proposals' }}`,
  },
  {
    fragment: 'AccessControlBadConfirmation()',
    words: () => 'A role can be given up only by the account that holds it',
  },
]

const managerErrors: readonly ErrorRow[] = [
  {
    fragment: 'AccessManagedUnauthorized(address caller)',
    words: ([caller], { book }) =>
      `${addressWords(caller, book)} may not do this: the access manager has not given it the role`,
    nextStep: byProposal,
  },
  {
    fragment: 'AccessManagedRequiredDelay(address caller, uint32 delay)',
    words: ([caller, delay], { book }) =>
      `${addressWords(caller, book)} has to schedule this ${formatDuration(delay)} before`,
  },
  {
    fragment: 'AccessManagedInvalidAuthority(address authority)',
    words: ([authority], { book }) =>
      `${addressWords(authority, book)} is no contract and cannot be the authority`,
  },
  {
    fragment: 'AccessManagerUnauthorizedAccount(address msgsender, uint64 roleId)',
    words: ([account, role], { book }) =>
      `${addressWords(account, book)} may not do this: it needs the role ${roleWords(role)}`,
    nextStep: byProposal,
  },
  {
    fragment: 'AccessManagerUnauthorizedCall(address caller, address target, bytes4 selector)',
    words: ([caller, target, selector], { book }) =>
      `${addressWords(caller, book)} may not call ${selector} of ${addressWords(target, book)}`,
    nextStep: byProposal,
  },
  {
    fragment:
      'AccessManagerUnauthorizedCancel(address msgsender, address caller, address target, bytes4 selector)',
    words: ([account, caller, target, selector], { book }) =>
      `${addressWords(account, book)} may not cancel what ${addressWords(caller, book)} scheduled for ${selector} of ${addressWords(target, book)}`,
  },
  {
    fragment: 'AccessManagerUnauthorizedConsume(address target)',
    words: ([target], { book }) =>
      `${addressWords(target, book)} does not take its calls from the access manager's schedule`,
  },
  {
    fragment: 'AccessManagerAlreadyScheduled(bytes32 operationId)',
    words: ([operation]) => `Operation ${shortHex(operation)} is scheduled already`,
  },
  {
    fragment: 'AccessManagerNotScheduled(bytes32 operationId)',
    words: ([operation]) => `Operation ${shortHex(operation)} is not scheduled`,
  },
  {
    fragment: 'AccessManagerNotReady(bytes32 operationId)',
    words: ([operation]) => `The delay of operation ${shortHex(operation)} is not over`,
  },
  {
    fragment: 'AccessManagerExpired(bytes32 operationId)',
    words: ([operation]) => `Operation ${shortHex(operation)} was not executed in time`,
  },
  {
    fragment: 'AccessManagerLockedRole(uint64 roleId)',
    words: ([role]) => `The role ${roleWords(role)} cannot be changed`,
  },
  {
    fragment: 'AccessManagerLockedFunction(bytes4 selector)',
    words: ([selector]) => `The function ${selector} cannot be given to a role`,
  },
  {
    fragment: 'AccessManagerInvalidInitialAdmin(address initialAdmin)',
    words: ([admin], { book }) => `${addressWords(admin, book)} cannot be the first admin`,
  },
  {
    fragment: 'AccessManagerBadConfirmation()',
    words: () => 'A role can be given up only by the account that holds it',
  },
]

/** What the timelock and the access manager refuse. */
export const accessErrors: readonly ErrorRow[] = [...timelockErrors, ...managerErrors]
