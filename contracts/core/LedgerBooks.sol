// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { ILedger, MarketKey, MarketState, Vault } from "../interfaces/ILedger.sol";
import { MarketId } from "../interfaces/IRiskParameters.sol";
import { InterestMath } from "../libraries/InterestMath.sol";
import { SharesMath } from "../libraries/SharesMath.sol";
import { RiskParameters } from "./RiskParameters.sol";

/// @title The books: what is stored for a market, how fees reach it and how debt and collateral enter and leave it
/// @notice Here, and nowhere else, supply + surplus = debt + deficit is kept to the wei. Nothing here asks for a price or moves a token.
abstract contract LedgerBooks is ILedger, RiskParameters {
    using SafeCast for uint256;
    using SharesMath for uint256;

    struct Market {
        MarketKey key;
        MarketState state;
        uint8 collateralDecimals;
        address[] owners;
        mapping(address owner => Vault) vaults;
    }

    /* STORAGE */

    /// @inheritdoc ILedger
    mapping(IDerivative derivative => uint256) public surplusOf;
    mapping(MarketId id => Market) internal _markets;
    mapping(bytes32 label => bool) internal _labelTaken;
    MarketId[] internal _marketIds;

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
        state.totalDebt += interest.toUint128();
        state.accruedAt = block.timestamp.toUint64();
        surplusOf[market.key.derivative] += interest;
        emit Accrued(id, interest, state.totalDebt);
    }

    function _pendingInterest(MarketId id, MarketState storage state) private view returns (uint256) {
        return InterestMath.interestDown(state.totalDebt, _stabilityFeeOf(id), block.timestamp - state.accruedAt);
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

    /// @dev The ceiling comes before the write, because what exceeds it need not fit into the books. Bad debt that nobody covered counts
    /// against it: otherwise every write-off would make room for the next one.
    function _addDebt(MarketId id, MarketState storage state, Vault storage vault, uint256 amount) internal {
        uint256 totalDebt = state.totalDebt + amount;
        uint256 ceiling = _debtCeilingOf(id);
        if (totalDebt + state.deficit > ceiling) revert LedgerDebtCeilingExceeded(totalDebt + state.deficit, ceiling);

        uint128 shares = amount.toSharesUp(state.totalDebt, state.totalDebtShares).toUint128();
        vault.debtShares += shares;
        state.totalDebtShares += shares;
        state.totalDebt = totalDebt.toUint128();
    }

    /// @dev Takes `repaid`, which the caller burns, and `badDebt`, which becomes deficit, off a vault. A vault's debt is rounded up, so
    /// clearing it can take a wei more than the market's total holds: the excess is surplus. When the last share goes, wei that
    /// rounding left in the total go with it, out of the surplus as far as it reaches and otherwise as deficit: no shares, no debt.
    function _removeDebt(Market storage market, Vault storage vault, uint256 repaid, uint256 badDebt) internal {
        MarketState storage state = market.state;
        uint256 amount = repaid + badDebt;
        bool clears = amount == _debtOf(state, vault);
        uint256 shares = clears ? vault.debtShares : amount.toSharesDown(state.totalDebt, state.totalDebtShares);
        vault.debtShares -= shares.toUint128();
        state.totalDebtShares -= shares.toUint128();

        IDerivative derivative = market.key.derivative;
        (bool fits, uint256 rest) = Math.trySub(state.totalDebt, amount);
        if (!fits) surplusOf[derivative] += amount - state.totalDebt;
        if (rest != 0 && state.totalDebtShares == 0) {
            uint256 covered = Math.min(rest, surplusOf[derivative]);
            surplusOf[derivative] -= covered;
            badDebt += rest - covered;
            rest = 0;
        }
        state.totalDebt = rest.toUint128();
        state.deficit += badDebt.toUint128();
    }

    function _debtOf(MarketState storage state, Vault storage vault) internal view returns (uint256) {
        return uint256(vault.debtShares).toDebtUp(state.totalDebt, state.totalDebtShares);
    }

    /* STORAGE VIEW */

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
