// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { SignedMath } from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { ILedger, MarketKey, Seizure, Vault } from "../interfaces/ILedger.sol";
import { IOracleHub, Price, PriceState } from "../interfaces/IOracleHub.sol";
import { MarketId, RiskTerms } from "../interfaces/IRiskParameters.sol";
import { Distress, LiquidationMath, LiquidationTerms } from "../libraries/LiquidationMath.sol";
import { MarketKeys } from "../libraries/MarketKeys.sol";
import { MarketTerms, StoredTerms } from "../libraries/MarketTerms.sol";
import { VaultMath } from "../libraries/VaultMath.sol";
import { ExposureCaps } from "./ExposureCaps.sol";
import { LedgerBooks } from "./LedgerBooks.sol";

/// @title The accounting core: what may be done with the books, by whom and at which price
contract Ledger is LedgerBooks {
    using MarketTerms for StoredTerms;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /* CONSTANTS AND IMMUTABLES */

    /// @notice As the debt change of `adjust`: repay whatever the vault owes at that moment.
    int256 public constant REPAY_ALL = type(int256).min;
    /// @notice Collateral worth less than this cannot pay for a liquidation; far below any MinimumDebt, so such a vault is always unhealthy.
    uint256 public constant WRITE_OFF_DUST = 10e18;
    /// @notice More than any known token has, and few enough that a vault of 2^104 units still holds millions of whole tokens.
    uint8 public constant MAX_COLLATERAL_DECIMALS = MarketKeys.MAX_COLLATERAL_DECIMALS;

    /// @notice Long enough for a proposal guardian and delegates to meet, too short to hold a market hostage.
    uint256 public constant FREEZE_DURATION = 24 hours;
    /// @notice From the start of one freeze to the next that governance did not allow: six days of seven stay open.
    uint256 public constant FREEZE_INTERVAL = 7 days;
    /// @notice How long a feed must have been dead before its markets may be shut: sources that are repaired within a day shut nothing.
    uint256 public constant SHUTDOWN_GRACE = 24 hours;

    /// @dev Of a part of a vault's collateral in proportion to the debt: what rounding to whole units may take at most.
    uint256 private constant MOST_OF_PART_BPS = 1.01e4;
    uint256 private constant BPS = 1e4;
    uint256 private constant WAD = 1e18;

    /// @inheritdoc ILedger
    IOracleHub public immutable ORACLE;

    /* STORAGE */

    /// @inheritdoc ILedger
    mapping(address owner => mapping(address operator => bool)) public isOperator;
    /// @inheritdoc ILedger
    mapping(MarketId id => uint256) public settlementPriceOf;

    /* CONSTRUCTOR */

    constructor(
        IOracleHub oracle,
        address authority
    ) AccessManaged(authority) LedgerBooks(new ExposureCaps(authority)) {
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
        if (market.accruedAt != 0) revert LedgerMarketExists(id);
        if (_labelTaken[key.label]) revert LedgerLabelTaken(key.label);
        uint8 decimals = MarketKeys.requireValid(
            address(key.derivative),
            address(key.collateral),
            key.feed,
            key.label,
            address(ORACLE)
        );

        market.key = key;
        market.accruedAt = block.timestamp.toUint40();
        _labelTaken[key.label] = true;
        _marketIds.push(id);
        _initializeTerms(id, terms, decimals);
        emit MarketCreated(id, key, terms);
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

        // Collateral that is only added asks for no debt, and so for no fee.
        bool asksForDebt = takes || debtChange != 0;
        Market storage market = asksForDebt ? _accrue(id) : _marketOf(id);
        Vault storage vault = market.vaults[owner];

        (collateralDelta, debtDelta) = (collateralChange, _debtDelta(market, vault, debtChange));
        if (collateralDelta == 0 && debtDelta == 0) revert LedgerNothingToDo();

        if (collateralDelta > 0) _addCollateral(market, vault, owner, uint256(collateralDelta));
        if (collateralDelta < 0) _removeCollateral(market, vault, SignedMath.abs(collateralDelta));
        if (debtDelta > 0) _addDebt(id, market, vault, uint256(debtDelta));
        if (debtDelta < 0) _removeDebt(id, market, vault, SignedMath.abs(debtDelta), 0);
        if (asksForDebt) {
            _count(id, market, debtDelta > 0 ? uint256(debtDelta) : 0);
            _requireSound(id, market, vault, takes, debtDelta != 0);
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

        LiquidationTerms memory terms = _terms[id].ofLiquidation();
        Distress memory distress = _requireDistress(id, market, vault, terms.thresholdBps);
        distress.maxRepay = maxRepay;
        uint256 badDebt;
        (repaid, seized, badDebt) = LiquidationMath.split(distress, terms);
        if (repaid == 0) revert LedgerNothingToDo();
        if (seized < minSeized) revert LedgerSlippage(seized, minSeized);

        _removeCollateral(market, vault, seized);
        _removeDebt(id, market, vault, repaid, badDebt);
        _count(id, market, 0);

        if (vault.debtShares != 0) {
            _requireMinimum(_debtOf(market, vault), terms.minimumDebt);
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

        debt = _debtOf(market, vault);
        if (debt == 0) revert LedgerNothingToDo();
        released = vault.collateral;
        uint256 value = released == 0 ? 0 : _valueDown(id, released, _agreedHighPrice(market.key.feed));
        if (value >= WRITE_OFF_DUST) revert LedgerNotWorthless(value, WRITE_OFF_DUST);

        _removeCollateral(market, vault, released);
        _removeDebt(id, market, vault, 0, debt);
        _count(id, market, 0);

        emit WrittenOff(id, owner, debt, released, receiver);

        market.key.collateral.safeTransfer(receiver, released);
    }

    /* AUCTION */

    /// @inheritdoc ILedger
    function seize(
        MarketId id,
        address owner,
        uint256 maxDebt,
        address receiver
    ) external restricted nonReentrant returns (Seizure memory seizure) {
        Market storage market = _accrue(id);
        Vault storage vault = market.vaults[owner];

        LiquidationTerms memory terms = _terms[id].ofLiquidation();
        Distress memory distress = _requireDistress(id, market, vault, terms.thresholdBps);
        seizure.debt = Math.min(distress.debt, maxDebt);
        if (seizure.debt == 0) revert LedgerNothingToDo();
        bool takesAll = seizure.debt == distress.debt;
        if (!takesAll) _requireMinimum(distress.debt - seizure.debt, terms.minimumDebt);
        seizure.collateral =
            takesAll
                ? distress.collateral
                : Math.mulDiv(distress.collateral, seizure.debt, distress.debt, Math.Rounding.Ceil);
        // Debt without anything to sell for it has no place in an auction.
        if (seizure.collateral == 0) revert LedgerNothingToDo();
        // Where a unit is dear, rounding up part by part would carry the vault's collateral away from the debt that stays.
        bool isFair = seizure.collateral * distress.debt * BPS <= distress.collateral * seizure.debt * MOST_OF_PART_BPS;
        if (!isFair) revert LedgerPartTooSmall(seizure.debt, seizure.collateral);
        (seizure.priceWad, seizure.healthWad) = (distress.price, distress.healthWad);

        _removeCollateral(market, vault, seizure.collateral);
        _auctionDebt(id, market, vault, seizure.debt);
        _count(id, market, 0);

        if (!takesAll) _requireMoreThanDust(VaultMath.valueDown(vault.collateral, distress.price, distress.unit));

        emit Seized(id, owner, receiver, seizure.debt, seizure.collateral, seizure.healthWad);

        market.key.collateral.safeTransfer(receiver, seizure.collateral);
    }

    /// @inheritdoc ILedger
    function settle(MarketId id, uint256 proceeds, uint256 debtPaid, uint256 badDebt) external restricted nonReentrant {
        // The fee is charged on debt in vaults, and only for bad debt is it asked whether it has come in: the surplus pays first.
        Market storage market = badDebt == 0 ? _enter(id) : _accrue(id);
        _closeAuction(id, market, proceeds, debtPaid, badDebt);
        _count(id, market, 0);
        emit AuctionSettled(id, proceeds, debtPaid, badDebt);
        if (proceeds != 0) market.key.derivative.burn(msg.sender, proceeds);
    }

    /* SURPLUS AND DEFICIT */

    /// @inheritdoc ILedger
    function coverDeficit(MarketId id, uint256 maxAmount) external nonReentrant returns (uint256 covered) {
        Market storage market = _accrue(id);
        covered = Math.min(maxAmount, market.deficit);
        if (covered == 0) revert LedgerNothingToDo();
        _coverDeficit(id, market, msg.sender, covered);
        _count(id, market, 0);
        market.key.derivative.burn(msg.sender, covered);
    }

    /// @inheritdoc ILedger
    function coverFromSurplus(MarketId id) external nonReentrant returns (uint256 covered) {
        Market storage market = _accrue(id);
        covered = Math.min(surplusOf(market.key.derivative), market.deficit);
        if (covered == 0) revert LedgerNothingToDo();
        _takeSurplus(market.key.derivative, covered);
        _coverDeficit(id, market, address(0), covered);
        _count(id, market, 0);
    }

    /// @inheritdoc ILedger
    function mintSurplus(IDerivative derivative, uint256 amount, address receiver) external restricted nonReentrant {
        uint256 kept = deficitOf(derivative) + inAuctionOf(derivative);
        uint256 free = Math.saturatingSub(surplusOf(derivative), kept);
        if (amount > free) revert LedgerSurplusTooSmall(free, amount);
        _takeSurplus(derivative, amount);
        emit SurplusMinted(derivative, receiver, amount);
        derivative.mint(receiver, amount);
    }

    /* FREEZE */

    /// @inheritdoc ILedger
    function freeze(MarketId id) external restricted nonReentrant {
        Market storage market = _marketOf(id);
        if (market.frozenUntil == FOREVER) revert LedgerShut(id);
        uint256 allowedAt = market.frozenUntil == 0 ? 0 : market.frozenUntil - FREEZE_DURATION + FREEZE_INTERVAL;
        if (block.timestamp < allowedAt) revert LedgerFreezeTooSoon(id, allowedAt);
        market.frozenUntil = (block.timestamp + FREEZE_DURATION).toUint64();
        emit IssuingFrozen(id, market.frozenUntil);
    }

    /// @inheritdoc ILedger
    function unfreeze(MarketId id) external restricted nonReentrant {
        Market storage market = _marketOf(id);
        if (market.frozenUntil == FOREVER) revert LedgerShut(id);
        market.frozenUntil = 0;
        emit IssuingUnfrozen(id);
    }

    /* SHUTDOWN */

    /// @inheritdoc ILedger
    function shutdown(MarketId id) external nonReentrant {
        Market storage market = _accrue(id);
        if (market.frozenUntil == FOREVER) revert LedgerShut(id);
        bytes32 feed = market.key.feed;
        (uint256 deadSince, uint256 price) = ORACLE.lastWordOf(feed);
        if (deadSince == 0 || block.timestamp < deadSince + SHUTDOWN_GRACE) revert LedgerNotDead(feed, deadSince);
        if (price == 0) revert LedgerPriceNotUsable(feed, PriceState.DOWN);

        market.frozenUntil = FOREVER;
        settlementPriceOf[id] = price;
        _count(id, market, 0);
        emit MarketShut(id, price);
    }

    /// @inheritdoc ILedger
    function redeemFrom(
        MarketId id,
        address owner,
        uint256 maxRepay,
        uint256 minSeized,
        address receiver
    ) external nonReentrant returns (uint256 repaid, uint256 seized) {
        if (receiver == address(0)) revert LedgerZeroReceiver();
        if (settlementPriceOf[id] == 0) revert LedgerNotShut(id);

        Market storage market = _accrue(id);
        Vault storage vault = market.vaults[owner];

        Distress memory whole = _valued(id, market, vault, settlementPriceOf[id]);
        whole.maxRepay = maxRepay;
        uint256 badDebt;
        (repaid, seized, badDebt) = LiquidationMath.splitAtPar(whole);
        if (repaid == 0) revert LedgerNothingToDo();
        if (seized < minSeized) revert LedgerSlippage(seized, minSeized);

        _removeCollateral(market, vault, seized);
        _removeDebt(id, market, vault, repaid, badDebt);
        _count(id, market, 0);

        emit Redeemed(id, owner, msg.sender, repaid, seized, badDebt);

        market.key.derivative.burn(msg.sender, repaid);
        market.key.collateral.safeTransfer(receiver, seized);
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

    function _debtDelta(Market storage market, Vault storage vault, int256 change) private view returns (int256) {
        if (change >= 0) return change;
        uint256 debt = _debtOf(market, vault);
        uint256 repayment = change == REPAY_ALL ? debt : SignedMath.abs(change);
        if (repayment > debt) revert LedgerRepaysTooMuch(debt, repayment);
        return -repayment.toInt256();
    }

    function _requireMinimum(uint256 debt, uint256 minimum) private pure {
        if (debt < minimum) revert LedgerBelowMinimumDebt(debt, minimum);
    }

    /// @dev What a partial liquidation or seizure leaves must be worth another one: the last dust is paid for, not left to a write-off, so
    /// that splitting never pays.
    function _requireMoreThanDust(uint256 value) private pure {
        if (value < WRITE_OFF_DUST) revert LedgerLeavesDust(value, WRITE_OFF_DUST);
    }

    /// @dev What an adjustment leaves of a vault with debt.
    function _requireSound(
        MarketId id,
        Market storage market,
        Vault storage vault,
        bool takes,
        bool movesDebt
    ) private view {
        if (vault.debtShares == 0) return;
        uint256 debt = _debtOf(market, vault);
        // Only where the debt moves: a higher MinimumDebt must not come between an owner and adding collateral.
        if (movesDebt) _requireMinimum(debt, _terms[id].minimumDebt);
        if (!takes) return;
        // Settled at one price and withdrawn at another, what stays behind need not pay for the debt.
        if (market.frozenUntil == FOREVER) revert LedgerShut(id);
        _requireCollateralized(id, market, vault.collateral, debt);
    }

    /// @dev At the low price, and only while the sources agree.
    function _requireCollateralized(MarketId id, Market storage market, uint256 collateral, uint256 debt) private view {
        bytes32 feed = market.key.feed;
        Price memory price = ORACLE.peek(feed);
        if (price.state != PriceState.OK || price.low == 0) revert LedgerPriceNotUsable(feed, price.state);
        uint256 value = _valueDown(id, collateral, price.low);
        uint256 required = Math.mulDiv(debt, _terms[id].collateralizationRatioBps, BPS, Math.Rounding.Ceil);
        if (value < required) revert LedgerUnhealthy(value, required);
    }

    /// @dev At the high price, in favour of the owner. A vault without debt is healthy whatever the price.
    function _requireDistress(
        MarketId id,
        Market storage market,
        Vault storage vault,
        uint256 thresholdBps
    ) private view returns (Distress memory distress) {
        if (vault.debtShares == 0) revert LedgerHealthy(type(uint256).max);
        distress = _valued(id, market, vault, _highPrice(market.key.feed));
        distress.healthWad = VaultMath.healthDown(distress.value, thresholdBps, distress.debt);
        if (distress.healthWad >= WAD) revert LedgerHealthy(distress.healthWad);
    }

    function _valued(
        MarketId id,
        Market storage market,
        Vault storage vault,
        uint256 price
    ) private view returns (Distress memory distress) {
        distress.debt = _debtOf(market, vault);
        distress.collateral = vault.collateral;
        distress.price = price;
        distress.unit = 10 ** _terms[id].collateralDecimals;
        distress.value = VaultMath.valueDown(distress.collateral, price, distress.unit);
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

    function _valueDown(MarketId id, uint256 collateral, uint256 price) private view returns (uint256) {
        return VaultMath.valueDown(collateral, price, 10 ** _terms[id].collateralDecimals);
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
