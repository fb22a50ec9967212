// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {
    FeedLimits,
    LastGood,
    Price,
    PriceState,
    RateReading,
    RateTerms,
    SourceReading,
    SourceStatus
} from "../../../contracts/interfaces/IOracleHub.sol";
import { IPriceSource } from "../../../contracts/interfaces/IPriceSource.sol";
import { RateMath } from "../../../contracts/libraries/RateMath.sol";
import { OracleHub } from "../../../contracts/oracle/OracleHub.sol";
import { FixedRate } from "../../../contracts/test/FixedRate.sol";
import { FixedSource } from "../../../contracts/test/FixedSource.sol";
import { GarbageSource, GasBurningSource } from "../../../contracts/test/HostileSources.sol";
import { InvariantBase } from "../support/InvariantBase.sol";

/// @title What happens to two feeds in their life, one of them of a token that bears yield: sources report, lie and fall silent, two
/// of five never answer, keepers refresh and note, time and blocks pass, governance moves the limits and the sources
/// @dev Keeps its own books of what refreshes have seen, from the answers of the rate source alone.
contract OracleHubHandler is InvariantBase {
    bytes32 public constant PLAIN = "WETH/bUSD";
    bytes32 public constant RATED = "WSTETH/bUSD";
    uint256 private constant BPS = 1e4;

    /// @dev The two sources behind them never answer.
    uint256 private constant HONEST = 3;

    OracleHub public immutable HUB;
    FixedRate public immutable RATE;
    IPriceSource[] private sources;
    uint256 private price = 2_000e18;
    uint256 private honestRate = 1.1e18;
    RateTerms private noRate;

    /// @notice The snapshot and the growth cap as governance last set them.
    uint256 public snapshotWad;
    uint256 public snapshotAt;
    uint256 public growthCapWad;

    /// @notice The highest rate that counted when this block began, or that an earlier block saw and this one saw again.
    uint256 public mostAllowedWad;
    uint256 private seenWad;
    uint256 private seenIn;

    /// @notice The highest rate that a refresh has seen within the last `FALL_LAG`, or that counted before: the high rate stays above.
    uint256[] private seenRates;
    uint256[] private seenTimes;

    constructor() {
        HUB = new OracleHub(address(new AccessManager(address(this))));
        RATE = new FixedRate(1.1e18);
        for (uint256 i = 0; i < HONEST; ++i) sources.push(new FixedSource(price, block.timestamp));
        sources.push(new GasBurningSource());
        sources.push(IPriceSource(address(new GarbageSource(new bytes(31)))));
        FeedLimits memory limits = FeedLimits(1 hours, 100, 2, 2_500, 300);
        HUB.createFeed(PLAIN, sources, limits, noRate);
        HUB.createFeed(RATED, sources, limits, RateTerms(RATE, 0.1e18, 0.25e18));
        _began(1.1e18, 0.1e18);
        mostAllowedWad = 1.1e18;
        (seenWad, seenIn) = (1.1e18, block.number);
    }

    /// @notice A source reports what it sees: the market's price, up to 3 % wrong.
    function report(uint256 place, uint256 wrongBps) external {
        _source(place).set((price * (BPS - 300 + bound(wrongBps, 0, 600))) / BPS, block.timestamp);
    }

    /// @notice Every source reports the market's price.
    function reportAll() external {
        for (uint256 i = 0; i < HONEST; ++i) _source(i).set(price, block.timestamp);
    }

    /// @notice A source lies: any price, any time.
    function lie(uint256 place, uint256 anyPrice, uint256 anyTime) external {
        _source(place).set(anyPrice, anyTime);
    }

    /// @notice The market moves by up to half, and time and blocks pass.
    function wait(uint256 duration, uint256 moveBps) external {
        vm.warp(block.timestamp + bound(duration, 1, 2 hours));
        vm.roll(block.number + 1);
        price = bound((price * bound(moveBps, 5_000, 15_000)) / BPS, 1e6, 1e30);
        RateReading memory rate = HUB.rateOf(RATED);
        mostAllowedWad = rate.acceptedWad;
    }

    /// @notice The rate of the token moves by up to a tenth, a donation or a slashing.
    function moveRate(uint256 moveBps) external {
        honestRate = bound((honestRate * bound(moveBps, 9_000, 11_000)) / BPS, 1e14, 1e22);
        RATE.set(honestRate);
    }

    /// @notice The rate source lies: any rate.
    function lieAboutRate(uint256 anyRate) external {
        RATE.set(anyRate);
    }

    /// @notice Somebody refreshes, as often as the block lets him.
    function refresh(bool rated) external {
        bytes32 feed = rated ? RATED : PLAIN;
        LastGood memory before = HUB.lastGoodOf(feed);
        uint256 acceptedBefore = HUB.rateOf(feed).acceptedWad;
        if (rated) _noteSeen();
        HUB.refresh(feed);
        uint256 accepted = HUB.rateOf(feed).acceptedWad;
        uint256 cap = RateMath.cap(snapshotWad, growthCapWad, block.timestamp - snapshotAt);
        if (accepted > acceptedBefore) assertLe(accepted, cap, "no rise beyond the cap");
        LastGood memory later = HUB.lastGoodOf(feed);
        if (later.storedAt == before.storedAt) return;
        assertTrue(HUB.peek(feed).state == PriceState.OK, "only what is OK is good");
        assertTrue(before.storedAt == 0 || later.storedAt - before.storedAt >= 1 hours, "once an hour");
    }

    function noteDown(bool rated) external {
        bytes32 feed = rated ? RATED : PLAIN;
        HUB.noteDown(feed);
        bool isDown = HUB.peek(feed).state == PriceState.DOWN;
        assertTrue((HUB.deadSince(feed) != 0) == isDown, "dead if and only if DOWN, right after a note");
    }

    function setLimits(uint256 maxAge, uint256 maxDeviationBps, uint256 minSources, uint256 maxJumpBps) external {
        HUB.setMaxAge(PLAIN, bound(maxAge, 60, 172_800));
        HUB.setMaxDeviation(PLAIN, bound(maxDeviationBps, 25, 1_000));
        HUB.setMinSources(PLAIN, bound(minSources, 1, HONEST));
        HUB.setMaxJump(PLAIN, bound(maxJumpBps, 200, 5_000));
    }

    function setGrowthCap(uint256 value) external {
        value = bound(value, 0, 0.30e18);
        try HUB.setGrowthCap(RATED, value) {
            _began(RATE.rate(), value);
        } catch {}
    }

    /// @notice Rarely, because it freezes the feed for a day.
    function forceSources(uint256 dice) external {
        if (dice % 10 != 0) return;
        HUB.forceSources(PLAIN, sources);
        assertTrue(HUB.peek(PLAIN).state != PriceState.OK, "forced sources freeze");
    }

    /// @notice The highest rate seen by a refresh in the last `FALL_LAG`, 0 if there was none.
    function highestSeenLately() external view returns (uint256 highest) {
        for (uint256 i = seenRates.length; i > 0 && block.timestamp - seenTimes[i - 1] < HUB.FALL_LAG(); --i) {
            if (seenRates[i - 1] > highest) highest = seenRates[i - 1];
        }
    }

    /// @dev A refresh sees a rate; what an earlier block saw too may count from now on.
    function _noteSeen() private {
        uint256 rateWad = RATE.rate();
        if (rateWad < HUB.MIN_RATE() || rateWad > HUB.MAX_RATE()) return;
        if (seenIn != block.number) {
            uint256 lasting = rateWad < seenWad ? rateWad : seenWad;
            if (lasting > mostAllowedWad) mostAllowedWad = lasting;
            (seenWad, seenIn) = (rateWad, block.number);
        } else if (rateWad < seenWad) {
            seenWad = rateWad;
        }
        uint256 highWad = HUB.rateOf(RATED).highWad;
        seenRates.push(rateWad < highWad ? rateWad : highWad);
        seenTimes.push(block.timestamp);
    }

    function _began(uint256 rateWad, uint256 capWad) private {
        (snapshotWad, snapshotAt, growthCapWad) = (rateWad, block.timestamp, capWad);
    }

    function _source(uint256 place) private view returns (FixedSource) {
        return FixedSource(address(sources[bound(place, 0, HONEST - 1)]));
    }
}

/// @title Invariants 20, 35 and 37, over the life of a feed
contract OracleHubInvariantTest is InvariantBase {
    OracleHubHandler private handler;
    OracleHub private hub;

    function setUp() public {
        vm.warp(1_800_000_000);
        handler = new OracleHubHandler();
        hub = handler.HUB();
        targetContract(address(handler));
        // Reports and refreshes are what a feed sees most, so they stand here most often.
        bytes4[] memory selectors = new bytes4[](15);
        selectors[0] = OracleHubHandler.report.selector;
        selectors[1] = OracleHubHandler.report.selector;
        selectors[2] = OracleHubHandler.reportAll.selector;
        selectors[3] = OracleHubHandler.reportAll.selector;
        selectors[4] = OracleHubHandler.lie.selector;
        selectors[5] = OracleHubHandler.wait.selector;
        selectors[6] = OracleHubHandler.wait.selector;
        selectors[7] = OracleHubHandler.moveRate.selector;
        selectors[8] = OracleHubHandler.lieAboutRate.selector;
        selectors[9] = OracleHubHandler.refresh.selector;
        selectors[10] = OracleHubHandler.refresh.selector;
        selectors[11] = OracleHubHandler.noteDown.selector;
        selectors[12] = OracleHubHandler.setLimits.selector;
        selectors[13] = OracleHubHandler.setGrowthCap.selector;
        selectors[14] = OracleHubHandler.forceSources.selector;
        targetSelector(address(handler), selectors);
    }

    /// hardhat-config: invariant.runs = 60
    /// hardhat-config: invariant.depth = 100
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_priceIsOrderedAndOkOnlyWithinTheDeviation() public view {
        _checkPrice(handler.PLAIN());
        _checkPrice(handler.RATED());
    }

    /// Invariant 20, and what may be believed of a rate: never above what two blocks saw, never below a live fall.
    /// hardhat-config: invariant.runs = 60
    /// hardhat-config: invariant.depth = 100
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_rateCountsNoMoreThanPatienceAllows() public view {
        RateReading memory rate = hub.rateOf(handler.RATED());
        assertLe(rate.lowWad, rate.highWad, "low <= high");
        assertLe(rate.lowWad, rate.acceptedWad, "low <= accepted");
        assertLe(rate.acceptedWad, handler.mostAllowedWad(), "no rise within a block");
        if (rate.observedWad != 0) assertLe(rate.lowWad, rate.observedWad, "a fall counts at once when low");
        assertLe(handler.highestSeenLately(), rate.highWad, "a fall counts late when high");
        assertLe(hub.MIN_RATE(), rate.lowWad, "low within bounds");
        assertLe(rate.highWad, hub.MAX_RATE(), "high within bounds");
    }

    function _checkPrice(bytes32 feed) private view {
        (Price memory price, SourceReading[] memory readings) = hub.inspect(feed);
        assertLe(price.low, price.mid, "low <= mid");
        assertLe(price.mid, price.high, "mid <= high");
        assertTrue((price.low == 0) == (price.state == PriceState.DOWN), "0 if and only if DOWN");
        Price memory peeked = hub.peek(feed);
        assertTrue(keccak256(abi.encode(price)) == keccak256(abi.encode(peeked)), "peek says what inspect says");
        if (price.state != PriceState.OK) return;

        uint256 used = 0;
        for (uint256 i = 0; i < readings.length; ++i) if (readings[i].status == SourceStatus.USED) ++used;
        FeedLimits memory limits = hub.limitsOf(feed);
        assertLe(limits.minSources, used, "enough sources");
        assertLe(hub.frozenUntil(feed), block.timestamp, "not frozen");
        LastGood memory good = hub.lastGoodOf(feed);
        if (good.storedAt != 0) {
            uint256 distance = price.mid > good.mid ? price.mid - good.mid : good.mid - price.mid;
            uint256 age = _max(block.timestamp - good.storedAt, 1 hours);
            assertLe(distance * 1e4 * 1 hours, good.mid * limits.maxJumpBps * age, "no jump");
        }
        if (feed != handler.PLAIN()) return;
        assertLe((price.high - price.mid) * 1e4, price.mid * limits.maxDeviationBps, "high agrees");
        assertLe((price.mid - price.low) * 1e4, price.mid * limits.maxDeviationBps, "low agrees");
    }

    function _max(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a : b;
    }
}
