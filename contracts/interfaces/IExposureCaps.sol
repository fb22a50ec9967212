// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IDerivative } from "./IDerivative.sol";
import { ILedger } from "./ILedger.sol";
import { MarketId } from "./IRiskParameters.sol";

/// @notice What the markets behind one risk owe together, and how much that may be.
/// @param used Debt, debt in auction and deficit of its markets as last written, 18 decimals.
/// @param cap Above this nothing more is issued against the risk, 18 decimals.
/// @param relativeBps Nor above this share of the derivative's whole exposure, 1e4 scale; 10,000 is no limit.
/// @param nextCap Replaces `cap` at `effectiveAt`, if that is not 0.
/// @param effectiveAt Unix time in seconds; 0 while no raise is pending.
struct Exposure {
    uint256 used;
    uint256 cap;
    uint256 relativeBps;
    uint256 nextCap;
    uint256 effectiveAt;
}

/// @title What limits issuing beyond one market: caps on what a derivative rests on
/// @notice A risk is a name that several markets of a derivative share: their asset ("asset:WETH"), the protocol behind it ("protocol:lido"),
/// the oracle ("oracle:chainlink"). What can fail at once is capped together. Caps are looked at when debt is issued, and only then:
/// nothing here stands in the way of repaying, liquidating or leaving. They fall at once and rise after `RAISE_DELAY`.
/// Every risk, and the derivative as a whole, starts without a cap. The zero name stands for the derivative as a whole.
interface IExposureCaps {
    /// @notice The Ledger told that a market's debt, debt in auction and deficit went from `before` to `next` together.
    event ExposureCounted(MarketId indexed id, IDerivative indexed derivative, uint256 before, uint256 next);
    event RisksAssigned(MarketId indexed id, bytes32[3] oldRisks, bytes32[3] newRisks);
    /// @dev A raise counts from `effectiveAt`; 0 means at once.
    event ExposureCapSet(
        IDerivative indexed derivative,
        bytes32 indexed risk,
        uint256 oldValue,
        uint256 newValue,
        uint256 effectiveAt
    );
    /// @dev In 1e4 scale.
    event RelativeCapSet(IDerivative indexed derivative, bytes32 indexed risk, uint256 oldValue, uint256 newValue);

    error ExposureCapsOnlyLedger(address caller);
    error ExposureCapsUnknownRisk(IDerivative derivative, bytes32 risk);
    /// @dev The same risk twice in one market would count its debt twice.
    error ExposureCapsDuplicateRisk(bytes32 risk);
    error ExposureCapsTooManyRisks();
    error ExposureCapsOutOfBounds(uint256 value, uint256 max);
    error ExposureCapsNotLower(uint256 cap, uint256 value);
    error ExposureCapsExceeded(IDerivative derivative, bytes32 risk, uint256 exposure, uint256 cap);
    error ExposureCapsShareExceeded(
        IDerivative derivative,
        bytes32 risk,
        uint256 exposure,
        uint256 total,
        uint256 relativeBps
    );

    /// @notice Moves a market's exposure from `before` to `next` in every risk where it counts. Only the Ledger.
    /// @dev Without `whole` it never reverts.
    /// @param whole What the derivative as a whole rests on after an issue, which is measured against the caps; 0 where nothing is issued.
    function count(MarketId id, IDerivative derivative, uint256 before, uint256 next, uint256 whole) external;

    /// @notice Names the risks behind a market; the zero name stands for none. Its exposure moves from the old ones to the new ones.
    /// Restricted to LIST.
    function assignRisks(MarketId id, bytes32[3] calldata risks) external;

    /// @notice Sets how much may rest on a risk, in derivative within [0, 2^112 - 1]. Lower counts at once, higher after `RAISE_DELAY`.
    /// Restricted to RELAX.
    function setExposureCap(IDerivative derivative, bytes32 risk, uint256 cap) external;

    /// @notice Sets the greatest share of the derivative's exposure that may rest on a risk, 1e4 scale within [0, 10_000]; at once.
    /// Not for the derivative as a whole. Restricted to RELAX.
    function setRelativeCap(IDerivative derivative, bytes32 risk, uint256 relativeBps) external;

    /// @notice Lowers a cap at once; a pending raise is gone. Restricted to FREEZE, the guardian's.
    function cutExposureCap(IDerivative derivative, bytes32 risk, uint256 cap) external;

    function LEDGER() external view returns (ILedger);

    function risksOf(MarketId id) external view returns (bytes32[3] memory);

    /// @notice The exposure to a risk of a derivative.
    function exposureOf(IDerivative derivative, bytes32 risk) external view returns (Exposure memory);
}
