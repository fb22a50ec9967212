// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {
    FeedLimits,
    Price,
    PriceState,
    RateTerms,
    SourceReading,
    SourceStatus
} from "../../../contracts/interfaces/IOracleHub.sol";
import { IPriceSource } from "../../../contracts/interfaces/IPriceSource.sol";
import { RateMath } from "../../../contracts/libraries/RateMath.sol";
import { OracleHub } from "../../../contracts/oracle/OracleHub.sol";
import { FixedRate } from "../../../contracts/test/FixedRate.sol";
import { FixedSource } from "../../../contracts/test/FixedSource.sol";
import { FuzzBase } from "../support/FuzzBase.sol";

/// @title Promises of the OracleHub, whatever its sources say
contract OracleHubFuzzTest is FuzzBase {
    bytes32 private constant FEED = "WETH/bUSD";
    uint256 private constant NOW = 1_800_000_000;
    uint256 private constant BPS = 1e4;

    OracleHub private hub;
    FixedSource[] private sources;
    RateTerms private noRate;

    function setUp() public {
        vm.warp(NOW);
        hub = new OracleHub(address(new AccessManager(address(this))));
        for (uint256 i = 0; i < hub.MAX_SOURCES(); ++i) sources.push(new FixedSource(0, 0));
    }

    /// Invariant 35: low <= mid <= high; a price that is OK comes from at least `minSources` fresh sources within the deviation.
    function testFuzz_priceIsOrderedAndOkOnlyIfSourcesAgree(
        uint256[5] memory prices,
        uint256[5] memory ages,
        uint256 base,
        uint256 count,
        FeedLimits memory limits
    ) public {
        count = bound(count, 1, sources.length);
        base = bound(base, 1, hub.MAX_PRICE() / 2);
        limits = _within(limits, count);
        for (uint256 i = 0; i < count; ++i) {
            sources[i].set(_near(base, prices[i]), NOW - bound(ages[i], 0, uint256(limits.maxAge) + 60));
        }
        hub.createFeed(FEED, _first(count), limits, noRate);
        (Price memory price, SourceReading[] memory readings) = hub.inspect(FEED);

        assertLe(price.low, price.mid, "low <= mid");
        assertLe(price.mid, price.high, "mid <= high");
        assertTrue((price.low == 0) == (price.state == PriceState.DOWN), "0 if and only if DOWN");
        if (price.state != PriceState.OK) return;
        uint256 used = 0;
        for (uint256 i = 0; i < count; ++i) {
            if (readings[i].status != SourceStatus.USED) continue;
            ++used;
            assertLe(NOW - readings[i].updatedAt, limits.maxAge, "fresh");
            assertLe(price.low, readings[i].priceWad, "not below the band");
            assertLe(readings[i].priceWad, price.high, "not above the band");
        }
        assertLe(limits.minSources, used, "enough sources");
        assertLe((price.high - price.mid) * BPS, price.mid * limits.maxDeviationBps, "high agrees");
        assertLe((price.mid - price.low) * BPS, price.mid * limits.maxDeviationBps, "low agrees");
    }

    /// Invariant 36: while the other two of three agree, one source cannot move `mid` beyond them.
    function testFuzz_oneSourceOfThreeMovesMidAtMostToItsNeighbour(
        uint256 lower,
        uint256 gap,
        uint256 bad,
        uint256 badUpdatedAt,
        FeedLimits memory limits
    ) public {
        limits = _within(limits, 3);
        limits.minSources = 2;
        lower = bound(lower, 1, hub.MAX_PRICE() / 2);
        uint256 upper = lower + bound(gap, 0, (lower * limits.maxDeviationBps) / BPS);
        sources[0].set(lower, NOW);
        sources[1].set(upper, NOW);
        sources[2].set(bad, badUpdatedAt);
        hub.createFeed(FEED, _first(3), limits, noRate);
        for (uint256 attempt = 0; attempt < 2; ++attempt) {
            Price memory price = hub.peek(FEED);
            assertTrue(price.state == PriceState.OK, "not blocked");
            assertLe(lower, price.mid, "not below the others");
            assertLe(price.mid, upper, "not above the others");
            // Few random prices and times are plausible: the second attempt makes a lie that counts.
            sources[2].set(_near(lower, bad), NOW);
        }
    }

    /// A jump never goes unnoticed, and what is near never counts as one.
    function testFuzz_priceIsOkOnlyWithinTheJumpLimit(
        uint256 before,
        uint256 later,
        uint256 age,
        FeedLimits memory limits
    ) public {
        limits = _within(limits, 1);
        before = bound(before, 1, hub.MAX_PRICE());
        age = bound(age, 0, 30 days);
        sources[0].set(before, NOW);
        hub.createFeed(FEED, _first(1), limits, noRate);
        hub.refresh(FEED);
        vm.warp(NOW + age);
        later = later % 2 == 0 ? _near(before, later) : bound(later, 1, hub.MAX_PRICE());
        later = bound(later, 1, hub.MAX_PRICE());
        sources[0].set(later, NOW + age);
        uint256 distance = later > before ? later - before : before - later;
        uint256 hours_ = age < 1 hours ? 1 hours : age;
        bool isNear = distance * BPS * 1 hours <= before * limits.maxJumpBps * hours_;
        Price memory price = hub.peek(FEED);
        assertTrue((price.state == PriceState.OK) == isNear, "OK if and only if near");
        if (isNear) return;
        bool remembers = age <= 4 hours;
        assertEq(price.low, remembers && before < later ? before : later, "low of the wider band");
        assertEq(price.high, remembers && before > later ? before : later, "high of the wider band");
    }

    /// The product with a rate keeps the order, and the low side is never above, the high side never below the exact one.
    function testFuzz_rateRoundsTheBandOutwards(uint256 priceWad, uint256 rateWad, uint256 fallenWad) public {
        priceWad = bound(priceWad, 1, 1e35);
        rateWad = bound(rateWad, hub.MIN_RATE(), hub.MAX_RATE());
        fallenWad = bound(fallenWad, hub.MIN_RATE(), rateWad);
        sources[0].set(priceWad, NOW);
        FixedRate rate = new FixedRate(rateWad);
        hub.createFeed(FEED, _first(1), FeedLimits(1 days, 100, 1, 5_000, 0), RateTerms(rate, 0, 1e18));
        rate.set(fallenWad);
        Price memory price = hub.peek(FEED);
        uint256 low = priceWad * fallenWad;
        uint256 high = priceWad * rateWad;
        if (low < 1e18) {
            assertTrue(price.state == PriceState.DOWN, "a product of 0 is no price");
            return;
        }
        assertEq(price.mid, price.low, "one source, one side");
        assertTrue(price.low * 1e18 <= low && low - price.low * 1e18 < 1e18, "low is rounded down");
        assertTrue(price.high * 1e18 >= high && price.high * 1e18 - high < 1e18, "high is rounded up");
    }

    function testFuzz_capGrowsWithTimeAndNeverByMoreThanItsRate(
        uint256 snapshot,
        uint256 growth,
        uint256 first,
        uint256 second
    ) public view {
        snapshot = bound(snapshot, hub.MIN_RATE(), hub.MAX_RATE());
        growth = bound(growth, 0, 0.30e18);
        first = bound(first, 0, 50 * 365 days);
        second = bound(second, first, 100 * 365 days);
        uint256 earlier = RateMath.cap(snapshot, growth, first);
        uint256 later = RateMath.cap(snapshot, growth, second);
        assertLe(snapshot, earlier, "never below the snapshot");
        assertLe(earlier, later, "never falls");
        assertLe((later - snapshot) * 1e18 * 365 days, snapshot * growth * second, "never above the exact one");
    }

    function testFuzz_decayEndsAtTheSnapshot(
        uint256 rate,
        uint256 snapshot,
        uint256 decay,
        uint256 first,
        uint256 second
    ) public view {
        rate = bound(rate, hub.MIN_RATE(), hub.MAX_RATE());
        snapshot = bound(snapshot, hub.MIN_RATE(), hub.MAX_RATE());
        decay = bound(decay, 0.05e18, 1e18);
        first = bound(first, 0, 30 days);
        second = bound(second, first, 60 days);
        uint256 earlier = RateMath.decayed(rate, snapshot, decay, first);
        uint256 later = RateMath.decayed(rate, snapshot, decay, second);
        uint256 least = rate < snapshot ? rate : snapshot;
        assertEq(RateMath.decayed(rate, snapshot, decay, 0), rate, "nothing decays at once");
        assertLe(later, earlier, "never rises");
        assertLe(least, later, "never below the lower of the two");
        if (second >= 20 days) assertEq(later, least, "at the end nothing is left");
    }

    function _first(uint256 count) private view returns (IPriceSource[] memory chosen) {
        chosen = new IPriceSource[](count);
        for (uint256 i = 0; i < count; ++i) chosen[i] = sources[i];
    }

    function _within(FeedLimits memory limits, uint256 count) private pure returns (FeedLimits memory) {
        return
            FeedLimits({
                maxAge: uint32(bound(limits.maxAge, 60, 172_800)),
                maxDeviationBps: uint16(bound(limits.maxDeviationBps, 25, 1_000)),
                minSources: uint8(bound(limits.minSources, 1, count)),
                maxJumpBps: uint16(bound(limits.maxJumpBps, 200, 5_000)),
                maxSwitchDeviationBps: uint16(bound(limits.maxSwitchDeviationBps, 0, 1_000))
            });
    }

    /// @dev Up to 11 % from `base` on either side: about as far as sources may be apart.
    function _near(uint256 base, uint256 seed) private pure returns (uint256) {
        return (base * (BPS - 1_100 + (seed % 2_201))) / BPS;
    }
}
