// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IAuctionHouse, LotState, SaleOrder, TakeOrder } from "../interfaces/IAuctionHouse.sol";
import { IAuctionTaker } from "../interfaces/IAuctionTaker.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { ILedger, MarketKey, MarketState, Seizure, Vault } from "../interfaces/ILedger.sol";
import { IOracleHub, Price, PriceState } from "../interfaces/IOracleHub.sol";
import { MarketId, RiskTerms } from "../interfaces/IRiskParameters.sol";
import { AuctionMath, Fill } from "../libraries/AuctionMath.sol";
import { SharesMath } from "../libraries/SharesMath.sol";
import { AuctionParameters } from "./AuctionParameters.sol";

/// @title Dutch auctions: collateral of unhealthy vaults, and what the backstop sells
contract AuctionHouse is IAuctionHouse, AuctionParameters {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev Two slots. A lot exists if and only if it has an edition. Open lots form a list from the newest to the oldest.
    /// @param ownerIndex The owner's place in the market's list of owners, from 1; 0 for a sale.
    /// @param penaltyBps On the debt, in the tab; `NO_DEBT` for a sale and for a lot that was given up.
    struct Lot {
        uint128 topPriceWad;
        uint40 startedAt;
        uint32 edition;
        uint24 ownerIndex;
        uint32 newer;
        uint104 collateral;
        uint104 tab;
        uint16 penaltyBps;
        uint32 older;
    }

    /// @dev What a take still has to do once the collateral is sent.
    struct Due {
        MarketId id;
        IDerivative derivative;
        uint256 paid;
        uint256 excess;
        uint256 debtPaid;
        uint256 badDebt;
        uint256 leftover;
        IERC20 token;
        address owner;
    }

    /* CONSTANTS AND IMMUTABLES */

    /// @inheritdoc IAuctionHouse
    /// @dev The smallest MinimumDebt that a market can have, so that every vault makes a lot; and a rest worth less finds no bidder.
    uint256 public constant LOT_DUST = 100e18;
    /// @notice Of what a take pays beyond the tab, less than a cent is not worth a slot: it is surplus.
    uint256 public constant EXCESS_DUST = 0.01e18;

    /// @dev What fits a lot together with any penalty: ten trillion units.
    uint256 private constant MAX_LOT_DEBT = 2 ** 103;

    /// @dev The curve of a sale: a percent every two minutes, down to a fifth in five and a half hours. Nobody knows the market of a governance
    /// token whose protocol is short of money, so it starts where governance says and has a long way to fall.
    uint64 private constant SALE_CUT_WAD = 0.99e18;
    uint16 private constant SALE_STEP = 120;
    uint16 private constant SALE_TAIL = 21_600;
    uint16 private constant SALE_FLOOR_BPS = 2_000;

    /// @inheritdoc IAuctionHouse
    ILedger public immutable LEDGER;
    IOracleHub private immutable ORACLE;

    /* STORAGE */

    uint32 private _lotCount;
    uint32 private _openLotCount;
    uint32 private _newestLot;
    mapping(uint256 lotId => Lot) private _lots;
    mapping(uint256 lotId => address) private _sellerOf;
    /// @inheritdoc IAuctionHouse
    mapping(IERC20 token => mapping(address owner => uint256)) public creditOf;

    /* CONSTRUCTOR */

    constructor(ILedger ledger, address authority) AccessManaged(authority) {
        LEDGER = ledger;
        ORACLE = ledger.ORACLE();
    }

    /* KICK AND REDO */

    /// @inheritdoc IAuctionHouse
    function kick(MarketId id, address owner) external nonReentrant returns (uint256 lotId) {
        if (msg.sender == owner) revert AuctionHouseOwnVault(owner);
        Standing memory standing = _standings[id];
        if (standing.edition == 0) revert AuctionHouseNoRoom(0);
        Edition storage edition = _editions[standing.edition];

        RiskTerms memory terms = LEDGER.termsOf(id);
        Vault memory vault = LEDGER.vaultOf(id, owner);
        uint256 most = _mostDebt(id, vault, standing.maxInAuction, terms.minimumDebt);
        Seizure memory seizure = _seize(id, owner, most, edition.token);
        if (seizure.healthWad > standing.auctionHealthWad) {
            revert AuctionHouseTooHealthy(seizure.healthWad, standing.auctionHealthWad);
        }

        Lot memory lot;
        lot.tab = uint104(AuctionMath.tabUp(seizure.debt, terms.liquidationPenaltyBps));
        uint256 reward = _rewardDown(seizure, lot.tab, standing.kickRewardBps, 10 ** edition.decimals);
        if (seizure.collateral == reward) revert AuctionHouseNothingToSell();
        // A vault holds no more than 104 bits.
        lot.collateral = uint104(seizure.collateral - reward);
        lot.penaltyBps = uint16(terms.liquidationPenaltyBps);
        lot.ownerIndex = vault.index;
        lot.edition = standing.edition;
        lot.topPriceWad = _topPrice(seizure.priceWad, standing.bufferBps);
        lotId = _open(lot);

        emit LotKicked(lotId, id, owner, msg.sender, seizure.debt, lot.tab, lot.collateral, reward, lot.topPriceWad);

        if (reward != 0) edition.token.safeTransfer(msg.sender, reward);
    }

    /// @inheritdoc IAuctionHouse
    function redo(uint256 lotId) external nonReentrant {
        Lot storage lot = _lotOf(lotId);
        Edition storage edition = _editions[lot.edition];
        if (lot.ownerIndex == 0) revert AuctionHouseIsSale(lotId);
        (, bool isOver) = _priceOf(lot, edition);
        if (!isOver) revert AuctionHouseNotOver(lotId);

        MarketId id = edition.id;
        uint256 oldTopPriceWad = lot.topPriceWad;
        lot.topPriceWad = _topPrice(_highPrice(id), _standings[id].bufferBps);
        lot.edition = _standings[id].edition;
        lot.startedAt = uint40(block.timestamp);
        emit LotRedone(lotId, msg.sender, oldTopPriceWad, lot.topPriceWad);
    }

    /// @inheritdoc IAuctionHouse
    function giveUp(uint256 lotId) external restricted nonReentrant {
        Lot storage lot = _lotOf(lotId);
        Edition storage edition = _editions[lot.edition];
        uint256 debt = AuctionMath.debtDown(lot.tab, lot.penaltyBps);
        if (debt == 0) revert AuctionHouseNothingToDo();
        lot.penaltyBps = AuctionMath.NO_DEBT;
        emit LotGivenUp(lotId, debt);
        LEDGER.settle(edition.id, 0, 0, debt);
    }

    /* TAKE */

    /// @inheritdoc IAuctionHouse
    function take(
        uint256 lotId,
        uint256 maxCollateral,
        uint256 maxPriceWad,
        address receiver,
        bytes calldata data
    ) external nonReentrant returns (uint256 collateral, uint256 paid) {
        if (receiver == address(0)) revert AuctionHouseZeroReceiver();
        Due memory due;
        (due, collateral) = _fill(TakeOrder(lotId, maxCollateral, maxPriceWad), receiver);
        paid = due.paid;
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
            (dues[i], ) = _fill(orders[i], receiver);
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
    function _fill(TakeOrder memory order, address receiver) private returns (Due memory due, uint256 sold) {
        Lot storage lot = _lotOf(order.lotId);
        Edition storage edition = _editions[lot.edition];
        (due.id, due.derivative) = (edition.id, edition.derivative);
        uint256 unit = 10 ** edition.decimals;
        uint256 priceWad = _askOf(order, lot, edition);

        (uint256 collateral, uint256 tab) = (lot.collateral, lot.tab);
        Fill memory filled = AuctionMath.fill(Math.min(order.maxCollateral, collateral), tab, priceWad, unit);
        sold = filled.collateral;
        if (sold == 0) revert AuctionHouseNothingToDo();
        (due.paid, due.excess) = (filled.paid, filled.excess);
        collateral -= sold;
        uint256 debt = AuctionMath.debtDown(tab, lot.penaltyBps);
        tab -= filled.paid - filled.excess;
        due.debtPaid = debt - AuctionMath.debtDown(tab, lot.penaltyBps);

        if (collateral == 0 || tab == 0) {
            (due.leftover, due.badDebt) = (collateral, debt - due.debtPaid);
            _close(order.lotId, lot, due);
        } else {
            // Of a sale every part is paid at once; only a lot of collateral has an owner who waits for the end.
            due.owner = _sellerOf[order.lotId];
            _requireMoreThanDust(tab, Math.mulDiv(collateral, priceWad, unit));
            // Less than was stored before.
            (lot.collateral, lot.tab) = (uint104(collateral), uint104(tab));
        }

        emit LotTaken(order.lotId, msg.sender, receiver, sold, filled.paid, due.debtPaid, collateral, tab);

        edition.token.safeTransfer(receiver, sold);
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

    /* SALES */

    /// @inheritdoc IAuctionHouse
    function sell(SaleOrder calldata order) external restricted nonReentrant returns (uint256 lotId) {
        uint8 decimals = IERC20Metadata(address(order.token)).decimals();
        uint256 value = Math.mulDiv(order.amount, order.topPriceWad, 10 ** decimals);
        if (value < LOT_DUST || order.tab < LOT_DUST) revert AuctionHouseNothingToSell();

        Lot memory lot;
        lot.edition = _publish(
            Edition({
                id: MarketId.wrap(0),
                derivative: order.derivative,
                cutWad: SALE_CUT_WAD,
                step: SALE_STEP,
                tail: SALE_TAIL,
                token: order.token,
                decimals: decimals,
                floorBps: SALE_FLOOR_BPS
            })
        );
        lot.collateral = order.amount.toUint104();
        lot.topPriceWad = order.topPriceWad.toUint128();
        lot.tab = order.tab.toUint104();
        lot.penaltyBps = AuctionMath.NO_DEBT;
        lotId = _open(lot);
        _sellerOf[lotId] = msg.sender;

        emit SaleOpened(lotId, msg.sender, order.derivative, order.token, order.amount, order.tab, order.topPriceWad);

        uint256 before = order.token.balanceOf(address(this));
        order.token.safeTransferFrom(msg.sender, address(this), order.amount);
        _requireReceived(order.token, before, order.amount);
    }

    /// @inheritdoc IAuctionHouse
    function cancelSale(uint256 lotId) external nonReentrant returns (uint256 returned) {
        Lot storage lot = _lotOf(lotId);
        if (_sellerOf[lotId] != msg.sender) revert AuctionHouseNotSeller(lotId, msg.sender);
        Edition storage edition = _editions[lot.edition];
        (, bool isOver) = _priceOf(lot, edition);
        if (!isOver) revert AuctionHouseNotOver(lotId);
        returned = lot.collateral;
        _remove(lotId, lot);
        emit LotClosed(lotId, msg.sender, returned, 0);
        edition.token.safeTransfer(msg.sender, returned);
    }

    /* BOOKKEEPING */

    function _open(Lot memory lot) private returns (uint256) {
        (uint32 lotId, uint32 older) = (_lotCount + 1, _newestLot);
        (_lotCount, _newestLot) = (lotId, lotId);
        ++_openLotCount;
        if (older != 0) _lots[older].newer = lotId;
        (lot.startedAt, lot.older) = (uint40(block.timestamp), older);
        _lots[lotId] = lot;
        return lotId;
    }

    /// @dev Reads whose the rest is while it can still be read.
    function _close(uint256 lotId, Lot storage lot, Due memory due) private {
        due.token = _editions[lot.edition].token;
        due.owner = _ownerOf(lotId, lot, due.id);
        _remove(lotId, lot);
        emit LotClosed(lotId, due.owner, due.leftover, due.badDebt);
    }

    function _remove(uint256 lotId, Lot storage lot) private {
        (uint32 newer, uint32 older) = (lot.newer, lot.older);
        if (newer == 0) _newestLot = older;
        else _lots[newer].older = older;
        if (older != 0) _lots[older].newer = newer;
        --_openLotCount;
        if (lot.ownerIndex == 0) delete _sellerOf[lotId];
        delete _lots[lotId];
    }

    function _lotOf(uint256 lotId) private view returns (Lot storage lot) {
        lot = _lots[lotId];
        if (lot.edition == 0) revert AuctionHouseUnknownLot(lotId);
    }

    function _ownerOf(uint256 lotId, Lot storage lot, MarketId id) private view returns (address) {
        return lot.ownerIndex == 0 ? _sellerOf[lotId] : LEDGER.ownerAt(id, lot.ownerIndex - 1);
    }

    /* SEIZING */

    /// @dev What the cap leaves room for. Where that is not the whole debt, the vault keeps its MinimumDebt and the lot is worth an auction.
    function _mostDebt(
        MarketId id,
        Vault memory vault,
        uint256 maxInAuction,
        uint256 minimumDebt
    ) private view returns (uint256) {
        MarketState memory state = LEDGER.accruedStateOf(id);
        uint256 most = Math.min(Math.saturatingSub(maxInAuction, state.inAuction), MAX_LOT_DEBT);
        uint256 debt = SharesMath.toDebtUp(vault.debtShares, state.totalDebt, state.totalDebtShares);
        if (debt <= most) return most;
        uint256 part = Math.min(most, Math.saturatingSub(debt, minimumDebt));
        if (part < LOT_DUST) revert AuctionHouseNoRoom(most);
        return part;
    }

    /// @dev A token that began to charge on transfer must not make one lot pay for another.
    function _seize(MarketId id, address owner, uint256 most, IERC20 token) private returns (Seizure memory seizure) {
        uint256 before = token.balanceOf(address(this));
        seizure = LEDGER.seize(id, owner, most, address(this));
        _requireReceived(token, before, seizure.collateral);
    }

    function _requireReceived(IERC20 token, uint256 before, uint256 amount) private view {
        uint256 received = token.balanceOf(address(this)) - before;
        if (received < amount) revert AuctionHouseTransferShort(amount, received);
    }

    /// @dev Never worth more than the penalty, so that nobody sends their own vault to auction for the reward.
    function _rewardDown(
        Seizure memory seizure,
        uint256 tab,
        uint256 rewardBps,
        uint256 unit
    ) private pure returns (uint256) {
        uint256 reward = Math.mulDiv(seizure.collateral, rewardBps, BPS);
        return Math.min(reward, Math.mulDiv(tab - seizure.debt, unit, seizure.priceWad));
    }

    /* PRICE */

    /// @dev The price at the tail stands for all that come after.
    function _priceOf(Lot storage lot, Edition storage edition) private view returns (uint256 priceWad, bool isOver) {
        (uint256 elapsed, uint256 tail) = (block.timestamp - lot.startedAt, edition.tail);
        uint256 topPriceWad = lot.topPriceWad;
        priceWad = AuctionMath.priceUp(topPriceWad, edition.cutWad, Math.min(elapsed, tail) / edition.step);
        isOver = elapsed > tail || AuctionMath.isBelowFloor(priceWad, topPriceWad, edition.floorBps);
    }

    /// @dev Rounded up. Prices beyond 128 bits do not exist; a buffer must not make one that stops a kick.
    function _topPrice(uint256 highWad, uint256 bufferBps) private pure returns (uint128) {
        return uint128(Math.min(Math.mulDiv(highWad, bufferBps, BPS, Math.Rounding.Ceil), type(uint128).max));
    }

    function _highPrice(MarketId id) private view returns (uint256) {
        uint256 settlementPrice = LEDGER.settlementPriceOf(id);
        if (settlementPrice != 0) return settlementPrice;
        bytes32 feed = LEDGER.keyOf(id).feed;
        Price memory price = ORACLE.peek(feed);
        if (price.state == PriceState.DOWN || price.high == 0) revert AuctionHousePriceNotUsable(feed, price.state);
        return price.high;
    }

    /* HOOKS */

    function _thingsOf(MarketId id) internal view override returns (Edition memory things) {
        MarketKey memory key = LEDGER.keyOf(id);
        (things.id, things.derivative, things.token) = (id, key.derivative, key.collateral);
        things.decimals = LEDGER.collateralDecimalsOf(id);
    }

    /// @dev The Ledger pulls what goes back into a vault, and only when this contract calls it.
    function _onFirstConfigured(Edition memory first) internal override {
        first.token.forceApprove(address(LEDGER), type(uint256).max);
    }

    /* VIEWS */

    /// @inheritdoc IAuctionHouse
    function lotOf(uint256 lotId) external view nonReentrantView returns (LotState memory) {
        Lot storage lot = _lotOf(lotId);
        Edition memory edition = _editions[lot.edition];
        return
            LotState({
                id: edition.id,
                owner: _ownerOf(lotId, lot, edition.id),
                derivative: edition.derivative,
                token: edition.token,
                decimals: edition.decimals,
                collateral: lot.collateral,
                tab: lot.tab,
                debt: AuctionMath.debtDown(lot.tab, lot.penaltyBps),
                topPriceWad: lot.topPriceWad,
                startedAt: lot.startedAt,
                cutWad: edition.cutWad,
                step: edition.step,
                tail: edition.tail,
                floorBps: edition.floorBps
            });
    }

    /// @inheritdoc IAuctionHouse
    function priceOf(uint256 lotId) external view nonReentrantView returns (uint256 priceWad, bool isOver) {
        Lot storage lot = _lotOf(lotId);
        return _priceOf(lot, _editions[lot.edition]);
    }

    /// @inheritdoc IAuctionHouse
    function openLots(uint256 newest, uint256 count) external view nonReentrantView returns (uint256[] memory lotIds) {
        lotIds = new uint256[](Math.min(count, _openLotCount));
        uint256 lotId = newest == 0 ? _newestLot : newest;
        uint256 found = 0;
        for (; found < lotIds.length && lotId != 0; ++found) {
            lotIds[found] = lotId;
            lotId = _lotOf(lotId).older;
        }
        // Cuts off the places that a page from the middle does not fill.
        assembly ("memory-safe") {
            mstore(lotIds, found)
        }
    }

    /// @inheritdoc IAuctionHouse
    function isOpen(uint256 lotId) external view nonReentrantView returns (bool) {
        return _lots[lotId].edition != 0;
    }

    /// @inheritdoc IAuctionHouse
    function openLotCount() external view nonReentrantView returns (uint256) {
        return _openLotCount;
    }
}
