import { formatNumber, printable, shortHex } from '../shared/format.ts'
import { advise } from '../shared/remedy.ts'
import { excerpt } from '../shared/units.ts'
import { momentWords, votesWords } from './errorNames.ts'
import type { ErrorRow } from './errorRow.ts'
import { addressWords } from './names.ts'

/** Whose decimals these are the error does not say: governance token, derivative and stand-ins throw the same. */
const unitsWords = (amount: bigint): string => `${formatNumber(amount)} smallest units`

const erc20Errors: readonly ErrorRow[] = [
  {
    fragment: 'ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)',
    words: ([sender, balance, needed], { book }) =>
      `${addressWords(sender, book)} holds ${unitsWords(balance)} of the token; ${formatNumber(needed)} are needed`,
  },
  {
    fragment: 'ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)',
    words: ([spender, allowance, needed], { book }) =>
      `${addressWords(spender, book)} may spend ${unitsWords(allowance)} of the token; ${formatNumber(needed)} are needed`,
    nextStep: () => 'Approve it on the token first.',
  },
  {
    fragment: 'ERC20InvalidSender(address sender)',
    words: ([sender], { book }) => `Tokens cannot come from ${addressWords(sender, book)}`,
  },
  {
    fragment: 'ERC20InvalidReceiver(address receiver)',
    words: ([receiver], { book }) => `Tokens cannot go to ${addressWords(receiver, book)}`,
  },
  {
    fragment: 'ERC20InvalidApprover(address approver)',
    words: ([approver], { book }) => `${addressWords(approver, book)} cannot approve anything`,
  },
  {
    fragment: 'ERC20InvalidSpender(address spender)',
    words: ([spender], { book }) => `${addressWords(spender, book)} cannot be allowed to spend`,
  },
  {
    fragment: 'ERC20ExceededSafeSupply(uint256 increasedSupply, uint256 cap)',
    words: ([supply, cap], { book }) =>
      `The supply would be ${votesWords(supply, book)}; votes can be counted up to ${votesWords(cap, book)}`,
  },
  {
    fragment: 'SafeERC20FailedOperation(address token)',
    words: ([token], { book }) => `The token ${addressWords(token, book)} refused to move`,
  },
]

const votesErrors: readonly ErrorRow[] = [
  {
    fragment: 'ERC5805FutureLookup(uint256 timepoint, uint48 clock)',
    words: ([timepoint, clock]) =>
      `Votes at ${momentWords(timepoint)} are not known yet: the chain's clock is ${momentWords(clock)}`,
    nextStep: () =>
      advise`Wait for a block with a later time; on a development chain: ${{ act: 'move the clock', about: '1s' }}`,
  },
  {
    fragment: 'VotesExpiredSignature(uint256 expiry)',
    words: ([expiry]) => `The signed delegation was good until ${momentWords(expiry)}`,
    nextStep: () => 'Sign it again.',
  },
  {
    fragment: 'CheckpointUnorderedInsertion()',
    words: () => 'The history of votes cannot be written backwards in time',
  },
]

const signatureErrors: readonly ErrorRow[] = [
  {
    fragment: 'ERC2612ExpiredSignature(uint256 deadline)',
    words: ([deadline]) => `The signed approval was good until ${momentWords(deadline)}`,
    nextStep: () => 'Sign it again.',
  },
  {
    fragment: 'ERC2612InvalidSigner(address signer, address owner)',
    words: ([signer, owner], { book }) =>
      `The approval is signed by ${addressWords(signer, book)}, not by ${addressWords(owner, book)}`,
  },
  {
    fragment: 'InvalidAccountNonce(address account, uint256 currentNonce)',
    words: ([account, nonce], { book }) =>
      `The next signature of ${addressWords(account, book)} needs the nonce ${nonce}`,
    nextStep: () => 'Sign it again with that nonce.',
  },
  { fragment: 'ECDSAInvalidSignature()', words: () => 'The signature belongs to nobody' },
  {
    fragment: 'ECDSAInvalidSignatureLength(uint256 length)',
    words: ([length]) => `The signature has ${formatNumber(length)} bytes; it needs 65`,
  },
  {
    fragment: 'ECDSAInvalidSignatureS(bytes32 s)',
    words: ([s]) => `The signature has the high half ${shortHex(s)}, which is refused`,
  },
  {
    fragment: 'StringTooLong(string str)',
    words: ([text]) => `"${excerpt(printable(text))}" is longer than 31 bytes`,
  },
  { fragment: 'InvalidShortString()', words: () => 'A stored name is not a short string' },
]

const toolErrors: readonly ErrorRow[] = [
  {
    fragment: 'FailedCall()',
    words: () => 'A call inside of this one failed and gave no reason',
    nextStep: () => advise`Look at each call of the proposal: ${{ act: 'show' }}`,
  },
  {
    fragment: 'AddressEmptyCode(address target)',
    words: ([target], { book }) => `There is no contract at ${addressWords(target, book)}`,
  },
  {
    fragment: 'InsufficientBalance(uint256 balance, uint256 needed)',
    words: ([balance, needed]) =>
      `The contract holds ${formatNumber(balance)} wei; the call sends ${formatNumber(needed)}`,
  },
  {
    fragment: 'ReentrancyGuardReentrantCall()',
    words: () => 'The Ledger was called again before it had finished',
  },
  {
    fragment: 'SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)',
    words: ([bits, value]) => `${formatNumber(value)} does not fit ${bits} bits`,
  },
  {
    fragment: 'SafeCastOverflowedUintToInt(uint256 value)',
    words: ([value]) => `${formatNumber(value)} does not fit a signed number`,
  },
]

/** What the tokens refuse, and the tools that every contract shares. */
export const tokenErrors: readonly ErrorRow[] = [
  ...erc20Errors,
  ...votesErrors,
  ...signatureErrors,
  ...toolErrors,
]
