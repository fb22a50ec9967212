// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title A flow of units shared among shares, at a cost that does not depend on how many people hold them
/// @notice A sum per share only grows; what a holder earned is shares times its growth since the holder was last looked at.
///
/// How large and how exact, for the whole life of a sum:
/// - A part is at least one unit and at most 2^104 (a vault of the Ledger holds no more), shares are between `LEAST_SHARES` and 2^162.
/// - The sum is scaled by 2^192. Rounding a part down to it loses less than shares / 2^192 units, at most 2^-30 of a unit, and so less than
///   1e-9 of the part.
/// - A part adds at most 2^104 * 2^192 / 2^64 = 2^232: there is room for 2^24 parts of the largest size among the fewest shares, or for 2^128
///   units of any sizes. Beyond that adding reverts; it never wraps.
/// - What a holder earned is kept in 2^-64 of a unit. So each look at a holder loses less than that, and looking often takes nothing away.
library FlowMath {
    uint256 internal constant LEAST_SHARES = 2 ** 64;
    uint256 private constant SCALE = 2 ** 192;
    uint256 private constant SCALE_TO_X64 = 2 ** 128;

    /// @notice What one share of `shares` gets of `units`, scaled, rounded down.
    function perShareDown(uint256 units, uint256 shares) internal pure returns (uint256) {
        return Math.mulDiv(units, SCALE, shares);
    }

    /// @notice What `shares` earned while the sum grew by `growth`, in 2^-64 of a unit, rounded down.
    function earnedX64Down(uint256 shares, uint256 growth) internal pure returns (uint256) {
        return Math.mulDiv(shares, growth, SCALE_TO_X64);
    }
}
