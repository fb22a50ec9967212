// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { ILedger } from "../interfaces/ILedger.sol";
import { IOracleHub } from "../interfaces/IOracleHub.sol";

/// @title What a market may be made of
/// @notice Linked, not inlined: it runs once a market.
library MarketKeys {
    uint8 internal constant MAX_COLLATERAL_DECIMALS = 24;

    /// @notice Reverts unless the derivative names this Ledger as its own, collateral and feed exist and the label is not empty.
    /// @dev A feed that the hub does not know makes `peek` revert.
    /// @return decimals Of the collateral.
    function requireValid(
        address derivative,
        address collateral,
        bytes32 feed,
        bytes32 label,
        address oracle
    ) external view returns (uint8 decimals) {
        if (derivative.code.length == 0 || collateral.code.length == 0) revert ILedger.LedgerBadMarketKey();
        if (derivative == collateral || label == 0 || feed == 0) revert ILedger.LedgerBadMarketKey();
        try IDerivative(derivative).LEDGER() returns (address ledger) {
            if (ledger != address(this)) revert ILedger.LedgerBadMarketKey();
        } catch {
            revert ILedger.LedgerBadMarketKey();
        }
        try IERC20Metadata(collateral).decimals() returns (uint8 answer) {
            if (answer > MAX_COLLATERAL_DECIMALS) revert ILedger.LedgerBadMarketKey();
            decimals = answer;
        } catch {
            revert ILedger.LedgerBadMarketKey();
        }
        IOracleHub(oracle).peek(feed);
    }
}
