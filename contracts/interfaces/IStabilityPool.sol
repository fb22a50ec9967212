// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ILedger } from "./ILedger.sol";
import { IOracleHub } from "./IOracleHub.sol";
import { IPatientVault } from "./IPatientVault.sol";
import { MarketId } from "./IRiskParameters.sol";

/// @title Derivative that waits for liquidations
/// @notice One pool serves every market of one derivative and one collateral. Anyone has it liquidate: the pool's derivative is burned and the
/// collateral, worth the bonus more, belongs to those who hold shares at that moment, in proportion. No step depends on how many they are.
/// The share price falls by what was burned; the collateral is claimed apart, in kind, and does not leave with a sold or redeemed share.
///
/// What is promised, and what is not:
/// - At the price of the liquidation (the high price) no absorption pays more than it gets, the caller's reward included. On a market that
///   has fallen below that price it may: depositors bear how old and how wide the oracle's answer is.
/// - Whoever deposits before an absorption, be it in the same block, has a part in it, of the loss as of the gain, and thins the gain of the
///   others. It cannot be gone again before the cool-down is over. What others could claim before is never touched.
/// - Collateral of shares that stand in a contract which cannot `claim` is out of reach.
/// - The collateral token is trusted as the Ledger trusts it. One that delivers less than it says makes the gain smaller, not the books wrong.
interface IStabilityPool is IPatientVault {
    /// @notice `collateral` is what the depositors got and `reward` what the caller got, both as they arrived.
    event Absorbed(
        MarketId indexed id,
        address indexed owner,
        address indexed caller,
        uint256 repaid,
        uint256 collateral,
        uint256 reward
    );
    event Claimed(address indexed owner, address indexed receiver, uint256 collateral);
    event AbsorbRewardSet(uint256 oldBps, uint256 newBps);

    /// @dev The derivative, the collateral and the Ledger do not belong together.
    error StabilityPoolBadPair();
    error StabilityPoolWrongMarket(MarketId id);
    error StabilityPoolSelfAbsorption(address caller);
    error StabilityPoolNothingToSpend();
    /// @dev The amount is so small that the collateral, rounded down to whole units, would not be worth it.
    error StabilityPoolOverpays(uint256 seized, uint256 worthOfRepaid);
    /// @dev The derivative is burned and no collateral has come.
    error StabilityPoolNothingArrived();
    error StabilityPoolZeroReceiver();

    /// @notice Liquidates a vault with the pool's money, see `ILedger.liquidate`. Anyone but the owner of the vault.
    /// @param maxRepay The most derivative to burn, 18 decimals; with more than the pool may spend it takes a part of the vault. The Ledger refuses
    /// a part that leaves less than MinimumDebt or dust: then a smaller one is in order.
    /// @return repaid Derivative burned.
    /// @return collateral What became claimable.
    /// @return reward Collateral sent to the caller: `absorbRewardBps` of all that arrived, rounded down, and never more than the
    /// least bonus of the market (LiquidationPenalty * PenaltyFloor).
    function absorb(
        MarketId id,
        address owner,
        uint256 maxRepay
    ) external returns (uint256 repaid, uint256 collateral, uint256 reward);

    /// @notice Sends the caller's part of the absorbed collateral to `receiver`, rounded down; the fraction of a unit stays claimable.
    function claim(address receiver) external returns (uint256 collateral);

    /// @notice The caller's part of what an absorption brings, 1e4 scale of the collateral. Restricted to RELAX. [0, 100]
    function setAbsorbReward(uint256 newBps) external;

    /// @notice What `claim` would send.
    function claimableOf(address owner) external view returns (uint256);

    function absorbRewardBps() external view returns (uint16);

    function LEDGER() external view returns (ILedger);

    function ORACLE() external view returns (IOracleHub);

    function COLLATERAL() external view returns (IERC20);
}
