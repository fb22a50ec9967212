// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Ledger } from "../../../contracts/core/Ledger.sol";
import { PriceState } from "../../../contracts/interfaces/IOracleHub.sol";
import { LedgerWorld } from "../core/LedgerWorld.sol";
import { InvariantBase } from "../support/InvariantBase.sol";
import { PowersHandler } from "./PowersHandler.sol";

/// @title Invariant 42: no role mints derivative without collateral, seizes healthy collateral or stands between an owner and repaying
/// @dev The handler judges every call of the villain; this contract lets owners leave after it.
contract PowersInvariantsTest is InvariantBase {
    address private constant PAYER = address(0x9A7E);
    /// @dev A failing test is run again with every opcode recorded: long enough to meet everything, short enough to fail on a small machine.
    uint256 private constant ROUNDS = 7;

    PowersHandler private _world;
    Ledger private _ledger;
    LedgerWorld.Listing[] private _listings;

    function setUp() public {
        _world = new PowersHandler();
        _ledger = _world.LEDGER();
        LedgerWorld.Listing[] memory listings = _world.listings();
        for (uint256 i = 0; i < listings.length; ++i) {
            _listings.push(listings[i]);
        }
        targetContract(address(_world));
        targetSelector(address(_world), _world.actions());
        targetSender(address(0xCA11));
    }

    /// @dev In one market after each call, with and without a price: whoever owes repays by somebody else's hand and takes everything home.
    /// hardhat-config: invariant.runs = 24
    /// hardhat-config: invariant.depth = 100
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_everyOwnerRepaysAndLeaves() public {
        uint256 chance = uint256(keccak256(abi.encode(block.timestamp, _world.USD().totalSupply())));
        LedgerWorld.Listing memory market = _listings[chance % _world.PLACES()];
        if (chance & 256 == 0) _world.ORACLE().setPrice(market.feed, 0, 0, 0, PriceState.DOWN);
        for (uint256 i = 0; i < _world.OWNERS(); ++i) {
            _leave(market, _world.ownerAt(i));
        }
    }

    function _leave(LedgerWorld.Listing memory market, address owner) private {
        uint256 debt = _ledger.debtOf(market.id, owner);
        if (debt != 0) {
            vm.prank(address(_ledger));
            market.derivative.mint(PAYER, debt);
            vm.prank(PAYER);
            _ledger.adjust(market.id, owner, 0, type(int256).min, address(0));
        }
        uint256 locked = _ledger.vaultOf(market.id, owner).collateral;
        if (locked == 0) return;
        uint256 before = market.token.balanceOf(owner);
        vm.prank(owner);
        _ledger.adjust(market.id, owner, -int256(locked), 0, owner);
        assertEq(market.token.balanceOf(owner) - before, locked, "an owner left without all collateral");
    }

    /// @dev An invariant is worth as much as the walk that it was checked on.
    function test_aWalkUsesEveryPower() public {
        bytes4[] memory actions = _world.actions();
        for (uint256 i = 0; i < ROUNDS * actions.length; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("powers", i)));
            (bool kept, bytes memory reason) = address(_world).call(
                abi.encodeWithSelector(actions[i % actions.length], seed >> 8, seed >> 64, seed >> 128)
            );
            if (!kept) {
                assembly ("memory-safe") {
                    revert(add(reason, 32), mload(reason))
                }
            }
        }
        string[10] memory powers = [
            "opened",
            "changed",
            "seized",
            "settled",
            "minted",
            "frozen",
            "capped",
            "auctioned",
            "allowed",
            "stepped"
        ];
        for (uint256 i = 0; i < powers.length; ++i) {
            assertLe(1, _world.seen(powers[i]), powers[i]);
        }
    }
}
