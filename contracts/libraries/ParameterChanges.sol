// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IRiskParameters, MarketId, Parameter, RiskTerms, Setting } from "../interfaces/IRiskParameters.sol";
import { MarketTerms, StoredTerms } from "./MarketTerms.sol";

/// @notice Who asks for a change, and so what it may be: anything, a tightening, or one that reaches no vault that exists.
enum Direction {
    Any,
    Tighten,
    Restrain
}

/// @title How the governed numbers of a market change: bounds, directions, ramps, delays and the rules across parameters
/// @notice Linked, not inlined: no user's call comes here, and the Ledger needs the room.
library ParameterChanges {
    using MarketTerms for StoredTerms;
    using SafeCast for uint256;

    uint256 private constant BPS = 1e4;
    /// @dev Turns a product of two bps numbers (1e8 scale) into WAD.
    uint256 private constant BPS_SQUARED_TO_WAD = 1e10;

    /// @notice Owners and holders are promised a day to object between the execution of a higher ceiling and the first debt above the old one. A new
    /// market is not a higher ceiling: its first one counts at once.
    uint256 internal constant CEILING_RAISE_DELAY = 1 days;

    /// @dev A liquidation at the threshold leaves at least one percent of the collateral value: it never makes a vault worse.
    uint256 private constant MAX_PENALIZED_THRESHOLD_BPS = 9_900;
    /// @dev A new vault stands at least two percent of its collateral value away from liquidation.
    uint256 private constant MIN_GAP_BPS = 200;

    /* CHANGES */

    /// @notice Applies a tuple to the stored terms, or reverts.
    /// @dev A member equal to its stored value changes nothing: no event, no new ramp, no new delay.
    function change(StoredTerms storage terms, MarketId id, Setting[] calldata settings, Direction direction) external {
        if (settings.length == 0) revert IRiskParameters.RiskParametersEmptyTuple();
        bool coupled = false;
        uint256 threshold = terms.thresholdToBps;
        for (uint256 i = 0; i < settings.length; ++i) {
            (Parameter parameter, uint256 value) = (settings[i].parameter, settings[i].value);
            if (i != 0 && parameter <= settings[i - 1].parameter) {
                revert IRiskParameters.RiskParametersUnorderedTuple(settings[i - 1].parameter, parameter);
            }
            _requireInBounds(parameter, value);
            if (direction == Direction.Restrain) _requireRestraining(parameter);
            uint256 oldValue = terms.stored(parameter);
            if (value == oldValue) continue;
            if (direction != Direction.Any) _requireTighter(parameter, oldValue, terms.effective(parameter), value);
            if (parameter == Parameter.LiquidationThreshold) threshold = value;
            else if (parameter == Parameter.DebtCeiling) _setCeiling(id, terms, value);
            else _set(terms, parameter, value);
            coupled = coupled || _isCoupled(parameter);
            emit IRiskParameters.ParameterSet(id, parameter, oldValue, value);
        }
        // After the loop, so that a ramp takes the ThresholdRamp of its own tuple: what a tuple does must follow from the values that
        // stand once it has applied, not from the place of a member in the list.
        if (threshold != terms.thresholdToBps) _setThreshold(id, terms, threshold);
        if (coupled) _requireCoherent(terms);
    }

    /// @notice Gives a new market its terms: no ramp, no delay.
    function initialize(StoredTerms storage terms, RiskTerms calldata given) external {
        _requireInBounds(Parameter.LiquidationThreshold, given.liquidationThresholdBps);
        _requireInBounds(Parameter.DebtCeiling, given.debtCeiling);
        _initialize(terms, Parameter.CollateralizationRatio, given.collateralizationRatioBps);
        _initialize(terms, Parameter.LiquidationPenalty, given.liquidationPenaltyBps);
        _initialize(terms, Parameter.PenaltyFloor, given.penaltyFloorBps);
        _initialize(terms, Parameter.MaxPenaltyHealth, given.maxPenaltyHealthWad);
        _initialize(terms, Parameter.TargetHealth, given.targetHealthWad);
        _initialize(terms, Parameter.MinimumDebt, given.minimumDebt);
        _initialize(terms, Parameter.StabilityFee, given.stabilityFeeWad);
        _initialize(terms, Parameter.ThresholdRamp, given.thresholdRamp);
        _initialize(terms, Parameter.CeilingGap, given.ceilingGap);
        _initialize(terms, Parameter.CeilingDelay, given.ceilingDelay);
        _settleThreshold(terms, given.liquidationThresholdBps);
        _settleCeiling(terms, given.debtCeiling);
        _requireCoherent(terms);
    }

    /* BOUNDS, DIRECTIONS AND SETTERS */

    /// @dev From 105 %, less than which no threshold allows, to 1,000 %, more than which nobody could use.
    uint256 private constant MIN_COLLATERALIZATION_RATIO_BPS = 10_500;
    uint256 private constant MAX_COLLATERALIZATION_RATIO_BPS = 100_000;
    /// @dev An owner may always owe half of the collateral's value; three percent are always left to pay for a liquidation.
    uint256 private constant MIN_THRESHOLD_BPS = 5_000;
    uint256 private constant MAX_THRESHOLD_BPS = 9_700;
    /// @dev Liquidators always earn something, and no liquidated owner ever pays more than a fifth on top of the repayment.
    uint256 private constant MIN_PENALTY_BPS = 100;
    uint256 private constant MAX_PENALTY_BPS = 2_000;
    /// @dev A vault just below health 1 pays liquidators enough to come, and never more than the whole penalty.
    uint256 private constant MIN_PENALTY_FLOOR_BPS = 2_000;
    uint256 private constant MAX_PENALTY_FLOOR_BPS = 10_000;
    /// @dev The penalty rises over at least one and at most twenty percent of health: no cliff, and no bonus that comes too late.
    uint256 private constant MIN_MAX_PENALTY_HEALTH_WAD = 0.80e18;
    uint256 private constant MAX_MAX_PENALTY_HEALTH_WAD = 0.99e18;
    /// @dev A liquidation ends at health 1 or better and never sells more than a quarter's cushion calls for.
    uint256 private constant MIN_TARGET_HEALTH_WAD = 1.00e18;
    uint256 private constant MAX_TARGET_HEALTH_WAD = 1.25e18;
    /// @dev Zero stops issuing; 2^120 keeps debt, interest and their sums far inside uint128. Shares, a million to the wei at the start, fill
    /// their uint128 from 2^108 wei of debt on: issuing beyond that reverts, whatever the ceiling.
    uint256 internal constant MAX_DEBT_CEILING = 2 ** 120;
    /// @dev High enough that a liquidation pays for its gas, low enough that a small owner is not locked in.
    uint256 private constant MIN_MINIMUM_DEBT = 100e18;
    uint256 private constant MAX_MINIMUM_DEBT = 25_000e18;
    /// @dev Owners are promised that debt never grows by a higher rate than 100 % a year.
    uint256 private constant MAX_STABILITY_FEE_WAD = 1e18;
    /// @dev Owners have at least a day to react to a cut, and a cut is complete within a month.
    uint256 private constant MIN_THRESHOLD_RAMP = 1 days;
    uint256 private constant MAX_THRESHOLD_RAMP = 30 days;
    /// @dev Whoever wants no issuing sets the ceiling to 0; a step is at least a unit.
    uint256 private constant MIN_CEILING_GAP = 1e18;
    /// @dev A step is slow enough for people to see it, and fast enough not to be the ceiling itself.
    uint256 private constant MIN_CEILING_DELAY = 1 hours;
    uint256 private constant MAX_CEILING_DELAY = 7 days;

    function _requireInBounds(Parameter parameter, uint256 value) private pure {
        (uint256 min, uint256 max) = _boundsOf(parameter);
        if (value < min || value > max) revert IRiskParameters.RiskParametersOutOfBounds(parameter, value, min, max);
    }

    function _boundsOf(Parameter parameter) private pure returns (uint256 min, uint256 max) {
        if (parameter == Parameter.CollateralizationRatio)
            return (MIN_COLLATERALIZATION_RATIO_BPS, MAX_COLLATERALIZATION_RATIO_BPS);
        if (parameter == Parameter.LiquidationThreshold) return (MIN_THRESHOLD_BPS, MAX_THRESHOLD_BPS);
        if (parameter == Parameter.LiquidationPenalty) return (MIN_PENALTY_BPS, MAX_PENALTY_BPS);
        if (parameter == Parameter.PenaltyFloor) return (MIN_PENALTY_FLOOR_BPS, MAX_PENALTY_FLOOR_BPS);
        if (parameter == Parameter.MaxPenaltyHealth) return (MIN_MAX_PENALTY_HEALTH_WAD, MAX_MAX_PENALTY_HEALTH_WAD);
        if (parameter == Parameter.TargetHealth) return (MIN_TARGET_HEALTH_WAD, MAX_TARGET_HEALTH_WAD);
        if (parameter == Parameter.DebtCeiling) return (0, MAX_DEBT_CEILING);
        if (parameter == Parameter.MinimumDebt) return (MIN_MINIMUM_DEBT, MAX_MINIMUM_DEBT);
        if (parameter == Parameter.StabilityFee) return (0, MAX_STABILITY_FEE_WAD);
        if (parameter == Parameter.ThresholdRamp) return (MIN_THRESHOLD_RAMP, MAX_THRESHOLD_RAMP);
        if (parameter == Parameter.CeilingGap) return (MIN_CEILING_GAP, MAX_DEBT_CEILING);
        return (MIN_CEILING_DELAY, MAX_CEILING_DELAY);
    }

    /// @dev A member must be at least as tight as both what is stored and what counts now: neither a pending raise of the ceiling
    /// nor a running ramp makes room for a loosening.
    function _requireTighter(Parameter parameter, uint256 old, uint256 current, uint256 value) private pure {
        if (parameter == Parameter.CollateralizationRatio && value > old) return;
        uint256 tightest = Math.min(old, current);
        bool fallsToTighten = parameter == Parameter.LiquidationThreshold || _isCeiling(parameter);
        if (fallsToTighten && value <= tightest) return;
        revert IRiskParameters.RiskParametersNotTighter(parameter, tightest, value);
    }

    /// @dev What a guardian may touch: nothing here can make a vault that exists liquidatable.
    function _requireRestraining(Parameter parameter) private pure {
        if (parameter != Parameter.CollateralizationRatio && !_isCeiling(parameter))
            revert IRiskParameters.RiskParametersNotRestraining(parameter);
    }

    function _isCeiling(Parameter parameter) private pure returns (bool) {
        return parameter == Parameter.DebtCeiling || parameter == Parameter.CeilingGap;
    }

    /// @dev The parameters that act at once in both directions.
    function _set(StoredTerms storage terms, Parameter parameter, uint256 value) private {
        if (parameter == Parameter.CollateralizationRatio) terms.collateralizationRatioBps = value.toUint24();
        else if (parameter == Parameter.LiquidationPenalty) terms.liquidationPenaltyBps = value.toUint16();
        else if (parameter == Parameter.PenaltyFloor) terms.penaltyFloorBps = value.toUint16();
        else if (parameter == Parameter.MaxPenaltyHealth) terms.maxPenaltyHealthWad = value.toUint64();
        else if (parameter == Parameter.TargetHealth) terms.targetHealthWad = value.toUint64();
        else if (parameter == Parameter.MinimumDebt) terms.minimumDebt = value.toUint80();
        else if (parameter == Parameter.StabilityFee) terms.stabilityFeeWad = value.toUint64();
        else if (parameter == Parameter.ThresholdRamp) terms.thresholdRamp = value.toUint32();
        else if (parameter == Parameter.CeilingGap) terms.ceilingGap = value.toUint128();
        else terms.ceilingDelay = value.toUint32();
    }

    function _initialize(StoredTerms storage terms, Parameter parameter, uint256 value) private {
        _requireInBounds(parameter, value);
        _set(terms, parameter, value);
    }

    /// @dev Below what counts now: a new ramp from there. Otherwise at once; either way a running ramp ends.
    function _setThreshold(MarketId id, StoredTerms storage terms, uint256 toBps) private {
        uint256 fromBps = terms.thresholdNow();
        _settleThreshold(terms, toBps);
        if (toBps >= fromBps) return;

        uint256 endsAt = block.timestamp + terms.thresholdRamp;
        terms.thresholdFromBps = fromBps.toUint16();
        terms.thresholdEndsAt = endsAt.toUint40();
        emit IRiskParameters.ThresholdRampStarted(id, fromBps, toBps, block.timestamp, endsAt);
    }

    /// @dev Above what counts now: after the delay, also when a raise is already pending. Otherwise at once, and a pending raise is gone.
    function _setCeiling(MarketId id, StoredTerms storage terms, uint256 next) private {
        uint256 current = terms.ceilingNow();
        _settleCeiling(terms, next);
        if (next <= current) return;

        uint256 effectiveAt = block.timestamp + CEILING_RAISE_DELAY;
        terms.ceilingBefore = current.toUint128();
        terms.ceilingEffectiveAt = effectiveAt.toUint40();
        emit IRiskParameters.CeilingRaiseScheduled(id, current, next, effectiveAt);
    }

    function _settleThreshold(StoredTerms storage terms, uint256 bps) private {
        (terms.thresholdFromBps, terms.thresholdToBps) = (bps.toUint16(), bps.toUint16());
        terms.thresholdStartsAt = block.timestamp.toUint40();
        terms.thresholdEndsAt = block.timestamp.toUint40();
    }

    function _settleCeiling(StoredTerms storage terms, uint256 ceiling) private {
        terms.debtCeiling = ceiling.toUint128();
        terms.ceilingEffectiveAt = block.timestamp.toUint40();
    }

    /// @dev The first five, from CollateralizationRatio to MaxPenaltyHealth but for PenaltyFloor, are those of the rules across parameters.
    function _isCoupled(Parameter parameter) private pure returns (bool) {
        return parameter <= Parameter.MaxPenaltyHealth && parameter != Parameter.PenaltyFloor;
    }

    /// @dev The rules across parameters in exact integers. Every threshold that will count from now on lies between the effective one
    /// and the stored one, so these are the two ends of a ramp that is running.
    function _requireCoherent(StoredTerms storage terms) private view {
        (uint256 lt0, uint256 lt1) = (terms.thresholdNow(), terms.thresholdToBps);
        (uint256 highest, uint256 lowest) = (Math.max(lt0, lt1), Math.min(lt0, lt1));
        (uint256 penalty, uint256 ratio) = (terms.liquidationPenaltyBps, terms.collateralizationRatioBps);

        uint256 penalized = highest * (BPS + penalty);
        if (penalized > MAX_PENALIZED_THRESHOLD_BPS * BPS)
            revert IRiskParameters.RiskParametersPenaltyTooHigh(highest, penalty);
        if (penalized * BPS_SQUARED_TO_WAD > terms.maxPenaltyHealthWad)
            revert IRiskParameters.RiskParametersSplitPays(highest, penalty, terms.maxPenaltyHealthWad);
        if ((lowest - MIN_GAP_BPS) * ratio < BPS * BPS) revert IRiskParameters.RiskParametersGapTooSmall(lowest, ratio);
    }
}
