// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

import {
    FeedLimits,
    IOracleHub,
    LastGood,
    Price,
    PriceState,
    RateTerms,
    SourceReading,
    SourceStatus
} from "../interfaces/IOracleHub.sol";
import { IPriceSource } from "../interfaces/IPriceSource.sol";
import { IRateSource } from "../interfaces/IRateSource.sol";
import { PriceBand } from "../libraries/PriceBand.sol";
import { YieldRates } from "./YieldRates.sol";

/// @title The price of every collateral: a median of up to five sources with a band around it
contract OracleHub is YieldRates, AccessManaged {
    /// @notice In seconds: how often the last good price moves on. The jump limit is per hour.
    uint256 public constant REFRESH_INTERVAL = 1 hours;

    /// @notice In seconds: how long the last good price widens the band of a DEGRADED one. A crash that outruns the jump limit of 50 % an
    /// hour is believed within two hours anyway; a limit of 2 % would otherwise keep liquidations waiting for two days.
    uint256 public constant LAST_GOOD_MEMORY = 4 hours;

    /// @notice In seconds: how long issuing stops after sources were forced. A day lets people look at the new price before it is lent on.
    uint256 public constant FORCED_FREEZE = 24 hours;

    uint256 private constant WAD = 1e18;
    uint256 private constant BPS = 1e4;

    /// @notice In seconds: a feed counts as DOWN without a break only while somebody notes it this often. A source that reverts does not say
    /// whether it has answered since the last note, and what hangs on an unbroken day of notes cannot be undone.
    uint256 public constant NOTE_INTERVAL = 6 hours;

    /// @dev An OK price needs the first slot only.
    struct Stored {
        uint128 mid;
        uint40 storedAt;
        uint40 downSince;
        uint40 downNotedAt;
        // 2nd slot
        uint128 low;
        uint128 high;
    }

    mapping(bytes32 feed => Stored) private _stored;

    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc IOracleHub
    function createFeed(
        bytes32 feed,
        IPriceSource[] calldata sources,
        FeedLimits calldata limits,
        RateTerms calldata rate
    ) external restricted {
        if (_feeds[feed].sourceCount != 0) revert OracleHubFeedExists(feed);
        _feedIds.push(feed);
        _setSources(feed, sources);
        _setMaxAge(feed, limits.maxAge);
        _setMaxDeviation(feed, limits.maxDeviationBps);
        _setMinSources(feed, limits.minSources);
        _setMaxJump(feed, limits.maxJumpBps);
        _setMaxSwitchDeviation(feed, limits.maxSwitchDeviationBps);
        _listRate(feed, rate);
    }

    /// @inheritdoc IOracleHub
    function setSources(bytes32 feed, IPriceSource[] calldata sources) external restricted {
        (Price memory oldPrice, ) = _ask(_known(feed), false);
        _setSources(feed, sources);
        (Price memory newPrice, ) = _ask(_known(feed), false);
        if (newPrice.state != PriceState.OK) revert OracleHubCannotCompare(feed, oldPrice.state, newPrice.state);
        _requireNear(feed, oldPrice, newPrice);
    }

    /// @inheritdoc IOracleHub
    function forceSources(bytes32 feed, IPriceSource[] calldata sources) external restricted {
        Feed storage known = _known(feed);
        _setSources(feed, sources);
        uint256 until = block.timestamp + FORCED_FREEZE;
        known.frozenUntil = uint64(until);
        Stored storage stored = _stored[feed];
        emit LastGoodSet(feed, stored.mid, 0);
        (stored.low, stored.mid, stored.high, stored.storedAt) = (0, 0, 0, 0);
        emit SourcesForced(feed, until);
    }

    /// @inheritdoc IOracleHub
    function setMaxAge(bytes32 feed, uint256 maxAge) external restricted {
        _known(feed);
        _setMaxAge(feed, maxAge);
    }

    /// @inheritdoc IOracleHub
    function setMaxDeviation(bytes32 feed, uint256 maxDeviationBps) external restricted {
        _known(feed);
        _setMaxDeviation(feed, maxDeviationBps);
    }

    /// @inheritdoc IOracleHub
    function setMinSources(bytes32 feed, uint256 minSources) external restricted {
        _known(feed);
        _setMinSources(feed, minSources);
    }

    /// @inheritdoc IOracleHub
    function setMaxJump(bytes32 feed, uint256 maxJumpBps) external restricted {
        _known(feed);
        _setMaxJump(feed, maxJumpBps);
    }

    /// @inheritdoc IOracleHub
    function setMaxSwitchDeviation(bytes32 feed, uint256 maxSwitchDeviationBps) external restricted {
        _known(feed);
        _setMaxSwitchDeviation(feed, maxSwitchDeviationBps);
    }

    /// @inheritdoc IOracleHub
    function setRateSource(
        bytes32 feed,
        IRateSource source,
        uint256 growthCapWad,
        uint256 yieldDecayWad
    ) external restricted {
        Price memory oldPrice = peek(feed);
        _setRateSource(feed, RateTerms(source, growthCapWad, yieldDecayWad));
        if (block.timestamp >= _feeds[feed].frozenUntil) _requireNear(feed, oldPrice, peek(feed));
    }

    /// @inheritdoc IOracleHub
    function setGrowthCap(bytes32 feed, uint256 growthCapWad) external restricted {
        _setGrowthCap(feed, growthCapWad);
    }

    /// @inheritdoc IOracleHub
    function setYieldDecay(bytes32 feed, uint256 yieldDecayWad) external restricted {
        _setYieldDecay(feed, yieldDecayWad);
    }

    /// @inheritdoc IOracleHub
    function refresh(bytes32 feed) external {
        if (_known(feed).rated) _refreshRate(feed);
        (Price memory price, SourceReading[] memory readings) = inspect(feed);
        _noteDown(feed, price.state, readings);
        Stored storage stored = _stored[feed];
        uint256 storedAt = stored.storedAt;
        if (price.state != PriceState.OK || (storedAt != 0 && block.timestamp - storedAt < REFRESH_INTERVAL)) return;
        emit LastGoodSet(feed, stored.mid, price.mid);
        stored.mid = uint128(price.mid);
        stored.low = uint128(price.low);
        stored.high = uint128(price.high);
        stored.storedAt = uint40(block.timestamp);
    }

    /// @inheritdoc IOracleHub
    function noteDown(bytes32 feed) external {
        (Price memory price, SourceReading[] memory readings) = inspect(feed);
        _noteDown(feed, price.state, readings);
    }

    /// @inheritdoc IOracleHub
    function peek(bytes32 feed) public view returns (Price memory price) {
        (price, ) = _read(feed, false);
    }

    /// @inheritdoc IOracleHub
    function inspect(bytes32 feed) public view returns (Price memory price, SourceReading[] memory readings) {
        return _read(feed, true);
    }

    /// @inheritdoc IOracleHub
    function lastWordOf(bytes32 feed) external view returns (uint256, uint256) {
        return (deadSince(feed), _stored[feed].high);
    }

    /// @inheritdoc IOracleHub
    function deadSince(bytes32 feed) public view returns (uint256) {
        (Price memory price, SourceReading[] memory readings) = inspect(feed);
        return price.state == PriceState.DOWN ? _standingNote(_stored[feed], readings) : 0;
    }

    /// @inheritdoc IOracleHub
    function lastGoodOf(bytes32 feed) external view returns (LastGood memory) {
        _known(feed);
        Stored storage stored = _stored[feed];
        return LastGood(stored.low, stored.mid, stored.high, stored.storedAt);
    }

    /// @dev The nine steps of the interface.
    function _read(
        bytes32 feed,
        bool inspected
    ) private view returns (Price memory price, SourceReading[] memory readings) {
        Feed storage known = _known(feed);
        (price, readings) = _ask(known, inspected);
        if (price.state == PriceState.DOWN) return (price, readings);

        bool agreed = price.state == PriceState.OK;
        bool usable = agreed;
        if (known.rated) {
            (uint256 lowWad, uint256 highWad, bool answered) = _rateNow(feed, known.maxAge);
            usable = usable && answered;
            price.low = _times(price.low, lowWad, Math.Rounding.Floor);
            price.mid = _times(price.mid, lowWad, Math.Rounding.Floor);
            price.high = _times(price.high, highWad, Math.Rounding.Ceil);
            if (_isNoPrice(price, agreed)) return (Price(0, 0, 0, PriceState.DOWN), readings);
            price.high = Math.min(price.high, MAX_PRICE);
        }
        Stored storage stored = _stored[feed];
        if (usable && block.timestamp >= known.frozenUntil && !_jumped(stored, price.mid, known.maxJumpBps)) {
            return (price, readings);
        }
        return (_widened(stored, price), readings);
    }

    function _noteDown(bytes32 feed, PriceState state, SourceReading[] memory readings) private {
        Stored storage stored = _stored[feed];
        uint256 oldSince = stored.downSince;
        uint256 newSince = 0;
        if (state == PriceState.DOWN) {
            newSince = _standingNote(stored, readings);
            if (newSince == 0) newSince = block.timestamp;
            stored.downNotedAt = uint40(block.timestamp);
        }
        if (newSince == oldSince) return;
        emit DownNoted(feed, oldSince, newSince);
        stored.downSince = uint40(newSince);
    }

    /// @dev Since when a feed that is DOWN now has been so for certain, or 0. A source that has updated after the first note, whatever it says,
    /// is or was alive in between; after a gap between two notes nobody knows.
    function _standingNote(
        Stored storage stored,
        SourceReading[] memory readings
    ) private view returns (uint256 since) {
        if (block.timestamp - stored.downNotedAt > NOTE_INTERVAL) return 0;
        since = stored.downSince;
        for (uint256 i = 0; i < readings.length; ++i) {
            if (readings[i].status != SourceStatus.INVALID && readings[i].updatedAt > since) return 0;
        }
    }

    /// @dev Of a setter that changes what a price is made of.
    function _requireNear(bytes32 feed, Price memory oldPrice, Price memory newPrice) private view {
        if (oldPrice.state == PriceState.DOWN || newPrice.state == PriceState.DOWN) {
            revert OracleHubCannotCompare(feed, oldPrice.state, newPrice.state);
        }
        uint256 maxSwitchDeviationBps = _feeds[feed].maxSwitchDeviationBps;
        if (!PriceBand.isNear(newPrice.mid, oldPrice.mid, maxSwitchDeviationBps)) {
            revert OracleHubSwitchTooFar(feed, oldPrice.mid, newPrice.mid, maxSwitchDeviationBps);
        }
    }

    /// @dev Step 7.
    function _times(uint256 priceWad, uint256 rateWad, Math.Rounding rounding) private pure returns (uint256) {
        return Math.mulDiv(priceWad, rateWad, WAD, rounding);
    }

    /// @dev Judged by what agrees, otherwise by the median: one source that says something absurd must not take the feed down.
    function _isNoPrice(Price memory product, bool agreed) private pure returns (bool) {
        if (agreed) return product.low == 0 || product.high > MAX_PRICE;
        return product.mid == 0 || product.mid > MAX_PRICE;
    }

    /// @dev Step 8. Exact: neither side is rounded.
    function _jumped(Stored storage stored, uint256 mid, uint256 maxJumpBps) private view returns (bool) {
        uint256 storedAt = stored.storedAt;
        if (storedAt == 0) return false;
        uint256 lastMid = stored.mid;
        // Prices have 128 bits, times 40, shares of one 14 and the interval 12.
        unchecked {
            uint256 distance = mid > lastMid ? mid - lastMid : lastMid - mid;
            uint256 age = Math.max(block.timestamp - storedAt, REFRESH_INTERVAL);
            return distance * BPS * REFRESH_INTERVAL > lastMid * maxJumpBps * age;
        }
    }

    /// @dev Step 9.
    function _widened(Stored storage stored, Price memory price) private view returns (Price memory) {
        price.state = PriceState.DEGRADED;
        uint256 storedAt = stored.storedAt;
        if (storedAt != 0 && block.timestamp - storedAt <= LAST_GOOD_MEMORY) {
            price.low = Math.min(price.low, stored.low);
            price.high = Math.max(price.high, stored.high);
        }
        return price;
    }
}
