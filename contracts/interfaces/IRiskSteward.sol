// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IRiskParameters, MarketId, Parameter, Setting } from "./IRiskParameters.sol";

/// @notice How far and how often stewards may move one parameter of one market.
/// @param parameter Which; units of `min`, `max` and an absolute `maxStep` are its own (see `Parameter`).
/// @param relative Whether `maxStep` is a share of the stored value instead of a distance.
/// @param cooldown Seconds from one step to the next, within [1 hours, 30 days].
/// @param min The least that a step may lead to; above 0 except for the debt ceiling.
/// @param max The most that a step may lead to; at most 2^120.
/// @param maxStep Furthest distance from the stored value in either direction, above 0. Relative: in 1e4 scale of the stored value, at
/// most 10_000, the distance rounded down. Absolute: in the parameter's unit, at most 2^120.
struct Allowance {
    Parameter parameter;
    bool relative;
    uint256 cooldown;
    uint256 min;
    uint256 max;
    uint256 maxStep;
}

/// @notice What stewards may set one parameter to. `value` is accepted if and only if it equals `stored`, or
/// `block.timestamp >= opensAt` and `lowest <= value <= highest`. What the market itself refuses (hard bounds, rules across parameters)
/// is refused on top.
/// @param stored The value as last set, by whomever. Setting it again is no step: it needs no allowance and costs no cooldown.
/// @param lowest Stored minus the step, but not below the allowance's `min`.
/// @param highest Stored plus the step, but not above `max`. Below `lowest` where governance has set a value that no step leads back
/// from: then there is no step.
/// @param opensAt Unix time at which the cooldown is over; 0 if there was no step yet, the highest number without an allowance.
struct Window {
    uint256 stored;
    uint256 lowest;
    uint256 highest;
    uint256 opensAt;
}

/// @title The bounded fast lane
/// @notice Stewards move risk parameters without a vote, by small steps that governance has allowed in advance. A step is measured from
/// the value that is stored when it is made, wherever that came from, and starts the cooldown of its own parameter in its own market: no
/// tuple, batch or sequence of calls gets further than one step in one cooldown. A tuple applies whole or reverts, as in the Ledger.
/// So within any span of time T a parameter takes at most 1 + T / cooldown steps and never leaves [min, max].
interface IRiskSteward {
    /// @notice An allowance was given, changed or, with `newAllowance` all 0, withdrawn. All 0 in `oldAllowance`: there was none.
    event AllowanceSet(
        MarketId indexed id,
        Parameter indexed parameter,
        Allowance oldAllowance,
        Allowance newAllowance
    );
    /// @notice Values as in `ParameterSet`, which the Ledger emits for the same change.
    event Stepped(
        MarketId indexed id,
        Parameter indexed parameter,
        address indexed steward,
        uint256 oldValue,
        uint256 newValue
    );

    /// @dev `min` is above `max`, or 0 for a parameter that must not become 0, or `max` is above 2^120.
    error RiskStewardBadRange(Parameter parameter, uint256 min, uint256 max);
    /// @dev `maxStep` is 0 or above `most`.
    error RiskStewardBadStep(Parameter parameter, uint256 maxStep, uint256 most);
    error RiskStewardBadCooldown(Parameter parameter, uint256 cooldown, uint256 min, uint256 max);
    error RiskStewardNotAllowed(MarketId id, Parameter parameter);
    error RiskStewardCoolingDown(MarketId id, Parameter parameter, uint256 opensAt);
    error RiskStewardOutsideWindow(MarketId id, Parameter parameter, uint256 value, uint256 lowest, uint256 highest);

    /// @notice The markets' Ledger.
    function LEDGER() external view returns (IRiskParameters);

    /// @notice Gives or replaces allowances of one market. The time of a parameter's last step is kept: a new cooldown counts from it.
    /// Restricted to the RELAX capability.
    function allow(MarketId id, Allowance[] calldata allowances) external;

    /// @notice Withdraws allowances; a parameter without one is skipped. The times of the last steps are kept. Restricted to the TIGHTEN
    /// capability.
    function disallow(MarketId id, Parameter[] calldata parameters) external;

    /// @notice Applies a tuple, in ascending order of `Parameter`, if every member lies in its window. Restricted to the STEWARD capability.
    function set(MarketId id, Setting[] calldata settings) external;

    /// @notice All 0 but for `parameter` if there is none.
    function allowanceOf(MarketId id, Parameter parameter) external view returns (Allowance memory);

    /// @notice Unix time of the last step that changed the parameter; 0 if there was none.
    function steppedAt(MarketId id, Parameter parameter) external view returns (uint256);

    /// @notice Reverts for an unknown market.
    function windowOf(MarketId id, Parameter parameter) external view returns (Window memory);
}
