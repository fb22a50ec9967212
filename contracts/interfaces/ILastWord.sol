// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title What is left of a feed that is DOWN
interface ILastWord {
    /// @return deadSince Unix time since which the feed is known to be DOWN; 0 if it is not, or nobody has said so yet.
    /// @return high The high end of the last good price; 0 if there was none.
    function lastWordOf(bytes32 feed) external view returns (uint256 deadSince, uint256 high);
}
