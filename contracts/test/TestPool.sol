// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IUniswapV3Pool } from "../interfaces/IUniswapV3Pool.sol";

/// @title Stand-in for a Uniswap v3 pool: its two sums are what a test sets
/// @notice For tests of arithmetic; the real pool's own bytecode is in test/thirdparty. Never shipped.
contract TestPool is IUniswapV3Pool {
    address public immutable token0;
    address public immutable token1;

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

    /// @inheritdoc IUniswapV3Pool
    function observe(uint32[] calldata) external view returns (int56[] memory, uint160[] memory) {
        return (_ticks, _perLiquidity);
    }
}
