// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { ILedger } from "../../../contracts/interfaces/ILedger.sol";
import { IRiskParameters } from "../../../contracts/interfaces/IRiskParameters.sol";
import { FuzzBase } from "../support/FuzzBase.sol";
import { LedgerCast } from "./LedgerCast.sol";
import { LedgerHandler } from "./LedgerHandler.sol";

/// @title An invariant is worth as much as the states that it was checked in: one long walk, and where it came by
contract LedgerHandlerTest is FuzzBase {
    uint256 private constant STEPS = 400;

    function test_aWalkSucceedsWithEveryActionAndMeetsEveryGuard() public {
        LedgerHandler world = new LedgerHandler(false);
        bytes4[] memory actions = world.actions();
        uint256 seed = 1;
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            (bool kept, bytes memory reason) = address(world).call(
                abi.encodeWithSelector(actions[seed % actions.length], seed)
            );
            if (!kept) revert AssertionFailed(string(abi.encodePacked("a step broke a rule: ", reason)));
        }
        _assertSuccesses(world);
        _assertRefusals(world);
        _assertCorners(world);
    }

    function _assertSuccesses(LedgerHandler world) private view {
        for (uint256 i = 0; i <= uint256(type(LedgerCast.Action).max); ++i) {
            (uint256 tried, uint256 done) = (world.tried(LedgerCast.Action(i)), world.done(LedgerCast.Action(i)));
            bool rare = LedgerCast.Action(i) == LedgerCast.Action.WriteOff;
            assertLe(rare ? 5 : 30, done, "an action hardly ever succeeds");
            assertLe(tried, done * (rare ? 30 : 6), "an action is refused too often");
        }
    }

    /// @dev `LedgerInsufficientCollateral` and `LedgerRepaysTooMuch` are met by the tests of `adjust`: here amounts come from the vault.
    function _assertRefusals(LedgerHandler world) private view {
        bytes4[10] memory errors = [
            ILedger.LedgerNothingToDo.selector,
            ILedger.LedgerNotOperator.selector,
            ILedger.LedgerUnhealthy.selector,
            ILedger.LedgerBelowMinimumDebt.selector,
            ILedger.LedgerDebtCeilingExceeded.selector,
            ILedger.LedgerPriceNotUsable.selector,
            ILedger.LedgerHealthy.selector,
            ILedger.LedgerSelfLiquidation.selector,
            ILedger.LedgerNotWorthless.selector,
            IRiskParameters.RiskParametersPenaltyTooHigh.selector
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
            assertLe(3, world.seen(corners[i]), corners[i]);
        }
    }
}
