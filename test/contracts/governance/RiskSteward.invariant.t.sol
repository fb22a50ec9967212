// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Parameter } from "../../../contracts/interfaces/IRiskParameters.sol";
import { InvariantBase } from "../support/InvariantBase.sol";
import { StewardHandler } from "./StewardHandler.sol";

/// @title Invariant 40: the handler judges every single step, this contract where all of them together have led
contract RiskStewardInvariantTest is InvariantBase {
    StewardHandler private _world;

    function setUp() public {
        _world = new StewardHandler();
        targetContract(address(_world));
        targetSender(address(0xCA11));
        bytes4[] memory actions = new bytes4[](8);
        actions[0] = StewardHandler.step.selector;
        actions[1] = StewardHandler.step.selector;
        actions[2] = StewardHandler.stepTuple.selector;
        actions[3] = StewardHandler.rush.selector;
        actions[4] = StewardHandler.wait.selector;
        actions[5] = StewardHandler.relax.selector;
        actions[6] = StewardHandler.allow.selector;
        actions[7] = StewardHandler.disallow.selector;
        targetSelector(address(_world), actions);
    }

    /// hardhat-config: invariant.runs = 32
    /// hardhat-config: invariant.depth = 100
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_noMoreThanOneStepACooldown() public view {
        for (uint256 market = 0; market < _world.MARKETS(); ++market) {
            for (uint256 i = 0; i <= uint256(type(Parameter).max); ++i) {
                _assertDrift(market, i);
            }
        }
    }

    function _assertDrift(uint256 market, uint256 parameter) private view {
        StewardHandler.Track memory track = _world.trackOf(market, parameter);
        uint256 stored = _world.LEDGER().storedParameter(_world.idOf(market), Parameter(parameter));
        if (track.allowance.maxStep == 0) {
            assertEq(stored, track.origin, "nothing moves without an allowance");
            return;
        }
        uint256 most = 1 + (block.timestamp - track.since) / track.allowance.cooldown;
        assertLe(track.steps, most, "steps in that time");
        if (track.allowance.relative) return;
        uint256 drift = Math.max(stored, track.origin) - Math.min(stored, track.origin);
        assertLe(drift, most * track.allowance.maxStep, "drift in that time");
    }

    /// @dev An invariant is worth as much as the walk that it was checked on.
    function test_aWalkMeetsStepsAndRefusals() public {
        for (uint256 i = 0; i < 60; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            _world.wait(seed);
            _world.step(i, seed >> 8, seed);
            _world.stepTuple(i, seed >> 16, seed);
            _world.rush(i, seed >> 24, seed);
        }
        assertLe(40, _world.made(), "steps are made");
        assertLe(40, _world.refused(), "steps are refused");
    }
}
