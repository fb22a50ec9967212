// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC4626 } from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC4626 } from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { IPatientVault, WithdrawalRequest } from "../interfaces/IPatientVault.sol";
import { FlowMath } from "../libraries/FlowMath.sol";

/// @title Entered at once, left patiently: what the stability pool and the insurance pool have in common
abstract contract PatientVault is IPatientVault, ERC4626, AccessManaged, ReentrancyGuardTransient {
    using SafeCast for uint256;

    /// @dev uint192 has room for all shares there can be: 2^112 wei at the lowest price are fewer than 2^162.
    struct StoredRequest {
        uint192 shares;
        uint64 readyAt;
    }

    /* CONSTANTS */

    /// @inheritdoc IPatientVault
    /// @dev A day: long enough for somebody who sleeps, and as short as that allows, since an open window is where a loss can be avoided.
    uint256 public constant WINDOW = 1 days;

    /// @dev Shares begin as a millionth of a wei, and a million virtual ones stand beside the real ones: nobody can set a price that rounds
    /// later depositors away without giving a million times what they lose.
    uint8 private constant OFFSET = 6;
    uint256 private constant VIRTUAL_SHARES = 10 ** OFFSET;
    uint256 private constant VIRTUAL_ASSETS = 1;

    /// @dev A loss leaves a whole token behind: the price of what is left stays a price.
    uint256 private constant LEAST_ASSETS = 1e18;
    /// @dev And a hundredth of the most that was there, less what its depositors took out since. Otherwise a large vault that was emptied down to
    /// a token would stand so near the end of its range that a loss of ten tokens more retires it; so it takes losses of a seventh
    /// of that most, which nobody has for nothing.
    uint256 private constant KEPT_PARTS = 100;
    /// @dev Shares for each wei at a billionth of the first price. Every emptying multiplies the shares that the next deposits get; with this
    /// floor there are fewer than 2^162 of them for ever, which `FlowMath` relies on.
    uint256 private constant MAX_SHARES_PER_WEI = VIRTUAL_SHARES * 1e9;
    /// @dev Shares for each wei at a hundred-millionth of the first price. A vault that close to the floor retires.
    uint256 private constant RETIRING_SHARES_PER_WEI = VIRTUAL_SHARES * 1e8;
    /// @dev A whole token's worth at the first price. Yield to fewer shares would lift the price of a vault that is as good as empty, and cheaply.
    uint256 private constant LEAST_SHARES_FOR_YIELD = VIRTUAL_SHARES * 1e18;

    /* STORAGE */

    /// @dev All derivative of the depositors, with the yield that vests.
    uint112 private _held;
    /// @dev What vested nothing yet at `_vestsFrom` and all at `vestsUntil`.
    uint112 private _vests;
    /// @inheritdoc IPatientVault
    uint32 public cooldown = 24 hours;
    uint64 private _vestsFrom;
    /// @inheritdoc IPatientVault
    uint64 public vestsUntil;
    /// @inheritdoc IPatientVault
    uint32 public vesting = 8 hours;
    /// @inheritdoc IPatientVault
    bool public retired;
    /// @dev What a loss leaves of a large vault. 88 bits have room for a hundredth of thirty billion.
    uint88 private _kept;

    mapping(address owner => StoredRequest) private _requests;

    /* CONSTRUCTOR */

    constructor(
        IDerivative derivative,
        string memory name,
        string memory symbol,
        address authority
    ) ERC20(name, symbol) ERC4626(derivative) AccessManaged(authority) {}

    /* SETTINGS */

    /// @dev Without notice every depositor could leave on sight of a loss: zero is for a pool that is being wound up. Fourteen days is the longest that
    /// a depositor is ever kept.
    uint256 private constant MAX_COOLDOWN = 14 days;
    /// @dev Less than an hour would make yield worth a visit; more than a week would keep it from those who earned it.
    uint256 private constant MIN_VESTING = 1 hours;
    uint256 private constant MAX_VESTING = 7 days;

    /// @inheritdoc IPatientVault
    function setCooldown(uint256 newSeconds) external restricted nonReentrant {
        _requireInBounds(newSeconds, 0, MAX_COOLDOWN);
        emit CooldownSet(cooldown, newSeconds);
        cooldown = newSeconds.toUint32();
    }

    /// @inheritdoc IPatientVault
    function setVesting(uint256 newSeconds) external restricted nonReentrant {
        _requireInBounds(newSeconds, MIN_VESTING, MAX_VESTING);
        emit VestingSet(vesting, newSeconds);
        vesting = newSeconds.toUint32();
    }

    function _requireInBounds(uint256 value, uint256 min, uint256 max) internal pure {
        if (value < min || value > max) revert PatientVaultOutOfBounds(value, min, max);
    }

    /* ENTERING AND LEAVING */

    /// @inheritdoc IERC4626
    function deposit(
        uint256 assets,
        address receiver
    ) public override(ERC4626, IERC4626) nonReentrant returns (uint256 shares) {
        uint256 most = _roomForAssets();
        if (assets > most) revert ERC4626ExceededMaxDeposit(receiver, assets, most);
        shares = _convertToShares(assets, Math.Rounding.Floor);
        if (shares == 0 && assets != 0) revert PatientVaultDepositTooSmall(assets);
        _deposit(msg.sender, receiver, assets, shares);
    }

    /// @inheritdoc IERC4626
    function mint(
        uint256 shares,
        address receiver
    ) public override(ERC4626, IERC4626) nonReentrant returns (uint256 assets) {
        uint256 most = _convertToShares(_roomForAssets(), Math.Rounding.Floor);
        if (shares > most) revert ERC4626ExceededMaxMint(receiver, shares, most);
        assets = _convertToAssets(shares, Math.Rounding.Ceil);
        _deposit(msg.sender, receiver, assets, shares);
    }

    /// @inheritdoc IERC4626
    function withdraw(
        uint256 assets,
        address receiver,
        address owner
    ) public override(ERC4626, IERC4626) nonReentrant returns (uint256 shares) {
        uint256 most = _convertToAssets(_readyShares(owner), Math.Rounding.Floor);
        if (assets > most) revert ERC4626ExceededMaxWithdraw(owner, assets, most);
        shares = _convertToShares(assets, Math.Rounding.Ceil);
        _withdraw(msg.sender, receiver, owner, assets, shares);
    }

    /// @inheritdoc IERC4626
    function redeem(
        uint256 shares,
        address receiver,
        address owner
    ) public override(ERC4626, IERC4626) nonReentrant returns (uint256 assets) {
        uint256 most = _readyShares(owner);
        if (shares > most) revert ERC4626ExceededMaxRedeem(owner, shares, most);
        assets = _convertToAssets(shares, Math.Rounding.Floor);
        _withdraw(msg.sender, receiver, owner, assets, shares);
    }

    /// @inheritdoc IPatientVault
    function requestWithdrawal(uint256 shares) external nonReentrant {
        uint256 balance = balanceOf(msg.sender);
        if (shares > balance) revert PatientVaultRequestTooLarge(balance, shares);
        uint256 readyAt = block.timestamp + cooldown;
        _requests[msg.sender] = StoredRequest(uint192(shares), readyAt.toUint64());
        emit WithdrawalRequested(msg.sender, shares, readyAt, readyAt + WINDOW);
    }

    function _deposit(address caller, address receiver, uint256 assets, uint256 shares) internal override {
        _held = (_held + assets).toUint112();
        uint256 kept = Math.min(_assets() / KEPT_PARTS, type(uint88).max);
        if (kept > _kept) _kept = uint88(kept);
        super._deposit(caller, receiver, assets, shares);
    }

    function _withdraw(
        address caller,
        address receiver,
        address owner,
        uint256 assets,
        uint256 shares
    ) internal override {
        _requests[owner].shares -= uint192(shares);
        uint256 before = _assets();
        _held -= uint112(assets);
        // In proportion, so that leaving takes nothing from what the others may lose, and gives nothing to it.
        if (_kept != 0) _kept = uint88(Math.mulDiv(_kept, before - assets, before, Math.Rounding.Ceil));
        super._withdraw(caller, receiver, owner, assets, shares);
    }

    /// @dev A request is for shares that wait here: those that are sent on while they wait are no longer asked for.
    function _update(address from, address to, uint256 value) internal virtual override {
        super._update(from, to, value);
        uint256 asked = _requests[from].shares;
        if (asked == 0) return;
        uint256 balance = balanceOf(from);
        if (asked <= balance) return;
        _requests[from].shares = uint192(balance);
        emit WithdrawalRequestCut(from, asked, balance);
    }

    /* YIELD */

    /// @inheritdoc IPatientVault
    /// @dev The duration is rounded down: rounded up, a wei a second would hold a yield up for ever.
    function addYield(uint256 amount) external nonReentrant {
        if (amount == 0) revert PatientVaultNothingToDo();
        if (!takesYield()) revert PatientVaultTakesNoYield();
        uint256 rest = _unvested();
        uint256 left = rest == 0 ? 0 : vestsUntil - block.timestamp;
        uint256 until = block.timestamp + (rest * left + amount * vesting) / (rest + amount);

        _held = (_held + amount).toUint112();
        _vests = (rest + amount).toUint112();
        _vestsFrom = block.timestamp.toUint64();
        vestsUntil = until.toUint64();
        emit YieldAdded(msg.sender, amount, rest + amount, until);
        _transferIn(msg.sender, amount);
    }

    function _unvested() private view returns (uint256) {
        if (block.timestamp >= vestsUntil) return 0;
        return Math.mulDiv(_vests, vestsUntil - block.timestamp, vestsUntil - _vestsFrom, Math.Rounding.Ceil);
    }

    /* LOSSES */

    function _spendable() internal view returns (uint256) {
        uint256 supply = totalSupply();
        if (retired || supply < FlowMath.LEAST_SHARES) return 0;
        uint256 stays = Math.max(LEAST_ASSETS, Math.ceilDiv(supply + VIRTUAL_SHARES, MAX_SHARES_PER_WEI));
        return Math.saturatingSub(_assets(), Math.max(stays, _kept));
    }

    /// @dev Books a loss that is at most `_spendable()`.
    function _spend(uint256 amount) internal {
        _held -= amount.toUint112();
        (uint256 assets, uint256 supply) = (_assets(), totalSupply());
        if ((assets + VIRTUAL_ASSETS) * RETIRING_SHARES_PER_WEI >= supply + VIRTUAL_SHARES) return;
        retired = true;
        emit Retired(assets, supply);
    }

    /* PRICES */

    function _assets() private view returns (uint256) {
        return _held - _unvested();
    }

    function _decimalsOffset() internal pure override returns (uint8) {
        return OFFSET;
    }

    function _convertToShares(uint256 assets, Math.Rounding rounding) internal view override returns (uint256) {
        return Math.mulDiv(assets, totalSupply() + VIRTUAL_SHARES, _assets() + VIRTUAL_ASSETS, rounding);
    }

    function _convertToAssets(uint256 shares, Math.Rounding rounding) internal view override returns (uint256) {
        return Math.mulDiv(shares, _assets() + VIRTUAL_ASSETS, totalSupply() + VIRTUAL_SHARES, rounding);
    }

    /// @inheritdoc IERC4626
    function totalAssets() public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        return _assets();
    }

    /// @inheritdoc IERC4626
    function convertToShares(
        uint256 assets
    ) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        return super.convertToShares(assets);
    }

    /// @inheritdoc IERC4626
    function convertToAssets(
        uint256 shares
    ) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        return super.convertToAssets(shares);
    }

    /// @inheritdoc IERC4626
    function previewDeposit(uint256 assets) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        return super.previewDeposit(assets);
    }

    /// @inheritdoc IERC4626
    function previewMint(uint256 shares) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        return super.previewMint(shares);
    }

    /// @inheritdoc IERC4626
    function previewWithdraw(
        uint256 assets
    ) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        return super.previewWithdraw(assets);
    }

    /// @inheritdoc IERC4626
    function previewRedeem(uint256 shares) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        return super.previewRedeem(shares);
    }

    /* LIMITS */

    function _roomForAssets() private view returns (uint256) {
        return retired ? 0 : type(uint112).max - _held;
    }

    function _readyShares(address owner) private view returns (uint256) {
        StoredRequest storage request = _requests[owner];
        uint256 readyAt = request.readyAt;
        if (block.timestamp < readyAt || block.timestamp >= readyAt + WINDOW) return 0;
        return request.shares;
    }

    /// @inheritdoc IERC4626
    function maxDeposit(address) public view override(ERC4626, IERC4626) returns (uint256) {
        return _reentrancyGuardEntered() ? 0 : _roomForAssets();
    }

    /// @inheritdoc IERC4626
    function maxMint(address) public view override(ERC4626, IERC4626) returns (uint256) {
        return _reentrancyGuardEntered() ? 0 : _convertToShares(_roomForAssets(), Math.Rounding.Floor);
    }

    /// @inheritdoc IERC4626
    function maxWithdraw(address owner) public view override(ERC4626, IERC4626) returns (uint256) {
        return _reentrancyGuardEntered() ? 0 : _convertToAssets(_readyShares(owner), Math.Rounding.Floor);
    }

    /// @inheritdoc IERC4626
    function maxRedeem(address owner) public view override(ERC4626, IERC4626) returns (uint256) {
        return _reentrancyGuardEntered() ? 0 : _readyShares(owner);
    }

    /* VIEWS */

    /// @inheritdoc IPatientVault
    function requestOf(address owner) external view returns (WithdrawalRequest memory) {
        StoredRequest storage request = _requests[owner];
        return WithdrawalRequest(request.shares, request.readyAt, request.readyAt + WINDOW);
    }

    /// @inheritdoc IPatientVault
    function spendable() external view nonReentrantView returns (uint256) {
        return _spendable();
    }

    /// @inheritdoc IPatientVault
    function unvested() external view nonReentrantView returns (uint256) {
        return _unvested();
    }

    /// @inheritdoc IPatientVault
    function takesYield() public view returns (bool) {
        return !retired && totalSupply() >= LEAST_SHARES_FOR_YIELD;
    }
}
