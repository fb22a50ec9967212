// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IRiskParameters, MarketId, Parameter, Setting } from "../interfaces/IRiskParameters.sol";
import { Allowance, IRiskSteward, Window } from "../interfaces/IRiskSteward.sol";

/// @title The bounded fast lane: small steps of risk parameters without a vote
/// @dev Holds the RELAX capability and uses it for nothing but the tuple that was judged here. There is no lock: the only contracts
/// called are the authority and the Ledger, whose parameter changes call nobody else.
contract RiskSteward is IRiskSteward, AccessManaged {
    using SafeCast for uint256;

    /// @dev An allowance exists if and only if its step is above 0. The last step outlives it: withdrawing and giving an allowance
    /// anew does not open a window early.
    struct StoredAllowance {
        uint128 min;
        uint128 max;
        uint128 maxStep;
        uint32 cooldown;
        uint64 steppedAt;
        bool relative;
    }

    uint256 private constant BPS = 1e4;

    /// @dev The highest value that any parameter takes: a wider allowance would allow nothing more.
    uint256 private constant MAX_VALUE = 2 ** 120;
    /// @dev Twice the value or nothing of it. Several steps may lead further; that takes their cooldowns, in which people can object.
    uint256 private constant MAX_RELATIVE_STEP_BPS = BPS;
    /// @dev Shorter, a steward could walk a parameter across its range before anybody looks. Longer, a vote is faster.
    uint256 private constant MIN_COOLDOWN = 1 hours;
    uint256 private constant MAX_COOLDOWN = 30 days;

    /// @inheritdoc IRiskSteward
    IRiskParameters public immutable LEDGER;

    mapping(MarketId id => mapping(Parameter parameter => StoredAllowance)) private _allowances;

    constructor(IRiskParameters ledger, address authority) AccessManaged(authority) {
        LEDGER = ledger;
    }

    /* ALLOWANCES */

    /// @inheritdoc IRiskSteward
    function allow(MarketId id, Allowance[] calldata allowances) external restricted {
        for (uint256 i = 0; i < allowances.length; ++i) {
            Allowance calldata next = allowances[i];
            _requireSound(next);
            LEDGER.storedParameter(id, next.parameter); // Reverts for an unknown market.

            emit AllowanceSet(id, next.parameter, allowanceOf(id, next.parameter), next);
            _allowances[id][next.parameter] = StoredAllowance({
                min: next.min.toUint128(),
                max: next.max.toUint128(),
                maxStep: next.maxStep.toUint128(),
                cooldown: next.cooldown.toUint32(),
                steppedAt: _allowances[id][next.parameter].steppedAt,
                relative: next.relative
            });
        }
    }

    /// @inheritdoc IRiskSteward
    function disallow(MarketId id, Parameter[] calldata parameters) external restricted {
        for (uint256 i = 0; i < parameters.length; ++i) {
            Parameter parameter = parameters[i];
            Allowance memory old = allowanceOf(id, parameter);
            if (old.maxStep == 0) continue;

            emit AllowanceSet(id, parameter, old, Allowance(parameter, false, 0, 0, 0, 0));
            uint64 lastStep = _allowances[id][parameter].steppedAt;
            _allowances[id][parameter] = StoredAllowance(0, 0, 0, 0, lastStep, false);
        }
    }

    /// @dev 0 switches something off, and only issuing may be switched off without a vote. A step never leaves [min, max], so it is
    /// enough to look at `min`.
    function _requireSound(Allowance calldata next) private pure {
        Parameter parameter = next.parameter;
        bool reachesZero = next.min == 0 && parameter != Parameter.DebtCeiling;
        if (reachesZero || next.min > next.max || next.max > MAX_VALUE)
            revert RiskStewardBadRange(parameter, next.min, next.max);
        uint256 most = next.relative ? MAX_RELATIVE_STEP_BPS : MAX_VALUE;
        if (next.maxStep == 0 || next.maxStep > most) revert RiskStewardBadStep(parameter, next.maxStep, most);
        if (next.cooldown < MIN_COOLDOWN || next.cooldown > MAX_COOLDOWN)
            revert RiskStewardBadCooldown(parameter, next.cooldown, MIN_COOLDOWN, MAX_COOLDOWN);
    }

    /* STEPS */

    /// @inheritdoc IRiskSteward
    /// @dev Always through `relax`, also where every member tightens: both doors of the Ledger apply the same values in the same way
    /// (a cut ramps, a lower ceiling acts at once), and one capability less is held here.
    function set(MarketId id, Setting[] calldata settings) external restricted {
        for (uint256 i = 0; i < settings.length; ++i) {
            _step(id, settings[i].parameter, settings[i].value);
        }
        LEDGER.relax(id, settings);
    }

    function _step(MarketId id, Parameter parameter, uint256 value) private {
        StoredAllowance storage allowance = _allowances[id][parameter];
        Window memory window = _window(id, parameter, allowance);
        if (value == window.stored) return;
        if (allowance.maxStep == 0) revert RiskStewardNotAllowed(id, parameter);
        if (block.timestamp < window.opensAt) revert RiskStewardCoolingDown(id, parameter, window.opensAt);
        if (value < window.lowest || value > window.highest)
            revert RiskStewardOutsideWindow(id, parameter, value, window.lowest, window.highest);

        allowance.steppedAt = block.timestamp.toUint64();
        emit Stepped(id, parameter, msg.sender, window.stored, value);
    }

    /* VIEWS */

    /// @inheritdoc IRiskSteward
    function allowanceOf(MarketId id, Parameter parameter) public view returns (Allowance memory) {
        StoredAllowance storage stored = _allowances[id][parameter];
        return
            Allowance({
                parameter: parameter,
                relative: stored.relative,
                cooldown: stored.cooldown,
                min: stored.min,
                max: stored.max,
                maxStep: stored.maxStep
            });
    }

    /// @inheritdoc IRiskSteward
    function steppedAt(MarketId id, Parameter parameter) external view returns (uint256) {
        return _allowances[id][parameter].steppedAt;
    }

    /// @inheritdoc IRiskSteward
    function windowOf(MarketId id, Parameter parameter) external view returns (Window memory) {
        return _window(id, parameter, _allowances[id][parameter]);
    }

    /// @dev What `set` judges by, so that a window shown is a window kept. A relative step is rounded down, against the steward.
    function _window(
        MarketId id,
        Parameter parameter,
        StoredAllowance storage allowance
    ) private view returns (Window memory window) {
        uint256 stored = LEDGER.storedParameter(id, parameter);
        uint256 maxStep = allowance.maxStep;
        if (maxStep == 0) return Window(stored, stored, stored, type(uint256).max);

        uint256 step = allowance.relative ? (stored * maxStep) / BPS : maxStep;
        uint256 last = allowance.steppedAt;
        window.stored = stored;
        window.lowest = Math.max(allowance.min, Math.saturatingSub(stored, step));
        window.highest = Math.min(allowance.max, stored + step);
        window.opensAt = last == 0 ? 0 : last + allowance.cooldown;
    }
}
