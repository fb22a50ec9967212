// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { InvariantBase } from "../support/InvariantBase.sol";
import { DelaysHandler } from "./DelaysHandler.sol";

/// @title Invariant 43: what relaxes counts no earlier than a day after it was decided, and what was replaced or cut never does
/// @dev Waiting for the execution itself is the timelock's, and tested with it.
contract DelaysInvariantsTest is InvariantBase {
    DelaysHandler private _world;

    function setUp() public {
        _world = new DelaysHandler();
        targetContract(address(_world));
        targetSelector(address(_world), _world.actions());
        targetSender(address(0xCA11));
    }

    /// hardhat-config: invariant.runs = 40
    /// hardhat-config: invariant.depth = 128
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_raisesCountAfterADayAndReplacedOnesNever() public view {
        for (uint256 i = 0; i < _world.MARKETS(); ++i) {
            uint256 ceiling = _world.ceilingOf(i);
            assertEq(ceiling, _world.due(_world.ceilingLimit(i)), "a ceiling counts that is not due");
        }
        for (uint256 i = 0; i < _world.RISKS(); ++i) {
            assertEq(_world.capOf(i), _world.due(_world.capLimit(i)), "a cap counts that is not due");
        }
    }

    /// @dev An invariant is worth as much as the walk that it was checked on.
    function test_aWalkMeetsRaisesThatAreReplacedAndCut() public {
        bytes4[] memory actions = _world.actions();
        for (uint256 i = 0; i < 500; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            (bool kept, ) = address(_world).call(
                abi.encodeWithSelector(actions[seed % actions.length], seed >> 8, seed >> 64, seed >> 128)
            );
            assertTrue(kept, "a step of the walk failed");
            invariant_raisesCountAfterADayAndReplacedOnesNever();
        }
        string[10] memory corners = [
            "issue",
            "refused",
            "a raise",
            "a raise replaced",
            "a raise cut",
            "a cap's raise",
            "a cap's raise replaced",
            "a cap's raise cut",
            "the first second",
            "the last second"
        ];
        for (uint256 i = 0; i < corners.length; ++i) {
            assertLe(2, _world.seen(corners[i]), corners[i]);
        }
    }
}
