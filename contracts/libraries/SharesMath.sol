// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Conversion between debt and shares in it
/// @notice Virtual shares and a virtual wei of debt stand beside the real ones, so that the first borrower of a market cannot set an
/// exchange rate that rounds later borrowers away. A share starts as a millionth of a wei.
library SharesMath {
    uint256 internal constant VIRTUAL_SHARES = 1e6;
    uint256 internal constant VIRTUAL_DEBT = 1;

    /// @dev Rounded up: for debt that is issued, so that an owner never owes less than was minted.
    function toSharesUp(uint256 debt, uint256 totalDebt, uint256 totalShares) internal pure returns (uint256) {
        return Math.mulDiv(debt, totalShares + VIRTUAL_SHARES, totalDebt + VIRTUAL_DEBT, Math.Rounding.Ceil);
    }

    /// @dev Rounded down: for debt that is repaid, so that a repayment never clears more than was burned.
    function toSharesDown(uint256 debt, uint256 totalDebt, uint256 totalShares) internal pure returns (uint256) {
        return Math.mulDiv(debt, totalShares + VIRTUAL_SHARES, totalDebt + VIRTUAL_DEBT);
    }

    /// @dev Rounded up: for what an owner owes. At least 1 for any share, so no debt is ever valued 0.
    function toDebtUp(uint256 shares, uint256 totalDebt, uint256 totalShares) internal pure returns (uint256) {
        return Math.mulDiv(shares, totalDebt + VIRTUAL_DEBT, totalShares + VIRTUAL_SHARES, Math.Rounding.Ceil);
    }
}
