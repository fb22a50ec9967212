// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Derivative } from "../../../contracts/core/Derivative.sol";
import { MarketState, Seizure } from "../../../contracts/interfaces/ILedger.sol";
import { PriceState } from "../../../contracts/interfaces/IOracleHub.sol";
import { LedgerCast } from "./LedgerCast.sol";

/// @title The modules act: debt goes to auctions and comes back, deficits are covered, surplus is minted
/// @notice This contract is the auction house and the treasury's agent; it buys what it needs from the others.
abstract contract LedgerHouse is LedgerCast {
    /* AUCTIONS */

    function seize(uint256 seed) external {
        (uint256 place, address owner) = seed % 5 == 0 ? _find(seed, _isIndebted) : _find(seed, _isUnhealthy);
        uint256 debt = _positionOf(place, owner).debt;
        uint256 maxDebt = seed % 2 == 0 ? type(uint256).max : bound(_mix(seed, "amount"), 0, debt);
        Sight memory before = _look(place);
        ++tried[Action.Seize];
        try LEDGER.seize(_listings[place].id, owner, maxDebt, address(this)) returns (Seizure memory seizure) {
            ++done[Action.Seize];
            if (_states[place] == PriceState.DEGRADED) ++seen["seizure at a degraded price"];
            if (_isIndebted(place, owner)) ++seen["partial seizure"];
            if (!WATCHES) return;
            assertTrue(_states[place] != PriceState.DOWN, "a vault was seized without a price");
            assertLe(seizure.debt, maxDebt, "more debt was seized than asked for");
            _judgeSeized(before, _compare(before, owner), owner, seizure);
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    /// @dev The collateral goes in proportion and rounded up, all of it with the last debt, and the debt is in auction.
    function _judgeSeized(Sight memory before, Sight memory then, address owner, Seizure memory seizure) private view {
        (Position memory old, Position memory next) = (_in(before, owner), _in(then, owner));
        assertTrue(!old.healthy, "a healthy vault was seized");
        assertEq(old.collateral - next.collateral, seizure.collateral, "seized is not what left the vault");
        assertEq(then.state.inAuction - before.state.inAuction, seizure.debt, "seized debt is not in auction");
        assertLe(old.collateral * seizure.debt, seizure.collateral * old.debt, "less than the proportion was seized");
        assertLt(
            (seizure.collateral - 1) * old.debt,
            old.collateral * seizure.debt,
            "more than the proportion, rounded up, was seized"
        );
        if (seizure.debt == old.debt) assertEq(next.collateral + next.shares, 0, "something stayed of a whole vault");
        else assertLe(LEDGER.WRITE_OFF_DUST(), next.value, "dust was left for a write-off");
        assertTrue(seizure.collateral != 0, "debt without collateral went to auction");
    }

    /// @dev Nine times of ten no more than is in auction; with a profit, at cost, or with a loss.
    function settle(uint256 seed) external {
        (bool found, uint256 place) = _findInAuction(seed);
        if (!found) return;
        MarketState memory old = LEDGER.stateOf(_listings[place].id);
        uint256 most = seed % 10 == 0 ? uint256(old.inAuction) + 2 : old.inAuction;
        uint256 debtPaid = bound(_mix(seed, "paid"), 0, most);
        uint256 badDebt = seed % 3 == 0 ? bound(_mix(seed, "bad"), 0, most - debtPaid) : 0;
        uint256 proceeds = debtPaid + (seed % 4 == 0 ? 0 : debtPaid / (1 + (_mix(seed, "profit") % 20)));
        if (!_fund(_listings[place].derivative, address(this), proceeds)) return;
        Sight memory before = _look(place);
        ++tried[Action.Settle];
        try LEDGER.settle(_listings[place].id, proceeds, debtPaid, badDebt) {
            ++done[Action.Settle];
            if (LEDGER.stateOf(_listings[place].id).deficit > old.deficit) ++seen["bad debt of an auction"];
            if (!WATCHES) return;
            Sight memory then = _look(place);
            _sameVaults(before, then);
            assertEq(before.state.inAuction - then.state.inAuction, debtPaid + badDebt, "settled something else");
            assertLe(then.state.deficit, uint256(before.state.deficit) + badDebt, "more than the bad debt is missing");
            assertLe(before.state.deficit, then.state.deficit, "settling covered a deficit");
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    function _findInAuction(uint256 seed) private view returns (bool found, uint256 place) {
        uint256 start = _mix(seed, "auction") % RESERVE;
        for (uint256 i = 0; i < RESERVE; ++i) {
            place = (start + i) % RESERVE;
            if (LEDGER.stateOf(_listings[place].id).inAuction != 0) return (true, place);
        }
    }

    function _findDeficit(uint256 seed) private view returns (bool found, uint256 place) {
        uint256 start = _mix(seed, "deficit") % RESERVE;
        for (uint256 i = 0; i < RESERVE; ++i) {
            place = (start + i) % RESERVE;
            if (LEDGER.stateOf(_listings[place].id).deficit != 0) return (true, place);
        }
    }

    function _sameVaults(Sight memory before, Sight memory then) internal pure {
        assertTrue(then.others == before.others, "another market moved");
        assertTrue(
            keccak256(abi.encode(then.positions)) == keccak256(abi.encode(before.positions)),
            "a vault moved that nobody named"
        );
    }

    /* DEFICIT AND SURPLUS */

    function cover(uint256 seed) external {
        (bool found, uint256 place) = _findDeficit(seed);
        address payer = _anyone(seed, "payer");
        uint256 deficit = LEDGER.stateOf(_listings[place].id).deficit;
        if (!found && seed % 4 != 0) return;
        uint256 amount = bound(_mix(seed, "amount"), 1, found && seed % 3 != 0 ? deficit : type(uint256).max);
        if (!_fund(_listings[place].derivative, payer, Math.min(amount, deficit))) return;
        Sight memory before = _look(place);
        ++tried[Action.Cover];
        vm.prank(payer);
        try LEDGER.coverDeficit(_listings[place].id, amount) returns (uint256 covered) {
            ++done[Action.Cover];
            _judgeCovered(before, covered);
            assertEq(covered, Math.min(amount, deficit), "covered something else");
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    function coverFromSurplus(uint256 seed) external {
        (bool found, uint256 place) = _findDeficit(seed);
        if (!found && seed % 4 != 0) return;
        vm.warp(block.timestamp + (_mix(seed, "time") % 30 days));
        Sight memory before = _look(place);
        ++tried[Action.CoverFromSurplus];
        try LEDGER.coverFromSurplus(_listings[place].id) returns (uint256 covered) {
            ++done[Action.CoverFromSurplus];
            _judgeCovered(before, covered);
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    function _judgeCovered(Sight memory before, uint256 covered) private view {
        if (!WATCHES) return;
        Sight memory then = _look(before.place);
        _sameVaults(before, then);
        assertEq(before.state.deficit - then.state.deficit, covered, "a deficit fell by something else");
    }

    /// @dev Nine times of ten no more than deficits and auctions leave; to the reserve, so that the money stays in the world.
    function mintSurplus(uint256 seed) external {
        Derivative derivative = seed % 3 == 0 ? EUR : USD;
        uint256 surplus = LEDGER.surplusOf(derivative);
        uint256 free = Math.saturatingSub(surplus, LEDGER.deficitOf(derivative) + LEDGER.inAuctionOf(derivative));
        uint256 amount = bound(_mix(seed, "amount"), 0, seed % 10 == 1 ? surplus + 1 : free);
        ++tried[Action.MintSurplus];
        try LEDGER.mintSurplus(derivative, amount, BANK) {
            ++done[Action.MintSurplus];
            assertEq(LEDGER.surplusOf(derivative), surplus - amount, "the surplus fell by something else");
            assertLe(amount, free, "surplus was minted that a loss may need");
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }
}
