// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Price, PriceState } from "../interfaces/IOracleHub.sol";

/// @title Steps 2 to 6 of IOracleHub: what prices in ascending order make together
/// @dev Unchecked: prices are at most 2^128 - 1 and shares of one 1e4, so no product overflows; nothing is subtracted from less; and every
/// place is within the array, which Solidity checks in any case.
library PriceBand {
    uint256 private constant BPS = 1e4;

    /// @notice The price of at least one fresh source.
    /// @param sorted Prices in ascending order.
    /// @param median Their median.
    function priceOf(
        uint256[] memory sorted,
        uint256 median,
        uint256 maxDeviationBps,
        uint256 minSources
    ) internal pure returns (Price memory) {
        // Prices are in ascending order, so those near the median are neighbours: places [from, to).
        uint256 from = 0;
        uint256 to = sorted.length;
        unchecked {
            while (from < to && !isNear(sorted[from], median, maxDeviationBps)) ++from;
            while (to > from && !isNear(sorted[to - 1], median, maxDeviationBps)) --to;

            if (to - from >= minSources && _agree(sorted, from, to, maxDeviationBps)) {
                return Price(sorted[from], _median(sorted, from, to), sorted[to - 1], PriceState.OK);
            }
            return Price(sorted[0], median, sorted[sorted.length - 1], PriceState.DEGRADED);
        }
    }

    /// @dev Of at least one price. The mean of a pair is rounded down.
    function medianOf(uint256[] memory sorted) internal pure returns (uint256) {
        return _median(sorted, 0, sorted.length);
    }

    /// @dev Exact: neither side is rounded.
    function isNear(uint256 value, uint256 center, uint256 maxDeviationBps) internal pure returns (bool) {
        unchecked {
            uint256 distance = value > center ? value - center : center - value;
            return distance * BPS <= center * maxDeviationBps;
        }
    }

    /// @dev Puts `value` in its place among the first `count` of `sorted`, which are in ascending order.
    function insert(uint256[] memory sorted, uint256 count, uint256 value) internal pure {
        unchecked {
            uint256 place = count;
            while (place > 0) {
                uint256 other = sorted[place - 1];
                if (other <= value) break;
                sorted[place--] = other;
            }
            sorted[place] = value;
        }
    }

    /// @dev Of the places [from, to), at least one of them.
    function _median(uint256[] memory sorted, uint256 from, uint256 to) private pure returns (uint256) {
        unchecked {
            uint256 middle = (from + to) >> 1;
            if ((to - from) & 1 == 1) return sorted[middle];
            return (sorted[middle - 1] + sorted[middle]) >> 1;
        }
    }

    /// @dev Step 4, without the count. Places [from, to), at least one of them: `minSources` is never 0.
    function _agree(
        uint256[] memory sorted,
        uint256 from,
        uint256 to,
        uint256 maxDeviationBps
    ) private pure returns (bool) {
        uint256 median = _median(sorted, from, to);
        unchecked {
            // The middle pair; with an odd count both are the median itself.
            uint256 gap = sorted[(from + to) >> 1] - sorted[(from + to - 1) >> 1];
            return
                gap * BPS <= median * maxDeviationBps &&
                isNear(sorted[from], median, maxDeviationBps) &&
                isNear(sorted[to - 1], median, maxDeviationBps);
        }
    }
}
