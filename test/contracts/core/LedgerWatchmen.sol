// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IExposureCaps, Exposure } from "../../../contracts/interfaces/IExposureCaps.sol";
import { PriceState } from "../../../contracts/interfaces/IOracleHub.sol";
import { TurncoatToken } from "../../../contracts/test/TurncoatToken.sol";
import { LedgerHouse } from "./LedgerHouse.sol";

/// @title The guardian, the listers of risks and those who wind a dead market up; and a token that turns hostile
abstract contract LedgerWatchmen is LedgerHouse {
    /* FREEZES */

    /// @dev Every fourth time governance lets the next freeze begin.
    function freeze(uint256 seed) external {
        uint256 place = _anyMarket(seed);
        Sight memory before = _look(place);
        ++tried[Action.Freeze];
        bytes memory data = abi.encodeCall(LEDGER.freeze, (_listings[place].id));
        if (seed % 4 == 0) data = abi.encodeCall(LEDGER.unfreeze, (_listings[place].id));
        (bool accepted, bytes memory reason) = address(LEDGER).call(data);
        if (!accepted) return _refuse(reason);
        ++done[Action.Freeze];
        if (!WATCHES) return;
        Sight memory then = _look(place);
        _sameVaults(before, then);
        assertLe(then.state.frozenUntil, block.timestamp + 1 days, "a freeze lasts longer than a day");
        if (before.state.frozenUntil == 0 || seed % 4 == 0) return;
        assertLe(before.state.frozenUntil + 6 days, block.timestamp, "a freeze came again within a week");
    }

    /* EXPOSURE */

    /// @dev New names for what a market rests on, or a cap around what is used.
    function expose(uint256 seed) external {
        uint256 place = _anyMarket(seed);
        ++tried[Action.Expose];
        bytes memory data = seed % 2 == 0 ? _naming(seed, place) : _capping(seed, place);
        (bool accepted, bytes memory reason) = address(EXPOSURES).call(data);
        if (!accepted) return _refuse(reason);
        ++done[Action.Expose];
    }

    /// @notice By number; the first is none.
    function riskNamed(uint256 number) public pure returns (bytes32) {
        bytes32[4] memory names = [bytes32(0), "asset:ether", "protocol:lido", "oracle:chainlink"];
        return names[number % 4];
    }

    function _naming(uint256 seed, uint256 place) private view returns (bytes memory) {
        bytes32[3] memory risks;
        for (uint256 i = 0; i < 3; ++i) {
            // Seven times of eight without a name twice.
            uint256 number = seed % 16 == 0 ? _mix(seed, "twice") : _mix(seed, "names") + i;
            risks[i] = (_mix(seed, "none") >> i) % 3 == 0 ? bytes32(0) : riskNamed(number);
        }
        return abi.encodeCall(IExposureCaps.assignRisks, (_listings[place].id, risks));
    }

    function _capping(uint256 seed, uint256 place) private view returns (bytes memory) {
        bytes32 risk = EXPOSURES.risksOf(_listings[place].id)[_mix(seed, "risk") % 3];
        Exposure memory now_ = EXPOSURES.exposureOf(_listings[place].derivative, risk);
        uint256 cap = Math.min((now_.used * bound(_mix(seed, "cap"), 5_000, 40_000)) / BPS + 1e21, 2 ** 112 - 1);
        uint256 kind = _mix(seed, "kind") % 4;
        if (kind == 0) return abi.encodeCall(IExposureCaps.cutExposureCap, (_listings[place].derivative, risk, cap));
        if (kind != 1) return abi.encodeCall(IExposureCaps.setExposureCap, (_listings[place].derivative, risk, cap));
        uint256 share = seed % 5 == 1 ? _mix(seed, "share") % BPS : BPS;
        return abi.encodeCall(IExposureCaps.setRelativeCap, (_listings[place].derivative, risk, share));
    }

    /* SHUTDOWN */

    /// @dev Kills a feed, and a day later its market; every third time too early. Two markets at most, or nothing goes on.
    function shutdown(uint256 seed) external {
        uint256 place = _mix(seed, "victim") % 2 == 0 ? TURNCOAT : 1;
        ++tried[Action.Shutdown];
        _setPrice(place, _high[place], _high[place], PriceState.DOWN);
        ORACLE.setLastWord(_listings[place].feed, block.timestamp, _high[place]);
        vm.warp(block.timestamp + (seed % 3 == 0 ? 1 days - 1 : 1 days));
        Sight memory before = _look(place);
        try LEDGER.shutdown(_listings[place].id) {
            ++done[Action.Shutdown];
            assertTrue(seed % 3 != 0, "a market was shut too early");
            assertEq(LEDGER.settlementPriceOf(_listings[place].id), _high[place], "settled at another price");
            if (WATCHES) _sameVaults(before, _look(place));
        } catch (bytes memory reason) {
            _refuse(reason);
            _setPrice(place, _high[place], _high[place], PriceState.OK);
        }
        ORACLE.setLastWord(_listings[place].feed, 0, 0);
    }

    function _isRedeemable(uint256 place, address owner) internal view returns (bool) {
        return LEDGER.settlementPriceOf(_listings[place].id) != 0 && _isIndebted(place, owner);
    }

    /// @dev The feed is dead, or dies again: what is compared is compared at the settlement price.
    function redeem(uint256 seed) external {
        (uint256 place, address owner) = _find(seed, _isRedeemable);
        address caller = _anyone(seed, "redeemer");
        uint256 debt = _positionOf(place, owner).debt;
        uint256 price = LEDGER.settlementPriceOf(_listings[place].id);
        if (price != 0) _setPrice(place, price, price, PriceState.DOWN);
        uint256 maxRepay = seed % 2 == 0 ? type(uint256).max : bound(_mix(seed, "amount"), 0, debt);
        if (!_fund(_listings[place].derivative, caller, Math.min(debt, maxRepay))) return;
        Sight memory before = _look(place);
        if (price != 0) ++tried[Action.Redeem];
        vm.prank(caller);
        try LEDGER.redeemFrom(_listings[place].id, owner, maxRepay, 0, caller) returns (uint256 paid, uint256 seized) {
            ++done[Action.Redeem];
            if (WATCHES) _judgeRedeemed(before, owner, paid, seized, price);
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    function _judgeRedeemed(
        Sight memory before,
        address owner,
        uint256 repaid,
        uint256 seized,
        uint256 price
    ) private view {
        // The minimum debt has no say here.
        before.terms.minimumDebt = 0;
        Sight memory then = _compare(before, owner);
        (Position memory old, Position memory next) = (_in(before, owner), _in(then, owner));
        assertEq(old.collateral - next.collateral, seized, "redeemed is not what left the vault");
        assertLe(repaid, old.debt, "more was repaid than owed");
        assertLe(_valueDown(before.place, seized, price), repaid, "a redemption paid a bonus");
        uint256 missing = then.state.deficit - before.state.deficit;
        if (next.collateral != 0) assertLe(missing, 2, "bad debt with collateral left");
        else assertEq(next.debt, 0, "debt was left without collateral");
        if (old.value >= old.debt) assertLe(missing, 2, "a vault that could pay left bad debt");
    }

    /* A HOSTILE TOKEN */

    /// @notice The turncoat charges, stops, refuses somebody, or is calm again. Half of the time it is.
    function sulk(uint256 seed) external {
        calm();
        TurncoatToken token = TurncoatToken(address(_listings[TURNCOAT].token));
        uint256 kind = _mix(seed, "mood") % 6;
        if (kind < 2) token.setMood(kind == 0 ? TurncoatToken.Mood.Charging : TurncoatToken.Mood.Stopped);
        if (kind == 2) token.refuse(_anyone(seed, "refused"), true);
    }

    /// @notice Whatever a token does to its owners is not the Ledger's doing.
    function calm() public {
        TurncoatToken token = TurncoatToken(address(_listings[TURNCOAT].token));
        if (token.mood() != TurncoatToken.Mood.Calm) token.setMood(TurncoatToken.Mood.Calm);
        for (uint256 i = 0; i < owners.length; ++i) {
            if (token.isRefused(owners[i])) token.refuse(owners[i], false);
        }
    }
}
