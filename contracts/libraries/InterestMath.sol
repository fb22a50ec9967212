// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title The stability fee as an amount
library InterestMath {
    /// @dev One WAD-year: dividing rate (WAD per year) * seconds by it gives the exponent r * dt as a plain number.
    uint256 private constant WAD_YEAR = 1e18 * 365 days;

    /// @notice totalDebt * (x + x^2 / 2 + x^3 / 6) with x = feeWad * elapsed / (1e18 * 365 days): the first three terms of e^x - 1.
    /// @dev The series is cut, so one long accrual charges a little less than many short ones and never more than e^x. Each term is derived
    /// from the one before in wei and rounded down, in the owners' favour by less than 3 wei; no exponent is rounded, so the error does
    /// not grow with the debt. Saturates where uint128 ends instead of reverting: accrual stands in the way of every repayment.
    /// No product overflows for any uint128 debt, any uint64 rate and any uint64 time.
    function interestDown(uint256 totalDebt, uint256 feeWad, uint256 elapsed) internal pure returns (uint256) {
        uint256 exponent = feeWad * elapsed;
        uint256 first = Math.mulDiv(totalDebt, exponent, WAD_YEAR);
        uint256 second = Math.mulDiv(first, exponent, 2 * WAD_YEAR);
        uint256 third = Math.mulDiv(second, exponent, 3 * WAD_YEAR);
        return Math.min(first + second + third, type(uint128).max - totalDebt);
    }
}
