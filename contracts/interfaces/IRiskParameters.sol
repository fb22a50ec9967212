// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @notice Identifies a market: the hash of its immutables (see `MarketKey`).
type MarketId is bytes32;

/// @notice The governed numbers of a market. The order is part of the ABI: entries are only ever appended.
/// Unit, hard bounds and the direction that tightens, for each:
/// - CollateralizationRatio: 1e4 scale of debt, [10_500, 100_000]; up tightens.
/// - LiquidationThreshold: 1e4 scale of collateral value, [5_000, 9_700]; down tightens, and a cut ramps over ThresholdRamp.
/// - LiquidationPenalty: 1e4 scale of repaid debt, [100, 2_000]; neither. The most a liquidated owner pays.
/// - PenaltyFloor: 1e4 scale of LiquidationPenalty, [2_000, 10_000]; neither. The part of it that is paid at health factor 1.
/// - MaxPenaltyHealth: WAD health factor, [0.80e18, 0.99e18]; neither. At and below it the whole penalty is paid.
/// - TargetHealth: WAD health factor, [1.00e18, 1.25e18]; neither. Where a liquidation leaves the vault.
/// - DebtCeiling: derivative, 18 decimals, [0, 2^120]; down tightens and acts at once, up acts after `CEILING_RAISE_DELAY`.
/// - MinimumDebt: derivative, 18 decimals, [100e18, 25_000e18]; neither.
/// - StabilityFee: WAD per year, continuously compounded, [0, 1e18]; neither.
/// - ThresholdRamp: seconds, [1 days, 30 days]; neither. How long the next threshold cut takes.
/// - CeilingGap: derivative, 18 decimals, [1e18, 2^120]; down tightens. How far issuing climbs in one step; from DebtCeiling up there are no
///   steps, and DebtCeiling alone counts.
/// - CeilingDelay: seconds, [1 hours, 7 days]; neither. Time between two steps of the ceiling upward.
enum Parameter {
    CollateralizationRatio,
    LiquidationThreshold,
    LiquidationPenalty,
    PenaltyFloor,
    MaxPenaltyHealth,
    TargetHealth,
    DebtCeiling,
    MinimumDebt,
    StabilityFee,
    ThresholdRamp,
    CeilingGap,
    CeilingDelay
}

/// @notice One member of a tuple: the parameter and its new value in the parameter's own unit.
struct Setting {
    Parameter parameter;
    uint256 value;
}

/// @notice What governs a market right now, every ramp and delay resolved. Units as in `Parameter`.
struct RiskTerms {
    uint256 collateralizationRatioBps;
    uint256 liquidationThresholdBps;
    uint256 liquidationPenaltyBps;
    uint256 penaltyFloorBps;
    uint256 maxPenaltyHealthWad;
    uint256 targetHealthWad;
    uint256 debtCeiling;
    uint256 minimumDebt;
    uint256 stabilityFeeWad;
    uint256 thresholdRamp;
    uint256 ceilingGap;
    uint256 ceilingDelay;
}

/// @notice A liquidation threshold on its way: linear from `fromBps` at `startsAt` to `toBps` at `endsAt`.
struct ThresholdPath {
    uint16 fromBps;
    uint16 toBps;
    uint64 startsAt;
    uint64 endsAt;
}

/// @notice A debt ceiling and the one that replaces it at `effectiveAt`.
struct CeilingPath {
    uint128 current;
    uint128 next;
    uint64 effectiveAt;
}

/// @notice How far issuing has climbed below the debt ceiling: see `CeilingGap`.
/// @param step Exposure that no issue exceeds before the next step.
/// @param raisedAt Unix time of the last step upward.
struct CeilingStep {
    uint128 step;
    uint64 raisedAt;
}

/// @title The governed numbers of every market
/// @notice A change is a sparse tuple: the members that change, in strictly ascending order of `Parameter`. The whole tuple applies or the
/// call reverts; nothing is clamped and no member that is not named moves. So two proposals on one market never overwrite each other unnoticed.
/// Rules across parameters, checked after every change with lt0 and lt1 the two ends of a threshold ramp:
/// - max(lt0, lt1) * (1 + LiquidationPenalty) <= 99 %: a liquidation improves the vault it touches;
/// - (1 + LiquidationPenalty) * max(lt0, lt1) <= MaxPenaltyHealth: splitting a liquidation never pays more;
/// - min(lt0, lt1) - 1 / CollateralizationRatio >= 2 %: a vault is never opened at the edge of liquidation.
interface IRiskParameters {
    /// @notice `oldValue` and `newValue` are stored values (the end of a ramp or delay) in the parameter's unit.
    event ParameterSet(MarketId indexed id, Parameter indexed parameter, uint256 oldValue, uint256 newValue);
    /// @notice The effective threshold moves linearly from `fromBps` now to `toBps` at `endsAt`.
    event ThresholdRampStarted(MarketId indexed id, uint256 fromBps, uint256 toBps, uint256 startsAt, uint256 endsAt);
    /// @notice The raised ceiling counts from `effectiveAt`.
    event CeilingRaiseScheduled(MarketId indexed id, uint256 current, uint256 next, uint256 effectiveAt);

    error RiskParametersEmptyTuple();
    /// @dev Members must be in strictly ascending order of `Parameter`.
    error RiskParametersUnorderedTuple(Parameter previous, Parameter current);
    error RiskParametersOutOfBounds(Parameter parameter, uint256 value, uint256 min, uint256 max);
    /// @dev `tighten` met a member that loosens or has no tightening direction: such a change needs `relax`.
    error RiskParametersNotTighter(Parameter parameter, uint256 oldValue, uint256 newValue);
    /// @dev `restrain` met a member that can reach vaults that exist: only a higher ratio and lower ceilings cannot.
    error RiskParametersNotRestraining(Parameter parameter);
    /// @dev max(lt0, lt1) * (1 + penalty) exceeds 99 %.
    error RiskParametersPenaltyTooHigh(uint256 thresholdBps, uint256 penaltyBps);
    /// @dev (1 + penalty) * max(lt0, lt1) exceeds MaxPenaltyHealth.
    error RiskParametersSplitPays(uint256 thresholdBps, uint256 penaltyBps, uint256 maxPenaltyHealthWad);
    /// @dev min(lt0, lt1) - 1 / CollateralizationRatio is below 2 %.
    error RiskParametersGapTooSmall(uint256 thresholdBps, uint256 collateralizationRatioBps);

    /// @notice Applies a tuple whose every member is equal or tighter. Restricted to the TIGHTEN capability.
    function tighten(MarketId id, Setting[] calldata settings) external;

    /// @notice Applies a tuple whose every member is equal or tighter and can make no vault liquidatable: CollateralizationRatio up,
    /// DebtCeiling and CeilingGap down. Restricted to the FREEZE capability, the guardian's.
    function restrain(MarketId id, Setting[] calldata settings) external;

    /// @notice Applies any tuple. Restricted to the RELAX capability.
    function relax(MarketId id, Setting[] calldata settings) external;

    /// @notice The value as last set: the end of a ramp, the ceiling that will count.
    function storedParameter(MarketId id, Parameter parameter) external view returns (uint256);

    /// @notice The value that counts now: a point on a ramp, the ceiling in force.
    function effectiveParameter(MarketId id, Parameter parameter) external view returns (uint256);

    function termsOf(MarketId id) external view returns (RiskTerms memory);

    function thresholdPathOf(MarketId id) external view returns (ThresholdPath memory);

    function ceilingPathOf(MarketId id) external view returns (CeilingPath memory);

    function ceilingStepOf(MarketId id) external view returns (CeilingStep memory);
}
