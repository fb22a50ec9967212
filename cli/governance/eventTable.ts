import { printable, shortHex } from '../shared/format.ts'
import { excerpt } from '../shared/units.ts'
import { amountWords } from './adminCalls.ts'
import type { EventRow } from './eventRow.ts'
import { governanceEvents } from './governanceEvents.ts'
import { ledgerEvents } from './ledgerEvents.ts'
import { liquidationEvents } from './liquidationEvents.ts'
import { addressList, addressWords, feedWords, marketWords } from './names.ts'
import { roleWords } from './roles.ts'
import { stewardEvents } from './stewardEvents.ts'
import { displayValue } from './value.ts'

const role = (id: unknown): string => roleWords(BigInt(id as bigint))

const permission = (fragment: string, words: EventRow['words']): EventRow => ({
  fragment: `event ${fragment}`,
  kind: 'permission',
  words: (args, context) =>
    `${words(args, context)} on ${addressWords(context.emitter, context.book)}`,
})

const managerEvents: readonly EventRow[] = [
  permission(
    'RoleGranted(uint64 indexed roleId, address indexed account, uint32 delay, uint48 since, bool newMember)',
    (args, { book }) => `grants role ${role(args[0])} to ${addressWords(args[1], book)}`,
  ),
  permission(
    'RoleRevoked(uint64 indexed roleId, address indexed account)',
    (args, { book }) => `revokes role ${role(args[0])} from ${addressWords(args[1], book)}`,
  ),
  permission(
    'RoleAdminChanged(uint64 indexed roleId, uint64 indexed admin)',
    (args) => `makes role ${role(args[1])} the admin of role ${role(args[0])}`,
  ),
  permission(
    'RoleGuardianChanged(uint64 indexed roleId, uint64 indexed guardian)',
    (args) => `makes role ${role(args[1])} the guardian of role ${role(args[0])}`,
  ),
  permission(
    'RoleGrantDelayChanged(uint64 indexed roleId, uint32 delay, uint48 since)',
    (args) => `changes the grant delay of role ${role(args[0])} to ${args[1]} s`,
  ),
  permission(
    'TargetFunctionRoleUpdated(address indexed target, bytes4 selector, uint64 indexed roleId)',
    (args, { book }) =>
      `opens ${args[1]} of ${addressWords(args[0], book)} to role ${role(args[2])}`,
  ),
  permission(
    'TargetAdminDelayUpdated(address indexed target, uint32 delay, uint48 since)',
    (args, { book }) => `changes the admin delay of ${addressWords(args[0], book)} to ${args[1]} s`,
  ),
  permission(
    'TargetClosed(address indexed target, bool closed)',
    (args, { book }) =>
      `${args[1] ? 'closes' : 'opens'} ${addressWords(args[0], book)} for restricted calls`,
  ),
  permission(
    'OperationScheduled(bytes32 indexed operationId, uint32 indexed nonce, uint48 schedule, address caller, address target, bytes data)',
    (args, { book }) =>
      `schedules ${String(args[5]).slice(0, 10)} for ${addressWords(args[4], book)}`,
  ),
  permission(
    'AuthorityUpdated(address authority)',
    (args, { book }) => `hands authority to ${addressWords(args[0], book)}`,
  ),
  permission(
    'OperationExecuted(bytes32 indexed operationId, uint32 indexed nonce)',
    (args) => `uses up the scheduled operation ${shortHex(args[0])}`,
  ),
  permission(
    'OperationCanceled(bytes32 indexed operationId, uint32 indexed nonce)',
    (args) => `cancels the scheduled operation ${shortHex(args[0])}`,
  ),
  permission(
    'RoleLabel(uint64 indexed roleId, string label)',
    (args) => `labels role ${role(args[0])} "${excerpt(printable(args[1]))}"`,
  ),
]

const controlEvents: readonly EventRow[] = [
  permission(
    'RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)',
    (args, { book }) => `grants role ${shortHex(args[0])} to ${addressWords(args[1], book)}`,
  ),
  permission(
    'RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)',
    (args, { book }) => `revokes role ${shortHex(args[0])} from ${addressWords(args[1], book)}`,
  ),
  permission(
    'RoleAdminChanged(bytes32 indexed role, bytes32 indexed previousAdminRole, bytes32 indexed newAdminRole)',
    (args) => `makes ${shortHex(args[2])} the admin of role ${shortHex(args[0])}`,
  ),
  permission(
    'OwnershipTransferred(address indexed previousOwner, address indexed newOwner)',
    (args, { book }) =>
      `moves the ownership from ${addressWords(args[0], book)} to ${addressWords(args[1], book)}`,
  ),
  permission(
    'OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner)',
    (args, { book }) => `offers the ownership to ${addressWords(args[1], book)}`,
  ),
  permission(
    'OperatorSet(address indexed owner, address indexed operator, bool approved)',
    (args, { book }) =>
      `${args[2] ? 'lets' : 'no longer lets'} ${addressWords(args[1], book)} act for the vaults of ${addressWords(args[0], book)}`,
  ),
  permission('EIP712DomainChanged()', () => 'changes what signatures are valid for'),
]

const otherEvents: readonly EventRow[] = [
  {
    fragment: 'event SourcesSet(bytes32 indexed feed, address[] oldSources, address[] newSources)',
    kind: 'priceSource',
    words: (args, { book }) =>
      `replaces the price sources of ${feedWords(args[0], book)}: ${addressList(args[1], book)} \u2192 ${addressList(args[2], book)}`,
  },
  {
    fragment: 'event SourcesForced(bytes32 indexed feed, uint256 frozenUntil)',
    kind: 'priceSource',
    words: (args, { book }) =>
      `forces these price sources of ${feedWords(args[0], book)} without comparing prices, and stops issuing for a day`,
  },
  {
    fragment: 'event RateSourceSet(bytes32 indexed feed, address oldSource, address newSource)',
    kind: 'priceSource',
    words: (args, { book }) =>
      `replaces the rate source of ${feedWords(args[0], book)}: ${addressWords(args[1], book)} \u2192 ${addressWords(args[2], book)}`,
  },
  {
    fragment:
      'event RateSnapshotTaken(bytes32 indexed feed, uint256 oldRateWad, uint256 newRateWad)',
    kind: 'priceSource',
    words: (args, { book }) =>
      `starts the growth cap of ${feedWords(args[0], book)} from another rate: ${displayValue('wad', args[1], book)} \u2192 ${displayValue('wad', args[2], book)}`,
  },
  {
    fragment:
      'event MarketCreated(bytes32 indexed id, (address derivative, address collateral, bytes32 feed, bytes32 label) key, (uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256, uint256) terms)',
    kind: 'listing',
    words: (args, { book }) =>
      `lists ${marketWords(args[0], book)} for the collateral ${addressWords(args[1][1], book)}`,
  },
  {
    fragment: 'event Transfer(address indexed from, address indexed to, uint256 value)',
    kind: 'tokenMovement',
    words: (args, { book, emitter }) =>
      `moves ${amountWords(args[2], emitter, book)} from ${addressWords(args[0], book)} to ${addressWords(args[1], book)}`,
  },
  {
    fragment: 'event Approval(address indexed owner, address indexed spender, uint256 value)',
    kind: 'tokenMovement',
    words: (args, { book, emitter }) =>
      `lets ${addressWords(args[1], book)} spend ${amountWords(args[2], emitter, book)} of ${addressWords(args[0], book)}`,
  },
  {
    fragment:
      'event ApprovalForAll(address indexed owner, address indexed operator, bool approved)',
    kind: 'tokenMovement',
    words: (args, { book }) =>
      `${args[2] ? 'lets' : 'no longer lets'} ${addressWords(args[1], book)} move every token of ${addressWords(args[0], book)}`,
  },
  {
    fragment:
      'event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)',
    kind: 'tokenMovement',
    words: (args, { book }) =>
      `moves ${args[4]} of token ${args[3]} from ${addressWords(args[1], book)} to ${addressWords(args[2], book)}`,
  },
  {
    fragment:
      'event TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] values)',
    kind: 'tokenMovement',
    words: (args, { book }) =>
      `moves tokens from ${addressWords(args[1], book)} to ${addressWords(args[2], book)}`,
  },
  {
    fragment: 'event Upgraded(address indexed implementation)',
    kind: 'code',
    words: (args, { book, emitter }) =>
      `replaces the code of ${addressWords(emitter, book)} by ${addressWords(args[0], book)}`,
  },
  {
    fragment: 'event AdminChanged(address previousAdmin, address newAdmin)',
    kind: 'code',
    words: (args, { book, emitter }) =>
      `lets ${addressWords(args[1], book)} replace the code of ${addressWords(emitter, book)}`,
  },
  {
    fragment: 'event Initialized(uint64 version)',
    kind: 'code',
    words: (args, { book, emitter }) =>
      `initialises ${addressWords(emitter, book)} (version ${args[0]})`,
  },
]

/** Every event that no call may cause unless its author says so. */
export const sensitiveEvents: readonly EventRow[] = [
  ...managerEvents,
  ...controlEvents,
  ...governanceEvents,
  ...ledgerEvents,
  ...liquidationEvents,
  ...stewardEvents,
  ...otherEvents,
]
