// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title What a vault's collateral is worth and how healthy that makes it
library VaultMath {
    /// @dev Turns a threshold in bps into WAD.
    uint256 private constant BPS_TO_WAD = 1e14;

    /// @notice Value in derivative (18 decimals), rounded down.
    /// @param price Derivative per whole token, 18 decimals.
    /// @param unit 10 to the power of the token's decimals.
    function valueDown(uint256 collateral, uint256 price, uint256 unit) internal pure returns (uint256) {
        return Math.mulDiv(collateral, price, unit);
    }

    /// @notice Health factor in WAD, rounded down: value * threshold / debt; the largest number without debt.
    function healthDown(uint256 value, uint256 thresholdBps, uint256 debt) internal pure returns (uint256) {
        if (debt == 0) return type(uint256).max;
        return Math.mulDiv(value, thresholdBps * BPS_TO_WAD, debt);
    }
}
