// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

import { FeedLimits, IOracleHub, Price, PriceState, SourceReading, SourceStatus } from "../interfaces/IOracleHub.sol";
import { IPriceSource } from "../interfaces/IPriceSource.sol";

/// @title The price of every collateral: a median of up to five sources with a band around it
contract OracleHub is IOracleHub, AccessManaged {
    /// @notice Five sources outvote two bad ones; more would make every borrower pay for reads that move nothing.
    uint256 public constant MAX_SOURCES = 5;

    /// @notice Leaves room in a word for a price times an amount of 128 bits, and for every product made here.
    uint256 public constant MAX_PRICE = type(uint128).max;

    /// @notice Gas each source gets, no more and no less. A Chainlink proxy answers within 30,000, a price made of three such feeds within
    /// 100,000: there is room for a doubling of the cost of storage, and five sources that burn it all still leave a block for others.
    uint256 public constant SOURCE_GAS = 200_000;

    /// @dev Gas between the check and the source's first instruction. At most 5,200 for two cold accounts (the source, and the code it
    /// delegates to under EIP-7702) and some hundred for the instructions; the rest is reserve for a fork that raises prices.
    uint256 private constant CALL_OVERHEAD = 10_000;

    /// @dev Of what is left at a call one 64th stays with the caller (EIP-150): a source gets all of its `SOURCE_GAS` if and only if
    /// left - left / 64 >= SOURCE_GAS, for which left >= SOURCE_GAS * 64 / 63 rounded up suffices.
    uint256 private constant GAS_PER_READ = SOURCE_GAS + SOURCE_GAS / 63 + 1 + CALL_OVERHEAD;

    /// @dev Shorter than a minute, a healthy feed would be stale between two blocks of a congested chain; longer than two days, twice the
    /// slowest heartbeat in use, it would hide that a feed has died.
    uint256 private constant MIN_MAX_AGE = 60;
    uint256 private constant MAX_MAX_AGE = 172_800;

    /// @dev Feeds themselves wait for a move of about 0.25 % before they update, so sources in good health differ by that;
    /// sources that differ by more than 10 % do not agree on anything.
    uint256 private constant MIN_DEVIATION_BPS = 25;
    uint256 private constant MAX_DEVIATION_BPS = 1_000;

    uint256 private constant BPS = 1e4;

    /// @dev A feed exists if and only if it has sources.
    struct Feed {
        FeedLimits limits;
        IPriceSource[] sources;
    }

    mapping(bytes32 feed => Feed) private _feeds;
    bytes32[] private _feedIds;

    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc IOracleHub
    function createFeed(bytes32 feed, IPriceSource[] calldata sources, FeedLimits calldata limits) external restricted {
        if (_feeds[feed].sources.length != 0) revert OracleHubFeedExists(feed);
        _feedIds.push(feed);
        _setSources(feed, sources);
        _setMaxAge(feed, limits.maxAge);
        _setMaxDeviation(feed, limits.maxDeviationBps);
        _setMinSources(feed, limits.minSources);
    }

    /// @inheritdoc IOracleHub
    function setSources(bytes32 feed, IPriceSource[] calldata sources) external restricted {
        _known(feed);
        _setSources(feed, sources);
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
    function peek(bytes32 feed) external view returns (Price memory price) {
        (price, ) = _read(_known(feed));
    }

    /// @inheritdoc IOracleHub
    function inspect(bytes32 feed) external view returns (Price memory price, SourceReading[] memory readings) {
        return _read(_known(feed));
    }

    /// @inheritdoc IOracleHub
    function sourcesOf(bytes32 feed) external view returns (IPriceSource[] memory) {
        return _known(feed).sources;
    }

    /// @inheritdoc IOracleHub
    function limitsOf(bytes32 feed) external view returns (FeedLimits memory) {
        return _known(feed).limits;
    }

    /// @inheritdoc IOracleHub
    function feeds() external view returns (bytes32[] memory) {
        return _feedIds;
    }

    function _known(bytes32 feed) private view returns (Feed storage stored) {
        stored = _feeds[feed];
        if (stored.sources.length == 0) revert OracleHubUnknownFeed(feed);
    }

    /// @dev Also makes the feed exist. A new feed has `minSources` 0 at this point, which any count satisfies.
    function _setSources(bytes32 feed, IPriceSource[] calldata sources) private {
        Feed storage stored = _feeds[feed];
        uint256 count = sources.length;
        if (count == 0 || count > MAX_SOURCES || count < stored.limits.minSources) revert OracleHubBadSources(count);
        for (uint256 i = 0; i < count; ++i) {
            if (address(sources[i]) == address(0)) revert OracleHubBadSources(count);
            for (uint256 j = 0; j < i; ++j) {
                if (address(sources[j]) == address(sources[i])) revert OracleHubBadSources(count);
            }
        }
        emit SourcesSet(feed, stored.sources, sources);
        stored.sources = sources;
    }

    function _setMaxAge(bytes32 feed, uint256 maxAge) private {
        _requireWithin("maxAge", maxAge, MIN_MAX_AGE, MAX_MAX_AGE);
        FeedLimits storage limits = _feeds[feed].limits;
        emit MaxAgeSet(feed, limits.maxAge, maxAge);
        limits.maxAge = uint32(maxAge);
    }

    function _setMaxDeviation(bytes32 feed, uint256 maxDeviationBps) private {
        _requireWithin("maxDeviation", maxDeviationBps, MIN_DEVIATION_BPS, MAX_DEVIATION_BPS);
        FeedLimits storage limits = _feeds[feed].limits;
        emit MaxDeviationSet(feed, limits.maxDeviationBps, maxDeviationBps);
        limits.maxDeviationBps = uint16(maxDeviationBps);
    }

    function _setMinSources(bytes32 feed, uint256 minSources) private {
        Feed storage stored = _feeds[feed];
        _requireWithin("minSources", minSources, 1, stored.sources.length);
        emit MinSourcesSet(feed, stored.limits.minSources, minSources);
        stored.limits.minSources = uint8(minSources);
    }

    function _requireWithin(string memory limit, uint256 value, uint256 min, uint256 max) private pure {
        if (value < min || value > max) revert OracleHubOutOfBounds(limit, value, min, max);
    }

    /// @dev The six steps of the interface.
    function _read(Feed storage feed) private view returns (Price memory price, SourceReading[] memory readings) {
        FeedLimits memory limits = feed.limits;
        uint256[] memory fresh;
        (readings, fresh) = _ask(feed, limits.maxAge);
        if (fresh.length == 0) return (Price(0, 0, 0, PriceState.DOWN), readings);

        uint256 median = _median(fresh, 0, fresh.length);
        uint256 maxDeviationBps = limits.maxDeviationBps;
        _markOutliers(readings, median, maxDeviationBps);

        // Prices are in ascending order, so those near the median are neighbours: places [from, to).
        uint256 from = 0;
        uint256 to = fresh.length;
        while (from < to && !_isNear(fresh[from], median, maxDeviationBps)) ++from;
        while (to > from && !_isNear(fresh[to - 1], median, maxDeviationBps)) --to;

        if (to - from >= limits.minSources && _agree(fresh, from, to, maxDeviationBps)) {
            price = Price(fresh[from], _median(fresh, from, to), fresh[to - 1], PriceState.OK);
        } else {
            price = Price(fresh[0], median, fresh[fresh.length - 1], PriceState.DEGRADED);
        }
    }

    /// @dev Step 1. `fresh` holds the prices of the sources that are neither INVALID nor STALE, in ascending order.
    function _ask(
        Feed storage feed,
        uint256 maxAge
    ) private view returns (SourceReading[] memory readings, uint256[] memory fresh) {
        uint256 count = feed.sources.length;
        readings = new SourceReading[](count);
        fresh = new uint256[](count);
        uint256 freshCount = 0;
        for (uint256 i = 0; i < count; ++i) {
            SourceReading memory reading = readings[i];
            reading.source = feed.sources[i];
            bool answered;
            (answered, reading.priceWad, reading.updatedAt) = _latestPrice(reading.source);
            if (!answered || !_isPlausible(reading)) reading.status = SourceStatus.INVALID;
            else if (block.timestamp - reading.updatedAt > maxAge) reading.status = SourceStatus.STALE;
            else _insert(fresh, freshCount++, reading.priceWad);
        }
        // Cuts off the unused places at the end.
        assembly ("memory-safe") {
            mstore(fresh, freshCount)
        }
    }

    /// @dev Asks one source with exactly `SOURCE_GAS`. The check comes before the call and covers the answers too: looking at the gas left after a
    /// failure proves nothing, since a starved source may keep some, or catch its own failure and answer something else.
    function _latestPrice(
        IPriceSource source
    ) private view returns (bool answered, uint256 priceWad, uint256 updatedAt) {
        uint256 available = gasleft();
        if (available < GAS_PER_READ) revert OracleHubInsufficientGas(available, GAS_PER_READ);
        bytes4 selector = IPriceSource.latestPrice.selector;
        uint256 gasLimit = SOURCE_GAS;
        // A call in Solidity would revert on an address without code and on a short answer, and would copy an answer of any length.
        // Memory-safe: only the scratch space at [0x00, 0x40) is written, of an answer never more than those 64 bytes.
        assembly ("memory-safe") {
            mstore(0x00, selector)
            answered := staticcall(gasLimit, source, 0x00, 0x04, 0x00, 0x40)
            // Not in one expression with the call: Yul evaluates arguments from right to left.
            answered := and(answered, eq(returndatasize(), 0x40))
            if answered {
                priceWad := mload(0x00)
                updatedAt := mload(0x20)
            }
        }
    }

    function _isPlausible(SourceReading memory reading) private view returns (bool) {
        return
            reading.priceWad != 0 &&
            reading.priceWad <= MAX_PRICE &&
            reading.updatedAt != 0 &&
            reading.updatedAt <= block.timestamp;
    }

    /// @dev Puts `value` in its place among the first `count` of `sorted`, which are in ascending order.
    function _insert(uint256[] memory sorted, uint256 count, uint256 value) private pure {
        uint256 place = count;
        while (place > 0 && sorted[place - 1] > value) {
            sorted[place] = sorted[place - 1];
            --place;
        }
        sorted[place] = value;
    }

    /// @dev Step 2, of the places [from, to) and at least one of them. The mean of a pair is rounded down.
    function _median(uint256[] memory sorted, uint256 from, uint256 to) private pure returns (uint256) {
        uint256 middle = (from + to) / 2;
        if ((to - from) % 2 == 1) return sorted[middle];
        return (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// @dev Step 3.
    function _markOutliers(SourceReading[] memory readings, uint256 median, uint256 maxDeviationBps) private pure {
        for (uint256 i = 0; i < readings.length; ++i) {
            SourceReading memory reading = readings[i];
            if (reading.status == SourceStatus.USED && !_isNear(reading.priceWad, median, maxDeviationBps)) {
                reading.status = SourceStatus.OUTLIER;
            }
        }
    }

    /// @dev Step 4, without the count. Places [from, to), at least one of them: `minSources` is never 0.
    function _agree(
        uint256[] memory sorted,
        uint256 from,
        uint256 to,
        uint256 maxDeviationBps
    ) private pure returns (bool) {
        uint256 median = _median(sorted, from, to);
        // The middle pair; with an odd count both are the median itself.
        uint256 gap = sorted[(from + to) / 2] - sorted[(from + to - 1) / 2];
        return
            gap * BPS <= median * maxDeviationBps &&
            _isNear(sorted[from], median, maxDeviationBps) &&
            _isNear(sorted[to - 1], median, maxDeviationBps);
    }

    /// @dev Exact: neither side is rounded.
    function _isNear(uint256 value, uint256 median, uint256 maxDeviationBps) private pure returns (bool) {
        uint256 distance = value > median ? value - median : median - value;
        return distance * BPS <= median * maxDeviationBps;
    }
}
