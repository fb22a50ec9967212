// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { CeilingPath, Parameter, RiskTerms, ThresholdPath } from "../interfaces/IRiskParameters.sol";
import { LiquidationTerms } from "./LiquidationMath.sol";
import { ParameterPaths } from "./ParameterPaths.sol";

/// @notice The terms of a market as they are stored. What the same calls need shares a slot: the first serves every call that values a
/// debt, the second liquidations, the third and fourth issues; the fifth is read only while a raise of the ceiling is pending.
/// @param collateralDecimals Not governed: read once when the market is listed.
/// @param ceilingBefore What counts instead of `debtCeiling` before `ceilingEffectiveAt`.
struct StoredTerms {
    uint64 stabilityFeeWad;
    uint80 minimumDebt;
    uint24 collateralizationRatioBps;
    uint8 collateralDecimals;
    uint16 liquidationPenaltyBps;
    uint16 penaltyFloorBps;
    uint32 thresholdRamp;
    // 2nd slot
    uint16 thresholdFromBps;
    uint16 thresholdToBps;
    uint40 thresholdStartsAt;
    uint40 thresholdEndsAt;
    uint64 maxPenaltyHealthWad;
    uint64 targetHealthWad;
    // 3rd slot
    uint128 debtCeiling;
    uint40 ceilingEffectiveAt;
    uint40 ceilingRaisedAt;
    uint32 ceilingDelay;
    // 4th slot
    uint128 ceilingGap;
    uint128 ceilingStep;
    // 5th slot
    uint128 ceilingBefore;
}

/// @title What the stored terms of a market amount to
library MarketTerms {
    using ParameterPaths for ThresholdPath;

    function thresholdPath(StoredTerms storage terms) internal view returns (ThresholdPath memory) {
        return
            ThresholdPath({
                fromBps: terms.thresholdFromBps,
                toBps: terms.thresholdToBps,
                startsAt: terms.thresholdStartsAt,
                endsAt: terms.thresholdEndsAt
            });
    }

    /// @notice The threshold that counts now, in bps.
    function thresholdNow(StoredTerms storage terms) internal view returns (uint256) {
        return thresholdPath(terms).bpsAt(block.timestamp);
    }

    function ceilingPath(StoredTerms storage terms) internal view returns (CeilingPath memory) {
        uint256 current = ceilingNow(terms);
        return CeilingPath(uint128(current), terms.debtCeiling, terms.ceilingEffectiveAt);
    }

    /// @notice The ceiling that counts now, in derivative.
    function ceilingNow(StoredTerms storage terms) internal view returns (uint256) {
        return block.timestamp < terms.ceilingEffectiveAt ? terms.ceilingBefore : terms.debtCeiling;
    }

    /// @notice What a liquidation needs, without the price of reading the rest.
    function ofLiquidation(StoredTerms storage terms) internal view returns (LiquidationTerms memory) {
        return
            LiquidationTerms({
                thresholdBps: thresholdNow(terms),
                penaltyBps: terms.liquidationPenaltyBps,
                penaltyFloorBps: terms.penaltyFloorBps,
                maxPenaltyHealthWad: terms.maxPenaltyHealthWad,
                targetHealthWad: terms.targetHealthWad,
                minimumDebt: terms.minimumDebt
            });
    }

    /// @notice Everything, every ramp and delay resolved.
    function inForce(StoredTerms storage terms) internal view returns (RiskTerms memory) {
        return
            RiskTerms({
                collateralizationRatioBps: terms.collateralizationRatioBps,
                liquidationThresholdBps: thresholdNow(terms),
                liquidationPenaltyBps: terms.liquidationPenaltyBps,
                penaltyFloorBps: terms.penaltyFloorBps,
                maxPenaltyHealthWad: terms.maxPenaltyHealthWad,
                targetHealthWad: terms.targetHealthWad,
                debtCeiling: ceilingNow(terms),
                minimumDebt: terms.minimumDebt,
                stabilityFeeWad: terms.stabilityFeeWad,
                thresholdRamp: terms.thresholdRamp,
                ceilingGap: terms.ceilingGap,
                ceilingDelay: terms.ceilingDelay
            });
    }

    /// @notice A value as last set.
    function stored(StoredTerms storage terms, Parameter parameter) internal view returns (uint256) {
        if (parameter == Parameter.CollateralizationRatio) return terms.collateralizationRatioBps;
        if (parameter == Parameter.LiquidationThreshold) return terms.thresholdToBps;
        if (parameter == Parameter.LiquidationPenalty) return terms.liquidationPenaltyBps;
        if (parameter == Parameter.PenaltyFloor) return terms.penaltyFloorBps;
        if (parameter == Parameter.MaxPenaltyHealth) return terms.maxPenaltyHealthWad;
        if (parameter == Parameter.TargetHealth) return terms.targetHealthWad;
        if (parameter == Parameter.DebtCeiling) return terms.debtCeiling;
        if (parameter == Parameter.MinimumDebt) return terms.minimumDebt;
        if (parameter == Parameter.StabilityFee) return terms.stabilityFeeWad;
        if (parameter == Parameter.ThresholdRamp) return terms.thresholdRamp;
        if (parameter == Parameter.CeilingGap) return terms.ceilingGap;
        return terms.ceilingDelay;
    }

    /// @notice The value that counts now.
    function effective(StoredTerms storage terms, Parameter parameter) internal view returns (uint256) {
        if (parameter == Parameter.LiquidationThreshold) return thresholdNow(terms);
        if (parameter == Parameter.DebtCeiling) return ceilingNow(terms);
        return stored(terms, parameter);
    }
}
