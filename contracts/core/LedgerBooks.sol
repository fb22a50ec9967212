// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { IExposureCaps } from "../interfaces/IExposureCaps.sol";
import { ILedger, MarketKey, MarketState, Vault } from "../interfaces/ILedger.sol";
import { CeilingPath, MarketId } from "../interfaces/IRiskParameters.sol";
import { InterestMath } from "../libraries/InterestMath.sol";
import { SharesMath } from "../libraries/SharesMath.sol";
import { StoredTerms } from "../libraries/ParameterChanges.sol";
import { ParameterPaths } from "../libraries/ParameterPaths.sol";
import { RiskParameters } from "./RiskParameters.sol";

/// @title The books: what is stored for a market, how fees reach it and how debt and collateral enter and leave it
/// @notice Here, and nowhere else, supply + surplus = debt + debt in auction + deficit is kept to the wei. Nothing here asks for a price or
/// moves a token.
abstract contract LedgerBooks is ILedger, RiskParameters {
    using ParameterPaths for CeilingPath;
    using SafeCast for uint256;
    using SharesMath for uint256;

    struct Market {
        MarketKey key;
        MarketState state;
        uint8 collateralDecimals;
        address[] owners;
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

    /* CONSTRUCTOR */

    constructor(IExposureCaps exposures) {
        EXPOSURES = exposures;
    }

    /* INTEREST MANAGEMENT */

    /// @inheritdoc ILedger
    function accrue(MarketId id) external nonReentrant {
        _accrue(id);
    }

    function _accrue(MarketId id) internal returns (Market storage market) {
        market = _marketOf(id);
        MarketState storage state = market.state;
        if (state.accruedAt == block.timestamp) return market;

        uint256 interest = _pendingInterest(id, state);
        state.accruedAt = block.timestamp.toUint64();
        if (interest != 0) {
            uint256 before = _exposureOf(state);
            state.totalDebt += interest.toUint128();
            _addSurplus(market.key.derivative, interest);
            _count(id, market.key.derivative, before, before + interest, false);
        }
        emit Accrued(id, interest, state.totalDebt);
    }

    /// @dev A market that is shut bears no more fees: its owners can only leave, and its holders are waiting. What the surplus of all the
    /// derivative's markets has no room for is not charged: accrual never reverts.
    function _pendingInterest(MarketId id, MarketState memory state) private view returns (uint256) {
        if (state.frozenUntil == FOREVER) return 0;
        uint256 elapsed = block.timestamp - state.accruedAt;
        uint256 interest = InterestMath.interestDown(state.totalDebt, _stabilityFeeOf(id), elapsed);
        if (interest == 0) return 0;
        return Math.min(interest, Math.saturatingSub(MAX_FEES, surplusOf(_markets[id].key.derivative)));
    }

    /// @dev The old fee counts up to the moment of a change.
    function _beforeParameterChange(MarketId id) internal override {
        _accrue(id);
    }

    /* BOOKKEEPING */

    function _addCollateral(Market storage market, Vault storage vault, address owner, uint256 amount) internal {
        if (vault.index == 0) {
            market.owners.push(owner);
            vault.index = market.owners.length.toUint24();
        }
        vault.collateral = (vault.collateral + amount).toUint104();
        market.state.totalCollateral = (market.state.totalCollateral + amount).toUint128();
    }

    function _removeCollateral(Market storage market, Vault storage vault, uint256 amount) internal {
        uint256 held = vault.collateral;
        if (amount > held) revert LedgerInsufficientCollateral(held, amount);
        vault.collateral = (held - amount).toUint104();
        market.state.totalCollateral -= amount.toUint128();
    }

    /// @dev The limits come before the write, because what exceeds them need not fit into the books.
    function _addDebt(MarketId id, Market storage market, Vault storage vault, uint256 amount) internal {
        MarketState storage state = market.state;
        _requireRoom(id, state, amount);
        uint256 before = _exposureOf(state);

        uint128 shares = amount.toSharesUp(state.totalDebt, state.totalDebtShares).toUint128();
        vault.debtShares += shares;
        state.totalDebtShares += shares;
        state.totalDebt += amount.toUint128();
        _count(id, market.key.derivative, before, before + amount, true);
    }

    /// @dev Takes `repaid`, which the caller burns, and `badDebt`, which is realised, off a vault.
    function _removeDebt(
        MarketId id,
        Market storage market,
        Vault storage vault,
        uint256 repaid,
        uint256 badDebt
    ) internal {
        uint256 before = _exposureOf(market.state);
        _takeDebt(id, market, vault, repaid + badDebt);
        _realise(id, market, badDebt);
        _count(id, market.key.derivative, before, _exposureOf(market.state), false);
    }

    /// @dev Moves debt of a vault to where auctions are counted. The exposure stays, but for what rounding leaves.
    function _auctionDebt(MarketId id, Market storage market, Vault storage vault, uint256 amount) internal {
        uint256 before = _exposureOf(market.state);
        _takeDebt(id, market, vault, amount);
        market.state.inAuction += amount.toUint128();
        Common storage common = _common[market.key.derivative];
        common.inAuction = (common.inAuction + amount).toUint128();
        _count(id, market.key.derivative, before, _exposureOf(market.state), false);
    }

    /// @dev Closes debt in auction: `proceeds` were burned, `debtPaid` of them for debt, and `badDebt` will never be paid.
    function _closeAuction(
        MarketId id,
        Market storage market,
        uint256 proceeds,
        uint256 debtPaid,
        uint256 badDebt
    ) internal {
        MarketState storage state = market.state;
        if (debtPaid > proceeds || debtPaid + badDebt > state.inAuction) {
            revert LedgerSettlesTooMuch(state.inAuction, proceeds);
        }
        uint256 before = _exposureOf(state);
        state.inAuction -= (debtPaid + badDebt).toUint128();
        _common[market.key.derivative].inAuction -= (debtPaid + badDebt).toUint128();
        _addSurplus(market.key.derivative, proceeds - debtPaid);
        _realise(id, market, badDebt);
        _count(id, market.key.derivative, before, _exposureOf(state), false);
    }

    /// @dev A vault's debt is rounded up, so clearing it can take a wei more than the market's total holds: the excess is surplus. When the
    /// last share goes, wei that rounding left in the total go with it as bad debt: no shares, no debt.
    function _takeDebt(MarketId id, Market storage market, Vault storage vault, uint256 amount) private {
        MarketState storage state = market.state;
        bool clears = amount == _debtOf(state, vault);
        uint256 shares = clears ? vault.debtShares : amount.toSharesDown(state.totalDebt, state.totalDebtShares);
        vault.debtShares -= shares.toUint128();
        state.totalDebtShares -= shares.toUint128();

        (bool fits, uint256 rest) = Math.trySub(state.totalDebt, amount);
        if (!fits) _addSurplus(market.key.derivative, amount - state.totalDebt);
        bool isLast = rest != 0 && state.totalDebtShares == 0;
        state.totalDebt = isLast ? 0 : rest.toUint128();
        if (isLast) _realise(id, market, rest);
    }

    /// @dev Bad debt is never hidden: the surplus pays as far as it reaches, and the rest stands as deficit from this moment on.
    function _realise(MarketId id, Market storage market, uint256 badDebt) private {
        if (badDebt == 0) return;
        Common storage common = _common[market.key.derivative];
        uint256 fromSurplus = Math.min(badDebt, common.surplus);
        common.surplus -= fromSurplus.toUint128();
        common.deficit += (badDebt - fromSurplus).toUint128();
        market.state.deficit += (badDebt - fromSurplus).toUint128();
        emit BadDebtRealised(id, badDebt, fromSurplus);
    }

    /// @dev Takes covered deficit off the books; the caller has taken the same off the supply or the surplus.
    function _coverDeficit(MarketId id, Market storage market, address payer, uint256 amount) internal {
        uint256 before = _exposureOf(market.state);
        market.state.deficit -= amount.toUint128();
        _common[market.key.derivative].deficit -= amount.toUint128();
        _count(id, market.key.derivative, before, before - amount, false);
        emit DeficitCovered(id, payer, amount, market.state.deficit);
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
    function _requireRoom(MarketId id, MarketState storage state, uint256 amount) private {
        if (block.timestamp < state.frozenUntil) revert LedgerFrozen(id, state.frozenUntil);
        uint256 exposure = _exposureOf(state);
        StoredTerms storage terms = _terms[id];
        uint256 ceiling = terms.ceiling.ceilingAt(block.timestamp);
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
            terms.ceilingRaisedAt = block.timestamp.toUint64();
        }
        // The exposure is below the ceiling here, and ceiling and gap are at most 2^120.
        terms.ceilingStep = step.toUint128();
    }

    /// @dev Debt, debt in auction and deficit: what nobody has covered makes no room for more.
    function _exposureOf(MarketState storage state) private view returns (uint256) {
        return uint256(state.totalDebt) + state.deficit + state.inAuction;
    }

    /// @dev Tells the caps what became of a market's exposure. Only a rise by issuing is measured against them.
    function _count(MarketId id, IDerivative derivative, uint256 before, uint256 next, bool issues) private {
        if (next != before) EXPOSURES.count(id, derivative, before, next, issues);
    }

    function _debtOf(MarketState storage state, Vault storage vault) internal view returns (uint256) {
        return uint256(vault.debtShares).toDebtUp(state.totalDebt, state.totalDebtShares);
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
        if (market.state.accruedAt == 0) revert LedgerUnknownMarket(id);
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
        return _marketOf(id).collateralDecimals;
    }

    /// @inheritdoc ILedger
    function stateOf(MarketId id) external view returns (MarketState memory) {
        return _marketOf(id).state;
    }

    /// @inheritdoc ILedger
    function accruedStateOf(MarketId id) public view returns (MarketState memory state) {
        MarketState storage written = _marketOf(id).state;
        state = written;
        state.totalDebt += _pendingInterest(id, written).toUint128();
        state.accruedAt = block.timestamp.toUint64();
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
        return _marketOf(id).owners.length;
    }

    /// @inheritdoc ILedger
    function ownerAt(MarketId id, uint256 index) external view returns (address) {
        return _marketOf(id).owners[index];
    }
}
