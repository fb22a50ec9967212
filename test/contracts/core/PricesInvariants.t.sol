// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { InvariantBase } from "../support/InvariantBase.sol";
import { PricesHandler } from "./PricesHandler.sol";

/// @title Invariant 38: nothing is minted and nothing withdrawn from a vault with debt while a price is DEGRADED or DOWN
/// @dev The handler judges every call that took something, and this contract that nothing else has minted.
contract PricesInvariantsTest is InvariantBase {
    PricesHandler private _world;

    function setUp() public {
        _world = new PricesHandler();
        targetContract(address(_world));
        targetSelector(address(_world), _world.actions());
        targetSender(address(0xCA11));
    }

    /// hardhat-config: invariant.runs = 40
    /// hardhat-config: invariant.depth = 128
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_nothingIsTakenAtAnUncertainPrice() public view {
        assertEq(_world.USD().totalSupply(), _world.supplySeen(), "something else has minted or burned");
    }

    /// @dev An invariant is worth as much as the walk that it was checked on.
    function test_aWalkTakesAndIsRefused() public {
        bytes4[] memory actions = _world.actions();
        for (uint256 i = 0; i < 400; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            (bool kept, ) = address(_world).call(
                abi.encodeWithSelector(actions[seed % actions.length], seed >> 8, seed >> 64, seed >> 128)
            );
            assertTrue(kept, "a step of the walk failed");
        }
        string[5] memory corners = [
            "taken",
            "refused while degraded",
            "refused while down",
            "left without a price",
            "liquidated"
        ];
        for (uint256 i = 0; i < corners.length; ++i) {
            assertLe(2, _world.seen(corners[i]), corners[i]);
        }
    }
}
