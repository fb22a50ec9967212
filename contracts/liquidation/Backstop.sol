// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IAuctionHouse, SaleOrder } from "../interfaces/IAuctionHouse.sol";
import { BackstopParameter, BackstopSetting, CoverSource, IBackstop } from "../interfaces/IBackstop.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { IInsurancePool } from "../interfaces/IInsurancePool.sol";
import { ILedger } from "../interfaces/ILedger.sol";
import { IPatientVault } from "../interfaces/IPatientVault.sol";
import { MarketId } from "../interfaces/IRiskParameters.sol";

/// @title The waterfall: what pays for bad debt, and where surplus goes
contract Backstop is IBackstop, AccessManaged, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    struct Waterfall {
        mapping(BackstopParameter parameter => uint256) values;
        IPatientVault pool;
        IInsurancePool insurance;
    }

    /// @dev Of the deficits of all markets together: what has stood for `STANDING_TIME`, and what stood at `notedAt` and still does. The latter
    /// is never less.
    struct Note {
        uint128 standing;
        uint128 noted;
        uint64 notedAt;
    }

    /// @inheritdoc IBackstop
    /// @dev Long enough for whoever would lose to charge the fees of every market; short for a depositor who might leave meanwhile.
    uint256 public constant STANDING_TIME = 1 hours;
    /// @dev What was noted longer ago tells nothing about what stands now. Nobody has to come more often than once a day.
    uint256 private constant NOTE_MEMORY = 1 days;

    uint256 private constant BPS = 1e4;

    /// @inheritdoc IBackstop
    ILedger public immutable LEDGER;
    /// @inheritdoc IBackstop
    IAuctionHouse public immutable HOUSE;
    /// @inheritdoc IBackstop
    IERC20 public immutable TOKEN;
    /// @inheritdoc IBackstop
    address public immutable TREASURY;
    uint256 private immutable TOKEN_UNIT;

    mapping(IDerivative derivative => Waterfall) private _waterfalls;
    /// @inheritdoc IBackstop
    mapping(IDerivative derivative => uint256) public saleOf;
    mapping(IDerivative derivative => Note) private _notes;

    constructor(IAuctionHouse house, IERC20 token, address treasury, address authority) AccessManaged(authority) {
        if (treasury == address(0)) revert BackstopZeroReceiver();
        (HOUSE, LEDGER) = (house, house.LEDGER());
        (TOKEN, TREASURY) = (token, treasury);
        TOKEN_UNIT = 10 ** IERC20Metadata(address(token)).decimals();
    }

    /* DOWNWARD */

    /// @inheritdoc IBackstop
    function cover(MarketId id) external nonReentrant returns (uint256 covered) {
        IDerivative derivative = LEDGER.keyOf(id).derivative;
        LEDGER.accrue(id);
        uint256 deficit = LEDGER.stateOf(id).deficit;
        uint256 left = deficit - _coverFromSurplus(id, derivative, deficit);
        left -= _coverFromProceeds(id, derivative, left);

        Note memory note = _renewed(derivative, deficit - left);
        uint256 insured = _coverFromInsurance(id, derivative, Math.min(left, note.standing));
        _store(derivative, note, insured);
        _sell(derivative, note.standing - insured);
        return deficit + insured - left;
    }

    /// @dev Other people's money and tokens only pay for what has stood for a while: fees of other markets that nobody has charged yet come
    /// first. Nobody starts the wait anew: what is noted only falls with the deficit, and a higher deficit is noted when the last note is due.
    /// @param paid What this call has covered so far: what stood longest is paid first.
    function _renewed(IDerivative derivative, uint256 paid) private view returns (Note memory note) {
        note = _notes[derivative];
        uint256 deficit = LEDGER.deficitOf(derivative);
        note.standing = _fallen(note.standing, paid, deficit);
        note.noted = _fallen(note.noted, paid, deficit);
        uint256 age = block.timestamp - note.notedAt;
        if (age < STANDING_TIME || (deficit == 0 && note.noted == 0)) return note;
        note.standing = age > NOTE_MEMORY ? 0 : note.noted;
        // A deficit has 128 bits.
        (note.noted, note.notedAt) = (uint128(deficit), uint64(block.timestamp));
    }

    function _fallen(uint128 amount, uint256 paid, uint256 deficit) private pure returns (uint128) {
        return uint128(Math.min(Math.saturatingSub(amount, paid), deficit));
    }

    function _store(IDerivative derivative, Note memory note, uint256 insured) private {
        Note storage stored = _notes[derivative];
        uint128 standing = uint128(note.standing - insured);
        uint128 noted = uint128(note.noted - insured);
        bool isSame = stored.standing == standing && stored.noted == noted && stored.notedAt == note.notedAt;
        if (isSame) return;
        emit DeficitNoted(derivative, standing, noted, note.notedAt);
        _notes[derivative] = Note(standing, noted, note.notedAt);
    }

    function _coverFromSurplus(MarketId id, IDerivative derivative, uint256 deficit) private returns (uint256 covered) {
        if (deficit == 0 || LEDGER.surplusOf(derivative) == 0) return 0;
        covered = LEDGER.coverFromSurplus(id);
        emit Covered(id, CoverSource.SURPLUS, covered);
    }

    /// @dev What lies here came from a sale for bad debt, or was given for it: it goes before other people's money.
    function _coverFromProceeds(
        MarketId id,
        IDerivative derivative,
        uint256 deficit
    ) private returns (uint256 covered) {
        covered = Math.min(deficit, derivative.balanceOf(address(this)));
        if (covered == 0) return 0;
        emit Covered(id, CoverSource.PROCEEDS, covered);
        LEDGER.coverDeficit(id, covered);
    }

    function _coverFromInsurance(MarketId id, IDerivative derivative, uint256 most) private returns (uint256 covered) {
        IInsurancePool insurance = _waterfalls[derivative].insurance;
        if (most == 0 || address(insurance) == address(0)) return 0;
        covered = insurance.draw(most, address(this));
        if (covered == 0) return 0;
        emit Covered(id, CoverSource.INSURANCE, covered);
        LEDGER.coverDeficit(id, covered);
    }

    /// @dev One sale at a time, for the deficits of all markets together, less what lies here already. Where the deficit or what can be offered
    /// is not worth a lot, it waits.
    function _sell(IDerivative derivative, uint256 standing) private {
        uint256 missing = Math.saturatingSub(LEDGER.deficitOf(derivative), derivative.balanceOf(address(this)));
        uint256 tab = Math.min(standing, missing);
        if (_isSelling(derivative, tab)) return;
        Waterfall storage waterfall = _waterfalls[derivative];
        uint256 price = waterfall.values[BackstopParameter.SalePrice];
        uint256 amount = Math.min(waterfall.values[BackstopParameter.SaleSize], TOKEN.balanceOf(address(this)));
        uint256 dust = HOUSE.LOT_DUST();
        if (tab < dust || Math.mulDiv(amount, price, TOKEN_UNIT) < dust) return;

        TOKEN.forceApprove(address(HOUSE), amount);
        uint256 lotId = HOUSE.sell(SaleOrder(derivative, TOKEN, amount, tab, price));
        saleOf[derivative] = lotId;
        emit SaleStarted(derivative, lotId, amount, tab, price);
    }

    /// @dev A sale that is over is taken back here, and one that asks for more than still stands and is missing asks for that instead, at the
    /// price it has come down to: who covers a little does not send it back to its start.
    function _isSelling(IDerivative derivative, uint256 most) private returns (bool) {
        uint256 lotId = saleOf[derivative];
        if (lotId == 0 || !HOUSE.isOpen(lotId)) return false;
        (, bool isOver) = HOUSE.priceOf(lotId);
        uint256 tab = HOUSE.lotOf(lotId).tab;
        if (!isOver && tab <= most) return true;
        uint256 returned = HOUSE.cutSale(lotId, isOver ? 0 : most);
        if (HOUSE.isOpen(lotId)) return true;
        emit SaleEnded(derivative, lotId, returned);
        return false;
    }

    /* UPWARD */

    /// @inheritdoc IBackstop
    function distribute(IDerivative derivative) external nonReentrant returns (uint256 amount) {
        Waterfall storage waterfall = _waterfalls[derivative];
        uint256 kept =
            waterfall.values[BackstopParameter.SurplusBuffer] +
                LEDGER.deficitOf(derivative) +
                LEDGER.inAuctionOf(derivative);
        amount = Math.saturatingSub(LEDGER.surplusOf(derivative), kept);
        if (amount == 0) revert BackstopNothingToDo();
        LEDGER.mintSurplus(derivative, amount, address(this));

        uint256 toPool = Math.mulDiv(amount, waterfall.values[BackstopParameter.PoolShare], BPS);
        uint256 toInsurance = Math.mulDiv(amount, waterfall.values[BackstopParameter.InsuranceShare], BPS);
        toPool = _addYield(derivative, waterfall.pool, toPool);
        toInsurance = _addYield(derivative, waterfall.insurance, toInsurance);
        uint256 toTreasury = amount - toPool - toInsurance;
        emit SurplusDistributed(derivative, toPool, toInsurance, toTreasury);
        if (toTreasury != 0) IERC20(derivative).safeTransfer(TREASURY, toTreasury);
    }

    function _addYield(IDerivative derivative, IPatientVault pool, uint256 amount) private returns (uint256) {
        if (amount == 0 || address(pool) == address(0) || !pool.takesYield()) return 0;
        IERC20(derivative).forceApprove(address(pool), amount);
        pool.addYield(amount);
        return amount;
    }

    /* GOVERNANCE */

    /// @inheritdoc IBackstop
    function configure(IDerivative derivative, BackstopSetting[] calldata settings) external restricted nonReentrant {
        if (settings.length == 0) revert BackstopEmptyTuple();
        mapping(BackstopParameter => uint256) storage values = _waterfalls[derivative].values;
        for (uint256 i = 0; i < settings.length; ++i) {
            (BackstopParameter parameter, uint256 value) = (settings[i].parameter, settings[i].value);
            if (i != 0 && parameter <= settings[i - 1].parameter) {
                revert BackstopUnorderedTuple(settings[i - 1].parameter, parameter);
            }
            uint256 max = _maxOf(parameter);
            if (value > max) revert BackstopOutOfBounds(parameter, value, 0, max);
            uint256 oldValue = values[parameter];
            if (value == oldValue) continue;
            values[parameter] = value;
            emit BackstopParameterSet(derivative, parameter, oldValue, value);
        }
        (uint256 poolShare, uint256 insuranceShare) = (
            values[BackstopParameter.PoolShare],
            values[BackstopParameter.InsuranceShare]
        );
        if (poolShare + insuranceShare > BPS) revert BackstopSharesTooLarge(poolShare, insuranceShare);
    }

    /// @dev What a debt ceiling may be: no surplus is larger.
    uint256 private constant MAX_SURPLUS_BUFFER = 2 ** 120;
    /// @dev Far above any price, and their product with an amount stays in a word.
    uint256 private constant MAX_SALE_PRICE = 2 ** 120;
    /// @dev What fits a lot.
    uint256 private constant MAX_SALE_SIZE = 2 ** 100;

    function _maxOf(BackstopParameter parameter) private pure returns (uint256) {
        if (parameter == BackstopParameter.SurplusBuffer) return MAX_SURPLUS_BUFFER;
        if (parameter == BackstopParameter.SalePrice) return MAX_SALE_PRICE;
        if (parameter == BackstopParameter.SaleSize) return MAX_SALE_SIZE;
        return BPS;
    }

    /// @inheritdoc IBackstop
    function setPools(
        IDerivative derivative,
        IPatientVault pool,
        IInsurancePool insurance
    ) external restricted nonReentrant {
        _requireAsset(derivative, pool);
        _requireAsset(derivative, insurance);
        Waterfall storage waterfall = _waterfalls[derivative];
        emit PoolsSet(derivative, waterfall.pool, pool, waterfall.insurance, insurance);
        (waterfall.pool, waterfall.insurance) = (pool, insurance);
    }

    function _requireAsset(IDerivative derivative, IPatientVault pool) private view {
        if (address(pool) == address(0)) return;
        address asset = pool.asset();
        if (asset != address(derivative)) revert BackstopWrongAsset(address(pool), asset);
    }

    /// @inheritdoc IBackstop
    function release(IERC20 token, uint256 amount, address receiver) external restricted nonReentrant {
        if (receiver == address(0)) revert BackstopZeroReceiver();
        emit Released(token, receiver, amount);
        token.safeTransfer(receiver, amount);
    }

    /* VIEWS */

    /// @inheritdoc IBackstop
    function storedParameter(IDerivative derivative, BackstopParameter parameter) external view returns (uint256) {
        return _waterfalls[derivative].values[parameter];
    }

    /// @inheritdoc IBackstop
    function standingOf(
        IDerivative derivative
    ) external view returns (uint256 standing, uint256 noted, uint256 notedAt) {
        Note storage note = _notes[derivative];
        return (note.standing, note.noted, note.notedAt);
    }

    /// @inheritdoc IBackstop
    function poolsOf(IDerivative derivative) external view returns (IPatientVault pool, IInsurancePool insurance) {
        Waterfall storage waterfall = _waterfalls[derivative];
        return (waterfall.pool, waterfall.insurance);
    }
}
