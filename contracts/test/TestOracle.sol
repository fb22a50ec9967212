// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IOracleHub, Price, PriceState } from "../interfaces/IOracleHub.sol";

/// @title A stand-in for the OracleHub: it answers what a test told it. Never deployed.
/// @notice Only `peek` and `lastWordOf` of the hub are here, the calls the Ledger makes. Nothing checks that an answer makes sense.
contract TestOracle {
    mapping(bytes32 feed => Price) private _prices;
    mapping(bytes32 feed => bool) private _known;
    mapping(bytes32 feed => uint256) private _deadSince;
    mapping(bytes32 feed => uint256) private _lastHigh;

    /// @notice Sets the whole answer. Prices in derivative per whole token, 18 decimals.
    function setPrice(bytes32 feed, uint256 low, uint256 mid, uint256 high, PriceState state) external {
        _known[feed] = true;
        _prices[feed] = Price(low, mid, high, state);
    }

    /// @notice Sets what is left of a feed that is DOWN: since when, and its last good high price.
    function setLastWord(bytes32 feed, uint256 since, uint256 high) external {
        (_deadSince[feed], _lastHigh[feed]) = (since, high);
    }

    function lastWordOf(bytes32 feed) external view returns (uint256 deadSince, uint256 high) {
        return (_deadSince[feed], _lastHigh[feed]);
    }

    function peek(bytes32 feed) external view returns (Price memory) {
        if (!_known[feed]) revert IOracleHub.OracleHubUnknownFeed(feed);
        return _prices[feed];
    }
}
