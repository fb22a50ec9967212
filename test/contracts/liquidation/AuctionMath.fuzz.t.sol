// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { AuctionMath, Fill } from "../../../contracts/libraries/AuctionMath.sol";
import { FuzzBase } from "../support/FuzzBase.sol";

/// @title The curve, the tab and the take, at any numbers that the bounds allow
contract AuctionMathFuzzTest is FuzzBase {
    uint256 private constant RAY = 1e27;
    uint256 private constant MOST_STEPS = 43_200 / 12;

    function _anyCut(uint256 seed) private pure returns (uint256) {
        return bound(seed, 0.90e18, 0.999e18);
    }

    /* THE CURVE */

    function testFuzz_theFirstStepsAreExact(uint256 cut, uint256 top) public pure {
        (cut, top) = (_anyCut(cut), bound(top, 1, type(uint128).max));
        assertEq(AuctionMath.priceUp(top, cut, 0), top, "no step, no cut");
        assertEq(AuctionMath.priceUp(top, cut, 1), Math.ceilDiv(top * cut, 1e18), "one step is one cut");
    }

    /// @dev Down to the lowest floor there is, every step takes at least half of what an exact cut takes.
    function testFuzz_theCurveFallsWithEveryStep(uint256 cut, uint256 steps) public pure {
        (cut, steps) = (_anyCut(cut), bound(steps, 0, MOST_STEPS));
        uint256 factor = AuctionMath.decayUp(cut, steps);
        uint256 next = AuctionMath.decayUp(cut, steps + 1);
        assertLe(next, factor, "the curve rises");
        if (factor < RAY / 10) return;
        assertLt(next, factor - (factor * (1e18 - cut)) / 2e18, "a step takes too little");
    }

    /// @dev Against cuts that are made one after another and rounded down: never below, and no further above than the roundings.
    function testFuzz_theCurveIsThePowerRoundedUp(uint256 cut, uint256 steps) public pure {
        (cut, steps) = (_anyCut(cut), bound(steps, 0, 300));
        uint256 down = RAY;
        for (uint256 i = 0; i < steps; ++i) {
            down = (down * cut) / 1e18;
        }
        uint256 factor = AuctionMath.decayUp(cut, steps);
        assertLe(down, factor, "below the power");
        assertLe(factor, down + 3 * steps + 1, "far above the power");
    }

    function testFuzz_theFloorIsSharp(uint256 top, uint256 floor) public pure {
        (top, floor) = (bound(top, 1e4, type(uint128).max), bound(floor, 1_000, 9_500));
        uint256 lowest = Math.ceilDiv(top * floor, 1e4);
        assertTrue(!AuctionMath.isBelowFloor(lowest, top, floor), "the floor itself sells");
        assertTrue(AuctionMath.isBelowFloor(lowest - 1, top, floor), "nothing sells below");
    }

    /* THE TAB */

    function testFuzz_aTabGivesBackItsDebt(uint256 debt, uint256 penalty) public pure {
        (debt, penalty) = (bound(debt, 1, AuctionMath.MAX_DEBT), bound(penalty, 100, 2_000));
        uint40 cents = AuctionMath.penaltyDown(debt, penalty);
        uint256 tab = AuctionMath.tabOf(debt, cents);
        assertEq(AuctionMath.debtOf(tab, cents), debt, "the debt is another");
        assertLt(tab, 2 ** 104, "a tab does not fit");
        assertEq(AuctionMath.debtOf(tab, AuctionMath.NO_DEBT), 0, "a sale has debt");
        assertLt(cents, AuctionMath.NO_DEBT, "a penalty that looks like none");
        uint256 exact = (debt * penalty) / 1e4;
        assertLe(tab - debt, exact, "an owner pays more than the penalty");
        assertLt(exact, tab - debt + 0.01e18, "more than a cent is rounded away");
    }

    function testFuzz_aPaymentPaysTheDebtFirst(uint256 debt, uint256 paid, uint256 penalty) public pure {
        (debt, penalty) = (bound(debt, 1, AuctionMath.MAX_DEBT), bound(penalty, 100, 2_000));
        uint40 cents = AuctionMath.penaltyDown(debt, penalty);
        uint256 tab = AuctionMath.tabOf(debt, cents);
        paid = bound(paid, 1, tab);
        uint256 debtPaid = debt - AuctionMath.debtOf(tab - paid, cents);
        assertEq(debtPaid, Math.min(paid, debt), "something else than debt was paid first");
    }

    /* THE TAKE */

    /// @dev The lot, one price, and a whole take of it. Invariant 26: nobody pays less than the price.
    function testFuzz_nobodyPaysLessThanThePrice(
        uint256 most,
        uint256 tab,
        uint256 price,
        uint256 decimals
    ) public pure {
        (most, tab, price) = (bound(most, 1, 2 ** 104), bound(tab, 1, 2 ** 104), bound(price, 1, type(uint128).max));
        uint256 unit = 10 ** bound(decimals, 0, 24);
        Fill memory filled = AuctionMath.fill(most, tab, price, unit);
        assertLe(1, filled.collateral, "something was paid for nothing");
        assertLe(filled.collateral, most, "more was sold than asked for");
        assertEq(filled.paid, Math.mulDiv(filled.collateral, price, unit, Math.Rounding.Ceil), "not the price");
        if (filled.paid <= tab) assertEq(filled.excess, 0, "a change without a reason");
        else assertEq(filled.excess, filled.paid - tab, "the change is short");
        // One unit less would not have paid more than the tab.
        if (filled.excess != 0) {
            assertLe(Math.mulDiv(filled.collateral - 1, price, unit, Math.Rounding.Ceil), tab, "a unit too much");
        }
    }

    /// @dev Invariant 24: what `parts` takes buy at one price, one take buys for no more; and together they buy no more than it.
    function testFuzz_manySmallTakesNeverBuyCheaper(
        uint256 collateral,
        uint256 tab,
        uint256 price,
        uint256 decimals,
        uint256 seed
    ) public pure {
        (collateral, tab) = (bound(collateral, 50, 2 ** 104), bound(tab, 1e18, 2 ** 104));
        price = bound(price, 1, type(uint128).max);
        uint256 unit = 10 ** bound(decimals, 0, 24);
        Fill memory whole = AuctionMath.fill(collateral, tab, price, unit);
        (uint256 sold, uint256 paid) = (0, 0);
        for (uint256 i = 0; i < 50 && tab != 0 && sold < collateral; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 part = i == 49 ? collateral : bound(seed, 1, 1 + whole.collateral / 20);
            Fill memory filled = AuctionMath.fill(Math.min(part, collateral - sold), tab, price, unit);
            tab -= filled.paid - filled.excess;
            (sold, paid) = (sold + filled.collateral, paid + filled.paid);
        }
        assertLe(sold, whole.collateral, "parts bought more than the whole");
        assertLe(Math.mulDiv(sold, price, unit, Math.Rounding.Ceil), paid, "parts were cheaper than the whole");
    }
}
