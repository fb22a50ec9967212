// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IPriceSource } from "./IPriceSource.sol";

/// @notice How much a price can be relied on.
/// OK: enough fresh sources that agree. DEGRADED: at least one fresh source. DOWN: none.
enum PriceState {
    OK,
    DEGRADED,
    DOWN
}

/// @notice A price with its uncertainty. Units: derivative per whole token, 18 decimals; low <= mid <= high.
/// All three are 0 if and only if the state is DOWN.
struct Price {
    uint256 low;
    uint256 mid;
    uint256 high;
    PriceState state;
}

/// @notice What became of one source in a reading. A DEGRADED price counts OUTLIER sources too; their status still says what was wrong.
enum SourceStatus {
    USED,
    OUTLIER,
    STALE,
    INVALID
}

/// @notice One source in a reading, for people and monitors.
/// @param priceWad What the source said, even if it does not count; 0 if it did not answer with two words.
/// @param updatedAt Likewise, Unix time in seconds.
struct SourceReading {
    IPriceSource source;
    uint256 priceWad;
    uint256 updatedAt;
    SourceStatus status;
}

/// @notice Limits of one feed.
/// @param maxAge Oldest answer that counts, in seconds.
/// @param maxDeviationBps Largest distance from the median at which a source still counts, in 1e4 scale.
/// @param minSources How many agreeing fresh sources make a price OK.
struct FeedLimits {
    uint32 maxAge;
    uint16 maxDeviationBps;
    uint8 minSources;
}

/// @title The price of every collateral: a median of up to five sources with a band around it
/// @notice Reading, in this order:
/// 1. each source is asked with a fixed gas allowance; one that reverts, runs out of that gas, answers with anything but two words,
///    with a price of 0 or above `MAX_PRICE`, or with a time of 0 or in the future is INVALID; one older than `maxAge` is STALE;
/// 2. the median of the rest is taken (an even count takes the mean of the middle pair, rounded down);
/// 3. sources further than `maxDeviationBps` from the median are dropped as OUTLIER;
/// 4. the state is OK if at least `minSources` remain, the middle pair of the rest differs by at most `maxDeviationBps` of their median
///    and none of the rest is further than that from it; the band is then [lowest, highest] of the rest and `mid` their median;
/// 5. otherwise, with at least one fresh source, DEGRADED: the band is [lowest, highest] of all fresh sources and `mid` their median;
/// 6. otherwise DOWN and all prices are 0.
/// Distances are compared exactly, and one of exactly `maxDeviationBps` still counts.
/// So one bad source of three can neither move the price beyond the others' band plus `maxDeviationBps` nor block it, as long as
/// `minSources` is at most 2 and the other two differ by at most `maxDeviationBps` of the lower of them.
/// @dev A read reverts only for want of gas: a caller who starves a source of gas must not be able to change the answer.
interface IOracleHub {
    event SourcesSet(bytes32 indexed feed, IPriceSource[] oldSources, IPriceSource[] newSources);
    /// @dev In seconds.
    event MaxAgeSet(bytes32 indexed feed, uint256 oldValue, uint256 newValue);
    /// @dev In 1e4 scale.
    event MaxDeviationSet(bytes32 indexed feed, uint256 oldValue, uint256 newValue);
    event MinSourcesSet(bytes32 indexed feed, uint256 oldValue, uint256 newValue);

    error OracleHubUnknownFeed(bytes32 feed);
    error OracleHubFeedExists(bytes32 feed);
    /// @dev No source or more than `MAX_SOURCES`, fewer than `minSources`, a zero address or a duplicate.
    error OracleHubBadSources(uint256 count);
    error OracleHubOutOfBounds(string limit, uint256 value, uint256 min, uint256 max);
    error OracleHubInsufficientGas(uint256 available, uint256 needed);

    /// @notice Lists a feed. Restricted to the LIST capability.
    function createFeed(bytes32 feed, IPriceSource[] calldata sources, FeedLimits calldata limits) external;

    /// @notice Replaces the sources of a feed: 1 to `MAX_SOURCES`, no zero address, no duplicate, never fewer than `minSources`.
    /// Restricted to the ORACLE capability.
    function setSources(bytes32 feed, IPriceSource[] calldata sources) external;

    /// @notice Restricted to the ORACLE capability. Seconds, within [60, 172_800].
    function setMaxAge(bytes32 feed, uint256 maxAge) external;

    /// @notice Restricted to the ORACLE capability. 1e4 scale, within [25, 1_000].
    function setMaxDeviation(bytes32 feed, uint256 maxDeviationBps) external;

    /// @notice Restricted to the ORACLE capability. Within [1, number of sources].
    function setMinSources(bytes32 feed, uint256 minSources) external;

    /// @notice The price of a feed. Never reverts for a misbehaving source.
    function peek(bytes32 feed) external view returns (Price memory);

    /// @notice What each source said and what became of it, in the order of `sourcesOf`, with the resulting price.
    function inspect(bytes32 feed) external view returns (Price memory price, SourceReading[] memory readings);

    function sourcesOf(bytes32 feed) external view returns (IPriceSource[] memory);

    function limitsOf(bytes32 feed) external view returns (FeedLimits memory);

    /// @notice Every feed ever listed, in order of listing.
    function feeds() external view returns (bytes32[] memory);
}
