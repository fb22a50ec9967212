// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Derivative } from "../../../contracts/core/Derivative.sol";
import { Ledger } from "../../../contracts/core/Ledger.sol";
import { MarketState, Vault } from "../../../contracts/interfaces/ILedger.sol";
import { InvariantBase } from "../support/InvariantBase.sol";
import { LedgerHandler } from "./LedgerHandler.sol";
import { LedgerWorld } from "./LedgerWorld.sol";

/// @title What holds after every call, whatever was called before
contract LedgerInvariantsTest is InvariantBase {
    LedgerHandler private _world;
    Ledger private _ledger;
    LedgerWorld.Listing[] private _listings;

    function setUp() public {
        _world = new LedgerHandler();
        _ledger = _world.LEDGER();
        LedgerWorld.Listing[] memory listings = _world.listings();
        for (uint256 i = 0; i < listings.length; ++i) {
            _listings.push(listings[i]);
        }
        targetContract(address(_world));
        targetSender(address(0xCA11));
    }

    function invariant_collateralIsHeldAndCounted() public view {
        for (uint256 i = 0; i < _listings.length; ++i) {
            uint256 sum = 0;
            for (uint256 j = 0; j < _world.ownerCount(); ++j) {
                sum += _ledger.vaultOf(_listings[i].id, _world.owners(j)).collateral;
            }
            uint256 total = _ledger.stateOf(_listings[i].id).totalCollateral;
            assertEq(total, sum, "total collateral is the sum of the vaults'");
            assertLe(total, _listings[i].token.balanceOf(address(_ledger)), "collateral is there");
        }
    }

    function invariant_supplyAndSurplusAreDebtAndDeficit() public view {
        _assertIdentity(_world.USD());
        _assertIdentity(_world.EUR());
    }

    function _assertIdentity(Derivative derivative) private view {
        uint256 owed = 0;
        for (uint256 i = 0; i < _listings.length; ++i) {
            if (_listings[i].derivative != derivative) continue;
            MarketState memory state = _ledger.stateOf(_listings[i].id);
            owed += uint256(state.totalDebt) + state.deficit;
        }
        assertEq(derivative.totalSupply() + _ledger.surplusOf(derivative), owed, "supply + surplus = debt + deficit");
    }
}
