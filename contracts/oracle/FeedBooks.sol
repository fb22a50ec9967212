// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { FeedLimits, IOracleHub, Price, PriceState, SourceReading, SourceStatus } from "../interfaces/IOracleHub.sol";
import { IPriceSource } from "../interfaces/IPriceSource.sol";
import { PriceBand } from "../libraries/PriceBand.sol";
import { SourceCalls } from "../libraries/SourceCalls.sol";

/// @title What is stored of every feed: its sources and limits; and what its sources make together
abstract contract FeedBooks is IOracleHub {
    /// @notice Five sources outvote two bad ones; more would make every borrower pay for reads that move nothing.
    uint256 public constant MAX_SOURCES = 5;

    /// @notice Leaves room in a word for a price times an amount of 128 bits, and for every product made here.
    uint256 public constant MAX_PRICE = type(uint128).max;

    /// @notice Gas each source gets, no more and no less.
    uint256 public constant SOURCE_GAS = SourceCalls.SOURCE_GAS;

    /// @dev Shorter than a minute, a healthy feed would be stale between two blocks of a congested chain; longer than two days, twice the
    /// slowest heartbeat in use, it would hide that a feed has died.
    uint256 private constant MIN_MAX_AGE = 60;
    uint256 private constant MAX_MAX_AGE = 172_800;

    /// @dev Feeds themselves wait for a move of about 0.25 % before they update, so sources in good health differ by that;
    /// sources that differ by more than 10 % do not agree on anything.
    uint256 private constant MIN_DEVIATION_BPS = 25;
    uint256 private constant MAX_DEVIATION_BPS = 1_000;

    /// @dev A limit below 2 % an hour would stop issuing on ordinary days; no collateral worth listing halves within an hour and is then
    /// fit to be issued against.
    uint256 private constant MIN_JUMP_BPS = 200;
    uint256 private constant MAX_JUMP_BPS = 5_000;

    /// @dev 0 lets only sources with the very same median follow. A missing leg in a composed price is never as small as 10 %.
    uint256 private constant MAX_SWITCH_DEVIATION_BPS = 1_000;

    /// @dev All but the sources fits one slot. A feed exists if and only if it has sources.
    struct Feed {
        uint32 maxAge;
        uint16 maxDeviationBps;
        uint8 minSources;
        uint16 maxJumpBps;
        uint16 maxSwitchDeviationBps;
        uint8 sourceCount;
        bool rated;
        uint64 frozenUntil;
        IPriceSource[5] sources;
    }

    mapping(bytes32 feed => Feed) internal _feeds;
    bytes32[] internal _feedIds;

    /// @inheritdoc IOracleHub
    function sourcesOf(bytes32 feed) public view returns (IPriceSource[] memory sources) {
        Feed storage stored = _known(feed);
        sources = new IPriceSource[](stored.sourceCount);
        for (uint256 i = 0; i < sources.length; ++i) sources[i] = stored.sources[i];
    }

    /// @inheritdoc IOracleHub
    function limitsOf(bytes32 feed) external view returns (FeedLimits memory) {
        Feed storage stored = _known(feed);
        return
            FeedLimits({
                maxAge: stored.maxAge,
                maxDeviationBps: stored.maxDeviationBps,
                minSources: stored.minSources,
                maxJumpBps: stored.maxJumpBps,
                maxSwitchDeviationBps: stored.maxSwitchDeviationBps
            });
    }

    /// @inheritdoc IOracleHub
    function frozenUntil(bytes32 feed) external view returns (uint256) {
        return _known(feed).frozenUntil;
    }

    /// @inheritdoc IOracleHub
    function feeds() external view returns (bytes32[] memory) {
        return _feedIds;
    }

    function _known(bytes32 feed) internal view returns (Feed storage stored) {
        stored = _feeds[feed];
        if (stored.sourceCount == 0) revert OracleHubUnknownFeed(feed);
    }

    /// @dev Also makes the feed exist. A new feed has `minSources` 0 at this point, which any count satisfies.
    function _setSources(bytes32 feed, IPriceSource[] calldata sources) internal {
        Feed storage stored = _feeds[feed];
        uint256 oldCount = stored.sourceCount;
        uint256 count = sources.length;
        if (count == 0 || count > MAX_SOURCES || count < stored.minSources) revert OracleHubBadSources(count);
        for (uint256 i = 0; i < count; ++i) {
            if (address(sources[i]) == address(0)) revert OracleHubBadSources(count);
            for (uint256 j = 0; j < i; ++j) {
                if (address(sources[j]) == address(sources[i])) revert OracleHubBadSources(count);
            }
        }
        emit SourcesSet(feed, oldCount == 0 ? new IPriceSource[](0) : sourcesOf(feed), sources);
        for (uint256 i = 0; i < count; ++i) stored.sources[i] = sources[i];
        for (uint256 i = count; i < oldCount; ++i) stored.sources[i] = IPriceSource(address(0));
        stored.sourceCount = uint8(count);
    }

    function _setMaxAge(bytes32 feed, uint256 maxAge) internal {
        _requireWithin("maxAge", maxAge, MIN_MAX_AGE, MAX_MAX_AGE);
        emit MaxAgeSet(feed, _feeds[feed].maxAge, maxAge);
        _feeds[feed].maxAge = uint32(maxAge);
    }

    function _setMaxDeviation(bytes32 feed, uint256 maxDeviationBps) internal {
        _requireWithin("maxDeviation", maxDeviationBps, MIN_DEVIATION_BPS, MAX_DEVIATION_BPS);
        emit MaxDeviationSet(feed, _feeds[feed].maxDeviationBps, maxDeviationBps);
        _feeds[feed].maxDeviationBps = uint16(maxDeviationBps);
    }

    function _setMinSources(bytes32 feed, uint256 minSources) internal {
        _requireWithin("minSources", minSources, 1, _feeds[feed].sourceCount);
        emit MinSourcesSet(feed, _feeds[feed].minSources, minSources);
        _feeds[feed].minSources = uint8(minSources);
    }

    function _setMaxJump(bytes32 feed, uint256 maxJumpBps) internal {
        _requireWithin("maxJump", maxJumpBps, MIN_JUMP_BPS, MAX_JUMP_BPS);
        emit MaxJumpSet(feed, _feeds[feed].maxJumpBps, maxJumpBps);
        _feeds[feed].maxJumpBps = uint16(maxJumpBps);
    }

    function _setMaxSwitchDeviation(bytes32 feed, uint256 maxSwitchDeviationBps) internal {
        _requireWithin("maxSwitchDeviation", maxSwitchDeviationBps, 0, MAX_SWITCH_DEVIATION_BPS);
        emit MaxSwitchDeviationSet(feed, _feeds[feed].maxSwitchDeviationBps, maxSwitchDeviationBps);
        _feeds[feed].maxSwitchDeviationBps = uint16(maxSwitchDeviationBps);
    }

    function _requireWithin(string memory limit, uint256 value, uint256 min, uint256 max) internal pure {
        if (value < min || value > max) revert OracleHubOutOfBounds(limit, value, min, max);
    }

    /// @dev Steps 1 to 6 of the interface.
    /// @param inspected Whether the readings are wanted; without, they stay empty, which saves what everybody would pay for them.
    function _ask(
        Feed storage feed,
        bool inspected
    ) internal view returns (Price memory price, SourceReading[] memory readings) {
        uint256[] memory fresh;
        (readings, fresh) = _readings(feed, inspected);
        if (fresh.length == 0) {
            price.state = PriceState.DOWN;
            return (price, readings);
        }
        uint256 median = PriceBand.medianOf(fresh);
        uint256 maxDeviationBps = feed.maxDeviationBps;
        for (uint256 i = 0; i < readings.length; ++i) {
            SourceReading memory reading = readings[i];
            if (reading.status == SourceStatus.USED && !PriceBand.isNear(reading.priceWad, median, maxDeviationBps)) {
                reading.status = SourceStatus.OUTLIER;
            }
        }
        price = PriceBand.priceOf(fresh, median, maxDeviationBps, feed.minSources);
    }

    /// @dev Step 1. `fresh` holds the prices that are neither INVALID nor STALE, in ascending order.
    function _readings(
        Feed storage feed,
        bool inspected
    ) private view returns (SourceReading[] memory readings, uint256[] memory fresh) {
        uint256 count = feed.sourceCount;
        uint256 maxAge = feed.maxAge;
        readings = new SourceReading[](inspected ? count : 0);
        fresh = new uint256[](count);
        uint256 freshCount = 0;
        // No more than `MAX_SOURCES` of anything here.
        unchecked {
            for (uint256 i = 0; i < count; ++i) {
                IPriceSource source = feed.sources[i];
                (uint256 priceWad, uint256 updatedAt) = SourceCalls.latestPrice(source);
                SourceStatus status = _statusOf(priceWad, updatedAt, maxAge);
                if (status == SourceStatus.USED) PriceBand.insert(fresh, freshCount++, priceWad);
                if (inspected) readings[i] = SourceReading(source, priceWad, updatedAt, status);
            }
        }
        // Cuts off the unused places at the end.
        assembly ("memory-safe") {
            mstore(fresh, freshCount)
        }
    }

    /// @dev Of one source by itself.
    function _statusOf(uint256 priceWad, uint256 updatedAt, uint256 maxAge) private view returns (SourceStatus) {
        if (priceWad == 0 || priceWad > MAX_PRICE) return SourceStatus.INVALID;
        if (updatedAt == 0 || updatedAt > block.timestamp) return SourceStatus.INVALID;
        unchecked {
            return block.timestamp - updatedAt > maxAge ? SourceStatus.STALE : SourceStatus.USED;
        }
    }
}
