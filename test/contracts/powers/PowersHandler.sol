// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { RiskSteward } from "../../../contracts/governance/RiskSteward.sol";
import { SaleOrder } from "../../../contracts/interfaces/IAuctionHouse.sol";
import { AuctionParameter, AuctionSetting } from "../../../contracts/interfaces/IAuctionParameters.sol";
import { MarketState, Vault } from "../../../contracts/interfaces/ILedger.sol";
import { PriceState } from "../../../contracts/interfaces/IOracleHub.sol";
import { Parameter, Setting } from "../../../contracts/interfaces/IRiskParameters.sol";
import { Allowance } from "../../../contracts/interfaces/IRiskSteward.sol";
import { AuctionWorld } from "../liquidation/AuctionWorld.sol";

/// @title One villain holds every capability but those that decide what a price is, and calls everything that they open, with any arguments
/// @notice Owners, prices and time go on meanwhile. Each of the villain's calls that is accepted is judged: what was owed does not grow,
/// nothing is minted that was not earned, no vault that was healthy loses anything or stops being healthy.
/// @dev ORACLE, and LIST for new markets, are left out: who says what a price is can do all of it, and so only the timelock may.
contract PowersHandler is AuctionWorld {
    uint256 public constant OWNERS = 4;
    uint256 public constant PLACES = 4;
    address public constant VILLAIN = address(0xBAD);
    /// @dev A capability of its own for what no other world has given to one.
    uint64 private constant ANY = 20;

    RiskSteward public immutable FAST_LANE;
    mapping(string => uint256) public seen;

    /// @dev All vaults of the owners, and all money, at one moment.
    struct Sight {
        Vault[] vaults;
        uint256[] health;
        uint256 owed;
        uint256 supply;
        uint256 surplus;
    }

    constructor() {
        FAST_LANE = new RiskSteward(LEDGER, address(AUTHORITY));
        _open(address(FAST_LANE), FAST_LANE.allow.selector);
        _open(address(FAST_LANE), FAST_LANE.disallow.selector);
        _open(address(FAST_LANE), FAST_LANE.set.selector);
        _open(address(HOUSE), HOUSE.configure.selector);
        _open(address(HOUSE), HOUSE.setMaxInAuction.selector);
        _open(address(HOUSE), HOUSE.giveUp.selector);
        _open(address(HOUSE), HOUSE.sell.selector);
        for (uint64 role = 1; role <= ANY; ++role) AUTHORITY.grantRole(role, VILLAIN, 0);
        // RELAX is 3 in this world: the steward's contract relaxes for its steward.
        AUTHORITY.grantRole(3, address(FAST_LANE), 0);
        for (uint256 i = 0; i < PLACES; ++i) {
            for (uint256 j = 0; j < OWNERS; ++j) _lock(i, ownerAt(j), 1_000e18 << j, 15_100 + j * 1_500);
        }
        vm.startPrank(BANK);
        assertTrue(USD.transfer(VILLAIN, 1_000_000e18), "a transfer failed");
        assertTrue(EUR.transfer(VILLAIN, 1_000_000e18), "a transfer failed");
        vm.stopPrank();
    }

    function _open(address target, bytes4 selector) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        AUTHORITY.setTargetFunctionRole(target, selectors, ANY);
    }

    function ownerAt(uint256 place) public pure returns (address) {
        return address(uint160(0xAC700 + place));
    }

    function listings() external view returns (Listing[] memory) {
        return _listings;
    }

    function actions() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](20);
        uint256 i = 0;
        (selectors[i++], selectors[i++]) = (this.change.selector, this.change.selector);
        (selectors[i++], selectors[i++]) = (this.change.selector, this.change.selector);
        (selectors[i++], selectors[i++]) = (this.change.selector, this.seize.selector);
        (selectors[i++], selectors[i++]) = (this.seize.selector, this.settle.selector);
        (selectors[i++], selectors[i++]) = (this.settle.selector, this.mintSurplus.selector);
        (selectors[i++], selectors[i++]) = (this.stop.selector, this.cap.selector);
        (selectors[i++], selectors[i++]) = (this.auction.selector, this.auction.selector);
        (selectors[i++], selectors[i++]) = (this.allow.selector, this.step.selector);
        (selectors[i++], selectors[i++]) = (this.reopen.selector, this.slide.selector);
        (selectors[i++], selectors[i++]) = (this.slide.selector, this.pass.selector);
    }

    function _mix(uint256 seed, string memory use) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, use)));
    }

    /* EVERYBODY ELSE */

    /// @notice An owner without a vault opens one again.
    function reopen(uint256 place, uint256 who, uint256 ratio) external {
        (place, who) = (place % PLACES, who % OWNERS);
        if (LEDGER.vaultOf(_listings[place].id, ownerAt(who)).debtShares != 0) return;
        _lock(place, ownerAt(who), 1_000e18 << who, 15_100 + (ratio % 5_000));
    }

    function _lock(uint256 place, address owner, uint256 debt, uint256 ratioBps) private {
        Listing memory market = _listings[place];
        uint256 value = (debt * ratioBps) / BPS;
        uint256 collateral = Math.ceilDiv(value * market.unit, ORACLE.peek(market.feed).low) + 1;
        _provide(market, owner, collateral);
        vm.prank(owner);
        try LEDGER.adjust(market.id, owner, int256(collateral), int256(debt), owner) {
            ++seen["opened"];
        } catch {}
    }

    /// @dev By up to 30 % down or 25 % up, between a third and the threefold of what is fair.
    function slide(uint256 place, uint256 seed) external {
        Listing memory market = _listings[place % PLACES];
        uint256 price = (ORACLE.peek(market.feed).high * (7_000 + (_mix(seed, "move") % 5_500))) / BPS;
        price = bound(price, market.fairPrice / 3, market.fairPrice * 3);
        _publish(market, price, price, seed % 9 == 0 ? PriceState.DEGRADED : PriceState.OK);
    }

    function pass(uint256 duration) external {
        vm.warp(block.timestamp + bound(duration, 1, 3 days));
    }

    /* THE VILLAIN */

    /// @notice A tuple of up to three parameters, values anywhere or near the bounds of what is accepted.
    function change(uint256 place, uint256 seed) external {
        Listing memory market = _listings[place % PLACES];
        Setting[] memory settings = _tuple(market, seed);
        bytes4 selector = [LEDGER.relax.selector, LEDGER.tighten.selector, LEDGER.restrain.selector][seed % 3];
        _abuse(address(LEDGER), abi.encodeWithSelector(selector, market.id, settings), "changed");
    }

    function _tuple(Listing memory market, uint256 seed) private view returns (Setting[] memory settings) {
        settings = new Setting[](1 + (_mix(seed, "members") % 3));
        uint256 parameter = _mix(seed, "first") % 4;
        for (uint256 i = 0; i < settings.length; ++i) {
            Parameter which = Parameter(parameter + i * 4 > 11 ? 11 : parameter + i * 4);
            uint256 stored = LEDGER.storedParameter(market.id, which);
            uint256 value = bound(_mix(seed, "value") >> i, stored - stored / 5, stored + stored / 5);
            if (_mix(seed, "wild") % 5 == 0) value = _mix(seed, "value") >> (_mix(seed, "shift") % 256);
            if (_mix(seed, "zero") % 9 == 0) value = 0;
            settings[i] = Setting(which, value);
        }
    }

    /// @notice To itself, any vault, any amount; every other time one that is unhealthy, if there is one.
    function seize(uint256 first, uint256 most, uint256 dice) external {
        uint256 chosen = first % (PLACES * OWNERS);
        for (uint256 i = 0; i < PLACES * OWNERS && dice % 2 == 0; ++i) {
            uint256 next = (chosen + i) % (PLACES * OWNERS);
            Listing memory other = _listings[next / OWNERS];
            uint256 held = LEDGER.vaultOf(other.id, ownerAt(next % OWNERS)).collateral;
            if (_healthOf(other, ownerAt(next % OWNERS), held) >= 1e18) continue;
            chosen = next;
            break;
        }
        if (most % 4 != 0) most = type(uint256).max;
        Listing memory market = _listings[chosen / OWNERS];
        bytes memory data = abi.encodeCall(LEDGER.seize, (market.id, ownerAt(chosen % OWNERS), most, VILLAIN));
        _abuse(address(LEDGER), data, "seized");
    }

    function settle(uint256 place, uint256 seed) external {
        Listing memory market = _listings[place % PLACES];
        uint256 inAuction = LEDGER.stateOf(market.id).inAuction;
        uint256 paid = bound(_mix(seed, "paid"), 0, inAuction + 1);
        uint256 bad = bound(_mix(seed, "bad"), 0, inAuction + 1);
        uint256 proceeds = seed % 4 == 0 ? _mix(seed, "proceeds") : bound(_mix(seed, "proceeds"), 0, 2 * paid);
        _abuse(address(LEDGER), abi.encodeCall(LEDGER.settle, (market.id, proceeds, paid, bad)), "settled");
    }

    function mintSurplus(uint256 seed) external {
        uint256 surplus = LEDGER.surplusOf(USD);
        uint256 amount = seed % 3 == 0 ? seed : bound(_mix(seed, "amount"), 0, surplus + 1);
        _abuse(address(LEDGER), abi.encodeCall(LEDGER.mintSurplus, (USD, amount, VILLAIN)), "minted");
    }

    function stop(uint256 place, uint256 seed) external {
        Listing memory market = _listings[place % PLACES];
        bytes4 selector = seed % 3 == 0 ? LEDGER.unfreeze.selector : LEDGER.freeze.selector;
        _abuse(address(LEDGER), abi.encodeWithSelector(selector, market.id), "frozen");
    }

    function cap(uint256 place, uint256 seed) external {
        Listing memory market = _listings[place % PLACES];
        bytes32[3] memory risks;
        for (uint256 i = 0; i < 3; ++i) risks[i] = bytes32((_mix(seed, "risk") >> (8 * i)) % 6);
        bytes32 risk = bytes32(_mix(seed, "which") % 6);
        bytes memory data = abi.encodeCall(EXPOSURES.assignRisks, (market.id, risks));
        uint256 value = seed % 2 == 0 ? 0 : _mix(seed, "value") >> (_mix(seed, "shift") % 256);
        if (seed % 5 == 1) data = abi.encodeCall(EXPOSURES.setExposureCap, (market.derivative, risk, value));
        if (seed % 5 == 2) data = abi.encodeCall(EXPOSURES.cutExposureCap, (market.derivative, risk, value));
        if (seed % 5 == 3) data = abi.encodeCall(EXPOSURES.setRelativeCap, (market.derivative, risk, value % 10_001));
        _abuse(address(EXPOSURES), data, "capped");
    }

    /// @notice Auctions of any terms, lots given up, and things sold that nobody owes.
    function auction(uint256 place, uint256 seed) external {
        Listing memory market = _listings[place % PLACES];
        AuctionSetting[] memory settings = new AuctionSetting[](1);
        AuctionParameter which = AuctionParameter(_mix(seed, "which") % 8);
        uint256 stored = HOUSE.storedParameter(market.id, which);
        settings[0] = AuctionSetting(which, bound(_mix(seed, "value"), stored - stored / 10, stored + stored / 10));
        bytes memory data = abi.encodeCall(HOUSE.configure, (market.id, settings));
        if (seed % 5 == 1) data = abi.encodeCall(HOUSE.kick, (market.id, ownerAt(_mix(seed, "who") % OWNERS)));
        if (seed % 5 == 2) data = abi.encodeCall(HOUSE.giveUp, (1 + (_mix(seed, "lot") % 8)));
        if (seed % 5 == 3) data = abi.encodeCall(HOUSE.setMaxInAuction, (market.derivative, _mix(seed, "most") >> 140));
        if (seed % 5 == 4) {
            SaleOrder memory order;
            (order.token, order.derivative, order.amount) = (market.token, market.derivative, 10 * market.unit);
            (order.tab, order.topPriceWad) = (1_000e18, 1e18);
            data = abi.encodeCall(HOUSE.sell, (order));
        }
        _abuse(address(HOUSE), data, "auctioned");
    }

    /* AS STEWARD */

    function allow(uint256 place, uint256 seed) public {
        Allowance[] memory allowances = new Allowance[](1);
        allowances[0] = Allowance(Parameter(seed % 12), true, 1 hours, 1, 2 ** 120, 10_000);
        bytes memory data = abi.encodeCall(FAST_LANE.allow, (_listings[place % PLACES].id, allowances));
        _abuse(address(FAST_LANE), data, "allowed");
    }

    /// @notice One parameter right after it was allowed, or a tuple of any.
    function step(uint256 place, uint256 seed) external {
        Listing memory market = _listings[place % PLACES];
        Setting[] memory settings = _tuple(market, seed);
        if (seed % 3 != 0) {
            allow(place, seed);
            Parameter which = Parameter(seed % 12);
            uint256 stored = LEDGER.storedParameter(market.id, which);
            settings = new Setting[](1);
            settings[0] = Setting(which, stored + (_mix(seed, "step") % (stored / 50 + 2)));
        }
        _abuse(address(FAST_LANE), abi.encodeCall(FAST_LANE.set, (market.id, settings)), "stepped");
    }

    /* THE JUDGE */

    function _abuse(address target, bytes memory data, string memory what) private {
        for (uint256 i = 0; i < _listings.length; ++i) LEDGER.accrue(_listings[i].id);
        Sight memory before = _look();
        vm.prank(VILLAIN);
        (bool accepted, ) = target.call(data);
        if (!accepted) return;
        ++seen[what];
        Sight memory then = _look();
        assertLe(then.owed, before.owed, "more is owed than before");
        assertEq(then.supply + then.surplus, then.owed, "derivative that nobody owes");
        uint256 earned = before.surplus - Math.min(before.surplus, then.surplus);
        assertLe(then.supply, before.supply + earned, "minted more than was earned");
        for (uint256 i = 0; i < then.vaults.length; ++i) {
            if (before.health[i] < 1e18) continue;
            assertEq(then.vaults[i].collateral, before.vaults[i].collateral, "a healthy vault lost collateral");
            assertEq(then.vaults[i].debtShares, before.vaults[i].debtShares, "the debt of a healthy vault moved");
            assertLe(1e18, then.health[i], "a healthy vault became unhealthy");
        }
    }

    function _look() private view returns (Sight memory sight) {
        sight.supply = USD.totalSupply() + EUR.totalSupply();
        sight.surplus = LEDGER.surplusOf(USD) + LEDGER.surplusOf(EUR);
        for (uint256 i = 0; i < _listings.length; ++i) {
            MarketState memory state = LEDGER.stateOf(_listings[i].id);
            sight.owed += uint256(state.totalDebt) + state.deficit + state.inAuction;
        }
        sight.vaults = new Vault[](PLACES * OWNERS);
        sight.health = new uint256[](PLACES * OWNERS);
        for (uint256 i = 0; i < sight.vaults.length; ++i) {
            Listing memory market = _listings[i / OWNERS];
            sight.vaults[i] = LEDGER.vaultOf(market.id, ownerAt(i % OWNERS));
            sight.health[i] = _healthOf(market, ownerAt(i % OWNERS), sight.vaults[i].collateral);
        }
    }

    function _healthOf(Listing memory market, address owner, uint256 collateral) private view returns (uint256) {
        uint256 debt = LEDGER.debtOf(market.id, owner);
        if (debt == 0) return type(uint256).max;
        uint256 threshold = LEDGER.effectiveParameter(market.id, Parameter.LiquidationThreshold);
        uint256 value = (collateral * ORACLE.peek(market.feed).high) / market.unit;
        return (value * threshold * 1e14) / debt;
    }
}
