// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { RiskSteward } from "../../../contracts/governance/RiskSteward.sol";
import { IRiskParameters, MarketId, Parameter, Setting } from "../../../contracts/interfaces/IRiskParameters.sol";
import { Allowance, IRiskSteward, Window } from "../../../contracts/interfaces/IRiskSteward.sol";
import { LedgerWorld } from "../core/LedgerWorld.sol";

/// @title The protocol of `LedgerWorld` with a RiskSteward, whose only steward is `WHO`; this contract remains its governance
abstract contract StewardWorld is LedgerWorld {
    address internal constant WHO = address(0x57E3A4D);
    uint64 private constant STEWARD = 9;
    uint256 internal constant PARAMETERS = uint256(type(Parameter).max) + 1;

    RiskSteward public immutable FAST_LANE;

    constructor() {
        FAST_LANE = new RiskSteward(LEDGER, address(AUTHORITY));
        uint64 relax = AUTHORITY.getTargetFunctionRole(address(LEDGER), IRiskParameters.relax.selector);
        _bind(IRiskSteward.allow.selector, relax);
        _bind(IRiskSteward.disallow.selector, relax);
        _bind(IRiskSteward.set.selector, STEWARD);
        AUTHORITY.grantRole(relax, address(FAST_LANE), 0);
        AUTHORITY.grantRole(STEWARD, WHO, 0);
    }

    function _bind(bytes4 selector, uint64 role) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        AUTHORITY.setTargetFunctionRole(address(FAST_LANE), selectors, role);
    }

    /// @dev One allowance that the contract accepts, from one seed: every range, step and cooldown may come.
    function _drawAllowance(
        uint256 seed,
        Parameter parameter,
        uint256 stored
    ) internal pure returns (Allowance memory drawn) {
        uint256 least = parameter == Parameter.DebtCeiling ? 0 : 1;
        drawn.parameter = parameter;
        drawn.relative = _roll(seed, "relative") % 2 == 0;
        drawn.cooldown = bound(_roll(seed, "cooldown"), 1 hours, 4 days);
        // Around the stored value, so that there is something to do; and beside it, so that the ends of the range are met.
        drawn.min = bound(_roll(seed, "min"), stored / 2 < least ? least : stored / 2, stored + stored / 50 + least);
        drawn.max = bound(_roll(seed, "max"), drawn.min, drawn.min + stored + 1);
        if (drawn.max > 2 ** 120) drawn.max = 2 ** 120;
        if (drawn.min > drawn.max) drawn.min = drawn.max;
        drawn.maxStep = bound(_roll(seed, "step"), 1, drawn.relative ? 2_000 : 1 + stored / 10);
    }

    /// @dev A value at, around or far from the window's ends.
    function _drawValue(uint256 seed, Window memory window) internal pure returns (uint256) {
        uint256 kind = _roll(seed, "kind") % 8;
        if (kind == 0) return window.stored;
        if (kind == 1) return window.lowest;
        if (kind == 2) return window.highest;
        if (kind == 3) return window.lowest == 0 ? 0 : window.lowest - 1;
        if (kind == 4) return window.highest + 1;
        if (kind == 5) return bound(_roll(seed, "far"), 0, 2 * window.stored + 1);
        (uint256 low, uint256 high) = (window.lowest, window.highest);
        return low > high ? low : bound(_roll(seed, "value"), low, high);
    }

    function _roll(uint256 seed, string memory use) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, use)));
    }

    function _allow(MarketId id, Allowance memory allowance) internal {
        Allowance[] memory allowances = new Allowance[](1);
        allowances[0] = allowance;
        FAST_LANE.allow(id, allowances);
    }

    function _stored(MarketId id, uint256 parameter) internal view returns (uint256) {
        return LEDGER.storedParameter(id, Parameter(parameter));
    }

    function _step(MarketId id, Setting[] memory settings) internal returns (bool made, bytes memory reason) {
        vm.prank(WHO);
        return address(FAST_LANE).call(abi.encodeCall(IRiskSteward.set, (id, settings)));
    }

    function _single(Parameter parameter, uint256 value) internal pure returns (Setting[] memory settings) {
        settings = new Setting[](1);
        settings[0] = Setting(parameter, value);
    }
}
