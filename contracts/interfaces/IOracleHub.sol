// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IPriceSource } from "./IPriceSource.sol";
import { IRateSource } from "./IRateSource.sol";

/// @notice How much a price can be relied on.
/// OK: enough fresh sources that agree, no jump, a rate that answers. DEGRADED: at least one fresh source. DOWN: no price.
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

/// @notice The last price that was OK when somebody called `refresh`. Units as in `Price`.
/// @param storedAt Unix time in seconds; 0 if there is none.
struct LastGood {
    uint256 low;
    uint256 mid;
    uint256 high;
    uint256 storedAt;
}

/// @notice What became of one source in a reading. Where sources do not agree, a DEGRADED price counts OUTLIER sources too; their status still says what was wrong.
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
/// @param maxJumpBps Largest move per hour away from the last good price with which a price is OK, in 1e4 scale.
/// @param maxSwitchDeviationBps Largest difference that `setSources` and `setRateSource` may make to the price, in 1e4 scale.
struct FeedLimits {
    uint32 maxAge;
    uint16 maxDeviationBps;
    uint8 minSources;
    uint16 maxJumpBps;
    uint16 maxSwitchDeviationBps;
}

/// @notice What governance has set about the yield of a feed's token. All zero for a feed without a rate source.
/// @param growthCapWad How fast the accepted rate may leave the snapshot, as a share of the snapshot per 365 days, 18 decimals, simple.
/// @param yieldDecayWad Share of the growth since the snapshot that stops counting per day without a refresh, 18 decimals.
struct RateTerms {
    IRateSource source;
    uint256 growthCapWad;
    uint256 yieldDecayWad;
}

/// @notice The rate of a feed's token now, for people and monitors. Rates have 18 decimals, times are Unix seconds.
/// @param observedWad What the source says; 0 if it is silent or outside [`MIN_RATE`, `MAX_RATE`].
/// @param acceptedWad What refreshes have let through so far.
/// @param snapshotWad The rate that the growth cap starts from, and that unrefreshed growth decays to.
/// @param refreshedAt When a refresh last got an answer.
/// @param lowWad What `low` and `mid` of the underlying are multiplied with; 1e18 without a rate source.
/// @param highWad What `high` is multiplied with; 1e18 without a rate source.
struct RateReading {
    uint256 observedWad;
    uint256 acceptedWad;
    uint256 snapshotWad;
    uint256 snapshotAt;
    uint256 refreshedAt;
    uint256 lowWad;
    uint256 highWad;
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
/// 6. otherwise DOWN and all prices are 0;
/// 7. on a feed with a rate source, `low` and `mid` are multiplied with the low rate, rounded down, and `high` with the high rate, rounded
///    up; a rate source that does not answer makes the price DEGRADED, and a product of 0 or above `MAX_PRICE`, of the
///    sources that agree or otherwise of the median, is no price: DOWN;
/// 8. a price whose `mid` is further from the last good one than `maxJumpBps` of it for every hour of its age (at least one) is DEGRADED,
///    and so is every price of a feed whose sources were forced less than `FORCED_FREEZE` ago;
/// 9. the band of a DEGRADED price, which is that of step 4 where sources agree and that of step 5 where they do not, is widened to hold
///    the last good price if that is at most `LAST_GOOD_MEMORY` old.
/// Distances are compared exactly, and one of exactly the limit still counts.
/// So one bad source of three can neither move the price beyond the others' band plus `maxDeviationBps` nor block it, as long as
/// `minSources` is at most 2 and the other two differ by at most `maxDeviationBps` of the lower of them.
///
/// The rates of a token that bears yield: sources price its underlying, the rate source says how much of it one token stands for.
/// - It rises only through `refresh`, and only to what an earlier block's refresh has seen and this one still sees; never above
///   snapshot + snapshot · growthCap · time / 365 days.
/// - A fall counts at once in the low rate, whether anybody refreshes or not. In the high rate it counts `FALL_LAG` after a refresh noted
///   it, provided that no refresh since has seen the higher rate again; a further fall in the meantime waits for a lag of its own.
/// - Without a refresh that got an answer for longer than `maxAge`, growth above the snapshot stops counting in the low rate, by
///   `yieldDecay` of it per day beyond that age. The next refresh restores what is still there.
/// @dev A read reverts only for want of gas: a caller who starves a source of gas must not be able to change the answer.
interface IOracleHub {
    event SourcesSet(bytes32 indexed feed, IPriceSource[] oldSources, IPriceSource[] newSources);
    /// @dev No price of the feed is OK before `frozenUntil`, Unix time in seconds.
    event SourcesForced(bytes32 indexed feed, uint256 frozenUntil);
    /// @dev In seconds.
    event MaxAgeSet(bytes32 indexed feed, uint256 oldValue, uint256 newValue);
    /// @dev In 1e4 scale.
    event MaxDeviationSet(bytes32 indexed feed, uint256 oldValue, uint256 newValue);
    event MinSourcesSet(bytes32 indexed feed, uint256 oldValue, uint256 newValue);
    /// @dev In 1e4 scale.
    event MaxJumpSet(bytes32 indexed feed, uint256 oldValue, uint256 newValue);
    /// @dev In 1e4 scale.
    event MaxSwitchDeviationSet(bytes32 indexed feed, uint256 oldValue, uint256 newValue);
    event RateSourceSet(bytes32 indexed feed, IRateSource oldSource, IRateSource newSource);
    /// @dev Per 365 days, 18 decimals.
    event GrowthCapSet(bytes32 indexed feed, uint256 oldValue, uint256 newValue);
    /// @dev Per day, 18 decimals.
    event YieldDecaySet(bytes32 indexed feed, uint256 oldValue, uint256 newValue);
    /// @dev The rate that the growth cap starts from, 18 decimals.
    event RateSnapshotTaken(bytes32 indexed feed, uint256 oldRateWad, uint256 newRateWad);
    /// @dev A refresh changed the accepted rate, 18 decimals.
    event RateAccepted(bytes32 indexed feed, uint256 oldRateWad, uint256 newRateWad);
    /// @dev A refresh stored the price: `mid`, 18 decimals.
    event LastGoodSet(bytes32 indexed feed, uint256 oldMid, uint256 newMid);
    /// @dev Unix time in seconds; 0 when the feed is not DOWN.
    event DownNoted(bytes32 indexed feed, uint256 oldSince, uint256 newSince);

    error OracleHubUnknownFeed(bytes32 feed);
    error OracleHubFeedExists(bytes32 feed);
    /// @dev No source or more than `MAX_SOURCES`, fewer than `minSources`, a zero address or a duplicate.
    error OracleHubBadSources(uint256 count);
    error OracleHubOutOfBounds(string limit, uint256 value, uint256 min, uint256 max);
    error OracleHubInsufficientGas(uint256 available, uint256 needed);
    /// @dev The feed has no price to compare with, or would have none, or not an OK one.
    error OracleHubCannotCompare(bytes32 feed, PriceState oldState, PriceState newState);
    /// @dev Prices with 18 decimals.
    error OracleHubSwitchTooFar(bytes32 feed, uint256 oldMid, uint256 newMid, uint256 maxSwitchDeviationBps);
    error OracleHubNoRateSource(bytes32 feed);
    /// @dev Silent (0) or outside the bounds; 18 decimals.
    error OracleHubBadRate(bytes32 feed, uint256 rateWad);
    /// @dev The source says more than the new growth cap would let through; 18 decimals.
    error OracleHubRateCapped(bytes32 feed, uint256 rateWad, uint256 capWad);

    /// @notice Lists a feed. With a rate source, `sources` price the underlying of the token, and the snapshot and the accepted rate are
    /// what the rate source says in this call; without one all of `rate` is 0. Restricted to the LIST capability.
    function createFeed(
        bytes32 feed,
        IPriceSource[] calldata sources,
        FeedLimits calldata limits,
        RateTerms calldata rate
    ) external;

    /// @notice Replaces the sources of a feed: 1 to `MAX_SOURCES`, no zero address, no duplicate, never fewer than `minSources`.
    /// The feed must have a price, the new sources must give an OK one, and that may differ from the old by at most `maxSwitchDeviation`;
    /// else only `forceSources` remains. Restricted to the ORACLE capability.
    function setSources(bytes32 feed, IPriceSource[] calldata sources) external;

    /// @notice Replaces the sources of a feed without comparing prices. The last good price is forgotten, and no price is OK for
    /// `FORCED_FREEZE`: issuing stops, while liquidations follow the new sources at once. Restricted to the ORACLE capability.
    function forceSources(bytes32 feed, IPriceSource[] calldata sources) external;

    /// @notice Restricted to the ORACLE capability. Seconds, within [60, 172_800].
    function setMaxAge(bytes32 feed, uint256 maxAge) external;

    /// @notice Restricted to the ORACLE capability. 1e4 scale, within [25, 1_000].
    function setMaxDeviation(bytes32 feed, uint256 maxDeviationBps) external;

    /// @notice Restricted to the ORACLE capability. Within [1, number of sources].
    function setMinSources(bytes32 feed, uint256 minSources) external;

    /// @notice Restricted to the ORACLE capability. 1e4 scale per hour, within [200, 5_000].
    function setMaxJump(bytes32 feed, uint256 maxJumpBps) external;

    /// @notice Restricted to the ORACLE capability. 1e4 scale, within [0, 1_000].
    function setMaxSwitchDeviation(bytes32 feed, uint256 maxSwitchDeviationBps) external;

    /// @notice Sets where the rate of a feed's token comes from, or removes it with the zero address (the two numbers must be 0 then).
    /// The snapshot and the accepted rate are what the source says in this call. The price may change by at most `maxSwitchDeviation`,
    /// unless the sources of the feed were forced less than `FORCED_FREEZE` ago: a token whose sources quoted the token itself moves to
    /// sources that quote its underlying by `forceSources` and this, in one proposal.
    /// Restricted to the ORACLE capability.
    function setRateSource(bytes32 feed, IRateSource source, uint256 growthCapWad, uint256 yieldDecayWad) external;

    /// @notice Takes a new snapshot from the source and sets how fast the rate may leave it. What the source says must lie within what
    /// the new cap allows since the old snapshot, else it reverts: a cap that bites on the day it is set prices vaults wrongly.
    /// Restricted to the ORACLE capability. Per 365 days, 18 decimals, within [0, 0.30e18].
    function setGrowthCap(bytes32 feed, uint256 growthCapWad) external;

    /// @notice Restricted to the ORACLE capability. Per day, 18 decimals, within [0.05e18, 1e18].
    function setYieldDecay(bytes32 feed, uint256 yieldDecayWad) external;

    /// @notice Reads the rate source, notes whether the feed is DOWN and, if the price is OK and the last good one at least
    /// `REFRESH_INTERVAL` old, stores the price as the last good one. Anyone may call it.
    function refresh(bytes32 feed) external;

    /// @notice Notes that the feed is DOWN, or that it no longer is. Anyone may call it; see `deadSince` for how often.
    function noteDown(bytes32 feed) external;

    /// @notice The price of a feed. Never reverts for a misbehaving source.
    function peek(bytes32 feed) external view returns (Price memory);

    /// @notice What each source said and what became of it, in the order of `sourcesOf`, with the resulting price.
    function inspect(bytes32 feed) external view returns (Price memory price, SourceReading[] memory readings);

    /// @notice Since when the feed is known to have been DOWN without a break, Unix time in seconds; 0 if it is not DOWN now, if nobody
    /// has noted it, if the last note is older than `NOTE_INTERVAL`, or if a source has updated its price since the first.
    function deadSince(bytes32 feed) external view returns (uint256);

    /// @notice What is left of a feed that is DOWN.
    /// @return deadSince Unix time since which it is known to have been DOWN without a break; 0 if it is not DOWN now, if nobody has noted it,
    /// if the last note is older than `NOTE_INTERVAL`, or if a source has updated its price since the first.
    /// @return high The high end of the last good price; 0 if there was none.
    function lastWordOf(bytes32 feed) external view returns (uint256 deadSince, uint256 high);

    /// @notice The last good price; all zero if there is none.
    function lastGoodOf(bytes32 feed) external view returns (LastGood memory);

    function sourcesOf(bytes32 feed) external view returns (IPriceSource[] memory);

    function limitsOf(bytes32 feed) external view returns (FeedLimits memory);

    /// @notice Until when no price of the feed is OK because its sources were forced, Unix time in seconds; in the past otherwise.
    function frozenUntil(bytes32 feed) external view returns (uint256);

    function rateTermsOf(bytes32 feed) external view returns (RateTerms memory);

    /// @notice The rate as the price uses it now. Never reverts for a misbehaving source.
    function rateOf(bytes32 feed) external view returns (RateReading memory);

    /// @notice Every feed ever listed, in order of listing.
    function feeds() external view returns (bytes32[] memory);
}
