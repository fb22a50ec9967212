// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { RiskTerms, ThresholdPath } from "../../../contracts/interfaces/IRiskParameters.sol";
import { InterestMath } from "../../../contracts/libraries/InterestMath.sol";
import { Distress, LiquidationMath, LiquidationTerms } from "../../../contracts/libraries/LiquidationMath.sol";
import { MarketTerms, StoredTerms } from "../../../contracts/libraries/MarketTerms.sol";
import { ParameterPaths } from "../../../contracts/libraries/ParameterPaths.sol";
import { SharesMath } from "../../../contracts/libraries/SharesMath.sol";
import { VaultMath } from "../../../contracts/libraries/VaultMath.sol";
import { FuzzBase } from "../support/FuzzBase.sol";
import { RandomTerms } from "../support/RandomTerms.sol";

/// @title The fee as an amount: below the exponential, closer to it the more often it is charged
contract InterestMathFuzzTest is FuzzBase {
    uint256 private constant YEARS_10 = 3650 days;
    uint256 private constant WAD_YEAR = 1e18 * 365 days;

    /// @dev Ten terms more than the contract's in steps rounded up, and a bound for all that follow: never below debt * (e^x - 1).
    function _exactUp(uint256 debt, uint256 feeWad, uint256 elapsed) private pure returns (uint256 sum) {
        uint256 term = debt;
        for (uint256 i = 1; i <= 60; ++i) {
            term = Math.mulDiv(term, feeWad * elapsed, i * WAD_YEAR, Math.Rounding.Ceil);
            sum += term;
        }
        sum += term;
    }

    function testFuzz_neverMoreThanTheExponential(uint256 debt, uint256 feeWad, uint256 elapsed) public pure {
        debt = bound(debt, 0, 2 ** 120);
        feeWad = bound(feeWad, 0, 1e18);
        elapsed = bound(elapsed, 0, YEARS_10);
        uint256 interest = InterestMath.interestDown(debt, feeWad, elapsed);
        assertLe(interest, _exactUp(debt, feeWad, elapsed), "more than e^x - 1");
        assertLe(interest + debt, type(uint128).max, "the total fits");
    }

    /// @dev Within a month the three terms are as good as the exponential: the fourth is at most x / 4 of the third.
    function testFuzz_closeToTheExponentialWithinAMonth(uint256 debt, uint256 feeWad, uint256 elapsed) public pure {
        debt = bound(debt, 0, 2 ** 120);
        feeWad = bound(feeWad, 0, 1e18);
        elapsed = bound(elapsed, 0, 30 days);
        uint256 interest = InterestMath.interestDown(debt, feeWad, elapsed);
        assertLe(_exactUp(debt, feeWad, elapsed), interest + debt / 400_000 + 70, "far below e^x - 1");
    }

    function testFuzz_splittingComesCloserFromBelow(
        uint256 debt,
        uint256 feeWad,
        uint256 first,
        uint256 second
    ) public pure {
        debt = bound(debt, 0, 2 ** 110);
        feeWad = bound(feeWad, 0, 1e18);
        first = bound(first, 0, YEARS_10 / 2);
        second = bound(second, 0, YEARS_10 / 2);
        uint256 once = InterestMath.interestDown(debt, feeWad, first + second);
        uint256 twice = InterestMath.interestDown(debt, feeWad, first);
        twice += InterestMath.interestDown(debt + twice, feeWad, second);
        // Each accrual is cut by less than 3 wei, and what the first one lost would have grown by less than 39 in five years.
        assertLe(once, twice + 3 * 39 + 3, "splitting charges less");
        assertLe(twice, _exactUp(debt, feeWad, first + second), "splitting charges more than e^x - 1");
    }

    function testFuzz_moreTimeAndMoreDebtNeverCostLess(
        uint256 debt,
        uint256 feeWad,
        uint256 elapsed,
        uint256 more
    ) public pure {
        debt = bound(debt, 0, 2 ** 110);
        feeWad = bound(feeWad, 0, 1e18);
        elapsed = bound(elapsed, 0, YEARS_10);
        more = bound(more, 0, YEARS_10);
        uint256 interest = InterestMath.interestDown(debt, feeWad, elapsed);
        assertLe(interest, InterestMath.interestDown(debt, feeWad, elapsed + more), "more time costs less");
        assertLe(interest, InterestMath.interestDown(debt + more, feeWad, elapsed), "more debt costs less");
        if (elapsed == 0 || feeWad == 0 || debt == 0) assertEq(interest, 0, "nothing costs something");
    }

    /// @dev Whatever fits into the books: accrual must not stand in the way of a repayment.
    function testFuzz_neverReverts(uint128 debt, uint64 feeWad, uint64 elapsed) public pure {
        uint256 interest = InterestMath.interestDown(debt, feeWad, elapsed);
        assertLe(interest + debt, type(uint128).max, "the total fits");
    }
}

/// @title Shares in a debt: every rounding against the one who acts
contract SharesMathFuzzTest is FuzzBase {
    function testFuzz_issuedDebtIsNeverWorthLess(uint256 debt, uint256 totalDebt, uint256 totalShares) public pure {
        (debt, totalDebt, totalShares) = (
            bound(debt, 1, 2 ** 120),
            bound(totalDebt, 0, 2 ** 120),
            bound(totalShares, 0, 2 ** 127)
        );
        uint256 shares = SharesMath.toSharesUp(debt, totalDebt, totalShares);
        assertLt(0, shares, "debt without shares");
        uint256 owed = SharesMath.toDebtUp(shares, totalDebt + debt, totalShares + shares);
        assertLe(debt, owed, "less is owed than was issued");
    }

    function testFuzz_repaidDebtClearsNoMore(uint256 debt, uint256 totalDebt, uint256 totalShares) public pure {
        (totalDebt, totalShares) = (bound(totalDebt, 1, 2 ** 120), bound(totalShares, 1, 2 ** 127));
        debt = bound(debt, 0, totalDebt);
        uint256 shares = SharesMath.toSharesDown(debt, totalDebt, totalShares);
        assertLe(SharesMath.toDebtUp(shares, totalDebt, totalShares), debt, "more is cleared than was repaid");
        assertLe(shares, SharesMath.toSharesUp(debt, totalDebt, totalShares), "down is above up");
    }

    function testFuzz_aShareIsNeverWorthNothing(uint256 shares, uint256 totalDebt, uint256 totalShares) public pure {
        (totalDebt, totalShares) = (bound(totalDebt, 0, type(uint128).max), bound(totalShares, 1, type(uint128).max));
        shares = bound(shares, 1, totalShares);
        assertLt(0, SharesMath.toDebtUp(shares, totalDebt, totalShares), "a share is worth nothing");
        assertEq(SharesMath.toDebtUp(0, totalDebt, totalShares), 0, "no share is worth something");
    }
}

/// @title Value and health: rounded down
contract VaultMathFuzzTest is FuzzBase {
    function testFuzz_valueIsTheFloor(uint256 collateral, uint256 price, uint256 decimals) public pure {
        (collateral, price) = (bound(collateral, 0, type(uint104).max), bound(price, 0, 1e36));
        uint256 unit = 10 ** bound(decimals, 0, 24);
        uint256 value = VaultMath.valueDown(collateral, price, unit);
        assertLe(value * unit, collateral * price, "more than it is worth");
        assertLt(collateral * price, (value + 1) * unit, "a whole wei less than it is worth");
    }

    /// @dev Health below 1 and value * threshold < debt are the same, to the wei: rounding decides nothing.
    function testFuzz_healthIsBelowOneExactlyIfTheDebtIsAboveTheThreshold(
        uint256 value,
        uint256 threshold,
        uint256 debt
    ) public pure {
        (value, threshold) = (bound(value, 0, 1e40), bound(threshold, 5_000, 9_700));
        uint256 edge = (value * threshold) / 1e4;
        debt = bound(debt, edge > 10 ? edge - 10 : 1, edge + 10);
        uint256 health = VaultMath.healthDown(value, threshold, debt);
        assertTrue((health < 1e18) == (value * threshold < debt * 1e4), "rounding decides");
        assertEq(
            VaultMath.healthDown(value, threshold, 0),
            type(uint256).max,
            "without debt there is no better health"
        );
    }
}

/// @title Values on their way
contract ParameterPathsFuzzTest is FuzzBase {
    using ParameterPaths for ThresholdPath;
    using MarketTerms for StoredTerms;

    StoredTerms private _terms;

    function testFuzz_aRampFallsInAStraightLine(
        uint16 from,
        uint16 to,
        uint32 start,
        uint32 length,
        uint32 after_
    ) public pure {
        if (to > from) (from, to) = (to, from);
        uint256 duration = bound(length, 1 days, 30 days);
        ThresholdPath memory path = ThresholdPath(from, to, start, uint64(start + duration));
        uint256 elapsed = bound(after_, 0, duration);
        uint256 value = path.bpsAt(start + elapsed);
        // Exact: from - (from - to) * elapsed / duration, both sides times the duration.
        uint256 exact = from * duration - uint256(from - to) * elapsed;
        assertLe(exact, value * duration, "below the line");
        assertLt(value * duration, exact + duration, "a whole bps above the line");
        assertLe(path.bpsAt(start + elapsed + 1), value, "a ramp rose");
        assertEq(path.bpsAt(start), from, "a ramp starts with a jump");
        assertEq(path.bpsAt(start + duration), to, "a ramp ends with a jump");
    }

    function testFuzz_aCeilingChangesAtItsTime(uint128 before, uint128 next, uint32 at, uint32 time) public {
        (_terms.ceilingBefore, _terms.debtCeiling, _terms.ceilingEffectiveAt) = (before, next, at);
        assertEq(_ceilingAt(time), time < at ? before : next, "another ceiling");
        if (at != 0) assertEq(_ceilingAt(at - 1), before, "a second too early");
        assertEq(_ceilingAt(at), next, "a second too late");
    }

    function _ceilingAt(uint256 time) private returns (uint256) {
        vm.warp(time);
        return _terms.ceilingNow();
    }
}

/// @title How much a liquidation takes
contract LiquidationMathFuzzTest is FuzzBase {
    struct Draw {
        uint256 terms;
        uint256 debt;
        uint256 health;
        uint256 price;
        uint256 decimals;
        uint256 maxRepay;
    }

    function _liquidationTerms(RiskTerms memory terms) private pure returns (LiquidationTerms memory) {
        return
            LiquidationTerms({
                thresholdBps: terms.liquidationThresholdBps,
                penaltyBps: terms.liquidationPenaltyBps,
                penaltyFloorBps: terms.penaltyFloorBps,
                maxPenaltyHealthWad: terms.maxPenaltyHealthWad,
                targetHealthWad: terms.targetHealthWad,
                minimumDebt: terms.minimumDebt
            });
    }

    /// @dev Only terms that the rules across parameters allow, only vaults below health 1.
    function _vault(Draw memory draw) private pure returns (Distress memory vault, LiquidationTerms memory terms) {
        terms = _liquidationTerms(RandomTerms.from(draw.terms));
        vault.price = bound(draw.price, 1, 1e30);
        vault.unit = 10 ** bound(draw.decimals, 0, 24);
        vault.debt = bound(draw.debt, 1e18, 1e30);
        vault.maxRepay = draw.maxRepay;
        uint256 value = (vault.debt * bound(draw.health, 0, 1e18 - 1)) / (terms.thresholdBps * 1e14);
        vault.collateral = Math.mulDiv(value, vault.unit, vault.price);
        vault.value = VaultMath.valueDown(vault.collateral, vault.price, vault.unit);
        vault.healthWad = VaultMath.healthDown(vault.value, terms.thresholdBps, vault.debt);
    }

    function testFuzz_nothingIsTakenThatIsNotThere(Draw memory draw) public pure {
        (Distress memory vault, LiquidationTerms memory terms) = _vault(draw);
        (uint256 repaid, uint256 seized, uint256 badDebt) = LiquidationMath.split(vault, terms);
        assertLe(repaid, vault.maxRepay, "more repaid than the caller wants");
        assertLe(repaid + badDebt, vault.debt, "more debt goes than there is");
        assertLe(seized, vault.collateral, "more collateral goes than there is");
        bool empty = seized == vault.collateral;
        assertTrue(empty || badDebt == 0, "bad debt while there is collateral");
        if (empty) assertEq(repaid + badDebt, vault.debt, "debt is left without collateral");
        uint256 worth = VaultMath.valueDown(seized, vault.price, vault.unit);
        uint256 factor = 1e18 + LiquidationMath.bonusDown(vault.healthWad, terms);
        assertLe(worth, Math.mulDiv(repaid, factor, 1e18, Math.Rounding.Ceil), "more than the bonus is seized");
    }

    function testFuzz_whatIsLeftIsNothingOrWorthALiquidation(Draw memory draw) public pure {
        (Distress memory vault, LiquidationTerms memory terms) = _vault(draw);
        vault.maxRepay = type(uint256).max;
        (uint256 repaid, , uint256 badDebt) = LiquidationMath.split(vault, terms);
        uint256 left = vault.debt - repaid - badDebt;
        assertTrue(left == 0 || left >= terms.minimumDebt, "dust is left");
    }

    function testFuzz_theBonusRisesWithDistressBetweenItsEnds(
        Draw memory draw,
        uint256 health,
        uint256 worse
    ) public pure {
        (, LiquidationTerms memory terms) = _vault(draw);
        health = bound(health, 0, 1e18);
        worse = bound(worse, 0, health);
        uint256 whole = terms.penaltyBps * 1e14;
        uint256 bonus = LiquidationMath.bonusDown(health, terms);
        assertLe(bonus, LiquidationMath.bonusDown(worse, terms), "more distress pays less");
        assertLe(bonus, whole, "more than the penalty");
        assertLe((whole * terms.penaltyFloorBps) / 1e4, bonus, "less than the floor");
        assertEq(
            LiquidationMath.bonusDown(terms.maxPenaltyHealthWad, terms),
            whole,
            "not the whole penalty where it is due"
        );
    }
}
