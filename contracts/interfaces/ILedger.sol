// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IDerivative } from "./IDerivative.sol";
import { IExposureCaps } from "./IExposureCaps.sol";
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
/// @param frozenUntil Unix time before which nothing is issued; the largest number once the market is shut for ever.
/// @param inAuction Debt that left its vaults for an auction and is neither paid nor given up. It bears no fee.
struct MarketState {
    uint128 totalDebt;
    uint128 totalDebtShares;
    uint128 totalCollateral;
    uint128 deficit;
    uint64 accruedAt;
    uint64 frozenUntil;
    uint128 inAuction;
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

/// @notice What a seizure took from a vault.
/// @param debt Moved from the market's debt into `inAuction`, 18 decimals.
/// @param collateral Sent to the receiver, token decimals.
/// @param priceWad The high price it was judged at.
/// @param healthWad The vault's health factor before.
struct Seizure {
    uint256 debt;
    uint256 collateral;
    uint256 priceWad;
    uint256 healthWad;
}

/// @title The accounting core
/// @notice Owners lock collateral and issue the derivative against it; anyone liquidates a vault whose health factor is below 1.
/// Every entry point runs in one order: guards, accrue (where a debt is asked for), convert, write, invariant, event, transfer. Every
/// rounding is against the actor.
/// Balances are internal: what is sent here without a call counts for nothing.
///
/// Which price decides what: issuing and withdrawing value collateral at the *low* price and need the state OK; liquidating values it at
/// the *high* price and is refused only when the state is DOWN. Repaying, adding collateral and withdrawing from a vault without debt
/// never ask for a price.
///
/// Bad debt is realised at once: what vaults cannot pay is covered by the surplus that is not minted yet, in the same call, and the rest is
/// the market's deficit until somebody covers it. For every derivative and at every moment, to the wei:
/// supply + surplus = debt + debt in auction + deficit.
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
    /// @notice The vault's debt became bad debt; `released` is the dust of collateral that went to `receiver`.
    event WrittenOff(MarketId indexed id, address indexed owner, uint256 debt, uint256 released, address receiver);
    /// @notice Part of an unhealthy vault, or all of it, left for an auction.
    event Seized(
        MarketId indexed id,
        address indexed owner,
        address indexed receiver,
        uint256 debt,
        uint256 collateral,
        uint256 healthBeforeWad
    );
    /// @notice An auction brought `proceeds`, which were burned: `debtPaid` of them paid debt, the rest is surplus.
    event AuctionSettled(MarketId indexed id, uint256 proceeds, uint256 debtPaid, uint256 badDebt);
    /// @notice `fromSurplus` of the bad debt was covered by the surplus at once, the rest became deficit.
    event BadDebtRealised(MarketId indexed id, uint256 badDebt, uint256 fromSurplus);
    /// @notice The payer burned `amount`; the zero address stands for the surplus.
    event DeficitCovered(MarketId indexed id, address indexed payer, uint256 amount, uint256 remaining);
    event SurplusMinted(IDerivative indexed derivative, address indexed receiver, uint256 amount);
    event IssuingFrozen(MarketId indexed id, uint256 until);
    event IssuingUnfrozen(MarketId indexed id);
    /// @notice The market is shut for ever; its vaults are settled at `priceWad`.
    event MarketShut(MarketId indexed id, uint256 priceWad);
    /// @notice A holder of the derivative settled debt of a vault in a market that is shut.
    event Redeemed(
        MarketId indexed id,
        address indexed owner,
        address indexed redeemer,
        uint256 repaid,
        uint256 seized,
        uint256 badDebt
    );
    event OperatorSet(address indexed owner, address indexed operator, bool approved);

    error LedgerUnknownMarket(MarketId id);
    error LedgerNoSuchOwner(uint256 index, uint256 count);
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
    /// @dev `exposure` is the market's debt with what is to be issued, its debt in auction and its uncovered deficit.
    error LedgerDebtCeilingExceeded(uint256 exposure, uint256 ceiling);
    error LedgerPriceNotUsable(bytes32 feed, PriceState state);
    error LedgerHealthy(uint256 healthWad);
    error LedgerSelfLiquidation(address caller);
    error LedgerSlippage(uint256 seized, uint256 minimum);
    error LedgerNotWorthless(uint256 collateralValue, uint256 dust);
    /// @dev A part of a vault would take over 1 % more than its share of the collateral, because that must be whole units.
    error LedgerPartTooSmall(uint256 debt, uint256 collateral);
    /// @dev A partial liquidation or seizure would leave collateral too small for another one.
    error LedgerLeavesDust(uint256 collateralValue, uint256 dust);
    error LedgerTransferShort(uint256 expected, uint256 received);
    /// @dev One step of the ceiling is not enough, or the next one comes at `opensAt`.
    error LedgerCeilingStepExceeded(uint256 exposure, uint256 step, uint256 opensAt);
    error LedgerFrozen(MarketId id, uint256 until);
    /// @dev The guardian freezes once a week; governance may allow it again by `unfreeze`.
    error LedgerFreezeTooSoon(MarketId id, uint256 allowedAt);
    error LedgerNotDead(bytes32 feed, uint256 deadSince);
    error LedgerShut(MarketId id);
    error LedgerNotShut(MarketId id);
    /// @dev `surplus` is what the deficits and the debt in auction leave of it.
    error LedgerSurplusTooSmall(uint256 surplus, uint256 amount);
    /// @dev An auction settles no more debt than is in auction, and pays no more debt than it brought.
    error LedgerSettlesTooMuch(uint256 inAuction, uint256 proceeds);

    /// @notice Lists a market. All parameters are given and checked like any change; the ceiling counts at once. Restricted to LIST.
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
    /// debt that remains becomes bad debt at once; a smaller `maxRepay` must leave collateral worth at least `WRITE_OFF_DUST`. The caller
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

    /// @notice Turns the debt of a vault whose collateral is worth less than `WRITE_OFF_DUST` at the high price into bad debt. Anyone but the
    /// owner; the dust goes to `receiver` for the trouble. Because it is given away, the state must be OK where any collateral is left.
    function writeOff(MarketId id, address owner, address receiver) external returns (uint256 debt, uint256 released);

    /// @notice Takes debt and a share of the collateral out of a vault with health factor below 1, for an auction. Restricted to MODULE.
    /// The debt leaves the vault and the market's total and is counted in `inAuction` until it is settled. What remains of the vault is
    /// nothing, or at least MinimumDebt on collateral worth at least `WRITE_OFF_DUST`; the collateral is taken in proportion, rounded up, all
    /// of it with the last debt.
    /// @param maxDebt The most debt to take, 18 decimals.
    function seize(
        MarketId id,
        address owner,
        uint256 maxDebt,
        address receiver
    ) external returns (Seizure memory seizure);

    /// @notice Settles debt in auction. Restricted to MODULE, which pays: `proceeds` are burned from the caller.
    /// @param debtPaid How much of the proceeds pays debt in auction; the rest is surplus.
    /// @param badDebt How much of the debt in auction is given up.
    function settle(MarketId id, uint256 proceeds, uint256 debtPaid, uint256 badDebt) external;

    /// @notice Burns the caller's derivative against the market's deficit, `maxAmount` at most.
    function coverDeficit(MarketId id, uint256 maxAmount) external returns (uint256 covered);

    /// @notice Sets fees that came in after the bad debt off against the market's deficit. Anyone.
    function coverFromSurplus(MarketId id) external returns (uint256 covered);

    /// @notice Mints surplus: fees that owners owe become derivative that they can buy. Only what the deficits and the debt in auction of all
    /// markets leave of it: losses, and what may become one, come before earnings. Restricted to MODULE.
    function mintSurplus(IDerivative derivative, uint256 amount, address receiver) external;

    /// @notice Stops issuing for `FREEZE_DURATION`; nothing else. Restricted to FREEZE. Not again before `FREEZE_INTERVAL` has passed since,
    /// unless governance has unfrozen the market.
    function freeze(MarketId id) external;

    /// @notice Ends a freeze and lets the next one begin at any time. Restricted to RELAX.
    function unfreeze(MarketId id) external;

    /// @notice Shuts a market whose feed has been dead for `SHUTDOWN_GRACE`, for ever: no issuing, no withdrawing from a vault with debt,
    /// no more fees, and anyone may settle its vaults by `redeemFrom` at the last good high price. Anyone.
    function shutdown(MarketId id) external;

    /// @notice Repays debt of any vault in a market that is shut and takes collateral of the same worth at the settlement price: no bonus, no
    /// health check. Where the collateral does not pay for the debt, the rest is bad debt. Anyone.
    /// @param maxRepay The most the caller is willing to repay, 18 decimals.
    /// @param minSeized The least collateral the caller accepts, token decimals.
    function redeemFrom(
        MarketId id,
        address owner,
        uint256 maxRepay,
        uint256 minSeized,
        address receiver
    ) external returns (uint256 repaid, uint256 seized);

    /// @notice Lets `operator` act for the caller's vaults in every market.
    function setOperator(address operator, bool approved) external;

    function ORACLE() external view returns (IOracleHub);

    /// @notice The caps on what the derivatives rest on; made with this Ledger and bound to it.
    function EXPOSURES() external view returns (IExposureCaps);

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

    /// @notice Fees charged on a derivative's markets and not yet minted.
    function surplusOf(IDerivative derivative) external view returns (uint256);

    /// @notice The deficits of all its markets together.
    function deficitOf(IDerivative derivative) external view returns (uint256);

    /// @notice The debt in auction of all its markets together.
    function inAuctionOf(IDerivative derivative) external view returns (uint256);

    /// @notice What one whole token counts for in `redeemFrom`, 18 decimals; 0 while the market is not shut.
    function settlementPriceOf(MarketId id) external view returns (uint256);
}
