// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IDerivative } from "./IDerivative.sol";
import { IOracleHub, PriceState } from "./IOracleHub.sol";
import { IRiskParameters, MarketId, RiskTerms } from "./IRiskParameters.sol";

/// @notice The immutables of a market; its id is keccak256(abi.encode(key)).
/// @param derivative The token this market issues.
/// @param collateral The token it holds. Plain ERC-20: tokens that charge on transfer are refused, tokens that rebase must not be listed.
/// @param feed Key of the collateral's price in the OracleHub.
/// @param label Short name such as "WETH-A"; unique, so that one collateral may back several markets.
struct MarketKey {
    IDerivative derivative;
    IERC20 collateral;
    bytes32 feed;
    bytes32 label;
}

/// @notice The books of a market. Amounts of debt are in derivative (18 decimals), of collateral in the token's own decimals.
/// @param totalDebt All debt with fees up to `accruedAt`.
/// @param totalDebtShares All shares in that debt (virtual shares excluded).
/// @param totalCollateral All collateral of all vaults.
/// @param deficit Bad debt that was realised and is not covered.
/// @param accruedAt Unix time of the last accrual.
struct MarketState {
    uint128 totalDebt;
    uint128 totalDebtShares;
    uint128 totalCollateral;
    uint128 deficit;
    uint64 accruedAt;
}

/// @notice One owner's position in a market.
/// @param collateral In the token's own decimals.
/// @param debtShares Shares in the market's debt; 0 if and only if the debt is 0.
/// @param index The vault's place in the market's list of owners, from 1; 0 means the vault was never opened.
struct Vault {
    uint104 collateral;
    uint128 debtShares;
    uint24 index;
}

/// @title The accounting core
/// @notice Owners lock collateral and issue the derivative against it; anyone liquidates a vault whose health factor is below 1.
/// Every entry point runs in one order: guards, accrue, convert, write, invariant, event, transfer. Every rounding is against the actor.
/// Balances are internal: what is sent here without a call counts for nothing.
///
/// Which price decides what: issuing and withdrawing value collateral at the *low* price and need the state OK; liquidating values it at
/// the *high* price and is refused only when the state is DOWN. Repaying, adding collateral and withdrawing from a vault without debt
/// never ask for a price.
interface ILedger is IRiskParameters {
    event MarketCreated(MarketId indexed id, MarketKey key, RiskTerms terms);
    event Accrued(MarketId indexed id, uint256 interest, uint256 totalDebt);
    event Adjusted(
        MarketId indexed id,
        address indexed owner,
        address indexed caller,
        int256 collateralChange,
        int256 debtChange,
        address receiver
    );
    /// @notice `badDebt` is what was left of the debt once the last collateral was gone.
    event Liquidated(
        MarketId indexed id,
        address indexed owner,
        address indexed liquidator,
        uint256 repaid,
        uint256 seized,
        uint256 badDebt,
        uint256 healthBeforeWad
    );
    /// @notice The vault's debt became the market's deficit; `released` is the dust of collateral that went to `receiver`.
    event WrittenOff(MarketId indexed id, address indexed owner, uint256 debt, uint256 released, address receiver);
    event OperatorSet(address indexed owner, address indexed operator, bool approved);

    error LedgerUnknownMarket(MarketId id);
    error LedgerMarketExists(MarketId id);
    error LedgerLabelTaken(bytes32 label);
    error LedgerBadMarketKey();
    error LedgerNothingToDo();
    error LedgerZeroReceiver();
    error LedgerNotOperator(address owner, address caller);
    error LedgerInsufficientCollateral(uint256 held, uint256 requested);
    error LedgerRepaysTooMuch(uint256 debt, uint256 repayment);
    error LedgerUnhealthy(uint256 collateralValue, uint256 requiredValue);
    error LedgerBelowMinimumDebt(uint256 debt, uint256 minimum);
    /// @dev `exposure` is the market's debt with what is to be issued, and its uncovered deficit.
    error LedgerDebtCeilingExceeded(uint256 exposure, uint256 ceiling);
    error LedgerPriceNotUsable(bytes32 feed, PriceState state);
    error LedgerHealthy(uint256 healthWad);
    error LedgerSelfLiquidation(address caller);
    error LedgerSlippage(uint256 seized, uint256 minimum);
    error LedgerNotWorthless(uint256 collateralValue, uint256 dust);
    /// @dev A partial liquidation would leave collateral too small for another one.
    error LedgerLeavesDust(uint256 collateralValue, uint256 dust);
    error LedgerTransferShort(uint256 expected, uint256 received);

    /// @notice Lists a market. All ten parameters are given and checked like any change; the ceiling counts at once. Restricted to LIST.
    /// @param terms In the units of `Parameter`; the threshold starts without a ramp.
    function createMarket(MarketKey calldata key, RiskTerms calldata terms) external returns (MarketId id);

    /// @notice Charges the stability fee up to now. Idempotent within a block; never reverts for a known market.
    function accrue(MarketId id) external;

    /// @notice Locks or withdraws collateral and issues or repays debt of one vault, in one step.
    /// @param collateralChange Positive locks from the caller, negative withdraws to `receiver`; token decimals.
    /// @param debtChange Positive issues to `receiver`, negative repays from the caller; 18 decimals. `REPAY_ALL` repays everything;
    /// whoever repays for somebody else names an amount instead, since the owner can issue more at any moment before.
    /// @param receiver Of what leaves; ignored (may be zero) when nothing does.
    /// @return collateralDelta What was locked (positive) or withdrawn (negative).
    /// @return debtDelta What was issued (positive) or repaid (negative).
    /// Only the owner or an operator may withdraw or issue; anyone may lock and repay for anyone.
    function adjust(
        MarketId id,
        address owner,
        int256 collateralChange,
        int256 debtChange,
        address receiver
    ) external returns (int256 collateralDelta, int256 debtDelta);

    /// @notice Repays part of the debt of a vault with health factor below 1 and takes collateral worth the repayment plus a bonus.
    /// The bonus grows linearly from LiquidationPenalty * PenaltyFloor at health 1 to LiquidationPenalty at MaxPenaltyHealth.
    /// The most that can be repaid brings the vault to TargetHealth: debt * (target - health) / (target - (1 + bonus) * threshold);
    /// all of it if less than MinimumDebt would remain; and never more than the collateral pays for. If the last collateral goes, the
    /// debt that remains becomes deficit at once; a smaller `maxRepay` must leave collateral worth at least `WRITE_OFF_DUST`. The caller
    /// pays in derivative. The owner may not call. An operator may: anyone can be made one without being asked, so refusing operators
    /// would let owners shut liquidators out.
    /// @param maxRepay The most the caller is willing to repay, 18 decimals.
    /// @param minSeized The least collateral the caller accepts, token decimals.
    /// @return repaid Derivative burned from the caller.
    /// @return seized Collateral sent to `receiver`.
    function liquidate(
        MarketId id,
        address owner,
        uint256 maxRepay,
        uint256 minSeized,
        address receiver
    ) external returns (uint256 repaid, uint256 seized);

    /// @notice Turns the debt of a vault whose collateral is worth less than `WRITE_OFF_DUST` at the high price into deficit. Anyone but the
    /// owner; the dust goes to `receiver` for the trouble. Because it is given away, the state must be OK where any collateral is left.
    function writeOff(MarketId id, address owner, address receiver) external returns (uint256 debt, uint256 released);

    /// @notice Lets `operator` act for the caller's vaults in every market.
    function setOperator(address operator, bool approved) external;

    function ORACLE() external view returns (IOracleHub);

    function isOperator(address owner, address operator) external view returns (bool);

    function keyOf(MarketId id) external view returns (MarketKey memory);

    /// @notice Decimals of the collateral as read when the market was listed; every value is computed with them.
    function collateralDecimalsOf(MarketId id) external view returns (uint8);

    /// @notice The books as last written: fees since `accruedAt` are not in them.
    function stateOf(MarketId id) external view returns (MarketState memory);

    /// @notice The books with the fees up to now.
    function accruedStateOf(MarketId id) external view returns (MarketState memory);

    function vaultOf(MarketId id, address owner) external view returns (Vault memory);

    /// @notice The vault's debt with fees up to now, rounded up.
    function debtOf(MarketId id, address owner) external view returns (uint256);

    /// @notice Every market, in order of listing.
    function markets() external view returns (MarketId[] memory);

    /// @notice How many owners ever opened a vault in the market.
    function ownerCount(MarketId id) external view returns (uint256);

    /// @notice Owner by place, from 0 to `ownerCount` - 1.
    function ownerAt(MarketId id, uint256 index) external view returns (address);

    /// @notice Fees charged on a derivative's markets and not yet minted: supply + surplus = debt + deficit.
    function surplusOf(IDerivative derivative) external view returns (uint256);
}
