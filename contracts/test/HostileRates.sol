// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IRateSource } from "../interfaces/IRateSource.sol";
import { coldRead } from "./HostileSources.sol";

/// @title Stand-in for a rate source that burns all gas it gets
/// @notice For tests. Never shipped.
contract GasBurningRate is IRateSource {
    /// @inheritdoc IRateSource
    function rate() external view returns (uint256 rateWad) {
        while (true) rateWad += coldRead();
    }
}

/// @title Stand-in for a rate source whose rate is the gas it was given, in billionths of a unit
/// @notice For tests. Never shipped.
contract GasMeterRate is IRateSource {
    /// @inheritdoc IRateSource
    function rate() external view returns (uint256) {
        return gasleft() * 1e13;
    }
}
