// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IAggregatorV3 } from "../interfaces/IAggregatorV3.sol";

/// @title Stand-in for a Chainlink feed: anybody sets its answer
/// @notice For tests, demos and dry runs. Never shipped.
contract TestFeed is IAggregatorV3 {
    uint8 public immutable decimals;
    string public description;

    int256 private _answer;
    uint256 private _updatedAt;
    uint80 private _roundId;

    constructor(uint8 feedDecimals, string memory feedDescription) {
        decimals = feedDecimals;
        description = feedDescription;
    }

    /// @notice Opens a new round with this answer. `updatedAt` is Unix time in seconds and not checked.
    function set(int256 answer, uint256 updatedAt) external {
        _answer = answer;
        _updatedAt = updatedAt;
        ++_roundId;
    }

    /// @inheritdoc IAggregatorV3
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (_roundId, _answer, _updatedAt, _updatedAt, _roundId);
    }
}
