// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManager } from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import { Derivative } from "../../../contracts/core/Derivative.sol";
import { Ledger } from "../../../contracts/core/Ledger.sol";
import { ILedger, MarketKey } from "../../../contracts/interfaces/ILedger.sol";
import { IOracleHub, PriceState } from "../../../contracts/interfaces/IOracleHub.sol";
import { IRiskParameters, MarketId, RiskTerms } from "../../../contracts/interfaces/IRiskParameters.sol";
import { TestOracle } from "../../../contracts/test/TestOracle.sol";
import { TestToken } from "../../../contracts/test/TestToken.sol";
import { FuzzBase } from "../support/FuzzBase.sol";

/// @title A whole protocol with this contract as its governance: real Ledger, Derivatives and AccessManager, stand-in prices and tokens
abstract contract LedgerWorld is FuzzBase {
    /// @dev One market as the tests know it.
    /// @param unit 10 to the power of the collateral's decimals.
    /// @param fairPrice What one whole token is worth at the start, 18 decimals.
    struct Listing {
        MarketId id;
        bytes32 feed;
        TestToken token;
        Derivative derivative;
        uint256 unit;
        uint256 fairPrice;
    }

    uint64 private constant LIST = 1;
    uint64 private constant TIGHTEN = 2;
    uint64 private constant RELAX = 3;
    uint256 internal constant START = 1_800_000_000;

    Ledger public immutable LEDGER;
    AccessManager public immutable AUTHORITY;
    TestOracle public immutable ORACLE;
    Derivative public immutable USD;
    Derivative public immutable EUR;
    Listing[] internal _listings;

    constructor() {
        vm.warp(START);
        AUTHORITY = new AccessManager(address(this));
        ORACLE = new TestOracle();
        LEDGER = new Ledger(IOracleHub(address(ORACLE)), address(AUTHORITY));
        USD = new Derivative("Ballast USD", "bUSD", address(LEDGER));
        EUR = new Derivative("Ballast EUR", "bEUR", address(LEDGER));
        _hold(LIST, ILedger.createMarket.selector);
        _hold(TIGHTEN, IRiskParameters.tighten.selector);
        _hold(RELAX, IRiskParameters.relax.selector);
    }

    function _hold(uint64 capability, bytes4 selector) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        AUTHORITY.setTargetFunctionRole(address(LEDGER), selectors, capability);
        AUTHORITY.grantRole(capability, address(this), 0);
    }

    /// @notice Terms like those of a volatile collateral on a live protocol.
    function _ordinaryTerms() internal pure returns (RiskTerms memory) {
        return
            RiskTerms({
                collateralizationRatioBps: 15_000,
                liquidationThresholdBps: 8_000,
                liquidationPenaltyBps: 1_000,
                penaltyFloorBps: 5_000,
                maxPenaltyHealthWad: 0.95e18,
                targetHealthWad: 1.05e18,
                debtCeiling: 10_000_000e18,
                minimumDebt: 100e18,
                stabilityFeeWad: 0.05e18,
                thresholdRamp: 7 days,
                ceilingGap: 2 ** 120,
                ceilingDelay: 6 hours
            });
    }

    /// @notice Lists a market with a new token, at its fair price without a band.
    function _list(
        Derivative derivative,
        bytes32 label,
        uint8 decimals,
        uint256 fairPrice,
        RiskTerms memory terms
    ) internal returns (Listing memory listing) {
        listing.token = new TestToken("Collateral", "COL", decimals);
        listing.feed = label;
        listing.derivative = derivative;
        listing.unit = 10 ** decimals;
        listing.fairPrice = fairPrice;
        ORACLE.setPrice(label, fairPrice, fairPrice, fairPrice, PriceState.OK);
        listing.id = LEDGER.createMarket(MarketKey(derivative, listing.token, label, label), terms);
        _listings.push(listing);
    }

    /// @notice Locks and issues as `owner`, with tokens made for the purpose. Fails like the Ledger.
    function _open(Listing memory market, address owner, uint256 collateral, uint256 debt) internal {
        _provide(market, owner, collateral);
        vm.prank(owner);
        LEDGER.adjust(market.id, owner, int256(collateral), int256(debt), owner);
    }

    /// @notice Gives `owner` collateral that the Ledger may take.
    function _provide(Listing memory market, address owner, uint256 collateral) internal {
        market.token.mint(owner, collateral);
        vm.prank(owner);
        market.token.approve(address(LEDGER), type(uint256).max);
    }

    function _publish(Listing memory market, uint256 low, uint256 high, PriceState state) internal {
        if (state == PriceState.DOWN) ORACLE.setPrice(market.feed, 0, 0, 0, state);
        else ORACLE.setPrice(market.feed, low, (low + high) / 2, high, state);
    }
}
