// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

import { IPriceSource } from "../interfaces/IPriceSource.sol";
import { IUniswapV3Pool } from "../interfaces/IUniswapV3Pool.sol";
import { TickPrices } from "../libraries/TickPrices.sol";

/// @title The mean price of a Uniswap v3 pool over a window of time as a price source
/// @notice The geometric mean of the pool's price over the last `WINDOW` seconds, in its other token per whole base token, 18 decimals.
/// The mean tick is rounded so that the price is at most 0.01 % below the mean and never above it, but for 2^-59 of itself.
/// No price (0) while the liquidity was, in the harmonic mean over the window, below `MIN_LIQUIDITY`: a thin pool is cheap to move.
/// The time is that of the block: a pool without trades still has a price that anybody may trade at. A pool that does not remember
/// the whole window reverts, which is no price either. It notes at most once a block, so one with a place for every block of the window
/// cannot be made to forget by dust swaps; any other is refused here. Anyone makes a pool remember more
/// (`increaseObservationCardinalityNext`, and swaps until the places are in use); it never remembers less.
/// @dev The other token stands for the derivative: it must be one of the same worth, such as another dollar.
contract TwapSource is IPriceSource {
    /// @notice In seconds. A quarter of an hour makes an attacker hold the price over some 75 blocks against all arbitrage;
    /// a day is as long as prices remain of any use, and as pools remember.
    uint32 public constant SHORTEST_WINDOW = 15 minutes;
    uint32 public constant LONGEST_WINDOW = 1 days;

    /// @notice As many as the Ledger allows a collateral; with them every product fits a word.
    uint8 public constant MAX_DECIMALS = 24;

    IUniswapV3Pool public immutable POOL;

    /// @notice The token that is priced.
    address public immutable BASE;

    /// @notice In seconds.
    uint32 public immutable WINDOW;

    /// @notice In the pool's own unit: the square root of the product of both tokens' smallest units.
    uint128 public immutable MIN_LIQUIDITY;

    /// @dev price = 1.0001^tick * NUMERATOR / DENOMINATOR, the tick being that of the base token.
    uint256 private immutable NUMERATOR;
    uint256 private immutable DENOMINATOR;
    bool private immutable BASE_IS_TOKEN0;

    error TwapSourceBadWindow(uint32 window, uint32 min, uint32 max);
    error TwapSourceNotInPool(address base);
    error TwapSourceNoMinimum();
    error TwapSourceBadDecimals(uint8 decimals, uint8 max);
    /// @dev The pool has fewer places for observations than the window has blocks.
    error TwapSourceForgetful(uint256 places, uint256 needed);

    /// @param blockTime The shortest time between two blocks of this chain that have different times, in seconds: at least 1.
    constructor(IUniswapV3Pool pool, address base, uint32 window, uint128 minLiquidity, uint32 blockTime) {
        if (window < SHORTEST_WINDOW || window > LONGEST_WINDOW) {
            revert TwapSourceBadWindow(window, SHORTEST_WINDOW, LONGEST_WINDOW);
        }
        if (minLiquidity == 0) revert TwapSourceNoMinimum();
        (address token0, address token1) = (pool.token0(), pool.token1());
        if (base != token0 && base != token1) revert TwapSourceNotInPool(base);
        (, , , uint16 places, , , ) = pool.slot0();
        uint256 needed = Math.ceilDiv(window, Math.max(blockTime, 1)) + 1;
        if (places < needed) revert TwapSourceForgetful(places, needed);
        POOL = pool;
        BASE = base;
        WINDOW = window;
        MIN_LIQUIDITY = minLiquidity;
        BASE_IS_TOKEN0 = base == token0;
        NUMERATOR = 1e18 * 10 ** _decimals(base);
        DENOMINATOR = 10 ** _decimals(base == token0 ? token1 : token0);
    }

    /// @inheritdoc IPriceSource
    function latestPrice() external view returns (uint256 priceWad, uint256 updatedAt) {
        uint32[] memory secondsAgos = new uint32[](2);
        secondsAgos[0] = WINDOW;
        (int56[] memory ticks, uint160[] memory perLiquidity) = POOL.observe(secondsAgos);
        updatedAt = block.timestamp;
        if (_meanLiquidity(perLiquidity) < MIN_LIQUIDITY) return (0, updatedAt);
        int256 tick = _meanTick(ticks);
        if (tick < -int256(TickPrices.MAX_TICK) || tick > int256(TickPrices.MAX_TICK)) return (0, updatedAt);
        priceWad = TickPrices.priceAt(tick, NUMERATOR, DENOMINATOR);
    }

    function _decimals(address token) private view returns (uint8 decimals) {
        decimals = IERC20Metadata(token).decimals();
        if (decimals > MAX_DECIMALS) revert TwapSourceBadDecimals(decimals, MAX_DECIMALS);
    }

    /// @dev The harmonic mean, rounded down. The pool's sum wraps, hence the unchecked difference.
    function _meanLiquidity(uint160[] memory perLiquidity) private view returns (uint256) {
        unchecked {
            uint256 sum = uint160(perLiquidity[1] - perLiquidity[0]);
            return (uint256(WINDOW) << 128) / sum;
        }
    }

    /// @dev Of the base token's price, rounded towards minus infinity. The pool's sum wraps, hence the unchecked difference.
    function _meanTick(int56[] memory ticks) private view returns (int256 tick) {
        int256 window = int256(uint256(WINDOW));
        unchecked {
            int256 sum = int56(ticks[1] - ticks[0]);
            if (!BASE_IS_TOKEN0) sum = -sum;
            tick = sum / window;
            if (sum < 0 && sum % window != 0) --tick;
        }
    }
}
