// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IRateSource } from "../interfaces/IRateSource.sol";

/// @title Stand-in for a rate source: anybody sets its answer
/// @notice For tests, demos and dry runs. Never shipped.
contract FixedRate is IRateSource {
    /// @inheritdoc IRateSource
    uint256 public rate;

    constructor(uint256 rateWad) {
        rate = rateWad;
    }

    /// @notice The answer from now on; it is not checked.
    function set(uint256 rateWad) external {
        rate = rateWad;
    }
}
