// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { RiskTerms } from "../../../contracts/interfaces/IRiskParameters.sol";

/// @title Terms of a market drawn from everything that the bounds and the rules across parameters allow
library RandomTerms {
    uint256 private constant BPS = 1e4;

    /// @notice All parameters from one seed; the ceiling is the highest and knows no steps, out of the way.
    function from(uint256 seed) internal pure returns (RiskTerms memory terms) {
        terms.liquidationPenaltyBps = _draw(seed, "penalty", 100, 2_000);
        terms.penaltyFloorBps = _draw(seed, "floor", 2_000, 10_000);
        terms.maxPenaltyHealthWad = _draw(seed, "max penalty health", 0.80e18, 0.99e18);
        terms.targetHealthWad = _draw(seed, "target", 1.00e18, 1.25e18);
        terms.minimumDebt = _draw(seed, "minimum", 100e18, 25_000e18);
        terms.stabilityFeeWad = _draw(seed, "fee", 0, 1e18);
        terms.thresholdRamp = _draw(seed, "ramp", 1 days, 30 days);
        terms.debtCeiling = 2 ** 120;
        terms.ceilingGap = 2 ** 120;
        terms.ceilingDelay = _draw(seed, "delay", 1 hours, 7 days);

        uint256 penalized = Math.min(9_900 * BPS, terms.maxPenaltyHealthWad / 1e10);
        uint256 highest = Math.min(9_700, penalized / (BPS + terms.liquidationPenaltyBps));
        terms.liquidationThresholdBps = _draw(seed, "threshold", 5_000, highest);
        uint256 lowest = Math.ceilDiv(BPS * BPS, terms.liquidationThresholdBps - 200);
        terms.collateralizationRatioBps = _draw(seed, "ratio", Math.max(lowest, 10_500), lowest + 5_000);
    }

    /// @dev Every eighth number is an end of its range.
    function _draw(uint256 seed, string memory use, uint256 min, uint256 max) private pure returns (uint256) {
        uint256 number = uint256(keccak256(abi.encode(seed, use)));
        if (number % 16 == 0) return min;
        if (number % 16 == 1) return max;
        return min + ((number >> 8) % (max - min + 1));
    }
}
