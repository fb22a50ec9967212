// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { IExposureCaps } from "../interfaces/IExposureCaps.sol";
import { ILedger, MarketKey, MarketState, Vault } from "../interfaces/ILedger.sol";
import { MarketId } from "../interfaces/IRiskParameters.sol";
import { InterestMath } from "../libraries/InterestMath.sol";
import { MarketTerms, StoredTerms } from "../libraries/MarketTerms.sol";
import { SharesMath } from "../libraries/SharesMath.sol";
import { RiskParameters } from "./RiskParameters.sol";

/// @title The books: what is stored for a market, how fees reach it and how debt and collateral enter and leave it
/// @notice Here, and nowhere else, supply + surplus = debt + debt in auction + deficit is kept to the wei. Nothing here asks for a price or
/// moves a token.
abstract contract LedgerBooks is ILedger, RiskParameters {
    using MarketTerms for StoredTerms;
    using SafeCast for uint256;
    using SharesMath for uint256;

    /// @dev As in `MarketState`, but what changes together shares a slot: debt and its shares; collateral, owners and the time of the fee;
    /// and what only losses and auctions move.
    struct Market {
        MarketKey key;
        uint128 totalDebt;
        uint128 totalDebtShares;
        // next slot
        uint128 totalCollateral;
        uint64 frozenUntil;
        uint40 accruedAt;
        uint24 ownerCount;
        // next slot
        uint128 deficit;
        uint128 inAuction;
        mapping(uint256 index => address) owners;
        mapping(address owner => Vault) vaults;
    }

    /// @dev What a derivative's markets have in common, beside their exposure. Auctions move the first slot, losses the second too.
    struct Common {
        uint128 surplus;
        uint128 inAuction;
        // 2nd slot
        uint128 deficit;
    }

    /* CONSTANTS */

    /// @dev As `frozenUntil`: the market is shut.
    uint64 internal constant FOREVER = type(uint64).max;
    /// @dev Fees fill the surplus up to here and no further; the room above is for the wei that rounding leaves, and for penalties.
    uint256 private constant MAX_FEES = type(uint128).max - type(uint96).max;

    /* IMMUTABLES */

    /// @inheritdoc ILedger
    IExposureCaps public immutable EXPOSURES;

    /* STORAGE */

    mapping(IDerivative derivative => Common) private _common;
    mapping(MarketId id => Market) internal _markets;
    mapping(bytes32 label => bool) internal _labelTaken;
    MarketId[] internal _marketIds;
    /// @dev The exposure of the market that a call is about, as it was counted before the call. One at a time: every call is locked.
    uint256 private transient _countedExposure;

    /* CONSTRUCTOR */

    constructor(IExposureCaps exposures) {
        EXPOSURES = exposures;
    }

    /* INTEREST MANAGEMENT */

    /// @inheritdoc ILedger
    function accrue(MarketId id) external nonReentrant {
        _count(id, _accrue(id), 0);
    }

    /// @dev Where a call that moves debt begins; it ends with `_count`, so that all it does is counted at once.
    function _enter(MarketId id) internal returns (Market storage market) {
        market = _marketOf(id);
        _countedExposure = _exposureOf(market);
    }

    /// @dev Enters a market and charges the fee up to now.
    function _accrue(MarketId id) internal returns (Market storage market) {
        market = _enter(id);
        if (market.accruedAt == block.timestamp) return market;

        uint256 interest = _pendingInterest(id, market);
        market.accruedAt = block.timestamp.toUint40();
        if (interest != 0) {
            market.totalDebt += interest.toUint128();
            _addSurplus(market.key.derivative, interest);
        }
        emit Accrued(id, interest, market.totalDebt);
    }

    /// @dev A market that is shut bears no more fees: its owners can only leave, and its holders are waiting. What the surplus of all the
    /// derivative's markets has no room for is not charged: accrual never reverts.
    function _pendingInterest(MarketId id, Market storage market) private view returns (uint256) {
        if (market.frozenUntil == FOREVER) return 0;
        uint256 elapsed = block.timestamp - market.accruedAt;
        uint256 interest = InterestMath.interestDown(market.totalDebt, _terms[id].stabilityFeeWad, elapsed);
        if (interest == 0) return 0;
        return Math.min(interest, Math.saturatingSub(MAX_FEES, surplusOf(market.key.derivative)));
    }

    /// @dev The old fee counts up to the moment of a change.
    function _beforeFeeChange(MarketId id) internal override {
        _count(id, _accrue(id), 0);
    }

    /* BOOKKEEPING */

    function _addCollateral(Market storage market, Vault storage vault, address owner, uint256 amount) internal {
        if (vault.index == 0) {
            uint24 index = (uint256(market.ownerCount) + 1).toUint24();
            (market.owners[index], market.ownerCount, vault.index) = (owner, index, index);
        }
        vault.collateral = (vault.collateral + amount).toUint104();
        market.totalCollateral = (market.totalCollateral + amount).toUint128();
    }

    function _removeCollateral(Market storage market, Vault storage vault, uint256 amount) internal {
        uint256 held = vault.collateral;
        if (amount > held) revert LedgerInsufficientCollateral(held, amount);
        // No more than the vault holds, which is no more than all hold.
        unchecked {
            vault.collateral = uint104(held - amount);
            market.totalCollateral -= uint128(amount);
        }
    }

    /// @dev The limits come before the write, because what exceeds them need not fit into the books.
    function _addDebt(MarketId id, Market storage market, Vault storage vault, uint256 amount) internal {
        _requireRoom(id, market, amount);
        uint128 shares = amount.toSharesUp(market.totalDebt, market.totalDebtShares).toUint128();
        vault.debtShares += shares;
        market.totalDebtShares += shares;
        market.totalDebt += amount.toUint128();
    }

    /// @dev Takes `repaid`, which the caller burns, and `badDebt`, which is realised, off a vault.
    function _removeDebt(
        MarketId id,
        Market storage market,
        Vault storage vault,
        uint256 repaid,
        uint256 badDebt
    ) internal {
        _takeDebt(id, market, vault, repaid + badDebt);
        _realise(id, market, badDebt);
    }

    /// @dev Moves debt of a vault to where auctions are counted. The exposure stays, but for what rounding leaves.
    function _auctionDebt(MarketId id, Market storage market, Vault storage vault, uint256 amount) internal {
        _takeDebt(id, market, vault, amount);
        market.inAuction += amount.toUint128();
        Common storage common = _common[market.key.derivative];
        common.inAuction = (common.inAuction + amount).toUint128();
    }

    /// @dev Closes debt in auction: `proceeds` were burned, `debtPaid` of them for debt, and `badDebt` will never be paid.
    function _closeAuction(
        MarketId id,
        Market storage market,
        uint256 proceeds,
        uint256 debtPaid,
        uint256 badDebt
    ) internal {
        if (debtPaid > proceeds || debtPaid + badDebt > market.inAuction) {
            revert LedgerSettlesTooMuch(market.inAuction, proceeds);
        }
        market.inAuction -= (debtPaid + badDebt).toUint128();
        _common[market.key.derivative].inAuction -= (debtPaid + badDebt).toUint128();
        _addSurplus(market.key.derivative, proceeds - debtPaid);
        _realise(id, market, badDebt);
    }

    /// @dev A vault's debt is rounded up, so clearing it can take a wei more than the market's total holds: the excess is surplus. When the
    /// last share goes, wei that rounding left in the total go with it as bad debt: no shares, no debt.
    function _takeDebt(MarketId id, Market storage market, Vault storage vault, uint256 amount) private {
        (uint256 totalDebt, uint256 totalShares) = (market.totalDebt, market.totalDebtShares);
        bool clears = amount == _debtOf(market, vault);
        uint256 shares = clears ? vault.debtShares : amount.toSharesDown(totalDebt, totalShares);
        vault.debtShares -= shares.toUint128();
        totalShares -= shares;

        (bool fits, uint256 rest) = Math.trySub(totalDebt, amount);
        if (!fits) _addSurplus(market.key.derivative, amount - totalDebt);
        bool isLast = rest != 0 && totalShares == 0;
        market.totalDebtShares = totalShares.toUint128();
        market.totalDebt = isLast ? 0 : rest.toUint128();
        if (isLast) _realise(id, market, rest);
    }

    /// @dev Bad debt is never hidden: the surplus pays as far as it reaches, and the rest stands as deficit from this moment on.
    function _realise(MarketId id, Market storage market, uint256 badDebt) private {
        if (badDebt == 0) return;
        Common storage common = _common[market.key.derivative];
        uint256 fromSurplus = Math.min(badDebt, common.surplus);
        common.surplus -= fromSurplus.toUint128();
        common.deficit += (badDebt - fromSurplus).toUint128();
        market.deficit += (badDebt - fromSurplus).toUint128();
        emit BadDebtRealised(id, badDebt, fromSurplus);
    }

    /// @dev Takes covered deficit off the books; the caller has taken the same off the supply or the surplus.
    function _coverDeficit(MarketId id, Market storage market, address payer, uint256 amount) internal {
        market.deficit -= amount.toUint128();
        _common[market.key.derivative].deficit -= amount.toUint128();
        emit DeficitCovered(id, payer, amount, market.deficit);
    }

    function _addSurplus(IDerivative derivative, uint256 amount) private {
        Common storage common = _common[derivative];
        common.surplus = (common.surplus + amount).toUint128();
    }

    function _takeSurplus(IDerivative derivative, uint256 amount) internal {
        _common[derivative].surplus -= amount.toUint128();
    }

    /* ISSUING */

    /// @dev Reverts unless the market may issue `amount` now.
    function _requireRoom(MarketId id, Market storage market, uint256 amount) private {
        if (block.timestamp < market.frozenUntil) revert LedgerFrozen(id, market.frozenUntil);
        uint256 exposure = _exposureOf(market);
        StoredTerms storage terms = _terms[id];
        uint256 ceiling = terms.ceilingNow();
        if (exposure + amount > ceiling) revert LedgerDebtCeilingExceeded(exposure + amount, ceiling);
        if (terms.ceilingGap < ceiling) _climb(terms, exposure, amount);
    }

    /// @dev The step in force falls to a gap above the exposure at once. It rises there when the last rise is at least CeilingDelay old, and
    /// only for an issue that needs it: so from one rise to the next no more than the gap is issued on top of what was owed before, and
    /// within any CeilingDelay, which sees at most one rise, no more than two.
    function _climb(StoredTerms storage terms, uint256 exposure, uint256 amount) private {
        uint256 gap = terms.ceilingGap;
        uint256 highest = exposure + gap;
        uint256 step = Math.min(terms.ceilingStep, highest);
        if (exposure + amount > step) {
            uint256 opensAt = uint256(terms.ceilingRaisedAt) + terms.ceilingDelay;
            if (amount > gap || block.timestamp < opensAt) {
                revert LedgerCeilingStepExceeded(exposure + amount, step, opensAt);
            }
            step = highest;
            terms.ceilingRaisedAt = block.timestamp.toUint40();
        }
        // The exposure is below the ceiling here, and ceiling and gap are at most 2^120.
        terms.ceilingStep = step.toUint128();
    }

    /// @dev Debt, debt in auction and deficit: what nobody has covered makes no room for more.
    function _exposureOf(Market storage market) private view returns (uint256) {
        return uint256(market.totalDebt) + market.deficit + market.inAuction;
    }

    /// @dev Tells the caps what became of a market's exposure in a call, before it mints or burns. Only a rise by issuing is measured against
    /// them; with what is issued, supply and surplus are what the derivative as a whole rests on.
    function _count(MarketId id, Market storage market, uint256 issued) internal {
        (uint256 before, uint256 next) = (_countedExposure, _exposureOf(market));
        if (next == before) return;
        IDerivative derivative = market.key.derivative;
        uint256 whole = issued == 0 ? 0 : derivative.totalSupply() + surplusOf(derivative) + issued;
        EXPOSURES.count(id, derivative, before, next, whole);
    }

    function _debtOf(Market storage market, Vault storage vault) internal view returns (uint256) {
        return uint256(vault.debtShares).toDebtUp(market.totalDebt, market.totalDebtShares);
    }

    /* STORAGE VIEW */

    /// @inheritdoc ILedger
    function surplusOf(IDerivative derivative) public view returns (uint256) {
        return _common[derivative].surplus;
    }

    /// @inheritdoc ILedger
    function deficitOf(IDerivative derivative) public view returns (uint256) {
        return _common[derivative].deficit;
    }

    /// @inheritdoc ILedger
    function inAuctionOf(IDerivative derivative) public view returns (uint256) {
        return _common[derivative].inAuction;
    }

    function _marketOf(MarketId id) internal view returns (Market storage market) {
        market = _markets[id];
        if (market.accruedAt == 0) revert LedgerUnknownMarket(id);
    }

    function _requireMarket(MarketId id) internal view override {
        _marketOf(id);
    }

    /// @inheritdoc ILedger
    function keyOf(MarketId id) external view returns (MarketKey memory) {
        return _marketOf(id).key;
    }

    /// @inheritdoc ILedger
    function collateralDecimalsOf(MarketId id) external view returns (uint8) {
        _requireMarket(id);
        return _terms[id].collateralDecimals;
    }

    /// @inheritdoc ILedger
    function stateOf(MarketId id) external view returns (MarketState memory) {
        return _stateOf(_marketOf(id));
    }

    /// @inheritdoc ILedger
    function accruedStateOf(MarketId id) public view returns (MarketState memory state) {
        Market storage market = _marketOf(id);
        state = _stateOf(market);
        state.totalDebt += _pendingInterest(id, market).toUint128();
        state.accruedAt = block.timestamp.toUint64();
    }

    function _stateOf(Market storage market) private view returns (MarketState memory) {
        return
            MarketState({
                totalDebt: market.totalDebt,
                totalDebtShares: market.totalDebtShares,
                totalCollateral: market.totalCollateral,
                deficit: market.deficit,
                accruedAt: market.accruedAt,
                frozenUntil: market.frozenUntil,
                inAuction: market.inAuction
            });
    }

    /// @inheritdoc ILedger
    function vaultOf(MarketId id, address owner) external view returns (Vault memory) {
        return _marketOf(id).vaults[owner];
    }

    /// @inheritdoc ILedger
    function debtOf(MarketId id, address owner) external view returns (uint256) {
        MarketState memory state = accruedStateOf(id);
        return uint256(_markets[id].vaults[owner].debtShares).toDebtUp(state.totalDebt, state.totalDebtShares);
    }

    /// @inheritdoc ILedger
    function markets() external view returns (MarketId[] memory) {
        return _marketIds;
    }

    /// @inheritdoc ILedger
    function ownerCount(MarketId id) external view returns (uint256) {
        return _marketOf(id).ownerCount;
    }

    /// @inheritdoc ILedger
    function ownerAt(MarketId id, uint256 index) external view returns (address) {
        Market storage market = _marketOf(id);
        if (index >= market.ownerCount) revert LedgerNoSuchOwner(index, market.ownerCount);
        return market.owners[index + 1];
    }
}
