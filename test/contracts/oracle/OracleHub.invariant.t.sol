// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import { FeedLimits, Price, PriceState, RateTerms } from "../../../contracts/interfaces/IOracleHub.sol";
import { IPriceSource } from "../../../contracts/interfaces/IPriceSource.sol";
import { OracleHub } from "../../../contracts/oracle/OracleHub.sol";
import { FixedSource } from "../../../contracts/test/FixedSource.sol";
import { InvariantBase } from "../support/InvariantBase.sol";

/// @title What happens to a feed in its life: sources report and fall silent, time passes, governance moves the limits
contract OracleHubHandler is InvariantBase {
    bytes32 public constant FEED = "WETH/bUSD";
    uint256 private constant BPS = 1e4;

    OracleHub public immutable HUB;
    IPriceSource[] private sources;
    uint256 private price = 2_000e18;
    RateTerms private noRate;

    constructor() {
        HUB = new OracleHub(address(new AccessManager(address(this))));
        for (uint256 i = 0; i < 3; ++i) sources.push(new FixedSource(price, block.timestamp));
        HUB.createFeed(FEED, sources, FeedLimits(1 hours, 100, 2, 2_500, 300), noRate);
    }

    /// @notice A source reports what it sees: the market's price, up to 3 % wrong.
    function report(uint256 place, uint256 wrongBps) external {
        _source(place).set((price * (BPS - 300 + bound(wrongBps, 0, 600))) / BPS, block.timestamp);
    }

    /// @notice A source lies: any price, any time.
    function lie(uint256 place, uint256 anyPrice, uint256 anyTime) external {
        _source(place).set(anyPrice, anyTime);
    }

    /// @notice The market moves by up to half, and time passes.
    function wait(uint256 duration, uint256 moveBps) external {
        vm.warp(block.timestamp + bound(duration, 1, 2 hours));
        price = bound((price * bound(moveBps, 5_000, 15_000)) / BPS, 1e6, 1e30);
    }

    function setLimits(uint256 maxAge, uint256 maxDeviationBps, uint256 minSources) external {
        HUB.setMaxAge(FEED, bound(maxAge, 60, 172_800));
        HUB.setMaxDeviation(FEED, bound(maxDeviationBps, 25, 1_000));
        HUB.setMinSources(FEED, bound(minSources, 1, sources.length));
    }

    function _source(uint256 place) private view returns (FixedSource) {
        return FixedSource(address(sources[bound(place, 0, sources.length - 1)]));
    }
}

/// @title Invariant 35, over the life of a feed
contract OracleHubInvariantTest is InvariantBase {
    OracleHubHandler private handler;

    function setUp() public {
        vm.warp(1_800_000_000);
        handler = new OracleHubHandler();
        targetContract(address(handler));
        // Reports are what a feed sees most, so they stand here most often.
        bytes4[] memory selectors = new bytes4[](6);
        selectors[0] = OracleHubHandler.report.selector;
        selectors[1] = OracleHubHandler.report.selector;
        selectors[2] = OracleHubHandler.report.selector;
        selectors[3] = OracleHubHandler.lie.selector;
        selectors[4] = OracleHubHandler.wait.selector;
        selectors[5] = OracleHubHandler.setLimits.selector;
        targetSelector(address(handler), selectors);
    }

    /// hardhat-config: invariant.runs = 100
    /// hardhat-config: invariant.depth = 100
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_priceIsOrderedAndOkOnlyWithinTheDeviation() public view {
        OracleHub hub = handler.HUB();
        Price memory price = hub.peek(handler.FEED());
        assertLe(price.low, price.mid, "low <= mid");
        assertLe(price.mid, price.high, "mid <= high");
        assertTrue((price.low == 0) == (price.state == PriceState.DOWN), "0 if and only if DOWN");
        if (price.state != PriceState.OK) return;
        uint256 maxDeviationBps = hub.limitsOf(handler.FEED()).maxDeviationBps;
        assertLe((price.high - price.mid) * 1e4, price.mid * maxDeviationBps, "high agrees");
        assertLe((price.mid - price.low) * 1e4, price.mid * maxDeviationBps, "low agrees");
    }
}
