// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title What we read of a Uniswap v3 pool
interface IUniswapV3Pool {
    /// @notice The token with the lower address; prices are tokens 1 per token 0, in smallest units.
    function token0() external view returns (address);

    function token1() external view returns (address);

    /// @return sqrtPriceX96 The square root of the price, as of now.
    /// @return tick Likewise.
    /// @return observationIndex Where the latest observation stands.
    /// @return observationCardinality How many places for observations are in use; never fewer than before.
    /// @return observationCardinalityNext How many there will be.
    /// @return feeProtocol The protocol's share of fees.
    /// @return unlocked Whether nobody is inside.
    function slot0()
        external
        view
        returns (
            uint160 sqrtPriceX96,
            int24 tick,
            uint16 observationIndex,
            uint16 observationCardinality,
            uint16 observationCardinalityNext,
            uint8 feeProtocol,
            bool unlocked
        );

    /// @notice Reverts if the pool does not remember as far back as the first of `secondsAgos`.
    /// @return tickCumulatives Sum of the tick over every second of the pool's life, as of each moment; it wraps.
    /// @return secondsPerLiquidityCumulativeX128s Sum of 2^128 / liquidity over every second, as of each moment; it wraps.
    function observe(
        uint32[] calldata secondsAgos
    ) external view returns (int56[] memory tickCumulatives, uint160[] memory secondsPerLiquidityCumulativeX128s);
}
