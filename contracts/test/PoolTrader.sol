// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import { IUniswapV3Pool } from "../interfaces/IUniswapV3Pool.sol";

/// @title What a trader needs of a Uniswap v3 pool
interface ITradedPool is IUniswapV3Pool {
    function mint(
        address recipient,
        int24 tickLower,
        int24 tickUpper,
        uint128 amount,
        bytes calldata data
    ) external returns (uint256 amount0, uint256 amount1);

    function burn(int24 tickLower, int24 tickUpper, uint128 amount) external returns (uint256 amount0, uint256 amount1);

    function swap(
        address recipient,
        bool zeroForOne,
        int256 amountSpecified,
        uint160 sqrtPriceLimitX96,
        bytes calldata data
    ) external returns (int256 amount0, int256 amount1);
}

/// @title Stand-in for a router: pays a pool out of what it holds itself
/// @notice For tests with the pool's own bytecode. Never shipped.
contract PoolTrader {
    function provide(ITradedPool pool, int24 tickLower, int24 tickUpper, uint128 amount) external {
        pool.mint(address(this), tickLower, tickUpper, amount, "");
    }

    function withdraw(ITradedPool pool, int24 tickLower, int24 tickUpper, uint128 amount) external {
        pool.burn(tickLower, tickUpper, amount);
    }

    /// @notice Buys or sells until the price is there, whatever it costs.
    function moveTo(ITradedPool pool, uint160 sqrtPriceX96, bool down) external {
        pool.swap(address(this), down, type(int128).max, sqrtPriceX96, "");
    }

    function uniswapV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        _pay(amount0, amount1);
    }

    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata) external {
        _pay(amount0 > 0 ? uint256(amount0) : 0, amount1 > 0 ? uint256(amount1) : 0);
    }

    function _pay(uint256 amount0, uint256 amount1) private {
        IERC20(IUniswapV3Pool(msg.sender).token0()).transfer(msg.sender, amount0);
        IERC20(IUniswapV3Pool(msg.sender).token1()).transfer(msg.sender, amount1);
    }
}
