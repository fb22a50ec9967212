// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IAuctionHouse, TakeOrder } from "../interfaces/IAuctionHouse.sol";
import { IAuctionTaker } from "../interfaces/IAuctionTaker.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { MarketId } from "../interfaces/IRiskParameters.sol";
import { AuctionMath, Fill } from "../libraries/AuctionMath.sol";
import { LotBooks } from "./LotBooks.sol";

/// @title Buying from lots: what a take moves, and where its money and the rest of the collateral go
abstract contract LotTakes is LotBooks {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev What a take moves, and what it still has to do once the collateral is sent.
    struct Due {
        uint256 lotId;
        MarketId id;
        IDerivative derivative;
        IERC20 token;
        address receiver;
        uint256 sold;
        uint256 paid;
        uint256 excess;
        uint256 debtPaid;
        uint256 badDebt;
        uint256 leftover;
        address owner;
    }

    /// @inheritdoc IAuctionHouse
    /// @dev The smallest MinimumDebt that a market can have, so that every vault makes a lot; and a rest worth less finds no bidder.
    uint256 public constant LOT_DUST = 100e18;
    /// @notice Of what a take pays beyond the tab, less than a cent is not worth a slot: it is surplus.
    uint256 public constant EXCESS_DUST = 0.01e18;

    /// @inheritdoc IAuctionHouse
    mapping(IERC20 token => mapping(address owner => uint256)) public creditOf;

    /// @inheritdoc IAuctionHouse
    function take(
        uint256 lotId,
        uint256 maxCollateral,
        uint256 maxPriceWad,
        address receiver,
        bytes calldata data
    ) external nonReentrant returns (uint256 collateral, uint256 paid) {
        if (receiver == address(0)) revert AuctionHouseZeroReceiver();
        Due memory due = _fill(TakeOrder(lotId, maxCollateral, maxPriceWad), receiver);
        (collateral, paid) = (due.sold, due.paid);
        _collect(due.derivative, paid, data);
        _settle(due);
    }

    /// @inheritdoc IAuctionHouse
    function takeBatch(
        TakeOrder[] calldata orders,
        address receiver,
        bytes calldata data
    ) external nonReentrant returns (uint256 paid) {
        if (receiver == address(0)) revert AuctionHouseZeroReceiver();
        if (orders.length == 0) revert AuctionHouseNothingToDo();
        Due[] memory dues = new Due[](orders.length);
        for (uint256 i = 0; i < orders.length; ++i) {
            dues[i] = _fill(orders[i], receiver);
            paid += dues[i].paid;
            if (dues[i].derivative != dues[0].derivative) {
                revert AuctionHouseMixedBatch(dues[0].derivative, dues[i].derivative);
            }
        }
        _collect(dues[0].derivative, paid, data);
        for (uint256 i = 0; i < dues.length; ++i) {
            _settle(dues[i]);
        }
    }

    /// @dev The first half of a take: everything but the money. The lot is written before anything is sent.
    function _fill(TakeOrder memory order, address receiver) private returns (Due memory due) {
        Lot storage lot = _lotOf(order.lotId);
        Edition storage edition = _editions[lot.edition];
        (due.lotId, due.receiver) = (order.lotId, receiver);
        (due.id, due.derivative, due.token) = (edition.id, edition.derivative, edition.token);
        uint256 unit = 10 ** edition.decimals;
        uint256 priceWad = _askOf(order, lot, edition);

        (uint256 collateral, uint256 tab) = (lot.collateral, lot.tab);
        Fill memory filled = AuctionMath.fill(Math.min(order.maxCollateral, collateral), tab, priceWad, unit);
        if (filled.collateral == 0) revert AuctionHouseNothingToDo();
        (due.sold, due.paid, due.excess) = (filled.collateral, filled.paid, filled.excess);
        uint256 debt = AuctionMath.debtOf(tab, lot.penalty);
        collateral -= filled.collateral;
        tab -= filled.paid - filled.excess;
        uint256 debtLeft = AuctionMath.debtOf(tab, lot.penalty);
        due.debtPaid = debt - debtLeft;

        if (collateral == 0 || tab == 0) {
            (due.leftover, due.badDebt) = (collateral, debtLeft);
            _close(due, lot, tab);
        } else {
            _requireMoreThanDust(tab, Math.mulDiv(collateral, priceWad, unit));
            _shrink(due, lot, collateral, tab);
        }
        due.token.safeTransfer(receiver, due.sold);
    }

    function _shrink(Due memory due, Lot storage lot, uint256 collateral, uint256 tab) private {
        // Less than was stored before.
        (lot.collateral, lot.tab) = (uint104(collateral), uint104(tab));
        // Of a sale every part is paid at once; only a lot of collateral has an owner who waits for the end.
        if (MarketId.unwrap(due.id) == 0) due.owner = _sellerOf[due.lotId];
        _emitTaken(due, collateral, tab);
    }

    /// @dev Reads whose the rest is while it can still be read.
    function _close(Due memory due, Lot storage lot, uint256 unpaid) private {
        due.owner = _ownerOf(due.lotId, lot.ownerIndex, due.id);
        _remove(due.lotId, lot);
        _emitTaken(due, 0, 0);
        emit LotClosed(due.lotId, due.owner, due.leftover, unpaid, due.badDebt);
    }

    function _emitTaken(Due memory due, uint256 collateralLeft, uint256 tabLeft) private {
        emit LotTaken(due.lotId, msg.sender, due.receiver, due.sold, due.paid, due.debtPaid, collateralLeft, tabLeft);
    }

    /// @dev The price of the moment, if the lot is for sale and the taker accepts it.
    function _askOf(
        TakeOrder memory order,
        Lot storage lot,
        Edition storage edition
    ) private view returns (uint256 priceWad) {
        bool isOver;
        (priceWad, isOver) = _priceOf(lot, edition);
        if (isOver) revert AuctionHouseOver(order.lotId);
        if (priceWad > order.maxPriceWad) revert AuctionHousePriceTooHigh(priceWad, order.maxPriceWad);
    }

    /// @dev Keeps what is left big enough for another taker.
    function _requireMoreThanDust(uint256 tab, uint256 value) private pure {
        if (tab < LOT_DUST || value < LOT_DUST) revert AuctionHouseLeavesDust(tab, value, LOT_DUST);
    }

    /// @dev Lets the taker earn the money, and then takes it.
    function _collect(IDerivative derivative, uint256 owed, bytes calldata data) private {
        if (data.length != 0) IAuctionTaker(msg.sender).onTake(derivative, owed, data);
        IERC20(derivative).safeTransferFrom(msg.sender, address(this), owed);
    }

    /// @dev The second half of a take: where the money and the rest of the collateral go.
    function _settle(Due memory due) private {
        if (MarketId.unwrap(due.id) == 0) {
            IERC20(due.derivative).safeTransfer(due.owner, due.paid);
            if (due.leftover != 0) due.token.safeTransfer(due.owner, due.leftover);
            return;
        }
        uint256 credited = due.excess < EXCESS_DUST ? 0 : due.excess;
        LEDGER.settle(due.id, due.paid - credited, due.debtPaid, due.badDebt);
        if (credited != 0) _credit(due.derivative, due.owner, credited);
        if (due.leftover != 0) _return(due);
    }

    /// @dev Back into the vault, not to the owner: whatever a token thinks of the owner, it does not come between a taker and a lot. Where the
    /// vault cannot be reached either, it waits to be claimed.
    function _return(Due memory due) private {
        try LEDGER.adjust(due.id, due.owner, due.leftover.toInt256(), 0, address(0)) {} catch {
            _credit(due.token, due.owner, due.leftover);
        }
    }

    function _credit(IERC20 token, address owner, uint256 amount) private {
        creditOf[token][owner] += amount;
        emit Credited(token, owner, amount);
    }

    /// @inheritdoc IAuctionHouse
    function claim(IERC20 token, address receiver) external nonReentrant returns (uint256 amount) {
        if (receiver == address(0)) revert AuctionHouseZeroReceiver();
        amount = creditOf[token][msg.sender];
        if (amount == 0) revert AuctionHouseNothingToDo();
        creditOf[token][msg.sender] = 0;
        emit CreditClaimed(token, msg.sender, receiver, amount);
        token.safeTransfer(receiver, amount);
    }
}
