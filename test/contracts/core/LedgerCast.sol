// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Derivative } from "../../../contracts/core/Derivative.sol";
import { MarketState } from "../../../contracts/interfaces/ILedger.sol";
import { PriceState } from "../../../contracts/interfaces/IOracleHub.sol";
import { RiskTerms } from "../../../contracts/interfaces/IRiskParameters.sol";
import { TurncoatToken } from "../../../contracts/test/TurncoatToken.sol";
import { LedgerWatch } from "./LedgerWatch.sol";

/// @title Who acts, on what, with whose money, and how often the Ledger let them
abstract contract LedgerCast is LedgerWatch {
    enum Action {
        Open,
        Lock,
        Withdraw,
        Issue,
        Repay,
        Adjust,
        Exit,
        Liquidate,
        WriteOff,
        Tighten,
        Relax,
        Seize,
        Settle,
        Cover,
        CoverFromSurplus,
        MintSurplus,
        Freeze,
        Restrain,
        Expose,
        Shutdown,
        Redeem
    }

    /// @dev Six markets: four with a common derivative, one of them of a token that turns hostile, and the reserve that lends everybody what
    /// a repayment needs, and one whose derivative exists only as far as its own owners issue it.
    uint256 public constant BARS = 3;
    uint256 public constant TURNCOAT = 4;
    uint256 public constant RESERVE = 5;
    address public constant BANK = address(0xBA4C);
    uint256 private constant ACTORS = 9;

    mapping(Action => uint256) public tried;
    mapping(Action => uint256) public done;
    /// @notice How often the Ledger refused a call, by the selector of the error.
    mapping(bytes4 => uint256) public refused;
    /// @notice How often something happened that only some calls lead to.
    mapping(string => uint256) public seen;

    PriceState[] internal _states;

    constructor(bool watches) LedgerWatch(watches) {
        RiskTerms memory terms = _ordinaryTerms();
        terms.debtCeiling = 1_000_000e18;
        _list(USD, "WETH-A", 18, 2_000e18, terms);
        _list(USD, "WBTC-A", 8, 60_000e18, terms);
        _list(USD, "USDC-A", 6, 1e18, terms);
        _list(EUR, "BARS-A", 0, 300e18, terms);
        _list(USD, "TURN-A", new TurncoatToken(2), 50e18, terms);
        (terms.debtCeiling, terms.stabilityFeeWad) = (1e30, 0);
        _list(USD, "RESERVE-A", 24, 1e24, terms);
        for (uint256 i = 0; i < _listings.length; ++i) {
            _high.push(_listings[i].fairPrice);
            _states.push(PriceState.OK);
        }
        for (uint256 i = 0; i < ACTORS; ++i) {
            owners.push(address(uint160(0xAC700 + i)));
        }
        owners.push(BANK);
        _open(_listings[RESERVE], BANK, 1e31, 1e29);
    }

    function listings() external view returns (Listing[] memory) {
        return _listings;
    }

    /* CHOOSING */

    /// @dev An independent number for each use of one seed.
    function _mix(uint256 seed, string memory use) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, use)));
    }

    function _anyone(uint256 seed, string memory use) internal view returns (address) {
        return owners[_mix(seed, use) % ACTORS];
    }

    /// @dev Every market but the reserve.
    function _anyMarket(uint256 seed) internal pure returns (uint256) {
        return _mix(seed, "market") % RESERVE;
    }

    /// @dev Starting at a random place, the first vault that answers; a random one if none does.
    function _find(
        uint256 seed,
        function(uint256, address) view returns (bool) answers
    ) internal view returns (uint256 place, address owner) {
        uint256 start = _mix(seed, "place") % (RESERVE * ACTORS);
        for (uint256 i = 0; i < RESERVE * ACTORS; ++i) {
            uint256 next = (start + i) % (RESERVE * ACTORS);
            (place, owner) = (next / ACTORS, owners[next % ACTORS]);
            if (answers(place, owner)) return (place, owner);
        }
    }

    function _isOpen(uint256 place, address owner) internal view returns (bool) {
        return LEDGER.vaultOf(_listings[place].id, owner).collateral != 0;
    }

    function _isIndebted(uint256 place, address owner) internal view returns (bool) {
        return LEDGER.vaultOf(_listings[place].id, owner).debtShares != 0;
    }

    function _isUnhealthy(uint256 place, address owner) internal view returns (bool) {
        return _isIndebted(place, owner) && !_positionOf(place, owner).healthy;
    }

    function _isWorthless(uint256 place, address owner) internal view returns (bool) {
        return _isIndebted(place, owner) && _positionOf(place, owner).value < LEDGER.WRITE_OFF_DUST();
    }

    function _actsFor(address owner, address caller) internal view returns (bool) {
        return caller == owner || LEDGER.isOperator(owner, caller);
    }

    /// @dev The owner, or every other time an operator if there is one.
    function _sideOf(uint256 seed, address owner) internal view returns (address) {
        uint256 start = _mix(seed, "operator");
        for (uint256 i = 0; i < ACTORS && seed % 2 == 0; ++i) {
            address operator = owners[(start + i) % ACTORS];
            if (LEDGER.isOperator(owner, operator)) return operator;
        }
        return owner;
    }

    /* MONEY AND PRICES */

    function _lowOf(uint256 place) internal view returns (uint256) {
        return ORACLE.peek(_listings[place].feed).low;
    }

    /// @dev Tokens worth at least `value` at the low price; at the last high price while there is none.
    function _tokensFor(uint256 place, uint256 value) internal view returns (uint256) {
        uint256 low = _lowOf(place);
        return Math.mulDiv(value, _listings[place].unit, low == 0 ? _high[place] : low, Math.Rounding.Ceil);
    }

    /// @notice Collects derivative from everybody until `payer` has enough. Without the reserve there may not be that much.
    function _fund(Derivative derivative, address payer, uint256 amount) internal returns (bool enough) {
        for (uint256 i = owners.length; i > 0 && derivative.balanceOf(payer) < amount; --i) {
            address lender = owners[i - 1];
            if (lender == payer) continue;
            uint256 lent = Math.min(derivative.balanceOf(lender), amount - derivative.balanceOf(payer));
            vm.prank(lender);
            assertTrue(derivative.transfer(payer, lent), "a transfer failed");
        }
        return derivative.balanceOf(payer) >= amount;
    }

    function _setPrice(uint256 place, uint256 low, uint256 high, PriceState state) internal {
        _publish(_listings[place], low, high, state);
        _states[place] = state;
        _high[place] = high;
    }

    /* CALLING */

    /// @notice Calls `adjust` and judges what became of it.
    function _adjust(
        Action action,
        uint256 place,
        address owner,
        address caller,
        int256 collateralChange,
        int256 debtChange
    ) internal returns (bool accepted) {
        Sight memory before = _look(place);
        MarketState memory old = LEDGER.stateOf(_listings[place].id);
        ++tried[action];
        vm.prank(caller);
        try LEDGER.adjust(_listings[place].id, owner, collateralChange, debtChange, caller) returns (
            int256 collateralDelta,
            int256 debtDelta
        ) {
            ++done[action];
            bool takes = collateralDelta < 0 || debtDelta > 0;
            if (takes && caller != owner) ++seen["operator call"];
            if (debtDelta < 0 && caller != owner) ++seen["third-party repayment"];
            bool empty = LEDGER.stateOf(_listings[place].id).totalDebtShares == 0;
            if (empty && old.totalDebtShares != 0) ++seen["emptied market"];
            if (!WATCHES) return true;
            Sight memory then = _compare(before, owner);
            _compareAdjusted(before, then, owner, collateralDelta, debtDelta);
            if (takes) _judgeTaking(before, _in(then, owner), owner, caller);
            return true;
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    /// @dev Who may take, at which price and how much must stay.
    function _judgeTaking(Sight memory before, Position memory next, address owner, address caller) private view {
        assertTrue(_actsFor(owner, caller), "a stranger took from a vault");
        if (next.shares == 0) return;
        assertTrue(_states[before.place] == PriceState.OK, "something was taken at an uncertain price");
        uint256 value = _valueDown(before.place, next.collateral, _lowOf(before.place));
        assertLe(next.debt * before.terms.collateralizationRatioBps, value * BPS, "too little collateral was left");
    }

    /// @dev A refusal has a name: no overflow, no division by zero, no empty answer.
    function _refuse(bytes memory reason) internal {
        assertLe(4, reason.length, "a call failed without a reason");
        bytes4 selector = bytes4(reason);
        assertTrue(selector != bytes4(0x4e487b71) && selector != bytes4(0x08c379a0), "a call failed with a panic");
        ++refused[selector];
    }
}
