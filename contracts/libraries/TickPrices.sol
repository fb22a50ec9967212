// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Powers of 1.0001
library TickPrices {
    /// @notice 1.0001^443,636 is just below 2^64. Pairs of real tokens lie far within; beyond, a power would lose its digits.
    uint256 internal constant MAX_TICK = 443_636;

    /// @notice 1.0001^tick * numerator / denominator, rounded down.
    /// @dev `numerator` is below 2^140, so the result before the division is below 2^205. The power is off by less than 2^-59 of itself:
    /// at most 19 factors, each rounded by at most 3 units of 2^-128, make a product of at least 2^-64.
    /// @param tick Within `MAX_TICK` on either side.
    function priceAt(int256 tick, uint256 numerator, uint256 denominator) internal pure returns (uint256) {
        uint256 one = 2 ** 128;
        return
            tick < 0
                ? Math.mulDiv(_inversePower(uint256(-tick)), numerator, one) / denominator
                : Math.mulDiv(one, numerator, _inversePower(uint256(tick))) / denominator;
    }

    /// @dev 2^128 / 1.0001^tick, by the bits of `tick`: factor number i is 2^128 / 1.0001^(2^i), rounded to the nearest.
    function _inversePower(uint256 tick) private pure returns (uint256 power) {
        power = 2 ** 128;
        if (tick & 0x1 != 0) power = (power * 0xfff97272373d413259a46990580e213a) >> 128;
        if (tick & 0x2 != 0) power = (power * 0xfff2e50f5f656932ef12357cf3c7fdcc) >> 128;
        if (tick & 0x4 != 0) power = (power * 0xffe5caca7e10e4e61c3624eaa0941cd0) >> 128;
        if (tick & 0x8 != 0) power = (power * 0xffcb9843d60f6159c9db58835c926644) >> 128;
        if (tick & 0x10 != 0) power = (power * 0xff973b41fa98c081472e6896dfb254c0) >> 128;
        if (tick & 0x20 != 0) power = (power * 0xff2ea16466c96a3843ec78b326b52861) >> 128;
        if (tick & 0x40 != 0) power = (power * 0xfe5dee046a99a2a811c461f1969c3053) >> 128;
        if (tick & 0x80 != 0) power = (power * 0xfcbe86c7900a88aedcffc83b479aa3a4) >> 128;
        if (tick & 0x100 != 0) power = (power * 0xf987a7253ac413176f2b074cf7815e54) >> 128;
        if (tick & 0x200 != 0) power = (power * 0xf3392b0822b70005940c7a398e4b70f3) >> 128;
        if (tick & 0x400 != 0) power = (power * 0xe7159475a2c29b7443b29c7fa6e889d9) >> 128;
        if (tick & 0x800 != 0) power = (power * 0xd097f3bdfd2022b8845ad8f792aa5825) >> 128;
        if (tick & 0x1000 != 0) power = (power * 0xa9f746462d870fdf8a65dc1f90e061e5) >> 128;
        if (tick & 0x2000 != 0) power = (power * 0x70d869a156d2a1b890bb3df62baf32f7) >> 128;
        if (tick & 0x4000 != 0) power = (power * 0x31be135f97d08fd981231505542fcfa6) >> 128;
        if (tick & 0x8000 != 0) power = (power * 0x9aa508b5b7a84e1c677de54f3e99bc9) >> 128;
        if (tick & 0x10000 != 0) power = (power * 0x5d6af8dedb81196699c329225ee604) >> 128;
        if (tick & 0x20000 != 0) power = (power * 0x2216e584f5fa1ea926041bedfe98) >> 128;
        if (tick & 0x40000 != 0) power = (power * 0x48a170391f7dc42444e8fa2) >> 128;
    }
}
