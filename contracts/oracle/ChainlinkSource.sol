// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

import { IAggregatorV3 } from "../interfaces/IAggregatorV3.sol";
import { IPriceSource } from "../interfaces/IPriceSource.sol";

/// @title A Chainlink feed as a price source
/// @notice Passes on the feed's answer in 18 decimals, rounded down, and the feed's own time. Judging its age is the OracleHub's part.
/// @dev What is no price answers 0 instead of reverting: the hub refuses both alike, but a 0 arrives with its time, so that `inspect`
/// shows people a feed that answers nonsense apart from one that does not answer.
contract ChainlinkSource is IPriceSource {
    /// @notice More decimals than any feed has; with them the scale still fits a word.
    uint8 public constant MAX_DECIMALS = 36;

    uint8 private constant PRICE_DECIMALS = 18;

    /// @notice The feed.
    IAggregatorV3 public immutable AGGREGATOR;

    /// @dev Exactly one of the two differs from 1, or none: price = answer * MULTIPLIER / DIVISOR.
    uint256 private immutable MULTIPLIER;
    uint256 private immutable DIVISOR;

    error ChainlinkSourceBadDecimals(uint8 decimals, uint8 max);

    constructor(IAggregatorV3 aggregator) {
        uint8 decimals = aggregator.decimals();
        if (decimals > MAX_DECIMALS) revert ChainlinkSourceBadDecimals(decimals, MAX_DECIMALS);
        AGGREGATOR = aggregator;
        MULTIPLIER = decimals < PRICE_DECIMALS ? 10 ** (PRICE_DECIMALS - decimals) : 1;
        DIVISOR = decimals > PRICE_DECIMALS ? 10 ** (decimals - PRICE_DECIMALS) : 1;
    }

    /// @inheritdoc IPriceSource
    function latestPrice() external view returns (uint256 priceWad, uint256 updatedAt) {
        int256 answer;
        (, answer, , updatedAt, ) = AGGREGATOR.latestRoundData();
        if (answer <= 0) return (0, updatedAt);
        // An answer too large to be scaled gives (false, 0): no price.
        (, uint256 scaled) = Math.tryMul(uint256(answer), MULTIPLIER);
        priceWad = scaled / DIVISOR;
    }
}
