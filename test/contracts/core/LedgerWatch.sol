// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Derivative } from "../../../contracts/core/Derivative.sol";
import { Exposure } from "../../../contracts/interfaces/IExposureCaps.sol";
import { MarketState, Vault } from "../../../contracts/interfaces/ILedger.sol";
import { MarketId, Parameter, RiskTerms } from "../../../contracts/interfaces/IRiskParameters.sol";
import { LedgerWorld } from "./LedgerWorld.sol";

/// @title What must hold from one call to the next: looks at a market before and after a call and compares
/// @dev Nothing here uses the Ledger's libraries: a formula that is wrong there must not be wrong here too.
abstract contract LedgerWatch is LedgerWorld {
    uint256 internal constant WAD = 1e18;
    uint256 internal constant BPS = 1e4;
    uint256 internal constant VIRTUAL_SHARES = 1e6;
    uint256 internal constant VIRTUAL_DEBT = 1;

    /// @dev One vault with fees up to now. `value` at the market's last high price, also while the oracle is down.
    struct Position {
        uint256 collateral;
        uint256 shares;
        uint256 debt;
        uint256 value;
        bool healthy;
    }

    /// @dev A market at one moment: `others` stands for the books of all other markets.
    struct Sight {
        uint256 place;
        MarketState state;
        RiskTerms terms;
        Position[] positions;
        bytes32 others;
    }

    /// @notice Everybody who may own a vault.
    address[] public owners;
    /// @dev By place of the market: the last high price that the oracle gave.
    uint256[] internal _high;

    function ownerCount() external view returns (uint256) {
        return owners.length;
    }

    /// @dev Without it nothing is looked at and nothing compared: calls are only made.
    bool internal immutable WATCHES;

    constructor(bool watches) {
        WATCHES = watches;
    }

    /* LOOKING */

    function _look(uint256 place) internal view returns (Sight memory sight) {
        if (!WATCHES) return sight;
        MarketId id = _listings[place].id;
        sight.place = place;
        sight.state = LEDGER.accruedStateOf(id);
        sight.terms = LEDGER.termsOf(id);
        sight.positions = new Position[](owners.length);
        for (uint256 i = 0; i < owners.length; ++i) {
            sight.positions[i] = _positionOf(place, owners[i], sight.state, sight.terms.liquidationThresholdBps);
        }
        sight.others = _othersThan(place);
    }

    function _positionOf(
        uint256 place,
        address owner,
        MarketState memory state,
        uint256 thresholdBps
    ) private view returns (Position memory position) {
        Vault memory vault = LEDGER.vaultOf(_listings[place].id, owner);
        position.collateral = vault.collateral;
        position.shares = vault.debtShares;
        position.debt = _debtUp(vault.debtShares, state);
        position.value = _valueDown(place, vault.collateral, _high[place]);
        position.healthy = position.value * thresholdBps >= position.debt * BPS;
    }

    /// @notice One vault without its market.
    function _positionOf(uint256 place, address owner) internal view returns (Position memory) {
        MarketId id = _listings[place].id;
        uint256 thresholdBps = LEDGER.effectiveParameter(id, Parameter.LiquidationThreshold);
        return _positionOf(place, owner, LEDGER.accruedStateOf(id), thresholdBps);
    }

    function _othersThan(uint256 place) private view returns (bytes32 digest) {
        for (uint256 i = 0; i < _listings.length; ++i) {
            if (i != place) digest = keccak256(abi.encode(digest, LEDGER.stateOf(_listings[i].id)));
        }
    }

    function _debtUp(uint256 shares, MarketState memory state) internal pure returns (uint256) {
        uint256 debt = uint256(state.totalDebt) + VIRTUAL_DEBT;
        return Math.mulDiv(shares, debt, uint256(state.totalDebtShares) + VIRTUAL_SHARES, Math.Rounding.Ceil);
    }

    function _valueDown(uint256 place, uint256 collateral, uint256 price) internal view returns (uint256) {
        return Math.mulDiv(collateral, price, _listings[place].unit);
    }

    /* COMPARING */

    /// @notice What every call of a user keeps, whatever it does: only the vault of `named` moves, no healthy vault falls ill, no vault's
    /// debt is raised by another's, debt grows up to the ceiling only, and what is left of a debt is worth a liquidation.
    function _compare(Sight memory before, address named) internal view returns (Sight memory then) {
        then = _look(before.place);
        assertTrue(then.others == before.others, "another market moved");
        assertLe(before.state.deficit, then.state.deficit, "a deficit fell");
        _compareRate(before.state, then.state);
        if (then.state.totalDebt > before.state.totalDebt) _compareIssue(before, then.state);
        for (uint256 i = 0; i < owners.length; ++i) {
            _comparePosition(before, before.positions[i], then.positions[i], owners[i] == named);
        }
    }

    /// @dev Every limit of an issue: the ceiling and its step, the freeze, and the caps on what the derivative rests on.
    function _compareIssue(Sight memory before, MarketState memory next) private view {
        uint256 exposure = _exposureOf(next);
        assertLe(exposure, before.terms.debtCeiling, "debt was issued above the ceiling");
        uint256 step = Math.max(before.terms.ceilingGap, exposure - _exposureOf(before.state));
        assertEq(step, before.terms.ceilingGap, "more than a step was issued at once");
        assertLe(before.state.frozenUntil, block.timestamp, "debt was issued in a frozen market");
        (MarketId id, Derivative derivative) = (_listings[before.place].id, _listings[before.place].derivative);
        Exposure memory whole = EXPOSURES.exposureOf(derivative, 0);
        assertLe(whole.used, whole.cap, "debt was issued above the derivative's cap");
        bytes32[3] memory risks = EXPOSURES.risksOf(id);
        for (uint256 i = 0; i < 3; ++i) {
            if (risks[i] == 0) continue;
            Exposure memory risk = EXPOSURES.exposureOf(derivative, risks[i]);
            assertLe(risk.used, risk.cap, "debt was issued above a risk's cap");
            assertLe(risk.used * BPS, whole.used * risk.relativeBps, "debt was issued above a risk's share");
        }
    }

    function _exposureOf(MarketState memory state) internal pure returns (uint256) {
        return uint256(state.totalDebt) + state.deficit + state.inAuction;
    }

    function _comparePosition(
        Sight memory before,
        Position memory old,
        Position memory next,
        bool isNamed
    ) private pure {
        if (old.healthy) assertTrue(next.healthy, "a call made a healthy vault unhealthy");
        if (isNamed) {
            bool moved = old.shares != next.shares;
            if (moved && next.debt != 0)
                assertLe(before.terms.minimumDebt, next.debt, "less than the minimum debt is left");
        } else {
            assertEq(old.collateral, next.collateral, "another's collateral moved");
            assertEq(old.shares, next.shares, "another's debt shares moved");
            assertLe(next.debt, old.debt, "another's debt rose");
        }
    }

    /// @notice Debt per share, (debt + 1) / (shares + 1e6): no call raises it, and none lowers it by more than one share and one wei of
    /// rounding do.
    function _compareRate(MarketState memory old, MarketState memory next) private pure {
        (uint256 debt0, uint256 shares0) = (old.totalDebt + VIRTUAL_DEBT, old.totalDebtShares + VIRTUAL_SHARES);
        (uint256 debt1, uint256 shares1) = (next.totalDebt + VIRTUAL_DEBT, next.totalDebtShares + VIRTUAL_SHARES);
        if (next.totalDebtShares == 0) {
            assertEq(next.totalDebt, 0, "debt without shares");
            return;
        }
        assertLe(debt1 * shares0, debt0 * shares1, "a call raised the debt per share");
        assertLt(debt0 * (shares1 - 1), (debt1 + 1) * shares0, "a call lowered the debt per share");
    }

    /// @notice An adjustment moves exactly what it says it moves. A repayment takes no more off the debt than is burned, issuing adds no
    /// less to it than is minted, and neither is off by more than 2 wei.
    function _compareAdjusted(
        Sight memory before,
        Sight memory then,
        address owner,
        int256 collateralDelta,
        int256 debtDelta
    ) internal view {
        (Position memory old, Position memory next) = (_in(before, owner), _in(then, owner));
        assertTrue(
            int256(next.collateral) == int256(old.collateral) + collateralDelta,
            "collateral moved by something else"
        );
        int256 rounded = int256(next.debt) - int256(old.debt) - debtDelta;
        assertTrue(rounded >= 0 && rounded <= 2, "debt moved by something else");
    }

    /* LIQUIDATIONS */

    /// @notice The bonus in WAD, rounded down: from penalty * floor at health 1 linearly to the whole penalty at MaxPenaltyHealth.
    function _bonusDown(uint256 healthWad, RiskTerms memory terms) internal pure returns (uint256) {
        uint256 whole = terms.liquidationPenaltyBps * 1e14;
        if (healthWad <= terms.maxPenaltyHealthWad) return whole;
        uint256 least = (whole * terms.penaltyFloorBps) / BPS;
        return least + ((whole - least) * (WAD - healthWad)) / (WAD - terms.maxPenaltyHealthWad);
    }

    /// @notice A liquidation that succeeded: the vault was unhealthy at the high price, the liquidator got no more than the bonus allows,
    /// and what is left is healthier than before, but not above the target.
    function _compareLiquidated(
        Sight memory before,
        Sight memory then,
        address owner,
        uint256 repaid,
        uint256 seized
    ) internal view {
        (Position memory old, Position memory next) = (_in(before, owner), _in(then, owner));
        assertTrue(!old.healthy, "a healthy vault was liquidated");
        assertEq(old.collateral - next.collateral, seized, "seized is not what left the vault");
        if (next.collateral == 0) assertEq(next.debt, 0, "debt was left without collateral");

        uint256 healthWad = Math.mulDiv(old.value, before.terms.liquidationThresholdBps * 1e14, old.debt);
        uint256 factor = WAD + _bonusDown(healthWad, before.terms);
        uint256 worth = _valueDown(before.place, seized, _high[before.place]);
        assertLe(worth, Math.mulDiv(repaid, factor, WAD, Math.Rounding.Ceil), "more than the bonus was seized");
        if (next.debt == 0) return;
        assertLe(LEDGER.WRITE_OFF_DUST(), next.value, "dust was left for a write-off");
        _compareHealth(old, next, repaid, factor);
        _compareTarget(before, old, next);
    }

    /// @dev With exact numbers health rises if and only if value > (1 + bonus) * debt, by repaid * (value / debt - 1 - bonus) / debt.
    /// Rounding takes at most 2 wei of value and 2 wei of debt, so the rise is demanded where the gain exceeds these.
    function _compareHealth(Position memory old, Position memory next, uint256 repaid, uint256 factor) private pure {
        if (old.value * WAD <= old.debt * factor) return;
        uint256 gain = Math.mulDiv(repaid, old.value * WAD - old.debt * factor, WAD);
        uint256 rounding = 2 * old.debt + 2 * old.value;
        if (gain > rounding)
            assertLt(old.value * next.debt, next.value * old.debt, "a liquidation did not improve the vault");
        else assertLe(old.value * next.debt, next.value * old.debt + rounding, "a liquidation made the vault worse");
    }

    /// @dev The seizure is rounded down to whole units of the token, which leaves up to one unit's value above the target; health is rounded
    /// down to a WAD before the repayment is computed, which the smaller debt afterwards magnifies by old debt / new debt.
    function _compareTarget(Sight memory before, Position memory old, Position memory next) private view {
        uint256 slack = _valueDown(before.place, 1, _high[before.place]) + 2;
        if (next.value <= slack) return;
        uint256 health = Math.mulDiv(next.value - slack, before.terms.liquidationThresholdBps * 1e14, next.debt);
        uint256 most = before.terms.targetHealthWad + old.debt / next.debt + 1;
        assertLe(health, most, "a liquidation went beyond the target");
    }

    function _in(Sight memory sight, address owner) internal view returns (Position memory) {
        for (uint256 i = 0; i < owners.length; ++i) {
            if (owners[i] == owner) return sight.positions[i];
        }
        revert AssertionFailed("nobody of that name");
    }
}
