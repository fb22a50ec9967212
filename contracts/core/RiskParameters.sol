// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {
    CeilingPath,
    CeilingStep,
    IRiskParameters,
    MarketId,
    Parameter,
    RiskTerms,
    Setting,
    ThresholdPath
} from "../interfaces/IRiskParameters.sol";
import { Direction, ParameterChanges, StoredTerms } from "../libraries/ParameterChanges.sol";
import { ParameterPaths } from "../libraries/ParameterPaths.sol";

/// @title The governed numbers of every market: who changes them, and what counts now
abstract contract RiskParameters is IRiskParameters, AccessManaged, ReentrancyGuardTransient {
    using ParameterChanges for StoredTerms;
    using ParameterPaths for ThresholdPath;
    using ParameterPaths for CeilingPath;

    /* CONSTANTS */

    /// @notice Owners and holders are promised a day to object between the execution of a higher ceiling and the first debt above the old one. A new
    /// market is not a higher ceiling: its first one counts at once.
    uint256 public constant CEILING_RAISE_DELAY = ParameterChanges.CEILING_RAISE_DELAY;

    /* STORAGE */

    mapping(MarketId id => StoredTerms) internal _terms;

    /* PARAMETER CHANGES */

    /// @inheritdoc IRiskParameters
    function tighten(MarketId id, Setting[] calldata settings) external restricted nonReentrant {
        _change(id, settings, Direction.Tighten);
    }

    /// @inheritdoc IRiskParameters
    function restrain(MarketId id, Setting[] calldata settings) external restricted nonReentrant {
        _change(id, settings, Direction.Restrain);
    }

    /// @inheritdoc IRiskParameters
    function relax(MarketId id, Setting[] calldata settings) external restricted nonReentrant {
        _change(id, settings, Direction.Any);
    }

    function _change(MarketId id, Setting[] calldata settings, Direction direction) private {
        _beforeParameterChange(id);
        _terms[id].change(id, settings, direction);
    }

    /// @dev Gives a new market its terms: no ramp, no delay.
    function _initializeTerms(MarketId id, RiskTerms calldata terms) internal {
        _terms[id].initialize(terms);
    }

    /* HOOKS */

    /// @dev Called before anything is written: reverts for an unknown market and charges the fee under the old terms.
    function _beforeParameterChange(MarketId id) internal virtual;

    /// @dev Reverts for an unknown market.
    function _requireMarket(MarketId id) internal view virtual;

    /* VIEWS */

    /// @inheritdoc IRiskParameters
    function storedParameter(MarketId id, Parameter parameter) external view returns (uint256) {
        _requireMarket(id);
        return _terms[id].stored(parameter);
    }

    /// @inheritdoc IRiskParameters
    function effectiveParameter(MarketId id, Parameter parameter) external view returns (uint256) {
        _requireMarket(id);
        return _terms[id].effective(parameter);
    }

    /// @inheritdoc IRiskParameters
    function termsOf(MarketId id) external view returns (RiskTerms memory) {
        _requireMarket(id);
        return _termsOf(id);
    }

    /// @inheritdoc IRiskParameters
    function thresholdPathOf(MarketId id) external view returns (ThresholdPath memory) {
        _requireMarket(id);
        return _terms[id].threshold;
    }

    /// @inheritdoc IRiskParameters
    function ceilingPathOf(MarketId id) external view returns (CeilingPath memory) {
        _requireMarket(id);
        return _terms[id].ceiling;
    }

    /// @inheritdoc IRiskParameters
    function ceilingStepOf(MarketId id) external view returns (CeilingStep memory) {
        _requireMarket(id);
        StoredTerms storage terms = _terms[id];
        return CeilingStep(terms.ceilingStep, terms.ceilingRaisedAt);
    }

    function _termsOf(MarketId id) internal view returns (RiskTerms memory) {
        StoredTerms storage terms = _terms[id];
        return
            RiskTerms({
                collateralizationRatioBps: terms.collateralizationRatioBps,
                liquidationThresholdBps: terms.threshold.bpsAt(block.timestamp),
                liquidationPenaltyBps: terms.liquidationPenaltyBps,
                penaltyFloorBps: terms.penaltyFloorBps,
                maxPenaltyHealthWad: terms.maxPenaltyHealthWad,
                targetHealthWad: terms.targetHealthWad,
                debtCeiling: terms.ceiling.ceilingAt(block.timestamp),
                minimumDebt: terms.minimumDebt,
                stabilityFeeWad: terms.stabilityFeeWad,
                thresholdRamp: terms.thresholdRamp,
                ceilingGap: terms.ceilingGap,
                ceilingDelay: terms.ceilingDelay
            });
    }

    /// @dev The one number that every accrual needs, without the price of reading them all.
    function _stabilityFeeOf(MarketId id) internal view returns (uint256) {
        return _terms[id].stabilityFeeWad;
    }
}
