// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Derivative } from "../../../contracts/core/Derivative.sol";
import { Ledger } from "../../../contracts/core/Ledger.sol";
import { MarketState } from "../../../contracts/interfaces/ILedger.sol";
import { Backstop } from "../../../contracts/liquidation/Backstop.sol";
import { LedgerWorld } from "../core/LedgerWorld.sol";
import { InvariantBase } from "../support/InvariantBase.sol";
import { BackstopHandler } from "./BackstopHandler.sol";

/// @title What holds of the waterfall after every call; its order is judged at every call of `cover` by the handler
contract BackstopInvariantsTest is InvariantBase {
    BackstopHandler private _world;
    Ledger private _ledger;
    Derivative private _usd;
    LedgerWorld.Listing[] private _listings;

    function setUp() public {
        _world = new BackstopHandler();
        (_ledger, _usd) = (_world.LEDGER(), _world.USD());
        LedgerWorld.Listing[] memory listings = _world.listings();
        for (uint256 i = 0; i < listings.length; ++i) {
            _listings.push(listings[i]);
        }
        targetContract(address(_world));
        targetSelector(address(_world), _world.actions());
        targetSender(address(0xCA11));
    }

    /// @dev Invariant 50: the books balance through cover, sale and distribution.
    function invariant_supplyAndSurplusAreDebtInAuctionAndDeficit() public view {
        (uint256 owed, uint256 deficit, uint256 inAuction) = (0, 0, 0);
        for (uint256 i = 0; i < _listings.length; ++i) {
            if (address(_listings[i].derivative) != address(_usd)) continue;
            MarketState memory state = _ledger.stateOf(_listings[i].id);
            owed += uint256(state.totalDebt) + state.inAuction + state.deficit;
            deficit += state.deficit;
            inAuction += state.inAuction;
        }
        assertEq(_usd.totalSupply() + _ledger.surplusOf(_usd), owed, "the books balance");
        assertEq(_ledger.deficitOf(_usd), deficit, "the deficits of the markets are the derivative's");
        assertEq(_ledger.inAuctionOf(_usd), inAuction, "so is their debt in auction");
    }

    function invariant_whatStandsWasNotedBefore() public view {
        (uint256 standing, uint256 noted, uint256 notedAt) = _world.BACKSTOP().standingOf(_usd);
        assertLe(standing, noted, "more stands than was noted");
        assertLe(notedAt, block.timestamp, "a note of the future");
    }

    /// @dev Tokens are in the backstop, in its sale or with a taker; the money of the insured is in their pool.
    function invariant_tokensAndMoneyAreWhereTheyBelong() public view {
        Backstop backstop = _world.BACKSTOP();
        uint256 lotId = backstop.saleOf(_usd);
        uint256 held = _world.TOKEN().balanceOf(address(backstop)) + _world.TOKEN().balanceOf(address(0x7A4E));
        if (_world.HOUSE().isOpen(lotId)) held += _world.HOUSE().lotOf(lotId).collateral;
        assertEq(held, _world.TOKENS(), "tokens are missing");
        assertLe(_world.HOUSE().openLotCount(), 1, "more than one sale at a time");
        assertLe(_world.INSURANCE().totalAssets(), _usd.balanceOf(address(_world.INSURANCE())), "money is missing");
    }
}

/// @title An invariant is worth as much as the states that it was checked in: one long walk, and where it came by
contract BackstopHandlerTest is InvariantBase {
    uint256 private constant STEPS = 400;

    function test_aWalkMeetsEveryStepOfTheWaterfall() public {
        BackstopHandler world = new BackstopHandler();
        bytes4[] memory actions = world.actions();
        uint256 seed = 3;
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            (bool kept, bytes memory reason) = address(world).call(
                abi.encodeWithSelector(actions[seed % actions.length], seed)
            );
            if (kept) continue;
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
        string[12] memory corners = [
            "lose",
            "take in parts",
            "surplus",
            "proceeds",
            "insurance",
            "sale",
            "ended",
            "buy",
            "distribute",
            "insure",
            "pay",
            "give"
        ];
        for (uint256 i = 0; i < corners.length; ++i) {
            assertTrue(world.seen(corners[i]) != 0, corners[i]);
        }
    }
}
