// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice A vault with health factor below 1 and the caller's limit.
/// @param debt In derivative, rounded up.
/// @param collateral In the token's decimals.
/// @param value Of the collateral at the high price, rounded down.
/// @param healthWad value * threshold / debt, below 1e18.
/// @param price High price, derivative per whole token, 18 decimals.
/// @param unit 10 to the power of the token's decimals.
/// @param maxRepay The most the liquidator is willing to repay.
struct Distress {
    uint256 debt;
    uint256 collateral;
    uint256 value;
    uint256 healthWad;
    uint256 price;
    uint256 unit;
    uint256 maxRepay;
}

/// @notice The terms of a market that a liquidation follows, as in `RiskTerms`.
struct LiquidationTerms {
    uint256 thresholdBps;
    uint256 penaltyBps;
    uint256 penaltyFloorBps;
    uint256 maxPenaltyHealthWad;
    uint256 targetHealthWad;
    uint256 minimumDebt;
}

/// @title How much of a vault a liquidation takes
library LiquidationMath {
    uint256 private constant WAD = 1e18;
    uint256 private constant BPS = 1e4;
    /// @dev Turns a product of two bps numbers (1e8 scale) into WAD.
    uint256 private constant BPS_SQUARED_TO_WAD = 1e10;

    /// @notice The liquidator's bonus in WAD of the repayment, rounded down: linear from penalty * floor at health 1 to the whole
    /// penalty at `maxPenaltyHealthWad` and below.
    function bonusDown(uint256 healthWad, LiquidationTerms memory terms) internal pure returns (uint256) {
        uint256 whole = terms.penaltyBps * BPS * BPS_SQUARED_TO_WAD;
        if (healthWad <= terms.maxPenaltyHealthWad) return whole;
        uint256 least = terms.penaltyBps * terms.penaltyFloorBps * BPS_SQUARED_TO_WAD;
        return least + Math.mulDiv(whole - least, WAD - healthWad, WAD - terms.maxPenaltyHealthWad);
    }

    /// @notice What brings the vault to its target health, rounded down, or all of the debt where that is out of reach or would leave
    /// less than the minimum.
    /// @dev debt * (target - health) / (target - (1 + bonus) * threshold), both sides of the fraction times 1e4 so that nothing is
    /// rounded before the division. The rules across parameters keep (1 + bonus) * threshold below 0.99 and so the divisor positive.
    function repaymentDown(
        Distress memory vault,
        LiquidationTerms memory terms,
        uint256 bonusWad
    ) internal pure returns (uint256) {
        uint256 repayment = Math.mulDiv(
            vault.debt,
            (terms.targetHealthWad - vault.healthWad) * BPS,
            terms.targetHealthWad * BPS - (WAD + bonusWad) * terms.thresholdBps
        );
        if (repayment >= vault.debt || vault.debt - repayment < terms.minimumDebt) return vault.debt;
        return repayment;
    }

    /// @notice What a liquidation burns, seizes and gives up as bad debt.
    /// @dev If the collateral does not pay for the repayment, all of it goes for value / (1 + bonus), rounded up against the liquidator;
    /// that is never more than the debt, because the repayment it replaces was worth more. Otherwise the seizure is rounded down.
    /// Whenever the last collateral goes, what remains of the debt is bad.
    function split(
        Distress memory vault,
        LiquidationTerms memory terms
    ) internal pure returns (uint256 repaid, uint256 seized, uint256 badDebt) {
        uint256 bonusWad = bonusDown(vault.healthWad, terms);
        uint256 most = repaymentDown(vault, terms, bonusWad);
        bool takesAll = _withBonusDown(most, bonusWad) > vault.value;
        if (takesAll) most = Math.mulDiv(vault.value, WAD, WAD + bonusWad, Math.Rounding.Ceil);

        repaid = Math.min(most, vault.maxRepay);
        seized =
            takesAll && repaid == most
                ? vault.collateral
                : Math.mulDiv(_withBonusDown(repaid, bonusWad), vault.unit, vault.price);
        if (seized == vault.collateral) badDebt = vault.debt - repaid;
    }

    /// @notice What a settlement at face value burns, takes and gives up as bad debt: no bonus, the whole debt if the caller wants it.
    /// @dev If the collateral does not pay for the whole debt, all of it goes for its value, rounded up against the caller. Otherwise the
    /// collateral is rounded down. Whenever the last collateral goes, what remains of the debt is bad.
    function splitAtPar(Distress memory vault) internal pure returns (uint256 repaid, uint256 seized, uint256 badDebt) {
        uint256 whole = Math.mulDiv(vault.collateral, vault.price, vault.unit, Math.Rounding.Ceil);
        repaid = Math.min(Math.min(vault.debt, vault.maxRepay), whole);
        seized = repaid == whole ? vault.collateral : Math.mulDiv(repaid, vault.unit, vault.price);
        if (seized == vault.collateral) badDebt = vault.debt - repaid;
    }

    function _withBonusDown(uint256 repayment, uint256 bonusWad) private pure returns (uint256) {
        return Math.mulDiv(repayment, WAD + bonusWad, WAD);
    }
}
