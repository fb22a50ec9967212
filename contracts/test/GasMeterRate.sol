// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IRateSource } from "../interfaces/IRateSource.sol";

/// @title Stand-in for a rate source whose rate is the gas it was given, in units of 1e13
/// @notice For tests. Never shipped.
contract GasMeterRate is IRateSource {
    /// @inheritdoc IRateSource
    function rate() external view returns (uint256) {
        return gasleft() * 1e13;
    }
}
