// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import { Derivative } from "../../../contracts/core/Derivative.sol";
import { Ledger } from "../../../contracts/core/Ledger.sol";
import { MarketKey, Vault } from "../../../contracts/interfaces/ILedger.sol";
import { FeedLimits, IOracleHub, PriceState, RateTerms } from "../../../contracts/interfaces/IOracleHub.sol";
import { IPriceSource } from "../../../contracts/interfaces/IPriceSource.sol";
import { MarketId, RiskTerms } from "../../../contracts/interfaces/IRiskParameters.sol";
import { OracleHub } from "../../../contracts/oracle/OracleHub.sol";
import { FixedRate } from "../../../contracts/test/FixedRate.sol";
import { FixedSource } from "../../../contracts/test/FixedSource.sol";
import { TestToken } from "../../../contracts/test/TestToken.sol";
import { FuzzBase } from "../support/FuzzBase.sol";

/// @title The Ledger behind the real hub: sources report, lie and fall silent, governance moves their limits, and everybody wants to take
/// @notice What may be taken is judged by what the hub says and by these books: how many sources are fresh, when they were forced, whether
/// the rate is one.
contract PricesHandler is FuzzBase {
    uint256 public constant FEEDS = 2;
    uint256 private constant SOURCES = 3;
    uint256 private constant OWNERS = 3;
    address private constant BANK = address(0xBA4C);
    address private constant KEEPER = address(0x4EE9);

    OracleHub public immutable HUB;
    Ledger public immutable LEDGER;
    Derivative public immutable USD;
    FixedRate private immutable RATE;
    TestToken private immutable TOKEN;
    FixedSource[SOURCES] private _sources;
    bytes32[FEEDS] private _feeds = [bytes32("WETH/USD"), "WSTETH/USD"];
    MarketId[FEEDS] private _ids;
    FeedLimits[FEEDS] private _limits;
    uint256[FEEDS] private _forcedAt;
    uint256 private _price = 2_000e18;

    /// @notice Supply as the last call that was judged left it.
    uint256 public supplySeen;
    mapping(string => uint256) public seen;

    constructor() {
        vm.warp(1_800_000_000);
        AccessManager authority = new AccessManager(address(this));
        HUB = new OracleHub(address(authority));
        LEDGER = new Ledger(IOracleHub(address(HUB)), address(authority));
        USD = new Derivative("Ballast USD", "bUSD", address(LEDGER));
        TOKEN = new TestToken("Collateral", "COL", 18);
        RATE = new FixedRate(1.1e18);
        IPriceSource[] memory sources = new IPriceSource[](SOURCES);
        for (uint256 i = 0; i < SOURCES; ++i) {
            _sources[i] = new FixedSource(_price, block.timestamp);
            sources[i] = _sources[i];
        }
        for (uint256 i = 0; i < FEEDS; ++i) {
            _limits[i] = FeedLimits(2 hours, 200, 2, 2_500, 300);
            RateTerms memory rate;
            if (i == 1) rate = RateTerms(RATE, 0.1e18, 0.25e18);
            HUB.createFeed(_feeds[i], sources, _limits[i], rate);
            HUB.refresh(_feeds[i]);
            _ids[i] = LEDGER.createMarket(MarketKey(USD, TOKEN, _feeds[i], _feeds[i]), _terms());
            _adjust(i, BANK, 1e26, 1e25);
            for (uint256 j = 0; j < OWNERS; ++j) _adjust(i, _owner(j), 10e18, 12_500e18);
        }
    }

    function _terms() private pure returns (RiskTerms memory) {
        return
            RiskTerms({
                collateralizationRatioBps: 15_000,
                liquidationThresholdBps: 8_000,
                liquidationPenaltyBps: 1_000,
                penaltyFloorBps: 5_000,
                maxPenaltyHealthWad: 0.95e18,
                targetHealthWad: 1.05e18,
                debtCeiling: 2 ** 120,
                minimumDebt: 100e18,
                stabilityFeeWad: 0.05e18,
                thresholdRamp: 7 days,
                ceilingGap: 2 ** 120,
                ceilingDelay: 6 hours
            });
    }

    function actions() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](22);
        uint256 i = 0;
        (selectors[i++], selectors[i++]) = (this.issue.selector, this.issue.selector);
        (selectors[i++], selectors[i++]) = (this.withdraw.selector, this.withdraw.selector);
        (selectors[i++], selectors[i++]) = (this.both.selector, this.leave.selector);
        (selectors[i++], selectors[i++]) = (this.liquidate.selector, this.shut.selector);
        (selectors[i++], selectors[i++]) = (this.report.selector, this.reportAll.selector);
        (selectors[i++], selectors[i++]) = (this.reportAll.selector, this.reportAll.selector);
        (selectors[i++], selectors[i++]) = (this.lie.selector, this.wait.selector);
        (selectors[i++], selectors[i++]) = (this.wait.selector, this.refresh.selector);
        (selectors[i++], selectors[i++]) = (this.refresh.selector, this.moveRate.selector);
        (selectors[i++], selectors[i++]) = (this.setLimits.selector, this.force.selector);
        (selectors[i++], selectors[i++]) = (this.both.selector, this.liquidate.selector);
    }

    function _mix(uint256 seed, string memory use) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, use)));
    }

    function _owner(uint256 place) private pure returns (address) {
        return address(uint160(0xAC700 + (place % OWNERS)));
    }

    /* SOURCES, TIME AND LIMITS */

    function report(uint256 place, uint256 wrongBps) external {
        _sources[place % SOURCES].set((_price * bound(wrongBps, 9_700, 10_300)) / 1e4, block.timestamp);
    }

    function reportAll() public {
        for (uint256 i = 0; i < SOURCES; ++i) _sources[i].set(_price, block.timestamp);
    }

    /// @dev Any price and any time; or a far too high one, right now.
    function lie(uint256 place, uint256 anyPrice, uint256 anyTime) external {
        if (anyTime % 2 == 0) (anyPrice, anyTime) = (_price * 10, block.timestamp);
        _sources[place % SOURCES].set(anyPrice, anyTime);
    }

    /// @dev The market moves by up to a sixth meanwhile.
    function wait(uint256 duration, uint256 moveBps) external {
        vm.warp(block.timestamp + (duration % 4 == 0 ? bound(duration, 1, 30 hours) : bound(duration, 1, 90 minutes)));
        vm.roll(block.number + 1);
        _price = bound((_price * bound(moveBps, 8_400, 11_700)) / 1e4, 500e18, 8_000e18);
    }

    function refresh(uint256 place) external {
        HUB.refresh(_feeds[place % FEEDS]);
    }

    /// @dev Every fourth time it answers nothing that can be a rate.
    function moveRate(uint256 rate) external {
        RATE.set(rate % 4 == 0 ? 0 : bound(rate, 0.9e18, 1.3e18));
    }

    function setLimits(uint256 place, uint256 seed) external {
        place = place % FEEDS;
        FeedLimits storage limits = _limits[place];
        limits.maxAge = uint32(bound(_mix(seed, "age"), 10 minutes, 1 days));
        limits.minSources = uint8(bound(_mix(seed, "sources"), 1, SOURCES));
        HUB.setMaxAge(_feeds[place], limits.maxAge);
        HUB.setMinSources(_feeds[place], limits.minSources);
        HUB.setMaxDeviation(_feeds[place], bound(_mix(seed, "deviation"), 25, 1_000));
        HUB.setMaxJump(_feeds[place], bound(_mix(seed, "jump"), 200, 5_000));
    }

    /// @dev Every third time, because it freezes the feed for a day.
    function force(uint256 place, uint256 dice) external {
        if (dice % 3 != 0) return;
        place = place % FEEDS;
        IPriceSource[] memory sources = new IPriceSource[](SOURCES);
        for (uint256 i = 0; i < SOURCES; ++i) sources[i] = _sources[i];
        HUB.forceSources(_feeds[place], sources);
        _forcedAt[place] = block.timestamp;
    }

    /* WHAT PEOPLE TAKE */

    function issue(uint256 place, uint256 who, uint256 amount) external {
        _adjust(place % FEEDS, _owner(who), 0, int256(bound(amount, 1, 2_000e18)));
    }

    function withdraw(uint256 place, uint256 who, uint256 amount) external {
        uint256 held = LEDGER.vaultOf(_ids[place % FEEDS], _owner(who)).collateral;
        _adjust(place % FEEDS, _owner(who), -int256(bound(amount, 1, held / 4 + 1)), 0);
    }

    /// @notice New collateral and new debt, or some of both back, where one might cover up the other.
    function both(uint256 place, uint256 who, uint256 seed) external {
        int256 collateral = int256(bound(_mix(seed, "collateral"), 1e18, 20e18));
        int256 debt = int256(bound(_mix(seed, "debt"), 100e18, 15_000e18));
        if (seed % 3 == 1) debt = -debt / 10;
        if (seed % 3 != 0) collateral = -collateral / 10;
        if (debt < 0) _lend(_owner(who), uint256(-debt));
        _adjust(place % FEEDS, _owner(who), collateral, debt);
    }

    /// @notice Whoever repays everything leaves with everything, whatever the sources say.
    function leave(uint256 place, uint256 who, uint256 dice) external {
        if (dice % 3 != 0) return;
        (MarketId id, address owner) = (_ids[place % FEEDS], _owner(who));
        uint256 debt = LEDGER.debtOf(id, owner);
        _lend(owner, debt);
        if (debt != 0) {
            vm.prank(owner);
            LEDGER.adjust(id, owner, 0, type(int256).min, address(0));
        }
        uint256 held = LEDGER.vaultOf(id, owner).collateral;
        if (held == 0) return;
        vm.prank(owner);
        LEDGER.adjust(id, owner, -int256(held), 0, owner);
        supplySeen = USD.totalSupply();
        if (_stateOf(place % FEEDS) != PriceState.OK) ++seen["left without a price"];
    }

    /// @notice Every other time after a crash, or a recovery, that was slow enough to be believed.
    function liquidate(uint256 place, uint256 who, uint256 seed) external {
        if (seed % 2 == 0) {
            vm.warp(block.timestamp + 5 hours);
            _price = _price > 1_400e18 ? _price / 2 : _price * 2;
            reportAll();
        }
        place = place % FEEDS;
        uint256 maxRepay = bound(_mix(seed, "repay"), 5_000e18, 20_000e18);
        _lend(KEEPER, maxRepay);
        PriceState state = _stateOf(place);
        vm.prank(KEEPER);
        try LEDGER.liquidate(_ids[place], _owner(who), maxRepay, 0, KEEPER) {
            ++seen["liquidated"];
            assertTrue(state != PriceState.DOWN, "liquidated without a price");
            assertLt(USD.totalSupply(), supplySeen, "a liquidation that burns nothing");
            supplySeen = USD.totalSupply();
        } catch {}
    }

    /// @notice Somebody notes that a feed is dead, and shuts its market as soon as that is allowed.
    function shut(uint256 place) external {
        place = place % FEEDS;
        HUB.noteDown(_feeds[place]);
        try LEDGER.shutdown(_ids[place]) {
            assertTrue(_stateOf(place) == PriceState.DOWN, "a market was shut that has a price");
            ++seen["shut"];
        } catch {}
    }

    function _lend(address to, uint256 amount) private {
        vm.prank(BANK);
        assertTrue(USD.transfer(to, amount), "a transfer failed");
    }

    /* THE JUDGE */

    function _stateOf(uint256 place) private view returns (PriceState) {
        return HUB.peek(_feeds[place]).state;
    }

    function _adjust(uint256 place, address owner, int256 collateral, int256 debt) private {
        if (collateral > 0) TOKEN.mint(owner, uint256(collateral));
        vm.prank(owner);
        TOKEN.approve(address(LEDGER), type(uint256).max);
        (uint256 supply, Vault memory before) = (USD.totalSupply(), LEDGER.vaultOf(_ids[place], owner));
        PriceState state = _stateOf(place);
        vm.prank(owner);
        try LEDGER.adjust(_ids[place], owner, collateral, debt, owner) {
            Vault memory then = LEDGER.vaultOf(_ids[place], owner);
            bool takes = USD.totalSupply() > supply || (then.collateral < before.collateral && then.debtShares != 0);
            supplySeen = USD.totalSupply();
            if (takes) _judge(place, state);
        } catch {
            if (state == PriceState.DEGRADED) ++seen["refused while degraded"];
            if (state == PriceState.DOWN) ++seen["refused while down"];
        }
    }

    function _judge(uint256 place, PriceState state) private {
        ++seen["taken"];
        assertTrue(state == PriceState.OK, "taken though the hub says it is not OK");
        assertLe(_limits[place].minSources, _freshSources(_limits[place].maxAge), "taken with too few fresh sources");
        assertTrue(
            _forcedAt[place] == 0 || block.timestamp >= _forcedAt[place] + 24 hours,
            "taken within a day of forced sources"
        );
        if (place == 1) assertTrue(RATE.rate() != 0, "taken though the rate source answers nothing");
        assertTrue(LEDGER.settlementPriceOf(_ids[place]) == 0, "taken in a market that is shut");
    }

    function _freshSources(uint256 maxAge) private view returns (uint256 fresh) {
        for (uint256 i = 0; i < SOURCES; ++i) {
            (uint256 price, uint256 updatedAt) = _sources[i].latestPrice();
            bool isFresh = updatedAt <= block.timestamp && block.timestamp - updatedAt <= maxAge;
            if (price != 0 && isFresh) ++fresh;
        }
    }
}
