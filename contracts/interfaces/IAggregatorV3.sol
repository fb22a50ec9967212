// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title What we read of Chainlink's AggregatorV3Interface
interface IAggregatorV3 {
    /// @notice Decimals of `answer`.
    function decimals() external view returns (uint8);

    /// @return roundId Number of the round; of no use to us, aggregators renumber when they are replaced.
    /// @return answer Price with `decimals` decimals; Chainlink allows it to be negative.
    /// @return startedAt Unix time, in seconds, at which the round started.
    /// @return updatedAt Unix time, in seconds, of the answer; 0 while the round is open.
    /// @return answeredInRound Deprecated by Chainlink.
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}
