// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { PriceState } from "../../../contracts/interfaces/IOracleHub.sol";
import { Parameter, RiskTerms, Setting } from "../../../contracts/interfaces/IRiskParameters.sol";
import { LedgerCast } from "./LedgerCast.sol";
import { LedgerWatchmen } from "./LedgerWatchmen.sol";

/// @title The world acts: owners, operators, liquidators, strangers, prices, time and governance, one random call at a time
/// @notice Every call is made by somebody who may or may not be allowed to make it, with amounts that mostly make sense. A call that the
/// Ledger refuses is counted with its reason; a call that it accepts is judged by `LedgerWatch`. This contract itself never reverts
/// unless something is wrong, so its tests run with `failOnRevert`.
contract LedgerHandler is LedgerWatchmen {
    /// @dev Two markets start with vaults near their ratio, two start empty.
    constructor(bool watches) LedgerCast(watches) {
        for (uint256 i = 0; i < 12; ++i) {
            uint256 value = 300e18 << i;
            (uint256 place, uint256 ratio) = (i % 2, 15_000 + i * 100);
            _open(_listings[place], owners[i % 9], _tokensFor(place, value), (value * BPS) / ratio);
        }
    }

    /// @notice What the runner and the walk choose from: as often as named.
    function actions() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](39);
        uint256 i = 0;
        (selectors[i++], selectors[i++]) = (this.open.selector, this.open.selector);
        (selectors[i++], selectors[i++]) = (this.liquidate.selector, this.liquidate.selector);
        (selectors[i++], selectors[i++]) = (this.liquidate.selector, this.slide.selector);
        (selectors[i++], selectors[i++]) = (this.slide.selector, this.crash.selector);
        (selectors[i++], selectors[i++]) = (this.adjust.selector, this.adjust.selector);
        (selectors[i++], selectors[i++]) = (this.issue.selector, this.repay.selector);
        (selectors[i++], selectors[i++]) = (this.lock.selector, this.withdraw.selector);
        (selectors[i++], selectors[i++]) = (this.exit.selector, this.writeOff.selector);
        (selectors[i++], selectors[i++]) = (this.setOperator.selector, this.intrude.selector);
        (selectors[i++], selectors[i++]) = (this.donate.selector, this.accrue.selector);
        (selectors[i++], selectors[i++]) = (this.pass.selector, this.pass.selector);
        (selectors[i++], selectors[i++]) = (this.recover.selector, this.darken.selector);
        (selectors[i++], selectors[i++]) = (this.tighten.selector, this.relax.selector);
        (selectors[i++], selectors[i++]) = (this.seize.selector, this.seize.selector);
        (selectors[i++], selectors[i++]) = (this.settle.selector, this.settle.selector);
        (selectors[i++], selectors[i++]) = (this.cover.selector, this.coverFromSurplus.selector);
        (selectors[i++], selectors[i++]) = (this.mintSurplus.selector, this.freeze.selector);
        (selectors[i++], selectors[i++]) = (this.restrain.selector, this.expose.selector);
        (selectors[i++], selectors[i++]) = (this.shutdown.selector, this.redeem.selector);
        selectors[i++] = this.sulk.selector;
    }

    /* OWNERS AND OPERATORS */

    /// @dev Worth twice the minimum up to a thousand times that, at most a tenth above the ratio.
    function open(uint256 seed) external {
        (uint256 place, address owner) = (_anyMarket(seed), _anyone(seed, "owner"));
        RiskTerms memory terms = LEDGER.termsOf(_listings[place].id);
        uint256 debt = (terms.minimumDebt << (_mix(seed, "scale") % 11)) + (_mix(seed, "debt") % 100e18);
        uint256 ratio = terms.collateralizationRatioBps + (_mix(seed, "ratio") % 1_000);
        uint256 collateral = _tokensFor(place, Math.mulDiv(debt, ratio, BPS)) + 1;
        _provide(_listings[place], owner, collateral);
        _adjust(Action.Open, place, owner, owner, int256(collateral), int256(debt));
    }

    function lock(uint256 seed) external {
        (uint256 place, address owner) = (_anyMarket(seed), _anyone(seed, "owner"));
        address caller = _anyone(seed, "caller");
        uint256 collateral = bound(_mix(seed, "amount"), 1, _tokensFor(place, 10_000e18));
        _provide(_listings[place], caller, collateral);
        _adjust(Action.Lock, place, owner, caller, int256(collateral), 0);
    }

    /// @dev Nine times of ten within what the ratio allows at the low price.
    function withdraw(uint256 seed) external {
        (uint256 place, address owner) = _find(seed, _isOpen);
        RiskTerms memory terms = LEDGER.termsOf(_listings[place].id);
        Position memory position = _positionOf(place, owner);
        if (position.collateral == 0) return;
        uint256 value = Math.mulDiv(position.debt, terms.collateralizationRatioBps, BPS, Math.Rounding.Ceil);
        uint256 needed = position.debt == 0 ? 0 : _tokensFor(place, value);
        uint256 free =
            seed % 10 == 0 || needed >= position.collateral ? position.collateral : position.collateral - needed;
        uint256 amount = bound(_mix(seed, "amount"), 1, free);
        _adjust(Action.Withdraw, place, owner, _sideOf(seed, owner), -int256(amount), 0);
    }

    function issue(uint256 seed) external {
        (uint256 place, address owner) = _find(seed, _isOpen);
        RiskTerms memory terms = LEDGER.termsOf(_listings[place].id);
        Position memory position = _positionOf(place, owner);
        uint256 value = _valueDown(place, position.collateral, _lowOf(place));
        uint256 most = Math.mulDiv(value, BPS, terms.collateralizationRatioBps);
        uint256 free = most > position.debt && seed % 10 != 0 ? most - position.debt : most + 1e18;
        uint256 least = position.debt == 0 ? Math.min(terms.minimumDebt, free) : 1;
        uint256 amount = bound(_mix(seed, "amount"), least, free);
        _adjust(Action.Issue, place, owner, _sideOf(seed, owner), 0, int256(amount));
    }

    function repay(uint256 seed) external {
        (uint256 place, address owner) = _find(seed, _isIndebted);
        address payer = _anyone(seed, "payer");
        RiskTerms memory terms = LEDGER.termsOf(_listings[place].id);
        uint256 debt = _positionOf(place, owner).debt;
        if (debt == 0) return;
        uint256 minimum = terms.minimumDebt;
        uint256 most = debt > minimum && seed % 10 != 0 ? debt - minimum + 1 : debt;
        uint256 amount = bound(_mix(seed, "amount"), 1, most);
        bool all = seed % 4 == 1;
        if (!_fund(_listings[place].derivative, payer, all ? debt : amount)) return;
        _adjust(Action.Repay, place, owner, payer, 0, all ? LEDGER.REPAY_ALL() : -int256(amount));
    }

    /// @dev Both sides at once in any direction, sometimes by a stranger.
    function adjust(uint256 seed) external {
        (uint256 place, address owner) = _find(seed, _isOpen);
        address caller = seed % 5 == 0 ? _anyone(seed, "caller") : _sideOf(seed, owner);
        Position memory position = _positionOf(place, owner);
        int256 collateral = int256(bound(_mix(seed, "collateral"), 0, position.collateral));
        int256 debt = int256(bound(_mix(seed, "debt"), 0, position.debt / 2 + 200e18));
        if (_mix(seed, "direction") % 2 == 0) collateral = -collateral / 8;
        if (_mix(seed, "turn") % 2 == 0) debt = -int256(bound(uint256(debt), 0, position.debt / 4));
        if (collateral > 0) _provide(_listings[place], caller, uint256(collateral));
        if (debt < 0) _fund(_listings[place].derivative, caller, uint256(-debt));
        _adjust(Action.Adjust, place, owner, caller, collateral, debt);
    }

    function setOperator(uint256 seed) external {
        vm.prank(_anyone(seed, "owner"));
        LEDGER.setOperator(_anyone(seed, "operator"), seed % 5 < 3);
    }

    /// @notice Anyone repays everything and the owner takes all collateral home, whatever the oracle says.
    function exit(uint256 seed) external {
        (uint256 place, address owner) = _find(seed, _isIndebted);
        Position memory position = _positionOf(place, owner);
        address payer = _anyone(seed, "payer");
        if (position.debt == 0 || !_fund(_listings[place].derivative, payer, position.debt)) return;
        if (seed % 4 == 0) _setPrice(place, _high[place], _high[place], PriceState.DOWN);
        bool repaid = _adjust(Action.Exit, place, owner, payer, 0, LEDGER.REPAY_ALL());
        assertTrue(repaid, "a repayment in full was refused");
        if (place == TURNCOAT) calm();
        bool left = _adjust(Action.Exit, place, owner, owner, -int256(position.collateral), 0);
        assertTrue(left, "a withdrawal without debt was refused");
        if (_states[place] == PriceState.DOWN) ++seen["exit in the dark"];
    }

    /* LIQUIDATORS */

    function liquidate(uint256 seed) external {
        (uint256 place, address owner) = seed % 5 == 0 ? _find(seed, _isIndebted) : _find(seed, _isUnhealthy);
        address caller = _keeperFor(seed, owner);
        Position memory position = _positionOf(place, owner);
        uint256 debt = position.debt;
        uint256 kind = _mix(seed, "kind") % 5;
        uint256 maxRepay = type(uint256).max;
        if (kind == 0) maxRepay = bound(_mix(seed, "amount"), 0, debt);
        if (kind == 1) maxRepay = debt / 16;
        // About what all of the collateral pays for.
        if (kind > 2) maxRepay = Math.saturatingSub((position.value * 9) / 10, _mix(seed, "amount") % 12e18);
        if (!_fund(_listings[place].derivative, caller, Math.min(debt, maxRepay))) return;

        Sight memory before = _look(place);
        uint256 deficit = LEDGER.stateOf(_listings[place].id).deficit;
        ++tried[Action.Liquidate];
        vm.prank(caller);
        try LEDGER.liquidate(_listings[place].id, owner, maxRepay, 0, caller) returns (uint256 repaid, uint256 seized) {
            ++done[Action.Liquidate];
            if (_isIndebted(place, owner)) ++seen["partial liquidation"];
            _noteSeizure(place, deficit);
            if (!WATCHES) return;
            assertLe(repaid, maxRepay, "a liquidator paid more than allowed");
            _judgeSeizure(before, owner, caller);
            _compareLiquidated(before, _compare(before, owner), owner, repaid, seized);
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    /// @dev Seven times of eight anybody but the owner: an operator may.
    function _keeperFor(uint256 seed, address owner) private view returns (address keeper) {
        keeper = seed % 8 == 0 ? owner : _anyone(seed, "keeper");
        if (keeper == owner && seed % 8 != 0) keeper = owners[owner == owners[0] ? 1 : 0];
    }

    function writeOff(uint256 seed) external {
        (uint256 place, address owner) = seed % 5 == 0 ? _find(seed, _isIndebted) : _find(seed, _isWorthless);
        address caller = _keeperFor(seed, owner);
        Sight memory before = _look(place);
        uint256 deficit = LEDGER.stateOf(_listings[place].id).deficit;
        ++tried[Action.WriteOff];
        vm.prank(caller);
        try LEDGER.writeOff(_listings[place].id, owner, caller) returns (uint256 debt, uint256 released) {
            ++done[Action.WriteOff];
            _noteSeizure(place, deficit);
            if (!WATCHES) return;
            _judgeSeizure(before, owner, caller);
            Position memory old = _in(before, owner);
            Position memory next = _in(_compare(before, owner), owner);
            assertEq(old.debt, debt, "the whole debt is written off");
            assertEq(old.collateral, released, "all of the dust is released");
            assertLt(old.value, 10e18, "collateral of value was written off");
            bool agreed = old.collateral == 0 || _states[place] == PriceState.OK;
            assertTrue(agreed, "collateral was given away at an uncertain price");
            assertEq(next.shares + next.collateral, 0, "something was left after a write-off");
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    function _noteSeizure(uint256 place, uint256 oldDeficit) private {
        if (_states[place] == PriceState.DEGRADED) ++seen["seizure at a degraded price"];
        if (LEDGER.stateOf(_listings[place].id).deficit > oldDeficit) ++seen["bad debt"];
    }

    function _judgeSeizure(Sight memory before, address owner, address caller) private view {
        assertTrue(caller != owner, "a vault was seized by its owner");
        bool dark = _states[before.place] == PriceState.DOWN && _in(before, owner).collateral != 0;
        assertTrue(!dark, "a vault was seized without a price");
    }

    /* STRANGERS */

    /// @notice Takes from a vault that is not theirs, or changes parameters that are not theirs: never works.
    function intrude(uint256 seed) external {
        (uint256 place, address owner) = _find(seed, _isOpen);
        address stranger = address(uint160(_mix(seed, "stranger")));
        _mustFail(stranger, abi.encodeCall(LEDGER.adjust, (_listings[place].id, owner, -1, 0, stranger)));
        _mustFail(stranger, abi.encodeCall(LEDGER.adjust, (_listings[place].id, owner, 0, 1, stranger)));
        Setting[] memory tuple = new Setting[](1);
        tuple[0] = Setting(Parameter.DebtCeiling, 0);
        _mustFail(stranger, abi.encodeCall(LEDGER.tighten, (_listings[place].id, tuple)));
        _mustFail(stranger, abi.encodeCall(LEDGER.relax, (_listings[place].id, tuple)));
        _mustFail(stranger, abi.encodeCall(LEDGER.restrain, (_listings[place].id, tuple)));
        _mustFail(stranger, abi.encodeCall(LEDGER.freeze, (_listings[place].id)));
        _mustFail(stranger, abi.encodeCall(LEDGER.unfreeze, (_listings[place].id)));
        _mustFail(stranger, abi.encodeCall(LEDGER.seize, (_listings[place].id, owner, 1, stranger)));
        _mustFail(stranger, abi.encodeCall(LEDGER.settle, (_listings[place].id, 0, 0, 1)));
        _mustFail(stranger, abi.encodeCall(LEDGER.mintSurplus, (USD, 0, stranger)));
    }

    function _mustFail(address caller, bytes memory data) private {
        vm.prank(caller);
        (bool accepted, bytes memory reason) = address(LEDGER).call(data);
        assertTrue(!accepted, "a stranger was let in");
        _refuse(reason);
    }

    /// @notice Tokens sent here without a call count for nothing.
    function donate(uint256 seed) external {
        uint256 place = _anyMarket(seed);
        _listings[place].token.mint(address(LEDGER), bound(_mix(seed, "amount"), 1, _tokensFor(place, 1e24)));
    }

    /* TIME AND PRICES */

    function accrue(uint256 seed) external {
        uint256 place = _mix(seed, "any market") % _listings.length;
        bytes32 foreseen = keccak256(abi.encode(LEDGER.accruedStateOf(_listings[place].id)));
        LEDGER.accrue(_listings[place].id);
        assertTrue(foreseen == keccak256(abi.encode(LEDGER.stateOf(_listings[place].id))), "accrual was not foreseen");
        uint256 surplus = LEDGER.surplusOf(_listings[place].derivative);
        LEDGER.accrue(_listings[place].id);
        assertTrue(
            foreseen == keccak256(abi.encode(LEDGER.stateOf(_listings[place].id))),
            "a second accrual did something"
        );
        assertEq(surplus, LEDGER.surplusOf(_listings[place].derivative), "a second accrual earned something");
    }

    /// @dev Minutes, hours, days or months.
    function pass(uint256 seed) external {
        uint256 scale = 1 hours * (12 ** (_mix(seed, "scale") % 4));
        vm.warp(block.timestamp + (_mix(seed, "time") % scale));
    }

    /// @dev Back to anywhere from half to twice the fair price, with a band of up to 5 %.
    function recover(uint256 seed) external {
        uint256 place = _anyMarket(seed);
        uint256 low = (_listings[place].fairPrice * bound(_mix(seed, "price"), 5_000, 20_000)) / BPS;
        uint256 high = low + (low * (_mix(seed, "band") % 500)) / BPS;
        _setPrice(place, low, high, PriceState.OK);
    }

    /// @dev A change by -40 to +20 %.
    function slide(uint256 seed) external {
        _fall(seed, bound(_mix(seed, "part"), 6_000, 12_000));
    }

    /// @dev A fall to between a thousandth and a fifth or, every other time, to where one vault is worth about what counts as dust.
    function crash(uint256 seed) external {
        if (seed % 2 == 0) return _fall(seed, bound(_mix(seed, "part"), 10, 2_000));
        (uint256 place, address owner) = _find(seed, _isIndebted);
        uint256 collateral = _positionOf(place, owner).collateral;
        if (collateral == 0) return;
        uint256 high = Math.mulDiv(1 + (_mix(seed, "dust") % 15e18), _listings[place].unit, collateral) + 1;
        _setPrice(place, high, high, PriceState.OK);
    }

    function _fall(uint256 seed, uint256 partBps) private {
        uint256 place = _anyMarket(seed);
        uint256 fair = _listings[place].fairPrice;
        uint256 high = Math.min(Math.max((_high[place] * partBps) / BPS, fair / 1e6), fair * 100);
        uint256 low = high - (high * (_mix(seed, "band") % 500)) / BPS;
        _setPrice(place, low, high, seed % 4 == 0 ? PriceState.DEGRADED : PriceState.OK);
    }

    /// @dev Out, or every other time back again.
    function darken(uint256 seed) external {
        uint256 place = _anyMarket(seed);
        _setPrice(place, _high[place], _high[place], seed % 2 == 0 ? PriceState.DOWN : PriceState.OK);
    }

    /* GOVERNANCE */

    /// @dev A higher ratio, a lower threshold and a lower ceiling, or some of them.
    function tighten(uint256 seed) external {
        uint256 place = _anyMarket(seed);
        RiskTerms memory terms = LEDGER.termsOf(_listings[place].id);
        uint256 ratio = terms.collateralizationRatioBps + (_mix(seed, "ratio") % 500);
        uint256 lowest = Math.max(5_000, Math.ceilDiv(BPS * BPS, ratio) + 200);
        uint256 stored = LEDGER.storedParameter(_listings[place].id, Parameter.LiquidationThreshold);
        uint256 threshold = stored <= lowest ? stored : bound(_mix(seed, "threshold"), lowest, stored);
        uint256 ceiling = (terms.debtCeiling * bound(_mix(seed, "ceiling"), 100, 10_000)) / BPS;
        uint256[12] memory values = [ratio, threshold, 0, 0, 0, 0, ceiling, 0, 0, 0, 0, 0];
        Setting[] memory tuple = _tuple(values, _mask((seed % 7) + 1));
        _govern(Action.Tighten, place, abi.encodeCall(LEDGER.tighten, (_listings[place].id, tuple)));
    }

    /// @notice The guardian raises the ratio and lowers the ceilings, and sometimes tries for more.
    function restrain(uint256 seed) external {
        uint256 place = _anyMarket(seed);
        RiskTerms memory terms = LEDGER.termsOf(_listings[place].id);
        uint256[12] memory values;
        values[0] = terms.collateralizationRatioBps + (_mix(seed, "ratio") % 500);
        values[1] = terms.liquidationThresholdBps;
        values[6] = (terms.debtCeiling * bound(_mix(seed, "ceiling"), 5_000, 10_000)) / BPS;
        values[10] = Math.min(terms.ceilingGap, bound(_mix(seed, "gap"), 5_000e18, 1_000_000e18));
        uint256 mask = (_mix(seed, "ratio?") % 2) | ((_mix(seed, "ceiling?") % 2) << 6) | (1 << 10);
        if (seed % 10 == 0) mask |= 2;
        _govern(Action.Restrain, place, abi.encodeCall(LEDGER.restrain, (_listings[place].id, _tuple(values, mask))));
    }

    /// @dev Bits 0, 1 and 6: three parameters that have a direction.
    function _mask(uint256 three) private pure returns (uint256) {
        return (three & 3) | ((three & 4) << 4);
    }

    /// @dev Any subset of all parameters, with values that mostly fit to each other.
    function relax(uint256 seed) external {
        uint256 place = _anyMarket(seed);
        uint256 mask = _mix(seed, "mask") & _mix(seed, "second mask") & 4095;
        if (mask == 0) mask = 1 << (seed % 12);
        RiskTerms memory old = LEDGER.termsOf(_listings[place].id);
        uint256[12] memory values;
        values[10] = seed % 3 == 0 ? bound(_mix(seed, "gap"), 10_000e18, 1_000_000e18) : 2 ** 120;
        values[11] = bound(_mix(seed, "delay"), 1 hours, 7 days);
        values[2] = bound(_mix(seed, "penalty"), 100, 2_000);
        values[3] = bound(_mix(seed, "floor"), 2_000, 10_000);
        values[4] = bound(_mix(seed, "max penalty health"), 0.9e18, 0.99e18);
        values[5] = bound(_mix(seed, "target"), 1e18, 1.25e18);
        values[6] = bound(_mix(seed, "ceiling"), 0, 2_000_000e18) >> (seed % 4);
        values[7] = bound(_mix(seed, "minimum"), 100e18, 1_000e18);
        values[8] = seed % 5 == 0 ? 1e18 : _mix(seed, "fee") % 0.2e18;
        values[9] = bound(_mix(seed, "ramp"), 1 days, 30 days);
        uint256 penalty = mask & 4 == 0 ? old.liquidationPenaltyBps : values[2];
        uint256 healthiest = mask & 16 == 0 ? old.maxPenaltyHealthWad : values[4];
        uint256 highest = Math.min(healthiest / 1e10, 9_900 * BPS) / (BPS + penalty);
        values[1] = bound(_mix(seed, "threshold"), 6_000, Math.min(9_700, highest));
        if (seed % 8 == 0) values[1] = bound(_mix(seed, "wild threshold"), 5_000, 9_700);
        uint256 threshold = mask & 2 == 0 ? old.liquidationThresholdBps : values[1];
        uint256 lowest = Math.max(10_500, Math.ceilDiv(BPS * BPS, threshold - 200));
        values[0] = bound(_mix(seed, "ratio"), lowest, lowest + 3_000);
        if (seed % 8 == 1) values[0] = bound(_mix(seed, "wild ratio"), 10_500, lowest);
        bytes memory data = abi.encodeCall(LEDGER.relax, (_listings[place].id, _tuple(values, mask)));
        _govern(Action.Relax, place, data);
    }

    function _tuple(uint256[12] memory values, uint256 mask) private pure returns (Setting[] memory tuple) {
        tuple = new Setting[](12);
        uint256 count = 0;
        for (uint256 i = 0; i < 12; ++i) {
            if (mask & (1 << i) != 0) tuple[count++] = Setting(Parameter(i), values[i]);
        }
        assembly ("memory-safe") {
            mstore(tuple, count)
        }
    }

    /// @dev A change of parameters touches no book but by accrual, and takes and gives nothing at once: cuts of the threshold ramp, raises
    /// of the ceiling wait.
    function _govern(Action action, uint256 place, bytes memory data) private {
        Sight memory before = _look(place);
        ++tried[action];
        (bool accepted, bytes memory reason) = address(LEDGER).call(data);
        if (!accepted) return _refuse(reason);
        ++done[action];
        if (LEDGER.thresholdPathOf(_listings[place].id).endsAt > block.timestamp) ++seen["ramp"];
        if (LEDGER.ceilingPathOf(_listings[place].id).effectiveAt > block.timestamp) ++seen["delayed ceiling"];
        if (!WATCHES) return;
        Sight memory then = _look(place);
        assertTrue(
            keccak256(abi.encode(then.state)) == keccak256(abi.encode(before.state)),
            "a parameter moved the books"
        );
        assertTrue(then.others == before.others, "another market moved");
        assertLe(before.terms.liquidationThresholdBps, then.terms.liquidationThresholdBps, "a cut came at once");
        assertLe(then.terms.debtCeiling, before.terms.debtCeiling, "a raise came at once");
        _judgeTerms(then.terms, then.terms.liquidationThresholdBps);
        _judgeTerms(then.terms, LEDGER.storedParameter(_listings[place].id, Parameter.LiquidationThreshold));
    }

    /// @dev The rules across parameters, at one end of a ramp.
    function _judgeTerms(RiskTerms memory terms, uint256 thresholdBps) private pure {
        uint256 penalized = thresholdBps * (BPS + terms.liquidationPenaltyBps);
        assertLe(penalized, 9_900 * BPS, "a liquidation could make a vault worse");
        assertLe(penalized * 1e10, terms.maxPenaltyHealthWad, "splitting a liquidation could pay");
        assertLe(
            BPS * BPS,
            (thresholdBps - 200) * terms.collateralizationRatioBps,
            "a vault could open at its threshold"
        );
    }
}
