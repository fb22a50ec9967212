// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Derivative } from "../../../contracts/core/Derivative.sol";
import { ILedger, MarketState, Seizure } from "../../../contracts/interfaces/ILedger.sol";
import { PriceState } from "../../../contracts/interfaces/IOracleHub.sol";
import { MarketId, RiskTerms } from "../../../contracts/interfaces/IRiskParameters.sol";
import { RandomTerms } from "../support/RandomTerms.sol";
import { LedgerWatch } from "./LedgerWatch.sol";

/// @title One market with any terms, any number of decimals, any price and any age, and one thing that is done in it
contract LedgerFuzzTest is LedgerWatch {
    address private constant OWNER = address(0x0514E5);
    address private constant OTHER = address(0x07E5);
    address private constant KEEPER = address(0x4EE9E5);
    /// @dev What uint128 has shares for, at a million of them a wei.
    uint256 private constant MOST_DEBT = 2 ** 108;
    uint256 private constant TEN_YEARS = 3650 days;

    /// @dev Numbers of any size; the tests fold them into what makes sense.
    struct Draw {
        uint256 terms;
        uint256 decimals;
        uint256 price;
        uint256 debt;
        uint256 ratio;
        uint256 age;
        uint256 health;
        uint256 amount;
    }

    constructor() LedgerWatch(true) {
        owners.push(OWNER);
        owners.push(OTHER);
    }

    /* THE SCENE */

    /// @dev A market where OTHER borrowed first, time passed, OWNER borrowed and more time passed. `_high` follows the price.
    function _scene(Draw memory draw, bytes32 label) private returns (Listing memory) {
        return _scene(draw, label, USD);
    }

    function _scene(Draw memory draw, bytes32 label, Derivative issued) private returns (Listing memory market) {
        RiskTerms memory terms = RandomTerms.from(draw.terms);
        uint256 price = bound(draw.price, 1e17, 1e30);
        market = _list(issued, label, uint8(bound(draw.decimals, 0, 24)), price, terms);
        _high.push(price);
        _borrow(market, OTHER, terms.minimumDebt, terms.collateralizationRatioBps * 2);
        vm.warp(START + bound(draw.age, 0, 730 days));
        uint256 ratio = terms.collateralizationRatioBps + bound(draw.ratio, 0, 5_000);
        _borrow(market, OWNER, _debtFor(market, draw.debt, terms.minimumDebt), ratio);
        vm.warp(block.timestamp + bound(draw.age >> 128, 0, 30 days));
    }

    /// @dev What fits into a vault at this price, at most a billion.
    function _debtFor(Listing memory market, uint256 seed, uint256 minimum) private pure returns (uint256) {
        uint256 most = Math.mulDiv(type(uint104).max, market.fairPrice, market.unit * 100);
        return bound(seed, minimum, Math.max(minimum, Math.min(most, 1e27)));
    }

    function _borrow(Listing memory market, address owner, uint256 debt, uint256 ratioBps) private {
        // A debt is at most 2 wei more than what was issued.
        uint256 value = Math.mulDiv(debt + 2, ratioBps, BPS, Math.Rounding.Ceil);
        _open(market, owner, Math.mulDiv(value, market.unit, market.fairPrice, Math.Rounding.Ceil), debt);
    }

    /// @dev Moves the price to where OWNER's health is about `health`, and the keeper has what a liquidation needs.
    function _distress(Listing memory market, uint256 healthWad) private {
        Position memory position = _positionOf(0, OWNER);
        uint256 threshold = LEDGER.termsOf(market.id).liquidationThresholdBps * 1e14;
        uint256 value = Math.mulDiv(position.debt, healthWad, threshold);
        _reprice(market, Math.mulDiv(value, market.unit, position.collateral) + 1);
    }

    function _reprice(Listing memory market, uint256 price) private {
        _publish(market, price, price, PriceState.OK);
        for (uint256 i = 0; i < _high.length; ++i) {
            _high[i] = price;
        }
    }

    function _endow(address account, uint256 amount) private {
        vm.prank(address(LEDGER));
        USD.mint(account, amount);
    }

    /* ACCRUAL (18) */

    /// @dev Two equal markets of two derivatives, which share nothing; one accrues before the call and again after it, the other does not.
    function testFuzz_accruingAroundACallChangesNothing(Draw memory draw, uint256 kind) public {
        Listing memory one = _scene(draw, "ONE");
        vm.warp(START);
        Listing memory two = _scene(draw, "TWO", EUR);
        vm.warp(block.timestamp + bound(draw.amount >> 128, 0, TEN_YEARS));
        _distress(one, bound(draw.health, 0.01e18, 1.5e18));
        _publish(two, _high[0], _high[0], PriceState.OK);
        uint256 enough = 4 * LEDGER.debtOf(one.id, OWNER);
        _endow(KEEPER, enough);
        vm.prank(address(LEDGER));
        EUR.mint(KEEPER, enough);

        LEDGER.accrue(one.id);
        bool first = _act(one, kind, draw.amount);
        LEDGER.accrue(one.id);
        assertTrue(first == _act(two, kind, draw.amount), "only one of two equal calls worked");
        LEDGER.accrue(two.id);
        assertTrue(_digest(one.id) == _digest(two.id), "two equal calls left different books");
    }

    function _act(Listing memory market, uint256 kind, uint256 amount) private returns (bool accepted) {
        int256 some = int256(bound(amount, 1, Math.max(1, LEDGER.debtOf(market.id, OWNER) / 2)));
        int256 tokens = int256(bound(amount, 1, Math.max(1, LEDGER.vaultOf(market.id, OWNER).collateral / 4)));
        kind %= 7;
        address caller = kind < 2 ? OWNER : KEEPER;
        bytes memory data = abi.encodeCall(LEDGER.writeOff, (market.id, OWNER, KEEPER));
        if (kind == 0) data = abi.encodeCall(LEDGER.adjust, (market.id, OWNER, 0, some, OWNER));
        if (kind == 1) data = abi.encodeCall(LEDGER.adjust, (market.id, OWNER, -tokens, 0, OWNER));
        if (kind == 2) data = abi.encodeCall(LEDGER.adjust, (market.id, OWNER, 0, -some, KEEPER));
        if (kind == 3) data = abi.encodeCall(LEDGER.adjust, (market.id, OWNER, 0, LEDGER.REPAY_ALL(), KEEPER));
        if (kind == 4) data = abi.encodeCall(LEDGER.liquidate, (market.id, OWNER, uint256(some), 0, KEEPER));
        if (kind == 6) {
            data = abi.encodeCall(LEDGER.seize, (market.id, OWNER, uint256(some), KEEPER));
            caller = address(this);
        }
        vm.prank(caller);
        (accepted, ) = address(LEDGER).call(data);
    }

    function _digest(MarketId id) private view returns (bytes32) {
        return keccak256(abi.encode(LEDGER.stateOf(id), LEDGER.vaultOf(id, OWNER), LEDGER.vaultOf(id, OTHER)));
    }

    /// @dev The highest fee on nearly as much debt as uint128 has shares for, for three times ten years, far beyond where the books saturate: still everybody can leave.
    function testFuzz_accrualNeverFailsAndNeverLocksIn(uint256 first, uint256 second, uint256 third) public {
        RiskTerms memory terms = _ordinaryTerms();
        (terms.stabilityFeeWad, terms.debtCeiling) = (1e18, 2 ** 120);
        Listing memory market = _list(USD, "LARGE", 18, 1e30, terms);
        _open(market, OWNER, 1e31, MOST_DEBT / 2);
        _open(market, OTHER, 1e31, MOST_DEBT / 3);
        vm.warp(block.timestamp + bound(first, 0, TEN_YEARS));
        LEDGER.accrue(market.id);
        vm.warp(block.timestamp + bound(second, 0, TEN_YEARS));
        LEDGER.accrue(market.id);
        vm.warp(block.timestamp + bound(third, 0, TEN_YEARS));
        _exit(market, OWNER);
        _exit(market, OTHER);
        assertEq(LEDGER.stateOf(market.id).totalDebt, 0, "debt was left");
    }

    /* ROUND TRIPS (23) AND EXITS (32) */

    function testFuzz_lockingAndWithdrawingReturnsTheSame(Draw memory draw) public {
        Listing memory market = _scene(draw, "ONE");
        uint256 locked = LEDGER.vaultOf(market.id, OTHER).collateral;
        int256 amount = int256(bound(draw.amount, 1, type(uint104).max - locked));
        _provide(market, OTHER, uint256(amount));
        Sight memory before = _look(0);
        vm.prank(OTHER);
        LEDGER.adjust(market.id, OTHER, amount, 0, address(0));
        assertEq(market.token.balanceOf(OTHER), 0, "not all was locked");
        _publish(market, market.fairPrice * 1e6, market.fairPrice * 1e6, PriceState.OK);
        vm.prank(OTHER);
        LEDGER.adjust(market.id, OTHER, -amount, 0, OTHER);
        assertEq(market.token.balanceOf(OTHER), uint256(amount), "more or less came back");
        assertTrue(keccak256(abi.encode(before)) == keccak256(abi.encode(_look(0))), "a round trip left something");
    }

    /// @dev In the same second; by the amount or by REPAY_ALL.
    function testFuzz_issuingAndRepayingNeverGains(Draw memory draw) public {
        Listing memory market = _scene(draw, "ONE");
        _reprice(market, market.fairPrice * 1e9);
        uint256 owed = LEDGER.debtOf(market.id, OWNER);
        uint256 amount = bound(draw.amount, 1, 1e27);
        vm.prank(OWNER);
        LEDGER.adjust(market.id, OWNER, 0, int256(amount), OWNER);
        assertLe(owed + amount, LEDGER.debtOf(market.id, OWNER), "less is owed than was issued");
        vm.prank(OWNER);
        LEDGER.adjust(market.id, OWNER, 0, -int256(amount), address(0));
        assertLe(owed, LEDGER.debtOf(market.id, OWNER), "the old debt shrank");
        assertLe(LEDGER.debtOf(market.id, OWNER), owed + 3, "the old debt grew");
    }

    function testFuzz_anyoneRepaysAndTheOwnerLeaves(
        Draw memory draw,
        uint256 ahead,
        uint256 state,
        uint256 price
    ) public {
        Listing memory market = _scene(draw, "ONE");
        vm.warp(block.timestamp + bound(ahead, 0, TEN_YEARS));
        _publish(market, bound(price, 0, 1e36), bound(price, 0, 1e36), PriceState(bound(state, 0, 2)));
        _exit(market, OWNER);
        _exit(market, OTHER);
        MarketState memory books = LEDGER.stateOf(market.id);
        assertEq(uint256(books.totalDebt) + books.totalDebtShares + books.totalCollateral, 0, "something was left");
    }

    /// @dev A debt is rounded up, so clearing it can take a wei more than is there. With many vaults and hardly any fee the last one finds
    /// less than it owes: the identity holds through all of it.
    function testFuzz_clearingManyVaultsKeepsTheBooksExact(
        uint256 fee,
        uint256 age,
        uint256[12] memory amounts
    ) public {
        RiskTerms memory terms = _ordinaryTerms();
        terms.stabilityFeeWad = bound(fee, 0, 1_000);
        Listing memory market = _list(USD, "MANY", 18, 1e18, terms);
        for (uint256 i = 0; i < amounts.length; ++i) {
            uint256 amount = bound(amounts[i], 100e18, 1_000e18);
            _open(market, address(uint160(0xAC700 + i)), 2 * amount, amount);
            vm.warp(block.timestamp + (bound(age, 0, 60 days) >> i));
        }
        uint256 endowed = 0;
        for (uint256 i = 0; i < amounts.length; ++i) {
            address owner = address(uint160(0xAC700 + i));
            endowed += LEDGER.debtOf(market.id, owner);
            _exit(market, owner);
            MarketState memory books = LEDGER.stateOf(market.id);
            uint256 owed = uint256(books.totalDebt) + books.deficit + endowed;
            assertEq(USD.totalSupply() + LEDGER.surplusOf(USD), owed, "supply + surplus = debt + deficit");
        }
        assertEq(LEDGER.stateOf(market.id).totalDebt, 0, "debt was left");
    }

    function _exit(Listing memory market, address owner) private {
        uint256 debt = LEDGER.debtOf(market.id, owner);
        uint256 locked = LEDGER.vaultOf(market.id, owner).collateral;
        uint256 before = market.token.balanceOf(owner);
        _endow(KEEPER, debt);
        int256 all = LEDGER.REPAY_ALL();
        vm.prank(KEEPER);
        LEDGER.adjust(market.id, owner, 0, all, address(0));
        vm.prank(owner);
        LEDGER.adjust(market.id, owner, -int256(locked), 0, owner);
        assertEq(market.token.balanceOf(owner) - before, locked, "the owner has not got everything");
    }

    /* PRICES (25) */

    /// @dev The ratio holds exactly: value rounded down, debt rounded up, and one unit of debt more is refused.
    function testFuzz_issuingStopsExactlyAtTheRatio(Draw memory draw) public {
        Listing memory market = _scene(draw, "ONE");
        uint256 price = bound(draw.amount, market.fairPrice, market.fairPrice * 1e3);
        _reprice(market, price);
        uint256 ratio = LEDGER.termsOf(market.id).collateralizationRatioBps;
        Position memory position = _positionOf(0, OWNER);
        uint256 most = (position.value * BPS) / ratio;
        vm.assume(most > position.debt + 10 && most < MOST_DEBT);
        vm.expectPartialRevert(ILedger.LedgerUnhealthy.selector);
        vm.prank(OWNER);
        LEDGER.adjust(market.id, OWNER, 0, int256(most - position.debt + 1), OWNER);
        vm.prank(OWNER);
        LEDGER.adjust(market.id, OWNER, 0, int256(most - position.debt - 2), OWNER);
        assertLe(_positionOf(0, OWNER).debt * ratio, position.value * BPS, "more was issued than the ratio allows");
    }

    function testFuzz_withoutAUsablePriceNothingIsTaken(Draw memory draw, uint256 state, bool zero) public {
        Listing memory market = _scene(draw, "ONE");
        PriceState doubt = PriceState(bound(state, zero ? 0 : 1, 2));
        uint256 price = zero ? 0 : bound(draw.price, 1, 1e36);
        _publish(market, price, price, doubt);
        bytes memory refusal = abi.encodeWithSelector(ILedger.LedgerPriceNotUsable.selector, market.feed, doubt);
        _refused(OWNER, abi.encodeCall(LEDGER.adjust, (market.id, OWNER, -1, 0, OWNER)), refusal);
        _refused(OWNER, abi.encodeCall(LEDGER.adjust, (market.id, OWNER, 0, 1, OWNER)), refusal);
        _refused(KEEPER, abi.encodeCall(LEDGER.writeOff, (market.id, OWNER, KEEPER)), refusal);
        if (!zero && doubt != PriceState.DOWN) return;
        _refused(KEEPER, abi.encodeCall(LEDGER.liquidate, (market.id, OWNER, 1e30, 0, KEEPER)), refusal);
    }

    function _refused(address caller, bytes memory data, bytes memory expected) private {
        vm.prank(caller);
        (bool accepted, bytes memory reason) = address(LEDGER).call(data);
        assertTrue(!accepted, "something was taken without a usable price");
        assertTrue(keccak256(reason) == keccak256(expected), "refused for another reason");
    }

    /* LIQUIDATIONS (24, 26, 29) */

    function testFuzz_onlyAVaultBelowHealthOneIsLiquidatedAndComesOutBetter(Draw memory draw) public {
        Listing memory market = _scene(draw, "ONE");
        _distress(market, bound(draw.health, 0.3e18, 1.1e18));
        Sight memory before = _look(0);
        Position memory old = _in(before, OWNER);
        uint256 maxRepay = draw.amount % 3 == 0 ? type(uint256).max : bound(draw.amount, 1, old.debt);
        _endow(KEEPER, old.debt);
        vm.prank(KEEPER);
        try LEDGER.liquidate(market.id, OWNER, maxRepay, 0, KEEPER) returns (uint256 repaid, uint256 seized) {
            assertTrue(!old.healthy, "a healthy vault was liquidated");
            assertLe(repaid, maxRepay, "more was paid than allowed");
            assertEq(market.token.balanceOf(KEEPER), seized, "the keeper has something else");
            assertEq(USD.balanceOf(KEEPER), old.debt - repaid, "the keeper paid something else");
            _compareLiquidated(before, _compare(before, OWNER), OWNER, repaid, seized);
        } catch (bytes memory reason) {
            bool small = maxRepay < old.debt && bytes4(reason) == ILedger.LedgerBelowMinimumDebt.selector;
            if (maxRepay < old.debt && bytes4(reason) == ILedger.LedgerLeavesDust.selector) small = true;
            bool nothing = bytes4(reason) == ILedger.LedgerNothingToDo.selector && old.value == 0;
            assertTrue(small || nothing || old.healthy, "an unhealthy vault was not liquidated");
            if (old.healthy) assertTrue(bytes4(reason) == ILedger.LedgerHealthy.selector, "refused for another reason");
        }
    }

    /// @dev Two equal vaults; one is liquidated at once, the other in pieces and then to the end, and what is left of both is written off
    /// where that is possible. The caller's gain is the value received less the debt burned. Rounding the one seizure down can cost it one unit of the token, and rounding health a 1e-15th of the debt.
    function testFuzz_splittingALiquidationNeverPaysMore(Draw memory draw, uint256[4] memory pieces) public {
        Listing memory one = _scene(draw, "ONE");
        vm.warp(START);
        Listing memory two = _scene(draw, "TWO", EUR);
        _distress(one, bound(draw.health, 0.3e18, 1e18 - 1));
        _publish(two, _high[0], _high[0], PriceState.OK);
        uint256 debt = LEDGER.debtOf(one.id, OWNER);
        _endow(KEEPER, 2 * debt);

        int256 atOnce = _gain(one, type(uint256).max) + _gainOfWritingOff(one);
        int256 inPieces = 0;
        for (uint256 i = 0; i < pieces.length; ++i) {
            inPieces += _gain(two, bound(pieces[i], 1, debt / 4));
        }
        if (pieces[0] % 2 == 0) inPieces += _gain(two, type(uint256).max);
        inPieces += _gainOfWritingOff(two);
        int256 slack = int256(_valueDown(0, 1, _high[0]) + debt / 1e15 + 10);
        assertTrue(inPieces <= atOnce + slack, "splitting pays");
    }

    /// @dev 0 if the Ledger refuses.
    function _gain(Listing memory market, uint256 maxRepay) private returns (int256) {
        vm.prank(KEEPER);
        try LEDGER.liquidate(market.id, OWNER, maxRepay, 0, KEEPER) returns (uint256 repaid, uint256 seized) {
            return int256(_valueDown(0, seized, _high[0])) - int256(repaid);
        } catch {
            return 0;
        }
    }

    function _gainOfWritingOff(Listing memory market) private returns (int256) {
        vm.prank(KEEPER);
        try LEDGER.writeOff(market.id, OWNER, KEEPER) returns (uint256, uint256 released) {
            return int256(_valueDown(0, released, _high[0]));
        } catch {
            return 0;
        }
    }

    /* AUCTIONS AND SETTLEMENTS (24) */

    /// @dev Two equal vaults; one is seized whole, the other in pieces. What a piece takes is rounded up by less than a unit of the token, which
    /// later pieces miss: all of them together take their proportion and no unit more than there are pieces.
    function testFuzz_seizingInPiecesTakesTheProportion(Draw memory draw, uint256[3] memory pieces) public {
        Listing memory one = _scene(draw, "ONE");
        vm.warp(START);
        Listing memory two = _scene(draw, "TWO", EUR);
        _distress(one, bound(draw.health, 0.01e18, 1e18 - 1));
        _publish(two, _high[0], _high[0], PriceState.OK);
        vm.assume(!_positionOf(0, OWNER).healthy);
        (uint256 debt, uint256 locked) = (LEDGER.debtOf(two.id, OWNER), LEDGER.vaultOf(two.id, OWNER).collateral);

        Seizure memory all = LEDGER.seize(one.id, OWNER, type(uint256).max, KEEPER);
        assertEq(all.debt, debt, "not the whole debt was seized");
        assertEq(all.collateral, locked, "not all collateral was seized");
        (uint256 owed, uint256 taken) = (0, 0);
        for (uint256 i = 0; i < pieces.length; ++i) {
            try LEDGER.seize(two.id, OWNER, bound(pieces[i], 1, debt / 4), KEEPER) returns (Seizure memory piece) {
                (owed, taken) = (owed + piece.debt, taken + piece.collateral);
            } catch (bytes memory reason) {
                bool small = bytes4(reason) == ILedger.LedgerBelowMinimumDebt.selector;
                bool none = bytes4(reason) == ILedger.LedgerNothingToDo.selector;
                bool dust = bytes4(reason) == ILedger.LedgerLeavesDust.selector;
                bool odd = bytes4(reason) == ILedger.LedgerPartTooSmall.selector;
                assertTrue(small || none || dust || odd, "a piece was refused for another reason");
            }
            assertLe(taken, Math.mulDiv(locked, owed, debt) + i + 1, "pieces took more than their proportion");
            assertLe(taken, Math.mulDiv(locked, owed * 102, debt * 100) + 1, "rounding carried collateral away");
            // A piece leaves at most 2 wei more of the debt than what it took.
            assertLe(Math.mulDiv(locked, owed, debt + 2 * i), taken, "pieces took less than their proportion");
            assertEq(LEDGER.stateOf(two.id).inAuction, owed, "what was seized is not in auction");
        }
    }

    /// @dev In a market that is shut, at any settlement price: nobody ever gets more than was burned, and the last one ends the debt.
    function testFuzz_redeemingNeverPaysMoreThanItBurns(Draw memory draw, uint256[3] memory pieces) public {
        Listing memory market = _scene(draw, "ONE");
        _distress(market, bound(draw.health, 0.01e18, 3e18));
        ORACLE.setLastWord(market.feed, block.timestamp - 1 days, _high[0]);
        LEDGER.shutdown(market.id);
        uint256 debt = LEDGER.debtOf(market.id, OWNER);
        vm.warp(block.timestamp + bound(draw.age, 0, TEN_YEARS));
        assertEq(LEDGER.debtOf(market.id, OWNER), debt, "a market that is shut charged a fee");
        _endow(KEEPER, debt + 10);
        for (uint256 i = 0; i < pieces.length; ++i) {
            _redeem(market, bound(pieces[i], 1, debt / 4));
        }
        if (LEDGER.vaultOf(market.id, OWNER).debtShares != 0) _redeem(market, type(uint256).max);
        assertEq(LEDGER.debtOf(market.id, OWNER), 0, "debt was left");
    }

    function _redeem(Listing memory market, uint256 maxRepay) private {
        vm.prank(KEEPER);
        try LEDGER.redeemFrom(market.id, OWNER, maxRepay, 0, KEEPER) returns (uint256 repaid, uint256 seized) {
            assertLe(repaid, maxRepay, "more was paid than allowed");
            assertLe(_valueDown(0, seized, _high[0]), repaid, "a redemption paid a bonus");
        } catch (bytes memory reason) {
            assertTrue(bytes4(reason) == ILedger.LedgerNothingToDo.selector, "refused for another reason");
        }
    }
}
