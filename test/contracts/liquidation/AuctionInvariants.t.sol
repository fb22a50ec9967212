// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Derivative } from "../../../contracts/core/Derivative.sol";
import { Ledger } from "../../../contracts/core/Ledger.sol";
import { LotState } from "../../../contracts/interfaces/IAuctionHouse.sol";
import { MarketState } from "../../../contracts/interfaces/ILedger.sol";
import { MarketId } from "../../../contracts/interfaces/IRiskParameters.sol";
import { AuctionHouse } from "../../../contracts/liquidation/AuctionHouse.sol";
import { LedgerWorld } from "../core/LedgerWorld.sol";
import { InvariantBase } from "../support/InvariantBase.sol";
import { AuctionHandler } from "./AuctionHandler.sol";

/// @title What holds of auctions after every call, whatever was called before
contract AuctionInvariantsTest is InvariantBase {
    AuctionHandler private _world;
    AuctionHouse private _house;
    Ledger private _ledger;
    LedgerWorld.Listing[] private _listings;

    function setUp() public {
        _world = new AuctionHandler();
        (_house, _ledger) = (_world.HOUSE(), _world.LEDGER());
        LedgerWorld.Listing[] memory listings = _world.listings();
        for (uint256 i = 0; i < listings.length; ++i) {
            _listings.push(listings[i]);
        }
        targetContract(address(_world));
        targetSelector(address(_world), _world.actions());
        targetSender(address(0xCA11));
    }

    /// @dev Invariant 9, and the list of lots: complete, without end and counted.
    function invariant_lotsAreHeldAndCounted() public view {
        uint256[] memory lotIds = _house.openLots(0, type(uint256).max);
        assertEq(lotIds.length, _house.openLotCount(), "the list is as long as it says");
        LotState[] memory lots = new LotState[](lotIds.length);
        for (uint256 i = 0; i < lotIds.length; ++i) {
            if (i != 0) assertLt(lotIds[i], lotIds[i - 1], "newest first");
            lots[i] = _house.lotOf(lotIds[i]);
            assertTrue(lots[i].collateral != 0 && lots[i].tab != 0, "a lot is open with nothing to sell or to pay");
            assertLe(lots[i].debt, lots[i].tab, "a lot has more debt than tab");
        }
        for (uint256 i = 0; i < _listings.length; ++i) {
            _assertHeld(_listings[i], lots);
        }
    }

    function _assertHeld(LedgerWorld.Listing memory market, LotState[] memory lots) private view {
        (uint256 held, uint256 debt) = (0, 0);
        for (uint256 i = 0; i < lots.length; ++i) {
            if (MarketId.unwrap(lots[i].id) != MarketId.unwrap(market.id)) continue;
            held += lots[i].collateral;
            debt += lots[i].debt;
        }
        held += _credits(market.token);
        assertLe(held, market.token.balanceOf(address(_house)), "collateral of lots and credits is there");
        assertEq(_ledger.stateOf(market.id).inAuction, debt, "debt in auction is that of the lots");
    }

    function invariant_creditsInDerivativeAreThere() public view {
        assertLe(_credits(_world.USD()), _world.USD().balanceOf(address(_house)), "USD credits are there");
        assertLe(_credits(_world.EUR()), _world.EUR().balanceOf(address(_house)), "EUR credits are there");
    }

    function _credits(IERC20 token) private view returns (uint256 sum) {
        for (uint256 i = 0; i < 6; ++i) {
            sum += _house.creditOf(token, _world.owners(i));
        }
    }

    function invariant_supplyAndSurplusAreDebtInAuctionAndDeficit() public view {
        _assertIdentity(_world.USD());
        _assertIdentity(_world.EUR());
    }

    function _assertIdentity(Derivative derivative) private view {
        uint256 owed = 0;
        for (uint256 i = 0; i < _listings.length; ++i) {
            if (_listings[i].derivative != derivative) continue;
            MarketState memory state = _ledger.stateOf(_listings[i].id);
            owed += uint256(state.totalDebt) + state.inAuction + state.deficit;
        }
        assertEq(derivative.totalSupply() + _ledger.surplusOf(derivative), owed, "the books balance");
    }
}

/// @title An invariant is worth as much as the states that it was checked in: one long walk, and where it came by
contract AuctionHandlerTest is InvariantBase {
    uint256 private constant STEPS = 500;

    function test_aWalkMeetsEveryCorner() public {
        AuctionHandler world = new AuctionHandler();
        bytes4[] memory actions = world.actions();
        uint256 seed = 7;
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            (bool kept, ) = address(world).call(abi.encodeWithSelector(actions[seed % actions.length], seed));
            assertTrue(kept, "a step failed");
        }
        string[12] memory corners = [
            "open",
            "repay",
            "kick",
            "partial kick",
            "take",
            "partial take",
            "closed",
            "bad debt",
            "leftover",
            "redo",
            "given up",
            "batch"
        ];
        for (uint256 i = 0; i < corners.length; ++i) {
            assertTrue(world.seen(corners[i]) != 0, corners[i]);
        }
    }
}
