// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IAuctionHouse, LotState } from "../interfaces/IAuctionHouse.sol";
import { ILedger, MarketKey } from "../interfaces/ILedger.sol";
import { MarketId } from "../interfaces/IRiskParameters.sol";
import { AuctionMath } from "../libraries/AuctionMath.sol";
import { AuctionParameters } from "./AuctionParameters.sol";

/// @title What is stored of the lots: which are open, what is left of each and what it costs now
abstract contract LotBooks is IAuctionHouse, AuctionParameters {
    using SafeERC20 for IERC20;

    /// @dev Two slots; a take writes the second alone. A lot exists if and only if it has an edition. Open lots form a list from the newest to
    /// the oldest. They are numbered in 24 bits, which is what fits: sixteen million lots of at least `LOT_DUST` are all that a house ever sells.
    /// @param ownerIndex The owner's place in the market's list of owners, from 1; 0 for a sale.
    /// @param penalty The part of the tab that is not debt and is paid last, see `AuctionMath`; `NO_DEBT` for a sale and for a lot that was
    /// given up.
    struct Lot {
        uint128 topPriceWad;
        uint40 startedAt;
        uint24 edition;
        uint24 ownerIndex;
        uint40 penalty;
        // 2nd slot
        uint104 collateral;
        uint104 tab;
        uint24 newer;
        uint24 older;
    }

    /// @inheritdoc IAuctionHouse
    ILedger public immutable LEDGER;

    uint24 private _lotCount;
    uint24 private _openLotCount;
    uint24 private _newestLot;
    mapping(uint256 lotId => Lot) private _lots;
    mapping(uint256 lotId => address) internal _sellerOf;

    constructor(ILedger ledger) {
        LEDGER = ledger;
    }

    /* BOOKKEEPING */

    function _open(Lot memory lot) internal returns (uint256) {
        (uint24 lotId, uint24 older) = (_lotCount + 1, _newestLot);
        (_lotCount, _newestLot) = (lotId, lotId);
        ++_openLotCount;
        if (older != 0) _lots[older].newer = lotId;
        (lot.startedAt, lot.older) = (uint40(block.timestamp), older);
        _lots[lotId] = lot;
        return lotId;
    }

    function _remove(uint256 lotId, Lot storage lot) internal {
        (uint24 newer, uint24 older) = (lot.newer, lot.older);
        if (newer == 0) _newestLot = older;
        else _lots[newer].older = older;
        if (older != 0) _lots[older].newer = newer;
        --_openLotCount;
        if (lot.ownerIndex == 0) delete _sellerOf[lotId];
        delete _lots[lotId];
    }

    function _lotOf(uint256 lotId) internal view returns (Lot storage lot) {
        lot = _lots[lotId];
        if (lot.edition == 0) revert AuctionHouseUnknownLot(lotId);
    }

    function _ownerOf(uint256 lotId, uint256 ownerIndex, MarketId id) internal view returns (address) {
        return ownerIndex == 0 ? _sellerOf[lotId] : LEDGER.ownerAt(id, ownerIndex - 1);
    }

    /// @dev The price at the tail stands for all that come after.
    function _priceOf(Lot storage lot, Edition storage edition) internal view returns (uint256 priceWad, bool isOver) {
        (uint256 elapsed, uint256 tail) = (block.timestamp - lot.startedAt, edition.tail);
        uint256 topPriceWad = lot.topPriceWad;
        priceWad = AuctionMath.priceUp(topPriceWad, edition.cutWad, Math.min(elapsed, tail) / edition.step);
        isOver = elapsed > tail || AuctionMath.isBelowFloor(priceWad, topPriceWad, edition.floorBps);
    }

    /* HOOKS OF THE PARAMETERS */

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
                owner: _ownerOf(lotId, lot.ownerIndex, edition.id),
                derivative: edition.derivative,
                token: edition.token,
                decimals: edition.decimals,
                collateral: lot.collateral,
                tab: lot.tab,
                debt: AuctionMath.debtOf(lot.tab, lot.penalty),
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
