// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { SignedMath } from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import { ILedger, MarketKey, MarketState, Vault } from "../interfaces/ILedger.sol";
import { IOracleHub, Price, PriceState } from "../interfaces/IOracleHub.sol";
import { MarketId, RiskTerms } from "../interfaces/IRiskParameters.sol";
import { Distress, LiquidationMath } from "../libraries/LiquidationMath.sol";
import { VaultMath } from "../libraries/VaultMath.sol";
import { LedgerBooks } from "./LedgerBooks.sol";

/// @title The accounting core: what may be done with the books, by whom and at which price
contract Ledger is LedgerBooks {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /* CONSTANTS AND IMMUTABLES */

    /// @notice As the debt change of `adjust`: repay whatever the vault owes at that moment.
    int256 public constant REPAY_ALL = type(int256).min;
    /// @notice Collateral worth less than this cannot pay for a liquidation; far below any MinimumDebt, so such a vault is always unhealthy.
    uint256 public constant WRITE_OFF_DUST = 10e18;
    /// @notice More than any known token has, and few enough that a vault of 2^104 units still holds millions of whole tokens.
    uint8 public constant MAX_COLLATERAL_DECIMALS = 24;

    uint256 private constant BPS = 1e4;

    /// @inheritdoc ILedger
    IOracleHub public immutable ORACLE;

    /* STORAGE */

    /// @inheritdoc ILedger
    mapping(address owner => mapping(address operator => bool)) public isOperator;

    /* CONSTRUCTOR */

    constructor(IOracleHub oracle, address authority) AccessManaged(authority) {
        ORACLE = oracle;
    }

    /* MARKET CREATION */

    /// @inheritdoc ILedger
    function createMarket(
        MarketKey calldata key,
        RiskTerms calldata terms
    ) external restricted nonReentrant returns (MarketId id) {
        id = MarketId.wrap(keccak256(abi.encode(key)));
        Market storage market = _markets[id];
        if (market.state.accruedAt != 0) revert LedgerMarketExists(id);
        if (_labelTaken[key.label]) revert LedgerLabelTaken(key.label);
        uint8 decimals = _requireValidKey(key);

        market.key = key;
        market.state.accruedAt = block.timestamp.toUint64();
        market.collateralDecimals = decimals;
        _labelTaken[key.label] = true;
        _marketIds.push(id);
        _initializeTerms(id, terms);
        emit MarketCreated(id, key, terms);
    }

    /// @dev A feed that the hub does not know makes `peek` revert.
    function _requireValidKey(MarketKey calldata key) private view returns (uint8 decimals) {
        address derivative = address(key.derivative);
        address collateral = address(key.collateral);
        if (derivative.code.length == 0 || collateral.code.length == 0) revert LedgerBadMarketKey();
        if (derivative == collateral || key.label == 0 || key.feed == 0) revert LedgerBadMarketKey();
        try key.derivative.LEDGER() returns (address ledger) {
            if (ledger != address(this)) revert LedgerBadMarketKey();
        } catch {
            revert LedgerBadMarketKey();
        }
        try IERC20Metadata(collateral).decimals() returns (uint8 answer) {
            if (answer > MAX_COLLATERAL_DECIMALS) revert LedgerBadMarketKey();
            decimals = answer;
        } catch {
            revert LedgerBadMarketKey();
        }
        ORACLE.peek(key.feed);
    }

    /* VAULT MANAGEMENT */

    /// @inheritdoc ILedger
    function adjust(
        MarketId id,
        address owner,
        int256 collateralChange,
        int256 debtChange,
        address receiver
    ) external nonReentrant returns (int256 collateralDelta, int256 debtDelta) {
        bool takes = collateralChange < 0 || debtChange > 0;
        if (!takes) receiver = address(0);
        else if (receiver == address(0)) revert LedgerZeroReceiver();
        else if (!_actsFor(owner, msg.sender)) revert LedgerNotOperator(owner, msg.sender);

        Market storage market = _accrue(id);
        Vault storage vault = market.vaults[owner];

        (collateralDelta, debtDelta) = (collateralChange, _debtDelta(market.state, vault, debtChange));
        if (collateralDelta == 0 && debtDelta == 0) revert LedgerNothingToDo();

        if (collateralDelta > 0) _addCollateral(market, vault, owner, uint256(collateralDelta));
        if (collateralDelta < 0) _removeCollateral(market, vault, SignedMath.abs(collateralDelta));
        if (debtDelta > 0) _addDebt(id, market.state, vault, uint256(debtDelta));
        if (debtDelta < 0) _removeDebt(market, vault, SignedMath.abs(debtDelta), 0);

        if (vault.debtShares != 0) {
            RiskTerms memory terms = _termsOf(id);
            uint256 debt = _debtOf(market.state, vault);
            // Only where the debt moves: a higher MinimumDebt must not come between an owner and adding collateral.
            if (debtDelta != 0) _requireMinimum(debt, terms.minimumDebt);
            if (takes) _requireCollateralized(market, vault.collateral, debt, terms.collateralizationRatioBps);
        }

        emit Adjusted(id, owner, msg.sender, collateralDelta, debtDelta, receiver);

        if (collateralDelta > 0) _pull(market.key.collateral, uint256(collateralDelta));
        if (debtDelta < 0) market.key.derivative.burn(msg.sender, SignedMath.abs(debtDelta));
        if (debtDelta > 0) market.key.derivative.mint(receiver, uint256(debtDelta));
        if (collateralDelta < 0) market.key.collateral.safeTransfer(receiver, SignedMath.abs(collateralDelta));
    }

    /* LIQUIDATION */

    /// @inheritdoc ILedger
    function liquidate(
        MarketId id,
        address owner,
        uint256 maxRepay,
        uint256 minSeized,
        address receiver
    ) external nonReentrant returns (uint256 repaid, uint256 seized) {
        if (receiver == address(0)) revert LedgerZeroReceiver();
        if (msg.sender == owner) revert LedgerSelfLiquidation(msg.sender);

        Market storage market = _accrue(id);
        Vault storage vault = market.vaults[owner];

        RiskTerms memory terms = _termsOf(id);
        Distress memory distress = _requireDistress(market, vault, terms.liquidationThresholdBps, maxRepay);
        uint256 badDebt;
        (repaid, seized, badDebt) = LiquidationMath.split(distress, terms);
        if (repaid == 0) revert LedgerNothingToDo();
        if (seized < minSeized) revert LedgerSlippage(seized, minSeized);

        _removeCollateral(market, vault, seized);
        _removeDebt(market, vault, repaid, badDebt);

        if (vault.debtShares != 0) {
            _requireMinimum(_debtOf(market.state, vault), terms.minimumDebt);
            _requireMoreThanDust(VaultMath.valueDown(vault.collateral, distress.price, distress.unit));
        }

        emit Liquidated(id, owner, msg.sender, repaid, seized, badDebt, distress.healthWad);

        market.key.derivative.burn(msg.sender, repaid);
        market.key.collateral.safeTransfer(receiver, seized);
    }

    /// @inheritdoc ILedger
    function writeOff(
        MarketId id,
        address owner,
        address receiver
    ) external nonReentrant returns (uint256 debt, uint256 released) {
        if (receiver == address(0)) revert LedgerZeroReceiver();
        if (msg.sender == owner) revert LedgerSelfLiquidation(msg.sender);

        Market storage market = _accrue(id);
        Vault storage vault = market.vaults[owner];

        debt = _debtOf(market.state, vault);
        if (debt == 0) revert LedgerNothingToDo();
        released = vault.collateral;
        uint256 value = released == 0 ? 0 : _valueDown(market, released, _agreedHighPrice(market.key.feed));
        if (value >= WRITE_OFF_DUST) revert LedgerNotWorthless(value, WRITE_OFF_DUST);

        _removeCollateral(market, vault, released);
        _removeDebt(market, vault, 0, debt);

        emit WrittenOff(id, owner, debt, released, receiver);

        market.key.collateral.safeTransfer(receiver, released);
    }

    /* AUTHORIZATION */

    /// @inheritdoc ILedger
    function setOperator(address operator, bool approved) external nonReentrant {
        isOperator[msg.sender][operator] = approved;
        emit OperatorSet(msg.sender, operator, approved);
    }

    function _actsFor(address owner, address caller) private view returns (bool) {
        return caller == owner || isOperator[owner][caller];
    }

    /* HEALTH CHECK */

    function _debtDelta(MarketState storage state, Vault storage vault, int256 change) private view returns (int256) {
        if (change >= 0) return change;
        uint256 debt = _debtOf(state, vault);
        uint256 repayment = change == REPAY_ALL ? debt : SignedMath.abs(change);
        if (repayment > debt) revert LedgerRepaysTooMuch(debt, repayment);
        return -repayment.toInt256();
    }

    function _requireMinimum(uint256 debt, uint256 minimum) private pure {
        if (debt < minimum) revert LedgerBelowMinimumDebt(debt, minimum);
    }

    /// @dev What a partial liquidation leaves must be worth another one: the last dust is paid for, not left to a write-off, so that
    /// splitting never pays.
    function _requireMoreThanDust(uint256 value) private pure {
        if (value < WRITE_OFF_DUST) revert LedgerLeavesDust(value, WRITE_OFF_DUST);
    }

    /// @dev At the low price, and only while the sources agree.
    function _requireCollateralized(
        Market storage market,
        uint256 collateral,
        uint256 debt,
        uint256 ratioBps
    ) private view {
        bytes32 feed = market.key.feed;
        Price memory price = ORACLE.peek(feed);
        if (price.state != PriceState.OK || price.low == 0) revert LedgerPriceNotUsable(feed, price.state);
        uint256 value = _valueDown(market, collateral, price.low);
        uint256 required = Math.mulDiv(debt, ratioBps, BPS, Math.Rounding.Ceil);
        if (value < required) revert LedgerUnhealthy(value, required);
    }

    /// @dev At the high price, in favour of the owner. A vault without debt is healthy whatever the price.
    function _requireDistress(
        Market storage market,
        Vault storage vault,
        uint256 thresholdBps,
        uint256 maxRepay
    ) private view returns (Distress memory distress) {
        distress.debt = _debtOf(market.state, vault);
        if (distress.debt == 0) revert LedgerHealthy(type(uint256).max);
        distress.collateral = vault.collateral;
        distress.price = _highPrice(market.key.feed);
        distress.unit = 10 ** market.collateralDecimals;
        distress.value = VaultMath.valueDown(distress.collateral, distress.price, distress.unit);
        distress.healthWad = VaultMath.healthDown(distress.value, thresholdBps, distress.debt);
        distress.maxRepay = maxRepay;
        if (distress.healthWad >= 1e18) revert LedgerHealthy(distress.healthWad);
    }

    function _highPrice(bytes32 feed) private view returns (uint256) {
        Price memory price = ORACLE.peek(feed);
        if (price.state == PriceState.DOWN || price.high == 0) revert LedgerPriceNotUsable(feed, price.state);
        return price.high;
    }

    /// @dev For giving collateral away: a price that one source alone may have made up is not enough for that.
    function _agreedHighPrice(bytes32 feed) private view returns (uint256) {
        Price memory price = ORACLE.peek(feed);
        if (price.state != PriceState.OK || price.high == 0) revert LedgerPriceNotUsable(feed, price.state);
        return price.high;
    }

    function _valueDown(Market storage market, uint256 collateral, uint256 price) private view returns (uint256) {
        return VaultMath.valueDown(collateral, price, 10 ** market.collateralDecimals);
    }

    /* TRANSFER */

    /// @dev Everything but pulled collateral is settled in the books alone: this is the one place that reads a balance.
    function _pull(IERC20 token, uint256 amount) private {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = token.balanceOf(address(this)) - before;
        if (received < amount) revert LedgerTransferShort(amount, received);
    }
}
