// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Derivative } from "../../../contracts/core/Derivative.sol";
import { AuctionParameter, AuctionSetting } from "../../../contracts/interfaces/IAuctionParameters.sol";
import { ILedger, MarketKey } from "../../../contracts/interfaces/ILedger.sol";
import { PriceState } from "../../../contracts/interfaces/IOracleHub.sol";
import { MarketId } from "../../../contracts/interfaces/IRiskParameters.sol";
import { AuctionHouse } from "../../../contracts/liquidation/AuctionHouse.sol";
import { BlockingToken } from "../../../contracts/test/BlockingToken.sol";
import { LedgerWorld } from "../core/LedgerWorld.sol";

/// @title The whole protocol with an auction house, and markets whose collateral has any number of decimals and any temper
abstract contract AuctionWorld is LedgerWorld {
    uint64 internal constant MODULE = 6;
    uint256 internal constant BPS = 1e4;
    /// @dev Places of the markets.
    uint256 internal constant MOODY = 4;
    uint256 internal constant MARKETS = 6;
    address internal constant BANK = address(0xBA4C);

    AuctionHouse public immutable HOUSE;
    BlockingToken public immutable MOODY_TOKEN;

    constructor() {
        HOUSE = new AuctionHouse(ILedger(address(LEDGER)), address(AUTHORITY));
        MOODY_TOKEN = new BlockingToken("MOODY", 6);
        bytes4[] memory selectors = new bytes4[](2);
        (selectors[0], selectors[1]) = (ILedger.seize.selector, ILedger.settle.selector);
        AUTHORITY.setTargetFunctionRole(address(LEDGER), selectors, MODULE);
        AUTHORITY.grantRole(MODULE, address(HOUSE), 0);
        HOUSE.setMaxInAuction(USD, 2 ** 120);
        HOUSE.setMaxInAuction(EUR, 2 ** 120);

        _list(USD, "WETH-A", 18, 2_000e18, _ordinaryTerms());
        _list(USD, "WBTC-A", 8, 60_000e18, _ordinaryTerms());
        _list(USD, "CENT-A", 2, 100e18, _ordinaryTerms());
        _list(EUR, "BARS-A", 0, 50e18, _ordinaryTerms());
        _listMoody();
        _list(EUR, "FINE-A", 24, 3e18, _ordinaryTerms());
        for (uint256 i = 0; i < MARKETS; ++i) {
            _set(i, AuctionParameter.MaxInAuction, 60_000e18);
        }
        _fillBank(USD, "RESERVE-USD");
        _fillBank(EUR, "RESERVE-EUR");
    }

    /// @dev A lender with more derivative than everybody together will ever need.
    function _fillBank(Derivative derivative, bytes32 label) private {
        Listing memory reserve = _list(derivative, label, 18, 1e18, _ordinaryTerms());
        _open(reserve, BANK, 16_000_000e18, 10_000_000e18);
    }

    function _listMoody() private {
        Listing memory listing;
        (listing.token, listing.feed, listing.derivative) = (MOODY_TOKEN, "MOODY-A", USD);
        (listing.unit, listing.fairPrice) = (1e6, 1e18);
        ORACLE.setPrice(listing.feed, 1e18, 1e18, 1e18, PriceState.OK);
        MarketKey memory key = MarketKey(USD, MOODY_TOKEN, listing.feed, listing.feed);
        listing.id = LEDGER.createMarket(key, _ordinaryTerms());
        _listings.push(listing);
    }

    function _set(uint256 place, AuctionParameter parameter, uint256 value) internal {
        AuctionSetting[] memory settings = new AuctionSetting[](1);
        settings[0] = AuctionSetting(parameter, value);
        HOUSE.configure(_listings[place].id, settings);
    }

    function _placeOf(MarketId id) internal view returns (uint256) {
        for (uint256 i = 0; i < MARKETS; ++i) {
            if (MarketId.unwrap(_listings[i].id) == MarketId.unwrap(id)) return i;
        }
        revert AssertionFailed("no market of that name");
    }
}
