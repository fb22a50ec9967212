// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IPriceSource } from "../interfaces/IPriceSource.sol";

/// @title Stand-in for a price source: anybody sets its answer
/// @notice For tests, demos and dry runs. Never shipped.
contract FixedSource is IPriceSource {
    uint256 private _priceWad;
    uint256 private _updatedAt;

    constructor(uint256 priceWad, uint256 updatedAt) {
        set(priceWad, updatedAt);
    }

    /// @notice The answer from now on; neither the price nor the time is checked.
    function set(uint256 priceWad, uint256 updatedAt) public {
        _priceWad = priceWad;
        _updatedAt = updatedAt;
    }

    /// @inheritdoc IPriceSource
    function latestPrice() external view returns (uint256, uint256) {
        return (_priceWad, _updatedAt);
    }
}
