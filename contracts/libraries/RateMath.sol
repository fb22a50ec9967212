// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title How far a rate may have grown, and how much of its growth still counts
/// @dev Rates are below 2^80, shares at most 1e18 and times below 2^40, so no product here overflows. Every division rounds down.
library RateMath {
    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;

    /// @notice Highest rate that may be accepted `elapsed` seconds after the snapshot.
    function cap(uint256 snapshotWad, uint256 growthCapWad, uint256 elapsed) internal pure returns (uint256) {
        return snapshotWad + (snapshotWad * growthCapWad * elapsed) / (WAD * YEAR);
    }

    /// @notice What still counts of a rate after `elapsed` seconds of decay: never more than the rate, never less than the lower of the
    /// rate and the snapshot.
    function decayed(
        uint256 rateWad,
        uint256 snapshotWad,
        uint256 yieldDecayWad,
        uint256 elapsed
    ) internal pure returns (uint256) {
        if (rateWad <= snapshotWad) return rateWad;
        uint256 lost = yieldDecayWad * elapsed;
        uint256 whole = WAD * 1 days;
        if (lost >= whole) return snapshotWad;
        return snapshotWad + ((rateWad - snapshotWad) * (whole - lost)) / whole;
    }
}
