// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { ILedger, MarketState, Vault } from "../interfaces/ILedger.sol";
import { ILedgerLens } from "../interfaces/ILedgerLens.sol";
import { Price } from "../interfaces/IOracleHub.sol";
import { MarketId, Parameter } from "../interfaces/IRiskParameters.sol";
import { SharesMath } from "../libraries/SharesMath.sol";
import { VaultMath } from "../libraries/VaultMath.sol";

/// @title Reads of the Ledger in bulk
/// @dev Computes with the Ledger's own libraries, so that what it shows is what the Ledger decides by.
contract LedgerLens is ILedgerLens {
    uint256 private constant WAD = 1e18;

    ILedger public immutable LEDGER;

    /// @dev What all vaults of a market have in common at this moment.
    struct Valuation {
        MarketState state;
        uint256 priceLow;
        uint256 priceHigh;
        uint256 unit;
        uint256 thresholdBps;
    }

    constructor(ILedger ledger) {
        LEDGER = ledger;
    }

    /// @inheritdoc ILedgerLens
    function vaults(MarketId id, uint256 cursor, uint256 count) external view returns (VaultView[] memory views) {
        uint256 owners = LEDGER.ownerCount(id);
        uint256 length = cursor < owners ? Math.min(count, owners - cursor) : 0;
        Valuation memory valuation = _valuationOf(id);
        views = new VaultView[](length);
        for (uint256 i = 0; i < length; ++i) {
            views[i] = _vaultView(id, LEDGER.ownerAt(id, cursor + i), valuation);
        }
    }

    /// @inheritdoc ILedgerLens
    function vault(MarketId id, address owner) external view returns (VaultView memory) {
        return _vaultView(id, owner, _valuationOf(id));
    }

    /// @inheritdoc ILedgerLens
    function market(MarketId id) external view returns (MarketView memory result) {
        result.id = id;
        result.key = LEDGER.keyOf(id);
        result.state = LEDGER.accruedStateOf(id);
        result.terms = LEDGER.termsOf(id);
        result.thresholdPath = LEDGER.thresholdPathOf(id);
        result.ceilingPath = LEDGER.ceilingPathOf(id);
        result.collateralDecimals = LEDGER.collateralDecimalsOf(id);
        result.owners = LEDGER.ownerCount(id);
        Price memory price = LEDGER.ORACLE().peek(result.key.feed);
        (result.priceLow, result.priceMid, result.priceHigh) = (price.low, price.mid, price.high);
        result.priceState = price.state;
    }

    /// @inheritdoc ILedgerLens
    function navOf(IDerivative derivative) external view returns (uint256) {
        uint256 supply = derivative.totalSupply();
        uint256 unbacked = Math.saturatingSub(LEDGER.deficitOf(derivative), LEDGER.surplusOf(derivative));
        if (unbacked == 0) return WAD;
        return unbacked >= supply ? 0 : Math.mulDiv(supply - unbacked, WAD, supply);
    }

    function _valuationOf(MarketId id) private view returns (Valuation memory valuation) {
        Price memory price = LEDGER.ORACLE().peek(LEDGER.keyOf(id).feed);
        valuation.state = LEDGER.accruedStateOf(id);
        valuation.priceLow = price.low;
        valuation.priceHigh = price.high;
        valuation.unit = 10 ** LEDGER.collateralDecimalsOf(id);
        valuation.thresholdBps = LEDGER.effectiveParameter(id, Parameter.LiquidationThreshold);
    }

    function _vaultView(
        MarketId id,
        address owner,
        Valuation memory valuation
    ) private view returns (VaultView memory result) {
        Vault memory position = LEDGER.vaultOf(id, owner);
        (uint256 totalDebt, uint256 totalShares) = (valuation.state.totalDebt, valuation.state.totalDebtShares);
        result.owner = owner;
        result.collateral = position.collateral;
        result.debt = SharesMath.toDebtUp(position.debtShares, totalDebt, totalShares);
        result.collateralValueLow = VaultMath.valueDown(position.collateral, valuation.priceLow, valuation.unit);
        result.collateralValueHigh = VaultMath.valueDown(position.collateral, valuation.priceHigh, valuation.unit);
        result.healthWad = VaultMath.healthDown(result.collateralValueHigh, valuation.thresholdBps, result.debt);
    }
}
