// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IDerivative } from "./IDerivative.sol";
import { MarketKey, MarketState } from "./ILedger.sol";
import { PriceState } from "./IOracleHub.sol";
import { CeilingPath, MarketId, RiskTerms, ThresholdPath } from "./IRiskParameters.sol";

/// @title Reads of the Ledger in bulk, for screens, keepers and the risk engine
interface ILedgerLens {
    /// @param healthWad collateral at the high price * threshold / debt, rounded down; type(uint256).max without debt.
    struct VaultView {
        address owner;
        uint256 collateral;
        uint256 debt;
        uint256 collateralValueLow;
        uint256 collateralValueHigh;
        uint256 healthWad;
    }

    /// @notice `debt` includes fees up to now; `priceState` is the feed's.
    struct MarketView {
        MarketId id;
        MarketKey key;
        MarketState state;
        RiskTerms terms;
        ThresholdPath thresholdPath;
        CeilingPath ceilingPath;
        uint8 collateralDecimals;
        uint256 owners;
        uint256 priceLow;
        uint256 priceMid;
        uint256 priceHigh;
        PriceState priceState;
    }

    /// @notice The vaults at places [cursor, cursor + count) of the market's list of owners; shorter at the end, empty behind it.
    function vaults(MarketId id, uint256 cursor, uint256 count) external view returns (VaultView[] memory);

    function vault(MarketId id, address owner) external view returns (VaultView memory);

    function market(MarketId id) external view returns (MarketView memory);

    /// @notice Backing per derivative in WAD, rounded down: 1, or less by the part of the supply that nothing backs.
    function navOf(IDerivative derivative) external view returns (uint256);
}
