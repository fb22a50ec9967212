// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IDerivative } from "./IDerivative.sol";
import { MarketId } from "./IRiskParameters.sol";

/// @notice The governed numbers of a market's auctions. The order is part of the ABI: entries are only ever appended.
/// Unit, hard bounds and what a market starts with, for each:
/// - Buffer: 1e4 scale of the oracle's high price, [10_000, 15_000], 11_000. Where the price of a lot starts.
/// - Cut: WAD, [0.90e18, 0.999e18], 0.99e18. What one step leaves of the price.
/// - Step: seconds, [12, 600], 60. Time between two cuts.
/// - Tail: seconds, [1_200, 43_200], 5_400. After so long only `redo` sells the lot.
/// - Floor: 1e4 scale of the price at the start, [1_000, 9_500], 5_000. Below it nothing is sold.
/// - AuctionHealth: WAD health factor, [0.80e18, 1.00e18], 1.00e18. At and below it a vault may be sent to auction.
/// - MaxInAuction: derivative, 18 decimals, [0, 2^120], 0. How much of the market's debt is in auction at a time.
/// - KickReward: 1e4 scale of the seized collateral, [0, 100], 10. What whoever sends a vault to auction gets.
enum AuctionParameter {
    Buffer,
    Cut,
    Step,
    Tail,
    Floor,
    AuctionHealth,
    MaxInAuction,
    KickReward
}

/// @notice One member of a tuple: the parameter and its new value in the parameter's own unit.
struct AuctionSetting {
    AuctionParameter parameter;
    uint256 value;
}

/// @title The governed numbers of every market's auctions
/// @notice A change is a sparse tuple, as in `IRiskParameters`: strictly ascending, all of it or nothing, never clamped. Lots that are open
/// keep the terms they were started with. Rules across parameters, checked after every change:
/// - Buffer * Floor <= 1: a lot can fall to the oracle's price before it stops selling;
/// - Buffer * Cut^(Tail / Step) <= 1: it gets there before its tail;
/// - the MaxInAuction of all markets of a derivative together do not rise above the derivative's.
interface IAuctionParameters {
    /// @dev In the parameter's unit.
    event AuctionParameterSet(
        MarketId indexed id,
        AuctionParameter indexed parameter,
        uint256 oldValue,
        uint256 newValue
    );
    event MaxInAuctionSet(IDerivative indexed derivative, uint256 oldValue, uint256 newValue);

    error AuctionParametersEmptyTuple();
    /// @dev Members must be in strictly ascending order of `AuctionParameter`.
    error AuctionParametersUnorderedTuple(AuctionParameter previous, AuctionParameter current);
    error AuctionParametersOutOfBounds(AuctionParameter parameter, uint256 value, uint256 min, uint256 max);
    /// @dev Buffer * Floor exceeds 1.
    error AuctionParametersFloorTooHigh(uint256 bufferBps, uint256 floorBps);
    /// @dev Buffer * Cut^(Tail / Step) exceeds 1.
    error AuctionParametersTooSlow(uint256 bufferBps, uint256 cutWad, uint256 steps);
    /// @dev The markets of the derivative may have `given` in auction together, which is above `most`.
    error AuctionParametersOverBudget(IDerivative derivative, uint256 given, uint256 most);

    /// @notice Applies a tuple to a market's auctions. Restricted to the RELAX capability.
    function configure(MarketId id, AuctionSetting[] calldata settings) external;

    /// @notice Limits the debt in auction of all markets of a derivative together, within [0, 2^120], 18 decimals. It starts at 0, and never
    /// lies below what the markets may have. Restricted to the RELAX capability.
    function setMaxInAuction(IDerivative derivative, uint256 most) external;

    function storedParameter(MarketId id, AuctionParameter parameter) external view returns (uint256);

    /// @notice The limit on debt in auction of all its markets together.
    function maxInAuctionOf(IDerivative derivative) external view returns (uint256);

    /// @notice The MaxInAuction of its markets, added up.
    function givenOf(IDerivative derivative) external view returns (uint256);
}
