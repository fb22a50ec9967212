// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { ILedger } from "../../../contracts/interfaces/ILedger.sol";
import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { FuzzBase } from "../support/FuzzBase.sol";
import { LedgerCast } from "./LedgerCast.sol";
import { LedgerHandler } from "./LedgerHandler.sol";

/// @title An invariant is worth as much as the states that it was checked in: two long walks, and where they came by
/// @notice Measured over 28 walks of 400 steps, in percent of calls that the Ledger accepted: open 36, lock 94, withdraw 73, issue 27, repay 95,
/// adjust 44, exit 100, liquidate 21, writeOff 9, tighten 93, relax 87, seize 28, settle 100, cover 83, coverFromSurplus 59, mintSurplus 98,
/// freeze 62, restrain 94, expose 81, shutdown 19, redeem 60.
contract LedgerHandlerTest is FuzzBase {
    /// @dev A failing test is run again with every opcode recorded, at some ten megabytes a step: long enough to meet everything from these
    /// seeds, short enough to fail on a small machine.
    uint256 private constant STEPS = 400;
    uint256[2] private _seeds = [uint256(77), 100];

    function test_walksSucceedWithEveryActionAndMeetEveryGuard() public {
        LedgerHandler[2] memory worlds = [_walk(_seeds[0]), _walk(_seeds[1])];
        _assertSuccesses(worlds);
        _assertRefusals(worlds);
        _assertCorners(worlds);
    }

    function _walk(uint256 seed) private returns (LedgerHandler world) {
        world = new LedgerHandler(false);
        bytes4[] memory actions = world.actions();
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            // Its own number, or what an action does would depend on its place in the list.
            bytes32 argument = keccak256(abi.encode(seed, "argument"));
            (bool kept, bytes memory reason) = address(world).call(
                abi.encodeWithSelector(actions[seed % actions.length], argument)
            );
            if (!kept) _rethrow(reason);
        }
    }

    function _rethrow(bytes memory reason) private pure {
        assembly ("memory-safe") {
            revert(add(reason, 32), mload(reason))
        }
    }

    function _assertSuccesses(LedgerHandler[2] memory worlds) private view {
        for (uint256 i = 0; i <= uint256(type(LedgerCast.Action).max); ++i) {
            LedgerCast.Action action = LedgerCast.Action(i);
            uint256 tried = worlds[0].tried(action) + worlds[1].tried(action);
            uint256 done = worlds[0].done(action) + worlds[1].done(action);
            assertLe(1, done, "an action never succeeds");
            assertLe(tried, done * 10, "an action is refused too often");
        }
    }

    /// @dev `LedgerInsufficientCollateral` and `LedgerRepaysTooMuch` are met by the tests of `adjust`: here amounts come from the vault.
    function _assertRefusals(LedgerHandler[2] memory worlds) private view {
        bytes4[14] memory errors = [
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
            ILedger.LedgerFreezeTooSoon.selector,
            ILedger.LedgerNotDead.selector,
            ILedger.LedgerShut.selector,
            IAccessManaged.AccessManagedUnauthorized.selector
        ];
        for (uint256 i = 0; i < errors.length; ++i) {
            assertTrue(worlds[0].refused(errors[i]) + worlds[1].refused(errors[i]) != 0, "a guard was never met");
        }
    }

    function _assertCorners(LedgerHandler[2] memory worlds) private view {
        string[11] memory corners = [
            "operator call",
            "third-party repayment",
            "emptied market",
            "exit in the dark",
            "partial liquidation",
            "seizure at a degraded price",
            "bad debt",
            "partial seizure",
            "bad debt of an auction",
            "ramp",
            "delayed ceiling"
        ];
        for (uint256 i = 0; i < corners.length; ++i) {
            assertTrue(worlds[0].seen(corners[i]) + worlds[1].seen(corners[i]) != 0, corners[i]);
        }
    }
}
