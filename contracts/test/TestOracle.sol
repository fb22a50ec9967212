// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IOracleHub, Price, PriceState } from "../interfaces/IOracleHub.sol";

/// @title A stand-in for the OracleHub: it answers what a test told it. Never deployed.
/// @notice Only `peek` of the hub is here, the one call the Ledger makes. Nothing checks that an answer makes sense.
contract TestOracle {
    mapping(bytes32 feed => Price) private _prices;
    mapping(bytes32 feed => bool) private _known;

    /// @notice Sets the whole answer. Prices in derivative per whole token, 18 decimals.
    function setPrice(bytes32 feed, uint256 low, uint256 mid, uint256 high, PriceState state) external {
        _known[feed] = true;
        _prices[feed] = Price(low, mid, high, state);
    }

    function peek(bytes32 feed) external view returns (Price memory) {
        if (!_known[feed]) revert IOracleHub.OracleHubUnknownFeed(feed);
        return _prices[feed];
    }
}
