// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { PriceState } from "./IOracleHub.sol";
import { IAuctionParameters } from "./IAuctionParameters.sol";
import { IDerivative } from "./IDerivative.sol";
import { ILedger } from "./ILedger.sol";
import { MarketId } from "./IRiskParameters.sol";

/// @notice A lot as it stands.
/// @param id Its market; 0 for a sale.
/// @param owner Whose vault it came from, or who sells: what is left over is theirs.
/// @param derivative What it is paid in.
/// @param token What is sold, with so many `decimals`.
/// @param collateral What is left of it, token decimals.
/// @param tab What is still asked for, 18 decimals.
/// @param debt How much of the tab is debt in auction, which is paid first; the rest is penalty, or the proceeds of a sale.
/// @param topPriceWad The price at `startedAt`, derivative per whole token, 18 decimals.
/// @param startedAt Unix time of the kick or the last redo.
/// @param cutWad What one step leaves of the price.
/// @param step Seconds.
/// @param tail Seconds.
/// @param floorBps Of `topPriceWad`, 1e4 scale.
struct LotState {
    MarketId id;
    address owner;
    IDerivative derivative;
    IERC20 token;
    uint8 decimals;
    uint256 collateral;
    uint256 tab;
    uint256 debt;
    uint256 topPriceWad;
    uint256 startedAt;
    uint256 cutWad;
    uint256 step;
    uint256 tail;
    uint256 floorBps;
}

/// @notice One wish among several.
/// @param maxCollateral The most to buy, token decimals.
/// @param maxPriceWad The highest price that is accepted, derivative per whole token, 18 decimals.
struct TakeOrder {
    uint256 lotId;
    uint256 maxCollateral;
    uint256 maxPriceWad;
}

/// @notice Something to be sold for derivative that is not collateral of a vault.
/// @param amount Token decimals.
/// @param tab The most derivative that is asked for, 18 decimals.
/// @param topPriceWad Where the price starts, derivative per whole token, 18 decimals.
struct SaleOrder {
    IDerivative derivative;
    IERC20 token;
    uint256 amount;
    uint256 tab;
    uint256 topPriceWad;
}

/// @title Dutch auctions: collateral of unhealthy vaults, and what the backstop sells
/// @notice A lot starts above the market and its price falls by time alone, a cut a step, so it clears at the first price that suits
/// anybody: one bidder is enough, and none buys for nothing. After its tail, or below its floor, it waits for `redo`. No price is asked
/// for between the two.
///
/// What a lot asks for, its tab, is the debt it came with and the penalty on it, the latter rounded down to a cent. Whoever takes pays at the
/// price of the moment, rounded up. Payments pay the debt first and then the penalty, which is surplus: a lot that brings its debt leaves no
/// bad debt, in however many parts it is sold. Once all is paid, the rest of the collateral goes back into the owner's vault; once the
/// collateral is gone, the rest of the debt is bad debt, in the same call.
///
/// Balances are internal: what is sent here without a call counts for nothing.
interface IAuctionHouse is IAuctionParameters {
    event LotKicked(
        uint256 indexed lotId,
        MarketId indexed id,
        address indexed owner,
        address kicker,
        uint256 debt,
        uint256 tab,
        uint256 collateral,
        uint256 reward,
        uint256 topPriceWad
    );
    event SaleOpened(
        uint256 indexed lotId,
        address indexed seller,
        IDerivative indexed derivative,
        IERC20 token,
        uint256 amount,
        uint256 tab,
        uint256 topPriceWad
    );
    /// @notice `debtPaid` of what was paid is debt; `collateralLeft` and `tabLeft` stay for sale: both 0 if this closed the lot.
    event LotTaken(
        uint256 indexed lotId,
        address indexed taker,
        address receiver,
        uint256 collateral,
        uint256 paid,
        uint256 debtPaid,
        uint256 collateralLeft,
        uint256 tabLeft
    );
    event LotRedone(uint256 indexed lotId, address indexed caller, uint256 oldTopPriceWad, uint256 newTopPriceWad);
    /// @notice A sale asks for less.
    event SaleCut(uint256 indexed lotId, uint256 oldTab, uint256 newTab);
    /// @notice The lot is gone: `leftover` of the collateral is the owner's, in the vault or as a credit, or went to the seller. `unpaid` of
    /// the tab was never paid, and `badDebt` of that is debt.
    event LotClosed(uint256 indexed lotId, address indexed owner, uint256 leftover, uint256 unpaid, uint256 badDebt);
    /// @notice What could not be returned to a vault, or was paid beyond the tab for a unit that cannot be divided, waits for its owner.
    event Credited(IERC20 indexed token, address indexed owner, uint256 amount);
    event CreditClaimed(IERC20 indexed token, address indexed owner, address receiver, uint256 amount);
    /// @notice The debt of a lot became bad debt; the lot stays for sale, and its proceeds are surplus.
    event LotGivenUp(uint256 indexed lotId, uint256 debt);

    error AuctionHouseUnknownLot(uint256 lotId);
    error AuctionHouseOwnVault(address owner);
    error AuctionHouseTooHealthy(uint256 healthWad, uint256 auctionHealthWad);
    /// @dev `room` is what MaxInAuction leaves; a lot takes at least `LOT_DUST` and leaves the vault nothing or its MinimumDebt.
    error AuctionHouseNoRoom(uint256 room);
    error AuctionHouseNothingToSell();
    error AuctionHouseTransferShort(uint256 expected, uint256 received);
    error AuctionHouseZeroReceiver();
    error AuctionHouseNothingToDo();
    error AuctionHousePriceTooHigh(uint256 priceWad, uint256 maxPriceWad);
    /// @dev The lot is past its tail or below its floor: `redo` it.
    error AuctionHouseOver(uint256 lotId);
    /// @dev Takers still have time.
    error AuctionHouseNotOver(uint256 lotId);
    error AuctionHouseLeavesDust(uint256 tab, uint256 collateralValue, uint256 dust);
    /// @dev One batch is paid in one derivative.
    error AuctionHouseMixedBatch(IDerivative first, IDerivative other);
    error AuctionHousePriceNotUsable(bytes32 feed, PriceState state);
    /// @dev A sale has no oracle to be started again from: its seller ends it.
    error AuctionHouseIsSale(uint256 lotId);
    error AuctionHouseNotSeller(uint256 lotId, address caller);

    /// @notice Sends a vault with health factor at or below AuctionHealth to auction: as much of its debt as MaxInAuction leaves room for, and
    /// collateral in proportion. Anyone but the owner; the caller gets KickReward of the collateral, at most the worth of the penalty.
    function kick(MarketId id, address owner) external returns (uint256 lotId);

    /// @notice Buys from a lot at the price of the moment. Sends the collateral to `receiver`, calls `onTake` on the caller if there is data,
    /// and then pulls what is owed from the caller. What a take leaves is nothing or worth at least `LOT_DUST`, in tab and in collateral.
    /// @param maxCollateral The most to buy, token decimals; less is sold if less is left or pays the tab.
    /// @param maxPriceWad The highest price that is accepted, derivative per whole token, 18 decimals.
    /// @return collateral What was sent.
    /// @return paid What was pulled.
    function take(
        uint256 lotId,
        uint256 maxCollateral,
        uint256 maxPriceWad,
        address receiver,
        bytes calldata data
    ) external returns (uint256 collateral, uint256 paid);

    /// @notice Buys from several lots of one derivative, with one callback and one payment.
    function takeBatch(
        TakeOrder[] calldata orders,
        address receiver,
        bytes calldata data
    ) external returns (uint256 paid);

    /// @notice Starts a lot that is over again, from the oracle's high price of now and on the terms of now. While the feed of a market that is
    /// shut is DOWN, from its settlement price. Anyone.
    function redo(uint256 lotId) external;

    /// @notice Turns the debt of a lot that nobody takes into bad debt: one that is over, or has been over and was started again, so that
    /// nobody can prevent it by a redo. Who can pay still may: the lot stays for sale, and what it brings is surplus.
    /// Restricted to the RELAX capability.
    function giveUp(uint256 lotId) external;

    /// @notice Sells the caller's tokens for derivative, which goes to the caller. Restricted to the MODULE capability.
    function sell(SaleOrder calldata order) external returns (uint256 lotId);

    /// @notice Makes a sale ask for less, at the same price, or ends it: at less than `LOT_DUST` what is left goes back to the seller. Only the
    /// seller, at any time.
    /// @param tab What is still asked for, 18 decimals; 0 ends the sale.
    /// @return returned Tokens that came back.
    function cutSale(uint256 lotId, uint256 tab) external returns (uint256 returned);

    /// @notice Sends everything the caller has been credited with.
    function claim(IERC20 token, address receiver) external returns (uint256 amount);

    function LEDGER() external view returns (ILedger);

    /// @notice What a lot asks for at least, and what a take leaves at least, in derivative of 18 decimals.
    function LOT_DUST() external view returns (uint256);

    /// @notice Refused while the auction house is locked, as all that follow: in a callback the books are half written.
    function lotOf(uint256 lotId) external view returns (LotState memory);

    /// @return priceWad Derivative per whole token, 18 decimals, rounded up.
    /// @return isOver Whether it sells no longer at that price, but waits for `redo`.
    function priceOf(uint256 lotId) external view returns (uint256 priceWad, bool isOver);

    /// @notice Up to `count` ids of open lots, from the newest to the oldest.
    /// @param newest Where to begin: an open lot, or 0 for the newest of all. A page begins where the one before it ended.
    function openLots(uint256 newest, uint256 count) external view returns (uint256[] memory);

    function isOpen(uint256 lotId) external view returns (bool);

    function openLotCount() external view returns (uint256);

    /// @notice What an owner may claim.
    function creditOf(IERC20 token, address owner) external view returns (uint256);
}
