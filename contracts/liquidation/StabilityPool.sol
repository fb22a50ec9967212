// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { ILedger, MarketKey } from "../interfaces/ILedger.sol";
import { IOracleHub } from "../interfaces/IOracleHub.sol";
import { MarketId, Parameter } from "../interfaces/IRiskParameters.sol";
import { IStabilityPool } from "../interfaces/IStabilityPool.sol";
import { FlowMath } from "../libraries/FlowMath.sol";
import { PatientVault } from "./PatientVault.sol";

/// @title Derivative that waits for liquidations, and the collateral that it earns
contract StabilityPool is IStabilityPool, PatientVault {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev What a holder earned up to the sum per share that was last seen.
    struct Earnings {
        uint256 seenPerShare;
        uint256 creditX64;
    }

    uint256 private constant BPS = 1e4;

    /// @inheritdoc IStabilityPool
    ILedger public immutable LEDGER;
    /// @inheritdoc IStabilityPool
    IOracleHub public immutable ORACLE;
    /// @inheritdoc IStabilityPool
    IERC20 public immutable COLLATERAL;

    /* STORAGE */

    /// @inheritdoc IStabilityPool
    uint16 public absorbRewardBps;
    uint256 private _perShare;
    mapping(address owner => Earnings) private _earnings;

    /* CONSTRUCTOR */

    constructor(
        ILedger ledger,
        IDerivative derivative,
        IERC20 collateral,
        string memory name,
        string memory symbol,
        address authority
    ) PatientVault(derivative, name, symbol, authority) {
        bool belongs = derivative.LEDGER() == address(ledger) && address(derivative) != address(collateral);
        if (!belongs || address(collateral).code.length == 0) revert StabilityPoolBadPair();
        LEDGER = ledger;
        ORACLE = ledger.ORACLE();
        COLLATERAL = collateral;
    }

    /* SETTINGS */

    /// @dev Pays for the gas of an absorption of a few hundred dollars, and never more than what a depositor came for.
    uint256 private constant MAX_ABSORB_REWARD_BPS = 100;

    /// @inheritdoc IStabilityPool
    function setAbsorbReward(uint256 newBps) external restricted nonReentrant {
        _requireInBounds(newBps, 0, MAX_ABSORB_REWARD_BPS);
        emit AbsorbRewardSet(absorbRewardBps, newBps);
        absorbRewardBps = newBps.toUint16();
    }

    /* ABSORBING */

    /// @inheritdoc IStabilityPool
    function absorb(
        MarketId id,
        address owner,
        uint256 maxRepay
    ) external nonReentrant returns (uint256 repaid, uint256 collateral, uint256 reward) {
        if (msg.sender == owner) revert StabilityPoolSelfAbsorption(msg.sender);
        bytes32 feed = _feedOf(id);
        uint256 most = Math.min(maxRepay, _spendable());
        if (most == 0) revert StabilityPoolNothingToSpend();

        uint256 arrived;
        uint256 bonus;
        (repaid, arrived, bonus) = _liquidate(id, owner, most, feed);
        reward = Math.min((arrived * absorbRewardBps) / BPS, bonus);
        collateral = arrived - reward;
        _perShare += FlowMath.perShareDown(collateral, totalSupply());
        _spend(repaid);

        emit Absorbed(id, owner, msg.sender, repaid, collateral, reward);

        if (reward != 0) COLLATERAL.safeTransfer(msg.sender, reward);
    }

    function _feedOf(MarketId id) private view returns (bytes32) {
        MarketKey memory key = LEDGER.keyOf(id);
        bool serves = address(key.derivative) == asset() && address(key.collateral) == address(COLLATERAL);
        if (!serves) revert StabilityPoolWrongMarket(id);
        return key.feed;
    }

    /// @dev What arrived is measured, and is no more than the Ledger says it sent: whatever else a token does with the balance meanwhile is not
    /// the depositors'. `bonus` is what has come above the worth of the repayment, in units of collateral, rounded down.
    function _liquidate(
        MarketId id,
        address owner,
        uint256 maxRepay,
        bytes32 feed
    ) private returns (uint256 repaid, uint256 arrived, uint256 bonus) {
        uint256 seized;
        uint256 before = COLLATERAL.balanceOf(address(this));
        (repaid, seized) = LEDGER.liquidate(id, owner, maxRepay, 0, address(this));
        arrived = Math.min(seized, Math.saturatingSub(COLLATERAL.balanceOf(address(this)), before));

        uint256 worth = _worthUp(id, repaid, seized, feed);
        if (seized < worth) revert StabilityPoolOverpays(seized, worth);
        if (arrived == 0) revert StabilityPoolNothingArrived();
        bonus = Math.saturatingSub(arrived, worth);
    }

    /// @dev What `repaid` is worth in units of collateral. A seizure is rounded down to whole units: where a unit is worth much, an owner could
    /// have the debt repaid in bits for nothing. Every liquidation takes the market's least bonus on top and loses less than a unit, which
    /// bounds the worth without a price; only where that unit weighs more than the bonus the price is asked for again.
    function _worthUp(MarketId id, uint256 repaid, uint256 seized, bytes32 feed) private view returns (uint256 worth) {
        uint256 leastBonus =
            LEDGER.storedParameter(id, Parameter.LiquidationPenalty) *
                LEDGER.storedParameter(id, Parameter.PenaltyFloor);
        worth = Math.mulDiv(seized + 1, BPS * BPS, BPS * BPS + leastBonus, Math.Rounding.Ceil);
        if (worth <= seized) return worth;
        uint256 unit = 10 ** LEDGER.collateralDecimalsOf(id);
        return Math.mulDiv(repaid, unit, ORACLE.peek(feed).high, Math.Rounding.Ceil);
    }

    /* CLAIMING */

    /// @inheritdoc IStabilityPool
    function claim(address receiver) external nonReentrant returns (uint256 collateral) {
        if (receiver == address(0)) revert StabilityPoolZeroReceiver();
        _settle(msg.sender);
        Earnings storage earnings = _earnings[msg.sender];
        collateral = earnings.creditX64 >> 64;
        if (collateral == 0) return 0;
        earnings.creditX64 -= collateral << 64;
        emit Claimed(msg.sender, receiver, collateral);
        COLLATERAL.safeTransfer(receiver, collateral);
    }

    /// @inheritdoc IStabilityPool
    function claimableOf(address owner) external view nonReentrantView returns (uint256) {
        return _creditX64Of(owner) >> 64;
    }

    function _creditX64Of(address owner) private view returns (uint256) {
        Earnings storage earnings = _earnings[owner];
        uint256 growth = _perShare - earnings.seenPerShare;
        return earnings.creditX64 + FlowMath.earnedX64Down(balanceOf(owner), growth);
    }

    function _settle(address owner) private {
        if (_earnings[owner].seenPerShare == _perShare) return;
        _earnings[owner] = Earnings(_perShare, _creditX64Of(owner));
    }

    /// @dev What shares have earned so far stays with whoever held them.
    function _update(address from, address to, uint256 value) internal override {
        if (from != address(0)) _settle(from);
        if (to != address(0)) _settle(to);
        super._update(from, to, value);
    }
}
