// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import { IPriceSource } from "../interfaces/IPriceSource.sol";
import { PriceBand } from "../libraries/PriceBand.sol";

/// @title Prices that several parties sign, as a price source
/// @notice A round is one moment for which signers sign what they see. Anyone may push a round with the prices of at least `THRESHOLD`
/// different signers; their median becomes the price. A round must be later than the one before, so nothing signed counts twice,
/// and the domain names this chain and this contract, so nothing signed for another counts here.
/// Who pushes may leave signers out. As long as less than half of `THRESHOLD` signers lie, the price lies within the honest ones.
contract PushSource is IPriceSource, EIP712 {
    /// @notice More would only make a push dearer.
    uint256 public constant MAX_SIGNERS = 15;

    /// @notice The highest price that the OracleHub takes.
    uint256 public constant MAX_PRICE = type(uint128).max;

    /// @notice What a signer signs: a price (18 decimals) at the time of a round (Unix seconds).
    bytes32 public constant QUOTE_TYPEHASH = keccak256("Quote(uint256 priceWad,uint64 time)");

    /// @notice In seconds: how old a round may be when it is pushed. Whoever pushes chooses among the rounds since the last one, so what a
    /// choice is worth is a quarter of an hour of movement; a push that a congested chain keeps waiting longer is signed anew.
    uint256 public constant MAX_LAG = 15 minutes;

    /// @notice How many different signers a push needs: a majority of all.
    uint256 public immutable THRESHOLD;

    /// @notice One signer's price for a round, 18 decimals.
    struct SignedPrice {
        uint256 priceWad;
        bytes signature;
    }

    address[] private _signers;
    mapping(address signer => bool) private _isSigner;
    uint128 private _priceWad;
    uint64 private _time;

    /// @dev Prices with 18 decimals, `time` in Unix seconds.
    event PricePushed(uint256 oldPriceWad, uint256 newPriceWad, uint64 time, uint256 signers);

    /// @dev None, more than `MAX_SIGNERS`, the zero address or not in ascending order.
    error PushSourceBadSigners(uint256 count);
    error PushSourceBadThreshold(uint256 threshold, uint256 min, uint256 max);
    error PushSourceFromTheFuture(uint64 time, uint256 now_);
    error PushSourceNotLater(uint64 time, uint64 last);
    error PushSourceTooOld(uint64 time, uint256 now_);
    error PushSourceTooFew(uint256 prices, uint256 threshold);
    error PushSourceBadPrice(uint256 priceWad);
    error PushSourceUnknownSigner(address signer);
    /// @dev Prices come in ascending order of their signers' addresses, so that nobody counts twice.
    error PushSourceUnordered(address previous, address signer);

    constructor(address[] memory signers, uint256 threshold) EIP712("Ballast PushSource", "1") {
        uint256 count = signers.length;
        if (count == 0 || count > MAX_SIGNERS) revert PushSourceBadSigners(count);
        uint256 majority = count / 2 + 1;
        if (threshold < majority || threshold > count) revert PushSourceBadThreshold(threshold, majority, count);
        address previous = address(0);
        for (uint256 i = 0; i < count; ++i) {
            if (signers[i] <= previous) revert PushSourceBadSigners(count);
            previous = signers[i];
            _isSigner[previous] = true;
        }
        _signers = signers;
        THRESHOLD = threshold;
    }

    /// @notice Makes the median of these prices the price as of `time`, Unix seconds: later than the last, not in the future and at most
    /// `MAX_LAG` ago.
    function push(uint64 time, SignedPrice[] calldata prices) external {
        if (time > block.timestamp) revert PushSourceFromTheFuture(time, block.timestamp);
        if (block.timestamp - time > MAX_LAG) revert PushSourceTooOld(time, block.timestamp);
        if (time <= _time) revert PushSourceNotLater(time, _time);
        uint256 count = prices.length;
        if (count < THRESHOLD) revert PushSourceTooFew(count, THRESHOLD);
        uint256[] memory sorted = new uint256[](count);
        address previous = address(0);
        for (uint256 i = 0; i < count; ++i) {
            uint256 priceWad = prices[i].priceWad;
            if (priceWad == 0 || priceWad > MAX_PRICE) revert PushSourceBadPrice(priceWad);
            address signer = ECDSA.recover(quoteHash(priceWad, time), prices[i].signature);
            if (!_isSigner[signer]) revert PushSourceUnknownSigner(signer);
            if (signer <= previous) revert PushSourceUnordered(previous, signer);
            previous = signer;
            PriceBand.insert(sorted, i, priceWad);
        }
        uint256 median = PriceBand.medianOf(sorted);
        emit PricePushed(_priceWad, median, time, count);
        _priceWad = uint128(median);
        _time = time;
    }

    /// @notice What a signer signs for a round: the EIP-712 digest.
    function quoteHash(uint256 priceWad, uint64 time) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(QUOTE_TYPEHASH, priceWad, time)));
    }

    /// @inheritdoc IPriceSource
    function latestPrice() external view returns (uint256 priceWad, uint256 updatedAt) {
        return (_priceWad, _time);
    }

    /// @notice Everybody whose signature counts, in ascending order.
    function signersOf() external view returns (address[] memory) {
        return _signers;
    }
}
