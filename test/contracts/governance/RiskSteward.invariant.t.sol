// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { MarketId, Parameter, Setting } from "../../../contracts/interfaces/IRiskParameters.sol";
import { Allowance } from "../../../contracts/interfaces/IRiskSteward.sol";
import { InvariantBase } from "../support/InvariantBase.sol";
import { StewardWorld } from "./StewardWorld.sol";

/// @title A life with a steward who tries everything, beside a governance that moves values and allowances
/// @notice Keeps its own books of what stewards may do, and judges every step by them and never by what the contract says about itself.
contract StewardHandler is StewardWorld {
    /// @dev Since governance last touched a parameter or its allowance: where it stood and when, and how often a steward moved it.
    struct Track {
        uint256 origin;
        uint256 since;
        uint256 steps;
        uint256 lastStep;
        Allowance allowance;
    }

    uint256 public constant MARKETS = 2;

    mapping(uint256 market => mapping(uint256 parameter => Track)) private _tracks;
    uint256 public made;
    uint256 public refused;

    constructor() {
        _list(USD, "A", 18, 2_000e18, _ordinaryTerms());
        _list(USD, "B", 8, 60_000e18, _ordinaryTerms());
        for (uint256 i = 0; i < MARKETS * PARAMETERS; ++i) {
            allow(i % MARKETS, i / MARKETS, uint256(keccak256(abi.encode(i))));
        }
    }

    function idOf(uint256 market) public view returns (MarketId) {
        return _listings[market].id;
    }

    function trackOf(uint256 market, uint256 parameter) external view returns (Track memory) {
        return _tracks[market][parameter];
    }

    /* WHAT GOVERNANCE DOES */

    function allow(uint256 market, uint256 parameter, uint256 seed) public {
        (market, parameter) = (market % MARKETS, parameter % PARAMETERS);
        MarketId id = idOf(market);
        Allowance memory drawn = _drawAllowance(seed, Parameter(parameter), _stored(id, parameter));
        _allow(id, drawn);
        _touched(market, parameter, drawn);
    }

    function disallow(uint256 market, uint256 parameter) external {
        (market, parameter) = (market % MARKETS, parameter % PARAMETERS);
        Parameter[] memory parameters = new Parameter[](1);
        parameters[0] = Parameter(parameter);
        FAST_LANE.disallow(idOf(market), parameters);
        Allowance memory none;
        _touched(market, parameter, none);
    }

    /// @notice Governance sets any value that the market accepts.
    function relax(uint256 market, uint256 parameter, uint256 seed) external {
        (market, parameter) = (market % MARKETS, parameter % PARAMETERS);
        uint256 stored = _stored(idOf(market), parameter);
        uint256 value = bound(seed, stored - stored / 10, stored + stored / 10);
        try LEDGER.relax(idOf(market), _single(Parameter(parameter), value)) {
            _touched(market, parameter, _tracks[market][parameter].allowance);
        } catch {}
    }

    function _touched(uint256 market, uint256 parameter, Allowance memory allowance) private {
        Track storage track = _tracks[market][parameter];
        track.origin = _stored(idOf(market), parameter);
        (track.since, track.steps, track.allowance) = (block.timestamp, 0, allowance);
    }

    /* WHAT STEWARDS DO */

    function wait(uint256 duration) external {
        vm.warp(block.timestamp + bound(duration, 1, 3 days));
    }

    /// @notice One parameter, one value.
    function step(uint256 market, uint256 parameter, uint256 seed) public {
        market = market % MARKETS;
        Parameter chosen = Parameter(parameter % PARAMETERS);
        _try(market, _single(chosen, _drawValue(seed, FAST_LANE.windowOf(idOf(market), chosen))));
    }

    /// @notice A tuple of any members in their order, most of them within their windows.
    function stepTuple(uint256 market, uint256 members, uint256 seed) external {
        market = market % MARKETS;
        Setting[] memory all = new Setting[](PARAMETERS);
        uint256 count = 0;
        for (uint256 i = 0; i < PARAMETERS; ++i) {
            if ((members >> i) & (members >> (i + 20)) & 1 == 0) continue;
            uint256 value = _drawValue(_roll(seed ^ i, "member"), FAST_LANE.windowOf(idOf(market), Parameter(i)));
            all[count++] = Setting(Parameter(i), value);
        }
        Setting[] memory settings = new Setting[](count);
        for (uint256 i = 0; i < count; ++i) {
            settings[i] = all[i];
        }
        _try(market, settings);
    }

    /// @notice Several steps of one parameter at one moment, all the same way.
    function rush(uint256 market, uint256 parameter, uint256 seed) external {
        market = market % MARKETS;
        Parameter chosen = Parameter(parameter % PARAMETERS);
        for (uint256 i = 0; i < 3; ++i) {
            uint256 highest = FAST_LANE.windowOf(idOf(market), chosen).highest;
            uint256 lowest = FAST_LANE.windowOf(idOf(market), chosen).lowest;
            _try(market, _single(chosen, seed % 2 == 0 ? highest : lowest));
        }
    }

    /* THE JUDGE */

    function _try(uint256 market, Setting[] memory settings) private {
        uint256[] memory before = _all(market);
        (bool done, ) = _step(idOf(market), settings);
        uint256[] memory afterwards = _all(market);
        if (done) ++made;
        else ++refused;

        uint256 place = 0;
        for (uint256 i = 0; i < PARAMETERS; ++i) {
            bool isMember = place < settings.length && uint256(settings[place].parameter) == i;
            uint256 expected = done && isMember ? settings[place++].value : before[i];
            if (!done && isMember) ++place;
            assertEq(afterwards[i], expected, "a tuple applies whole or not at all, and nothing beside it");
            if (afterwards[i] != before[i]) _judge(market, i, before[i], afterwards[i]);
        }
    }

    /// @dev Invariant 40, by the books kept here.
    function _judge(uint256 market, uint256 parameter, uint256 from, uint256 to) private {
        Track storage track = _tracks[market][parameter];
        Allowance memory allowance = track.allowance;
        uint256 furthest = allowance.relative ? (from * allowance.maxStep) / 1e4 : allowance.maxStep;
        assertLe(Math.max(from, to) - Math.min(from, to), furthest, "no further than a step");
        assertLe(allowance.min, to, "not below the range");
        assertLe(to, allowance.max, "not above the range");
        assertTrue(to != 0 || Parameter(parameter) == Parameter.DebtCeiling, "nothing but a ceiling becomes 0");
        if (track.lastStep != 0) assertLe(track.lastStep + allowance.cooldown, block.timestamp, "once per cooldown");
        track.lastStep = block.timestamp;
        ++track.steps;
    }

    function _all(uint256 market) private view returns (uint256[] memory values) {
        values = new uint256[](PARAMETERS);
        for (uint256 i = 0; i < PARAMETERS; ++i) {
            values[i] = _stored(idOf(market), i);
        }
    }
}

/// @title Invariant 40: the handler judges every single step, this contract where all of them together have led
contract RiskStewardInvariantTest is InvariantBase {
    StewardHandler private _world;

    function setUp() public {
        _world = new StewardHandler();
        targetContract(address(_world));
        targetSender(address(0xCA11));
        bytes4[] memory actions = new bytes4[](8);
        actions[0] = StewardHandler.step.selector;
        actions[1] = StewardHandler.step.selector;
        actions[2] = StewardHandler.stepTuple.selector;
        actions[3] = StewardHandler.rush.selector;
        actions[4] = StewardHandler.wait.selector;
        actions[5] = StewardHandler.relax.selector;
        actions[6] = StewardHandler.allow.selector;
        actions[7] = StewardHandler.disallow.selector;
        targetSelector(address(_world), actions);
    }

    /// hardhat-config: invariant.runs = 32
    /// hardhat-config: invariant.depth = 100
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_noMoreThanOneStepACooldown() public view {
        for (uint256 market = 0; market < _world.MARKETS(); ++market) {
            for (uint256 i = 0; i <= uint256(type(Parameter).max); ++i) {
                _assertDrift(market, i);
            }
        }
    }

    function _assertDrift(uint256 market, uint256 parameter) private view {
        StewardHandler.Track memory track = _world.trackOf(market, parameter);
        uint256 stored = _world.LEDGER().storedParameter(_world.idOf(market), Parameter(parameter));
        if (track.allowance.maxStep == 0) {
            assertEq(stored, track.origin, "nothing moves without an allowance");
            return;
        }
        uint256 most = 1 + (block.timestamp - track.since) / track.allowance.cooldown;
        assertLe(track.steps, most, "steps in that time");
        if (track.allowance.relative) return;
        uint256 drift = Math.max(stored, track.origin) - Math.min(stored, track.origin);
        assertLe(drift, most * track.allowance.maxStep, "drift in that time");
    }

    /// @dev An invariant is worth as much as the walk that it was checked on.
    function test_aWalkMeetsStepsAndRefusals() public {
        for (uint256 i = 0; i < 60; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            _world.wait(seed);
            _world.step(i, seed >> 8, seed);
            _world.stepTuple(i, seed >> 16, seed);
            _world.rush(i, seed >> 24, seed);
        }
        assertLe(40, _world.made(), "steps are made");
        assertLe(40, _world.refused(), "steps are refused");
    }
}
