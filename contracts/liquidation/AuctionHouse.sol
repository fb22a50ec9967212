// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IAuctionHouse, SaleOrder } from "../interfaces/IAuctionHouse.sol";
import { ILedger, MarketState, Seizure, Vault } from "../interfaces/ILedger.sol";
import { IOracleHub, Price, PriceState } from "../interfaces/IOracleHub.sol";
import { MarketId, RiskTerms } from "../interfaces/IRiskParameters.sol";
import { AuctionMath } from "../libraries/AuctionMath.sol";
import { SharesMath } from "../libraries/SharesMath.sol";
import { LotBooks } from "./LotBooks.sol";
import { LotTakes } from "./LotTakes.sol";

/// @title Dutch auctions: where lots come from, and what becomes of those that nobody takes
contract AuctionHouse is LotTakes {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev The curve of a sale: a percent every two minutes, down to a fifth in five and a half hours. Nobody knows the market of a governance
    /// token whose protocol is short of money, so it starts where governance says and has a long way to fall.
    uint64 private constant SALE_CUT_WAD = 0.99e18;
    uint16 private constant SALE_STEP = 120;
    uint16 private constant SALE_TAIL = 21_600;
    uint16 private constant SALE_FLOOR_BPS = 2_000;

    IOracleHub private immutable ORACLE;

    /// @dev Written by a redo, never erased: the numbers of lots are not used again.
    mapping(uint256 lotId => bool) private _ranOut;

    constructor(ILedger ledger, address authority) AccessManaged(authority) LotBooks(ledger) {
        ORACLE = ledger.ORACLE();
    }

    /* KICK */

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
        lot.penalty = AuctionMath.penaltyDown(seizure.debt, terms.liquidationPenaltyBps);
        // The debt of a lot is at most 95 bits.
        lot.tab = uint104(AuctionMath.tabOf(seizure.debt, lot.penalty));
        uint256 reward = _rewardDown(seizure, lot.tab, standing.kickRewardBps, 10 ** edition.decimals);
        if (seizure.collateral == reward) revert AuctionHouseNothingToSell();
        // A vault holds no more than 104 bits.
        lot.collateral = uint104(seizure.collateral - reward);
        lot.ownerIndex = vault.index;
        lot.edition = standing.edition;
        lot.topPriceWad = _topPrice(seizure.priceWad, standing.bufferBps);
        lotId = _open(lot);

        emit LotKicked(lotId, id, owner, msg.sender, seizure.debt, lot.tab, lot.collateral, reward, lot.topPriceWad);

        if (reward != 0) edition.token.safeTransfer(msg.sender, reward);
    }

    /// @dev What the cap leaves room for. Where that is not the whole debt, the vault keeps its MinimumDebt and the lot is worth an auction.
    function _mostDebt(
        MarketId id,
        Vault memory vault,
        uint256 maxInAuction,
        uint256 minimumDebt
    ) private view returns (uint256) {
        MarketState memory state = LEDGER.accruedStateOf(id);
        uint256 most = Math.min(Math.saturatingSub(maxInAuction, state.inAuction), AuctionMath.MAX_DEBT);
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

    /// @dev Rounded up. Prices beyond 128 bits do not exist; a buffer must not make one that stops a kick.
    function _topPrice(uint256 highWad, uint256 bufferBps) private pure returns (uint128) {
        return uint128(Math.min(Math.mulDiv(highWad, bufferBps, BPS, Math.Rounding.Ceil), type(uint128).max));
    }

    /* WHAT NOBODY TAKES */

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
        _ranOut[lotId] = true;
        emit LotRedone(lotId, msg.sender, oldTopPriceWad, lot.topPriceWad);
    }

    /// @dev What the oracle says counts, also in a market that is shut: a feed may come back. While it is silent, what such a market is settled
    /// at is the only price there is.
    function _highPrice(MarketId id) private view returns (uint256 priceWad) {
        bytes32 feed = LEDGER.keyOf(id).feed;
        Price memory price = ORACLE.peek(feed);
        if (price.state != PriceState.DOWN && price.high != 0) return price.high;
        priceWad = LEDGER.settlementPriceOf(id);
        if (priceWad == 0) revert AuctionHousePriceNotUsable(feed, price.state);
    }

    /// @inheritdoc IAuctionHouse
    function giveUp(uint256 lotId) external restricted nonReentrant {
        Lot storage lot = _lotOf(lotId);
        Edition storage edition = _editions[lot.edition];
        (, bool isOver) = _priceOf(lot, edition);
        if (!isOver && !_ranOut[lotId]) revert AuctionHouseNotOver(lotId);
        uint256 debt = AuctionMath.debtOf(lot.tab, lot.penalty);
        if (debt == 0) revert AuctionHouseNothingToDo();
        lot.penalty = AuctionMath.NO_DEBT;
        emit LotGivenUp(lotId, debt);
        LEDGER.settle(edition.id, 0, 0, debt);
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
        lot.penalty = AuctionMath.NO_DEBT;
        lotId = _open(lot);
        _sellerOf[lotId] = msg.sender;

        emit SaleOpened(lotId, msg.sender, order.derivative, order.token, order.amount, order.tab, order.topPriceWad);

        uint256 before = order.token.balanceOf(address(this));
        order.token.safeTransferFrom(msg.sender, address(this), order.amount);
        _requireReceived(order.token, before, order.amount);
    }

    /// @inheritdoc IAuctionHouse
    function cutSale(uint256 lotId, uint256 tab) external nonReentrant returns (uint256 returned) {
        Lot storage lot = _lotOf(lotId);
        if (_sellerOf[lotId] != msg.sender) revert AuctionHouseNotSeller(lotId, msg.sender);
        uint256 oldTab = lot.tab;
        if (tab >= oldTab) revert AuctionHouseNothingToDo();
        if (tab >= LOT_DUST) {
            // Less than was stored before.
            lot.tab = uint104(tab);
            emit SaleCut(lotId, oldTab, tab);
            return 0;
        }
        IERC20 token = _editions[lot.edition].token;
        returned = lot.collateral;
        _remove(lotId, lot);
        emit LotClosed(lotId, msg.sender, returned, oldTab, 0);
        token.safeTransfer(msg.sender, returned);
    }
}
