// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title One place a price comes from
/// @notice The OracleHub treats every source as hostile: it may revert, burn gas, return garbage or lie.
interface IPriceSource {
    /// @return priceWad Price of one whole token in units of the derivative, 18 decimals; 0 means "no price".
    /// @return updatedAt Unix time, in seconds, at which the source last refreshed the price.
    function latestPrice() external view returns (uint256 priceWad, uint256 updatedAt);
}
