// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IRiskParameters, MarketId, Parameter } from "../../../contracts/interfaces/IRiskParameters.sol";
import { Allowance, IRiskSteward, Window } from "../../../contracts/interfaces/IRiskSteward.sol";
import { RandomTerms } from "../support/RandomTerms.sol";
import { StewardWorld } from "./StewardWorld.sol";

/// @title Any market, any allowance, any moment and any value: what `windowOf` says, `set` does
contract RiskStewardFuzzTest is StewardWorld {
    /// @dev Says what the market does with a tuple, and leaves no trace.
    error Answered(bool accepted);

    function testFuzz_aValueIsAcceptedIfAndOnlyIfItsWindowSaysSo(
        uint256 terms,
        uint256 which,
        uint256 given,
        uint256 age,
        uint256 seed
    ) public {
        MarketId id = _list(USD, "M", 18, 1e18, RandomTerms.from(terms)).id;
        Parameter parameter = Parameter(which % PARAMETERS);
        Allowance memory allowance = _drawAllowance(given, parameter, LEDGER.storedParameter(id, parameter));
        if (given % 8 != 0) _allow(id, allowance);
        if (age % 4 != 0) _step(id, _single(parameter, _drawValue(age, FAST_LANE.windowOf(id, parameter))));
        vm.warp(block.timestamp + bound(age, 0, 2 * allowance.cooldown));

        Window memory window = FAST_LANE.windowOf(id, parameter);
        assertEq(window.stored, LEDGER.storedParameter(id, parameter), "stored");
        uint256 value = _drawValue(seed, window);
        bool isOpen = block.timestamp >= window.opensAt;
        bool allowed = value == window.stored || (isOpen && value >= window.lowest && value <= window.highest);
        bool expected = allowed && _marketAccepts(id, parameter, value);

        (bool made, bytes memory reason) = _step(id, _single(parameter, value));
        assertTrue(made == expected, "accepted if and only if the window and the market say so");
        assertEq(LEDGER.storedParameter(id, parameter), made ? value : window.stored, "the value set, or nothing");
        if (!made) assertTrue(_isOfSteward(reason) != allowed, "refused by whom it should be");
    }

    function testFuzz_aWindowNeverLeavesTheAllowance(uint256 given, uint256 stored, uint256 which) public {
        MarketId id = _list(USD, "M", 18, 1e18, RandomTerms.from(stored)).id;
        Parameter parameter = Parameter(which % PARAMETERS);
        uint256 now_ = LEDGER.storedParameter(id, parameter);
        Allowance memory allowance = _drawAllowance(given, parameter, now_);
        _allow(id, allowance);
        Window memory window = FAST_LANE.windowOf(id, parameter);
        assertLe(allowance.min, window.lowest, "min");
        assertLe(window.highest, allowance.max, "max");
        uint256 step = allowance.relative ? (now_ * allowance.maxStep) / 1e4 : allowance.maxStep;
        assertLe(now_, window.lowest + step, "not further down than a step");
        assertLe(window.highest, now_ + step, "not further up than a step");
    }

    /// @dev Whether governance itself could set the value: the change is made and undone.
    function _marketAccepts(MarketId id, Parameter parameter, uint256 value) private returns (bool) {
        try this.rehearse(id, parameter, value) {
            return false;
        } catch (bytes memory answer) {
            return bytes4(answer) == Answered.selector;
        }
    }

    function rehearse(MarketId id, Parameter parameter, uint256 value) external {
        LEDGER.relax(id, _single(parameter, value));
        revert Answered(true);
    }

    function _isOfSteward(bytes memory reason) private pure returns (bool) {
        bytes4 selector = bytes4(reason);
        return
            selector == IRiskSteward.RiskStewardNotAllowed.selector ||
            selector == IRiskSteward.RiskStewardCoolingDown.selector ||
            selector == IRiskSteward.RiskStewardOutsideWindow.selector;
    }
}
