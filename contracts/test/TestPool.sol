// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IUniswapV3Pool } from "../interfaces/IUniswapV3Pool.sol";

/// @title Stand-in for a Uniswap v3 pool: its two sums are what a test sets
/// @notice For tests of arithmetic; the real pool's own bytecode is in test/thirdparty. Never shipped.
contract TestPool is IUniswapV3Pool {
    address public immutable token0;
    address public immutable token1;

    uint16 private _places = type(uint16).max;
    int56[] private _ticks;
    uint160[] private _perLiquidity;

    constructor(address first, address second) {
        token0 = first;
        token1 = second;
        _ticks = new int56[](2);
        _perLiquidity = new uint160[](2);
    }

    /// @notice The sums at the start and the end of any window.
    function set(int56[2] calldata ticks, uint160[2] calldata perLiquidity) external {
        (_ticks, _perLiquidity) = (ticks, perLiquidity);
    }

    /// @notice How many observations the pool has places for.
    function setPlaces(uint16 places) external {
        _places = places;
    }

    /// @inheritdoc IUniswapV3Pool
    function slot0() external view returns (uint160, int24, uint16, uint16, uint16, uint8, bool) {
        return (0, 0, 0, _places, _places, 0, true);
    }

    /// @inheritdoc IUniswapV3Pool
    function observe(uint32[] calldata) external view returns (int56[] memory, uint160[] memory) {
        return (_ticks, _perLiquidity);
    }
}
