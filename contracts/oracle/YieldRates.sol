// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

import { IOracleHub, RateReading, RateTerms } from "../interfaces/IOracleHub.sol";
import { IRateSource } from "../interfaces/IRateSource.sol";
import { RateMath } from "../libraries/RateMath.sol";
import { SourceCalls } from "../libraries/SourceCalls.sol";
import { FeedBooks } from "./FeedBooks.sol";

/// @title What a token that bears yield is worth in its underlying, as far as that may be believed
/// @dev Of every stored rate: acceptedWad <= fallenWad (while a fall is pending) <= highWad. So low <= high always.
abstract contract YieldRates is FeedBooks {
    /// @notice A rate outside is a mistake or an attack: no vault or staking token is worth less than a thousandth of its underlying or
    /// more than a thousand of it. The exchange rate of an empty vault, which its first depositor chooses, is.
    uint256 public constant MIN_RATE = 1e15;
    uint256 public constant MAX_RATE = 1e21;

    /// @notice In seconds: a fall of the rate liquidates nobody before. Twice as long as keepers wait between two refreshes: at least one of them
    /// falls between the two moments for which a trick would have to press the rate down, and contradicts it. And short enough for a
    /// slashing, which is known for days before it is over.
    uint256 public constant FALL_LAG = 2 hours;

    /// @dev Thirty percent a year is more than any collateral worth listing has yielded for long.
    uint256 private constant MAX_GROWTH_CAP = 0.30e18;

    /// @dev Slower than 5 % a day, a dead rate would count for three weeks; at 100 % it stops counting within a day.
    uint256 private constant MIN_YIELD_DECAY = 0.05e18;
    uint256 private constant MAX_YIELD_DECAY = 1e18;

    uint256 private constant WAD = 1e18;

    /// @dev A price needs the first three slots only. `seenWad` is the lowest that the refreshes of block `seenIn` saw.
    struct Rate {
        IRateSource source;
        uint64 yieldDecayWad;
        // 2nd slot
        uint80 snapshotWad;
        uint80 acceptedWad;
        uint80 highWad;
        // 3rd slot
        uint80 fallenWad;
        uint40 fallenAt;
        uint40 refreshedAt;
        uint40 snapshotAt;
        // 4th slot
        uint64 growthCapWad;
        uint80 seenWad;
        uint40 seenIn;
    }

    mapping(bytes32 feed => Rate) private _rates;

    /// @inheritdoc IOracleHub
    function rateTermsOf(bytes32 feed) external view returns (RateTerms memory) {
        _known(feed);
        Rate storage rate = _rates[feed];
        return RateTerms(rate.source, rate.growthCapWad, rate.yieldDecayWad);
    }

    /// @inheritdoc IOracleHub
    function rateOf(bytes32 feed) external view returns (RateReading memory reading) {
        Feed storage stored = _known(feed);
        (reading.lowWad, reading.highWad) = (WAD, WAD);
        if (!stored.rated) return reading;
        Rate storage rate = _rates[feed];
        reading.observedWad = _observed(rate.source);
        reading.acceptedWad = rate.acceptedWad;
        reading.snapshotWad = rate.snapshotWad;
        reading.snapshotAt = rate.snapshotAt;
        reading.refreshedAt = rate.refreshedAt;
        (reading.lowWad, reading.highWad) = _counted(rate, reading.observedWad, stored.maxAge);
    }

    /// @dev The two rates that count now, and whether the source answers. Only for a feed that has a rate source.
    function _rateNow(
        bytes32 feed,
        uint256 maxAge
    ) internal view returns (uint256 lowWad, uint256 highWad, bool answered) {
        Rate storage rate = _rates[feed];
        uint256 observedWad = _observed(rate.source);
        (lowWad, highWad) = _counted(rate, observedWad, maxAge);
        answered = observedWad != 0;
    }

    /// @dev Lets the accepted rate follow what the source says. A source that does not answer changes nothing.
    function _refreshRate(bytes32 feed) internal {
        Rate storage rate = _rates[feed];
        uint256 observedWad = _observed(rate.source);
        if (observedWad == 0) return;
        uint256 oldWad = rate.acceptedWad;
        uint256 newWad = _acceptable(rate, observedWad);
        _noteFall(rate, observedWad);
        if (newWad > rate.highWad) rate.highWad = uint80(newWad);
        rate.acceptedWad = uint80(newWad);
        rate.refreshedAt = uint40(block.timestamp);
        // Of several refreshes in one block the lowest counts: what was high for a moment was not there.
        bool seenBefore = rate.seenIn == block.number;
        rate.seenWad = uint80(seenBefore ? Math.min(rate.seenWad, observedWad) : observedWad);
        rate.seenIn = uint40(block.number);
        if (newWad != oldWad) emit RateAccepted(feed, oldWad, newWad);
    }

    /// @dev A new feed has no rate source at this point, so there is nothing to remove.
    function _listRate(bytes32 feed, RateTerms memory terms) internal {
        bool rated = address(terms.source) != address(0);
        if (rated || terms.growthCapWad != 0 || terms.yieldDecayWad != 0) _setRateSource(feed, terms);
    }

    /// @dev Begins again from what the source says now, or removes it.
    function _setRateSource(bytes32 feed, RateTerms memory terms) internal {
        Rate storage rate = _rates[feed];
        bool rated = address(terms.source) != address(0);
        emit RateSourceSet(feed, rate.source, terms.source);
        rate.source = terms.source;
        _feeds[feed].rated = rated;
        _storeGrowthCap(feed, terms.growthCapWad, rated ? MAX_GROWTH_CAP : 0);
        _storeYieldDecay(feed, terms.yieldDecayWad, rated ? MIN_YIELD_DECAY : 0, rated ? MAX_YIELD_DECAY : 0);
        uint256 rateWad = rated ? _requireRate(feed, rate.source) : 0;
        _takeSnapshot(feed, rateWad);
        (rate.acceptedWad, rate.highWad) = (uint80(rateWad), uint80(rateWad));
        (rate.fallenWad, rate.fallenAt) = (0, 0);
        rate.refreshedAt = uint40(block.timestamp);
        (rate.seenWad, rate.seenIn) = (uint80(rateWad), uint40(block.number));
    }

    function _setGrowthCap(bytes32 feed, uint256 growthCapWad) internal {
        Rate storage rate = _rated(feed);
        uint256 rateWad = _requireRate(feed, rate.source);
        _storeGrowthCap(feed, growthCapWad, MAX_GROWTH_CAP);
        uint256 capWad = _capOf(rate);
        if (rateWad > capWad) revert OracleHubRateCapped(feed, rateWad, capWad);
        _takeSnapshot(feed, rateWad);
    }

    function _setYieldDecay(bytes32 feed, uint256 yieldDecayWad) internal {
        _rated(feed);
        _storeYieldDecay(feed, yieldDecayWad, MIN_YIELD_DECAY, MAX_YIELD_DECAY);
    }

    function _rated(bytes32 feed) private view returns (Rate storage) {
        if (!_known(feed).rated) revert OracleHubNoRateSource(feed);
        return _rates[feed];
    }

    function _storeGrowthCap(bytes32 feed, uint256 growthCapWad, uint256 max) private {
        _requireWithin("growthCap", growthCapWad, 0, max);
        emit GrowthCapSet(feed, _rates[feed].growthCapWad, growthCapWad);
        _rates[feed].growthCapWad = uint64(growthCapWad);
    }

    function _storeYieldDecay(bytes32 feed, uint256 yieldDecayWad, uint256 min, uint256 max) private {
        _requireWithin("yieldDecay", yieldDecayWad, min, max);
        emit YieldDecaySet(feed, _rates[feed].yieldDecayWad, yieldDecayWad);
        _rates[feed].yieldDecayWad = uint64(yieldDecayWad);
    }

    function _takeSnapshot(bytes32 feed, uint256 rateWad) private {
        Rate storage rate = _rates[feed];
        emit RateSnapshotTaken(feed, rate.snapshotWad, rateWad);
        rate.snapshotWad = uint80(rateWad);
        rate.snapshotAt = uint40(block.timestamp);
    }

    /// @dev What the source says, 0 if it says nothing that can be a rate.
    function _observed(IRateSource source) private view returns (uint256) {
        uint256 rateWad = SourceCalls.rate(source);
        return rateWad < MIN_RATE || rateWad > MAX_RATE ? 0 : rateWad;
    }

    function _requireRate(bytes32 feed, IRateSource source) private view returns (uint256 rateWad) {
        rateWad = SourceCalls.rate(source);
        if (rateWad < MIN_RATE || rateWad > MAX_RATE) revert OracleHubBadRate(feed, rateWad);
    }

    function _capOf(Rate storage rate) private view returns (uint256) {
        return RateMath.cap(rate.snapshotWad, rate.growthCapWad, block.timestamp - rate.snapshotAt);
    }

    /// @dev The accepted rate after a refresh that sees `observedWad`: a fall at once, a rise only to what an earlier block saw too.
    function _acceptable(Rate storage rate, uint256 observedWad) private view returns (uint256) {
        uint256 acceptedWad = rate.acceptedWad;
        if (observedWad <= acceptedWad) return observedWad;
        if (rate.seenIn == block.number) return acceptedWad;
        uint256 lastingWad = Math.min(rate.seenWad, observedWad);
        return Math.max(acceptedWad, Math.min(lastingWad, _capOf(rate)));
    }

    /// @dev Keeps the high rate up for `FALL_LAG` after a fall. A pending fall goes no lower than the highest rate seen since it was noted:
    /// a further one is noted when the first has counted, so that it too has a whole lag.
    function _noteFall(Rate storage rate, uint256 observedWad) private {
        bool pending = rate.fallenAt != 0;
        if (pending) {
            rate.fallenWad = uint80(Math.max(rate.fallenWad, observedWad));
            if (observedWad < rate.highWad && block.timestamp - rate.fallenAt < FALL_LAG) return;
            rate.highWad = uint80(Math.min(rate.fallenWad, rate.highWad));
        }
        bool falls = observedWad < rate.highWad;
        rate.fallenWad = falls ? uint80(observedWad) : 0;
        rate.fallenAt = falls ? uint40(block.timestamp) : 0;
    }

    /// @dev The rates for the low and for the high side of a price.
    function _counted(
        Rate storage rate,
        uint256 observedWad,
        uint256 maxAge
    ) private view returns (uint256 lowWad, uint256 highWad) {
        uint256 unrefreshed = block.timestamp - rate.refreshedAt;
        lowWad = rate.acceptedWad;
        if (unrefreshed > maxAge) {
            lowWad = RateMath.decayed(lowWad, rate.snapshotWad, rate.yieldDecayWad, unrefreshed - maxAge);
        }
        if (observedWad != 0) lowWad = Math.min(lowWad, observedWad);

        highWad = rate.highWad;
        uint256 fallenAt = rate.fallenAt;
        if (fallenAt != 0 && block.timestamp - fallenAt >= FALL_LAG) {
            highWad = Math.max(rate.fallenWad, Math.min(observedWad, highWad));
        }
    }
}
