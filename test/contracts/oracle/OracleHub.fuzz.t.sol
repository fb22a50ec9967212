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
import { OracleHub } from "../../../contracts/oracle/OracleHub.sol";
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
