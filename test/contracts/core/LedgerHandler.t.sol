// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { ILedger } from "../../../contracts/interfaces/ILedger.sol";
import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { FuzzBase } from "../support/FuzzBase.sol";
import { LedgerCast } from "./LedgerCast.sol";
import { LedgerHandler } from "./LedgerHandler.sol";

/// @title An invariant is worth as much as the states that it was checked in: one long walk, and where it came by
contract LedgerHandlerTest is FuzzBase {
    /// @dev A failing test is run again with every opcode recorded, at some ten megabytes a step: long enough to meet everything from this
    /// seed, short enough to fail on a small machine.
    uint256 private constant STEPS = 300;
    uint256 private constant SEED = 28;

    function test_aWalkSucceedsWithEveryActionAndMeetsEveryGuard() public {
        LedgerHandler world = new LedgerHandler(false);
        bytes4[] memory actions = world.actions();
        uint256 seed = SEED;
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            (bool kept, bytes memory reason) = address(world).call(
                abi.encodeWithSelector(actions[seed % actions.length], seed)
            );
            if (!kept) _rethrow(reason);
        }
        _assertSuccesses(world);
        _assertRefusals(world);
        _assertCorners(world);
    }

    function _rethrow(bytes memory reason) private pure {
        assembly ("memory-safe") {
            revert(add(reason, 32), mload(reason))
        }
    }

    function _assertSuccesses(LedgerHandler world) private view {
        for (uint256 i = 0; i <= uint256(type(LedgerCast.Action).max); ++i) {
            (uint256 tried, uint256 done) = (world.tried(LedgerCast.Action(i)), world.done(LedgerCast.Action(i)));
            assertLe(1, done, "an action never succeeds");
            assertLe(tried, done * 10, "an action is refused too often");
        }
    }

    /// @dev `LedgerInsufficientCollateral` and `LedgerRepaysTooMuch` are met by the tests of `adjust`: here amounts come from the vault.
    function _assertRefusals(LedgerHandler world) private view {
        bytes4[11] memory errors = [
            ILedger.LedgerNothingToDo.selector,
            ILedger.LedgerNotOperator.selector,
            ILedger.LedgerUnhealthy.selector,
            ILedger.LedgerBelowMinimumDebt.selector,
            ILedger.LedgerDebtCeilingExceeded.selector,
            ILedger.LedgerPriceNotUsable.selector,
            ILedger.LedgerHealthy.selector,
            ILedger.LedgerSelfLiquidation.selector,
            ILedger.LedgerNotWorthless.selector,
            ILedger.LedgerLeavesDust.selector,
            IAccessManaged.AccessManagedUnauthorized.selector
        ];
        for (uint256 i = 0; i < errors.length; ++i) {
            assertTrue(world.refused(errors[i]) != 0, "a guard was never met");
        }
    }

    function _assertCorners(LedgerHandler world) private view {
        string[9] memory corners = [
            "operator call",
            "third-party repayment",
            "emptied market",
            "exit in the dark",
            "partial liquidation",
            "seizure at a degraded price",
            "bad debt",
            "ramp",
            "delayed ceiling"
        ];
        for (uint256 i = 0; i < corners.length; ++i) {
            assertTrue(world.seen(corners[i]) != 0, corners[i]);
        }
    }
}
