// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title What we read of a Uniswap v3 pool
interface IUniswapV3Pool {
    /// @notice The token with the lower address; prices are tokens 1 per token 0, in smallest units.
    function token0() external view returns (address);

    function token1() external view returns (address);

    /// @notice Reverts if the pool does not remember as far back as the first of `secondsAgos`.
    /// @return tickCumulatives Sum of the tick over every second of the pool's life, as of each moment; it wraps.
    /// @return secondsPerLiquidityCumulativeX128s Sum of 2^128 / liquidity over every second, as of each moment; it wraps.
    function observe(
        uint32[] calldata secondsAgos
    ) external view returns (int56[] memory tickCumulatives, uint160[] memory secondsPerLiquidityCumulativeX128s);
}
