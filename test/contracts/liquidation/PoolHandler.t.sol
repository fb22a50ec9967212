// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { ERC4626 } from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import { ILedger } from "../../../contracts/interfaces/ILedger.sol";
import { IPatientVault } from "../../../contracts/interfaces/IPatientVault.sol";
import { IStabilityPool } from "../../../contracts/interfaces/IStabilityPool.sol";
import { FuzzBase } from "../support/FuzzBase.sol";
import { PoolHandler } from "./PoolHandler.sol";

/// @title An invariant is worth as much as the states that it was checked in: one long walk, and where it came by
/// @notice A vault seldom comes to its end by itself: it takes four full losses with new money in between, which `exhaust` brings about.
contract PoolHandlerTest is FuzzBase {
    uint256 private constant STEPS = 360;
    uint256 private constant SEED = 5;

    function test_aWalkSucceedsWithEveryActionAndMeetsEveryGuard() public {
        PoolHandler world = new PoolHandler();
        bytes4[] memory actions = world.actions();
        uint256 seed = SEED;
        for (uint256 i = 0; i < STEPS; ++i) {
            if (i == (STEPS * 3) / 4) world.exhaust(16);
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

    function _assertSuccesses(PoolHandler world) private view {
        string[10] memory actions = [
            "deposit",
            "mint",
            "request",
            "leave",
            "send",
            "claim",
            "give",
            "absorb",
            "draw",
            "govern"
        ];
        for (uint256 i = 0; i < actions.length; ++i) {
            assertLe(5, world.done(actions[i]), actions[i]);
        }
    }

    function _assertRefusals(PoolHandler world) private view {
        bytes4[5] memory errors = [
            ERC4626.ERC4626ExceededMaxDeposit.selector,
            IPatientVault.PatientVaultTakesNoYield.selector,
            IStabilityPool.StabilityPoolNothingToSpend.selector,
            IStabilityPool.StabilityPoolOverpays.selector,
            ILedger.LedgerBelowMinimumDebt.selector
        ];
        for (uint256 i = 0; i < errors.length; ++i) {
            if (world.refused(errors[i]) == 0) revert AssertionFailedEq("a guard was never met", i, 0);
        }
    }

    function _assertCorners(PoolHandler world) private view {
        string[8] memory corners = [
            "retired",
            "left a retired vault",
            "down to a token",
            "a request was cut",
            "yield on yield",
            "reward",
            "a part absorbed",
            "absorbed at a low price"
        ];
        for (uint256 i = 0; i < corners.length; ++i) {
            assertTrue(world.seen(corners[i]) != 0, corners[i]);
        }
    }
}
