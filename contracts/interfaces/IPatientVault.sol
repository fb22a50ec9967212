// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC4626 } from "@openzeppelin/contracts/interfaces/IERC4626.sol";

/// @notice What an owner asked to withdraw.
/// @param shares How many shares may still leave; never more than the owner has held without a break since asking.
/// @param readyAt Unix time from which they may leave.
/// @param expiresAt Unix time from which the request counts for nothing.
struct WithdrawalRequest {
    uint256 shares;
    uint256 readyAt;
    uint256 expiresAt;
}

/// @title An ERC-4626 vault over the derivative whose money is at risk: it is entered at once and left patiently
/// @notice Deposits may be spent on losses at any moment, so leaving takes notice: an owner asks (`requestWithdrawal`), waits for `cooldown`,
/// and has `WINDOW` to withdraw or redeem. Shares that wait bear losses and earn yield like all others.
///
/// Assets are internal: derivative sent here without a call counts for nothing and is lost. A share starts as a millionth of a wei. Every
/// rounding is against the caller.
///
/// What is promised, and what is not:
/// - A deposit cannot leave sooner than `cooldown` after it was asked for: nobody enters for one gain and is gone with the next block, and
///   nobody leaves on sight of a loss without having asked a cool-down before. A longer cool-down holds only for later requests.
/// - Who asks again and again is free to leave in `WINDOW` of every `cooldown + WINDOW` seconds, and may avoid a loss that is seen coming
///   then: one half of the time with a cool-down of a day, a fifteenth with fourteen days. That is not prevented.
/// - Yield counts only as it vests, so whoever enters after it was added has no more of it than of the time; whoever enters before it and
///   stays while it vests has a full part. To favour those who stay, `vesting` must be longer than `cooldown`.
/// - A loss is borne by the shares of the moment it is booked, by all alike.
///
/// `maxDeposit`, `maxMint`, `maxWithdraw` and `maxRedeem` say what would be accepted now: nothing enters a retired vault, nothing leaves
/// without a ready request, and both are 0 while a call is running. Prices (`totalAssets`, `convertTo...`, `preview...`) revert while a call
/// is running. As ERC-4626 has it, previews ignore limits.
interface IPatientVault is IERC4626 {
    /// @notice `shares` of 0 means that the owner takes a request back.
    event WithdrawalRequested(address indexed owner, uint256 shares, uint256 readyAt, uint256 expiresAt);
    /// @notice The owner no longer holds all the shares that were asked for.
    event WithdrawalRequestCut(address indexed owner, uint256 oldShares, uint256 newShares);
    /// @notice `vesting` is all that vests from now to `vestsUntil`: the new amount and what was left of earlier ones.
    event YieldAdded(address indexed from, uint256 amount, uint256 vesting, uint256 vestsUntil);
    /// @notice The share price has fallen below a hundred-millionth of the start.
    event Retired(uint256 totalAssets, uint256 totalSupply);
    event CooldownSet(uint256 oldSeconds, uint256 newSeconds);
    event VestingSet(uint256 oldSeconds, uint256 newSeconds);

    error PatientVaultRequestTooLarge(uint256 balance, uint256 shares);
    /// @dev So little that it would not buy a single share.
    error PatientVaultDepositTooSmall(uint256 assets);
    error PatientVaultNothingToDo();
    /// @dev Retired, or too few shares to give the yield to.
    error PatientVaultTakesNoYield();
    error PatientVaultOutOfBounds(uint256 value, uint256 min, uint256 max);

    /// @notice Asks for `shares` of the caller to be withdrawn after the cool-down. Replaces an earlier request, ready or not; 0 takes it back.
    /// Sending shares away shrinks the request to what is left; receiving some does not enlarge it.
    function requestWithdrawal(uint256 shares) external;

    /// @notice Gives the depositors `amount` (18 decimals) of the caller's derivative, vesting linearly. What still vests is put together with it
    /// and vests over the average of the time it had left and `vesting`, weighted by amount: a wei more delays nothing. Anyone may give.
    function addYield(uint256 amount) external;

    /// @notice Seconds between a request and its readiness, for later requests. Restricted to RELAX. [0, 14 days]
    function setCooldown(uint256 newSeconds) external;

    /// @notice Seconds over which yield added later vests. Restricted to RELAX. [1 hours, 7 days]
    function setVesting(uint256 newSeconds) external;

    function requestOf(address owner) external view returns (WithdrawalRequest memory);

    /// @notice Derivative that a loss may take now: the vested assets but for one whole token, but for a hundredth of the most that was there,
    /// less what was withdrawn since, and but for what keeps the share price at a billionth of the start; 0 once the vault is retired.
    function spendable() external view returns (uint256);

    /// @notice Yield that is here and does not count yet, rounded up.
    function unvested() external view returns (uint256);

    /// @notice Whether `addYield` would be accepted: the vault is not retired and has a whole token's worth of first shares.
    function takesYield() external view returns (bool);

    function cooldown() external view returns (uint32);

    function vesting() external view returns (uint32);

    /// @notice Unix time at which the last of the yield counts; in the past when there is none.
    function vestsUntil() external view returns (uint64);

    /// @notice A retired vault spends nothing and accepts no deposit and no yield, for ever. Withdrawing goes on.
    function retired() external view returns (bool);

    /// @notice Seconds for which a ready request may be used.
    function WINDOW() external view returns (uint256);
}
