// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { ThresholdPath } from "../interfaces/IRiskParameters.sol";

/// @title The value of a parameter that is on its way
library ParameterPaths {
    /// @notice The threshold at `time` (not before `startsAt`), in bps.
    /// @dev Ramps only fall. The fall is rounded down and so the threshold up, by less than one bps: an owner never loses more
    /// than the straight line takes. Equal to `fromBps` at the start and `toBps` at the end, so nothing jumps.
    function bpsAt(ThresholdPath memory path, uint256 time) internal pure returns (uint256) {
        if (time >= path.endsAt) return path.toBps;
        uint256 fall = uint256(path.fromBps) - path.toBps;
        return path.fromBps - (fall * (time - path.startsAt)) / (path.endsAt - path.startsAt);
    }
}
