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
import { MarketTerms, StoredTerms } from "../libraries/MarketTerms.sol";
import { Direction, ParameterChanges } from "../libraries/ParameterChanges.sol";

/// @title The governed numbers of every market: who changes them, and what counts now
abstract contract RiskParameters is IRiskParameters, AccessManaged, ReentrancyGuardTransient {
    using MarketTerms for StoredTerms;
    using ParameterChanges for StoredTerms;

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
        if (_movesFee(id, settings)) _beforeFeeChange(id);
        else _requireMarket(id);
        _terms[id].change(id, settings, direction);
    }

    function _movesFee(MarketId id, Setting[] calldata settings) private view returns (bool) {
        for (uint256 i = 0; i < settings.length; ++i) {
            if (settings[i].parameter == Parameter.StabilityFee) return settings[i].value != _terms[id].stabilityFeeWad;
        }
        return false;
    }

    /// @dev Gives a new market its terms: no ramp, no delay.
    function _initializeTerms(MarketId id, RiskTerms calldata terms, uint8 collateralDecimals) internal {
        _terms[id].initialize(terms);
        _terms[id].collateralDecimals = collateralDecimals;
    }

    /* HOOKS */

    /// @dev Called before anything is written where the fee moves: reverts for an unknown market and charges it under the old terms.
    function _beforeFeeChange(MarketId id) internal virtual;

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
        return _terms[id].inForce();
    }

    /// @inheritdoc IRiskParameters
    function thresholdPathOf(MarketId id) external view returns (ThresholdPath memory) {
        _requireMarket(id);
        return _terms[id].thresholdPath();
    }

    /// @inheritdoc IRiskParameters
    function ceilingPathOf(MarketId id) external view returns (CeilingPath memory) {
        _requireMarket(id);
        return _terms[id].ceilingPath();
    }

    /// @inheritdoc IRiskParameters
    function ceilingStepOf(MarketId id) external view returns (CeilingStep memory) {
        _requireMarket(id);
        StoredTerms storage terms = _terms[id];
        return CeilingStep(terms.ceilingStep, terms.ceilingRaisedAt);
    }
}
