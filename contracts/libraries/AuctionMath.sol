// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice What a take moves. `excess` is the part of `paid` beyond the tab.
struct Fill {
    uint256 collateral;
    uint256 paid;
    uint256 excess;
}

/// @title The price of a lot over time, and what a take moves at a price
library AuctionMath {
    uint256 private constant BPS = 1e4;
    uint256 private constant RAY = 1e27;
    uint256 private constant WAD_TO_RAY = 1e9;

    /// @dev So that a penalty fits beside the rest of a lot. What is rounded away is the owner's.
    uint256 internal constant CENT = 0.01e18;
    /// @notice The most debt of one lot: forty billion. A fifth of it, the highest penalty, is less than 2^40 cents.
    uint256 internal constant MAX_DEBT = 2 ** 95;
    /// @notice As a lot's penalty: none of its tab is debt.
    uint40 internal constant NO_DEBT = type(uint40).max;

    /// @notice cut^steps with 27 decimals, each product rounded up; a single step is exact.
    /// @dev By squaring: 12 rounds for the 3,600 steps a tail has at most. The sum of all roundings stays below 1e-25, a cut takes at least
    /// 1e-3, so the price falls with every step down to any floor. Both factors are at most 1e27, so no product overflows.
    function decayUp(uint256 cutWad, uint256 steps) internal pure returns (uint256 factorRay) {
        factorRay = RAY;
        uint256 base = cutWad * WAD_TO_RAY;
        while (true) {
            if (steps & 1 != 0) factorRay = Math.ceilDiv(factorRay * base, RAY);
            steps >>= 1;
            if (steps == 0) return factorRay;
            base = Math.ceilDiv(base * base, RAY);
        }
    }

    /// @notice The price after `steps` cuts, rounded up.
    function priceUp(uint256 topPriceWad, uint256 cutWad, uint256 steps) internal pure returns (uint256) {
        return Math.mulDiv(topPriceWad, decayUp(cutWad, steps), RAY, Math.Rounding.Ceil);
    }

    /// @notice Whether a price lies below the floor. Neither side is rounded; both are products of 128 and 14 bits.
    function isBelowFloor(uint256 priceWad, uint256 topPriceWad, uint256 floorBps) internal pure returns (bool) {
        return priceWad * BPS < topPriceWad * floorBps;
    }

    /// @notice What an auction asks for beyond so much debt, at most `MAX_DEBT`, in hundredths of the derivative; rounded down.
    function penaltyDown(uint256 debt, uint256 penaltyBps) internal pure returns (uint40) {
        return uint40((debt * penaltyBps) / (BPS * CENT));
    }

    /// @notice What a lot asks for: debt and penalty.
    function tabOf(uint256 debt, uint256 penalty) internal pure returns (uint256) {
        return debt + penalty * CENT;
    }

    /// @notice How much of what is left of a tab is debt: payments pay the debt first, so the penalty is the last to be left.
    function debtOf(uint256 tab, uint256 penalty) internal pure returns (uint256) {
        return penalty == NO_DEBT ? 0 : Math.saturatingSub(tab, penalty * CENT);
    }

    /// @notice What a take moves: the payment is the price of the collateral, rounded up against the taker.
    /// @dev What pays the whole tab is rounded up to a whole unit of the token, and that unit is paid for like any other: a token with few
    /// decimals could not be sold otherwise. No split of a take buys the same for less, because every part is rounded up.
    /// @param most The most collateral that may go.
    /// @param unit 10 to the power of the token's decimals.
    function fill(
        uint256 most,
        uint256 tab,
        uint256 priceWad,
        uint256 unit
    ) internal pure returns (Fill memory filled) {
        filled.collateral = most;
        filled.paid = costUp(most, priceWad, unit);
        if (filled.paid > tab) {
            filled.collateral = Math.mulDiv(tab, unit, priceWad, Math.Rounding.Ceil);
            filled.paid = costUp(filled.collateral, priceWad, unit);
            filled.excess = filled.paid - tab;
        }
    }

    function costUp(uint256 collateral, uint256 priceWad, uint256 unit) internal pure returns (uint256) {
        return Math.mulDiv(collateral, priceWad, unit, Math.Rounding.Ceil);
    }
}
