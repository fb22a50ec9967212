// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { FlowMath } from "../../../contracts/libraries/FlowMath.sol";
import { FuzzBase } from "../support/FuzzBase.sol";

/// @title A sum per share over a pool's whole life: nobody gets more than a part, nobody loses more than a billionth and a unit
contract FlowMathFuzzTest is FuzzBase {
    uint256 private constant MOST_UNITS = 2 ** 104;
    uint256 private constant MOST_SHARES = 2 ** 162;

    /// @dev Every power of two of the range is as likely as the next.
    function _scaled(uint256 seed, uint256 min, uint256 max) private pure returns (uint256) {
        uint256 exponent = bound(seed % 256, Math.log2(min), Math.log2(max));
        return Math.min(max, Math.max(min, 2 ** exponent + ((seed >> 8) % (2 ** exponent))));
    }

    function _mix(uint256 seed, uint256 use) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, use)));
    }

    function testFuzz_onePartLosesLessThanABillionthOfItself(uint256 unitSeed, uint256 shareSeed) public pure {
        uint256 units = _scaled(unitSeed, 1, MOST_UNITS);
        uint256 shares = _scaled(shareSeed, FlowMath.LEAST_SHARES, MOST_SHARES);
        uint256 earnedX64 = FlowMath.earnedX64Down(shares, FlowMath.perShareDown(units, shares));
        assertLe(earnedX64, units << 64, "more than the part was shared");
        // 2^-30 of a unit for the sum and 2^-64 for the look.
        assertLe(units << 64, earnedX64 + 2 ** 34 + 1, "more than 2^-30 of a unit was lost");
        assertLe(units << 64, earnedX64 + (units << 64) / 1e9 + 1, "more than a billionth was lost");
    }

    /// @dev Two holders with any division of the shares between them, sixteen parts of any size among any number of shares, one of the
    /// holders looked at every time and the other at the end.
    function testFuzz_aFlowIsSharedWhateverItsSizesAndLooks(uint256 seed) public pure {
        (uint256 sum, uint256 flow, uint256 watchedX64, uint256 exactX64) = (0, 0, 0, 0);
        uint256 watched = _scaled(_mix(seed, 1), 1, MOST_SHARES / 2);
        for (uint256 i = 0; i < 16; ++i) {
            uint256 units = _scaled(_mix(seed, 10 + i), 1, MOST_UNITS);
            uint256 least = Math.max(watched, FlowMath.LEAST_SHARES);
            uint256 shares = _scaled(_mix(seed, 40 + i), least, MOST_SHARES);
            uint256 growth = FlowMath.perShareDown(units, shares);
            watchedX64 += FlowMath.earnedX64Down(watched, growth);
            exactX64 += Math.mulDiv(units << 64, watched, shares);
            (sum, flow) = (sum + growth, flow + units);
        }
        uint256 unwatchedX64 = FlowMath.earnedX64Down(watched, sum);
        assertLe(watchedX64, exactX64, "looking often gained");
        assertLe(unwatchedX64, exactX64 + 16, "waiting gained");
        assertLe(watchedX64, unwatchedX64, "looking often gained against waiting");
        assertLe(unwatchedX64, watchedX64 + 16, "looking often lost more than 2^-64 a look");
        assertLe(exactX64, watchedX64 + (flow << 64) / 1e9 + 32, "more than a billionth of the flow was lost");
    }

    /// @dev 2^24 of the largest parts among the fewest shares fit into a word; so does what one holder of all shares earns of them.
    function test_aLifeOfTheLargestPartsFitsIntoAWord() public pure {
        uint256 growth = FlowMath.perShareDown(MOST_UNITS, FlowMath.LEAST_SHARES);
        uint256 life = growth * (2 ** 24 - 1);
        uint256 earnedX64 = FlowMath.earnedX64Down(FlowMath.LEAST_SHARES, life);
        assertEq(earnedX64 >> 64, MOST_UNITS * (2 ** 24 - 1), "all of it is earned");
    }

    /// @dev Shares of 2^162, the end of the range: a single unit still reaches them.
    function test_aUnitIsWorthSomethingToTheMostShares() public pure {
        uint256 growth = FlowMath.perShareDown(1, MOST_SHARES);
        assertEq(growth, 2 ** 30, "a share's part of a unit");
        assertEq(FlowMath.earnedX64Down(MOST_SHARES, growth), 2 ** 64, "all of the unit");
    }
}
