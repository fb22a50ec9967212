// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Exposure } from "../../../contracts/interfaces/IExposureCaps.sol";
import { Parameter, Setting } from "../../../contracts/interfaces/IRiskParameters.sol";
import { LedgerWorld } from "./LedgerWorld.sol";

/// @title Whoever may move ceilings and caps moves them all the time, up, down and back, while time passes and owners issue
/// @notice Keeps of every limit what stood before its last change, and when that was: what may count now follows from these alone.
contract DelaysHandler is LedgerWorld {
    /// @dev One limit: a market's ceiling, or the cap of a risk.
    /// @param from In force when it was last set.
    /// @param to What it was set to.
    struct Limit {
        uint256 from;
        uint256 to;
        uint256 setAt;
    }

    uint256 public constant MARKETS = 3;
    /// @dev The derivative as a whole, and a risk that two markets share.
    uint256 public constant RISKS = 2;
    /// @dev Written down here, not read from the contracts: owners were promised a day.
    uint256 public constant PROMISED = 24 hours;
    address private constant OWNER = address(0xA11CE);
    bytes32 private constant SHARED = "asset:WETH";

    Limit[MARKETS] private _ceilings;
    Limit[RISKS] private _caps;
    mapping(string => uint256) public seen;

    constructor() {
        _list(USD, "A", 18, 2_000e18, _ordinaryTerms());
        _list(USD, "B", 8, 60_000e18, _ordinaryTerms());
        _list(USD, "C", 6, 1e18, _ordinaryTerms());
        bytes32[3] memory risks;
        risks[0] = SHARED;
        EXPOSURES.assignRisks(_listings[0].id, risks);
        EXPOSURES.assignRisks(_listings[1].id, risks);
        for (uint256 i = 0; i < MARKETS; ++i) {
            uint256 ceiling = LEDGER.effectiveParameter(_listings[i].id, Parameter.DebtCeiling);
            _ceilings[i] = Limit(ceiling, ceiling, block.timestamp);
        }
        for (uint256 i = 0; i < RISKS; ++i) {
            uint256 cap = capOf(i);
            _caps[i] = Limit(cap, cap, block.timestamp);
        }
    }

    function actions() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](12);
        (selectors[0], selectors[1], selectors[2]) = (this.wait.selector, this.wait.selector, this.setCeiling.selector);
        (selectors[3], selectors[4], selectors[5]) = (
            this.setCeiling.selector,
            this.setCeiling.selector,
            this.issue.selector
        );
        (selectors[6], selectors[7], selectors[8]) = (this.setCap.selector, this.setCap.selector, this.issue.selector);
        (selectors[9], selectors[10]) = (this.cutCeiling.selector, this.cutCap.selector);
        selectors[11] = this.waitJustSo.selector;
    }

    function ceilingOf(uint256 place) public view returns (uint256) {
        return LEDGER.effectiveParameter(_listings[place].id, Parameter.DebtCeiling);
    }

    function capOf(uint256 place) public view returns (uint256) {
        return EXPOSURES.exposureOf(USD, _riskAt(place)).cap;
    }

    function ceilingLimit(uint256 place) external view returns (Limit memory) {
        return _ceilings[place];
    }

    function capLimit(uint256 place) external view returns (Limit memory) {
        return _caps[place];
    }

    /// @notice What a limit may be now, by these books: the old value until a day after a raise, the new one from then on or at once.
    function due(Limit memory limit) public view returns (uint256) {
        bool waits = limit.to > limit.from && block.timestamp < limit.setAt + PROMISED;
        return waits ? limit.from : limit.to;
    }

    function _riskAt(uint256 place) private pure returns (bytes32) {
        return place == 0 ? bytes32(0) : SHARED;
    }

    /* TIME */

    function wait(uint256 duration) external {
        vm.warp(block.timestamp + bound(duration, 1, 20 hours));
    }

    /// @notice To the last second in which a raise must not count, or to the first in which it does.
    function waitJustSo(uint256 place, uint256 isLast) external {
        Limit memory limit = place % 2 == 0 ? _ceilings[(place / 2) % MARKETS] : _caps[(place / 2) % RISKS];
        uint256 moment = limit.setAt + PROMISED - (isLast % 2);
        if (limit.to <= limit.from || moment <= block.timestamp) return;
        vm.warp(moment);
        ++seen[isLast % 2 == 0 ? "the first second" : "the last second"];
    }

    /* LIMITS */

    /// @notice Governance sets a ceiling: any value, or one near what counts or stands, so that raises follow each other.
    function setCeiling(uint256 place, uint256 value, uint256 kind) external {
        place = place % MARKETS;
        value = _near(value, kind, ceilingOf(place), _ceilings[place].to);
        _setCeiling(place, value, LEDGER.relax.selector);
    }

    /// @notice Somebody who may only tighten tries any value, the lower ones with success.
    function cutCeiling(uint256 place, uint256 value, uint256 kind) external {
        place = place % MARKETS;
        value = _near(value, kind, ceilingOf(place), _ceilings[place].to);
        bool isGuardian = kind % 2 == 0;
        if (_setCeiling(place, value, isGuardian ? LEDGER.restrain.selector : LEDGER.tighten.selector)) {
            assertLe(value, _ceilings[place].from, "a tightening raised what counts");
        }
    }

    /// @dev The same value again is no change: it neither starts a delay nor ends one.
    function _setCeiling(uint256 place, uint256 value, bytes4 selector) private returns (bool changed) {
        (uint256 before, uint256 stored) = (ceilingOf(place), _ceilings[place].to);
        Setting[] memory settings = new Setting[](1);
        settings[0] = Setting(Parameter.DebtCeiling, value);
        (changed, ) = address(LEDGER).call(abi.encodeWithSelector(selector, _listings[place].id, settings));
        if (!changed || value == stored) return false;
        if (stored > before) ++seen[value > before ? "a raise replaced" : "a raise cut"];
        if (value > before) ++seen["a raise"];
        _ceilings[place] = Limit(before, value, block.timestamp);
    }

    function setCap(uint256 place, uint256 value, uint256 kind) external {
        place = place % RISKS;
        value = _near(value, kind, capOf(place), _caps[place].to);
        uint256 before = capOf(place);
        EXPOSURES.setExposureCap(USD, _riskAt(place), value);
        if (_caps[place].to > before) ++seen[value > before ? "a cap's raise replaced" : "a cap's raise cut"];
        if (value > before) ++seen["a cap's raise"];
        _caps[place] = Limit(before, value, block.timestamp);
    }

    function cutCap(uint256 place, uint256 value, uint256 kind) external {
        place = place % RISKS;
        value = _near(value, kind, capOf(place), _caps[place].to);
        uint256 before = capOf(place);
        try EXPOSURES.cutExposureCap(USD, _riskAt(place), value) {
            assertLe(value, before, "a cut raised what counts");
            if (_caps[place].to > before) ++seen["a cap's raise cut"];
            _caps[place] = Limit(before, value, block.timestamp);
        } catch {}
    }

    function _near(uint256 value, uint256 kind, uint256 now_, uint256 next) private pure returns (uint256) {
        if (kind % 5 == 0) return next;
        if (kind % 5 == 1) return now_;
        if (kind % 5 < 4) return bound(value, Math.min(now_ / 2, 2 ** 110), Math.min(now_ * 2 + 1e18, 2 ** 111));
        return bound(value, 0, 20_000_000e18);
    }

    /* DEBT */

    /// @notice An owner issues up to a limit and beyond: whatever the contracts say of themselves, this is what limits are for.
    function issue(uint256 place, uint256 amount) external {
        place = place % MARKETS;
        Listing memory market = _listings[place];
        LEDGER.accrue(market.id);
        uint256 owed = uint256(LEDGER.stateOf(market.id).totalDebt);
        uint256 ceiling = due(_ceilings[place]);
        amount = bound(amount, 100e18, (ceiling > owed ? ceiling - owed : 0) + 1_000e18);
        uint256 collateral = (amount * 2 * market.unit) / market.fairPrice + 1;
        _provide(market, OWNER, collateral);
        vm.prank(OWNER);
        try LEDGER.adjust(market.id, OWNER, int256(collateral), int256(amount), OWNER) {
            ++seen["issue"];
            assertLe(LEDGER.stateOf(market.id).totalDebt, ceiling, "issued above a ceiling that counts");
            for (uint256 i = 0; i < RISKS; ++i) {
                if (i == 1 && place == 2) continue;
                Exposure memory exposure = EXPOSURES.exposureOf(USD, _riskAt(i));
                assertLe(exposure.used, due(_caps[i]), "issued above a cap that counts");
            }
        } catch {
            ++seen["refused"];
        }
    }
}
