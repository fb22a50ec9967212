// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title What one whole token of yield-bearing collateral is worth in its underlying
/// @notice The OracleHub treats every rate source as hostile: it may revert, burn gas, return garbage or lie.
interface IRateSource {
    /// @return rateWad Whole tokens of underlying per whole token, 18 decimals; 0 means "no rate".
    function rate() external view returns (uint256 rateWad);
}
