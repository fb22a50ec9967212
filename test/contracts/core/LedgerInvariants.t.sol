// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Derivative } from "../../../contracts/core/Derivative.sol";
import { Ledger } from "../../../contracts/core/Ledger.sol";
import { Exposure, IExposureCaps } from "../../../contracts/interfaces/IExposureCaps.sol";
import { ILedger, MarketState } from "../../../contracts/interfaces/ILedger.sol";
import { PriceState } from "../../../contracts/interfaces/IOracleHub.sol";
import { MarketId, RiskTerms } from "../../../contracts/interfaces/IRiskParameters.sol";
import { InvariantBase } from "../support/InvariantBase.sol";
import { LedgerHandler } from "./LedgerHandler.sol";
import { LedgerWorld } from "./LedgerWorld.sol";

/// @title What holds after every call, whatever was called before
contract LedgerInvariantsTest is InvariantBase {
    /// @dev Owns nothing when a test starts.
    address private constant PAYER = address(0x9A7E);

    LedgerHandler private _world;
    Ledger private _ledger;
    LedgerWorld.Listing[] private _listings;

    function setUp() public {
        _world = new LedgerHandler(true);
        _ledger = _world.LEDGER();
        LedgerWorld.Listing[] memory listings = _world.listings();
        for (uint256 i = 0; i < listings.length; ++i) {
            _listings.push(listings[i]);
        }
        targetContract(address(_world));
        targetSelector(address(_world), _world.actions());
        targetSender(address(0xCA11));
    }

    function invariant_collateralIsHeldAndCounted() public view {
        for (uint256 i = 0; i < _listings.length; ++i) {
            uint256 sum = 0;
            for (uint256 j = 0; j < _world.ownerCount(); ++j) {
                sum += _ledger.vaultOf(_listings[i].id, _world.owners(j)).collateral;
            }
            uint256 total = _ledger.stateOf(_listings[i].id).totalCollateral;
            assertEq(total, sum, "total collateral is the sum of the vaults'");
            assertLe(total, _listings[i].token.balanceOf(address(_ledger)), "collateral is there");
        }
    }

    function invariant_debtIsCountedInShares() public view {
        for (uint256 i = 0; i < _listings.length; ++i) {
            _assertShares(_listings[i].id);
        }
    }

    /// @dev What no vault owes of the total belongs to the virtual shares: their part, and never more.
    function _assertShares(MarketId id) private view {
        MarketState memory state = _ledger.accruedStateOf(id);
        (uint256 debt, uint256 shares) = (uint256(state.totalDebt) + 1, uint256(state.totalDebtShares) + 1e6);
        (uint256 sum, uint256 sumUp, uint256 sumDown) = (0, 0, 0);
        uint256 count = _world.ownerCount();
        for (uint256 i = 0; i < count; ++i) {
            address owner = _world.owners(i);
            uint256 part = _ledger.vaultOf(id, owner).debtShares;
            uint256 owed = _ledger.debtOf(id, owner);
            assertTrue((part == 0) == (owed == 0), "a vault has shares if and only if it has debt");
            sum += part;
            sumUp += owed;
            sumDown += Math.mulDiv(part, debt, shares);
        }
        assertEq(state.totalDebtShares, sum, "total shares are the sum of the vaults'");
        assertTrue(
            (state.totalDebtShares == 0) == (state.totalDebt == 0),
            "a market has shares if and only if it has debt"
        );
        assertLe(sumDown, state.totalDebt, "debts rounded down are at most the total");
        assertLe(sumUp, state.totalDebt + count, "debts rounded up are at most a wei each above the total");
        assertLe(
            debt,
            sumUp + Math.mulDiv(1e6, debt, shares, Math.Rounding.Ceil),
            "debts rounded up make up the total"
        );
    }

    function invariant_supplyAndSurplusAreDebtAuctionsAndDeficit() public view {
        _assertIdentity(_world.USD(), 0);
        _assertIdentity(_world.EUR(), 0);
    }

    /// @param lent What a test minted as the Ledger, beside its books.
    function _assertIdentity(Derivative derivative, uint256 lent) private view {
        uint256 owed = 0;
        for (uint256 i = 0; i < _listings.length; ++i) {
            if (_listings[i].derivative != derivative) continue;
            MarketState memory state = _ledger.stateOf(_listings[i].id);
            owed += uint256(state.totalDebt) + state.deficit + state.inAuction;
        }
        assertEq(
            derivative.totalSupply() + _ledger.surplusOf(derivative),
            owed + lent,
            "supply + surplus = debt + debt in auction + deficit"
        );
    }

    /// @dev As last written: what a risk bears is what its markets owe, have in auction and have not covered.
    function invariant_deficitsAuctionsAndExposuresAreTheSumsOfTheirMarkets() public view {
        _assertSums(_world.USD());
        _assertSums(_world.EUR());
    }

    function _assertSums(Derivative derivative) private view {
        (uint256 deficit, uint256 auctioned) = (0, 0);
        uint256[4] memory used;
        for (uint256 i = 0; i < _listings.length; ++i) {
            if (_listings[i].derivative != derivative) continue;
            MarketState memory state = _ledger.stateOf(_listings[i].id);
            uint256 exposure = uint256(state.totalDebt) + state.deficit + state.inAuction;
            deficit += state.deficit;
            auctioned += state.inAuction;
            used[0] += exposure;
            bytes32[3] memory risks = _world.EXPOSURES().risksOf(_listings[i].id);
            for (uint256 j = 0; j < 3; ++j) {
                for (uint256 number = 1; number < 4; ++number) {
                    if (risks[j] == _world.riskNamed(number)) used[number] += exposure;
                }
            }
        }
        assertEq(_ledger.deficitOf(derivative), deficit, "the deficit is the sum of the markets'");
        assertEq(_ledger.inAuctionOf(derivative), auctioned, "the debt in auction is the sum of the markets'");
        for (uint256 number = 0; number < 4; ++number) {
            try _world.EXPOSURES().exposureOf(derivative, _world.riskNamed(number)) returns (Exposure memory exposure) {
                assertEq(exposure.used, used[number], "an exposure is the sum of its markets'");
            } catch {
                assertEq(used[number], 0, "a risk that nobody named bears something");
            }
        }
    }

    /// @dev From now to ten years ahead, every scale of time equally likely.
    function _lookAhead() private returns (uint256 chance) {
        chance = uint256(
            keccak256(abi.encode(block.timestamp, _world.USD().totalSupply(), _world.EUR().totalSupply()))
        );
        vm.warp(block.timestamp + ((chance >> 8) % (3650 days >> (chance % 29))));
    }

    /// @dev Some time ahead, in every market: somebody else repays each debt, each owner takes everything home, and nothing
    /// stays behind. The price is gone meanwhile, for good.
    function invariant_everyOwnerCanExitAtAnyTimeWithoutAPrice() public {
        uint256 chance = _lookAhead();
        uint256 place = chance % _listings.length;
        LedgerWorld.Listing memory market = _listings[place];
        _world.calm();
        _world.ORACLE().setPrice(market.feed, 0, 0, 0, PriceState.DOWN);
        uint256 lent = 0;
        for (uint256 i = 0; i < _world.ownerCount(); ++i) {
            lent += _exit(market, _world.owners(i));
        }
        MarketState memory state = _ledger.stateOf(market.id);
        assertEq(uint256(state.totalDebt) + state.totalDebtShares + state.totalCollateral, 0, "the market is empty");
        _assertIdentity(market.derivative, lent);
    }

    /// @return lent What the payer was given from nowhere, because surplus that is not minted cannot be bought.
    function _exit(LedgerWorld.Listing memory market, address owner) private returns (uint256 lent) {
        lent = _ledger.debtOf(market.id, owner);
        if (lent != 0) {
            vm.prank(address(_ledger));
            market.derivative.mint(PAYER, lent);
            vm.prank(PAYER);
            (, int256 repaid) = _ledger.adjust(market.id, owner, 0, type(int256).min, address(0));
            assertTrue(repaid == -int256(lent), "the debt is what it was said to be");
        }
        uint256 locked = _ledger.vaultOf(market.id, owner).collateral;
        if (locked == 0) return lent;
        uint256 before = market.token.balanceOf(owner);
        vm.prank(owner);
        _ledger.adjust(market.id, owner, -int256(locked), 0, owner);
        assertEq(market.token.balanceOf(owner) - before, locked, "the owner has all collateral");
    }

    function invariant_accrualNeverFailsWithinTenYears() public {
        _lookAhead();
        for (uint256 i = 0; i < _listings.length; ++i) {
            MarketState memory foreseen = _ledger.accruedStateOf(_listings[i].id);
            _ledger.accrue(_listings[i].id);
            _ledger.accrue(_listings[i].id);
            MarketState memory state = _ledger.stateOf(_listings[i].id);
            assertTrue(
                keccak256(abi.encode(state)) == keccak256(abi.encode(foreseen)),
                "accrual is idempotent and foreseen"
            );
        }
        _assertIdentity(_world.USD(), 0);
        _assertIdentity(_world.EUR(), 0);
    }

    /// @dev A newcomer locks, issues, repays everything and takes everything back in one block, in two steps or in four.
    function invariant_aRoundTripNeverGains() public {
        _world.calm();
        for (uint256 i = 0; i < _listings.length; ++i) {
            _roundTrip(_listings[i]);
        }
    }

    function _roundTrip(LedgerWorld.Listing memory market) private {
        RiskTerms memory terms = _ledger.termsOf(market.id);
        uint256 amount = terms.minimumDebt + (uint256(keccak256(abi.encode(block.timestamp))) % 1e18);
        _world.ORACLE().setPrice(market.feed, market.fairPrice, market.fairPrice, market.fairPrice, PriceState.OK);
        // For a debt that rounding up makes up to 2 wei larger than what is issued.
        uint256 value = Math.ceilDiv((amount + 2) * terms.collateralizationRatioBps, 1e4);
        uint256 collateral = Math.ceilDiv(value * market.unit, market.fairPrice);
        (uint256 tokens, uint256 issued) = (market.token.balanceOf(PAYER), market.derivative.balanceOf(PAYER));
        market.token.mint(PAYER, collateral);
        vm.prank(PAYER);
        market.token.approve(address(_ledger), collateral);
        bytes memory data = abi.encodeCall(
            _ledger.adjust,
            (market.id, PAYER, int256(collateral), int256(amount), PAYER)
        );
        vm.prank(PAYER);
        (bool accepted, bytes memory reason) = address(_ledger).call(data);
        if (!accepted) return _assertNoRoom(bytes4(reason));
        uint256 debt = _ledger.debtOf(market.id, PAYER);
        assertLe(amount, debt, "less is owed than was issued");
        assertLe(debt, amount + 2, "more is owed than rounding explains");
        _exit(market, PAYER);
        assertEq(market.token.balanceOf(PAYER), tokens + collateral, "collateral in is collateral out");
        assertEq(
            market.derivative.balanceOf(PAYER),
            issued + amount,
            "what was issued is what the payer was lent to repay"
        );
    }

    /// @dev Where a limit leaves no room there is no round trip.
    function _assertNoRoom(bytes4 reason) private pure {
        bytes4[5] memory limits = [
            ILedger.LedgerDebtCeilingExceeded.selector,
            ILedger.LedgerCeilingStepExceeded.selector,
            ILedger.LedgerFrozen.selector,
            IExposureCaps.ExposureCapsExceeded.selector,
            IExposureCaps.ExposureCapsShareExceeded.selector
        ];
        for (uint256 i = 0; i < limits.length; ++i) {
            if (reason == limits[i]) return;
        }
        revert AssertionFailed("a vault could not be opened for another reason than a limit");
    }
}
